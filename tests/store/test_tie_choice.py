"""Ties among some actors, their neighbours and people, by audience."""

from __future__ import annotations

import pytest

from ngomap.model.actors import ActorRef
from ngomap.store.actor_edits import add_actor
from ngomap.store.actors import all_refs
from ngomap.store.connection import Map
from ngomap.store.tie_choice import count_ties_among, neighbours, people_in
from ngomap.store.tie_edits import link
from ngomap.store.ties import all_ties

EVERYONE = ("public", "partners", "internal", "secret")


@pytest.fixture
def known(empty_map: Map) -> dict[str, ActorRef]:
    """a - b - c, with d wanted by a; ana works for b (internal), c is secret."""
    for name, kind, audience in (("a", "ngo", "public"), ("b", "ngo", "public"), ("c", "ngo", "secret"),
                                 ("d", "ngo", "public"), ("ana", "person", "internal")):  # fmt: skip
        add_actor(empty_map, {"name": name, "kind": kind, "audience": audience})
    refs = {a.handle: a for a in all_refs(empty_map)}
    link(empty_map, refs["a"], refs["b"], "works-with", {"rung": 2, "audience": "public"})
    link(empty_map, refs["b"], refs["c"], "works-with", {"rung": 2, "audience": "public"})
    link(empty_map, refs["a"], refs["d"], "works-with", {"status": "wanted", "audience": "public"})
    link(empty_map, refs["ana"], refs["b"], "works-for", {"audience": "internal"})
    return refs


def test_ties_among_are_counted_with_both_ends_there(empty_map: Map, known: dict[str, ActorRef]) -> None:
    ids = [known[n].id for n in ("a", "b", "d")]
    assert len([t for t in all_ties(empty_map) if t.a in ids and t.b in ids]) == 2
    assert count_ties_among(empty_map, ids, EVERYONE) == 2
    assert count_ties_among(empty_map, [known["ana"].id, known["b"].id], ("public", "partners")) == 0


def test_a_wish_makes_no_neighbour_and_the_secret_stay_out(empty_map: Map, known: dict[str, ActorRef]) -> None:
    a, b = known["a"].id, known["b"].id
    assert neighbours(empty_map, [a], EVERYONE) == {b}
    assert neighbours(empty_map, [b], EVERYONE) == {a, known["c"].id, known["ana"].id}
    assert neighbours(empty_map, [b], ("public",)) == {a}


def test_people_in(empty_map: Map, known: dict[str, ActorRef]) -> None:
    assert people_in(empty_map, [known["b"].id], EVERYONE) == {known["ana"].id}
    assert people_in(empty_map, [known["a"].id], EVERYONE) == set()
    assert people_in(empty_map, [known["b"].id], ("public",)) == set()
