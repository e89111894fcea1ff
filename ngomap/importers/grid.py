"""A table as it stands in a file: headers, perhaps a row of HXL hashtags, and rows that know their line."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from ngomap.errors import BadFile
from ngomap.model.cells import uncell

MAX_CELL: Final = 131_072
"""Characters in one cell; more is a quotation mark gone astray, not a fact."""
_HASHTAG: Final = re.compile(r"#[a-z][a-z0-9_]*(\s*\+\s*[a-z0-9_]+)*\s*", re.IGNORECASE)
REJECT_COLUMNS: Final = ("line", "reason")
"""What a file of rejected rows has besides the columns of the original."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file it begins on (the first is 1) and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: every row has as many cells as there are headers, and no header occurs twice."""

    headers: tuple[str, ...]
    tags: tuple[str, ...]
    rows: tuple[Row, ...]
    blank_lines: int = 0

    def column(self, index: int) -> list[str]:
        """The cells below one header."""
        return [row.cells[index] for row in self.rows]

    def mostly_numbers(self, index: int) -> bool:
        """Whether most filled cells below a header are numbers: counts or codes, not words."""
        filled = [c.strip() for c in self.column(index) if c.strip()]
        return sum(c.replace(".", "", 1).replace(",", "").isdigit() for c in filled) * 2 > len(filled)

    def at_line(self, line: int) -> dict[str, str]:
        """The row that begins on a line of the file, by its headers."""
        return self.record(self.rows[bisect_left(self.rows, line, key=lambda row: row.line)])

    def record(self, row: Row) -> dict[str, str]:
        """A row by its headers."""
        return dict(zip(self.headers, row.cells, strict=True))


def build_grid(name: str, lines: list[Row]) -> Grid:
    """A grid from the rows of a file, the first of which holds the headers.

    Raises BadFile, naming the line, for repeated headers, rows of differing length, NUL and cells beyond measure.
    """
    filled = [row for row in lines if any(cell.strip() for cell in row.cells)]
    blank = len(lines) - len(filled)
    if not filled:
        raise BadFile(f"{name} has no rows.", "The first line must hold the names of the columns.")
    first, *body = filled
    for row in body:
        if len(row.cells) != len(first.cells):
            raise BadFile(
                f"{name}, line {row.line}: the row has {len(row.cells)} cells, the header in line {first.line} "
                f"{len(first.cells)}.",
                "Mend that line; a cell that holds the separator itself must stand in double quotes.",
            )
    used = [i for i, text in enumerate(first.cells) if text.strip() or any(row.cells[i].strip() for row in body)]
    headers = tuple(first.cells[i].strip() or f"(column {i + 1})" for i in used)
    _refuse_repeated(name, first.line, headers)
    for header in headers:
        _refuse_cell(name, first.line, header[:30], header)
    rows = []
    for row in body:
        cells = row.cells if len(used) == len(row.cells) else tuple([row.cells[i] for i in used])
        whole = "".join(cells)
        if len(whole) > MAX_CELL or "\x00" in whole:
            for header, cell in zip(headers, cells, strict=True):
                _refuse_cell(name, row.line, header, cell)
        rows.append(Row(row.line, tuple(map(uncell, cells)) if "'" in whole else cells))
    tags: tuple[str, ...] = ()
    if _are_hashtags(headers):
        tags = headers
    elif rows and _are_hashtags(rows[0].cells):
        tags = rows.pop(0).cells
    return Grid(headers, tags, tuple(rows), blank)


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
