"""Gephi's tables of nodes and edges."""

from __future__ import annotations

from functools import partial
from io import BytesIO

import pytest

from ngomap.errors import BadFile
from ngomap.importers import gephi
from ngomap.importers.formats import choose
from ngomap.importers.records import Said
from ngomap.importers.source import Part, Reading, Source, source_of
from ngomap.model.answers import Rejected

NODES = "Id,Label,timeset,Type,Degree\n1,Red Cross,,NGO,3\n2,Bank,,Donor,\n"
EDGES = "Source,Target,Type,Id,Label,timeset,Weight\n2,1,Directed,0,funds,,5000\n1,2,Undirected,1,,,1.0\n"


def both(nodes: str = NODES, edges: str = EDGES) -> Source:
    texts = {"edges.csv": edges, "nodes.csv": nodes}
    return Source("folder", tuple(Part(n, partial(BytesIO, t.encode())) for n, t in texts.items()))


def test_nodes_and_edges() -> None:
    assert choose(both(), Reading()) == "gephi"
    network = gephi.read(both(), Reading())
    rows = list(network.rows)
    assert [(a.key, a.name, a.facts.get("kind")) for r in rows for a in r.actors] == [("1", "Red Cross", "ngo"), ("2", "Bank", "donor")]
    assert rows[0].actors[0].remarks == ("Degree: 3",)
    assert [(t.type, t.a, t.b, t.facts) for r in rows for t in r.ties] == [
        ("funds", "2", "1", {"notes": "Weight: 5000"}), ("related", "1", "2", {})
    ]  # fmt: skip


def test_either_table_alone() -> None:
    assert choose(source_of("x", NODES.encode()), Reading()) == "gephi"
    named = EDGES.replace("2,1,", "Bank,Red Cross,").replace("1,2,", "Red Cross,Bank,")
    assert choose(source_of("x", named.encode()), Reading()) == "gephi"
    rows = list(gephi.read(source_of("x", named.encode()), Reading()).rows)
    assert [a.name for r in rows for a in r.actors] == ["Bank", "Red Cross"]


def test_numbers_alone_name_nobody() -> None:
    with pytest.raises(BadFile) as caught:
        list(gephi.read(source_of("x", EDGES.encode()), Reading()).rows)
    assert "nodes.csv" in caught.value.hint


def test_an_edge_to_no_node_and_a_repeated_id_are_rejected_with_their_lines() -> None:
    rows = list(gephi.read(both(NODES + "2,Again,,,\n", EDGES + "1,99,Directed,2,,,1\n"), Reading()).rows)
    assert [(r.line, r.reason) for r in rows if isinstance(r, Rejected)] == [
        (4, "The id '2' stands for two nodes. Give each its own."), (4, "There is no node '99' in the table of nodes.")
    ]  # fmt: skip
    assert all(isinstance(r, (Said, Rejected)) for r in rows)


def test_two_tables_of_nodes_are_not_gephis() -> None:
    source = Source("x", tuple(Part(n, lambda: BytesIO(NODES.encode())) for n in "ab"))
    assert gephi.recognise(source, Reading()) == 0
    with pytest.raises(BadFile):
        gephi.read(source, Reading())
