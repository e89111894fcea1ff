"""An empty workbook to fill in: a sheet of organizations with a row that explains it and lists to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from openpyxl.utils import get_column_letter

from ngomap.errors import AlreadyExists, NgomapError
from ngomap.exporters.file_writing import write_file
from ngomap.exporters.form_sheets import (
    bytes_of,
    called,
    choice,
    explain,
    head,
    in_order,
    new_book,
    write_choices,
)
from ngomap.exporters.plain_text import plain
from ngomap.model.actors import ACTOR_STATUSES, KINDS, LEVELS
from ngomap.model.cells import HELP_MARK
from ngomap.model.words import VOCABULARIES, Area, Term

SHEET: Final = "Organizations"
ROWS_TO_FILL: Final = 1000


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
    book = new_book()
    ranges = write_choices(book, _choices(terms, areas))
    _write_sheet(book.worksheets[0], ranges)
    write_file(path, [bytes_of(book)])


def _choices(terms: Iterable[Term], areas: Iterable[Area]) -> dict[str, list[str]]:
    by_vocabulary: dict[str, list[str]] = {vocabulary: [] for vocabulary in VOCABULARIES}
    for term in terms:
        by_vocabulary[term.vocabulary].append(plain(term.name))
    names = called({area.handle: area.name for area in areas}).values()
    lists = {"kind": [k for k in KINDS if k != "person"], "level": list(LEVELS), "status": list(ACTOR_STATUSES)}
    return lists | {name: in_order(texts) for name, texts in {**by_vocabulary, "area": names}.items()}


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
        head(sheet, 1, at, column.header)
        explain(sheet, 2, at, HELP_MARK + column.help)
        if column.choices in ranges:
            # A cell with several values is none of the list; areas may be new.
            cells = f"{letter}3:{letter}{ROWS_TO_FILL + 2}"
            choice(sheet, ranges[column.choices], cells, column.header, column.help, not column.several)
