"""CSV and its relatives, read strictly: a file that is not sound is refused, and the line is named."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, TextIO

from ngomap.errors import BadFile
from ngomap.importers.grid import Grid, Row, build_grid

DELIMITERS: Final = (",", ";", "\t", "|")
SNIFFED_ROWS: Final = 50
SNIFFED: Final = 1 << 20
"""Characters of the beginning in which the separator is looked for."""


def read_grid(text: str, name: str) -> Grid:
    """The table in the text. Raises BadFile, naming the line, for anything that is not sound CSV."""
    return grid_of(name, lambda: io.StringIO(text, newline=""))


def grid_of(name: str, open_text: Callable[[], TextIO]) -> Grid:
    """The table in a text that can be opened again and again. Raises BadFile, as `Grid.rows` may."""
    with open_text() as text:
        begin = text.read(SNIFFED)
    if len(begin) == SNIFFED:
        # The last row is cut off.
        begin = begin[: begin.rfind("\n") + 1] or begin
    delimiter = delimiter_of(begin)
    return build_grid(name, lambda: _rows(open_text, name, delimiter))


def delimiter_of(text: str) -> str:
    """The character between the cells: the one that cuts the first rows into the most cells, all alike. Titles above
    the table have fewer.

    >>> delimiter_of('name;notes\\n"A; B";"one, two"\\n'), delimiter_of('Members, 2024\\nname;town\\nA;Nyeri\\n')
    (';', ';')
    """
    best, best_score = DELIMITERS[0], (False, True, 1)
    for delimiter in DELIMITERS:
        widths = _widths(text, delimiter)
        # A broken row decides nothing: what most rows have then says how many cells there are.
        usual = max(widths, key=lambda wide: (widths.count(wide), wide), default=0)
        titles = widths.index(usual) if usual > 1 else 0
        alike = len(set(widths[titles:])) == 1 and usual > 1 and (not titles or len(widths) - titles > 1)
        # What cuts the first row like all others is surer than what leaves it whole, as if it were a title.
        score = (alike, not titles, usual)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(text: str, delimiter: str) -> list[int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    widths: list[int] = []
    try:
        widths.extend(len(cells) for cells in islice(reader, SNIFFED_ROWS) if cells)
    except csv.Error:
        widths.append(-1)
    return widths


def _rows(open_text: Callable[[], TextIO], name: str, delimiter: str) -> Iterator[Row]:
    # Python's own limit names no column; ours (in `grid`) does.
    limit = csv.field_size_limit(sys.maxsize)
    begins = 1
    with open_text() as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                if cells:
                    yield Row(begins, tuple(cells))
                begins = reader.line_num + 1
        except csv.Error as error:
            noticed = f" (noticed in line {reader.line_num})" if reader.line_num > begins else ""
            raise BadFile(
                f"{name}, line {begins}: a quotation mark is not closed as it should be{noticed}.",
                'Put the whole cell in double quotes and write a double quote inside it twice: "the ""big"" one".',
            ) from error
        finally:
            csv.field_size_limit(limit)
