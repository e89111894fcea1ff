"""Duplication on maps small enough to work out by hand, and what must hold on every map."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.analyses.duplication import find_duplication
from ngomap.analyses.duplication_pairs import alike_pairs
from ngomap.analyses.footprints import footprints, rarities, rarity, weighted_jaccard
from ngomap.analyses.overlap_groups import coordinated_groups, uncoordinated_groups
from ngomap.analyses.overlap_words import COORDINATED, UNCOORDINATED
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Report
from ngomap.model.words import Area, Term

ON = "2024-03-31"
TERMS = [
    Term(1, "issue", "health", "Health"), Term(2, "issue", "nutrition", "Nutrition", parent=1),
    Term(3, "service", "clinics", "Clinics"), Term(4, "population", "children", "Children"),
    Term(5, "population", "women", "Women"), Term(6, "issue", "water", "Water"),
]  # fmt: skip
AREAS = [
    Area(1, "land", "Land", "country"),
    Area(2, "north", "North", "province", 1),
    Area(3, "south", "South", "province", 1),
    *(Area(10 + n, f"n{n}", f"Northtown {n}", "district", 2) for n in range(1, 6)),
    *(Area(20 + n, f"s{n}", f"Southtown {n}", "district", 3) for n in range(1, 6)),
]  # fmt: skip


def actors(names: str) -> list[ActorRef]:
    """One NGO for each letter: id 1 for `a` and so on."""
    return [ActorRef(ord(n) - 96, n, n.upper(), "ngo") for n in names]


def work(**cells: Iterable[tuple[int, int] | tuple[int, int, int | None]]) -> list[Activity]:
    """Activities from each letter's cells (term, area[, population])."""
    rows = [(ord(name) - 96, cell) for name, several in cells.items() for cell in several]
    return [Activity(n, actor, *cell) for n, (actor, cell) in enumerate(rows, 1)]


NORTH = [(1, 11), (1, 12), (1, 13)]
TRIO = work(a=NORTH, b=NORTH, c=NORTH)


def answer(names: str, rows: list[Activity], ties: Iterable[Tie] = (), **options: object) -> Report:
    return find_duplication(actors(names), rows, ties, TERMS, AREAS, ON, **options)  # type: ignore[arg-type]


def subjects(report: Report, group: str = UNCOORDINATED) -> list[str]:
    return [f.subject for f in report.findings if f.group == group]


def reason(finding: Finding, code: str) -> str:
    return next(r.text for r in finding.reasons if r.code == code)


# Likeness


def test_the_weight_of_a_cell_falls_with_those_who_have_it() -> None:
    assert [rarity(n) for n in (1, 3, 7)] == [1, 1 / 2, pytest.approx(1 / 3)]


def test_weighted_jaccard_by_hand() -> None:
    # Both have x (three holders: 1/2) and y (one more: 1/log2(3)); one alone has z.
    weights = rarities([{"x", "y"}, {"x", "y", "z"}, {"x"}])
    shared = 0.5 + 1 / math.log2(3)
    assert weighted_jaccard({"x", "y"}, {"x", "y", "z"}, weights) == pytest.approx(shared / (shared + 1))
    assert weighted_jaccard(set(), {"x"}, weights) == 0
    assert weighted_jaccard(set(), set(), weights) == 0
    assert weighted_jaccard({"x"}, {"x"}, weights) == 1


@given(
    st.dictionaries(st.integers(1, 12), st.sets(st.integers(0, 7), min_size=1), max_size=12),
    st.dictionaries(st.integers(1, 12), st.integers(1, 3)),
    st.sampled_from([0.0, 0.1, 0.25, 1 / 3, 0.5, 0.75, 1.0]),
)
def test_the_short_cut_finds_the_same_pairs_as_comparing_all(
    owned: dict[int, set[int]], alone: dict[int, int], threshold: float
) -> None:
    whole = {a: {*things, *((a, n) for n in range(alone.get(a, 0)))} for a, things in owned.items()}
    weights = rarities([*whole.values(), range(8), range(8)])
    sharing = [(a, b) for a, b in combinations(sorted(owned), 2) if owned[a] & owned[b]]
    every = {(a, b): weighted_jaccard(whole[a], whole[b], weights) for a, b in sharing}
    found = alike_pairs({a: sorted(x) for a, x in owned.items()}, [weights[n] for n in range(8)], threshold, alone)
    assert {pair: (j, n) for pair, j, n in found} == {
        (a, b): (j, len(owned[a] & owned[b])) for (a, b), j in every.items() if j >= threshold
    }


