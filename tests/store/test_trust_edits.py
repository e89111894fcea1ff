"""Trust and stances, changed."""

from __future__ import annotations

import pytest

from ngomap.errors import InvalidValue, NotFound
from ngomap.model.actors import ActorRef
from ngomap.store.actor_edits import add_actor
from ngomap.store.connection import Map
from ngomap.store.term_edits import add_term
from ngomap.store.ties import stances, trust_rows
from ngomap.store.trust_edits import forget_stance, forget_trust, record_stance, record_trust

UNKNOWN = dict.fromkeys(("reliability", "shared_mission", "openness", "influence", "involvement", "resources"))


@pytest.fixture
def a(bare_map: Map) -> ActorRef:
    return add_actor(bare_map, {"name": "A", "kind": "ngo"}).ref


@pytest.fixture
def b(bare_map: Map, a: ActorRef) -> ActorRef:
    assert a.id == 1
    return add_actor(bare_map, {"name": "B", "kind": "ngo"}).ref


def test_nobody_trusts_itself(bare_map: Map, a: ActorRef) -> None:
    with pytest.raises(InvalidValue, match="itself"):
        record_trust(bare_map, a, a, None, {"openness": 1})
    assert trust_rows(bare_map) == []


def test_trust_is_dated_and_keeps_what_is_not_said_anew(bare_map: Map, a: ActorRef, b: ActorRef) -> None:
    assert record_trust(bare_map, a, b, "2026-01-01", {"openness": 1, "reliability": 2}) is None
    before = record_trust(bare_map, a, b, "2026-01-01", {"openness": 3})
    assert before == {**UNKNOWN, "reliability": 2, "openness": 1}
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
    assert before == {"stance": -2, "influence": None, "source": "press", "audience": "internal"}
    record_stance(bare_map, a, issue.id, "2026-02-01", {"stance": 1})
    found = [(s.on_date, s.stance, s.influence) for s in stances(bare_map, a.id)]
    assert found == [("2026-01-01", -2, 5), ("2026-02-01", 1, None)]
    forget_stance(bare_map, a, issue.id, "2026-01-01")
    with pytest.raises(NotFound):
        forget_stance(bare_map, a, issue.id, "2026-01-01")
    assert len(stances(bare_map)) == 1



def test_a_day_of_which_nothing_is_known_any_more_goes(bare_map: Map, a: ActorRef, b: ActorRef) -> None:
    assert record_trust(bare_map, a, b, "2026-01-01", {"openness": None}) is None
    assert trust_rows(bare_map) == []
    record_trust(bare_map, a, b, "2026-01-01", {"openness": 1, "resources": 4})
    record_trust(bare_map, a, b, "2026-01-01", {"openness": None})
    assert [(t.openness, t.resources) for t in trust_rows(bare_map)] == [(None, 4)]
    assert record_trust(bare_map, a, b, "2026-01-01", {"resources": None}) == {**UNKNOWN, "resources": 4}
    assert trust_rows(bare_map) == []


def test_what_has_no_day_can_be_taken_away(bare_map: Map, a: ActorRef, b: ActorRef) -> None:
    issue = add_term(bare_map, "issue", "Corruption")
    record_trust(bare_map, a, b, None, {"openness": 0})
    record_stance(bare_map, a, issue.id, None, {"stance": 0})
    with pytest.raises(NotFound, match="2026-01-01"):
        forget_trust(bare_map, a, b, "2026-01-01")
    forget_trust(bare_map, a, b, None)
    forget_stance(bare_map, a, issue.id, None)
    assert (trust_rows(bare_map), stances(bare_map)) == ([], [])
    with pytest.raises(NotFound, match="without a day"):
        forget_trust(bare_map, a, b, None)
