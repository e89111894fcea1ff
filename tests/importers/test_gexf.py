"""GEXF as Gephi and networkx write it."""

from __future__ import annotations

import io

import networkx as nx
import pytest

from ngomap.errors import BadFile
from ngomap.importers import gexf
from ngomap.importers.records import Network, Said
from ngomap.importers.source import Reading, source_of
from ngomap.model.answers import Rejected

HEAD = '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
ATTRIBUTES = '<attributes class="node"><attribute id="0" title="Type" type="string"/></attributes>\n'


def network(text: str) -> Network:
    source = source_of("x.gexf", text.encode())
    assert gexf.recognise(source, Reading()) == 1.0
    return gexf.read(source, Reading())


def rows(text: str) -> list[Said | Rejected]:
    return list(network(text).rows)


def graph(nodes: str, edges: str = "", begin: str = '<graph defaultedgetype="undirected">') -> str:
    return f"{HEAD}{begin}\n{ATTRIBUTES}<nodes>{nodes}</nodes>\n<edges>{edges}</edges></graph></gexf>"


@pytest.mark.parametrize("version", ["1.1draft", "1.2draft"])
def test_what_networkx_writes(version: str) -> None:
    g = nx.DiGraph()
    g.add_node("a", label="Red Cross", Type="NGO")
    g.add_node("b", label="Other")
    g.add_edge("a", "b", type="funds", weight=3.0)
    out = io.BytesIO()
    nx.write_gexf(g, out, version=version)
    first, _, edge = rows(out.getvalue().decode())
    assert (first.actors[0].name, first.actors[0].facts) == ("Red Cross", {"kind": "ngo"})
    assert [(t.a, t.b, t.facts) for t in edge.ties] == [("a", "b", {"notes": "Weight: 3.0"})]


def test_kind_direction_weight_and_groups() -> None:
    found = network(
        graph(
            '<node id="a" label="Alpha"><nodes><node id="b" label="Beta"/></nodes>'
            '<attvalues><attvalue for="0" value="Person"/></attvalues></node>',
            '<edge source="a" target="b" kind="funds" weight="2"/><edge source="a" target="b" type="directed"/>',
        )
    )
    beta, alpha, first, second = found.rows
    assert (beta.actors[0].name, alpha.actors[0].facts["audience"]) == ("Beta", "internal")
    assert (first.ties[0].type, first.ties[0].facts) == ("funds", {"notes": "Weight: 2"})
    assert second.ties[0].type == "related"
    assert "direction" in " ".join(found.notes())


def test_times_and_drawings_are_passed_over_and_named() -> None:
    found = network(
        graph(
            '<node id="a" label="Alpha" start="2001"><viz:size value="3"/><spells><spell start="2001" end="2002"/></spells>'
            '<attvalues><attvalue for="0" value="NGO" end="2002"/><attvalue for="0" value="Court" start="2002"/></attvalues>'
            "</node>"
        )
    )
    (row,) = found.rows
    assert row.actors[0].facts == {"kind": "ngo"}
    notes = " ".join(found.notes())
    assert "'times at which nodes and edges were there' (4)" in notes
    assert "'further values of an attribute' (1)" in notes and "not kept: size" in notes


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (graph('<node id="a"><attvalues><attvalue for="7" value="x"/></attvalues></node>'), 4, "'7' is used, but not declared"),
        (graph("", begin='<graph><attributes class="graph"><attribute id="0"/></attributes>'), 2, "not declared for nodes"),
        (HEAD + "</gexf>", None, "holds no graph"), (graph("")[:-20], 5, "not sound XML"),
    ],
)  # fmt: skip
def test_what_is_not_sound_is_one_sentence_with_its_line(text: str, line: int | None, says: str) -> None:
    with pytest.raises(BadFile) as caught:
        rows(text)
    assert says in caught.value.message
    assert line is None or f"line {line}" in caught.value.message


def test_another_root_is_no_gexf() -> None:
    with pytest.raises(BadFile):
        list(gexf.read(source_of("x", b"<svg/>"), Reading()).rows)
    assert gexf.recognise(source_of("x", b"<svg/>"), Reading()) == 0


def test_rejected_nodes_and_edges_have_their_line() -> None:
    found = rows(graph('<node id="a"/>\n<node id="a"/>', '\n<edge source="a" target="a"/>'))
    assert [r.line for r in found if isinstance(r, Rejected)] == [5, 7]
