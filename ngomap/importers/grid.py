"""A table as it stands in a file: headers, perhaps a row of HXL hashtags, and rows that know their line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from ngomap.errors import BadFile
from ngomap.importers.grid_header import TITLE_ROWS, Row, filled_cells, find_header
from ngomap.model.cells import HELP_MARK, uncell
from ngomap.model.text import counted

__all__ = ["HEAD_ROWS", "MAX_CELL", "REJECT_COLUMNS", "Grid", "Row", "build_grid"]

MAX_CELL: Final = 131_072
"""Characters in one cell; more is a quotation mark gone astray, not a fact."""
HEAD_ROWS: Final = 1000
"""Rows that are looked at to see what a table is; further ones are only read when they are taken."""
REJECT_COLUMNS: Final = ("line", "reason")
"""What a file of rejected rows has besides the columns of the original."""
_HASHTAG: Final = re.compile(r"#[a-z][a-z0-9_]*(\s*\+\s*[a-z0-9_]+)*\s*", re.IGNORECASE)


@dataclass(slots=True)
class Grid:
    """A table: every row has as many cells as there are headers, and no header occurs twice.

    `head` are its first rows. `rows` reads them all, from the file if they are many: a fault further down shows only
    then. `blank_lines` and `unread` - what stands in columns without a header - are complete when all were read, and so
    is what `remarks` says of cells. `groups` are what stands above the headers in a row of its own, such as "Target
    group" above "Children" and "Women"; empty where nothing does.
    """

    name: str
    headers: tuple[str, ...]
    tags: tuple[str, ...]
    head: tuple[Row, ...]
    titles: tuple[str, ...]
    again: Callable[[], Iterator[Row]] | None = None
    blank_lines: int = 0
    unread: int = 0
    groups: tuple[str, ...] = ()
    remarks: Callable[[], list[str]] = list

    @property
    def rows(self) -> Iterable[Row]:
        """All rows. Raises BadFile, while they are read, for anything that is not sound."""
        return self.head if self.again is None else self.again()

    def column(self, index: int) -> list[str]:
        """The first cells below one header."""
        return [row.cells[index] for row in self.head]

    def mostly_numbers(self, index: int) -> bool:
        """Whether most filled cells below a header are numbers: counts or codes, not words."""
        filled = [c.strip() for c in self.column(index) if c.strip()]
        return sum(c.replace(".", "", 1).replace(",", "").isdigit() for c in filled) * 2 > len(filled)

    def at_lines(self, lines: set[int]) -> dict[int, dict[str, str]]:
        """The rows that begin on some lines of the file, by their headers."""
        return {row.line: self.record(row) for row in self.rows if row.line in lines} if lines else {}

    def record(self, row: Row) -> dict[str, str]:
        """A row by its headers."""
        return dict(zip(self.headers, row.cells, strict=True))


def build_grid(name: str, lines: Callable[[], Iterator[Row]]) -> Grid:
    """A grid from the lines of a file. Titles above the header row are passed over: rows with less than half as many
    cells filled as others further down.

    Raises BadFile, naming the line, for repeated headers, rows of differing length, NUL and cells beyond measure.
    """
    beginning = lines()
    first = list(islice(beginning, HEAD_ROWS + TITLE_ROWS))
    complete = len(first) < HEAD_ROWS + TITLE_ROWS
    filled = [row for row in first if filled_cells(row)]
    if not filled:
        raise BadFile(f"{name} has no rows.", "The first line must hold the names of the columns.")
    top, at, header, groups = find_header(filled)
    body = filled[at + 1 :]
    reader = _Checker(name, header, body)
    tags = reader.headers if _are_hashtags(reader.headers) else ()
    skip = at + 1
    for row in body[:2]:
        cells = reader.cut(row)
        tagged = not tags and _are_hashtags(cells)
        if not tagged and not _are_help(cells):
            break
        tags = cells if tagged else tags
        skip += 1
    titles = tuple(" ".join(c.strip() for c in row.cells if c.strip()) for row in filled[:top])
    grid = Grid(name, reader.headers, tags, tuple(reader.checked(filled[skip:])), titles)
    grid.blank_lines, grid.unread = len(first) - len(filled), reader.unread
    grid.groups = tuple(groups[i] for i in reader.used)
    if not complete:

        def again() -> Iterator[Row]:
            passed = reader.unread = grid.blank_lines = 0
            for row in lines():
                first = row.cells[0] if row.cells else ""
                # Most rows are told to be filled by their first cell; counting all cells of each is slow.
                if (not first or first.isspace()) and not filled_cells(row):
                    grid.blank_lines += 1
                elif passed < skip:
                    passed += 1
                else:
                    yield reader.check(row)
            grid.unread = reader.unread

        grid.again = again
        grid.head = grid.head[:HEAD_ROWS]
    return grid


class _Checker:
    """Cuts rows to the columns that are used, and refuses what is not sound."""

    def __init__(self, name: str, header: Row, body: list[Row]) -> None:
        self.name = name
        self.header = header
        self.unread = 0
        self._refuse_ragged(body[:HEAD_ROWS])
        width = range(len(header.cells))
        self.used = [i for i in width if header.cells[i].strip() or any(row.cells[i].strip() for row in body)]
        self.all_used = len(self.used) == len(header.cells)
        self.headers = tuple(header.cells[i].strip() or f"(column {i + 1})" for i in self.used)
        _refuse_repeated(name, header.line, self.headers)
        for text in self.headers:
            _refuse_cell(name, header.line, text[:30], text)

    def _refuse_ragged(self, rows: Iterable[Row]) -> None:
        wide = len(self.header.cells)
        for row in rows:
            if len(row.cells) != wide:
                raise BadFile(
                    f"{self.name}, line {row.line}: the row has {counted(len(row.cells), 'cell')}, the header in line "
                    f"{self.header.line} {wide}.",
                    "Mend that line; a cell that holds the separator itself must stand in double quotes.",
                )

    def cut(self, row: Row) -> tuple[str, ...]:
        """The cells of the columns that are used."""
        if self.all_used:
            return row.cells
        cells = tuple([row.cells[i] for i in self.used])
        if filled_cells(row) > filled_cells(Row(row.line, cells)):
            self.unread += 1
        return cells

    def check(self, row: Row) -> Row:
        """The row as the grid has it. Raises BadFile."""
        cells = row.cells
        if len(cells) != len(self.header.cells):
            self._refuse_ragged([row])
        if not self.all_used:
            cells = self.cut(row)
        whole = "".join(cells)
        if len(whole) > MAX_CELL or "\x00" in whole:
            for header, cell in zip(self.headers, cells, strict=True):
                _refuse_cell(self.name, row.line, header, cell)
        if "'" in whole:
            cells = tuple(map(uncell, cells))
        return row if cells is row.cells else Row(row.line, cells)

    def checked(self, rows: Iterable[Row]) -> Iterator[Row]:
        """All of the rows, checked."""
        return map(self.check, rows)


def _refuse_repeated(name: str, line: int, headers: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for header in headers:
        if header.casefold() in seen:
            raise BadFile(f"{name}, line {line}: the column {header!r} occurs twice.", "Give each column its own name.")
        seen.add(header.casefold())


def _refuse_cell(name: str, line: int, header: str, cell: str) -> None:
    if len(cell) > MAX_CELL:
        raise BadFile(
            f"{name}, line {line}, column {header!r}: a cell of {len(cell)} characters.",
            "A quotation mark that is never closed can do this; look there.",
        )
    if "\x00" in cell:
        where = f"{name}, line {line}, column {header!r}"
        raise BadFile(f"{where}: the text contains a NUL character.", "Remove it and try again.")


def _are_hashtags(cells: tuple[str, ...]) -> bool:
    texts = [c for c in cells if c.strip()]
    return len(texts) > 1 and all(_HASHTAG.fullmatch(c.strip()) for c in texts)


def _are_help(cells: tuple[str, ...]) -> bool:
    """Whether this is the row of our own template that explains the columns."""
    texts = [c for c in cells if c.strip()]
    return bool(texts) and all(c.startswith(HELP_MARK) for c in texts)
