"""One relationship as a timeline."""

from __future__ import annotations

from ngomap.analyses.ladder_timeline import HAPPENED, tell_relationship
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import Agreement
from ngomap.model.contacts import Event, Trust
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.report import Report

ON = "2026-03-31"
US, FAIR, ANA = (ActorRef(i, h, h.title(), k) for i, (h, k) in enumerate((("us", "ngo"), ("fair", "ngo"), ("ana", "person")), 1))
EVENTS = [
    Event(2, "2026-02-01", "briefing", "Results", "They liked it", "Send them", "2026-03-01", None, "internal", (US, FAIR, ANA)),
    Event(1, "2026-01-15", "call", "First call", None, "Meet", "2026-02-01", "2026-02-01", "internal", (US, FAIR)),
    Event(3, "2026-04-01", "joint-planning", "Later", None, None, None, None, "internal", (US, FAIR)),
]
TIE = Tie(7, "works-with", 1, 2, "active", rung=2, wanted=4, since="2026-01", rung_since="2026-02-02")


def tell(ties: list[Tie], events: list[Event], a: ActorRef = US, b: ActorRef = FAIR, us: ActorRef | None = US, **rows: object) -> Report:
    return tell_relationship(a, b, [US, FAIR, ANA], ties, events, us=us, **{"on": ON, **rows})  # type: ignore[arg-type]


def labels(report: Report) -> list[tuple[str, object]]:
    return [(f.label, f.value) for f in report.findings if f.group == HAPPENED]


def test_strangers_have_no_history_but_a_first_step() -> None:
    report = tell([], [])
    (now,) = report.findings
    assert (now.group, now.value) == ("where it stands", 0)
    assert [r.code for r in now.reasons] == ["standing", "no-tie", "next-step"]
    assert report.next == ("ngomap link us fair --rung 0 --wanted RUNG",)


def test_everything_dated_up_to_the_day_and_the_rung_shown_by_then() -> None:
    report = tell(
        [TIE, Tie(8, "funds", 2, 1, "ended", since="2025", until="2025-12-31")], EVENTS,
        activities=[Activity(i, i, 1, 1, project="Theatre", since="2026-03-15") for i in (1, 2)],
        agreements=[
            Agreement(1, 2, 1, "strategy", "discussed", None, "2026-02-20", None, "partners"),
            Agreement(2, 2, 1, "strategy", "agreed", "We train", "2026-03-01", None, "partners"),
            Agreement(3, 1, 3, "strategy", "agreed", None, "2026-03-01", None, "partners"),
        ],
        trust=[
            Trust(5, 1, 2, "2026-02-10", 3, None, 2), Trust(6, 1, 2, None, 1, 1, 1), Trust(7, 1, 3, "2026-02-10", 3, 3, 3),
            Trust(8, 1, 2, "2026-05-01", 3, 3, 3),
        ],
    )  # fmt: skip
    assert labels(report) == [
        ("2025: noted: funds", 0), ("2025-12-31 over: funds", 0), ("2026-01: noted: works with", 0),
        ("2026-01-15 call: First call", 1), ("2026-02-01 briefing: Results", 2), ("2026-02-02 noted: 2 sharing", 2),
        ("2026-02-10 noted: our trust", 2), ("2026-02-20 discussed: strategy", 2), ("2026-03-01 agreed: strategy", 4),
        ("2026-03-15 joint project: Theatre", 5),
    ]  # fmt: skip
    said = {f.subject: [r.text for r in f.reasons] for f in report.findings}
    assert said["event:2"] == [
        "Shows 2 sharing.", "Also there: Ana.", "Outcome: They liked it", "Agreed: Send them (due 2026-03-01, overdue).",
    ]  # fmt: skip
    assert said["event:1"] == ["Shows 1 contact.", "Agreed: Meet (done 2026-02-01)."]
    assert said["trust:5"] == ["Reliability 3, openness 2, of 4 each."]
    assert said["agreement:2"] == ["Shows 4 coordination.", "We train"]
    now = report.findings[-1]
    assert (now.subject, now.value) == ("fair", 5)


def test_on_an_earlier_day_less_had_happened() -> None:
    assert labels(tell([TIE], EVENTS, on="2026-01-20")) == [
        ("2026-01: noted: works with", 0), ("2026-01-15 call: First call", 1),
    ]  # fmt: skip
    done_later = tell([], EVENTS, on="2026-01-20").findings[0].reasons[-1].text
    assert done_later == "Agreed: Meet (due 2026-02-01)."


def test_from_both_ends_it_is_the_same_story() -> None:
    assert tell([TIE], EVENTS) == tell([TIE], EVENTS[::-1], FAIR, US)


def test_trust_without_figures() -> None:
    report = tell([], [], trust=[Trust(5, 2, 1, "2026-02-10", 3, 4, 2)], figures=False)
    first = report.findings[0]
    assert (first.label, [r.text for r in first.reasons]) == ("2026-02-10 noted: their trust", ["Fair judged it."])


def test_the_newest_fit_on_a_screen() -> None:
    events = [Event(i, f"2026-01-{i:02}", "call", f"Call {i}", None, None, None, None, "internal", (US, FAIR)) for i in range(1, 21)]
    report = tell([TIE], events, limit=None)
    assert [label for label, _ in labels(report)][-1] == "2026-02-02 noted: 2 sharing"
    assert len(labels(report)) == 8
    assert report.counts == {HAPPENED: 22, "where it stands": 1}
    assert report.caveats == ("The 14 oldest are left out.",)
    assert len(labels(tell([TIE], events, limit=0))) == 22


def test_an_undated_project_counts_and_is_named() -> None:
    report = tell([TIE], EVENTS, activities=[Activity(i, i, 1, 1, project="Theatre") for i in (1, 2)])
    assert {value for _, value in labels(report)} == {5}
    assert report.caveats == ("No date is known of: joint project Theatre.",)


def test_contradictions_are_named_unless_something_was_withheld() -> None:
    bold = Tie(7, "works-with", 1, 2, "active", rung=5, wanted=2)
    assert tell([bold], []).counts == {"contradictions": 2, "where it stands": 1}
    report = tell([bold], [], whole=False)
    assert report.counts == {"where it stands": 1}
    assert "mend" not in [r.code for r in report.findings[-1].reasons]


def test_what_others_do_next_is_theirs() -> None:
    codes = [r.code for r in tell([TIE], EVENTS, us=ANA).findings[-1].reasons]
    assert codes == ["standing", "contact"]
    assert "next-step" in [r.code for r in tell([TIE], EVENTS, us=None).findings[-1].reasons]
