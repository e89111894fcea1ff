"""Which rows at the top of a table hold its headers: below titles, and perhaps in two storeys."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

TITLE_ROWS: Final = 25
"""How far down a header row is looked for below titles."""


class Row(NamedTuple):
    """One row: the line of the file it begins on (the first is 1) and its cells."""

    line: int
    cells: tuple[str, ...]


class Header(NamedTuple):
    """The first and the last of the rows that hold the headers, the headers, and what stands above each."""

    top: int
    last: int
    row: Row
    groups: tuple[str, ...]


def filled_cells(row: Row) -> int:
    """How many cells of the row say anything."""
    return sum(not cell.isspace() for cell in row.cells if cell)


def find_header(filled: list[Row]) -> Header:
    """The headers among rows that all say something: the first row that is not plainly a title, and the one above or
    below it if both together are the headers.
    """
    at = _first_full(filled)
    for top in (at, at - 1):
        if 0 <= top < len(filled) - 1:
            found = _storeys(filled[top], filled[top + 1])
            if found:
                return Header(top, top + 1, *found)
    return Header(at, at, filled[at], ("",) * len(filled[at].cells))


def _first_full(filled: list[Row]) -> int:
    most = max(filled_cells(row) for row in filled[: 2 * TITLE_ROWS])
    return next((at for at, row in enumerate(filled[:TITLE_ROWS]) if filled_cells(row) * 2 >= most), 0)


def _storeys(above: Row, below: Row) -> tuple[Row, tuple[str, ...]] | None:
    """The headers of two rows of which the upper names groups of columns, or None if they are no such rows.

    A group is a cell with others below it and to the right of it, where the upper row is empty. Every other cell of
    the upper row has nothing below it (or, where cells are merged, itself), and the first column is in no group: a
    title above a table stands over all of it, and a first record must not pass for headers.

    >>> above, below = Row(1, ("Name", "Target group", "", "Phone")), Row(2, ("", "Women", "Youth", ""))
    >>> _storeys(above, below)
    (Row(line=2, cells=('Name', 'Women', 'Youth', 'Phone')), ('', 'Target group', 'Target group', ''))
    >>> _storeys(Row(1, ("Our directory", "")), Row(2, ("Name", "Phone"))) is None
    True
    """
    wide = len(below.cells)
    upper = [cell.strip() for cell in (*above.cells, *("",) * (wide - len(above.cells)))]
    lower = [cell.strip() for cell in below.cells]
    if len(upper) != wide:
        return None
    groups = [""] * wide
    headers = list(lower)
    for at, text in enumerate(upper):
        if text and lower[at] and lower[at] != text:
            if at + 1 == wide or upper[at + 1] or not lower[at + 1]:
                return None
            groups[at] = text
        elif text:
            headers[at] = text
        elif lower[at] and at and groups[at - 1]:
            groups[at] = groups[at - 1]
    first = next((at for at, text in enumerate(headers) if text), 0)
    if groups[first] or not any(groups):
        return None
    often = Counter(header.casefold() for header in headers if header)
    headers = [f"{g}: {h}" if g and often[h.casefold()] > 1 else h for g, h in zip(groups, headers, strict=True)]
    return Row(below.line, tuple(headers)), tuple(groups)
