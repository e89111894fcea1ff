"""An empty workbook to fill in: a sheet of organizations with a row that explains it and lists to choose from."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from ngomap.errors import AlreadyExists, NgomapError
from ngomap.exporters.file_writing import write_file
from ngomap.exporters.plain_text import plain
from ngomap.model.actors import ACTOR_STATUSES, KINDS, LEVELS
from ngomap.model.cells import HELP_MARK
from ngomap.model.words import VOCABULARIES, Area, Term

SHEET: Final = "Organizations"
CHOICES: Final = "Choices"
ROWS_TO_FILL: Final = 1000
LONGEST_CELL: Final = 32_767
"""Characters; the library cuts what is longer without a word."""
_PINNED: Final = datetime(2000, 1, 1)
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")
_HEAD_FILL: Final = "FFDDEBF7"


@dataclass(frozen=True, slots=True)
class Column:
    """A column to fill in. `choices` names the list to choose from, `several` whether a cell may hold more than one."""

    header: str
    help: str
    width: int = 18
    choices: str = ""
    several: bool = False
    text: bool = False


COLUMNS: Final = (
    Column("Name", "The full name, in its own spelling. Every row needs one.", 34, text=True),
    Column("Acronym", "The short form, if it is used.", 12, text=True),
    Column("Other names", "Former and translated names; ; between several.", 26, text=True),
    Column("Kind", "What it is; choose from the list.", 14, "kind"),
    Column("Level", "How far it reaches; choose from the list.", 14, "level"),
    Column("Status", "Whether it works; empty means that it does.", 12, "status"),
    Column("Issues", "What it works on; ; between several.", 26, "issue", True),
    Column("Populations", "Whom it serves; ; between several.", 26, "population", True),
    Column("Services", "What it offers; ; between several.", 26, "service", True),
    Column("Sectors", "Its field of activity; ; between several.", 26, "sector", True),
    Column("Areas served", "Where it works; ; between several.", 26, "area", True),
    Column("Address", "Street and number of the office.", 28, text=True),
    Column("Town", "Town or village of the office.", 18, text=True),
    Column("Country", "Its name, or a code such as KE.", 14, text=True),
    Column("Website", "For example: www.example.org", 24, text=True),
    Column("E-mail", "Of the organization: name@example.org", 24, text=True),
    Column("Telephone", "With the country code: +254 ...", 18, text=True),
    Column("Contact person", "A name; it stays with whoever keeps the map.", 22, text=True),
    Column("Contact title", "What that person does there.", 18, text=True),
    Column("Contact e-mail", "Of that person.", 22, text=True),
    Column("Registration number", "As the register writes it.", 20, text=True),
    Column("Staff", "People employed: a number.", 10),
    Column("Founded", "A year, or a day as 2015-03-31.", 14, text=True),
    Column("Mission", "In a sentence or two.", 44, text=True),
    Column("Notes", "Anything else.", 30, text=True),
)


def write_template(path: Path, terms: Iterable[Term], areas: Iterable[Area]) -> None:
    """Write the workbook to a new file, always the same bytes for the same lists. Nothing is written over. `terms` and
    `areas` are what may be chosen; the caller leaves out areas that those who fill it in may not see.

    Raises AlreadyExists, NgomapError.
    """
    if path.exists() or path.is_symlink():
        raise AlreadyExists(f"{path} exists already; it was left as it is.", "Name another file.")
    if path.suffix.casefold() != ".xlsx":
        raise NgomapError(f"{path.name} does not end in .xlsx, so no spreadsheet program would open it.", "Name it so.")
    book = Workbook()
    book.properties.creator, book.properties.created = "ngomap", _PINNED
    ranges = _write_choices(book, _choices(terms, areas))
    _write_sheet(book.worksheets[0], ranges)
    write_file(path, [_pinned(book)])


def _choices(terms: Iterable[Term], areas: Iterable[Area]) -> dict[str, list[str]]:
    by_vocabulary: dict[str, list[str]] = {vocabulary: [] for vocabulary in VOCABULARIES}
    for term in terms:
        by_vocabulary[term.vocabulary].append(plain(term.name))
    places = list(areas)
    often = Counter(area.name.casefold() for area in places)
    # Of areas that share a name each is chosen by its handle, which the import takes too.
    names = [plain(area.name) if often[area.name.casefold()] == 1 else area.handle for area in places]
    lists = {"kind": [k for k in KINDS if k != "person"], "level": list(LEVELS), "status": list(ACTOR_STATUSES)}
    return lists | {name: sorted(set(texts), key=str.casefold) for name, texts in {**by_vocabulary, "area": names}.items()}


def _write_choices(book: Any, choices: dict[str, list[str]]) -> dict[str, str]:
    """The lists on a hidden sheet; where each stands, as a formula says it."""
    sheet = book.create_sheet(CHOICES)
    sheet.sheet_state = "hidden"
    ranges: dict[str, str] = {}
    for at, (name, texts) in enumerate(choices.items(), 1):
        _put(sheet, 1, at, name)
        for row, text in enumerate(texts, 2):
            _put(sheet, row, at, text)
        letter = get_column_letter(at)
        if texts:
            ranges[name] = f"{quote_sheetname(CHOICES)}!${letter}$2:${letter}${len(texts) + 1}"
    return ranges


def _write_sheet(sheet: Any, ranges: dict[str, str]) -> None:
    sheet.title = SHEET
    sheet.freeze_panes = "B3"
    sheet.row_dimensions[2].height = 45
    for at, column in enumerate(COLUMNS, 1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = column.width
        if column.text:
            # Leading zeros stay, and nothing is taken for a day or a formula.
            sheet.column_dimensions[letter].number_format = "@"
        head = _put(sheet, 1, at, column.header)
        head.font, head.fill = Font(bold=True), PatternFill("solid", start_color=_HEAD_FILL)
        about = _put(sheet, 2, at, HELP_MARK + column.help)
        about.font, about.alignment = Font(italic=True, color="FF595959"), Alignment(wrap_text=True, vertical="top")
        if column.choices in ranges:
            sheet.add_data_validation(_validation(column, ranges[column.choices], letter))


def _validation(column: Column, choices: str, letter: str) -> Any:
    rule = DataValidation(type="list", formula1=choices, allow_blank=True)
    # A cell with several values is none of the list; areas may be new.
    rule.showErrorMessage = not column.several
    rule.error, rule.errorTitle = "Choose from the list.", column.header
    rule.prompt, rule.promptTitle, rule.showInputMessage = column.help, column.header, True
    rule.add(f"{letter}3:{letter}{ROWS_TO_FILL + 2}")
    return rule


def _put(sheet: Any, row: int, column: int, text: str) -> Any:
    """Text in a cell, never a formula. Raises NgomapError if it is longer than a cell can be."""
    if len(text) > LONGEST_CELL:
        raise NgomapError(f"{text[:40]!r}... is longer than a cell of a workbook can be.", "Shorten that name.")
    cell = sheet.cell(row, column, text)
    cell.data_type = "s"
    return cell


def _pinned(book: Any) -> bytes:
    """The workbook with no time of writing in it."""
    saved, out = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pinned:
        for name in made.namelist():
            data = made.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + _PINNED.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\2", data)
            info = zipfile.ZipInfo(name, _PINNED.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            pinned.writestr(info, data)
    return out.getvalue()
