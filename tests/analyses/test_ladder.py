"""Every working relationship with its claimed and its shown rung, and what comes next."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.analyses.ladder import GROUPS, OTHERS, find_ladder
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import Agreement
from ngomap.model.contacts import Event
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Report
from ngomap.model.words import Term

ON = "2026-03-31"
HANDLES = ("us-ngo", "fair", "arts", "donor", "choir")
US, FAIR, ARTS, DONOR, CHOIR = ACTORS = [ActorRef(i, h, h.title(), "ngo") for i, h in enumerate(HANDLES, 1)]


def met(id_: int, day: str, *who: ActorRef, kind: str = "meeting", step: str | None = None) -> Event:
    return Event(id_, day, kind, f"Talk {id_}", None, step, None, None, "internal", (US, *who))


def works(id_: int, b: ActorRef, rung: int | None = None, status: str = "active", **fields: object) -> Tie:
    return Tie(id_, "works-with", fields.pop("a", US).id, b.id, status, rung=rung, **fields)  # type: ignore[arg-type, attr-defined]


def ask(ties: list[Tie], events: list[Event] | None = None, us: ActorRef | None = US, **options: object) -> Report:
    return find_ladder(ACTORS, ties, events or [], us=us, **{"on": ON, **options})  # type: ignore[arg-type]


def found(report: Report) -> list[tuple[str, str, object]]:
    return [(f.group, f.subject, f.value) for f in report.findings if f.group != GROUPS[0]]


def texts(finding: Finding) -> dict[str, str]:
    return {r.code: r.text for r in finding.reasons}


def only(report: Report) -> Finding:
    (one,) = [f for f in report.findings if f.group != GROUPS[0]]
    return one


def test_an_empty_map_and_a_map_without_ties() -> None:
    empty = find_ladder([], [], [], ON)
    assert (empty.findings, empty.caveats, len(empty.next)) == ((), (), 1)
    assert ask([]).findings == ()
    assert ask([]).next == ("Say whom you know and whom you want to know: ngomap link us REF --rung 1 --wanted 3",)


@pytest.mark.parametrize(
    ("tie", "events", "group", "value"),
    [
        (works(1, FAIR, 3), [met(1, "2025-01-01", FAIR, kind="training")], "gone stale", 3),
        (works(1, FAIR, 3), [met(1, "2025-04-30", FAIR, kind="training")], "going stale within 60 days", 3),
        (works(1, FAIR, 2), [], "no contact logged", 0),
        (works(1, FAIR), [], "no contact logged", 0),
        (works(1, FAIR, 3), [met(1, "2026-03-01", FAIR, kind="call")], "claimed above what is shown", 1),
        (works(1, FAIR, 1, wanted=3), [met(1, "2026-03-01", FAIR)], "below the rung we want", 1),
        (works(1, FAIR, 0, wanted=1), [], "below the rung we want", 0),
        (works(1, FAIR, 0, "wanted", wanted=3), [], "wanted, not begun", 0),
        (works(1, FAIR, 3, "dormant"), [met(1, "2022-03-01", FAIR)], "dormant", 1),
        (works(1, FAIR, 1), [met(1, "2026-03-01", FAIR, kind="briefing")], "as it should be", 2),
        (works(1, FAIR), [met(1, "2026-03-01", FAIR)], "as it should be", 1),
        (works(1, FAIR, 0), [], "as it should be", 0),
    ],
)
def test_each_relationship_is_in_the_first_group_that_fits(
    tie: Tie, events: list[Event], group: str, value: int
) -> None:
    assert found(ask([tie], events)) == [(group, "fair", value)]


def test_what_is_neither_wanted_nor_stands_is_not_listed() -> None:
    rows = [
        works(1, FAIR, 3, "ended"), works(1, FAIR, 3, "declined"), works(1, FAIR, 3, since="2026-04"),
        works(1, FAIR, 3, until="2026-02"), works(1, FAIR, None, "wanted", since="2026-05"), Tie(1, "funds", 1, 2, "active"),
    ]  # fmt: skip
    for row in rows:
        assert found(ask([row])) == [], row


def test_parallel_ties_are_one_relationship_that_says_most() -> None:
    rows = [works(1, FAIR, 1, since="2020"), works(2, FAIR, 3, since="2024-05"), works(3, FAIR, None, "wanted", wanted=4)]
    for ties in (rows, rows[::-1]):
        finding = only(ask(ties, [met(1, "2026-03-01", FAIR, kind="training")]))
        assert texts(finding)["standing"] == "Claimed and shown 3 support (training, 2026-03-01); wanted 4 coordination."
        assert finding.reasons[0].evidence == ("tie:2", "event:1")
    wish = [works(1, FAIR, 1), works(2, FAIR, None, since="2024", wanted=4)]
    assert "wanted 4 coordination" in texts(only(ask(wish, [met(1, "2026-03-01", FAIR)])))["standing"]


def test_what_a_finding_says() -> None:
    rows = [works(1, FAIR, 4, wanted=5)]
    finding = only(ask(rows, [met(5, "2026-03-01", FAIR, kind="briefing"), met(9, "2027-01-01", FAIR)]))
    assert texts(finding) == {
        "standing": "Claimed 4 coordination; shown 2 sharing (briefing, 2026-03-01); wanted 5 collaboration.",
        "contact": "Last contact 2026-03-01; fresh until 2026-09-01.",
        "mend": "If it happened, log it: ngomap log fair --kind joint-planning --on DATE. If it did not: "
        "ngomap link us fair --rung 2",
        "next-step": "Next: Publicise an event of theirs. Then: ngomap log fair --kind publicised",
    }
    assert finding.reasons[1].evidence == ("event:5",)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2025-03-30", "Last contact 2025-03-30, 12 months ago; fresh only until 2026-03-30."),
        ("2025-03-31", "Last contact 2025-03-31, 12 months ago; going stale today, after 2026-03-31."),
        ("2025-04-01", "Last contact 2025-04-01, 11 months ago; going stale tomorrow, after 2026-04-01."),
        ("2025-04-20", "Last contact 2025-04-20, 11 months ago; going stale in 20 days, after 2026-04-20."),
        ("2026-02-28", "Last contact 2026-02-28, 1 month ago; fresh until 2027-02-28."),
    ],
)
def test_how_fresh(day: str, text: str) -> None:
    assert texts(only(ask([works(1, FAIR, 1)], [met(1, day, FAIR)])))["contact"] == text


def test_more_shown_than_claimed_is_worth_recording() -> None:
    finding = only(ask([works(1, FAIR, 1)], [met(1, "2026-03-01", FAIR, kind="joint-planning")]))
    assert texts(finding)["mend"] == "Record what is shown: ngomap link us fair --rung 4"


def test_a_joint_project_and_an_agreement_are_evidence() -> None:
    parts = [Activity(i, i, 1, 1, project="Theatre", since="2025-09") for i in (1, 2)]
    finding = only(ask([works(1, FAIR, 5)], [met(1, "2026-03-01", FAIR)], activities=parts))
    assert texts(finding)["standing"] == "Claimed and shown 5 collaboration (joint project Theatre, from 2025-09)."
    agreed = [Agreement(3, 1, 2, "shared-vision", "agreed", None, "2026-02-01", None, "partners")]
    finding = only(ask([works(1, FAIR, 4)], agreements=agreed))
    assert texts(finding)["standing"].endswith("(agreement on shared vision, 2026-02-01).")
    assert texts(finding)["contact"].startswith("Last contact 2026-02-01")


def test_what_was_agreed_is_the_next_step() -> None:
    finding = only(ask([works(1, FAIR, 1)], [met(6, "2026-03-01", FAIR, step="Send results.")]))
    step = "Next: Do what was agreed on 2026-03-01: Send results. Then: ngomap done 6"
    assert (finding.reasons[-1].text, finding.reasons[-1].evidence) == (step, ("event:6",))


def test_the_order_in_the_groups_is_what_is_due_first() -> None:
    stale = [works(1, FAIR, 3), works(2, ARTS, 1), works(3, DONOR, 4)]
    events = [met(1, "2025-01-05", FAIR), met(2, "2025-01-04", ARTS), met(3, "2025-09-01", DONOR)]
    assert [f.subject for f in ask(stale, events).findings if f.group == "gone stale"] == ["arts", "fair", "donor"]
    wishes = [works(1, FAIR, 0, wanted=4), works(2, ARTS, 0, wanted=1), works(3, DONOR, 0, wanted=1)]
    assert [s for _, s, _ in found(ask(wishes))] == ["arts", "donor", "fair"]


def test_only_what_is_or_goes_stale() -> None:
    rows = [works(1, FAIR, 1), works(2, ARTS, 1), works(3, DONOR, 1), works(4, CHOIR, 5, wanted=1)]
    events = [met(1, "2025-01-01", FAIR), met(2, "2025-05-01", ARTS), met(3, "2026-03-01", DONOR)]
    report = ask(rows, events, stale=True)
    assert list(report.counts) == ["gone stale", "going stale within 60 days", "no contact logged"]


def test_only_with_who_works_on_the_issue() -> None:
    rows = [works(1, FAIR, 1), works(2, ARTS, 1), works(3, DONOR, 5, wanted=2)]
    report = ask(rows, [met(1, "2026-03-01", FAIR)], about={2}, issue=Term(1, "issue", "water", "Water"))
    assert {f.subject for f in report.findings} == {"fair"}
    assert texts(report.findings[0])["next-step"].startswith("Next: Invite them to a short briefing on Water.")


def test_others_stand_apart_without_steps_and_only_if_asked_for() -> None:
    rows = [works(1, FAIR, 1), works(2, ARTS, 4, a=FAIR)]
    assert [s for _, s, _ in found(ask(rows))] == ["fair"]
    other = ask(rows, others=True).findings[-1]
    assert (other.group, other.subject, [r.code for r in other.reasons]) == (OTHERS, "arts/fair", ["standing"])
    assert [s for _, s, _ in found(ask(rows, others=True, stale=True))] == ["fair", "arts/fair"]


def test_if_nobody_is_us_every_tie_is_as_ours() -> None:
    report = ask([works(2, ARTS, 1, a=FAIR)], us=None)
    assert found(report) == [("no contact logged", "arts/fair", 0)]
    assert texts(report.findings[-1])["next-step"].endswith("ngomap log arts fair --kind call --without-us")
    assert report.next == ("Say who you are: ngomap edit REF --us",)


def test_for_other_eyes_nothing_is_corrected() -> None:
    report = ask([works(1, FAIR, 5, wanted=2)], whole=False)
    assert [(f.group, [r.code for r in f.reasons]) for f in report.findings] == [
        ("no contact logged", ["standing", "next-step"])
    ]


def test_a_screenful_leaves_out_what_asks_for_nothing() -> None:
    rows = [works(i, ActorRef(i, f"a{i:02}", f"A{i}", "ngo"), 1) for i in range(10, 40)]
    actors = [US, *(ActorRef(t.b, f"a{t.b:02}", f"A{t.b}", "ngo") for t in rows)]
    fine = [met(t.b, "2026-03-01", next(a for a in actors if a.id == t.b)) for t in rows[:20]]
    report = find_ladder(actors, rows, fine, ON, US, limit=None)
    assert report.counts == {"no contact logged": 10, "as it should be": 20}
    assert [f.group for f in report.findings] == ["no contact logged"] * 3
    assert report.next[-1] == "ngomap ladder --limit 0    (all; also 20 as it should be)"
    all_fine = find_ladder(actors, rows[:20], fine, ON, US, limit=None)
    assert [f.group for f in all_fine.findings] == ["as it should be"] * 3


DAYS = ["2024-05", "2025-02-01", "2025-06-01", "2026-03-01", "2026-06-01"]
TIES = st.lists(
    st.builds(
        lambda a, b, s, r, w, d: Tie(0, "works-with", min(a, b), max(a, b), s, rung=r, wanted=w, since=d),
        st.integers(1, 5), st.integers(1, 5), st.sampled_from(["active", "active", "dormant", "wanted", "ended"]),
        st.sampled_from([None, 0, 2, 4, 5]), st.sampled_from([None, 1, 3]), st.sampled_from([None, *DAYS]),
    ).filter(lambda t: t.a != t.b),
    max_size=8, unique_by=lambda t: (t.a, t.b, t.since),
)  # fmt: skip
EVENTS = st.lists(
    st.tuples(st.sampled_from(DAYS[1:]), st.sets(st.integers(1, 5), max_size=4),
              st.sampled_from(["call", "training", "joint-planning"]), st.sampled_from([None, "Write"])), max_size=6,
)  # fmt: skip


@settings(max_examples=100)
@given(ties=TIES, rows=EVENTS, seed=st.integers(0, 99))
def test_neither_order_nor_ids_nor_repetition_decide_and_every_piece_of_evidence_exists(
    ties: list[Tie], rows: list[tuple[str, set[int], str, str | None]], seed: int
) -> None:
    ties = [Tie(i, t.type, t.a, t.b, t.status, t.rung, t.wanted, since=t.since) for i, t in enumerate(ties, 1)]
    events = [
        Event(i, day, kind, f"T{i}", None, step, None, None, "internal", tuple(a for a in ACTORS if a.id in who))
        for i, (day, who, kind, step) in enumerate(rows, 1)
    ]
    report = find_ladder(ACTORS, ties, events, ON, US, others=True)
    chance = random.Random(seed)
    mixed = find_ladder(
        chance.sample(ACTORS, 5), chance.sample(ties, len(ties)), chance.sample(events * 2, 2 * len(events)), ON, US, others=True
    )
    assert report == mixed
    known = {f"tie:{t.id}" for t in ties} | {f"event:{e.id}" for e in events}
    for finding in report.findings:
        assert finding.reasons and all(r.evidence and set(r.evidence) <= known for r in finding.reasons)
        assert finding.value is None or 0 <= finding.value <= 5
    assert [f.group for f in report.findings] == [g for g in GROUPS for _ in range(report.counts.get(g, 0))]
    alone = ActorRef(9, "alone", "Alone", "ngo")
    assert find_ladder([*ACTORS, alone], ties, events, ON, US, others=True) == report
    later = [e for e in events if e.on_date <= ON]
    assert find_ladder(ACTORS, ties, later, ON, US, others=True) == report
