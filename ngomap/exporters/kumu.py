"""Actors and their ties as JSON for Kumu: elements and connections; written record by record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ngomap.exporters.graphml import EDGE_FIELDS, NODE_FIELDS
from ngomap.exporters.json_ import written
from ngomap.exporters.plain_text import plain
from ngomap.exporters.tally import Tally
from ngomap.model.records import Record
from ngomap.model.relationships import TIE_TYPES
from ngomap.model.whole_format import MUTUAL_TYPES
from ngomap.store.connection import Map
from ngomap.store.whole import Scope, records

OWN_NAMES: Final = {"name": "label", "kind": "type", "mission": "description"}
"""Fields that every element of Kumu has under another name."""
LISTS: Final = ("aliases", "identifiers", "issues", "populations", "services", "sectors", "serves")


def kumu_pieces(map_: Map, scope: Scope, tally: Tally, _: str = "") -> Iterator[str]:
    """The two lists. Elements are named by handle; a connection that reads both ways is `mutual`."""
    yield '{"elements": ['
    separator = "\n"
    for record in records(map_, "actors", scope, tally.withheld):
        tally.wrote("actors", record)
        yield separator + written(_element(record))
        separator = ",\n"
    yield '\n],\n"connections": ['
    separator = "\n"
    for number, record in enumerate(records(map_, "relationships", scope, tally.withheld), 1):
        tally.wrote("relationships", record)
        yield separator + written(_connection(f"tie-{number}", record))
        separator = ",\n"
    yield "\n]}\n"


def _element(record: Record) -> Record:
    found: Record = {"id": record["handle"]}
    found |= {name: record[field] for field, name in OWN_NAMES.items() if field in record}
    found |= {"tags": record["issues"]} if "issues" in record else {}
    for field in NODE_FIELDS:
        if field in record and field not in OWN_NAMES:
            found[field] = _value(record[field])
    return found


def _connection(name: str, record: Record) -> Record:
    mutual = record["type"] in MUTUAL_TYPES
    found: Record = {
        "id": name, "from": record["from"], "to": record["to"], "type": record["type"],
        "direction": "mutual" if mutual else "directed", "label": TIE_TYPES[str(record["type"])].forward,
    }  # fmt: skip
    return found | {f: _value(record[f]) for f in EDGE_FIELDS if f in record and f != "type"}


def _value(value: object) -> object:
    """Lists of texts as lists, which Kumu shows as several values; identifiers as `SCHEME:VALUE`."""
    return [plain(item) for item in value] if isinstance(value, list) else value