def test_what_is_only_funded_suspended_or_long_over_is_nobodys_work() -> None:
    rows = [
        Activity(1, 1, 1, 11, role="funder"), Activity(2, 1, 1, 12, status="suspended"),
        Activity(3, 1, 1, 13, until="2022"), Activity(4, 1, 1, 14, until="2024-03"), Activity(5, 1, 1, 15),
    ]  # fmt: skip
    others = [Activity(10 + n, 2, 1, 10 + n) for n in range(1, 6)]
    report = answer("ab", rows + others, threshold=0)
    assert report.findings[0].value == 2
    assert set(report.findings[0].reasons[0].evidence) == {"activity:4", "activity:5", "activity:14", "activity:15"}
    assert "Activities that were long over or suspended on 2024-03-31 are left out: 2." in report.caveats


def test_the_day_decides() -> None:
    rows = [
        Activity(n, actor, 1, area, since="2024-06", status="ongoing", until="2025")
        for n, (actor, area) in enumerate([(1, 11), (1, 12), (2, 11), (2, 12)], 1)
    ]
    later = find_duplication(actors("ab"), rows, [], TERMS, AREAS, "2028-01-01")
    assert not later.findings
    assert later.next == ("ngomap duplication --as-of 2025-01-01    (the last day that work is recorded for)",)
    assert find_duplication(actors("ab"), rows, [], TERMS, AREAS, "2024-07-01").findings


def test_where_most_work_is_over_an_earlier_day_comes_first() -> None:
    """Of what goes on, an end in the future is not the day that is named; nor is that of what is only planned."""
    over = [Activity(n, 1, 1, area, since="2022", until=until) for n, (area, until) in enumerate([(11, "2023"), (12, "2023-06-30"), (13, "2022")], 1)]
    more = [Activity(8, 1, 6, 21, since="2024", until="2027"), Activity(9, 1, 6, 22, status="planned", since="2026", until="2028")]
    looser = "ngomap duplication --threshold 0.15 --shared 1    (a looser comparison)"
    earlier = "ngomap duplication --as-of 2023-06-30    (the last day that other work is recorded for)"
    for rows, steps in (([*over, *more], (earlier, looser)), ([over[0], more[0]], (looser,))):
        assert find_duplication(actors("ab"), rows, [], TERMS, AREAS, "2025-06-01").next == steps


# Groups


def test_a_group_of_three_is_one_finding_that_explains_itself() -> None:
    report = answer("abcd", [*TRIO, Activity(90, 4, 6, 21)])
    (finding,) = report.findings
    assert (finding.subject, finding.value, finding.group) == ("a,b,c", 6, UNCOORDINATED)
    assert reason(finding, "shared") == (
        "3 pieces of work: Health, in Northtown 1, Northtown 2 and Northtown 3. All 3 do 3 of these."
    )
    assert reason(finding, "alike") == "Any two are alike by 100 %: it is all that each of them does."
    assert reason(finding, "no-contact") == "No tie among them is recorded."
    assert reason(finding, "next") == "Next: A, with all of its work in this overlap, could call B and C about North."
    assert len(finding.reasons[0].evidence) == 9


def test_groups_do_not_chain_strangers() -> None:
    # a and b share half, b and c share half, a and c share nothing.
    chain = work(a=[(1, 11), (1, 12)], b=[(1, 11), (1, 12), (1, 13), (1, 14)], c=[(1, 13), (1, 14)])
    assert subjects(answer("abc", chain)) == ["a,b", "b,c"]


