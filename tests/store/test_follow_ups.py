"""What is still to do, what ends and whom we met."""

from __future__ import annotations

import pytest

from ngomap.model.actors import ActorRef
from ngomap.model.audience import AUDIENCES
from ngomap.store.actor_edits import add_actor
from ngomap.store.connection import Map
from ngomap.store.event_edits import log_event, step_done
from ngomap.store.follow_ups import (
    OPEN,
    introductions_asked_for,
    open_steps,
    our_people,
    people_met,
    positions_ending,
    uids_of_endings,
    uids_of_steps,
)
from ngomap.store.tie_edits import link

PUBLIC = ("public",)


@pytest.fixture
def people(bare_map: Map) -> list[ActorRef]:
    kinds = (("Us", "ngo", "public"), ("Fair", "ngo", "public"), ("Ana", "person", "internal"))
    return [add_actor(bare_map, {"name": n, "kind": k, "audience": a}).ref for n, k, a in kinds]


def step(map_: Map, who: list[ActorRef], due: str | None, on: str = "2026-05-01", **more: str) -> int:
    fields = {"kind": "call", "title": f"Call {due}", "on_date": on, "next_step": "Send it", **more}
    return log_event(map_, fields | ({"next_due": due} if due else {}), who)


def found(map_: Map, us: list[int] | None, on: str = "2026-06-01", past: bool = False, seen: tuple[str, ...] = AUDIENCES) -> list[int]:
    return [e.id for e in open_steps(map_, us, on, "2026-06-15", past, seen)]


def test_open_steps_of_ours(bare_map: Map, people: list[ActorRef]) -> None:
    us, fair, ana = people
    late, undated = step(bare_map, [us, fair], "2026-05-31"), step(bare_map, [us, fair], None)
    step(bare_map, [us, fair], "2026-06-16")
    step(bare_map, [us, fair], "2026-06-10", on="2026-06-02")
    theirs = step(bare_map, [fair, ana], "2026-06-01")
    done = step(bare_map, [us, fair], "2026-06-02")
    step_done(bare_map, done, "2026-06-03")
    log_event(bare_map, {"kind": "call", "title": "No step", "on_date": "2026-05-01"}, [us])
    assert found(bare_map, [us.id]) == [late, undated]
    assert found(bare_map, [us.id, ana.id]) == [late, theirs, undated]
    assert found(bare_map, None) == [late, theirs, undated]
    # On the day before it was done it was open.
    assert found(bare_map, [us.id], past=True) == [late, done, undated]
    assert found(bare_map, [us.id], on="2026-06-04", past=True)[:2] == [late, 4]
    assert open_steps(bare_map, [us.id], "2026-06-01", "2026-06-15", False, AUDIENCES)[0].participants == (fair, us)


def test_what_somebody_withheld_was_at_is_withheld(bare_map: Map, people: list[ActorRef]) -> None:
    us, fair, ana = people
    open_, inside = step(bare_map, [us, fair], "2026-06-01", audience="public"), step(bare_map, [us, fair], "2026-06-01")
    with_ana = step(bare_map, [us, ana], "2026-06-01", audience="public")
    assert found(bare_map, [us.id]) == [open_, inside, with_ana]
    assert found(bare_map, [us.id], seen=PUBLIC) == [open_]


def test_the_steps_are_found_by_their_index(bare_map: Map) -> None:
    values = {"us": "[1]", "on": "2026-06-01", "until": "2026-06-15", "audiences": "[]"}
    plan = [row[3] for row in bare_map.connection.execute(f"EXPLAIN QUERY PLAN {OPEN}", values)]
    assert any("events_due" in line for line in plan), plan


def test_whom_we_met(bare_map: Map, people: list[ActorRef]) -> None:
    us, fair, ana = people
    step(bare_map, [us, ana], None, on="2026-05-02")
    assert people_met(bare_map, [us.id], "2026-05-01", AUDIENCES) == set()
    assert people_met(bare_map, [us.id], "2026-05-02", AUDIENCES) == {ana.id}
    assert people_met(bare_map, [us.id], "2026-05-02", PUBLIC) == set()
    assert people_met(bare_map, [fair.id], "2026-05-02", AUDIENCES) == set()


def test_positions_that_end(bare_map: Map, people: list[ActorRef]) -> None:
    us, fair, ana = people
    link(bare_map, ana, fair, "works-for", {"until": "2026-06"})
    link(bare_map, ana, us, "on-board-of", {"until": "2027-01-01"})
    link(bare_map, ana, fair, "knows", {"until": "2026-06"})
    link(bare_map, us, fair, "funds", {"until": "2026-06"})
    assert [t.type for t in positions_ending(bare_map, [ana.id, us.id], "2026-07-31", AUDIENCES)] == ["works-for"]
    assert positions_ending(bare_map, [ana.id], "2026-07-31", PUBLIC) == []
    assert our_people(bare_map, us.id) == {ana.id}
    assert our_people(bare_map, fair.id) == {ana.id}
    assert len(uids_of_endings(bare_map, [us.id])) == 2


def test_introductions_asked_for(bare_map: Map, people: list[ActorRef]) -> None:
    us, fair, ana = people
    log_event(bare_map, {"kind": "call", "title": "Call", "on_date": "2026-05-01"}, [us, fair], ana)
    assert introductions_asked_for(bare_map, "2026-04-30", "2026-05-01", AUDIENCES) == {ana.id}
    assert introductions_asked_for(bare_map, "2026-05-01", "2026-06-01", AUDIENCES) == set()
    assert introductions_asked_for(bare_map, "2026-04-30", "2026-04-30", AUDIENCES) == set()
    assert introductions_asked_for(bare_map, "2026-04-30", "2026-05-01", PUBLIC) == set()


def test_ids_of_our_steps(bare_map: Map, people: list[ActorRef]) -> None:
    us, fair, ana = people
    for who in ([us, fair], [fair, ana]):
        step(bare_map, who, None)
    log_event(bare_map, {"kind": "call", "title": "No step", "on_date": "2026-05-01"}, [us])
    assert len(uids_of_steps(bare_map, [us.id])) == 1
    assert len(uids_of_steps(bare_map, [us.id, ana.id])) == 2
