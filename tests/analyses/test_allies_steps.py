"""The way to an ally, and the next step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ngomap.analyses.allies_factors import Scene
from ngomap.analyses.allies_known import AllyRows, Asked, Known
from ngomap.analyses.allies_steps import next_step
from ngomap.model.actors import Actor
from ngomap.model.contacts import Event, Stance
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.words import Area, Term

ON = "2026-05-01"
ISSUE = Term(1, "issue", "corruption", "Corruption")
US, ADA, BEA, CAL, DAN = 1, 2, 3, 4, 5


def actor(id_: int, handle: str, kind: str = "ngo", **fields: Any) -> Actor:
    names = Actor.__slots__
    known = dict.fromkeys(names) | {"id": id_, "uid": handle, "handle": handle, "kind": kind, "name": handle.title()}
    return Actor(**{**known, "audience": "public", **fields})  # type: ignore[arg-type]


PEOPLE = [actor(US, "us"), actor(ADA, "ada"), actor(BEA, "bea", "person"), actor(CAL, "cal"), actor(DAN, "dan")]


def event(
    id_: int, day: str, who: int, step: str | None = None, due: str | None = None, done: str | None = None
) -> Event:
    people = tuple(p.ref for p in PEOPLE if p.id in (US, who))
    return Event(id_, day, "call", f"Call {id_}", None, step, due, done, "internal", people)


def scene(*ties: Tie, actors: list[Actor] | None = None, **rows: Any) -> Scene:
    found = AllyRows(actors or PEOPLE, US, [ISSUE], ties=ties, **rows)
    return Scene(Known(found, Asked(ISSUE, ON)))


def works(id_: int, a: int, b: int, rung: int | None, **fields: Any) -> Tie:
    return Tie(id_, "works-with", a, b, fields.pop("status", "active"), rung=rung, **fields)


FRESH = event(1, "2026-04-01", ADA)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (None, "Write a short note on Corruption: who we are"), ("call", "Invite them to a short briefing on Corruption."),
        ("briefing", "Publicise an event of theirs."), ("letter-of-support", "Lay both calendars side by side"),
        ("joint-planning", "Co-host one training event on Corruption"),
    ],
)  # fmt: skip
def test_one_rung_up_from_what_is_shown(kind: str | None, words: str) -> None:
    events = [replace(FRESH, kind=kind)] if kind else []
    step = next_step(scene(works(7, US, ADA, 0), events=events), ADA)
    assert step.text.startswith(words)
    assert (step.evidence, step.with_whom) == (("tie:7",), ADA)


def test_from_joint_work_we_call_on_them_and_no_further_than_we_want() -> None:
    shared = [Activity(1, US, 1, 1, project="Theatre"), Activity(2, ADA, 1, 1, project="Theatre")]
    areas = [Area(1, "town", "Town")]
    step = next_step(scene(works(7, US, ADA, 5), events=[FRESH], activities=shared, areas=areas), ADA)
    assert step.text == "Ask them what worked, and what should come next."
    briefed = [replace(FRESH, kind="briefing")]
    enough = next_step(scene(works(7, US, ADA, 2, wanted=2), events=briefed), ADA)
    assert enough.kind == "informational-meeting"
    aware = next_step(scene(works(7, US, ADA, 0, wanted=0)), ADA)
    assert aware.text == "Keep them informed: more is not wanted."


@pytest.mark.parametrize(
    ("rung", "last", "fresh"),
    [
        (4, "2025-11-01", True), (4, "2025-10-31", False), (3, "2025-05-01", True), (3, "2025-04-30", False),
        (0, None, True), (1, None, False),
    ],
)  # fmt: skip
def test_after_a_long_silence_a_call_comes_first(rung: int, last: str | None, fresh: bool) -> None:
    events = [event(1, last, ADA)] if last else []
    step = next_step(scene(works(7, US, ADA, rung), events=events), ADA)
    assert (step.text == "Call them and pick up the thread.") is not fresh


def test_a_dormant_tie_is_called_up() -> None:
    dormant = works(7, US, ADA, 4, status="dormant")
    long_ago = event(1, "2025-04-01", ADA)
    assert next_step(scene(dormant, events=[long_ago]), ADA).text == "Call them and pick up the thread."
    assert next_step(scene(dormant, events=[FRESH]), ADA).text == "Send them news they can use, and ask for theirs."


def test_what_was_agreed_comes_first_the_earliest_due() -> None:
    events = [
        event(1, "2026-04-01", ADA, "Write", "2026-06-01"), event(2, "2026-04-20", ADA, "Meet", "2026-04-25"),
        event(3, "2026-04-02", ADA, "Done", "2026-04-03", done="2026-04-03"),
    ]  # fmt: skip
    step = next_step(scene(works(7, US, ADA, 4), events=events), ADA)
    assert step.text == "Do what was agreed on 2026-04-20: Meet (due 2026-04-25, overdue)."
    assert step.evidence == ("event:2",)


def test_what_is_done_only_later_is_still_open() -> None:
    events = [event(1, "2026-04-01", ADA, "Write", done="2026-05-02")]
    assert "Write" in next_step(scene(works(7, US, ADA, 4), events=events), ADA).text


def test_another_kind_of_tie_is_a_reason_to_talk() -> None:
    step = next_step(scene(Tie(7, "funds", ADA, US, "active")), ADA)
    assert (step.text, step.evidence) == ("Ask them for a talk about Corruption.", ("tie:7",))


def test_a_stranger_is_met_through_the_path() -> None:
    near = scene(works(7, US, ADA, 4), Tie(8, "on-board-of", BEA, ADA, "active"), Tie(9, "knows", BEA, CAL, "active"))
    step = next_step(near, CAL)
    assert step.text == "Ask Ada to introduce us to Bea, who can introduce us to them."
    assert (step.evidence, step.with_whom) == (("tie:7", "tie:8", "tie:9"), ADA)
    assert next_step(near, BEA).text == "Ask Ada to introduce us."
    way = near.circle.way(CAL)
    assert way is not None
    assert near.circle.path_text(way) == "works with us (coordination) and has on its board Bea, who knows Cal"


def test_nobody_introduces_us_to_whom_we_know() -> None:
    """The strongest path goes round by Ada, but we are in contact with Cal ourselves."""
    near = scene(works(7, US, ADA, 5), works(8, ADA, CAL, 5), works(9, US, CAL, 1), works(10, CAL, DAN, 5))
    assert near.circle.reach(DAN) == 1000
    assert next_step(near, DAN).text == "Ask Cal to introduce us."
    way = near.circle.way(CAL)
    assert way is not None
    assert (way.nodes, way.strength) == ((US, CAL), 0.25)


def test_to_be_aware_is_not_yet_to_be_in_contact() -> None:
    near = scene(works(7, US, ADA, 5), works(8, ADA, CAL, 5), works(9, US, CAL, 0))
    assert next_step(near, CAL).text == "Ask Ada to introduce us."


@pytest.mark.parametrize(
    "last", [Tie(8, "monitors", ADA, CAL, "active"), works(8, ADA, CAL, 3, stance="confrontational")]
)
def test_whoever_watches_them_opens_no_door(last: Tie) -> None:
    assert next_step(scene(works(7, US, ADA, 5), last), CAL).text == (
        "Find an address for them and ask for a first informational meeting."
    )


@pytest.mark.parametrize(
    ("fields", "stances"),
    [({"audience": "secret"}, []), ({"status": "closed"}, []), ({}, [Stance(1, ADA, 1, -1, None, None)])],
)
def test_no_path_leads_through_the_secret_the_closed_or_an_opponent(
    fields: dict[str, Any], stances: list[Stance]
) -> None:
    ties = (works(7, US, ADA, 5), works(8, ADA, CAL, 5))
    cal = actor(CAL, "cal", email="cal@example.org")
    blocked = scene(*ties, actors=[PEOPLE[0], actor(ADA, "ada", **fields), cal], stances=stances)
    assert next_step(blocked, CAL).text.startswith("Write to them (cal@example.org)")
    assert next_step(scene(*ties, actors=[PEOPLE[0], PEOPLE[1], cal]), CAL).text == "Ask Ada to introduce us."


def test_a_rival_introduces_nobody() -> None:
    ties = (works(7, US, ADA, 5), works(8, ADA, CAL, 5))
    assert "introduce" in next_step(scene(*ties), CAL).text
    assert "introduce" not in next_step(scene(*ties, Tie(9, "rivals", US, ADA, "active")), CAL).text


def test_who_has_declined_is_not_pushed() -> None:
    step = next_step(scene(works(7, US, ADA, None, status="declined")), ADA)
    assert step.text.startswith("Leave the door open")
    assert step.evidence == ("tie:7",)


def test_closeness_leaves_out_the_tie_between_us() -> None:
    near = scene(
        works(1, US, ADA, 3), works(2, US, CAL, 3), works(3, ADA, CAL, 3), works(4, CAL, DAN, 3), works(5, US, BEA, 3)
    )
    # Ada's other contact is Cal, our other ones are Bea and Cal: 1 / sqrt(1 x 2).
    assert near.circle.closeness(ADA) == 707
    assert near.circle.closeness(BEA) is None
    assert near.circle.closeness(DAN) == round(1000 / 3**0.5)
    assert [PEOPLE[i - 1].handle for i in near.circle.shared_contacts(ADA)] == ["cal"]
