"""What each actor does, as cells, and how alike two actors are by them.

A cell is an issue or service, in an area, for a population (None: for whom is not stated, which is a cell of its own).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

from ngomap.analyses.freshness import freshness
from ngomap.model.coverage import Activity

Cell = tuple[int, int, int | None]
"""Ids of the term, the area and the population."""
Footprint = dict[Cell, tuple[str, ...]]
"""The cells of one actor, each with the ids of its evidence."""
T = TypeVar("T", bound=Hashable)


def counts_on(activity: Activity, on: str) -> bool:
    """Whether the work is somebody's on that ISO day: present, as `freshness` says, or planned. Work whose end passed
    within the last year still counts, as it may have been prolonged; what is completed, suspended or only funded not.

    >>> counts_on(Activity(1, 1, 1, 1, until="2024-03"), "2024-04-01")
    True
    >>> counts_on(Activity(1, 1, 1, 1, until="2022-03"), "2024-04-01")
    False
    """
    return freshness(activity, on)[0] in ("present", "planned")


def footprints(activities: Iterable[Activity], actors: Collection[int]) -> dict[int, Footprint]:
    """The cells of each of the actors that has any. Funders are not present, so what they fund is no cell of theirs.

    The evidence of a cell is its activities, or the actor itself where the work is inferred from its issues and areas.

    >>> rows = [Activity(7, 1, 5, 3), Activity(9, 1, 5, 4, role="funder"), Activity(0, 2, 5, 3, inferred=True)]
    >>> footprints(rows, [1, 2])
    {1: {(5, 3, None): ('activity:7',)}, 2: {(5, 3, None): ('actor:2',)}}
    """
    wanted = set(actors)
    rows: dict[int, dict[Cell, set[int]]] = {}
    for activity in activities:
        if activity.actor in wanted and activity.role != "funder":
            cell = (activity.term, activity.area, activity.population)
            evidence = rows.setdefault(activity.actor, {}).setdefault(cell, set())
            if not activity.inferred:
                evidence.add(activity.id)
    return {
        actor: {cell: tuple(f"activity:{i}" for i in sorted(ids)) or (f"actor:{actor}",) for cell, ids in cells.items()}
        for actor, cells in rows.items()
    }


def rarity(holders: int) -> float:
    """The weight of what so many have: 1 / log2(1 + holders), so 1 for what one has, 0.5 for what three have.

    It looks at the holders alone and not, as idf does, at how many there are in all: an actor that has nothing in
    common with others changes no weight of theirs.

    >>> rarity(1), rarity(3), rarity(7)
    (1.0, 0.5, 0.3333333333333333)
    """
    return 1 / math.log2(1 + holders)


def rarities(owned: Iterable[Iterable[T]]) -> dict[T, float]:
    """The weight of everything that somebody has, by how many have it."""
    return {thing: rarity(n) for thing, n in Counter(thing for things in owned for thing in things).items()}


def weighted_jaccard(a: Collection[T], b: Collection[T], weights: Mapping[T, float]) -> float:
    """The weight of what both have, as a share of the weight of what either has; 0 if neither has anything.

    >>> weighted_jaccard({"x", "y"}, {"y", "z"}, {"x": 1.0, "y": 0.5, "z": 1.0})
    0.2

    Ioffe, S. (2010). Improved consistent sampling, weighted minhash and L1 sketching. ICDM.
    """
    mine, theirs = set(a), set(b)
    both = mine & theirs
    if not both:
        return 0.0
    return math.fsum(map(weights.__getitem__, both)) / math.fsum(map(weights.__getitem__, mine | theirs))
