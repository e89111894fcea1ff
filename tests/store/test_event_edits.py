"""Contacts, changed."""

from __future__ import annotations

import pytest

from ngomap.errors import InvalidValue, NotFound
from ngomap.model.actors import ActorRef
from ngomap.store.actor_edits import add_actor, remove_actor
from ngomap.store.connection import Map
from ngomap.store.event_edits import log_event, remove_event, step_done, step_postponed
from ngomap.store.tie_edits import link
from ngomap.store.ties import all_ties, event_by_id, events
from ngomap.store.undo import undo
from ngomap.store.writing import change_setting

CALL = {"kind": "call", "title": "Call", "on_date": "2026-01-02"}


@pytest.fixture
def a(bare_map: Map) -> ActorRef:
    return add_actor(bare_map, {"name": "A", "kind": "ngo"}).ref


@pytest.fixture
def b(bare_map: Map, a: ActorRef) -> ActorRef:
    assert a.id == 1
    return add_actor(bare_map, {"name": "B", "kind": "ngo"}).ref


@pytest.fixture
def step(bare_map: Map, a: ActorRef, b: ActorRef) -> int:
    return log_event(bare_map, {**CALL, "next_step": "Send it", "next_due": "2026-02-01", "outcome": "Yes"}, [a, b])


def test_contacts(bare_map: Map, a: ActorRef, b: ActorRef) -> None:
    first = log_event(bare_map, {**CALL, "next_step": "Send it", "on_date": "2026-01-01"}, [a, b, a])
    second = log_event(bare_map, {"kind": "call", "title": "Other", "on_date": "2026-02-01"}, [b])
    link(bare_map, a, b, "works-with", {})
    assert [e.id for e in events(bare_map)] == [second, first]
    assert [e.id for e in events(bare_map, a.id)] == [first]
    assert event_by_id(bare_map, first).participants == (a, b)
    # Only what both took part in is a contact of the two.
    assert all_ties(bare_map)[0].last_contact == "2026-01-01"
    assert remove_event(bare_map, first).title == "Call"
    with pytest.raises(NotFound, match="no contact"):
        remove_event(bare_map, first)
    assert all_ties(bare_map)[0].last_contact is None


def test_a_contact_of_nobody_is_none(bare_map: Map) -> None:
    with pytest.raises(InvalidValue, match="took part"):
        log_event(bare_map, CALL, [])


def test_whom_we_asked_to_be_introduced_to(bare_map: Map, a: ActorRef, b: ActorRef) -> None:
    third = add_actor(bare_map, {"name": "C", "kind": "ngo"})
    change_setting(bare_map, "us", str(bare_map.connection.execute("SELECT uid FROM actors WHERE id = ?", [a.id]).fetchone()[0]))
    number = log_event(bare_map, CALL, [a, b], third.ref)
    assert event_by_id(bare_map, number).introduces == third.id
    for wrong, why in ((a, "ourselves"), (b, "took part")):
        with pytest.raises(InvalidValue, match=why):
            log_event(bare_map, CALL, [b], wrong)
    assert len(events(bare_map)) == 1
    remove_actor(bare_map, third.id)
    assert event_by_id(bare_map, number).introduces is None


def test_a_step_is_done_and_open_again(bare_map: Map, step: int) -> None:
    before, change = step_done(bare_map, step, "2026-01-05")
    assert (before.next_done_on, change, event_by_id(bare_map, step).next_done_on) == (None, None, "2026-01-05")
    assert step_done(bare_map, step, None)[0].next_done_on == "2026-01-05"
    assert event_by_id(bare_map, step).next_done_on is None


def test_what_came_of_a_step_is_added_and_can_be_taken_back(bare_map: Map, step: int) -> None:
    _, change = step_done(bare_map, step, "2026-01-05", "They like it")
    assert event_by_id(bare_map, step).outcome == "Yes\nDone 2026-01-05: They like it"
    undo(bare_map, change)
    assert (event_by_id(bare_map, step).outcome, event_by_id(bare_map, step).next_done_on) == ("Yes", None)


def test_only_a_step_can_be_done_and_not_before_it_was_agreed(bare_map: Map, a: ActorRef, step: int) -> None:
    none = log_event(bare_map, CALL, [a])
    with pytest.raises(NotFound, match="nothing was agreed"):
        step_done(bare_map, none, "2026-01-05")
    with pytest.raises(NotFound, match="nothing was agreed"):
        step_postponed(bare_map, none, "2026-03-01")
    with pytest.raises(InvalidValue, match="before 2026-01-02"):
        step_done(bare_map, step, "2026-01-01")
    assert event_by_id(bare_map, step).next_done_on is None


def test_a_step_gets_another_day(bare_map: Map, step: int) -> None:
    before, change = step_postponed(bare_map, step, "2026-03-01")
    assert (before.next_due, event_by_id(bare_map, step).next_due) == ("2026-02-01", "2026-03-01")
    assert change is not None
    # Nothing to change is no change of the history.
    assert step_postponed(bare_map, step, "2026-03-01")[1] is None
    step_postponed(bare_map, step, "2026-01-20")
    assert event_by_id(bare_map, step).next_due == "2026-01-20"


def test_what_is_done_or_before_the_contact_is_not_postponed(bare_map: Map, step: int) -> None:
    with pytest.raises(InvalidValue, match="before 2026-01-02"):
        step_postponed(bare_map, step, "2026-01-01")
    step_done(bare_map, step, "2026-01-05")
    with pytest.raises(InvalidValue, match="was done on 2026-01-05"):
        step_postponed(bare_map, step, "2026-03-01")
    assert event_by_id(bare_map, step).next_due == "2026-02-01"