def test_a_group_is_whole_and_takes_everybody_who_overlaps_with_all_of_it() -> None:
    order = {n: n for n in range(1, 6)}
    # 3 and 4 overlap with 1 and 2, but not with each other.
    fork = {(1, 2): 0.9, (1, 3): 0.5, (2, 3): 0.5, (1, 4): 0.4, (2, 4): 0.4}
    assert [g.members for g in uncoordinated_groups(fork, set(), order)] == [(1, 2, 3), (1, 2, 4)]
    # The pair (2, 4) is left when the rest is told; 3 overlaps with both and is told again.
    ring = {(1, 2): 0.9, (1, 3): 0.9, (2, 3): 0.9, (3, 4): 0.8, (4, 5): 0.8, (3, 5): 0.8, (2, 4): 0.3}
    assert [g.members for g in uncoordinated_groups(ring, set(), order)] == [(1, 2, 3), (3, 4, 5), (2, 3, 4)]


def test_one_shared_piece_is_no_overlap_but_is_said() -> None:
    rows = work(a=[(1, 11)], b=[(1, 11)])
    report = answer("ab", rows)
    assert report.findings == ()
    assert "1 more pair as alike, but sharing only one piece of work: --shared 1 shows them." in report.caveats
    assert subjects(answer("ab", rows, least_shared=1)) == ["a,b"]


def test_within_an_area_one_shared_piece_counts() -> None:
    rows = work(a=[(1, 11), (1, 21), (1, 22)], b=[(1, 11), (6, 23), (6, 24)])
    assert subjects(answer("ab", rows)) == []
    report = answer("ab", rows, area=AREAS[1])
    assert subjects(report) == ["a,b"]
    assert reason(report.findings[0], "alike").startswith("They are alike by 100 % in the work asked about")
    assert report.parameters["area"] == "north"


def test_an_issue_takes_what_lies_under_it() -> None:
    rows = work(a=[(2, 11), (2, 12), (6, 21)], b=[(2, 11), (2, 12), (6, 22)])
    assert answer("ab", rows, issue=TERMS[0]).findings[0].value == 2
    assert answer("ab", rows, issue=TERMS[5]).findings == ()


def test_whom_it_is_for_counts_and_an_unstated_population_is_not_guessed() -> None:
    for_children = [(1, 11, 4), (1, 12, 4)]
    assert subjects(answer("ab", work(a=for_children, b=for_children))) == ["a,b"]
    assert subjects(answer("ab", work(a=for_children, b=[(1, 11, 5), (1, 12, 5)]))) == []
    unstated = answer("ab", work(a=for_children, b=[(1, 11), (1, 12)]))
    assert unstated.findings == ()
    assert any(c.endswith("(so it is for 2 issues in a place).") for c in unstated.caveats)


def test_rarer_work_weighs_more() -> None:
    # Each pair shares two of its three pieces; what a and b share, six others do too.
    crowd = [(1, 11), (1, 12)]
    names = "abcdefghij"
    rows = work(
        a=[*crowd, (6, 21)], b=[*crowd, (6, 22)], c=[(2, 13), (2, 14), (6, 23)], d=[(2, 13), (2, 14), (6, 24)],
        **{n: [*crowd, *((3, 10 + x) for x in range(1, 6)), *((3, 20 + x) for x in range(1, 6))] for n in "efghij"},
    )  # fmt: skip
    alike = {f.subject: reason(f, "alike") for f in answer(names, rows, threshold=0.2).findings}
    assert alike["c,d"].startswith("They are alike by 39 %")
    assert alike["a,b"].startswith("They are alike by 24 %")


# Coordination


def coordinating(*ties: Tie, kind: str = "ngo", works_on: dict[int, set[int]] | None = None) -> Report:
    """a and b do the same; d is of some kind."""
    people = [*actors("ab"), ActorRef(4, "d", "D", kind)]
    return find_duplication(people, work(a=NORTH, b=NORTH), ties, TERMS, AREAS, ON, works_on=works_on)


