"""The whole map as one `map/1` document, one record a line, so that two exports can be compared line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from ngomap.exporters.tally import Tally
from ngomap.model.records import Record
from ngomap.model.text import json_visible
from ngomap.model.whole_format import MAP_FORMAT, SECTIONS
from ngomap.store.connection import Map
from ngomap.store.whole import Scope, about, records

ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def json_pieces(map_: Map, scope: Scope, tally: Tally, _: str = "") -> Iterator[str]:
    """The document, record by record."""
    yield f'{{"ngomap": {written(MAP_FORMAT)},\n"map": {written(about(map_, scope))}'
    for section, fields in SECTIONS.items():
        yield f',\n"{section}": ['
        separator = "\n"
        for record in records(map_, section, scope, tally.withheld):
            tally.wrote(section, record)
            yield separator + written(_in_order(record, fields))
            separator = ",\n"
        yield "]" if separator == "\n" else "\n]"
    yield "}\n"


def _in_order(record: Record, fields: object) -> Record:
    return {field: record[field] for field in fields if field in record}  # type: ignore[attr-defined]


def written(value: object) -> str:
    """A value as JSON on one line; what could steer a terminal or turn text round is written as JSON's own escapes."""
    return json_visible(ENCODER.encode(value))
