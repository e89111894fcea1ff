"""The briefing, part by part, without a map."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.analyses.brief import GROUPS, LONG, shortened, write_brief
from ngomap.analyses.brief_known import BriefRows, Known
from ngomap.analyses.describing import Gazetteer
from ngomap.exporters.brief_file import LONGEST_TEXT, brief_lines
from ngomap.model.actors import Actor
from ngomap.model.contacts import Event, Stance
from ngomap.model.coverage import Activity, Resource
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Report
from ngomap.model.words import Area, Term

ON = "2026-06-01"
WATER = Term(1, "issue", "water", "Water")
TRAIN, LEND = Term(2, "service", "train", "Training"), Term(3, "service", "lend", "Lending")
NAMES = Gazetteer([WATER, TRAIN, LEND], [Area(1, "east", "East"), Area(2, "west", "West")])


def actor(id_: int, handle: str, kind: str = "ngo", **fields: Any) -> Actor:
    """An actor of whom only the name is known."""
    return replace(Actor(id_, "", handle, kind, handle.title(), *[None] * 19, "public"), **fields)


WE, FAIR, ANA, FUND = actor(1, "we"), actor(2, "fair"), actor(3, "ana", "person"), actor(4, "fund", "donor")
PEOPLE = {a.id: a for a in (WE, FAIR, ANA, FUND)}


def brief(them: Actor = FAIR, us: Actor | None = WE, audience: str = "secret", issue: Term | None = None, **rows: Any) -> Report:
    """The briefing."""
    return write_brief(Known(BriefRows(them, us, PEOPLE, **rows), NAMES, ON, audience, issue))


def told(report: Report, group: str) -> dict[str, str]:
    """What a part says, by label."""
    return {f.label: " ".join(r.text for r in f.reasons) for f in report.findings if f.group == group}


def event(day: str, **fields: Any) -> Event:
    """A call of both."""
    return replace(Event(1, day, "call", "Call", None, None, None, None, "internal", (WE.ref, FAIR.ref)), **fields)


def test_a_joint_project_is_shared_and_shows_collaboration() -> None:
    parts = [Activity(5, 1, 1, 1, project="Clear Wells", since="2025"), Activity(6, 2, 1, 1, project="Clear Wells", since="2025-03")]
    report = brief(parts=parts)
    assert told(report, "what we share")["Joint projects"] == "Clear Wells."
    assert "Shown 5 collaboration" in told(report, "history")["Where we stand"]


def test_the_same_coalition_and_the_same_funder_are_told_once() -> None:
    ties = [Tie(1, "funds", 4, 1, "active"), Tie(2, "funds", 4, 2, "active")]
    report = brief(ties=ties)
    assert told(report, "what we share") == {"Same funder": "Fund."}
    assert told(report, "whom we both know") == {}
    assert "Fund pays for both" in told(report, "not to be shown")["The same funder"]


def test_who_funds_us_and_is_funded_by_them_is_no_common_funder() -> None:
    report = brief(ties=[Tie(1, "funds", 4, 1, "active"), Tie(2, "funds", 2, 4, "active")])
    assert told(report, "what we share") == {}
    assert told(report, "whom we both know") == {"Fund": "Funds us; is funded by Fair."}


@pytest.mark.parametrize("tie", [
    Tie(2, "works-with", 2, 3, "ended"), Tie(2, "works-with", 2, 3, "wanted"), Tie(2, "rivals", 2, 3, "active"),
    Tie(2, "works-with", 2, 3, "active", until="2026-05"), Tie(2, "works-with", 2, 3, "active", since="2026-07"),
])  # fmt: skip
def test_a_tie_that_does_not_stand_makes_nobody_known_to_both(tie: Tie) -> None:
    assert told(brief(ties=[Tie(1, "knows", 1, 3, "active"), tie]), "whom we both know") == {}


def test_offers_answer_needs_of_the_same_kind_both_ways() -> None:
    resources = [
        Resource(1, 2, "offer", "space", "Hall", 20, "seats"), Resource(2, 1, "need", "space", "Room"),
        Resource(3, 1, "offer", "training", "Trainer"), Resource(4, 2, "need", "training", "Course"),
        Resource(5, 2, "offer", "media", "Radio hour"), Resource(6, 2, "need", "vehicles", "Van"),
        Resource(7, 2, "offer", "data", "Old data", until="2026-05"), Resource(8, 2, "offer", "data", "Closed", status="closed"),
    ]  # fmt: skip
    assert told(brief(resources=resources), "what each could bring") == {
        "Space": "They offer Hall (20 seats); we need Room.", "Training": "We offer Trainer; they need Course.",
        "They offer": "Radio hour.", "They look for": "Van.",
    }  # fmt: skip


def test_what_only_one_of_them_has() -> None:
    report = brief(terms={1: {1, 2}, 2: {1, 3}}, areas={1: {1}, 2: {1, 2}})
    bring = told(report, "what each could bring")
    assert bring["Only they have"] == "Services: Lending; places: West."
    assert bring["Only we have"] == "Services: Training."
    assert bring["Same issues, other means"] == "The same issues (Water) by other means: they Lending; we Training."
    assert told(report, "what we share") == {"Issues": "Water.", "Places": "East."}


@pytest.mark.parametrize(("ours", "theirs", "apart"), [(2, -1, True), (-1, 2, True), (2, 1, False), (0, -1, True), (-1, -2, False), (None, -1, True), (2, 0, False)])
def test_where_they_stand_on_the_other_side(ours: int | None, theirs: int, apart: bool) -> None:
    stances = [Stance(1, 2, 1, theirs, None, "2026-01-01")] + ([Stance(2, 1, 1, ours, None, "2026-01-01")] if ours is not None else [])
    report = brief(stances=stances, terms={1: {1}})
    assert ("Apart on Water" in told(report, "not to be shown")) is apart


def test_only_the_latest_stance_counts() -> None:
    stances = [Stance(1, 2, 1, -2, None, "2025-01-01"), Stance(2, 2, 1, 1, None, "2026-01-01")]
    assert told(brief(stances=stances, terms={1: {1}}), "not to be shown") == {}


def test_the_stance_is_asked_first_if_the_meeting_is_about_an_issue() -> None:
    questions = list(told(brief(issue=WATER), "questions to ask"))
    assert questions[0] == "Where do you stand on Water, and would you say so in public?"
    known = brief(issue=WATER, stances=[Stance(1, 2, 1, 0, None, None)])
    assert not any("stand on" in q for q in told(known, "questions to ask"))


def test_a_question_is_no_longer_asked_once_it_is_answered() -> None:
    them = replace(FAIR, verified_on="2026-05-01", phone="1", email="a@example.org", website="https://x.example", level="local",
                   place="East", founded="2000", staff=3, budget=1.0, mission="Water.")  # fmt: skip
    answered = brief(
        them, terms={2: {1, 2}}, areas={2: {1}}, activities=[Activity(1, 2, 1, 1)],
        resources=[Resource(1, 2, "offer", "space", "Hall"), Resource(2, 2, "need", "space", "Room")],
        ties=[Tie(1, "funds", 4, 2, "active"), Tie(2, "works-for", 3, 2, "active"), Tie(3, "works-with", 2, 4, "active")],
    )  # fmt: skip
    assert list(told(answered, "questions to ask")) == ["For whom do you work?"]


def test_an_outsider_is_not_told_what_is_unknown_or_what_we_think() -> None:
    for audience in ("public", "partners"):
        report = brief(audience=audience, stances=[Stance(1, 2, 1, -2, None, "2026-01-01")], terms={1: {1}})
        assert told(report, "not to be shown") == {}
        assert told(report, "history") == {}
        assert set(told(report, "questions to ask").values()) == {""}
        assert not any(label.startswith("Before") for label in told(report, "one easy first step"))


def test_history_tells_the_last_three_and_what_is_still_to_do() -> None:
    events = [event(f"2026-0{n}-01", id=n, title=f"Call {n}") for n in range(1, 5)]
    events[0] = replace(events[0], next_step="Send it.", next_due="2026-05-01")
    events[1] = replace(events[1], next_step="Done already", next_done_on="2026-03-01")
    found = told(brief(events=events), "history")
    assert [label for label in found if label.startswith("2026")] == ["2026-04-01", "2026-03-01", "2026-02-01"]
    assert found["Still to do"] == "Agreed on 2026-01-01: Send it (due 2026-05-01, overdue)."


def test_the_parts_stand_in_order_and_a_limit_cuts_only_the_long_ones() -> None:
    report = brief(ties=[Tie(n, "knows", n % 2 + 1, 3, "active") for n in (1, 2)], terms={1: {1}, 2: {1}}, issue=WATER)
    order = [GROUPS.index(f.group) for f in report.findings]
    assert order == sorted(order)
    short = shortened(report, 1)
    assert all(sum(f.group == g for f in short.findings) == 1 for g in LONG if report.counts.get(g))
    assert short.counts == report.counts
    assert sum(f.group == "agenda" for f in short.findings) == report.counts["agenda"]


@given(st.permutations(range(6)))
def test_the_order_of_rows_changes_nothing(order: list[int]) -> None:
    ties = [
        Tie(1, "knows", 1, 3, "active"), Tie(2, "works-for", 3, 2, "active"), Tie(3, "funds", 4, 1, "active"),
        Tie(4, "works-with", 2, 4, "active"), Tie(5, "works-with", 1, 2, "active", rung=2), Tie(6, "rivals", 1, 2, "active"),
    ]  # fmt: skip
    assert brief(ties=[ties[i] for i in order]) == brief(ties=ties)


def test_the_file_cuts_what_is_long_and_says_what_it_left_out() -> None:
    findings = tuple(Finding(str(n), "x" * 30 + " y" * 400, None, "", (), "questions to ask") for n in range(3))
    lines = list(brief_lines(Report("brief", "?", "", {"on": ON}, findings).limited(2), "T", "internal"))
    assert max(map(len, lines)) <= LONGEST_TEXT + 20
    assert lines[-1] == "- ... and 1 more"
