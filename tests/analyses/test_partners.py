"""Candidates for a partnership: which list somebody is in, why, and what must hold on every map."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.analyses.partners import find_partners
from ngomap.analyses.partners_lists import APART, BRIDGING, CO_PRESENT, COMPLEMENTARY, LIKELY
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Stance
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Report
from ngomap.model.words import Area, Term

ON = "2024-03-31"
TERMS = [
    Term(1, "issue", "governance", "Governance"), Term(2, "issue", "corruption", "Corruption", parent=1),
    Term(3, "issue", "housing", "Housing"),
]  # fmt: skip
AREAS = [Area(n, f"p{n}", f"Place {n}") for n in range(1, 7)]


def actor(letter: str, kind: str = "ngo") -> ActorRef:
    return ActorRef(ord(letter) - 96, letter, letter.upper(), kind)


def tie(ends: str, type_: str = "works-with", **fields: object) -> Tie:
    """A tie from edges such as `ab`; its id is the two letters' numbers (`ab`: 102)."""
    a, b = (ord(c) - 96 for c in ends)
    return Tie(fields.pop("id", a * 100 + b), type_, a, b, str(fields.pop("status", "active")), **fields)  # type: ignore[arg-type]


def answer(
    ties: Iterable[Tie] = (),
    rows: Iterable[Activity] = (),
    names: str = "abcdefghijkl",
    people: str = "",
    asked: str = "a",
    **more: object,
) -> Report:
    """The answer for a, who keeps the map unless `us` says otherwise."""
    everyone = [actor(n, "person" if n in people else "ngo") for n in names]
    stances = more.pop("stances", ())
    us = more.pop("us", 1)
    return find_partners(actor(asked), everyone, rows, ties, stances, TERMS, AREAS, ON, us, **more)  # type: ignore[arg-type]


def listed(report: Report, group: str) -> list[str]:
    return [f.subject for f in report.findings if f.group == group]


def find(report: Report, group: str, subject: str) -> Finding:
    return next(f for f in report.findings if (f.group, f.subject) == (group, subject))


def reason(finding: Finding, code: str) -> str:
    return next(r.text for r in finding.reasons if r.code == code)


WHOLE = {"rung": 5}


# Likely


def test_who_shares_contacts_is_likely() -> None:
    report = answer([tie(e, **WHOLE) for e in ("ay", "az", "by", "bz", "cz")], names="abcyz")
    assert listed(report, LIKELY) == ["b", "c"]
    closeness = 1 / math.log(2) + 1 / math.log(3)
    by_chance = (1 * 2 / 10) / math.log(2) + (2 * 2 / 10) / math.log(3)
    found = find(report, LIKELY, "b")
    assert found.value == pytest.approx(closeness - by_chance)
    assert reason(found, "shared-contacts") == (
        "2 shared contacts: Y and Z. That makes a closeness of 2.35; having 2 ties would by itself bring 0.65."
    )
    assert found.reasons[0].evidence == ("tie:125", "tie:126", "tie:225", "tie:226")
    assert reason(found, "next") == "Next: ask Y to introduce us."


def test_having_many_ties_does_not_make_anyone_likely() -> None:
    hub = [tie(f"h{x}", **WHOLE) for x in "ijklmnop"]
    ties = [tie(e, **WHOLE) for e in ("ay", "az", "vy", "vz", "hy", "hz")] + hub
    report = answer(ties, names="ahijklmnopvyz")
    assert listed(report, LIKELY)[0] == "v"
    assert "h" not in listed(report, LIKELY)


def test_people_connect_but_are_no_candidates() -> None:
    ties = [tie("pa", "on-board-of"), tie("pb", "on-board-of"), tie("qa", "works-for"), tie("qr", "knows")]
    report = answer(ties, names="abpqr", people="pqr")
    assert listed(report, LIKELY) == ["b"]
    assert {f.subject for f in report.findings} == {"b"}
    assert reason(report.findings[0], "next") == "Next: ask P to introduce us."


