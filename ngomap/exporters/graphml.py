"""Actors and their ties as GraphML, for Gephi, Cytoscape, yEd and networkx; written row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ngomap.exporters.tally import Tally
from ngomap.exporters.xml_lines import lines_of, quoted
from ngomap.model.audience import allowed_fields
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


def graphml_pieces(map_: Map, scope: Scope, tally: Tally, _: str = "") -> Iterator[str]:
    """The graph. Its nodes are named by handle; every edge is directed, and `mutual` says which read both ways."""
    people = set(allowed_fields("person", scope.audience)) | set(allowed_fields("organization", scope.audience))
    ties = set(allowed_fields("relationship", scope.audience))
    nodes = [f for f in NODE_FIELDS if f in people]
    edges = [f for f in EDGE_FIELDS if f in ties]
    yield HEAD
    for what, names in (("node", ("label", *nodes)), ("edge", ("label", "mutual", *edges))):
        for name in names:
            kind = TYPES.get(name, "string")
            yield f'<key id="{what[0]}-{name}" for="{what}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph id="ngomap" edgedefault="directed">\n'
    line = lines_of(f'<node id="%s">{_data("n", "label")}', ("handle", "name"), _all("n", nodes), "</node>\n", quoted)
    for record in records(map_, "actors", scope, tally.withheld):
        tally.wrote("actors", record)
        yield line(record)
    start = f'<edge id="tie-%s" source="%s" target="%s">{_data("e", "label")}{_data("e", "mutual")}'
    line = lines_of(start, ("number", "from", "to", "type", "mutual"), _all("e", edges), "</edge>\n", quoted)
    for number, record in enumerate(records(map_, "relationships", scope, tally.withheld), 1):
        tally.wrote("relationships", record)
        record["number"], record["mutual"] = str(number), "true" if record["type"] in MUTUAL_TYPES else "false"
        yield line(record)
    yield "</graph>\n</graphml>\n"


def _data(prefix: str, name: str) -> str:
    """How the value of a field is written."""
    return f'<data key="{prefix}-{name}">%s</data>'


def _all(prefix: str, names: Iterable[str]) -> dict[str, str]:
    return {name: _data(prefix, name) for name in names}
