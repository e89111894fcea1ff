"""What is recorded in and around some areas."""

from __future__ import annotations

from typing import Any

import pytest

from ngomap.model.audience import AUDIENCES
from ngomap.store.areas import areas_named
from ngomap.store.connection import Map
from ngomap.store.coverage import activities, need_figures, surveys
from ngomap.store.local_coverage import stances_on, surroundings
from ngomap.store.terms import term_named
from ngomap.store.whole_load import load

DOCUMENT: dict[str, Any] = {
    "ngomap": "map/1", "map": {},
    "terms": [{"vocabulary": "issue", "slug": s, "name": s.title()} for s in ("water", "health")],
    "areas": [
        {"handle": "land", "name": "Land"}, {"handle": "east", "name": "East", "parent": "land"},
        {"handle": "west", "name": "West", "parent": "land"}, {"handle": "village", "name": "Village", "parent": "east"},
        {"handle": "camp", "name": "Camp", "parent": "east", "audience": "internal"},
    ],
    "actors": [
        {"handle": "a", "kind": "ngo", "name": "A"}, {"handle": "b", "kind": "ngo", "name": "B", "audience": "internal"},
        {"handle": "c", "kind": "ngo", "name": "C", "issues": ["water"], "serves": ["village"]},
        {"handle": "d", "kind": "ngo", "name": "D", "issues": ["water"], "area": "east"},
        {"handle": "e", "kind": "ngo", "name": "E", "issues": ["water"], "area": "east", "status": "closed"},
        {"handle": "f", "kind": "ngo", "name": "F", "issues": ["water", "health"], "area": "east", "serves": ["west"]},
    ],
    "activities": [
        {"actor": who, "term": f"issue:{what}", "area": where, **more}
        for who, what, where, more in (
            ("a", "water", "village", {}), ("a", "water", "land", {}), ("a", "water", "west", {}), ("a", "health", "east", {}),
            ("b", "water", "east", {}), ("a", "water", "camp", {}), ("a", "water", "east", {"audience": "internal"}),
        )
    ],
    "need_figures": [
        {"area": where, "term": f"issue:{what}", "people": 5, **more}
        for where, what, more in (("east", "water", {}), ("west", "water", {}), ("village", "health", {}),
                                  ("village", "water", {"audience": "internal"}))
    ],
    "surveys": [{"area": "land"}, {"area": "west"}, {"area": "east", "term": "issue:health"}, {"area": "village", "term": "issue:water"}],
    "stances": [
        {"actor": "a", "issue": "water", "stance": 1, "on_date": "2026-01-01"},
        {"actor": "a", "issue": "water", "stance": 2, "on_date": "2026-03-01"},
        {"actor": "b", "issue": "water", "stance": 2}, {"actor": "e", "issue": "water", "stance": 2},
        {"actor": "c", "issue": "health", "stance": 2}, {"actor": "d", "issue": "water", "influence": 2},
    ],
}  # fmt: skip


@pytest.fixture
def map_(bare_map: Map) -> Map:
    load(bare_map, DOCUMENT)
    return bare_map


def ids(map_: Map) -> tuple[list[int], list[int]]:
    water = term_named(map_, "issue", "water")
    assert water is not None
    return [areas_named(map_, "east")[0].id], [water.id]


def test_only_what_is_around(map_: Map) -> None:
    found = surroundings(map_, *ids(map_), AUDIENCES)
    assert [a.handle for a in found.inside] == ["camp", "east", "village"]
    assert [a.handle for a in found.around] == ["land"]
    near = {a.id for a in (*found.inside, *found.around)}
    (water,) = ids(map_)[1]
    recorded = [v for v in activities(map_) if v.area in near and v.term == water]
    assert sorted(found.activities, key=repr) == sorted(recorded, key=repr)
    assert {v.actor for v in found.activities if v.inferred} and len(found.activities) == 7
    assert found.figures == [n for n in need_figures(map_) if n.area in near and n.term == water]
    assert found.surveys == [s for s in surveys(map_) if s.area in near and s.term in (None, water)]
    assert len(found.surveys) == 2


def test_what_is_above_the_audience_is_left_out(map_: Map) -> None:
    found = surroundings(map_, *ids(map_), ("public",))
    assert [a.handle for a in found.inside] == ["east", "village"]
    assert len([v for v in found.activities if not v.inferred]) == 2
    assert len(found.figures) == 1


def test_stances_up_to_the_day(map_: Map) -> None:
    terms = ids(map_)[1]
    assert [s.stance for s in stances_on(map_, terms, "2026-02-01", AUDIENCES)] == [2, 1]
    assert [s.stance for s in stances_on(map_, terms, "2026-04-01", AUDIENCES)] == [2, 1, 2]
    # Stances are internal unless said, and so nothing is left.
    assert stances_on(map_, terms, "2026-04-01", ("public",)) == []
