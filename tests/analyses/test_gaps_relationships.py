"""Relationships wanted, claimed, gone quiet and owed something."""

from __future__ import annotations

import pytest

from ngomap.analyses.gaps_relationships import GROUPS, find_relationship_gaps
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Report

ON = "2024-03-31"
HANDLES = ("us-ngo", "fair", "arts", "donor")
US, FAIR, ARTS, DONOR = ACTORS = [ActorRef(i, h, h.title(), "ngo") for i, h in enumerate(HANDLES, 1)]


def met(day: str, *who: ActorRef, kind: str = "meeting", step: str | None = None, due: str | None = None,
        done: str | None = None, number: int = 1) -> Event:  # fmt: skip
    return Event(number, day, kind, "Talk", None, step, due, done, "internal", who)


def gaps(ties: list[Tie], events: list[Event] | None = None, us: ActorRef | None = US, **options: object) -> Report:
    return find_relationship_gaps(ACTORS, ties, events or [], us=us, **{"on": ON, **options})  # type: ignore[arg-type]


def found(report: Report) -> list[tuple[str, str, float | int | None]]:
    return [(f.group, f.subject, f.value) for f in report.findings]


def only(report: Report, group: str) -> Finding:
    (one,) = [f for f in report.findings if f.group == group]
    return one


def works(rung: int | None = None, b: ActorRef = FAIR, status: str = "active", **fields: object) -> Tie:
    return Tie(7, "works-with", US.id, b.id, status, rung=rung, **fields)  # type: ignore[arg-type]


def test_an_empty_map_and_actors_without_ties() -> None:
    assert find_relationship_gaps([], [], [], ON).findings == ()
    assert gaps([]).findings == ()
    assert gaps([]).next


def test_wanted_ties_by_how_far_there_is_to_go() -> None:
    report = gaps([works(status="wanted", wanted=2), Tie(8, "member-of", US.id, ARTS.id, "wanted"),
                   Tie(9, "works-with", US.id, DONOR.id, "wanted", wanted=5)])  # fmt: skip
    assert found(report) == [
        ("wanted, not begun", "donor", 5), ("wanted, not begun", "fair", 2), ("wanted, not begun", "arts/member-of", 1),
    ]  # fmt: skip
    first = report.findings[1]
    assert first.reasons[0].text == "Wanted at 2 sharing, but not begun."
    assert first.reasons[0].evidence == ("tie:7",)
    assert first.reasons[1].text.endswith("Then: ngomap log fair --kind email")


@pytest.mark.parametrize(("rung", "kind", "missing"), [
    (0, None, None), (1, None, 1), (1, "call", None), (2, "call", 1), (2, "briefing", None), (3, "briefing", 1),
    (3, "letter-of-support", None), (4, "training", 1), (4, "joint-planning", None), (5, "joint-planning", 1),
    (5, None, 5),
])  # fmt: skip
def test_a_claimed_rung_needs_an_event_that_shows_it(rung: int, kind: str | None, missing: int | None) -> None:
    report = gaps([works(rung)], [met("2024-03-01", US, FAIR, kind=kind)] if kind else [])
    assert found(report) == ([("claimed without evidence", "fair", missing)] if missing else [])


def test_what_a_claim_says_and_how_to_mend_it() -> None:
    finding = only(gaps([works(3)], [met("2024-03-01", US, FAIR, kind="call", number=4)]), "claimed without evidence")
    assert finding.reasons[0].text == "It is recorded as 3 support, but what is logged shows 1 contact at most."
    assert finding.reasons[0].evidence == ("tie:7", "event:4")
    assert finding.reasons[1].text.endswith("If it did not: ngomap link us fair --rung 1")


def test_a_joint_project_shows_collaboration() -> None:
    shared = [Activity(1, US.id, 1, 1, project="Theatre"), Activity(2, FAIR.id, 1, 1, project="Theatre")]
    assert found(gaps([works(5)], activities=shared)) == []
    other = [shared[0], Activity(2, FAIR.id, 1, 1, project="Radio")]
    assert found(gaps([works(5)], activities=other)) == [("claimed without evidence", "fair", 5)]
    nameless = [Activity(1, US.id, 1, 1), Activity(2, FAIR.id, 1, 1)]
    assert found(gaps([works(5)], activities=nameless)) == [("claimed without evidence", "fair", 5)]


def test_an_event_of_one_end_with_others_shows_nothing() -> None:
    assert only(gaps([works(1)], [met("2024-03-01", US, ARTS)]), "claimed without evidence").value == 1


