"""Promises and observations, written and read again."""

from __future__ import annotations

from itertools import permutations

import pytest

from ngomap.analyses.commitment_status import standing
from ngomap.errors import AlreadyExists, Ambiguous, NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.audience import AUDIENCES, visible_to
from ngomap.store import commitment_edits as edits
from ngomap.store.actor_edits import add_actor
from ngomap.store.actors import all_refs
from ngomap.store.commitments import (
    commitment_named,
    commitments,
    commitments_due,
    hidden_actors,
    monitors,
    observations,
)
from ngomap.store.connection import Map


@pytest.fixture
def hall(empty_map: Map) -> ActorRef:
    """An office."""
    add_actor(empty_map, {"name": "Hall", "kind": "government"})
    return all_refs(empty_map)[0]


def test_the_status_is_the_same_whatever_order_observations_were_entered_in(empty_map: Map, hall: ActorRef) -> None:
    found = [("2026-02-01", "kept"), ("2026-02-01", "no-progress"), ("2026-03-01", "progress"), ("2026-01-15", "broken")]
    answers = set()
    for number, order in enumerate(permutations(found)):
        made = edits.add_commitment(empty_map, hall, f"Plan {number}", {"on_date": "2026-01-01", "due": "2026-02-15"})
        for day, finding in order:
            edits.add_observation(empty_map, made, {"on_date": day, "finding": finding})
        rows = observations(empty_map, AUDIENCES, [made.id])
        answers.add(tuple(standing(made, rows, day) for day in ("2026-01-20", "2026-02-01", "2026-02-20", "2026-03-01")))
    (answer,) = answers
    assert [s.status for s in answer] == ["broken", "promised", "late", "late"]


def test_a_promise_is_found_by_handle_beginning_or_words(empty_map: Map, hall: ActorRef) -> None:
    one = edits.add_commitment(empty_map, hall, "Open the desk", {"on_date": "2026-01-01"})
    two = edits.add_commitment(empty_map, hall, "Open the books", {"on_date": "2026-01-01"})
    assert commitment_named(empty_map, "open-the-desk").id == commitment_named(empty_map, "the DESK").id == one.id
    assert commitment_named(empty_map, "open-the-b").id == two.id
    with pytest.raises(Ambiguous):
        commitment_named(empty_map, "open")
    for words in ("nothing", "", "%"):
        with pytest.raises(NotFound):
            commitment_named(empty_map, words)
    with pytest.raises(AlreadyExists):
        edits.add_commitment(empty_map, hall, "Open the desk", {"on_date": "2026-01-01"})
    assert edits.add_commitment(empty_map, hall, "Open the desk", {"on_date": "2026-01-02"}).handle == "open-the-desk-2"


def test_what_is_above_the_audience_is_not_read(empty_map: Map, hall: ActorRef) -> None:
    person = add_actor(empty_map, {"name": "Ana", "kind": "person"})
    ana = next(a for a in all_refs(empty_map) if a.kind == "person")
    assert person
    open_ = edits.add_commitment(empty_map, hall, "Open", {"on_date": "2026-01-01", "due": "2026-02-01", "audience": "public"})
    edits.add_commitment(empty_map, hall, "Partners", {"on_date": "2026-01-01", "due": "2026-02-01"})
    edits.add_commitment(empty_map, ana, "Of a person", {"on_date": "2026-01-01", "due": "2026-02-01", "audience": "public"})
    public = visible_to("public")
    assert [c.handle for c in commitments(empty_map, public)] == ["open"]
    assert [c.handle for c in commitments_due(empty_map, public, "2026-02-01")] == ["open"]
    assert commitments_due(empty_map, AUDIENCES, "2026-01-31") == []
    assert len(commitments(empty_map, AUDIENCES)) == 3
    edits.add_observation(empty_map, open_, {"on_date": "2026-02-01", "finding": "kept"})
    assert observations(empty_map, public, [open_.id]) == []
    edits.record_monitor(empty_map, ana, {"training": "Course", "audience": "public"})
    assert monitors(empty_map, public, [ana.id]) == {}
    assert monitors(empty_map, AUDIENCES, [ana.id])[ana.id].training == "Course"
    assert hidden_actors(empty_map, public, [ana.id, hall.id]) == {ana.id}


def test_what_is_not_there_cannot_be_changed(empty_map: Map, hall: ActorRef) -> None:
    one = edits.add_commitment(empty_map, hall, "One", {"on_date": "2026-01-01"})
    two = edits.add_commitment(empty_map, hall, "Two", {"on_date": "2026-01-01"})
    row = edits.add_observation(empty_map, two, {"on_date": "2026-02-01", "finding": "kept"})
    with pytest.raises(AlreadyExists):
        edits.add_observation(empty_map, two, {"on_date": "2026-02-01", "finding": "kept"})
    with pytest.raises(NotFound):
        edits.remove_observation(empty_map, one, row.id)
    with pytest.raises(NotFound):
        edits.forget_monitor(empty_map, hall)
    edits.remove_commitment(empty_map, two)
    assert observations(empty_map, AUDIENCES, [two.id]) == []
