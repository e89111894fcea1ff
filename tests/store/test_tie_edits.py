"""Ties, trust, stances and contacts, changed."""

from __future__ import annotations

import pytest

from ngomap.errors import AlreadyExists, InvalidValue, NotFound
from ngomap.model.actors import ActorRef
from ngomap.store.actor_edits import add_actor
from ngomap.store.connection import Map
from ngomap.store.term_edits import add_term
from ngomap.store.tie_edits import (
    existing_tie,
    forget_stance,
    forget_trust,
    link,
    log_event,
    record_stance,
    record_trust,
    remove_event,
    step_done,
    unlink,
)
from ngomap.store.ties import all_ties, event_by_id, events, stances, ties_between, ties_of, trust_rows


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
    for make in (
        lambda: link(bare_map, a, a, "knows", {}),
        lambda: record_trust(bare_map, a, a, None, {"openness": 1}),
    ):
        with pytest.raises(InvalidValue, match="itself"):
            make()


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


def test_trust_is_dated_and_keeps_what_is_not_said_anew(bare_map: Map, a: ActorRef, b: ActorRef) -> None:
    assert record_trust(bare_map, a, b, "2026-01-01", {"openness": 1, "reliability": 2}) is None
    before = record_trust(bare_map, a, b, "2026-01-01", {"openness": 3})
    assert before == {"reliability": 2, "shared_mission": None, "openness": 1}
    assert record_trust(bare_map, a, b, "2026-02-01", {"openness": 4}) is None
    assert record_trust(bare_map, b, a, "2026-01-01", {"openness": 0}) is None
    assert [(t.from_id, t.on_date, t.reliability, t.openness) for t in trust_rows(bare_map, a.id)] == [
        (a.id, "2026-01-01", 2, 3),
        (a.id, "2026-02-01", None, 4),
        (b.id, "2026-01-01", None, 0),
    ]
    forget_trust(bare_map, a, b, "2026-01-01")
    with pytest.raises(NotFound):
        forget_trust(bare_map, a, b, "2026-01-01")
    assert len(trust_rows(bare_map)) == 2


def test_stances_are_dated_and_keep_what_is_not_said_anew(bare_map: Map, a: ActorRef) -> None:
    issue = add_term(bare_map, "issue", "Corruption")
    assert record_stance(bare_map, a, issue.id, "2026-01-01", {"stance": -2, "source": "press"}) is None
    before = record_stance(bare_map, a, issue.id, "2026-01-01", {"influence": 5})
    assert before == {"stance": -2, "influence": None, "source": "press"}
    record_stance(bare_map, a, issue.id, "2026-02-01", {"stance": 1})
    found = [(s.on_date, s.stance, s.influence) for s in stances(bare_map, a.id)]
    assert found == [("2026-01-01", -2, 5), ("2026-02-01", 1, None)]
    forget_stance(bare_map, a, issue.id, "2026-01-01")
    with pytest.raises(NotFound):
        forget_stance(bare_map, a, issue.id, "2026-01-01")
    assert len(stances(bare_map)) == 1


def test_contacts(bare_map: Map, a: ActorRef, b: ActorRef) -> None:
    fields = {"kind": "call", "title": "Call", "next_step": "Send it"}
    first = log_event(bare_map, {**fields, "on_date": "2026-01-01"}, [a, b, a])
    second = log_event(bare_map, {"kind": "call", "title": "Other", "on_date": "2026-02-01"}, [b])
    link(bare_map, a, b, "works-with", {})
    assert [e.id for e in events(bare_map)] == [second, first]
    assert [e.id for e in events(bare_map, a.id)] == [first]
    assert event_by_id(bare_map, first).participants == (a, b)
    # Only what both took part in is a contact of the two.
    assert all_ties(bare_map)[0].last_contact == "2026-01-01"
    step_done(bare_map, first, "2026-01-05")
    assert event_by_id(bare_map, first).next_done_on == "2026-01-05"
    step_done(bare_map, first, None)
    assert event_by_id(bare_map, first).next_done_on is None
    with pytest.raises(NotFound, match="nothing was agreed"):
        step_done(bare_map, second, "2026-01-05")
    assert remove_event(bare_map, first).title == "Call"
    with pytest.raises(NotFound, match="no contact"):
        remove_event(bare_map, first)
    assert all_ties(bare_map)[0].last_contact is None


def test_a_contact_of_nobody_is_none(bare_map: Map) -> None:
    with pytest.raises(InvalidValue, match="took part"):
        log_event(bare_map, {"kind": "call", "title": "Call", "on_date": "2026-01-01"}, [])
