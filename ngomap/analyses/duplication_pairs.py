"""Whose work is alike, from everybody's work told cell by cell: of a cell that one alone has, only that it is there is kept."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby
from math import fsum
from operator import itemgetter
from typing import Final

from ngomap.analyses.footprints import counts_on, rarity
from ngomap.analyses.freshness import before
from ngomap.analyses.overlap_groups import Pair
from ngomap.model.coverage import Activity

Row = tuple[int, int, int, int, str, str | None, str | None, str | None, bool]
"""Term, area, population (0: not stated) and actor of an activity; its role, status, since and until; whether it is inferred."""

PLACE: Final = itemgetter(0, 1)
POPULATION: Final = itemgetter(2)


def rows_by_cell(activities: Iterable[Activity]) -> list[Row]:
    """The activities in the order of their cells, as `Cells` takes them."""
    return sorted(
        ((v.term, v.area, v.population or 0, v.actor, v.role, v.status, v.since, v.until, v.inferred) for v in activities),
        key=itemgetter(0, 1, 2),
    )  # fmt: skip


@dataclass(slots=True)
class Cells:
    """Who has which cells on a day. A cell that several have is a number, `weights` its rarity; of those that one alone has
    `alone` says how many. Of activities there are so many `recorded`, of these `undated` and `past` their end; whose are
    `inferred`; how many are `left_out`, and the `last` end of those that were over. In so many `mixed` places one says for
    whom and another not.
    """

    owned: dict[int, array[int]] = field(default_factory=dict)
    weights: array[float] = field(default_factory=lambda: array("d"))
    alone: dict[int, int] = field(default_factory=dict)
    inferred: set[int] = field(default_factory=set)
    recorded: int = 0
    undated: int = 0
    past: int = 0
    left_out: int = 0
    mixed: int = 0
    last: str | None = None

    def __contains__(self, actor: int) -> bool:
        return actor in self.owned or actor in self.alone

    def __len__(self) -> int:
        return len(self.owned.keys() | self.alone.keys())


def cells_of(rows: Iterable[Row], actors: Collection[int], terms: Collection[int], areas: Collection[int], on: str) -> Cells:
    """The cells of these actors on these terms in these areas; the rows in the order of their cells."""
    found = Cells()
    kinds: dict[tuple[str | None, ...], tuple[bool, bool, bool]] = {}
    for (term, area), there in groupby(rows, PLACE):
        if term not in terms or area not in areas:
            continue
        stated = set()
        for population, of_cell in groupby(there, POPULATION):
            holders = set()
            for _, _, _, actor, role, status, since, until, inferred in of_cell:
                if role == "funder" or actor not in actors:
                    continue
                dated = (status, since, until)
                kind = kinds.get(dated)
                if kind is None:
                    current = counts_on(Activity(0, 0, 0, 0, None, role, status, since, until), on)
                    kind = kinds[dated] = current, not since and not until, until is not None and before(until, on)
                    if not current and kind[2]:
                        found.last = max(found.last or "", until or "")
                current, undated, past = kind
                if not current:
                    found.left_out += 1
                    continue
                holders.add(actor)
                if inferred:
                    found.inferred.add(actor)
                    continue
                found.recorded += 1
                found.undated += undated
                found.past += past
            if holders:
                stated.add(bool(population))
                _add(found, holders)
        found.mixed += len(stated) == 2
    return found


def _add(found: Cells, holders: set[int]) -> None:
    if len(holders) == 1:
        (only,) = holders
        found.alone[only] = found.alone.get(only, 0) + 1
        return
    number = len(found.weights)
    found.weights.append(rarity(len(holders)))
    for actor in holders:
        known = found.owned.get(actor)
        if known is None:
            known = found.owned[actor] = array("l")
        known.append(number)


def alike_pairs(
    owned: Mapping[int, Sequence[int]], weights: Sequence[float], threshold: float, alone: Mapping[int, int] | None = None
) -> Iterator[tuple[Pair, float, int]]:
    """The pairs with something in common whose weighted Jaccard reaches the threshold, each with that and how many things
    the two share. `weights` are those of the things, by number; of what one has `alone`, which weighs 1, only how much it is.

    Only pairs that share one of their rarer things are looked at: two actors as alike as the threshold must share one
    among the first of each, rarest first, because what comes after weighs too little. So a thing that everybody
    has brings no flood of pairs, and none is lost. Nor is a pair looked at of whom one has far more than the other.

    >>> list(alike_pairs({1: [0, 1], 2: [1]}, [1.0, 0.5], 0.2, {2: 1}))
    [((1, 2), 0.2, 1)]

    Bayardo, R., Ma, Y., Srikant, R. (2007). Scaling up all pairs similarity search. WWW.
    """
    single = alone or {}
    place = array("l", bytes(array("l").itemsize * len(weights)))
    for n, thing in enumerate(sorted(range(len(weights)), key=lambda x: -weights[x])):
        place[thing] = n
    holders: dict[int, array[int]] = {}
    totals: dict[int, float] = {}
    # A hair below the threshold, so that rounding cannot lose a pair that lies on it.
    least = threshold * (1 - 1e-9)
    for actor in sorted(owned):
        mine = set(owned[actor])
        rest = total = totals[actor] = fsum([*(weights[x] for x in mine), single.get(actor, 0)])
        rest -= single.get(actor, 0)
        seen: set[int] = set()
        for thing in sorted(mine, key=place.__getitem__):
            if rest < least * total:
                break
            rest -= weights[thing]
            others = holders.setdefault(thing, array("l"))
            seen.update(others)
            others.append(actor)
        for other in sorted(seen):
            both = total, totals[other]
            if min(both) < least * max(both):
                continue
            alike, shared = likeness(mine, set(owned[other]), weights, single.get(actor, 0) + single.get(other, 0))
            if alike >= threshold:
                yield (other, actor), alike, shared


def likeness(mine: Set[int], theirs: Set[int], weights: Sequence[float], alone: int) -> tuple[float, int]:
    """The weighted Jaccard of two that have these things, and `alone` so many that nobody else has; how many they share.

    >>> likeness({0, 1}, {1}, [1.0, 0.5], 1)
    (0.2, 1)
    """
    shared = mine & theirs
    return fsum(weights[x] for x in shared) / fsum([*(weights[x] for x in mine | theirs), alone]), len(shared)
