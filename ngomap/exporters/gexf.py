"""Actors and their ties as GEXF 1.3, for Gephi; written row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ngomap.exporters.graphml import EDGE_FIELDS, NODE_FIELDS, TYPES
from ngomap.exporters.tally import Tally
from ngomap.exporters.xml_lines import lines_of, quoted
from ngomap.model.audience import allowed_fields
from ngomap.model.whole_format import MUTUAL_TYPES
from ngomap.store.connection import Map
from ngomap.store.whole import Scope, records

# The day stands for none: the same map has the same bytes on every day.
HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
<meta lastmodifieddate="2000-01-01"><creator>ngomap</creator></meta>
<graph mode="static" defaultedgetype="directed">
"""


def gexf_pieces(map_: Map, scope: Scope, tally: Tally, _: str = "") -> Iterator[str]:
    """The graph. Its nodes are named by handle; ties that read both ways are `undirected`."""
    people = set(allowed_fields("person", scope.audience)) | set(allowed_fields("organization", scope.audience))
    ties = set(allowed_fields("relationship", scope.audience))
    nodes = [f for f in NODE_FIELDS if f in people]
    edges = [f for f in EDGE_FIELDS if f in ties]
    yield HEAD
    for what, names in (("node", nodes), ("edge", edges)):
        yield f'<attributes class="{what}">\n'
        for name in names:
            kind = {"int": "integer"}.get(TYPES.get(name, "string"), TYPES.get(name, "string"))
            yield f'<attribute id="{name}" title="{name}" type="{kind}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>\n"
    line = lines_of('<node id="%s" label="%s"><attvalues>', ("handle", "name"), _values(nodes), "</attvalues></node>\n", _kept)
    for record in records(map_, "actors", scope, tally.withheld):
        tally.wrote("actors", record)
        yield line(record)
    yield "</nodes>\n<edges>\n"
    start = '<edge id="%s" source="%s" target="%s" type="%s" label="%s"><attvalues>'
    line = lines_of(start, ("number", "from", "to", "way", "type"), _values(edges), "</attvalues></edge>\n", _kept)
    for number, record in enumerate(records(map_, "relationships", scope, tally.withheld), 1):
        tally.wrote("relationships", record)
        record["number"], record["way"] = str(number), "undirected" if record["type"] in MUTUAL_TYPES else "directed"
        yield line(record)
    yield "</edges>\n</graph>\n</gexf>\n"


def _values(names: Iterable[str]) -> dict[str, str]:
    """How the value of each field is written."""
    return {name: f'<attvalue for="{name}" value="%s"/>' for name in names}


def _kept(value: object) -> str:
    """A value in an attribute, where line ends would be read as spaces."""
    return quoted(value).replace("\n", "&#10;").replace("\t", "&#9;")