def tie(type_: str, a: int, b: int, **fields: object) -> Tie:
    return Tie(fields.pop("id", a * 10 + b), type_, a, b, str(fields.pop("status", "active")), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ties", "together"),
    [
        ([tie("works-with", 1, 2, rung=4)], True),
        ([tie("works-with", 1, 2, rung=5)], True),
        ([tie("works-with", 1, 2, rung=3)], False),
        ([tie("works-with", 1, 2)], False),
        ([tie("works-with", 1, 2, rung=4, status="dormant")], False),
        ([tie("works-with", 1, 2, rung=4, status="wanted")], False),
        ([tie("works-with", 1, 2, rung=4, until="2023")], False),
        ([tie("works-with", 1, 2, rung=4, since="2024-06")], False),
        ([tie("funds", 1, 2)], False),
        ([tie("rivals", 1, 2)], False),
        ([tie("parent-of", 1, 2)], True),
        ([tie("parent-of", 4, 1), tie("parent-of", 4, 2)], True),
        ([tie("parent-of", 4, 1), tie("parent-of", 4, 2, status="ended")], False),
        ([tie("funds", 1, 2), tie("works-with", 1, 2, id=99, rung=4)], True),
    ],
    ids=lambda v: "-".join(f"{t.type}:{t.rung}:{t.status}" for t in v) if isinstance(v, list) else str(v),
)
def test_what_counts_as_coordination(ties: list[Tie], together: bool) -> None:
    report = coordinating(*ties)
    assert [f.group for f in report.findings] == [COORDINATED if together else UNCOORDINATED]


@pytest.mark.parametrize(
    ("kind", "works_on", "together"),
    [
        ("coalition", {4: {1}}, True),
        ("network", {4: {2}}, True),
        ("coalition", {4: {6}}, False),
        ("coalition", {}, False),
        ("ngo", {4: {1}}, False),
    ],
    ids=["on it", "on a part of it", "on something else", "nobody knows on what", "no coalition"],
)
def test_members_of_a_coalition_coordinate_on_what_it_works_on(
    kind: str, works_on: dict[int, set[int]], together: bool
) -> None:
    report = coordinating(tie("member-of", 1, 4), tie("member-of", 2, 4), kind=kind, works_on=works_on)
    assert [f.group for f in report.findings] == [COORDINATED if together else UNCOORDINATED]
    if together:
        assert report.findings[0].reasons[2].evidence == ("tie:14", "tie:24", "actor:4")


def test_a_coalition_of_unknown_purpose_is_named_as_a_contact() -> None:
    report = coordinating(tie("member-of", 1, 4), tie("member-of", 2, 4), kind="coalition")
    assert reason(report.findings[0], "contact") == (
        "In touch, short of coordinating: A and B both belong to D; what it works on is not recorded."
    )


def test_ties_below_coordination_and_rivalry_are_told() -> None:
    report = coordinating(tie("works-with", 1, 2, rung=2), tie("rivals", 1, 2, id=77))
    (finding,) = report.findings
    assert reason(finding, "contact") == "In touch, short of coordinating: A works with B (2 sharing)."
    assert reason(finding, "rivals") == "Take care: A rivals B."
    assert reason(finding, "next") == "Next: A could agree with B who does what in North."
    assert {e for r in finding.reasons for e in r.evidence} >= {"tie:12", "tie:77"}


def test_no_member_of_an_uncoordinated_group_coordinates_with_another() -> None:
    report = answer("abcd", work(a=NORTH, b=NORTH, c=NORTH, d=NORTH), [tie("works-with", 1, 2, rung=4)])
    assert subjects(report, COORDINATED) == ["a,b"]
    assert subjects(report) == ["a,c,d"]
    assert reason(report.findings[0], "beside") == "B does the same too, and coordinates with A."


