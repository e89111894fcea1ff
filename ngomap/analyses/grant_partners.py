"""The smallest set of partners that brings all that is missing: a small covering problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil, floor, fsum, log
from typing import Final

EXACT_UP_TO: Final = 20
"""So many candidates, dominated ones aside, are tried in every combination."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who might join: what is missing that it meets (`covers`), the money it adds, how many unknown things that rests on
    (`asks`), how far one can count on it, and with whom it cannot sit together (handles).
    """

    handle: str
    covers: frozenset[str] = frozenset()
    money: float = 0.0
    strength: float = 0.0
    asks: int = 0
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Missing:
    """What a set must bring: every one of the `needs`, `money` in all, and `members` at least; `most` members at most."""

    needs: frozenset[str] = frozenset()
    money: float = 0.0
    members: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen set, the one to ask first in front; None if there is none (`exact`) or none was found.

    `at_least` is how many any set needs; `bound` how many times as many as needed a set that is not exact can have (None:
    not known).
    """

    members: tuple[Candidate, ...] | None
    exact: bool
    at_least: int = 0
    bound: float | None = None


def smallest_set(candidates: Sequence[Candidate], missing: Missing) -> Choice:
    """The smallest set of candidates that brings what is missing; of several the one that rests on the fewest unknown
    things, then the one with the strongest ties (the strongest member first), then by handle.

    A candidate is dominated by one that brings all that it brings, is not less sure, tied as strongly or more, and at
    odds with nobody else. Whom k others dominate is in no smallest set of k that is needed: one of the k could take its
    place. So for k = 1, 2, ... those that fewer than k dominate are tried in every combination. If they are more than
    20, the rest is left to a greedy choice: whoever brings most of what is missing, again and again, each need, each
    member and the whole of the money counting 1. Such a set is at most H(n) times as large as needed, n being the most that
    one candidate brings, or where money is missing 1 + ln(all that is missing / what was missing before the last), where
    nobody is at odds with another.

    Empty: nothing missing takes nobody; no candidates bring nothing.

    Reference: L. A. Wolsey, An analysis of the greedy algorithm for the submodular set covering problem (1982).

    >>> a, b, c = Candidate("a", frozenset("x"), 5), Candidate("b", frozenset("y"), 5), Candidate("c", frozenset("xy"), 1)
    >>> [m.handle for m in smallest_set([a, b, c], Missing(frozenset("xy"))).members or ()]
    ['c']
    >>> [m.handle for m in smallest_set([a, b, c], Missing(frozenset("xy"), money=6)).members or ()]
    ['a', 'b']
    >>> smallest_set([a, b, c], Missing(money=12)).members is None
    True
    """
    if _enough((), missing):
        return Choice((), True)
    ranked = sorted((c for c in candidates if _useful(c, missing)), key=_preference)
    least = _at_least(ranked, missing)
    if least is None or (missing.most is not None and least > missing.most):
        return Choice(None, True, least or 0)
    for size in range(least, min(len(ranked), missing.most or len(ranked)) + 1):
        kept = _undominated(ranked, size, missing)
        if kept is None:
            return _greedily(ranked, missing, size)
        found = [some for some in combinations(kept, size) if _enough(some, missing)]
        if found:
            return Choice(tuple(min(found, key=rank)), True, size)
    return Choice(None, True, least)


def rank(members: Iterable[Candidate]) -> tuple[int, tuple[float, ...], tuple[str, ...]]:
    """The order of sets of one size, the best first."""
    chosen = sorted(members, key=_preference)
    strengths = tuple(sorted(-c.strength for c in chosen))
    return sum(c.asks for c in chosen), strengths, tuple(sorted(c.handle for c in chosen))


def _preference(candidate: Candidate) -> tuple[int, float, str]:
    return candidate.asks, -candidate.strength, candidate.handle


def _enough(members: Sequence[Candidate], missing: Missing) -> bool:
    """Whether the set brings all that is missing, and its members can sit together."""
    if len(members) < missing.members or not missing.needs <= _all(members):
        return False
    if missing.money > 0 and fsum(c.money for c in members) < missing.money:
        return False
    handles = {c.handle for c in members}
    return all(c.apart.isdisjoint(handles) for c in members)


