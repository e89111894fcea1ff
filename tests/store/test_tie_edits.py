"""Ties, changed."""

from __future__ import annotations

import pytest

from ngomap.errors import AlreadyExists, InvalidValue, NotFound
from ngomap.model.actors import ActorRef
from ngomap.store.actor_edits import add_actor
from ngomap.store.connection import Map
from ngomap.store.tie_edits import existing_tie, link, unlink
from ngomap.store.ties import all_ties, ties_between, ties_of


@pytest.fixture
def a(bare_map: Map) -> ActorRef:
    return add_actor(bare_map, {"name": "A", "kind": "ngo"}).ref


@pytest.fixture
def b(bare_map: Map, a: ActorRef) -> ActorRef:
    assert a.id == 1
    return add_actor(bare_map, {"name": "B", "kind": "ngo"}).ref


@pytest.mark.parametrize("type_name", ["works-with", "knows", "rivals", "related"])
def test_a_mutual_tie_stands_once(bare_map: Map, a: ActorRef, b: ActorRef, type_name: str) -> None:
    first, new = link(bare_map, b, a, type_name, {})
    again, also_new = link(bare_map, a, b, type_name, {"title": "x"})
    assert (new, also_new) == (True, False)
    assert (first.a, first.b, again.id, again.title) == (a.id, b.id, first.id, "x")


def test_a_directed_tie_may_stand_both_ways(bare_map: Map, a: ActorRef, b: ActorRef) -> None:
    assert link(bare_map, a, b, "funds", {"amount": 5.0})[1]
    assert link(bare_map, b, a, "funds", {})[1]
    assert len(all_ties(bare_map)) == 2
    assert [t.amount for t in ties_between(bare_map, b.id, a.id)] == [5.0, None]
    assert ties_of(bare_map, a.id) == ties_of(bare_map, b.id) == all_ties(bare_map)


def test_nobody_is_tied_to_itself(bare_map: Map, a: ActorRef) -> None:
    with pytest.raises(InvalidValue, match="itself"):
        link(bare_map, a, a, "knows", {})


def test_a_tie_of_another_time_is_another_tie(bare_map: Map, a: ActorRef, b: ActorRef) -> None:
    link(bare_map, a, b, "funds", {"since": "2020", "until": "2021"})
    assert link(bare_map, a, b, "funds", {"since": "2024"})[1]
    with pytest.raises(AlreadyExists, match="2 ties") as caught:
        link(bare_map, a, b, "funds", {"amount": 1.0})
    assert "2020, 2024" in caught.value.hint
    assert not link(bare_map, a, b, "funds", {"since": "2024", "amount": 1.0})[1]
    found = existing_tie(bare_map, a, b, "funds", "2024")
    assert found and found.amount == 1.0
    assert existing_tie(bare_map, b, a, "funds", None) is None


def test_a_start_can_be_added_later(bare_map: Map, a: ActorRef, b: ActorRef) -> None:
    tie, _ = link(bare_map, a, b, "works-with", {"rung": 2})
    dated, new = link(bare_map, a, b, "works-with", {"since": "2024"})
    assert (dated.id, dated.since, dated.rung, new) == (tie.id, "2024", 2, False)


@pytest.mark.parametrize(
    ("first", "then"), [({"since": "2020"}, {"until": "2019"}), ({"until": "2019-12"}, {"since": "2020"})]
)
def test_a_tie_does_not_end_before_it_begins(
    bare_map: Map, a: ActorRef, b: ActorRef, first: dict[str, str], then: dict[str, str]
) -> None:
    link(bare_map, a, b, "funds", first)
    with pytest.raises(InvalidValue, match="is before since"):
        link(bare_map, a, b, "funds", then)
    link(bare_map, b, a, "funds", {"since": "2024-05", "until": "2024"})


def test_unlink_takes_one_type_or_all(bare_map: Map, a: ActorRef, b: ActorRef) -> None:
    for type_name in ("works-with", "funds"):
        link(bare_map, a, b, type_name, {})
    assert [t.type for t in unlink(bare_map, b, a, "funds")] == ["funds"]
    with pytest.raises(NotFound, match="no tie 'funds'"):
        unlink(bare_map, a, b, "funds")
    assert [t.type for t in unlink(bare_map, b, a)] == ["works-with"]
    with pytest.raises(NotFound, match="no tie between"):
        unlink(bare_map, a, b)
