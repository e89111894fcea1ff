"""What needs us now?"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from ngomap.analyses.introductions import Circles, find_introductions
from ngomap.analyses.ladder_evidence import Logbook
from ngomap.analyses.ladder_pairs import Relations
from ngomap.analyses.today import SECTIONS, Agenda, Suggestion, find_today, pressing
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.agreements import Agreement
from ngomap.model.contacts import Event
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Reason, Report

ON = "2026-06-01"
WE, FAIR, ARTS, FUND = (ActorRef(i, h, h.title(), "ngo") for i, h in enumerate(("we", "fair", "arts", "fund"), 1))
ANA = ActorRef(5, "ana", "Ana", "person")
EVERYBODY = (WE, FAIR, ARTS, FUND, ANA)


def step(number: int, due: str | None, *people: ActorRef, what: str = "Send it", on: str = "2026-05-01") -> Event:
    return Event(number, on, "call", "Call", None, what, due, None, "internal", people)


def call(number: int, on: str, *people: ActorRef) -> Event:
    return Event(number, on, "call", "Call", None, None, None, None, "internal", people)


def page(
    steps: tuple[Event, ...] = (), ties: tuple[Tie, ...] = (), events: tuple[Event, ...] = (), days: int = 14,
    points: tuple[Agreement, ...] = (), us: ActorRef | None = WE, on: str = ON,
) -> Report:  # fmt: skip
    relations = Relations(EVERYBODY, ties, Logbook(events, on=on), us)
    return find_today(Agenda(relations, days, steps, [t for t in ties if t.until], points))


def told(report: Report, group: str) -> list[tuple[str, float | None, str]]:
    return [(f.label, f.value, f.reasons[0].text) for f in report.findings if f.group == group]


def test_an_empty_map_has_nothing() -> None:
    report = find_today(Agenda(Relations((), (), Logbook((), on=ON)), 14))
    assert (report.findings, report.caveats, report.next) == ((), (), ("Begin: ngomap add NAME",))
    report = page()
    assert report.findings == ()
    assert report.next[0].startswith("Write down what you agree")


def test_steps_by_their_day() -> None:
    steps = (
        step(1, "2026-05-31", WE, FAIR), step(2, "2026-03-01", WE, ARTS), step(3, "2026-06-01", WE, ARTS),
        step(4, "2026-06-15", WE, FAIR), step(5, "2026-06-16", WE, FAIR), step(6, "2026-06-02", WE, FAIR, what="Call."),
    )  # fmt: skip
    report = page(steps)
    assert told(report, "overdue") == [("Send it", 92, "Arts: ngomap done 2"), ("Send it", 1, "Fair: ngomap done 1")]
    assert [f.unit for f in report.findings] == ["days overdue", "day overdue", "days left", "day left", "days left"]
    assert told(report, "due soon") == [
        ("Send it", 0, "Arts: ngomap done 3"), ("Call", 1, "Fair: ngomap done 6"), ("Send it", 14, "Fair: ngomap done 4"),
    ]  # fmt: skip
    assert pressing(report) == (2, 1)
    assert report.findings[0].reasons[0].evidence == ("event:2",)
    assert [v for _, v, _ in told(page(steps, days=0), "due soon")] == [0]


def test_whom_a_step_is_with() -> None:
    (found,) = page((step(1, "2026-05-01", ANA, FAIR, WE, ARTS),)).findings
    assert (found.subject, found.reasons[0].text) == ("arts/fair/ana", "Arts and Fair: ngomap done 1")
    (found,) = page((step(1, "2026-05-01", ANA, WE),)).findings
    assert found.reasons[0].text == "Ana: ngomap done 1"
    (found,) = page((step(1, "2026-05-01", WE),)).findings
    assert (found.subject, found.reasons[0].text) == ("we", "We: ngomap done 1")


def test_steps_without_a_day_are_said_once() -> None:
    report = page((step(7, None, WE, FAIR, on="2026-02-01", what="Think."), step(8, None, WE, ARTS)))
    assert report.findings == ()
    assert report.caveats == ("2 agreed steps have no day; give it one: ngomap postpone 7 DATE (Think).",)


def test_ties_going_stale() -> None:
    def tie(id_: int, other: ActorRef, rung: int | None, status: str = "active") -> Tie:
        return Tie(id_, "works-with", 1, other.id, status, rung=rung)

    # At rung 4 six months, below a year: fair is stale, arts soon will be, fund never had a contact.
    events = (call(1, "2025-11-01", WE, FAIR), call(2, "2025-07-01", WE, ARTS))
    report = page(ties=(tie(1, ARTS, 3), tie(2, FAIR, 4), tie(3, FUND, 1)), events=events)
    stale, soon, never = (f for f in report.findings if f.group == "going stale")
    assert (stale.subject, stale.value, stale.unit) == ("fair", 31, "days stale")
    assert stale.reasons[0].text == "Last contact 2025-11-01: ngomap log fair --kind call"
    assert stale.reasons[0].evidence == ("tie:2", "event:1")
    assert (soon.subject, soon.value, soon.unit) == ("arts", 30, "days left")
    assert (never.subject, never.value) == ("fund", None)
    assert never.reasons[0].text.startswith("No contact is logged: ngomap log fund")
    for quiet in (tie(3, FUND, 0), tie(3, FUND, 3, "dormant"), tie(3, FUND, 3, "wanted"), replace(tie(3, FUND, 3), type="funds", rung=None)):
        assert told(page(ties=(quiet,)), "going stale") == []


@pytest.mark.parametrize(("until", "left"), [("2026-06-01", 0), ("2026-06", 29), ("2026-07-31", 60), ("2026-08-01", None), ("2026", None), ("2026-05-31", None)])  # fmt: skip
def test_what_ends(until: str, left: int | None) -> None:
    found = told(page(ties=(Tie(1, "funds", 4, 1, "active", until=until),)), "ending soon")
    assert [value for _, value, _ in found] == ([] if left is None else [left])


def test_what_to_do_before_it_ends() -> None:
    ties = (
        Tie(1, "funds", 4, 1, "active", until="2026-06-05"), Tie(2, "funds", 1, 3, "active", until="2026-06-06"),
        Tie(3, "on-board-of", 5, 1, "active", title="Chair", until="2026-06-07"),
        Tie(4, "works-for", 5, 2, "active", until="2026-06-08"), Tie(5, "mentors", 2, 1, "ended", until="2026-06-09"),
        Tie(6, "member-of", 1, 2, "active", until="2026-06-10"),
    )  # fmt: skip
    assert told(page(ties=ties), "ending soon") == [
        ("Fund", 4, "Funds us until 2026-06-05. Report, and ask what comes next."),
        ("Arts", 5, "Is funded by us until 2026-06-06. Tell them whether it goes on."),
        ("Ana", 6, "Sits on our board (Chair) until 2026-06-07. Find who follows."),
        ("Ana", 7, "Works for Fair until 2026-06-08. Ask who follows, and to be introduced."),
        ("Fair", 9, "Has us as a member until 2026-06-10. Decide whether to renew it."),
    ]


def point(id_: int, a: int, b: int | None, state: str, on: str, name: str = "strategy") -> Agreement:
    return Agreement(id_, a, b, name, state, None, on, None, "partners")


def test_what_was_talked_over_and_not_agreed() -> None:
    points = (
        point(1, 2, 1, "discussed", "2026-03-01"), point(2, 1, 3, "discussed", "2026-05-01"),
        point(3, 1, 4, "discussed", "2026-01-01"), point(4, 4, 1, "agreed", "2026-02-01"),
        point(5, 2, None, "discussed", "2026-02-01", "decision-making"), point(6, 1, 2, "open", "2026-01-01", "communication"),
        point(7, 1, 3, "agreed", "2026-08-01", "communication"), point(8, 1, 3, "discussed", "2026-01-01", "communication"),
    )  # fmt: skip
    report = page(points=points)
    assert told(report, "talked over, not agreed") == [
        ("Communication", 151, "With Arts, talked over on 2026-01-01: ngomap agree us arts"),
        ("Decision making", 120, "With Fair, talked over on 2026-02-01: ngomap agree fair"),
        ("Strategy", 92, "With Fair, talked over on 2026-03-01: ngomap agree us fair"),
    ]
    assert report.findings[2].reasons[0].evidence == ("agreement:1",)


def actor(ref: ActorRef) -> Actor:
    facts: list[Any] = [ref.id, "", ref.handle, ref.kind, ref.name, *[None] * 19, "public"]
    return Actor(*facts)


def test_one_introduction_the_wanted_first_then_the_strongest_way() -> None:
    actors = {a.id: actor(a) for a in EVERYBODY}
    ties = [
        Tie(1, "on-board-of", 5, 1, "active"), Tie(2, "on-board-of", 5, 2, "active"), Tie(3, "knows", 5, 3, "active"),
        Tie(4, "works-with", 1, 3, "wanted"),
    ]  # fmt: skip
    ways = [find_introductions(Circles(actors[1], actors[i], actors, ties), ON) for i in (2, 3, 4)]
    agenda = Agenda(Relations(EVERYBODY, (), Logbook((), on=ON), WE), 14, introductions=ways, wanted={3})
    (found,) = find_today(agenda).findings
    assert (found.group, found.subject) == ("one introduction worth asking for", "arts")
    assert found.reasons[0].text == "We want to work with them. Ask Ana: ngomap intro arts --draft"
    assert found.reasons[0].evidence == ("actor:3", "tie:1", "tie:3")
    (found,) = find_today(replace(agenda, wanted=())).findings
    assert (found.subject, found.reasons[0].text[:23]) == ("fair", "They stand with us on a")
    # There is no way to the fund, and without us nobody to introduce.
    assert find_today(replace(agenda, introductions=ways[2:])).findings == ()
    nobody = Relations(EVERYBODY, (), Logbook((), on=ON))
    assert find_today(replace(agenda, relations=nobody)).findings == ()


def test_whoever_was_not_just_asked_goes_first() -> None:
    actors = {a.id: actor(a) for a in EVERYBODY}
    ties = [
        Tie(1, "on-board-of", 5, 1, "active"), Tie(2, "on-board-of", 5, 2, "active"),
        Tie(3, "works-with", 1, 4, "active", rung=1), Tie(4, "works-with", 3, 4, "active", rung=1),
    ]  # fmt: skip
    ways = [find_introductions(Circles(actors[1], actors[i], actors, ties), ON) for i in (2, 3)]
    agenda = Agenda(Relations(EVERYBODY, (), Logbook((), on=ON), WE), 14, introductions=ways)
    assert find_today(agenda).findings[0].subject == "fair"
    assert find_today(replace(agenda, asked={5})).findings[0].subject == "arts"


def test_one_gap_and_whom_to_call() -> None:
    gap = Finding("west/water", "Water in West", 40.0, "people unmet", (Reason("no-presence", "Nobody.", ("area:1",)),), "no presence")
    agenda = Agenda(Relations(EVERYBODY, (), Logbook((), on=ON), WE), 14, gap=Suggestion(gap, FAIR, False, "ngomap log fair --kind call"))
    (found,) = find_today(agenda).findings
    assert (found.group, found.label, found.value) == ("one gap worth a call", "Water in West", 40.0)
    assert [r.text for r in found.reasons] == ["Nobody.", "Call Fair, with whom we have no tie yet: ngomap log fair --kind call"]
    (found,) = find_today(replace(agenda, gap=Suggestion(gap, None, False, "ngomap list"))).findings
    assert found.reasons[1].text == "Nobody we know of works on it nearby: ngomap list"


def test_without_us_everybody_s_steps_and_a_word_about_it() -> None:
    report = page((step(1, "2026-05-01", FAIR, ARTS),), us=None)
    assert told(report, "overdue") == [("Send it", 31, "Arts and Fair: ngomap done 1")]
    assert report.caveats == ("The map does not say who you are, so only the steps that anybody agreed are listed.",)


def test_the_order_of_the_rows_changes_nothing() -> None:
    steps = [step(i, f"2026-05-{10 + i % 3}", WE, who, what=f"Step {i % 4}") for i in range(1, 9) for who in (FAIR,)]
    ties = [Tie(1, "funds", 4, 1, "active", until="2026-06-05"), Tie(2, "works-with", 1, 2, "active", rung=4), Tie(3, "works-with", 1, 3, "active", rung=2)]
    before = page(tuple(steps), tuple(ties)).document()
    random.Random(1).shuffle(steps)
    assert page(tuple(steps), tuple(ties[::-1])).document() == before


def test_each_section_stands_in_the_order_of_the_page() -> None:
    assert [s.__name__ for s in SECTIONS] == [
        "_overdue", "_due", "_deadlines", "_promises", "_stale", "_ending", "_undecided", "_unassessed", "_introduction", "_gap",
    ]