def _all(members: Sequence[Candidate]) -> frozenset[str]:
    return frozenset().union(*(c.covers for c in members))


def _useful(candidate: Candidate, missing: Missing) -> bool:
    return bool(missing.members or candidate.covers & missing.needs or (missing.money > 0 and candidate.money > 0))


def _at_least(candidates: Sequence[Candidate], missing: Missing) -> int | None:
    """How many any set needs; None if all together do not bring it."""
    if not missing.needs <= _all(candidates) or len(candidates) < missing.members:
        return None
    richest = sorted((c.money for c in candidates), reverse=True)
    for_money = 0
    while missing.money > 0 and fsum(richest[:for_money]) < missing.money:
        for_money += 1
        if for_money > len(richest):
            return None
    return max(1, missing.members, for_money)


def _undominated(ranked: Sequence[Candidate], size: int, missing: Missing) -> list[Candidate] | None:
    """Those that fewer than `size` others dominate, in their order; None if they are too many to try them all.

    To count those that were kept is enough: whoever dominates one that was dropped dominates whom that one dominates.
    """
    kept: list[Candidate] = []
    for candidate in ranked:
        if sum(_dominates(other, candidate, missing) for other in kept) < size:
            kept.append(candidate)
            if len(kept) > EXACT_UP_TO:
                return None
    return kept


def _dominates(one: Candidate, other: Candidate, missing: Missing) -> bool:
    """Whether one that stands in front of the other, and so is as sure, may take its place in any set."""
    return (
        one.covers & missing.needs >= other.covers & missing.needs
        and (missing.money <= 0 or one.money >= other.money)
        and one.strength >= other.strength
        and one.apart <= other.apart
    )


def _greedily(ranked: Sequence[Candidate], missing: Missing, at_least: int) -> Choice:
    chosen: list[Candidate] = []
    left = list(_picked(ranked, missing, chosen))
    if not _enough(chosen, missing):
        return Choice(None, False, at_least)
    for candidate in sorted(chosen, key=_preference, reverse=True):
        without = [c for c in chosen if c is not candidate]
        if _enough(without, missing):
            chosen = without
    if missing.most is not None and len(chosen) > missing.most:
        return Choice(None, False, at_least)
    bound = None
    if not any(c.apart for c in ranked):
        biggest = max(len(c.covers & missing.needs) + (missing.members > 0) for c in ranked)
        bound = 1 + log(left[0] / left[-1]) if missing.money > 0 else fsum(1 / i for i in range(1, biggest + 1))
        at_least = max(at_least, ceil(round(len(chosen) / bound, 9)))
    return Choice(tuple(sorted(chosen, key=_preference)), False, at_least, bound)


def _picked(ranked: Sequence[Candidate], missing: Missing, chosen: list[Candidate]) -> Iterator[float]:
    """Fills the list, and tells before each pick how much was missing still."""
    rest = list(ranked)
    while (open_ := _open(chosen, missing)) > 0:
        handles = {c.handle for c in chosen}
        rest = [c for c in rest if c.handle not in handles and c.apart.isdisjoint(handles)]
        rest = [c for c in rest if all(c.handle not in o.apart for o in chosen)]
        gains = [open_ - _open([*chosen, c], missing) for c in rest]
        best = max(gains, default=0.0)
        if best <= 0:
            return
        yield open_
        chosen.append(rest[gains.index(best)])


def _open(members: Sequence[Candidate], missing: Missing) -> float:
    """How much is missing still: 1 for each need and each member, and the share of the money."""
    short = max(0.0, missing.money - fsum(c.money for c in members)) / missing.money if missing.money > 0 else 0.0
    return len(missing.needs - _all(members)) + max(0, missing.members - len(members)) + short


def at_most_times(bound: float) -> str:
    """A bound as it is said, never smaller than it is.

    >>> at_most_times(1.8333), at_most_times(2.0)
    ('1.84', '2.00')
    """
    return f"{-floor(-100 * round(bound, 9)) / 100:.2f}"