def test_partners_already_are_left_out_and_named() -> None:
    ties = [tie("ay", **WHOLE), tie("by", **WHOLE), tie("ab", rung=1), tie("cy", **WHOLE), tie("ac", "parent-of")]
    report = answer(ties, names="abcy")
    assert listed(report, LIKELY) == []
    assert "Left out, because they are partners already: B, C and Y." in report.caveats


@pytest.mark.parametrize("status", ["wanted", "dormant"])
def test_a_wanted_or_dormant_tie_is_still_to_be_made(status: str) -> None:
    rows = [Activity(1, 1, 2, 1), Activity(2, 2, 3, 1)]
    report = answer([tie("ab", status=status, rung=2), tie("ay", **WHOLE), tie("by", **WHOLE)], rows, names="aby")
    assert reason(find(report, COMPLEMENTARY, "b"), "so-far") == f"So far: B works with us (sharing, {status})."
    # Who is tied to us, if only by a dormant tie, need not be met any more.
    assert listed(report, LIKELY) == (["b"] if status == "wanted" else [])


# Bridging

CIRCLES = [tie(e, **WHOLE) for e in ("ay", "az", "yz", "yb", "bc", "cd", "ce", "cf", "de")]


def test_who_opens_a_community_is_a_bridge() -> None:
    report = answer(CIRCLES, names="abcdefyz")
    found = find(report, BRIDGING, "c")
    assert reason(found, "opens") == "It is tied to 3 actors that neither we nor our contacts are tied to: D, E and F."
    assert reason(found, "way") == (
        "The way there: Y works with us (collaboration), B works with Y (collaboration), "
        "C works with B (collaboration)."
    )
    assert reason(found, "next") == "Next: ask Y to introduce us to B, and so on."
    assert listed(report, LIKELY) == ["b"]


def test_a_part_of_the_map_that_we_do_not_touch_can_be_bridged() -> None:
    report = answer([tie("ay", **WHOLE), tie("bc", **WHOLE), tie("bd", **WHOLE), tie("ef", **WHOLE)], names="abcdefy")
    assert listed(report, BRIDGING) == ["b"]
    found = find(report, BRIDGING, "b")
    # Three ties of one strength to strangers: nothing known, constraint 1/3.
    assert found.value == pytest.approx(2 / 3)
    assert reason(found, "no-way") == "Nobody we know of can introduce us within 3 ties."


def test_the_best_connected_is_not_the_best_bridge() -> None:
    circle = "hijklmno"
    clique = [x + y for n, x in enumerate(circle) for y in circle[n + 1 :]]
    ties = [tie(e, **WHOLE) for e in ("az", *clique, "bc", "cd", "be", "ef", "bp", "pq")]
    report = answer(ties, names="abcdefhijklmnopqz")
    assert listed(report, BRIDGING)[0] == "b"
    assert set(circle) <= set(listed(report, BRIDGING))


def test_who_shares_much_or_opens_little_is_no_bridge() -> None:
    # Of four equal ties of b one is with our contact: a quarter. With two of five it would meet us anyway.
    few = [tie(e, **WHOLE) for e in ("ay", "az", "yb", "bc", "bd", "be")]
    assert listed(answer(few, names="abcdeyz"), BRIDGING) == ["b"]
    more = answer([*few, tie("zb", **WHOLE)], names="abcdeyz")
    assert (listed(more, BRIDGING), listed(more, LIKELY)) == ([], ["b"])
    # Two of five ties lead beyond our contacts' contacts, the other three to p, q and r, who are among them.
    near = [tie(e, **WHOLE) for e in ("ay", "yp", "yq", "yr", "bp", "bq", "br", "bc", "bd")]
    assert listed(answer(near, names="abcdpqry"), BRIDGING) == []
    assert listed(answer([*near, tie("be", **WHOLE)], names="abcdepqry"), BRIDGING) == ["b"]


