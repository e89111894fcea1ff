"""How well somebody is tied to those who could speak up for them: separate ways, and whose loss would cut them off."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from ngomap.graph.disjoint import Separation, separate_paths, single_points
from ngomap.graph.introductions import Doors, Way, ranked, way_along

NOBODY: Final = 0
"""No row has this id."""


@dataclass(frozen=True, slots=True)
class Tether:
    """How one who could speak up is reached: separate ways, the strongest first; the smallest set of others without
    whom only a direct tie, if that, is left; and everybody on whom all ways depend, the nearest first.
    """

    end: int
    ways: tuple[Way, ...]
    cut: tuple[int, ...]
    points: tuple[int, ...]


def without(doors: Doors, avoid: Collection[int]) -> dict[int, list[int]]:
    """Who is next to whom, leaving out whom one would not pass through."""
    return {a: [b for b in found if b not in avoid] for a, found in doors.items() if a not in avoid}


def tether(doors: Doors, neighbours: Mapping[int, Collection[int]], source: int, end: int, handles: Mapping[int, str]) -> Tether:
    """How the end is reached from the source.

    >>> from ngomap.graph.introductions import open_doors
    >>> from ngomap.model.relationships import Tie
    >>> handles = {1: "us", 2: "ana", 3: "court"}
    >>> ties = [Tie(1, "on-board-of", 2, 1, "active"), Tie(2, "advises", 2, 3, "active")]
    >>> doors = open_doors(ties, "2024-03-31", handles)
    >>> found = tether(doors, without(doors, ()), 1, 3, handles)
    >>> [way.nodes for way in found.ways], found.cut, found.points
    ([(1, 2, 3)], (2,), (2,))
    """
    apart = separate_paths(neighbours, source, [end])
    ways = ranked([way_along(doors, path) for path in apart.paths], handles)
    points = single_points(neighbours, source, end) if len(apart.cut) == 1 and not apart.direct else []
    return Tether(end, tuple(ways), apart.cut, tuple(points))


def tether_all(neighbours: Mapping[int, Collection[int]], source: int, ends: Collection[int]) -> Separation:
    """All who could speak up taken as one: who must be lost before none of them is reached any more.

    Each of them can be lost itself, even if there is only one.
    """
    if len(set(ends)) == 1:
        # A second end that nobody knows makes the one like any other.
        return separate_paths(neighbours, source, [*ends, NOBODY])
    return separate_paths(neighbours, source, ends)


def within_reach(neighbours: Mapping[int, Collection[int]], source: int) -> dict[int, int]:
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
