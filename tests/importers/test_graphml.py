"""GraphML as several programs write it."""

from __future__ import annotations

import io

import networkx as nx
import pytest

from ngomap.errors import BadFile
from ngomap.importers import graphml
from ngomap.importers.records import Network, Said
from ngomap.importers.source import Reading, source_of
from ngomap.model.answers import Rejected

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
KEYS = (
    '<key id="n" for="node" attr.name="label" attr.type="string"/>'
    '<key id="t" for="edge" attr.name="type" attr.type="string"><default>partner</default></key>\n'
)


def network(text: str | bytes) -> Network:
    data = text.encode() if isinstance(text, str) else text
    source = source_of("x.graphml", data)
    assert graphml.recognise(source, Reading()) == 1.0
    return graphml.read(source, Reading())


def rows(text: str | bytes) -> list[Said | Rejected]:
    return list(network(text).rows)


def graph(inside: str, keys: str = KEYS) -> str:
    return f'{HEAD}{keys}<graph edgedefault="undirected">\n{inside}\n</graph></graphml>'


def test_what_networkx_writes() -> None:
    g = nx.MultiDiGraph()
    g.add_node(1, label="Red Cross", type="NGO", staff=12, lat=1.5, lon=36.0)
    g.add_node(2, label="A & B <Ltd>", type="mauve")
    g.add_edge(1, 2, relationship="funds", amount=10.5, since="2020")
    g.add_edge(1, 2, relationship="mentors")
    out = io.BytesIO()
    nx.write_graphml(g, out)
    found = network(out.getvalue())
    first, second, *edges = found.rows
    assert first.actors[0].key == "1"
    assert first.actors[0].facts == {"kind": "ngo", "staff": 12, "lat": 1.5, "lon": 36.0}
    assert (second.actors[0].name, second.actors[0].remarks) == ("A & B <Ltd>", ("type: mauve",))
    assert [(t.type, t.a, t.b, t.facts) for e in edges for t in e.ties] == [
        ("funds", "1", "2", {"since": "2020", "amount": 10.5}), ("mentors", "1", "2", {})
    ]  # fmt: skip
    assert "'mauve' (1)" in " ".join(found.notes())


def test_defaults_direction_and_groups() -> None:
    text = graph(
        '<node id="a"><data key="n">Alpha</data><graph><node id="b"><data key="n">Beta</data></node></graph></node>\n'
        '<edge source="a" target="b"/><hyperedge/><edge source="a" target="b" directed="true"><data key="t">?</data></edge>'
    )
    found = network(text)
    said = list(found.rows)
    assert [a.name for row in said for a in row.actors] == ["Beta", "Alpha"]
    assert [t.type for row in said for t in row.ties] == ["works-with", "related"]
    assert "'hyperedges' (1)" in " ".join(found.notes())


def test_what_yed_writes_on_nodes_is_their_name() -> None:
    keys = '<key id="d6" for="node" yfiles.type="nodegraphics"/><key id="d9" for="edge" yfiles.type="edgegraphics"/>'
    text = graph(
        '<node id="n0"><data key="d6"><y:ShapeNode xmlns:y="http://www.yworks.com/xml/graphml">'
        "<y:NodeLabel>Red Cross</y:NodeLabel></y:ShapeNode></data></node><node id='n1'/>"
        '<edge source="n0" target="n1"><data key="d9"><y:EdgeLabel xmlns:y="http://www.yworks.com/xml/graphml">funds'
        "</y:EdgeLabel></data></edge>",
        keys,
    )
    first, second, edge = rows(text)
    assert (first.actors[0].name, second.actors[0].name, edge.ties[0].type) == ("Red Cross", "n1", "funds")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (graph('<node id="a"><data key="zz">x</data></node>'), 5, "the key 'zz' is used, but not declared"),
        (graph('<node id="a"><data key="t">x</data></node>'), 5, "is declared for edges, not for nodes"),
        (graph('<node id="a"/><key id="k" for="node" attr.name="x"/>'), 5, "<key> stands within <graph>"),
        (graph('<node id="a"><key id="k" for="node"/></node>'), 5, "<key> stands within <node>"),
        (graph("", KEYS + KEYS), 4, "declared twice"), (graph("", "<key for='node'/>"), 3, "without an id"),
        (graph('<node id="a"><node id="b"/></node>'), 5, "not within <graph>"),
        (HEAD + KEYS + '<graph>\n<node id="a">', 5, "cut off"),
        (HEAD + "</graphml>", None, "holds no graph"),
    ],
)  # fmt: skip
def test_what_is_not_sound_is_one_sentence_with_its_line(text: str, line: int | None, says: str) -> None:
    with pytest.raises(BadFile) as caught:
        rows(text)
    assert says in caught.value.message
    assert line is None or f"line {line}" in caught.value.message
    assert caught.value.hint


def test_another_root_is_no_graphml() -> None:
    with pytest.raises(BadFile):
        list(graphml.read(source_of("x", b"<svg/>"), Reading()).rows)
    assert graphml.recognise(source_of("x", b"<svg/>"), Reading()) == 0
    assert graphml.recognise(source_of("x", b"name\n<graphml"), Reading()) == 0


def test_nodes_and_edges_that_cannot_be_taken_are_rejected_with_their_line() -> None:
    text = graph(
        '<node id="a"/>\n<node id="a"/>\n<node/>\n<node id="!!"/>\n<edge source="a" target="a"/>\n<edge source="a"/>\n<node id="b"/>'
    )
    found = rows(text)
    assert [r.line for r in found if isinstance(r, Rejected)] == [6, 7, 8, 9, 10]
    assert "two nodes" in found[1].reason and found[1].row["record"] == '{"node":"a"}'  # type: ignore[union-attr]


def test_an_edge_keeps_the_name_of_a_node_that_is_not_there() -> None:
    """Whoever takes the rows in says so, with the line."""
    _, edge = rows(graph('<node id="a"/><edge source="a" target="ghost"/>'))
    assert edge.ties[0].b == "ghost"