def test_who_is_tied_to_both_is_named_as_an_introducer() -> None:
    go_between = ActorRef(9, "zoe", "Zoe", "person")
    ties = [tie("on-board-of", 9, 1), tie("works-for", 9, 2)]
    report = find_duplication([*actors("ab"), go_between], work(a=NORTH, b=NORTH), ties, TERMS, AREAS, ON)
    step = next(r for r in report.findings[0].reasons if r.code == "next")
    assert step.text.endswith("Zoe is tied to both and could introduce them.")
    assert step.evidence == ("tie:91", "tie:92")


def test_we_are_asked_to_call_when_we_are_one_of_them() -> None:
    report = answer("abc", TRIO, us=2)
    assert reason(report.findings[0], "next") == "Next: we could call A and C and compare plans for North."
    assert report.next[0].startswith("ngomap log a --kind call")


def test_without_any_ties_nothing_is_called_uncoordinated() -> None:
    report = answer("abc", TRIO)
    assert any(c.startswith("No ties are recorded between the 3 organizations") for c in report.caveats)
    assert "as far as the map knows" in UNCOORDINATED
    tied = answer("abc", TRIO, [tie("knows", 1, 2)])
    assert not any(c.startswith("No ties are recorded") for c in tied.caveats)


# Every map


APART = work(a=[(1, 11)], b=[(1, 12)], c=[(6, 11)])


@pytest.mark.parametrize("rows", [[], work(a=NORTH), APART], ids=["empty", "one", "apart"])
def test_where_nothing_overlaps_nothing_is_found_and_something_is_offered(rows: list[Activity]) -> None:
    report = answer("abc", rows)
    assert (report.findings, report.total) == ((), 0)
    assert report.next
    assert find_duplication([], [], [], [], [], ON).findings == ()


def test_people_are_no_duplicates() -> None:
    people = [ActorRef(1, "a", "A", "person"), ActorRef(2, "b", "B", "ngo")]
    report = find_duplication(people, work(a=NORTH, b=NORTH), [], TERMS, AREAS, ON)
    assert report.findings == ()
    assert report.caveats == ("Activities that do not say when they ran count on 2024-03-31 too: 3 of 3.",)


def test_parallel_activities_and_ties_count_once() -> None:
    rows = [*TRIO, *(Activity(100 + v.id, v.actor, v.term, v.area, project="second") for v in TRIO)]
    ties = [tie("works-with", 1, 2, rung=2), tie("funds", 1, 2, id=50)]
    report = answer("abc", rows, ties)
    assert report.findings[0].value == 6
    assert len(report.findings[0].reasons[0].evidence) == 18


def gist(report: Report) -> list[tuple[str, str, object]]:
    return [(f.group, f.subject, f.value) for f in report.findings]


maps = st.builds(
    lambda cells, rungs: (
        [Activity(n, a, t, p) for n, (a, t, p) in enumerate(sorted(cells), 1)],
        [tie("works-with", a, b, id=n, rung=r) for n, ((a, b), r) in enumerate(sorted(rungs.items()), 1) if a < b],
    ),
    st.sets(st.tuples(st.integers(1, 7), st.sampled_from([1, 2, 6]), st.integers(11, 14)), max_size=40),
    st.dictionaries(st.tuples(st.integers(1, 7), st.integers(1, 7)), st.integers(0, 5), max_size=8),
)  # fmt: skip


def pairs_of(report: Report) -> set[tuple[str, frozenset[str]]]:
    return {(f.group, frozenset(p)) for f in report.findings for p in combinations(f.subject.split(","), 2)}


