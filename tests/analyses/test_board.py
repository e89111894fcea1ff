"""Whom only one of our board members reaches, beside a count of our contacts by hand; terms; interlocks."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from ngomap.analyses.board import MEMBERS, OTHERS, OURS, OVER, find_board_reach
from ngomap.analyses.board_reach import BoardRows, board_on
from ngomap.model.actors import Actor
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from tests.analyses.test_introductions import actor, tie

ON = "2026-06-01"


def rows(*ties: Tie, names: str = "", **changed: dict[str, object]) -> BoardRows:
    everybody = {chr(96 + i) for t in ties for i in (t.a, t.b)} | {"a", *names}
    actors: dict[int, Actor] = {a.id: a for a in (actor(n, **changed.get(n, {})) for n in sorted(everybody))}
    return BoardRows(actors[1], actors, ties)


def values(report: Report, group: str) -> dict[str, object]:
    return {f.subject: f.value for f in report.findings if f.group == group}


SEATS = (tie("pa", "on-board-of"), tie("qa", "on-board-of"))


def test_whom_two_members_reach_is_reached_by_none_alone() -> None:
    report = find_board_reach(rows(*SEATS, tie("pb", "on-board-of"), tie("qb"), tie("qc", "works-for")), ON)
    assert values(report, MEMBERS) == {"q": 1, "p": 0}
    assert values(find_board_reach(rows(*SEATS, tie("pb")), ON), MEMBERS) == {"p": 1, "q": 0}


def test_our_other_contacts_count_too() -> None:
    alone = (*SEATS, tie("pb"))
    assert values(find_board_reach(rows(*alone, tie("ac", "works-with"), tie("bc", "works-with")), ON), MEMBERS)["p"] == 0
    assert values(find_board_reach(rows(*alone, tie("ab")), ON), MEMBERS)["p"] == 0
    assert values(find_board_reach(rows(*alone, tie("ac", "works-with"), tie("bc", "rivals")), ON), MEMBERS)["p"] == 1


def test_who_knows_the_member_does_not_lead_where_the_member_sits() -> None:
    ties = (*SEATS, tie("pb", "on-board-of"), tie("ac", "works-with"), tie("cp"))
    assert values(find_board_reach(rows(*ties), ON), MEMBERS)["p"] == 1


def test_the_organization_of_somebody_they_know_is_reached_through_that_person() -> None:
    report = find_board_reach(rows(*SEATS, tie("pr"), tie("rb", "holds-office-in")), ON)
    assert values(report, MEMBERS)["p"] == 2
    text = next(r.text for f in report.findings for r in f.reasons if r.code == "only")
    assert text == "Only through them: R (knows) and B (through R)."
    assert values(find_board_reach(rows(*SEATS, tie("pr"), tie("rb", "works-with")), ON), MEMBERS)["p"] == 1


def test_a_term_that_ends_and_one_that_is_over() -> None:
    ending = tie("pa", "on-board-of", until="2026-07-01")
    gone = tie("qa", "on-board-of", until="2026-04-30", status="ended")
    report = find_board_reach(rows(ending, gone, tie("pb"), tie("qc")), ON)
    assert values(report, MEMBERS) == {"p": 1}
    assert values(report, OVER) == {"q": 1}
    codes = [r.code for f in report.findings for r in f.reasons]
    assert "caution-term-ends" in codes
    assert report.next == ("P's term ends on 2026-07-01: ask them to stay, or to introduce you before that: "
                           "ngomap intro b --via board --draft",)  # fmt: skip
    forgotten = find_board_reach(rows(tie("pa", "on-board-of", until="2019")), ON)
    assert values(forgotten, OVER) == {"p": 0}
    assert "still recorded as active" in forgotten.findings[0].reasons[0].text
    assert find_board_reach(rows(tie("pa", "on-board-of", until="2019", status="ended")), ON).findings == ()


def test_interlocks_with_us_and_among_those_that_matter() -> None:
    report = find_board_reach(
        rows(*SEATS, tie("pb", "on-board-of"), tie("rb", "on-board-of"), tie("rc", "on-board-of"), tie("qc", "on-board-of")), ON
    )  # fmt: skip
    assert values(report, OURS) == {"a/b": 1, "a/c": 1}
    assert values(report, OTHERS) == {"b/c": 1}
    away = find_board_reach(rows(*SEATS, tie("rb", "on-board-of"), tie("rc", "on-board-of")), ON)
    assert values(away, OTHERS) == {}


def test_nobody_on_the_board_is_said_with_what_to_do() -> None:
    report = find_board_reach(rows(), ON)
    assert report.findings == ()
    assert report.caveats == ("No board member of A is recorded for that day.",)
    assert "--type on-board-of" in report.next[0]
    silent = find_board_reach(rows(tie("pa", "on-board-of")), ON)
    assert "nothing-known" in [r.code for r in silent.findings[0].reasons]
    assert silent.next[0].startswith("Ask P where else they sit")


@given(st.integers(0, 10**9))
def test_without_the_member_nobody_of_ours_has_a_tie_with_whom_only_they_reach(seed: int) -> None:
    chance = random.Random(seed)
    names = "abcdefpqr"
    ties = [*SEATS, tie("ra", "on-board-of")]
    for _ in range(chance.randint(0, 14)):
        ends = "".join(chance.sample(names, 2))
        if not any({t.a, t.b} == {ord(c) - 96 for c in ends} for t in ties):
            ties.append(tie(ends, chance.choice(["knows", "works-with", "rivals", "related"])))
    board = board_on(rows(*ties, names=names), ON)
    joined = {frozenset((t.a, t.b)) for t in ties if t.type != "rivals"}
    ours = {next(iter(pair - {1})) for pair in joined if 1 in pair}
    for member in board.members:
        direct = {x for x in board.actors if frozenset((member.tie.a, x)) in joined and x != 1}
        others = ours - {member.tie.a}
        expected = {x for x in direct - ours if not any(frozenset((o, x)) in joined for o in others)}
        assert set(member.only) == expected
        assert set(member.only) | set(member.also) == direct
