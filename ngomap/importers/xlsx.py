"""Workbooks: each sheet as a table, its cells as the text that a person sees, row by row."""

from __future__ import annotations

import re
import warnings
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from ngomap.errors import BadFile, NgomapError
from ngomap.importers.archive import open_archive
from ngomap.importers.grid import Grid, Row, build_grid
from ngomap.importers.xlsx_safety import MAX_COLUMNS, SAVE_AGAIN, SheetFacts, look_over

BATCH: Final = 500
"""Rows asked of the library at a time."""
_ESCAPED: Final = re.compile("_x00([0-9A-Fa-f]{2})_")
_IN_BRACKETS: Final = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.')
_ZEROS: Final = re.compile("0{2,}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that can be read: its name and how it becomes a table."""

    name: str
    grid: Callable[[], Grid]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook, and those that are not read, with the reason. `every` reads the rows of any sheet, hidden
    ones too, as they stand.
    """

    sheets: tuple[Sheet, ...]
    passed_over: tuple[str, ...]
    every: Mapping[str, Callable[[], Iterator[Row]]]


def read_workbook(path: Path, wanted: tuple[str, ...] = ()) -> Workbook:
    """The visible sheets of the workbook, or those that are wanted, in the order of the file.

    Raises BadFile for a file that is broken or made to do harm, and for a sheet that is not there.
    """
    name = path.name
    with open_archive(path) as archive:
        facts = look_over(archive, name)
    book = _Book(path, name)
    if len(book.sheets) < facts.listed:
        raise BadFile(f"{name} is damaged: {facts.listed - len(book.sheets)} of its sheets are missing.", SAVE_AGAIN)
    titles = [sheet.title for sheet in book.sheets]
    chosen = [_named(title, titles, name) for title in wanted]
    sheets: list[Sheet] = []
    passed_over: list[str] = []
    every: dict[str, Callable[[], Iterator[Row]]] = {}
    for sheet in book.sheets:
        known = facts.sheets.get(getattr(sheet, "_worksheet_path", ""))
        why = (
            "not asked for" if chosen and sheet.title not in chosen
            else "hidden" if sheet.sheet_state != "visible" and not chosen
            else "a chart" if known is None
            else "empty" if not known.width
            else ""
        )  # fmt: skip
        if known is not None:
            every[sheet.title] = partial(_rows, book, sheet, known, f"{name}: {sheet.title}")
        if why:
            passed_over.append(f"{sheet.title} ({why})")
        else:
            assert known is not None  # noqa: S101 - charts were passed over
            sheets.append(Sheet(sheet.title, _grid_maker(book, sheet, known, f"{name}: {sheet.title}")))
    if not sheets:
        raise BadFile(
            f"No sheet of {name} can be read: {', '.join(passed_over) or 'it has none'}.",
            "A hidden sheet is read if it is named: --sheet NAME.",
        )
    return Workbook(tuple(sheets), tuple(passed_over), every)


def _named(wanted: str, titles: list[str], name: str) -> str:
    by_key = {title.strip().casefold(): title for title in titles}
    found = by_key.get(wanted.strip().casefold())
    if found is None:
        raise BadFile(f"{name} has no sheet {wanted!r}.", f"Its sheets: {', '.join(titles)}.")
    return found


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Whatever the library meets in a broken file, in one sentence; its warnings are about looks and printing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except NgomapError:
        raise
    except Exception as error:
        # What the library says of it names its own classes, which helps nobody who has the file.
        raise BadFile(f"{name} is damaged, or not a workbook that can be read.", SAVE_AGAIN) from error


class _Book:
    """The opened workbook; its file is closed when nobody needs it any more."""

    def __init__(self, path: Path, name: str) -> None:
        # It loads numpy, too, where that is installed: 0.2 seconds and 30 MiB that no other kind of file needs.
        from openpyxl import load_workbook

        file = path.open("rb")
        weakref.finalize(self, file.close)
        with _explained(name):
            self.opened: Any = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        self.sheets: list[Any] = [*self.opened.worksheets, *self.opened.chartsheets]


def _refuse_unsound(facts: SheetFacts, name: str) -> None:
    if facts.width > MAX_COLUMNS:
        raise BadFile(
            f"{name} has a value in column {facts.width}; a table has at most {MAX_COLUMNS} columns.",
            "Delete what stands there by mistake.",
        )
    if facts.unsolved:
        raise BadFile(
            f"{name}: {facts.unsolved} formulas have no result stored, the first in {facts.unsolved_at}.",
            SAVE_AGAIN,
        )


def _grid_maker(book: _Book, sheet: Any, facts: SheetFacts, name: str) -> Callable[[], Grid]:
    def make() -> Grid:
        _refuse_unsound(facts, name)
        rows = _SheetRows(book, sheet, facts, name)
        grid = build_grid(name, rows.read)
        grid.remarks = rows.remarks
        return grid

    return make


def _rows(book: _Book, sheet: Any, facts: SheetFacts, name: str) -> Iterator[Row]:
    _refuse_unsound(facts, name)
    return _SheetRows(book, sheet, facts, name).read()


class _SheetRows:
    """The rows of one sheet, as often as they are wanted; counts what could not be understood."""

    def __init__(self, book: _Book, sheet: Any, facts: SheetFacts, name: str) -> None:
        self._book = book
        self._sheet = sheet
        self._name = name
        self._width = facts.width
        self._merges = sorted(facts.merges, key=lambda m: m[1])
        self._errors = 0
        self._error_at = ""

    def remarks(self) -> list[str]:
        """What is worth saying of the cells."""
        if not self._errors:
            return []
        return [f"{self._name}: {self._errors} cells hold an error, the first {self._error_at}; taken as empty."]

    def read(self) -> Iterator[Row]:
        """The rows with anything in them; `line` is the number of the row."""
        self._errors = 0
        for number, cells in enumerate(self._cells(), 1):
            texts = [self._text(cell, number) for cell in cells[: self._width]]
            if any(texts):
                yield Row(number, (*texts, *("",) * (self._width - len(texts))))

    def _cells(self) -> Iterator[list[Any]]:
        # The size that the file states may be wrong, or enormous.
        self._sheet.reset_dimensions()
        rows = self._sheet.iter_rows(min_row=1)
        merges = iter(self._merges)
        coming = next(merges, None)
        standing: dict[int, tuple[int, Any]] = {}
        number = 0
        while True:
            with _explained(self._name):
                batch = list(islice(rows, BATCH))
            if not batch:
                return
            for cells in batch:
                number += 1
                filled = list(cells)
                for column, (until, cell) in list(standing.items()):
                    if number > until:
                        del standing[column]
                        continue
                    filled += [None] * (column - len(filled))
                    if filled[column - 1] is None or filled[column - 1].value is None:
                        filled[column - 1] = cell
                while coming and coming[1] <= number:
                    if coming[1] == number and coming[0] <= len(filled):
                        standing[coming[0]] = (coming[3], filled[coming[0] - 1])
                    coming = next(merges, None)
                yield filled

    def _text(self, cell: Any, row: int) -> str:
        if cell is None or cell.value is None:
            return ""
        if cell.data_type == "e":
            self._errors += 1
            self._error_at = self._error_at if self._errors > 1 else f"{cell.value} in row {row}"
            return ""
        value = cell.value
        if isinstance(value, str):
            return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) if "_x00" in value else value
        return text_of(value, cell.number_format or "")


def text_of(value: object, number_format: str) -> str:
    """What a cell with a number, a day or a truth says, as its format shows it where that matters.

    >>> text_of(12.0, "General"), text_of(0.25, "0%"), text_of(7, "00000"), text_of(True, "General")
    ('12', '25%', '00007', 'TRUE')
    >>> text_of(datetime(2023, 10, 1), "mmm yyyy"), text_of(datetime(2023, 10, 1), "dd/mm/yyyy")
    ('2023-10', '2023-10-01')
    """
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(value, number_format)
        case datetime():
            return _day(value, number_format)
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return str(value)


def _number(value: float, number_format: str) -> str:
    bare = _IN_BRACKETS.sub("", number_format)
    if "%" in bare:
        return f"{_plain(round(value * 100, 10))}%"
    text = _plain(value)
    return text.zfill(len(bare)) if _ZEROS.fullmatch(bare) and text.isdigit() else text


def _plain(value: float) -> str:
    """The number without an exponent where it is whole, and with the 15 digits that spreadsheets keep."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e21):
        return str(int(value))
    return repr(float(f"{value:.15g}"))


def _day(value: datetime, number_format: str) -> str:
    shown = _IN_BRACKETS.sub("", number_format).casefold()
    if "d" not in shown and "h" not in shown and "y" in shown:
        return f"{value.year:04d}-{value.month:02d}" if "m" in shown else f"{value.year:04d}"
    if "d" not in shown and "h" not in shown and "m" in shown:
        return f"{value.year:04d}-{value.month:02d}"
    return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
