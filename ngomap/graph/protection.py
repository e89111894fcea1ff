"""How well somebody is tied to those who could speak up for them: separate ways, and whose loss would cut them off."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from ngomap.graph.disjoint import Neighbours, Separation, separate_paths, single_points, ways_apart

NOBODY: Final = 0
"""No row has this id."""


@dataclass(frozen=True, slots=True)
class Tether:
    """How one who could speak up is reached: separate ways, each from the one asked about to the end, and everybody on
    whom all ways depend, the nearest first.
    """

    end: int
    paths: tuple[tuple[int, ...], ...]
    points: tuple[int, ...]


def without(neighbours: Neighbours, avoid: Collection[int]) -> dict[int, list[int]]:
    """Who is next to whom, leaving out whom one would not pass through."""
    return {a: [b for b in found if b not in avoid] for a, found in neighbours.items() if a not in avoid}


def tether(neighbours: Neighbours, source: int, end: int) -> Tether:
    """How the end is reached from the source.

    >>> tether({1: [2], 2: [1, 3, 4], 3: [2, 4], 4: [2, 3]}, 1, 4)
    Tether(end=4, paths=((1, 2, 4),), points=(2,))
    """
    paths = ways_apart(neighbours, source, end)
    alone = len(paths) == 1 and len(paths[0]) > 2
    return Tether(end, paths, tuple(single_points(neighbours, source, end)) if alone else ())


def tether_all(neighbours: Neighbours, source: int, ends: Collection[int]) -> Separation:
    """All who could speak up taken as one: who must be lost before none of them is reached any more.

    Each of them can be lost itself, even if there is only one.
    """
    if len(set(ends)) == 1:
        # A second end that nobody knows makes the one like any other.
        return separate_paths(neighbours, source, [*ends, NOBODY])
    return separate_paths(neighbours, source, ends)


def within_reach(neighbours: Neighbours, source: int) -> dict[int, int]:
    """How many ties away everybody is to whom there is a way.

    >>> within_reach({1: [2], 2: [1, 3], 3: [2]}, 1)
    {1: 0, 2: 1, 3: 2}
    """
    far = {source: 0}
    line = deque([source])
    while line:
        node = line.popleft()
        for other in neighbours.get(node, ()):
            if other not in far:
                far[other] = far[node] + 1
                line.append(other)
    return far
