"""A graph that other programs read: networkx is the judge."""

from __future__ import annotations

import io
import json

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.exporters.graphml import graphml_pieces
from ngomap.exporters.plain_text import plain
from ngomap.exporters.tally import Tally
from ngomap.model.shipped import shipped
from ngomap.model.text import name_key, one_line
from ngomap.store.connection import Map
from ngomap.store.whole import dump, scope_for
from ngomap.store.whole_load import load


def text(map_: Map, audience: str = "internal") -> str:
    return "".join(graphml_pieces(map_, scope_for(map_, audience), Tally()))


def graph(map_: Map, audience: str = "internal") -> nx.MultiDiGraph:
    return nx.read_graphml(io.BytesIO(text(map_, audience).encode()), force_multigraph=True)


def test_nodes_and_edges_are_the_actors_and_their_ties(empty_map: Map) -> None:
    load(empty_map, json.loads(shipped("example.json").read_text(encoding="utf-8")))
    for audience in ("public", "partners", "internal"):
        document, _ = dump(empty_map, audience)
        found = graph(empty_map, audience)
        actors = {a["handle"]: a for a in document["actors"]}  # type: ignore[attr-defined]
        assert set(found) == set(actors)
        for handle, data in found.nodes(data=True):
            assert data["label"] == data["name"] == actors[handle]["name"]
            for field in ("kind", "lat", "lon", "budget", "staff"):
                assert data.get(field) == actors[handle].get(field)
            assert data.get("issues", "") == "|".join(actors[handle].get("issues", []))
        ties = [(r["from"], r["to"], r["type"], r.get("rung")) for r in document["relationships"]]  # type: ignore[attr-defined]
        edges = [(a, b, d["type"], d.get("rung")) for a, b, d in found.edges(data=True)]
        assert sorted(map(str, edges)) == sorted(map(str, ties))
        mutual = {d["type"] for *_, d in found.edges(data=True) if d["mutual"]}
        assert mutual <= {"works-with", "knows", "rivals", "related"}


def test_parallel_ties_are_all_there(empty_map: Map) -> None:
    ties = [{"type": t, "from": "a", "to": "b"} for t in ("funds", "works-with", "mentors")]
    actors = [{"handle": h, "kind": "ngo", "name": h} for h in "ab"]
    load(empty_map, {"ngomap": "map/1", "actors": actors, "relationships": ties})
    assert graph(empty_map).number_of_edges("a", "b") == 3
    assert {d["mutual"] for *_, d in graph(empty_map).edges(data=True) if d["type"] != "works-with"} == {False}


def test_an_empty_map_is_a_graph_too(empty_map: Map) -> None:
    assert len(graph(empty_map)) == 0


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1), max_size=4))
def test_no_text_breaks_the_file(empty_map: Map, texts: list[str]) -> None:
    empty_map.connection.execute("DELETE FROM actors")
    actors = [
        {"handle": f"a{i}", "kind": "ngo", "name": f"x{t}", "aliases": [f"y{t}"], "notes": f"{t}\n<&]]>"}
        for i, t in enumerate(["]]>", "\x0b\x1b\ufffe", "&amp;", *texts])
    ]
    load(empty_map, {"ngomap": "map/1", "actors": [a for a in actors if name_key(str(a["name"]))]})
    found = graph(empty_map)
    for actor in actors:
        assert found.nodes[actor["handle"]]["name"] == plain(one_line(str(actor["name"])))
