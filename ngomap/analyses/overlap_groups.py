"""Groups of actors of whom every two overlap, from the pairs that do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import fsum

Pair = tuple[int, int]
"""Two actor ids, the smaller first."""


@dataclass(frozen=True, slots=True)
class Group:
    """Actors of whom every two overlap, by handle. `beside` overlap with all of them too but coordinate with some."""

    members: tuple[int, ...]
    beside: tuple[int, ...] = ()


def uncoordinated_groups(
    overlaps: Mapping[Pair, float], together: Collection[Pair], order: Mapping[int, int]
) -> list[Group]:
    """Groups in which every two overlap and no two coordinate; every such pair is in at least one.

    An actor that overlaps with a whole group but coordinates with some of it stands beside it, instead of making
    another group of nearly the same members. `order` is the order of handles.

    >>> uncoordinated_groups({(1, 2): 0.9, (1, 3): 0.5, (2, 3): 0.5, (3, 4): 0.4}, {(2, 3)}, {1: 0, 2: 1, 3: 2, 4: 3})
    [Group(members=(1, 2), beside=(3,)), Group(members=(3, 4), beside=())]
    """
    apart = {pair: j for pair, j in overlaps.items() if pair not in together}
    all_near = _neighbours(overlaps)
    groups = []
    open_pairs = set(apart)
    for members in _cliques(apart, open_pairs, order):
        alike_all = set.intersection(*(set(all_near[m]) for m in members)) - set(members)
        beside = [x for x in alike_all if any(_pair(x, m) in together for m in members)]
        open_pairs -= {_pair(x, m) for x in beside for m in members}
        groups.append(Group(members, tuple(sorted(beside, key=order.__getitem__))))
    return groups


def coordinated_groups(
    overlaps: Mapping[Pair, float], together: Collection[Pair], order: Mapping[int, int]
) -> list[Group]:
    """Groups in which every two overlap and coordinate; every such pair is in at least one.

    >>> coordinated_groups({(1, 2): 0.9, (1, 3): 0.5}, {(1, 2)}, {1: 0, 2: 1, 3: 2})
    [Group(members=(1, 2), beside=())]
    """
    pairs = {pair: j for pair, j in overlaps.items() if pair in together}
    return [Group(members) for members in _cliques(pairs, set(pairs), order)]


def _cliques(pairs: Mapping[Pair, float], open_pairs: set[Pair], order: Mapping[int, int]) -> Iterator[tuple[int, ...]]:
    """Cliques until no pair is open, each grown from the most alike open pair; the caller may close more pairs."""
    near = _neighbours(pairs)
    by_likeness = sorted(pairs, key=lambda p: (-pairs[p], sorted((order[p[0]], order[p[1]]))))
    for pair in by_likeness:
        if pair not in open_pairs:
            continue
        members = list(pair)
        candidates = near[pair[0]].keys() & near[pair[1]].keys()
        while candidates:
            best = min(candidates, key=lambda x: (-fsum(near[x][m] for m in members), order[x]))
            members.append(best)
            candidates = candidates & near[best].keys()
        open_pairs -= {_pair(a, b) for a, b in combinations(members, 2)}
        yield tuple(sorted(members, key=order.__getitem__))


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def _neighbours(pairs: Mapping[Pair, float]) -> dict[int, dict[int, float]]:
    near: dict[int, dict[int, float]] = {}
    for (a, b), alike in pairs.items():
        near.setdefault(a, {})[b] = alike
        near.setdefault(b, {})[a] = alike
    return near