@given(maps, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_rows_said_twice_change_nothing(
    drawn: tuple[list[Activity], list[Tie]], chance: random.Random
) -> None:
    rows, ties = drawn
    before = answer("abcdefg", rows, ties)
    shuffled = [*rows, *rows]
    chance.shuffle(shuffled)
    people = actors("abcdefg")
    chance.shuffle(people)
    terms, areas = [*TERMS], [*AREAS]
    chance.shuffle(terms)
    chance.shuffle(areas)
    after = find_duplication(people, shuffled, [*reversed(ties)], terms, areas, ON)
    assert after.findings == before.findings


@given(maps, st.permutations([1, 2, 3, 4, 5, 6, 7]))
def test_new_ids_change_nothing_but_the_evidence(drawn: tuple[list[Activity], list[Tie]], ids: list[int]) -> None:
    rows, ties = drawn
    new = dict(zip(range(1, 8), ids, strict=True))
    before = answer("abcdefg", rows, ties)
    after = find_duplication(
        [ActorRef(new[a.id], a.handle, a.name, a.kind) for a in actors("abcdefg")],
        [Activity(v.id, new[v.actor], v.term, v.area) for v in rows],
        [tie(t.type, new[t.a], new[t.b], id=t.id, rung=t.rung) for t in ties],
        TERMS, AREAS, ON,
    )  # fmt: skip
    assert gist(after) == gist(before)


@given(maps, st.permutations("abcdefg"))
def test_renaming_changes_no_pair_and_no_likeness(drawn: tuple[list[Activity], list[Tie]], names: list[str]) -> None:
    rows, ties = drawn
    renamed = [ActorRef(a.id, names[a.id - 1], a.name, a.kind) for a in actors("abcdefg")]
    before, after = answer("abcdefg", rows, ties), find_duplication(renamed, rows, ties, TERMS, AREAS, ON)
    new = {a.handle: names[a.id - 1] for a in actors("abcdefg")}
    together = {(g, frozenset(new[h] for h in p)) for g, p in pairs_of(before) if g == COORDINATED}
    assert {(g, p) for g, p in pairs_of(after) if g == COORDINATED} == together


@given(maps)
def test_an_isolated_actor_leaves_the_others_alone(drawn: tuple[list[Activity], list[Tie]]) -> None:
    rows, ties = drawn
    before = answer("abcdefg", rows, ties)
    lonely = [Activity(900, 8, 1, 25), Activity(901, 8, 3, 25)]
    assert answer("abcdefgh", [*rows, *lonely], ties).findings == before.findings


@given(maps)
def test_every_overlapping_pair_is_in_a_group_and_every_group_is_one(drawn: tuple[list[Activity], list[Tie]]) -> None:
    rows, ties = drawn
    owned = footprints(rows, range(1, 8))
    weights = rarities(owned.values())
    overlaps = {
        (a, b): j
        for a, b in combinations(sorted(owned), 2)
        if len(owned[a].keys() & owned[b].keys()) > 1 and (j := weighted_jaccard(owned[a], owned[b], weights)) >= 0.3
    }
    together = {(t.a, t.b) for t in ties if t.rung is not None and t.rung >= 4}
    order = {n: n for n in range(1, 8)}
    apart = uncoordinated_groups(overlaps, together, order)
    inside = {p for g in apart for p in combinations(g.members, 2)}
    beside = {(min(x, m), max(x, m)) for g in apart for x in g.beside for m in g.members}
    assert inside <= set(overlaps) - together
    assert inside | (beside - together) == set(overlaps) - together
    models = coordinated_groups(overlaps, together, order)
    assert {p for g in models for p in combinations(g.members, 2)} == set(overlaps) & together


@given(maps)
def test_all_evidence_is_there(drawn: tuple[list[Activity], list[Tie]]) -> None:
    rows, ties = drawn
    known = {f"activity:{v.id}" for v in rows} | {f"tie:{t.id}" for t in ties} | {f"actor:{n}" for n in range(1, 8)}
    report = answer("abcdefg", rows, ties)
    assert {e for f in report.findings for r in f.reasons for e in r.evidence} <= known


def test_inferred_work_gives_the_actor_as_evidence() -> None:
    rows = [Activity(0, a, 1, p, inferred=True) for a in (1, 2) for p in (11, 12)]
    report = answer("ab", rows)
    assert report.findings[0].reasons[0].evidence == ("actor:1", "actor:2")
    assert "The work of 2 organizations is inferred from issues and areas." in report.caveats
