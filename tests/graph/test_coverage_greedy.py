"""The greedy choice is what plain greed would choose, is never far from the best, and keeps apart whom it must."""

from __future__ import annotations

import math
import random
from itertools import combinations

import pytest

from ngomap.errors import InvalidValue
from ngomap.graph.coverage_greedy import best_cover, fair_weights, greedy_cover
from tests.bench.coalition import plain_greedy

Covers = dict[int, frozenset[str]]
NAMES = {n: f"h{(7 * n) % 10}" for n in range(10)}
LETTERS = "abcdefghij"
CASES = range(200)


def case(seed: int) -> tuple[Covers, dict[str, int], int, frozenset[frozenset[int]]]:
    """A random case that is not easy: sets that overlap, weights that differ, pairs that are at odds."""
    chance = random.Random(seed)
    covers = {n: frozenset(chance.sample(LETTERS, chance.randrange(7))) for n in range(chance.randrange(1, 10))}
    weights = {letter: chance.randrange(1, 7) for letter in LETTERS}
    pairs = [pair for pair in combinations(covers, 2) if chance.random() < 0.2]
    return covers, weights, chance.randrange(1, 6), frozenset(map(frozenset, pairs))


def worth(covers: Covers, weights: dict[str, int], chosen: tuple[int, ...]) -> int:
    return sum(weights[x] for x in frozenset().union(*(covers[c] for c in chosen)))


def brute_force(covers: Covers, weights: dict[str, int], size: int, apart: frozenset[frozenset[int]] = frozenset()) -> int:
    """The most that any choice of at most so many covers, by trying each."""
    choices = (c for n in range(min(size, len(covers)) + 1) for c in combinations(covers, n))
    return max(worth(covers, weights, c) for c in choices if not any(pair <= set(c) for pair in apart))


@pytest.mark.parametrize("seed", CASES)
def test_greed_without_conflicts_is_never_below_63_per_cent_of_the_best(seed: int) -> None:
    covers, weights, size, _ = case(seed)
    picks = greedy_cover(covers, weights, size, NAMES)
    reached = sum(p.gain for p in picks)
    assert reached == worth(covers, weights, tuple(p.actor for p in picks))
    assert reached >= (1 - 1 / math.e) * brute_force(covers, weights, size)
    assert len(picks) <= size
    assert [(p.actor, p.gain) for p in picks] == plain_greedy(covers, weights, size, NAMES)


@pytest.mark.parametrize("seed", CASES)
def test_whom_cannot_sit_together_never_does_and_the_best_is_the_best(seed: int) -> None:
    covers, weights, size, apart = case(seed)
    picks = greedy_cover(covers, weights, size, NAMES, apart=apart)
    chosen = [p.actor for p in picks]
    assert not any(pair <= set(chosen) for pair in apart)
    assert [(p.actor, p.gain) for p in picks] == plain_greedy(covers, weights, size, NAMES, apart)
    most, who = best_cover(covers, weights, size, NAMES, apart=apart) or (-1, ())
    assert most == brute_force(covers, weights, size, apart) == worth(covers, weights, who)
    assert not any(pair <= set(who) for pair in apart)


def test_those_who_must_be_in_come_first_even_if_they_add_nothing() -> None:
    covers = {1: "abc", 2: "ab", 3: ""}
    picks = greedy_cover(covers, dict.fromkeys("abc", 1), 3, NAMES, first=[3, 2])
    assert [(p.actor, p.gain, p.new) for p in picks] == [(3, 0, ()), (2, 2, ("a", "b")), (1, 1, ("c",))]


def test_what_is_covered_already_adds_nothing_and_nobody_useless_is_named() -> None:
    picks = greedy_cover({1: "ab", 2: "a"}, dict.fromkeys("ab", 1), 5, NAMES, covered="a")
    assert [(p.actor, p.gain) for p in picks] == [(1, 1)]


def test_under_conflicts_the_bound_does_not_hold() -> None:
    # The first to be taken is apart from both of those who would cover three times as much.
    covers = {1: "abc", 2: "abdef", 3: "cghij"}
    apart = [frozenset({1, 2}), frozenset({1, 3})]
    weights = dict.fromkeys("abcdefghij", 1) | {"a": 2, "b": 2, "c": 3}
    greedy = sum(p.gain for p in greedy_cover(covers, weights, 2, {1: "a", 2: "b", 3: "c"}, apart=apart))
    best = best_cover(covers, weights, 2, {1: "a", 2: "b", 3: "c"}, apart=apart)
    assert (greedy, best) == (7, (14, (2, 3)))


@pytest.mark.parametrize(
    ("size", "first", "apart", "words"),
    [(1, [1, 2], [], "less than the 2 who must be in"), (3, [1, 2], [frozenset({1, 2})], "cannot sit together")],
)
def test_what_cannot_be_met_is_said(size: int, first: list[int], apart: list[frozenset[int]], words: str) -> None:
    with pytest.raises(InvalidValue, match=words):
        greedy_cover({1: "a", 2: "b"}, {"a": 1, "b": 1}, size, NAMES, first, apart)


def test_too_many_are_not_tried() -> None:
    many = dict.fromkeys(range(19), "a")
    names = {n: str(n) for n in many}
    assert best_cover(many, {"a": 1}, 2, names) is None
    assert best_cover({1: "a"}, {"a": 1}, 7, names) is None
    assert best_cover(many, {"a": 1}, 2, names, first=[0]) == (1, (0,))


def test_each_kind_weighs_the_same() -> None:
    weights = fair_weights({"x": "area", "y": "area", "z": "area", "local": "level", "national": "level"})
    assert weights == {"x": 2, "y": 2, "z": 2, "local": 3, "national": 3}
    assert fair_weights({}) == {}
