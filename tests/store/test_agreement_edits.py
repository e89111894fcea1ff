"""Points and tasks, recorded, changed and taken away."""

from __future__ import annotations

import pytest

from ngomap.errors import AlreadyExists, InvalidValue, NotFound
from ngomap.model.actors import ActorRef
from ngomap.store.actor_edits import add_actor
from ngomap.store.agreement_edits import add_labour, record_point, remove_labour, remove_point
from ngomap.store.agreements import agreements, agreements_between, labour, labour_between
from ngomap.store.connection import Map


@pytest.fixture
def pair(bare_map: Map) -> tuple[ActorRef, ActorRef]:
    return add_actor(bare_map, {"name": "Hope", "kind": "ngo"}).ref, add_actor(bare_map, {"name": "Fair", "kind": "ngo"}).ref


def test_the_order_of_the_two_means_nothing(bare_map: Map, pair: tuple[ActorRef, ActorRef]) -> None:
    a, b = pair
    _, old = record_point(bare_map, (b, a), "strategy", "2026-01-01", {"state": "open"})
    now, before = record_point(bare_map, (a, b), "strategy", "2026-01-01", {"state": "agreed", "text": "Slowly."})
    assert old is None
    assert before is not None and before.state == "open"
    assert (now.state, now.text) == ("agreed", "Slowly.")
    assert agreements_between(bare_map, b.id, a.id) == agreements_between(bare_map, a.id, b.id) == [now]
    assert agreements(bare_map) == agreements(bare_map, b.id) == agreements(bare_map, a.id) == [now]


def test_what_is_not_said_anew_stays(bare_map: Map, pair: tuple[ActorRef, ActorRef]) -> None:
    record_point(bare_map, pair, "strategy", "2026-01-01", {"state": "open", "text": "Slowly.", "source": "minutes"})
    now, _ = record_point(bare_map, pair, "strategy", "2026-01-01", {"state": "agreed"})
    assert (now.state, now.text, now.source) == ("agreed", "Slowly.", "minutes")


def test_what_a_coalition_agreed_is_not_between_it_and_a_member(bare_map: Map, pair: tuple[ActorRef, ActorRef]) -> None:
    coalition = add_actor(bare_map, {"name": "Alliance", "kind": "coalition"}).ref
    record_point(bare_map, (coalition, None), "roles", "2026-01-01", {"state": "agreed"})
    record_point(bare_map, (coalition, pair[0]), "roles", "2026-01-01", {"state": "open"})
    assert [g.state for g in agreements_between(bare_map, coalition.id, None)] == ["agreed"]
    assert [g.state for g in agreements_between(bare_map, pair[0].id, coalition.id)] == ["open"]


def test_the_oldest_stands_first_and_one_is_taken_away_by_its_day(bare_map: Map, pair: tuple[ActorRef, ActorRef]) -> None:
    for day in ("2026-02-01", "2026-01-01"):
        record_point(bare_map, pair, "strategy", day, {"state": "open"})
    assert [g.on_date for g in agreements_between(bare_map, pair[0].id, pair[1].id)] == ["2026-01-01", "2026-02-01"]
    with pytest.raises(InvalidValue):
        remove_point(bare_map, pair, "strategy", None)
    with pytest.raises(NotFound):
        remove_point(bare_map, pair, "strategy", "2026-03-01")
    assert remove_point(bare_map, pair, "strategy", "2026-02-01").on_date == "2026-02-01"
    assert remove_point(bare_map, pair, "strategy", None).on_date == "2026-01-01"
    assert agreements(bare_map) == []


def test_a_task_is_recorded_once_and_taken_away_by_its_number(bare_map: Map, pair: tuple[ActorRef, ActorRef]) -> None:
    number = add_labour(bare_map, pair, pair[0], {"task": "Radio"})
    with pytest.raises(AlreadyExists):
        add_labour(bare_map, (pair[1], pair[0]), pair[0], {"task": "Radio"})
    add_labour(bare_map, pair, pair[1], {"task": "Radio"})
    assert labour(bare_map, pair[1].id) == labour(bare_map) == labour_between(bare_map, pair[1].id, pair[0].id)
    stranger = add_actor(bare_map, {"name": "Third", "kind": "ngo"}).ref
    with pytest.raises(NotFound):
        remove_labour(bare_map, (pair[0], stranger), number)
    assert remove_labour(bare_map, pair, number).task == "Radio"
    assert [row.actor for row in labour(bare_map)] == [pair[1].id]
