"""Points on a map: somebody's own, or their area's, or none; never invented."""

from __future__ import annotations

import json
from typing import Any

from ngomap.exporters.geojson import geojson_pieces
from ngomap.exporters.tally import Tally
from ngomap.store.connection import Map
from ngomap.store.whole import scope_for
from ngomap.store.whole_load import load


def features(map_: Map, audience: str, tally: Tally | None = None) -> dict[str, Any]:
    text = "".join(geojson_pieces(map_, scope_for(map_, audience), tally or Tally()))
    collection = json.loads(text)
    assert collection["type"] == "FeatureCollection"
    assert all(f["type"] == "Feature" and f["geometry"]["type"] == "Point" for f in collection["features"])
    return {f["id"]: f for f in collection["features"]}


def fill(map_: Map) -> None:
    load(
        map_,
        {"ngomap": "map/1",
         "areas": [{"handle": "town", "name": "Town", "lat": 10.5, "lon": 20.25}, {"handle": "moor", "name": "Moor"},
                   {"handle": "refuge", "name": "Refuge", "lat": 1, "lon": 2, "audience": "internal"}],
         "actors": [{"handle": "own", "kind": "ngo", "name": "Own", "area": "town", "lat": -1.5, "lon": 36.75},
                    {"handle": "borrowed", "kind": "ngo", "name": "Borrowed", "area": "town"},
                    {"handle": "nowhere", "kind": "ngo", "name": "Nowhere", "area": "moor"},
                    {"handle": "safe", "kind": "ngo", "name": "Safe", "area": "refuge", "lat": 3, "lon": 4},
                    {"handle": "ana", "kind": "person", "name": "Ana", "area": "town", "lat": 5, "lon": 6,
                     "audience": "public"}]},
    )  # fmt: skip


def test_the_point_is_ones_own_or_that_of_the_area_and_says_so(empty_map: Map) -> None:
    fill(empty_map)
    tally = Tally()
    found = features(empty_map, "internal", tally)
    points = {h: (f["geometry"]["coordinates"], f["properties"]["point"]) for h, f in found.items()}
    assert points == {
        "own": ([36.75, -1.5], "own"), "borrowed": ([20.25, 10.5], "area"), "safe": ([4, 3], "own"),
        "ana": ([6, 5], "own"),
    }  # fmt: skip
    assert tally.notes == [
        "1 without a point of their own stand at the point of their area.",
        "1 have no known point and are not in the file.",
    ]
    assert tally.written == {"organizations": 3, "people": 1}


def test_where_people_are_and_what_lies_in_a_withheld_area_stays_inside(empty_map: Map) -> None:
    fill(empty_map)
    assert set(features(empty_map, "public")) == {"own", "borrowed"}


def test_properties_carry_facts_and_lists_but_no_second_point(empty_map: Map) -> None:
    fill(empty_map)
    properties = features(empty_map, "public")["borrowed"]["properties"]
    assert properties == {
        "handle": "borrowed", "kind": "ngo", "name": "Borrowed", "area": "town", "area_name": "Town",
        "audience": "public", "point": "area",
    }  # fmt: skip


def test_an_empty_map_is_an_empty_collection(empty_map: Map) -> None:
    assert features(empty_map, "public") == {}
