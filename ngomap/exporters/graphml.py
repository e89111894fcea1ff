"""Actors and their ties as GraphML, for Gephi, Cytoscape, yEd and networkx; written row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from ngomap.exporters.plain_text import plain
from ngomap.exporters.tally import Tally
from ngomap.model.audience import allowed_fields
from ngomap.model.records import Record
from ngomap.model.whole_format import MUTUAL_TYPES
from ngomap.store.connection import Map
from ngomap.store.whole import Scope, records

NODE_FIELDS: Final = (
    "handle", "uid", "name", "kind", "level", "status", "aliases", "identifiers", "issues", "populations", "services", "sectors",
    "place", "area", "area_name", "country", "lat", "lon", "serves", "website", "email", "phone", "staff", "budget",
    "currency", "founded", "audited", "mission", "vision", "notes", "source", "verified_on", "audience",
)  # fmt: skip
EDGE_FIELDS: Final = (
    "uid", "type", "status", "rung", "rung_since", "wanted", "stance", "title", "since", "until", "amount", "currency", "reference",
    "notes", "source", "audience",
)  # fmt: skip
TYPES: Final = {
    "lat": "double", "lon": "double", "budget": "double", "amount": "double", "staff": "long", "rung": "int",
    "wanted": "int", "mutual": "boolean",
}  # fmt: skip
HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
# Anything but printable ASCII that means nothing in XML.
NEEDS_CARE: Final = re.compile(r"[^ !#-%(-;=?-~]")


def graphml_pieces(map_: Map, scope: Scope, tally: Tally, _: str = "") -> Iterator[str]:
    """The graph. Its nodes are named by handle; every edge is directed, and `mutual` says which read both ways."""
    people = set(allowed_fields("person", scope.audience)) | set(allowed_fields("organization", scope.audience))
    ties = set(allowed_fields("relationship", scope.audience))
    nodes = _begins("n", "label", *(f for f in NODE_FIELDS if f in people))
    edges = _begins("e", "label", "mutual", *(f for f in EDGE_FIELDS if f in ties))
    yield HEAD
    for what, names in (("node", nodes), ("edge", edges)):
        for name in names:
            kind = TYPES.get(name, "string")
            yield f'<key id="{what[0]}-{name}" for="{what}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph id="ngomap" edgedefault="directed">\n'
    for record in records(map_, "actors", scope, tally.withheld):
        tally.wrote("actors", record)
        yield f'<node id="{quoted(record["handle"])}">{_data(record | {"label": record["name"]}, nodes)}</node>\n'
    for number, record in enumerate(records(map_, "relationships", scope, tally.withheld), 1):
        tally.wrote("relationships", record)
        mutual = "true" if record["type"] in MUTUAL_TYPES else "false"
        yield (
            f'<edge id="tie-{number}" source="{quoted(record["from"])}" target="{quoted(record["to"])}">'
            f'{_data(record | {"label": record["type"], "mutual": mutual}, edges)}</edge>\n'
        )
    yield "</graph>\n</graphml>\n"


def _begins(prefix: str, *names: str) -> dict[str, str]:
    """How the value of each field begins."""
    return {name: f'<data key="{prefix}-{name}">' for name in names}


def _data(record: Record, begins: dict[str, str]) -> str:
    return "".join([f"{begin}{quoted(record[name])}</data>" for name, begin in begins.items() if name in record])


def quoted(value: object) -> str:
    """A value as text between tags or in an attribute."""
    if isinstance(value, str):
        if not NEEDS_CARE.search(value):
            return value
    elif isinstance(value, list) and all(item.__class__ is str for item in value):
        joined = "|".join(value)
        if joined.count("|") == len(value) - 1 and not NEEDS_CARE.search(joined):
            return joined
    return escape(plain(value))
