"""JSON as Kumu's import wants it."""

from __future__ import annotations

import json
from typing import Any

from ngomap.exporters.kumu import kumu_pieces
from ngomap.exporters.tally import Tally
from ngomap.model.shipped import shipped
from ngomap.store.connection import Map
from ngomap.store.whole import dump, scope_for
from ngomap.store.whole_load import load


def text(map_: Map, audience: str = "internal") -> str:
    return "".join(kumu_pieces(map_, scope_for(map_, audience), Tally()))


def test_elements_and_connections_are_the_actors_and_their_ties(empty_map: Map) -> None:
    load(empty_map, json.loads(shipped("example.json").read_text(encoding="utf-8")))
    for audience in ("public", "partners", "internal"):
        document, _ = dump(empty_map, audience)
        found = json.loads(text(empty_map, audience))
        assert list(found) == ["elements", "connections"]
        actors: dict[str, Any] = {a["handle"]: a for a in document["actors"]}  # type: ignore[attr-defined]
        assert [e["id"] for e in found["elements"]] == list(actors)
        for element in found["elements"]:
            actor = actors[element["id"]]
            assert (element["label"], element["type"]) == (actor["name"], actor["kind"])
            assert element.get("description") == actor.get("mission")
            assert element.get("tags") == element.get("issues") == actor.get("issues")
            assert element.get("identifiers", []) == [f"{i['scheme']}:{i['value']}" for i in actor.get("identifiers", [])]
            assert ("uid" in element) == (audience == "internal")
        for connection, tie in zip(found["connections"], document["relationships"], strict=True):  # type: ignore[call-overload]
            assert [connection[f] for f in ("from", "to", "type")] == [tie[f] for f in ("from", "to", "type")]
            assert connection["direction"] in ("mutual", "directed")
            assert connection.get("rung") == tie.get("rung")


def test_numbers_and_texts_are_safe(empty_map: Map) -> None:
    actor = {"handle": "a", "kind": "ngo", "name": "A\x1b[31m", "aliases": ["b|c"], "staff": 5, "lat": 1.5, "lon": 2.0}
    load(empty_map, {"ngomap": "map/1", "actors": [actor]})
    written = text(empty_map)
    assert "\x1b" not in written
    element = json.loads(written)["elements"][0]
    assert (element["staff"], element["lat"], element["lon"], element["aliases"]) == (5, 1.5, 2, ["b|c"])


def test_an_empty_map_is_a_project_too(empty_map: Map) -> None:
    assert json.loads(text(empty_map)) == {"elements": [], "connections": []}
