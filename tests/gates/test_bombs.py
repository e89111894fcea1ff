"""Files that were made to fill the memory are refused before they do."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from ngomap.errors import BadFile
from ngomap.importers.archive import MAX_MEMBERS
from ngomap.importers.opening import open_source
from tests.conftest import Run
from tests.gates.imported import records, sound, written
from tests.whole.sample_files import FORMS

MEASURE = """
import resource, sys
from pathlib import Path
from ngomap.errors import BadFile
from ngomap.importers.formats import choose
from ngomap.importers.opening import open_source
from ngomap.importers.source import Reading
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    source = open_source([Path(sys.argv[1])])
    choose(source, Reading())
    for part in source.parts:
        for _ in part.grid.rows:
            pass
except BadFile as error:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, error.message)
"""
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
MEBI = 1024 * 1024
SHEET = "xl/worksheets/sheet1.xml"
CELL = b"<worksheet " + MAIN + b"><sheetData><row><c t='inlineStr'><is><t>"
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + LAUGHS + b"]>"


def refused(path: Path) -> tuple[int, str]:
    """By how many KiB the memory grew until the file was refused, and the message."""
    ran = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True)
    assert ran.stdout, f"it was not refused: {ran.stderr}"
    grown, _, message = ran.stdout.partition(" ")
    return int(grown), message


def workbook(path: Path, member: str, pieces: Iterator[bytes]) -> Path:
    """A workbook one part of which is made of these pieces."""
    book = Workbook()
    book.active.append(["name"])
    book.active.append(["A"])
    saved = io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as sound, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in {*sound.namelist(), member}:
            if name != member:
                made.writestr(name, sound.read(name))
                continue
            with made.open(name, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)
    return path


def around(begin: bytes, piece: bytes, times: int, end: bytes) -> Iterator[bytes]:
    yield begin
    for _ in range(times):
        yield piece
    yield end


def sheet_of(piece: bytes, times: int) -> Iterator[bytes]:
    return around(b"<worksheet " + MAIN + b"><sheetData>", piece, times, b"</sheetData></worksheet>")


BOMBS: dict[str, tuple[str, Callable[[], Iterator[bytes]]]] = {
    "100 MiB of spaces in a sheet": (SHEET, lambda: sheet_of(b" " * MEBI, 100)),
    "a cell of 100 MiB": (
        SHEET, lambda: around(CELL, b"x" * MEBI, 100, b"</t></is></c></row></sheetData></worksheet>"),
    ),
    "texts of all sheets, 100 MiB": (
        "xl/sharedStrings.xml", lambda: around(b"<sst " + MAIN + b">", b"<si><t>a</t></si>" * 60_000, 100, b"</sst>"),
    ),
    "a row of a million cells": (SHEET, lambda: sheet_of(b"<row>" + b"<c/>" * 1_000_000 + b"</row>", 1)),
    "entities in a sheet": (
        SHEET, lambda: iter([ENTITIES, b"<worksheet ", MAIN, b"><sheetData><row><c t='inlineStr'><is><t>&l11;</t></is></c>"
                             b"</row></sheetData></worksheet>"]),
    ),
    "entities in the texts": (
        "xl/sharedStrings.xml", lambda: iter([ENTITIES, b"<sst ", MAIN, b"><si><t>&l11;</t></si></sst>"]),
    ),
    "entities in the workbook": ("xl/workbook.xml", lambda: iter([ENTITIES, b"<workbook ", MAIN, b">&l11;</workbook>"])),
    "entities in the properties": ("docProps/core.xml", lambda: iter([ENTITIES, b"<coreProperties>&l11;</coreProperties>"])),
    "styles of 100 MiB": (
        "xl/styles.xml", lambda: around(b"<styleSheet " + MAIN + b"><fonts>", b"<font/>" * 150_000, 100, b"</fonts></styleSheet>"),
    ),
    "elements within elements": ("xl/theme/theme1.xml", lambda: around(b"", b"<a>" * 1_000_000, 1, b"</a>" * 1_000_000)),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_workbooks_that_would_fill_the_memory_are_refused_within_64_mebibytes(tmp_path: Path, bomb: str) -> None:
    member, pieces = BOMBS[bomb]
    grown, message = refused(workbook(tmp_path / "b.xlsx", member, pieces()))
    assert "b.xlsx" in message
    assert grown < 64 * 1024


def test_an_archive_of_one_enormous_table_is_refused_within_64_mebibytes(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, made.open("a.csv", "w", force_zip64=True) as file:
        for piece in around(b"name\n", b"A\n" * 500_000, 100, b""):
            file.write(piece)
    grown, message = refused(path)
    assert "times its size" in message
    assert grown < 64 * 1024


def test_an_archive_with_a_crowd_of_members_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as made:
        for n in range(25_000):
            made.writestr(f"{n}.csv", b"")
    grown, message = refused(path)
    assert "too many files" in message
    assert grown < 64 * 1024
    with zipfile.ZipFile(path, "w") as made:
        for n in range(MAX_MEMBERS + 1):
            made.writestr(f"{n}.csv", b"a")
    with pytest.raises(BadFile, match=f"{MAX_MEMBERS + 1} files"):
        open_source([path])


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.shape == "xml"])
@pytest.mark.parametrize("said", [False, True])
def test_entities_in_a_network_are_refused(name: str, said: bool, run: Run, map_: Path, tmp_path: Path) -> None:
    form = FORMS[name]
    ((file, data),) = form.build(records({})).items()
    files = {file: data.replace(b'<?xml version="1.0" encoding="UTF-8"?>', ENTITIES).replace(b"Lantern House A", b"&l11;")}
    ran = run("import", written(tmp_path, files), "--format", "json", *(["--as", form.form] if said else []))
    assert not sound(ran, map_, map_.read_bytes(), files)
    assert "declares types or entities" in ran.stderr
