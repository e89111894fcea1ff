"""One table as CSV: UTF-8, commas, LF line ends, a header; cells that a spreadsheet takes for text."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from ngomap.exporters.plain_text import plain
from ngomap.exporters.tally import Tally
from ngomap.model.cells import cell
from ngomap.model.tables import columns_for, section_of
from ngomap.store.connection import Map
from ngomap.store.whole import Scope, records


class _Echo:
    """A file for `csv.writer` that hands the row back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def csv_pieces(map_: Map, scope: Scope, tally: Tally, table: str) -> Iterator[str]:
    """The table, row by row."""
    names = columns_for(table, scope.audience)
    writer = csv.writer(_Echo(), lineterminator="\n")
    yield _line(writer, names)
    section = section_of(table)
    for record in records(map_, section, scope, tally.withheld):
        tally.wrote(section, record)
        yield _line(writer, ["" if value is None else _cell(value) for value in map(record.get, names)])


def _line(writer: object, cells: list[str]) -> str:
    return str(writer.writerow(cells))  # type: ignore[attr-defined]


def _cell(value: object) -> str:
    if isinstance(value, str) and value.isprintable():
        return cell(value)
    return str(value) if isinstance(value, (int, float)) else cell(plain(value))