@pytest.mark.parametrize(("rung", "last", "quiet"), [
    (1, "2023-03-31", False), (1, "2023-03-30", True), (3, "2023-09-29", False),
    (4, "2023-09-30", True), (4, "2023-10-01", False), (5, "2023-09-30", True),
])  # fmt: skip
def test_a_tie_goes_quiet_after_the_months_of_its_rung(rung: int, last: str, quiet: bool) -> None:
    groups = [g for g, _, _ in found(gaps([works(rung)], [met(last, US, FAIR, kind="joint-planning")]))]
    assert ("gone quiet" in groups) is quiet


def test_a_tie_of_which_nothing_is_logged_is_claimed_not_quiet() -> None:
    assert found(gaps([works(1, since="2010")])) == [("claimed without evidence", "fair", 1)]


def test_only_what_was_logged_by_the_day_counts() -> None:
    events = [met("2023-01-10", US, FAIR, number=1), met("2024-03-01", US, FAIR, number=2)]
    assert found(gaps([works(1)], events)) == []
    assert found(gaps([works(1)], events, on="2024-02-28")) == [("gone quiet", "fair", 414)]


def test_dormant_ties() -> None:
    report = gaps([works(0, status="dormant")], [met("2024-03-21", US, FAIR)])
    assert found(report) == [("dormant", "fair", 10)]
    report = gaps([works(0, status="dormant"), Tie(8, "funds", DONOR.id, US.id, "dormant")])
    assert found(report) == [("dormant", "donor/funds", None), ("dormant", "fair", None)]


def test_ties_below_the_rung_we_want() -> None:
    finding = only(gaps([works(1, wanted=4)], [met("2024-03-01", US, FAIR)]), "below the rung we want")
    assert finding.value == 3
    assert finding.reasons[1].text == "Next: Invite them to a short briefing. Then: ngomap log fair --kind briefing"
    assert found(gaps([works(1, wanted=1)], [met("2024-03-01", US, FAIR)])) == []


def test_steps_that_should_have_been_done() -> None:
    overdue = met("2024-01-01", US, FAIR, ARTS, step="Send results.", due="2024-03-21", number=3)
    report = gaps([], [overdue])
    assert found(report) == [("overdue next steps", "arts/fair", 10)]
    assert report.findings[0].reasons[0].text == "Agreed on 2024-01-01, due 2024-03-21: Send results."
    assert report.findings[0].reasons[0].evidence == ("event:3",)
    for fine in (
        met("2024-01-01", US, FAIR, step="Send results", due=ON),
        met("2024-01-01", US, FAIR, step="Send results"),
        met("2024-01-01", US, FAIR, step="Send results", due="2024-03-21", done="2024-03-25"),
    ):
        assert found(gaps([], [fine])) == []
    late = met("2024-01-01", US, FAIR, step="Send results", due="2024-03-21", done="2024-04-02")
    assert found(gaps([], [late])) == [("overdue next steps", "fair", 10)]


def test_ties_of_others_stand_apart_and_have_no_value() -> None:
    others = Tie(8, "works-with", FAIR.id, ARTS.id, "active", rung=2)
    report = gaps([works(2), others], [met("2024-01-01", FAIR, ARTS, step="Meet", due="2024-02-01")])
    assert found(report) == [
        ("claimed without evidence", "fair", 2),
        ("among others", "arts/fair", None),
        ("among others", "arts/fair", None),
    ]
    assert "--without-us" in report.findings[2].reasons[1].text
    assert [g for g, _, _ in found(gaps([others], us=None))] == ["claimed without evidence"]


def test_ended_declined_future_and_rival_ties_are_no_gaps() -> None:
    rows = [
        works(5, status="ended"), works(5, status="declined"), works(5, since="2024-05"), works(5, until="2024-02"),
        Tie(7, "rivals", US.id, FAIR.id, "dormant"), works(status="wanted", since="2024-05"),
    ]  # fmt: skip
    for row in rows:
        assert found(gaps([row])) == [], row


def test_of_parallel_ties_each_is_looked_at() -> None:
    rows = [works(2), Tie(8, "member-of", US.id, FAIR.id, "wanted")]
    assert found(gaps(rows)) == [("wanted, not begun", "fair/member-of", 1), ("claimed without evidence", "fair", 2)]


def test_the_groups_stand_in_their_order() -> None:
    rows = [works(4, wanted=5), Tie(8, "knows", US.id, ARTS.id, "wanted"), Tie(9, "funds", DONOR.id, US.id, "dormant")]
    report = gaps(rows, [met("2023-01-01", US, FAIR, step="Write", due="2023-02-01")])
    order = [g for g in GROUPS if g in report.counts]
    assert list(report.counts) == order == list(GROUPS[:-1])
