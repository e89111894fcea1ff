"""The smallest set of partners."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations
from math import fsum

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ngomap.analyses.grant_partners import EXACT_UP_TO, Candidate, Choice, Missing, at_most_times, smallest_set

NEEDS = ("lead", "projects", "area")


def brute_force(candidates: list[Candidate], missing: Missing) -> tuple[str, ...] | None:
    """The best set among all there are, written without any shortcut."""

    def does(some: tuple[Candidate, ...]) -> bool:
        covered = {need for c in some for need in c.covers}
        names = {c.handle for c in some}
        return (
            len(some) >= missing.members
            and set(missing.needs) <= covered
            and fsum(c.money for c in some) >= missing.money
            and not any(foe in names for c in some for foe in c.apart)
        )

    for size in range(len(candidates) + 1):
        if missing.most is not None and size > missing.most:
            return None
        found = [some for some in combinations(candidates, size) if does(some)]
        if found:
            best = min(
                found,
                key=lambda s: (sum(c.asks for c in s), sorted(-c.strength for c in s), sorted(c.handle for c in s)),
            )
            return tuple(sorted(c.handle for c in best))
    return None


@st.composite
def cases(draw: st.DrawFn, most: int = 9) -> tuple[list[Candidate], Missing]:
    """A few candidates, some at odds with each other, and what is missing."""
    number = draw(st.integers(0, most))
    foes = {frozenset(p) for p in draw(st.lists(st.tuples(st.integers(0, most), st.integers(0, most)), max_size=3))}
    found = [
        Candidate(
            f"c{i}",
            draw(st.frozensets(st.sampled_from(NEEDS))),
            draw(st.sampled_from((0.0, 0.1, 0.2, 1.0, 2.5, 4.0))),
            draw(st.sampled_from((0.0, 0.25, 0.4, 1.0))),
            draw(st.integers(0, 2)),
            frozenset(f"c{j}" for pair in foes if i in pair and len(pair) == 2 for j in pair - {i}),
        )
        for i in range(number)
    ]
    missing = Missing(
        draw(st.frozensets(st.sampled_from(NEEDS))),
        draw(st.sampled_from((0.0, 0.3, 1.0, 3.0, 6.5))),
        draw(st.integers(0, 3)),
        draw(st.sampled_from((None, None, 1, 2, 4))),
    )
    return found, missing


def handles(choice: Choice) -> tuple[str, ...] | None:
    return None if choice.members is None else tuple(sorted(c.handle for c in choice.members))


@settings(max_examples=200)
@given(cases())
def test_exact_is_what_trying_every_set_finds(case: tuple[list[Candidate], Missing]) -> None:
    candidates, missing = case
    choice = smallest_set(candidates, missing)
    assert choice.exact
    assert handles(choice) == brute_force(candidates, missing)


@settings(max_examples=50)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_does_not_matter(case: tuple[list[Candidate], Missing], chance: random.Random) -> None:
    candidates, missing = case
    turned = list(candidates)
    chance.shuffle(turned)
    assert handles(smallest_set(turned, missing)) == handles(smallest_set(candidates, missing))


@settings(max_examples=60)
@given(cases(), st.integers(0, 3))
def test_greedy_brings_all_and_keeps_its_bound(
    case: tuple[list[Candidate], Missing], clones: int
) -> None:
    candidates, missing = case
    candidates = [replace(c, apart=frozenset(), asks=0) for c in candidates]
    missing = replace(missing, most=None)
    best = brute_force(candidates, missing)
    assume(best)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ngomap.analyses.grant_partners.EXACT_UP_TO", clones)
        choice = smallest_set(candidates, missing)
    assert choice.members is not None
    assert set(missing.needs) <= {n for c in choice.members for n in c.covers}
    assert fsum(c.money for c in choice.members) >= missing.money
    assert len(choice.members) >= missing.members
    assert choice.at_least <= len(best or ()) <= len(choice.members)
    if choice.bound is not None:
        assert len(choice.members) <= choice.bound * len(best or ()) + 1e-9


def test_many_who_are_dominated_stay_exact() -> None:
    crowd = [Candidate(f"x{i:03}", frozenset({"area"}), 1.0, 0.1) for i in range(500)]
    good = Candidate("good", frozenset({"area", "lead"}), 3.0, 0.2)
    choice = smallest_set([*crowd, good], Missing(frozenset({"area", "lead"}), 5.0))
    assert choice.exact
    assert handles(choice) == ("good", "x000", "x001")


def test_above_twenty_that_nobody_dominates_it_is_greedy_and_says_how_far_off_it_can_be() -> None:
    # The stronger the tie the less the money, so nobody dominates anybody.
    crowd = [Candidate(f"x{i:02}", frozenset(), 1.0 + i, 1 - i / 100) for i in range(EXACT_UP_TO + 10)]
    choice = smallest_set(crowd, Missing(money=31.0))
    assert not choice.exact
    assert choice.members is not None
    assert (len(choice.members), choice.at_least) == (2, 2)
    assert choice.bound is not None
    assert smallest_set(crowd[:EXACT_UP_TO], Missing(money=31.0)).exact


def test_greedy_says_when_it_found_more_than_was_asked_for() -> None:
    crowd = [Candidate(f"x{i:02}", frozenset(), 1.0 + i, 1 - i / 100) for i in range(EXACT_UP_TO + 10)]
    assert smallest_set(crowd, Missing(money=31.0, most=1)).members is None


def test_nothing_missing_takes_nobody_and_nobody_brings_nothing() -> None:
    assert smallest_set([Candidate("a")], Missing()).members == ()
    assert smallest_set([], Missing(frozenset({"area"}))).members is None


def test_those_at_odds_are_never_put_together() -> None:
    a = Candidate("a", frozenset({"lead"}), apart=frozenset({"b"}))
    b = Candidate("b", frozenset({"area"}), apart=frozenset({"a"}))
    c = Candidate("c", frozenset({"area"}))
    missing = Missing(frozenset({"lead", "area"}))
    assert smallest_set([a, b], missing).members is None
    assert handles(smallest_set([a, b, c], missing)) == ("a", "c")


def test_a_bound_is_never_said_smaller_than_it_is() -> None:
    assert [at_most_times(b) for b in (1.0, 1.5, 11 / 6)] == ["1.00", "1.50", "1.84"]
