"""What the user named, opened: a file, several files that belong together, a folder, an archive, a workbook."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from ngomap.errors import BadFile, UsageError
from ngomap.importers.archive import MAX_MEMBERS, member, open_archive
from ngomap.importers.source import Part, Source
from ngomap.importers.xlsx import read_workbook

ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"
WORKBOOK: Final = "xl/workbook.xml"
OTHERS: Final = {
    "xl/workbook.bin": "a binary workbook (.xlsb)", "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a presentation", "content.xml": "an OpenDocument file (.ods, .odt)",
}  # fmt: skip
"""Members by which other documents that are ZIP files are known."""
READ_BY_PEOPLE: Final = (".md", ".rst", ".pdf", ".doc", ".docx", ".odt", ".html", ".htm")
"""What lies beside data to explain it. A table in it is no table of the data."""


def open_source(paths: Sequence[Path], encoding: str | None = None, sheets: Sequence[str] = ()) -> Source:
    """What the paths name, as one source. `sheets` are the only ones of a workbook to be read; without them all that
    are visible are. Raises BadFile, UsageError.
    """
    opened = [_folder(path, encoding) if path.is_dir() else _file(path, encoding, tuple(sheets)) for path in paths]
    parts = [part for source in opened for part in source.parts]
    if sheets and not any(part.sheet for part in parts):
        raise UsageError("--sheet is for workbooks; this is none.", "Leave it out.")
    name = paths[0].name if len(paths) == 1 else f"{paths[0].name} and {len(paths) - 1} more"
    passed_over = tuple(text for source in opened for text in source.passed_over)
    return Source(name, tuple(parts), passed_over, opened[0].sheets if len(opened) == 1 else {})


def refuse_pipe(path: Path) -> None:
    """Raises BadFile for what is there and cannot be read from its beginning a second time: a pipe, a device."""
    if path.exists() and not path.is_file():
        raise BadFile(f"{path} is a pipe or a device, not a file.", "Save what comes out of it as a file, and name that.")


def _file(path: Path, encoding: str | None, sheets: tuple[str, ...] = ()) -> Source:
    refuse_pipe(path)
    try:
        with path.open("rb") as file:
            magic = file.read(len(ZIP))
    except FileNotFoundError as error:
        raise BadFile(f"There is no file {path}.", "Check the name and the folder.") from error
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from error
    if not magic:
        raise BadFile(f"{path} is empty.", "Save the table again, and check that it has rows.")
    if magic in (ZIP, EMPTY_ZIP):
        return _archive(path, encoding, sheets)
    return Source(path.name, (Part(path.name, partial(_opened, path), encoding),))


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _folder(path: Path, encoding: str | None) -> Source:
    """The files of a folder, without those that are hidden; folders in it are not looked into."""
    seen = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith((".", "~$")))
    filled = [p for p in seen if p.stat().st_size]
    files = [p for p in filled if not _read_by_people(p.name)] or filled
    passed_over = tuple(f"{p.name} ({'a document' if p in filled else 'empty'})" for p in seen if p not in files)
    if not files:
        raise BadFile(f"{path} is a folder without files.", "Name a file, or a folder of CSV files.")
    if len(files) > MAX_MEMBERS:
        raise BadFile(f"{path} holds {len(files)} files.", "Name the files that belong together.")
    opened = [_file(file, encoding) for file in files]
    parts = tuple(part for source in opened for part in source.parts)
    return Source(path.name, parts, (*passed_over, *(text for source in opened for text in source.passed_over)))


def _read_by_people(name: str) -> bool:
    return name.casefold().endswith(READ_BY_PEOPLE)


def _archive(path: Path, encoding: str | None, sheets: tuple[str, ...]) -> Source:
    """The sheets of a workbook, or the members of another ZIP file. Raises BadFile."""
    with open_archive(path) as archive:
        names = set(archive.namelist())
        members = [m for m in archive.infolist() if _holds_data(m)]
    other = next((what for mark, what in OTHERS.items() if mark in names), None)
    if WORKBOOK in names:
        return _workbook(path, sheets)
    if other:
        raise BadFile(f"{path.name} is {other}.", "Save it as 'Excel workbook (.xlsx)' or as CSV, and import that.")
    if not members:
        raise BadFile(f"{path.name} is an archive without files.", "Save it again, and check that it has rows.")
    read = [m for m in members if not _read_by_people(m.filename)] or members
    parts = tuple(Part(m.filename, partial(member, path, m.filename), encoding) for m in read)
    return Source(path.name, parts, tuple(f"{m.filename} (a document)" for m in members if m not in read))


def _holds_data(one: zipfile.ZipInfo) -> bool:
    hidden = Path(one.filename).name.startswith(".") or one.filename.startswith("__MACOSX/")
    return not one.is_dir() and not hidden and one.file_size > 0


def _workbook(path: Path, sheets: tuple[str, ...]) -> Source:
    book = read_workbook(path, sheets)
    parts = tuple(Part(f"{path.name}: {s.name}", partial(_opened, path), sheet=s.grid) for s in book.sheets)
    return Source(path.name, parts, book.passed_over, book.every)
