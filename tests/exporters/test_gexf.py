"""A GEXF file that other programs read: networkx is the judge."""

from __future__ import annotations

import io
import json

import networkx as nx
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.exporters.gexf import gexf_pieces
from ngomap.exporters.plain_text import plain
from ngomap.exporters.tally import Tally
from ngomap.model.shipped import shipped
from ngomap.model.text import name_key, one_line
from ngomap.store.connection import Map
from ngomap.store.whole import dump, scope_for
from ngomap.store.whole_load import load

NS = "{http://gexf.net/1.3}"


def text(map_: Map, audience: str = "internal") -> str:
    return "".join(gexf_pieces(map_, scope_for(map_, audience), Tally()))


def test_nodes_and_edges_are_the_actors_and_their_ties(empty_map: Map) -> None:
    load(empty_map, json.loads(shipped("example.json").read_text(encoding="utf-8")))
    for audience in ("public", "partners", "internal"):
        document, _ = dump(empty_map, audience)
        graph = ElementTree.fromstring(text(empty_map, audience))
        nodes = {n.get("id"): n for n in graph.iter(f"{NS}node")}
        actors = {a["handle"]: a for a in document["actors"]}  # type: ignore[attr-defined]
        assert set(nodes) == set(actors)
        for handle, node in nodes.items():
            said = {v.get("for"): v.get("value") for v in node.iter(f"{NS}attvalue")}
            assert node.get("label") == said["name"] == actors[handle]["name"]
            for field in ("kind", "notes", "uid", "staff", "issues"):
                assert said.get(field, "") == plain(actors[handle].get(field))
        edges = sorted((e.get("source"), e.get("target"), e.get("label"), e.get("type")) for e in graph.iter(f"{NS}edge"))
        mutual = ("works-with", "knows", "rivals", "related")
        assert edges == sorted(
            (r["from"], r["to"], r["type"], "undirected" if r["type"] in mutual else "directed")
            for r in document["relationships"]  # type: ignore[attr-defined]
        )


def test_networkx_reads_it(empty_map: Map) -> None:
    actors = [{"handle": h, "kind": "ngo", "name": h.upper(), "staff": 3, "notes": "one\ntwo"} for h in "ab"]
    load(empty_map, {"ngomap": "map/1", "actors": actors, "relationships": [{"type": "funds", "from": "a", "to": "b"}]})
    found = _as_1_2(empty_map)
    assert set(found) == {"a", "b"} and list(found.edges) == [("a", "b")]
    assert found.nodes["a"]["staff"] == 3 and found.nodes["a"]["notes"] == "one\ntwo"


def _as_1_2(map_: Map) -> nx.DiGraph:
    """networkx knows the namespaces up to 1.2; what is used here is in both."""
    older = text(map_).replace('xmlns="http://gexf.net/1.3" version="1.3"', 'xmlns="http://www.gexf.net/1.2draft" version="1.2"')
    return nx.read_gexf(io.BytesIO(older.encode()))


def test_the_same_map_has_the_same_bytes(empty_map: Map) -> None:
    load(empty_map, json.loads(shipped("example.json").read_text(encoding="utf-8")))
    assert text(empty_map) == text(empty_map)
    assert 'lastmodifieddate="2000-01-01"' in text(empty_map)


def test_an_empty_map_is_a_graph_too(empty_map: Map) -> None:
    assert len(_as_1_2(empty_map)) == 0


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1), max_size=4))
def test_no_text_breaks_the_file(empty_map: Map, texts: list[str]) -> None:
    empty_map.connection.execute("DELETE FROM actors")
    actors = [
        {"handle": f"a{i}", "kind": "ngo", "name": f"x{t}", "aliases": [f"y{t}"], "notes": f"{t}\n<&]]>\t'\""}
        for i, t in enumerate(["]]>", "\x0b\x1b\ufffe", "&amp;", *texts])
    ]
    load(empty_map, {"ngomap": "map/1", "actors": [a for a in actors if name_key(str(a["name"]))]})
    found = ElementTree.fromstring(text(empty_map))
    labels = {n.get("id"): n.get("label") for n in found.iter(f"{NS}node")}
    for actor in actors:
        assert labels[str(actor["handle"])] == plain(one_line(str(actor["name"])))
