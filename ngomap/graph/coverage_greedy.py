"""Whom to choose so that a few together cover the most: greedily, and exactly where there are few to choose from.

Works on sets alone and loads no graph library.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import lcm
from typing import Final, Generic, TypeVar

from ngomap.errors import InvalidValue

T = TypeVar("T", bound=Hashable)
Apart = Collection[frozenset[int]]
"""Pairs of which at most one may be chosen."""

FEW: Final = 18
FEW_CHOSEN: Final = 6
"""Up to so many to choose from, and chosen, all choices can be tried at once: about 31,000."""


@dataclass(frozen=True, slots=True)
class Pick(Generic[T]):
    """One who was chosen, what it covers that nobody before it did, and the weight of that."""

    actor: int
    gain: int
    new: tuple[T, ...]


def fair_weights(kinds: Mapping[T, str]) -> dict[T, int]:
    """A whole-number weight for each thing, such that all kinds of things weigh the same in total.

    >>> fair_weights({"north": "area", "south": "area", "local": "level"})
    {'north': 1, 'south': 1, 'local': 2}
    """
    counts: dict[str, int] = {}
    for kind in kinds.values():
        counts[kind] = counts.get(kind, 0) + 1
    whole = lcm(*counts.values())
    return {thing: whole // counts[kind] for thing, kind in kinds.items()}


def greedy_cover(
    covers: Mapping[int, Collection[T]],
    weights: Mapping[T, int],
    size: int,
    handles: Mapping[int, str],
    first: Sequence[int] = (),
    apart: Apart = (),
    covered: Iterable[T] = (),
) -> list[Pick[T]]:
    """At most `size` of those in `covers` who together cover much: those of `first` in their order, then again and again
    the one that adds the most weight, of equals the one whose handle comes first; nobody who adds nothing, and no two
    who are to be kept `apart`. What is `covered` already adds nothing.

    Without pairs kept apart, what is chosen after `first` adds at least 1 - 1/e (63 %) of what any choice of as many
    could add. With such pairs this does not hold: the first to be taken may shut out two better ones.

    Lazy: what a candidate adds only ever shrinks, so whoever still adds more than the others could at best is next,
    without looking at them. On an empty mapping nobody is chosen.

    Raises InvalidValue if `first` are more than `size`, or two of them are to be kept apart.

    References: Nemhauser, Wolsey and Fisher (1978), An analysis of approximations for maximizing submodular set
    functions; Minoux (1978), Accelerated greedy algorithms.

    >>> covers = {1: "abc", 2: "cde", 3: "ab", 4: "f"}
    >>> weights, handles = dict.fromkeys("abcdef", 1), {1: "p", 2: "q", 3: "r", 4: "s"}
    >>> [(p.actor, p.gain, p.new) for p in greedy_cover(covers, weights, 3, handles)]
    [(1, 3, ('a', 'b', 'c')), (2, 2, ('d', 'e')), (4, 1, ('f',))]
    >>> [p.actor for p in greedy_cover(covers, weights, 3, handles, first=[3], apart=[frozenset({1, 2})])]
    [3, 2, 4]
    """
    _check(size, first, apart, handles)
    enemies = _enemies(apart)
    done = set(covered)
    picks: list[Pick[T]] = []
    shut: set[int] = set()

    def take(actor: int) -> None:
        new = tuple(sorted((t for t in set(covers.get(actor, ())) if t not in done), key=repr))
        picks.append(Pick(actor, sum(weights[t] for t in new), new))
        done.update(new)
        shut.add(actor)
        shut.update(enemies.get(actor, ()))

    for actor in dict.fromkeys(first):
        take(actor)
    queue = [
        (-sum(weights[t] for t in set(things) if t not in done), handles[actor], actor)
        for actor, things in covers.items()
        if actor not in shut
    ]
    heapq.heapify(queue)
    while queue and len(picks) < size:
        _, handle, actor = heapq.heappop(queue)
        if actor in shut:
            continue
        now = (-sum(weights[t] for t in set(covers[actor]) if t not in done), handle, actor)
        if now[0] == 0:
            continue
        if queue and queue[0] < now:
            heapq.heappush(queue, now)
            continue
        take(actor)
    return picks


def best_cover(
    covers: Mapping[int, Collection[T]],
    weights: Mapping[T, int],
    size: int,
    handles: Mapping[int, str],
    first: Sequence[int] = (),
    apart: Apart = (),
) -> tuple[int, tuple[int, ...]] | None:
    """The most that `size` of them can cover, and who: `first`, then the others by handle; of equal choices the one with
    fewer, then the one whose handles come first. None where there are too many to try all.

    >>> covers = {1: "abcd", 2: "abx", 3: "cdy", 4: ""}
    >>> best_cover(covers, dict.fromkeys("abcdxy", 1), 2, {1: "p", 2: "q", 3: "r", 4: "s"})
    (6, (2, 3))
    """
    _check(size, first, apart, handles)
    begun = list(dict.fromkeys(first))
    enemies = _enemies(apart)
    shut = {other for actor in begun for other in enemies.get(actor, ())} | set(begun)
    others = sorted((actor for actor in covers if actor not in shut), key=lambda a: handles[a])
    room = size - len(begun)
    if len(others) > FEW or size > FEW_CHOSEN:
        return None
    place = {thing: n for n, thing in enumerate(weights)}
    of_weight: dict[int, int] = {}
    for thing, n in place.items():
        of_weight[weights[thing]] = of_weight.get(weights[thing], 0) | 1 << n
    masks = {actor: sum(1 << place[t] for t in set(covers.get(actor, ()))) for actor in (*begun, *others)}

    def worth(mask: int) -> int:
        return sum(weight * (mask & which).bit_count() for weight, which in of_weight.items())

    start = 0
    for actor in begun:
        start |= masks[actor]
    best: tuple[int, int, tuple[int, ...]] = (-worth(start), 0, ())

    def search(at: int, mask: int, chosen: tuple[int, ...]) -> None:
        nonlocal best
        found = (-worth(mask), len(chosen), chosen)
        if found[:2] < best[:2]:
            best = found
        if len(chosen) == room:
            return
        for n in range(at, len(others)):
            if not any(others[c] in enemies.get(others[n], ()) for c in chosen):
                search(n + 1, mask | masks[others[n]], (*chosen, n))

    search(0, start, ())
    return -best[0], (*begun, *(others[n] for n in best[2]))


def _check(size: int, first: Sequence[int], apart: Apart, handles: Mapping[int, str]) -> None:
    chosen = set(first)
    if len(chosen) > size:
        names = ", ".join(handles[a] for a in dict.fromkeys(first))
        raise InvalidValue(f"size: {size} is less than the {len(chosen)} who must be in ({names}).", "Give a larger size.")
    for pair in sorted(apart, key=lambda p: sorted(handles.get(a, "") for a in p)):
        if pair <= chosen:
            one, other = sorted(handles[a] for a in pair)
            raise InvalidValue(
                f"{one} and {other} must both be in, but cannot sit together.", "Leave out one of them, or that rule."
            )


def _enemies(apart: Apart) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for pair in apart:
        for actor in pair:
            found.setdefault(actor, set()).update(pair - {actor})
    return found
