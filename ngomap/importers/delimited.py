"""CSV and its relatives, read strictly: a file that is not sound is refused, and the line is named."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Final

from ngomap.errors import BadFile
from ngomap.importers.grid import Grid, Row, build_grid

DELIMITERS: Final = (",", ";", "\t", "|")
SNIFFED_ROWS: Final = 50


def read_grid(text: str, name: str) -> Grid:
    """The table in the text. Raises BadFile, naming the line, for anything that is not sound CSV."""
    return build_grid(name, list(_rows(text, name, delimiter_of(text))))


def delimiter_of(text: str) -> str:
    """The character between the cells: the one that cuts the first rows into the most cells, all alike.

    >>> delimiter_of('name;notes\\n"A; B";"one, two"\\n')
    ';'
    """
    best, best_score = DELIMITERS[0], (False, 1)
    for delimiter in DELIMITERS:
        widths = _widths(text, delimiter)
        # A broken row decides nothing: the header alone then says how many cells there are.
        score = (len(set(widths)) == 1 and widths[0] > 1, widths[0] if widths else 0)
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


def _rows(text: str, name: str, delimiter: str) -> Iterator[Row]:
    # Python's own limit names no column; ours (in `grid`) does.
    limit = csv.field_size_limit(sys.maxsize)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
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