def test_nobody_is_likely_and_bridging() -> None:
    report = answer(CIRCLES, names="abcdefyz")
    assert not set(listed(report, LIKELY)) & set(listed(report, BRIDGING))


# Complementary and by work


def test_complementary_needs_no_ties() -> None:
    report = answer([], [Activity(1, 1, 2, 1), Activity(2, 2, 3, 1)], names="ab")
    assert [(f.group, f.subject, f.value) for f in report.findings] == [(COMPLEMENTARY, "b", 1.0)]
    assert reason(report.findings[0], "next").startswith("Next: a first informational meeting")


def test_partners_are_no_complement_either_nor_is_who_hardly_completes_us() -> None:
    rows = [Activity(1, 1, 2, 1), Activity(2, 2, 3, 1)]
    assert listed(answer([tie("ab", rung=1)], rows, names="ab"), COMPLEMENTARY) == []
    # c has one place of ours and 19 others; we have one that it has not: 2 x 1 / 21 of the same work.
    areas = [Area(n, f"q{n}", f"Q{n}") for n in range(1, 22)]
    wide = [Activity(n, 3, 2, n) for n in range(1, 21)] + [Activity(30, 1, 2, 1), Activity(31, 1, 2, 21)]
    report = find_partners(actor("a"), [actor("a"), actor("c")], wide, [], [], TERMS, areas, ON, 1)
    assert listed(report, COMPLEMENTARY) == []
    less_wide = [v for v in wide if v.area not in (19, 20)]
    report = find_partners(actor("a"), [actor("a"), actor("c")], less_wide, [], [], TERMS, areas, ON, 1)
    assert find(report, COMPLEMENTARY, "c").value == pytest.approx(2 / 19)


def test_without_ties_likely_is_by_co_presence_and_says_so() -> None:
    rows = [Activity(n, a, 2, p) for n, (a, p) in enumerate([(1, 1), (1, 2), (2, 1), (2, 2), (3, 1)], 1)]
    report = answer([], rows, names="abc")
    assert listed(report, CO_PRESENT) == ["b"]
    found = find(report, CO_PRESENT, "b")
    assert (found.value, reason(found, "same-work")) == (
        1.0, "Both do 2 pieces of the same work: Corruption, in Place 1 and Place 2."
    )  # fmt: skip
    assert report.caveats == ("No ties are recorded, so nobody can be called likely by shared contacts, nor bridging.",)
    assert "no tie says that they know each other" in report.method


def test_who_has_ties_gets_no_list_by_co_presence() -> None:
    rows = [Activity(n, a, 2, p) for n, (a, p) in enumerate([(1, 1), (1, 2), (2, 1), (2, 2)], 1)]
    assert listed(answer([tie("ay", **WHOLE)], rows, names="aby"), CO_PRESENT) == []
    others = answer([tie("by", **WHOLE)], rows, names="aby")
    assert listed(others, CO_PRESENT) == ["b"]
    assert others.caveats == ("No ties of A are recorded, so nobody can be called likely by shared contacts.",)


# Kept apart


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (tie("ab", "rivals"), "rival"),
        (tie("ab", "monitors", stance="confrontational"), "confrontational"),
        (tie("ab", status="declined", rung=2), "declined"),
        (tie("ab", status="ended", until="2023-05"), "ended"),
        (tie("ab", rung=4, until="2023-05"), "ended"),
    ],
    ids=["rivals", "confrontational", "declined", "ended", "run out"],
)
def test_who_is_kept_apart_and_why(one: Tie, code: str) -> None:
    rows = [Activity(1, 1, 2, 1), Activity(2, 2, 3, 1)]
    report = answer([one, tie("ay", **WHOLE), tie("by", **WHOLE)], rows, names="aby")
    assert [(f.group, f.subject, f.value) for f in report.findings if f.subject == "b"] == [(APART, "b", None)]
    (found,) = (f for f in report.findings if f.group == APART)
    assert found.reasons[0].code == code
    assert found.reasons[0].evidence == ("tie:102",)


