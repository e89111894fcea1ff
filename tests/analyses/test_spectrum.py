"""The spectrum of allies."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.analyses.spectrum import BACK, BALANCE, COLUMNS, UNKNOWN, SpectrumRows, find_spectrum
from ngomap.analyses.spectrum_nudges import NOBODY, NUDGE
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event, Stance
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Report
from ngomap.model.words import Term

ON, SINCE = "2024-06-30", "2024-01-01"
WATER = Term(1, "issue", "water", "Water")
WELLS = Term(2, "issue", "wells", "Wells", 1)
DEEP = Term(3, "issue", "deep-wells", "Deep wells", 2)
TAPS = Term(4, "issue", "taps", "Taps", 1)
OTHER = Term(5, "issue", "other", "Other")
TERMS = (WATER, WELLS, DEEP, TAPS, OTHER)
US, ANA, BEN, CAT, DAN = ACTORS = tuple(
    ActorRef(i, h, h.title(), "person" if h == "dan" else "ngo", level)
    for i, (h, level) in enumerate((("us", None), ("ana", "local"), ("ben", None), ("cat", "national"), ("dan", None)), 1)
)
AWAY, TOWARDS = f"moved away since {SINCE}", f"moved towards our side since {SINCE}"


def said(number: int, who: ActorRef, stance: int | None, influence: int | None = None, day: str | None = "2024-03-01",
         issue: Term = WATER, source: str | None = None) -> Stance:  # fmt: skip
    return Stance(number, who.id, issue.id, stance, influence, day, source)


def works(number: int, a: ActorRef, b: ActorRef, rung: int | None = None, status: str = "active", **more: object) -> Tie:
    return Tie(number, "works-with", min(a.id, b.id), max(a.id, b.id), status, rung=rung, **more)  # type: ignore[arg-type]


def spectrum(*stances: Stance, issue: Term = WATER, on: str = ON, limit: int | None = 0, **more: object) -> Report:
    rows = SpectrumRows(**{"actors": ACTORS, "terms": TERMS, "us": US.id, **more, "stances": stances})  # type: ignore[arg-type]
    return find_spectrum(rows, issue, on, SINCE, limit)


def group(report: Report, name: str) -> dict[str, float | None]:
    return {f.subject: f.value for f in report.findings if f.group == name}


def placed(report: Report) -> dict[str, tuple[str, float | None]]:
    return {f.subject: (f.group, f.value) for f in report.findings if f.group in COLUMNS.values()}


def only(report: Report, name: str, subject: str) -> Finding:
    (one,) = [f for f in report.findings if f.group == name and f.subject == subject]
    return one


def texts(finding: Finding) -> dict[str, str]:
    return {r.code: r.text for r in finding.reasons}


def test_each_stance_has_its_column_and_the_most_influential_stand_first() -> None:
    report = spectrum(
        said(1, ANA, 2, 1), said(2, BEN, 2, 4), said(3, CAT, 2), said(4, DAN, -2, 0), said(5, US, 0, 5)
    )  # fmt: skip
    assert placed(report) == {
        "dan": ("active opponents", 0), "us": ("neutral", 5), "ben": ("active allies", 4), "ana": ("active allies", 1),
        "cat": ("active allies", None),
    }  # fmt: skip
    assert [f.subject for f in report.findings][:5] == ["dan", "us", "ben", "ana", "cat"]
    assert [report.counts[c] for c in COLUMNS.values()] == [1, 0, 1, 0, 3]


@pytest.mark.parametrize(("rows", "stance", "influence"), [
    ([(1, 5, "2024-01-01", WATER), (-1, 2, "2024-02-01", WATER)], -1, 2),
    ([(1, 5, "2024-01-01", WATER), (-1, None, "2024-02-01", WATER)], -1, 5),
    ([(1, 5, "2024-01-01", WATER), (None, 3, "2024-02-01", WATER)], 1, 3),
    ([(1, 5, "2024-01-01", WATER), (-1, 2, "2024-07-01", WATER)], 1, 5),
    ([(1, 5, None, WATER), (-1, 2, "2000-01-01", WATER)], -1, 2),
    # Its own issue comes before a narrower one, however old; then the newest counts, then the nearest, then the name.
    ([(1, 5, None, WATER), (-1, 2, "2024-02-01", WELLS)], 1, 5),
    ([(1, None, None, WATER), (-1, 2, "2024-02-01", WELLS)], 1, 2),
    ([(1, 5, "2024-01-01", WELLS), (-1, 2, "2024-02-01", DEEP)], -1, 2),
    ([(1, 5, "2024-02-01", DEEP), (-1, 2, "2024-02-01", WELLS)], -1, 2),
    ([(1, 5, "2024-02-01", WELLS), (-1, 2, "2024-02-01", TAPS)], -1, 2),
], ids=str)  # fmt: skip
def test_which_record_counts(
    rows: list[tuple[int | None, int | None, str | None, Term]], stance: int, influence: int
) -> None:
    stances = [said(i, ANA, s, w, day, issue) for i, (s, w, day, issue) in enumerate(rows, 1)]
    assert placed(spectrum(*stances)) == placed(spectrum(*reversed(stances))) == {"ana": (COLUMNS[stance], influence)}


def test_what_is_said_of_another_or_a_wider_issue_counts_for_nothing() -> None:
    report = spectrum(said(1, ANA, 2, 5, issue=OTHER), said(2, BEN, 2, 5, issue=WATER), issue=WELLS)
    assert placed(report) == {}
    assert group(report, UNKNOWN) == {}
    assert report.next == ("Record where somebody stands: ngomap stance REF +1 --issue wells --influence 3",)


def test_what_is_known_of_a_narrower_issue_only_is_told_and_so_is_what_differs() -> None:
    report = spectrum(
        said(1, ANA, 1, 2, issue=WELLS), said(2, ANA, -1, None, "2023-01-01", TAPS), said(3, ANA, 1, None, "2023-02-01", DEEP)
    )
    reasons = texts(only(report, "passive allies", "ana"))
    assert reasons == {
        "stance": "Passive ally (2024-03-01).", "narrower": "On Wells.",
        "elsewhere": "On Taps: passive opponent (2023-01-01).",
    }  # fmt: skip
    assert any(c == "Known only of an issue under it: Ana (Wells)." for c in report.caveats)


def test_how_they_moved_and_by_how_much() -> None:
    report = spectrum(
        said(1, ANA, -1, 1, "2023-05-01", source="press"), said(2, ANA, 0, 1, "2024-02-01"), said(3, ANA, 1, 1, "2024-03-01"),
        said(4, BEN, 2, 1, "2024-01-01"), said(5, BEN, 2, 1, "2024-02-01"), said(6, BEN, 1, 1, "2024-03-01"),
        said(7, CAT, 1, 1, "2023-01-01"), said(8, CAT, 0, 1, "2024-02-01"), said(9, CAT, 1, 1, "2024-03-01"),
        said(10, DAN, 2, 1, "2024-02-01"), said(11, US, 2, 1, None), said(12, US, 2, 1, "2024-02-02"),
    )  # fmt: skip
    assert (group(report, TOWARDS), group(report, AWAY), group(report, BACK)) == ({"ana": 2}, {"ben": 1}, {"cat": None})
    reason = only(report, TOWARDS, "ana").reasons[0]
    assert reason.text == "passive opponent (2023-05-01, press) -> neutral (2024-02-01) -> passive ally (2024-03-01)."
    assert reason.evidence == ("stance:1", "stance:2", "stance:3")
    assert texts(only(report, "passive allies", "ana"))["was"] == "Was neutral."
    # Nothing was known of Dan, so nobody says that he moved.
    assert report.caveats[-1] == "Where Dan stood on 2024-01-01 was not known, so whether they moved since cannot be told."


def test_two_issues_are_no_move() -> None:
    report = spectrum(said(1, ANA, -1, 1, "2023-05-01", WELLS), said(2, ANA, 1, 1, "2024-02-01", WATER))
    assert group(report, TOWARDS) == {}


@pytest.mark.parametrize(("influence", "rung", "stance", "expected"), [
    (5, 5, 1, 1.0), (4, 4, 0, 4 / 5 * 0.75 * 0.75), (5, 3, -1, 0.55 * 0.5), (0, 5, 0, 0.0),
])  # fmt: skip
def test_who_could_be_moved_by_hand(influence: int, rung: int, stance: int, expected: float) -> None:
    report = spectrum(said(1, ANA, 2, 1), said(2, BEN, stance, influence), ties=(works(1, ANA, BEN, rung), works(2, US, ANA, 0)))
    assert group(report, NUDGE) == {"ben": pytest.approx(expected)}
    reasons = only(report, NUDGE, "ben").reasons
    assert [r.code for r in reasons] == ["step", "through"]
    assert reasons[1].text.startswith("Through Ana (active ally), which works with Ben (")
    assert reasons[1].evidence == ("tie:1", "stance:1")


@pytest.mark.parametrize(("stance", "through", "ties"), [
    (-2, 2, [works(1, ANA, BEN, 4)]),
    (2, 2, [works(1, ANA, BEN, 4)]),
    (1, 1, [works(1, ANA, BEN, 4)]),
    (0, 0, [works(1, ANA, BEN, 4)]),
    (-1, 0, [works(1, ANA, BEN, 4)]),
    (0, 2, [works(1, ANA, BEN, 4, "wanted")]),
    (0, 2, [works(1, ANA, BEN, 4, until="2024-05")]),
    (0, 2, [works(1, ANA, BEN, 4, stance="confrontational")]),
    (0, 2, [works(1, ANA, BEN, 4), Tie(2, "rivals", ANA.id, BEN.id, "active")]),
    (0, 2, [Tie(2, "monitors", ANA.id, BEN.id, "active")]),
    (0, 2, []),
], ids=str)  # fmt: skip
def test_nobody_to_go_through(stance: int, through: int, ties: list[Tie]) -> None:
    report = spectrum(said(1, ANA, through, 1), said(2, BEN, stance, 3), ties=ties)
    assert "ben" not in group(report, NUDGE)
    assert ("ben" in group(report, NOBODY)) == (stance in (-1, 0, 1))


def test_a_go_between_whom_we_do_not_know_is_worth_half_and_we_can_be_one() -> None:
    stranger, known = works(1, ANA, BEN, 5), works(2, US, BEN, 4)
    report = spectrum(said(1, ANA, 2, 1), said(2, BEN, 0, 4), ties=(stranger, known))
    finding = only(report, NUDGE, "ben")
    assert finding.value == pytest.approx(4 / 5 * 0.75 * 0.75)
    assert texts(finding)["through"] == "Through us: Ben works with us (coordination)."
    assert texts(finding)["also"] == "Or through Ana."
    report = spectrum(said(1, ANA, 2, 1), said(2, BEN, 0, 4), ties=(stranger,))
    finding = only(report, NUDGE, "ben")
    assert finding.value == pytest.approx(4 / 5 * 0.5 * 0.75)
    assert "ngomap intro ana" in texts(finding)["caution-stranger"]
    assert "--introduces ben" in report.next[0]
    # Who we are is not known: nobody is a stranger to us, nobody is us, and the answer says so.
    report = spectrum(said(1, ANA, 2, 1), said(2, BEN, 0, 4), ties=(stranger, known), us=None)
    assert group(report, NUDGE) == {"ben": pytest.approx(4 / 5 * 0.75)}
    assert report.caveats[-1].startswith("The map does not say who you are")


def test_our_own_people_speak_for_us_and_are_not_to_be_moved() -> None:
    board = Tie(1, "on-board-of", DAN.id, US.id, "active")
    report = spectrum(said(1, BEN, 1, 5), ties=(board, works(2, DAN, BEN, 3)))
    assert group(report, NUDGE) == {"ben": pytest.approx(0.55)}
    assert texts(only(report, NUDGE, "ben"))["through"].startswith("Through Dan (one of us), who works with Ben")
    report = spectrum(said(1, BEN, 1, 5), said(2, DAN, 0, 5), ties=(board, works(2, DAN, BEN, 3)))
    assert (list(group(report, NUDGE)), list(group(report, NOBODY))) == ([], ["ben"])


def test_what_to_mind_before_asking_a_go_between() -> None:
    def asked(number: int, day: str, *who: ActorRef, whom: ActorRef | None = None) -> Event:
        return Event(number, day, "call", "Call", None, None, None, None, "internal", who, whom.id if whom else None)

    stances = (said(1, ANA, 2, 1), said(2, BEN, 0, 4))
    ties = (works(1, ANA, BEN, 5), works(2, US, ANA, 5))
    lately, before, later = (asked(i, d, US, ANA, whom=CAT) for i, d in enumerate(("2024-04-01", "2023-12-01", "2024-07-01"), 1))
    found = texts(only(spectrum(*stances, ties=ties, events=(lately, before, later)), NUDGE, "ben"))
    assert found["caution-asked-lately"].startswith("Careful: we asked Ana for introductions 1 time in the last 6 months")
    assert "caution-quiet" not in found
    found = texts(only(spectrum(*stances, ties=ties, events=(before,)), NUDGE, "ben"))
    assert "caution-asked-lately" not in found
    assert "no contact with Ana is logged since 2023-12-01" in found["caution-quiet"]
    met = asked(4, "2023-11-01", ANA, BEN)
    found = texts(only(spectrum(*stances, ties=ties, events=(met, lately)), NUDGE, "ben"))
    assert "no contact of Ana with Ben is logged since 2023-11-01" in found["caution-quiet"]
    dormant, hidden = works(1, ANA, BEN, 5, "dormant"), works(1, ANA, BEN, 5, audience="secret")
    assert "caution-dormant" in texts(only(spectrum(*stances, ties=(dormant, ties[1])), NUDGE, "ben"))
    assert "caution-secret-tie" in texts(only(spectrum(*stances, ties=(hidden, ties[1])), NUDGE, "ben"))


def test_an_influence_that_is_not_known_is_said_to_be_so() -> None:
    report = spectrum(said(1, ANA, 2, 1), said(2, CAT, 2, 3), said(3, BEN, 1), ties=(works(1, ANA, BEN, 5), works(2, US, ANA)))
    finding = only(report, NUDGE, "ben")
    assert finding.value == pytest.approx(1 / 5)
    assert "influence not known, counted as 1, the middle of those known" in texts(finding)["step"]
    assert group(report, BALANCE) == {"opponents": 0, "neutral": 0, "allies": 4}
    assert texts(only(report, BALANCE, "allies"))["unknown"] == "The influence of 1 actor among them is not known."


def test_the_balance_is_a_sum_and_says_so() -> None:
    report = spectrum(said(1, ANA, 2, 1), said(2, BEN, 1, 4), said(3, CAT, -2, 5), said(4, DAN, 0, 3), limit=1)
    assert group(report, BALANCE) == {"opponents": 5, "neutral": 3, "allies": 5}
    text = texts(only(report, BALANCE, "allies"))["balance"]
    assert text == "As far as it is known, allies and opponents weigh the same: allies 5, neutral 3, opponents 5."
    assert "opponents weigh more: allies 0, neutral 0, opponents 5" in texts(only(spectrum(said(3, CAT, -2, 5)), BALANCE, "allies"))["balance"]
    nothing = spectrum(said(3, CAT, -2))
    assert group(nothing, BALANCE) == {"opponents": None, "neutral": 0, "allies": 0}
    assert "balance" not in texts(only(nothing, BALANCE, "allies"))


def test_the_unknown_by_how_much_they_matter() -> None:
    eve, fay = ActorRef(6, "eve", "Eve", "ngo", "national"), ActorRef(7, "fay", "Fay", "ngo", "local")
    report = spectrum(
        said(1, ANA, 2, 1), said(2, CAT, None, 2), ties=(works(1, ANA, BEN), works(2, eve, US), works(3, fay, ANA)),
        actors=(*ACTORS, eve, fay), on_it={DAN.id},
    )  # fmt: skip
    assert list(group(report, UNKNOWN).items()) == [("cat", 2), ("dan", None), ("eve", None), ("fay", None), ("ben", None)]
    assert texts(only(report, UNKNOWN, "eve")) == {"matters": "Tied with us; national."}
    assert texts(only(report, UNKNOWN, "dan")) == {"matters": "Works on Water."}
    assert report.next[0] == "Find out where Cat stands: ngomap stance cat STANCE --issue water"


def test_only_those_asked_about_are_drawn_but_others_may_speak_to_them() -> None:
    report = spectrum(said(1, ANA, 2, 1), said(2, BEN, 0, 4), said(3, CAT, -2, 3), ties=(works(1, ANA, BEN, 5), works(2, US, ANA)),
                      about={BEN.id})  # fmt: skip
    assert list(placed(report)) == ["ben"]
    assert list(group(report, NUDGE)) == ["ben"]
    assert group(report, BALANCE) == {"opponents": 0, "neutral": 4, "allies": 0}


def test_nothing_and_nobody() -> None:
    empty = find_spectrum(SpectrumRows((), ()), WATER, ON, SINCE, None)
    assert (empty.findings, empty.caveats) == ((), ())
    assert len(empty.next) == 1
    alone = spectrum(said(1, US, 1, 3))
    assert placed(alone) == {"us": ("passive allies", 3)}
    assert (group(alone, NUDGE), group(alone, NOBODY)) == ({}, {})


def test_a_screenful_keeps_the_totals() -> None:
    crowd = [ActorRef(i, f"n{i:02}", f"N{i:02}", "ngo") for i in range(10, 30)]
    report = spectrum(*(said(a.id, a, 1, 2) for a in crowd), actors=crowd, limit=None)
    assert (len(group(report, "passive allies")), report.counts["passive allies"]) == (6, 20)
    assert (len(group(report, NOBODY)), report.counts[NOBODY]) == (1, 20)


DAYS = (None, "2023-06-01", "2024-02-01", "2024-05-01", "2024-08-01")
ROWS = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from(TERMS), st.sampled_from([None, -2, -1, 0, 1, 2]),
              st.sampled_from([None, 0, 3, 5]), st.sampled_from(DAYS)),
    max_size=12, unique_by=lambda row: (row[0], row[1].id, row[4]),
)  # fmt: skip
TIES = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from(["works-with", "knows", "rivals", "on-board-of"])),
    max_size=8, unique_by=lambda row: (min(row[:2]), max(row[:2]), row[2]),
)  # fmt: skip


@given(ROWS, TIES, st.randoms(use_true_random=False))
def test_ids_and_the_order_of_rows_change_nothing(
    rows: list[tuple[int, Term, int | None, int | None, str | None]], ties: list[tuple[int, int, str]], chance: random.Random
) -> None:
    def answer(numbers: list[int], shuffled: bool) -> Report:
        actors = [replace(a, id=n) for a, n in zip(ACTORS, numbers, strict=True)]
        stances = [
            Stance(i, actors[who].id, issue.id, stance, weight, day)
            for i, (who, issue, stance, weight, day) in enumerate(rows, 1)
            if stance is not None or weight is not None
        ]
        joined = []
        for i, (a, b, kind) in enumerate(ties, 1):
            ends = (actors[a].id, actors[b].id)
            if a != b:
                joined.append(Tie(i, kind, *(ends if kind == "on-board-of" else sorted(ends)), "active"))
        if shuffled:
            for part in (actors, stances, joined):
                chance.shuffle(part)
        us = next(a.id for a in actors if a.handle == "us")
        return find_spectrum(SpectrumRows(actors, TERMS, stances, joined, us=us, on_it={numbers[3]}), WATER, ON, SINCE)

    numbers = chance.sample(range(1, 50), 5)
    plain, mixed = answer([1, 2, 3, 4, 5], False), answer(numbers, True)
    same = {f"actor:{new}": f"actor:{old}" for old, new in enumerate(numbers, 1)}

    def comparable(report: Report, ids: dict[str, str]) -> list[object]:
        return [
            (f.group, f.subject, f.value, [(r.code, r.text, sorted(ids.get(e, e) for e in r.evidence)) for r in f.reasons])
            for f in report.findings
        ]

    assert comparable(plain, {}) == comparable(mixed, same)
    assert (plain.caveats, plain.next) == (mixed.caveats, mixed.next)
    known = {i for i, row in enumerate(rows, 1)}
    for finding in plain.findings:
        for reason in finding.reasons:
            for evidence in reason.evidence:
                kind, number = evidence.split(":")
                assert int(number) in {"stance": known, "actor": set(range(1, 6)), "tie": set(range(1, len(ties) + 1))}[kind]