def test_an_ended_tie_does_not_count_where_another_stands() -> None:
    over = tie("ab", "funds", status="ended", id=900)
    assert listed(answer([over, tie("ab", "knows")], names="ab"), APART) == []
    assert listed(answer([over], names="ab"), APART) == ["b"]


@pytest.mark.parametrize(
    ("rows", "apart"),
    [
        ([Stance(1, 2, 2, -1, None, "2024-01-01")], True),
        ([Stance(1, 2, 1, -2, None, "2024-01-01")], True),
        ([Stance(1, 2, 3, -2, None, "2024-01-01")], False),
        ([Stance(1, 2, 2, -2, None, "2023-01-01"), Stance(2, 2, 2, 1, None, "2024-01-01")], False),
        ([Stance(1, 2, 2, -2, None, "2025-01-01")], False),
        ([Stance(1, 2, 2, None, 5, "2024-01-01")], False),
        ([Stance(1, 2, 2, 1, None, None), Stance(2, 1, 2, -1, None, None)], True),
    ],
    ids=["against", "on the wider issue", "on another issue", "came round", "later", "influence", "we are against"],
)
def test_opponents_are_those_on_the_other_side(rows: list[Stance], apart: bool) -> None:
    report = answer([], [Activity(1, 1, 2, 1), Activity(2, 2, 3, 1)], names="ab", stances=rows)
    assert listed(report, APART) == (["b"] if apart else [])
    if apart:
        assert find(report, APART, "b").reasons[0].evidence == ("stance:1",)


def test_a_rival_is_no_contact_to_share() -> None:
    ties = [tie("ar", "monitors"), tie("rb", **WHOLE), tie("az", **WHOLE)]
    assert listed(answer(ties, names="abrz"), LIKELY) == ["b"]
    rivalry = answer([*ties, tie("ar", "rivals", id=950)], names="abrz")
    assert (listed(rivalry, APART), listed(rivalry, LIKELY)) == (["r"], [])


def test_no_opponent_is_asked_to_introduce_us() -> None:
    ties = [tie(e, **WHOLE) for e in ("ay", "yr", "rb", "bc", "bd")]
    rows = [Activity(1, 1, 2, 1)]
    free = answer(ties, rows, names="abcdry")
    assert reason(find(free, BRIDGING, "b"), "way").startswith("The way there: Y works with us")
    against = answer(ties, rows, names="abcdry", stances=[Stance(1, ord("r") - 96, 2, -2, None, None)])
    assert reason(find(against, BRIDGING, "b"), "no-way")


# Every map


def test_empty_single_and_isolated() -> None:
    alone = find_partners(actor("a"), [actor("a")], [], [], [], [], [], ON, 1)
    assert alone.findings == ()
    assert alone.caveats == (
        "No ties are recorded, so nobody can be called likely by shared contacts, nor bridging.",
        "What A works on is not recorded, so nobody can be called complementary.",
    )
    assert any(step.startswith("ngomap link us REF") for step in alone.next)
    assert answer(names="abc").findings == ()


def test_it_can_be_asked_for_another() -> None:
    report = answer([tie(e, **WHOLE) for e in ("by", "cy")], names="abcy", asked="b")
    assert report.question == "Who could become a partner of B?"
    assert reason(find(report, LIKELY, "c"), "next") == "Next: ask Y to introduce B."
    assert report.next[1].startswith("ngomap link b c ")


def test_parallel_ties_are_one_way() -> None:
    single = [tie(e, **WHOLE) for e in ("ay", "by")]
    double = [*single, tie("ay", "knows", id=901), tie("by", "funds", id=902)]
    one, two = answer(single, names="aby"), answer(double, names="aby")
    assert one.findings[0].value == two.findings[0].value
    assert two.findings[0].reasons[0].evidence == ("tie:125", "tie:225", "tie:901", "tie:902")


LETTERS = "abcdefgh"
maps = st.builds(
    lambda pairs, cells: (
        [
            tie(pair, kind, id=n, rung=rung if kind == "works-with" else None)
            for n, (pair, (kind, rung)) in enumerate(sorted(pairs.items()), 1)
        ],
        [Activity(n, *cell) for n, cell in enumerate(sorted(cells), 1)],
    ),
    st.dictionaries(
        st.sampled_from([x + y for n, x in enumerate(LETTERS) for y in LETTERS[n + 1 :]]),
        st.tuples(st.sampled_from(["works-with", "knows", "rivals", "funds"]), st.integers(0, 5)),
    ),
    st.sets(st.tuples(st.integers(1, 8), st.sampled_from([2, 3]), st.integers(1, 5)), max_size=20),
)


def gist(report: Report) -> dict[tuple[str, str], float | None]:
    return {(f.group, f.subject): None if f.value is None else round(float(f.value), 9) for f in report.findings}


@given(maps, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_rows_said_twice_change_nothing(
    drawn: tuple[list[Tie], list[Activity]], chance: random.Random
) -> None:
    ties, rows = drawn
    before = answer(ties, rows, names=LETTERS)
    everyone, terms, areas = [actor(n) for n in LETTERS], [*TERMS], [*AREAS]
    again = [*rows, *rows]
    for several in (everyone, terms, areas, again):
        chance.shuffle(several)  # type: ignore[arg-type]
    after = find_partners(actor("a"), everyone, again, [*reversed(ties)], [], terms, areas, ON, 1)
    assert after.findings == before.findings


@given(maps, st.permutations(LETTERS))
def test_renaming_changes_no_result(drawn: tuple[list[Tie], list[Activity]], names: list[str]) -> None:
    ties, rows = drawn
    new = dict(zip(LETTERS, names, strict=True))
    renamed = [ActorRef(actor(old).id, name, name.upper(), "ngo") for old, name in new.items()]
    before = answer(ties, rows, names=LETTERS)
    after = find_partners(renamed[0], renamed, rows, ties, [], TERMS, AREAS, ON, 1)
    assert gist(after) == {(group, new[subject]): value for (group, subject), value in gist(before).items()}


@given(maps)
def test_an_isolated_actor_leaves_the_others_alone(drawn: tuple[list[Tie], list[Activity]]) -> None:
    ties, rows = drawn
    before = answer(ties, rows, names=LETTERS)
    lonely = [*rows, Activity(900, 9, 1, 6)]
    assert answer(ties, lonely, names=LETTERS + "i").findings == before.findings


@given(maps)
def test_every_one_is_where_it_belongs_and_all_evidence_is_there(drawn: tuple[list[Tie], list[Activity]]) -> None:
    ties, rows = drawn
    report = answer(ties, rows, names=LETTERS)
    known = {f"tie:{t.id}" for t in ties} | {f"activity:{v.id}" for v in rows} | {f"actor:{n}" for n in range(1, 9)}
    assert {e for f in report.findings for r in f.reasons for e in r.evidence} <= known
    partners = {t.other(1) for t in ties if 1 in (t.a, t.b) and t.type == "works-with"}
    rivals = {t.other(1) for t in ties if 1 in (t.a, t.b) and t.type == "rivals"}
    ranked = {f.subject for f in report.findings if f.group != APART}
    assert not ranked & {chr(96 + n) for n in partners | rivals | {1}}
    assert set(listed(report, APART)) == {chr(96 + n) for n in rivals - partners}
    assert not set(listed(report, LIKELY)) & set(listed(report, BRIDGING))
    assert all(f.reasons[-1].code == "next" for f in report.findings)
    assert all(f.value is None or f.value > 0 for f in report.findings)
