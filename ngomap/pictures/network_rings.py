"""Who stands how many steps from one actor: it in the middle, the others on rings, each near whom it is reached by.

G. Wills's radial layout of a tree (1999), on the tree of strongest first steps.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.pictures.layout import Link, Point

BETWEEN_RINGS: Final = 120.0
ROOM_ON_RING: Final = 20.0
"""What each takes of the ring it stands on."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Where those so many steps away stand."""

    step: int
    x: float
    y: float
    radius: float


def on_rings(
    nodes: Sequence[int],
    links: Sequence[Link],
    steps: Mapping[int, int],
    groups: Mapping[int, int],
    radii: Mapping[int, float],
) -> tuple[dict[int, Point], tuple[Ring, ...]]:
    """A point for each node, of which one is at 0 steps, and the rings. Who is of one group stands together as far as the
    ways to them allow. `nodes` stand in an order that means something: it breaks ties.

    >>> points, rings = on_rings([1, 2, 3], [(1, 2, 1.0), (2, 3, 1.0)], {1: 0, 2: 1, 3: 2}, {}, {})
    >>> points[1], [r.radius for r in rings]
    ((0.0, 0.0), [120.0, 240.0])
    """
    place = {n: i for i, n in enumerate(nodes)}
    parents = _parents(place, links, steps)
    children: dict[int, list[int]] = {n: [] for n in place}
    for node, parent in parents.items():
        children[parent].append(node)
    for brood in children.values():
        brood.sort(key=lambda n: (groups.get(n, len(nodes)), place[n]))
    leaves: dict[int, int] = {}
    for node in sorted(place, key=lambda n: (-steps[n], place[n])):
        leaves[node] = max(1, sum(leaves[c] for c in children[node]))
    rings = _rings(place, steps, radii)
    angles: dict[int, float] = {}
    todo = [(n, -math.pi / 2, 3 * math.pi / 2) for n in place if steps[n] == 0]
    while todo:
        node, start, end = todo.pop()
        angles[node] = (start + end) / 2
        each = (end - start) / leaves[node]
        for child in children[node]:
            width = each * leaves[child]
            todo.append((child, start, start + width))
            start += width
    points = {n: _at(0.0 if steps[n] == 0 else rings[steps[n] - 1].radius, angles[n]) for n in place}
    return points, tuple(rings)


def _parents(place: Mapping[int, int], links: Sequence[Link], steps: Mapping[int, int]) -> dict[int, int]:
    """From each node to the one a step nearer that it is tied to most strongly; if none such is drawn, to the middle."""
    best: dict[int, tuple[float, int]] = {}
    for a, b, weight in links:
        for node, other in ((a, b), (b, a)):
            if node in place and other in place and steps[node] == steps[other] + 1:
                best[node] = min(best.get(node, (1.0, len(place))), (-weight, place[other]))
    back = {index: node for node, index in place.items()}
    root = next(n for n in place if steps[n] == 0)
    return {n: back[best[n][1]] if n in best else root for n in place if n != root}


def _rings(place: Mapping[int, int], steps: Mapping[int, int], radii: Mapping[int, float]) -> list[Ring]:
    found: list[Ring] = []
    radius = 0.0
    for step in range(1, max((steps[n] for n in place), default=0) + 1):
        needed = sum(ROOM_ON_RING + 2 * radii.get(n, 6.0) for n in place if steps[n] == step) / (2 * math.pi)
        radius = max(radius + BETWEEN_RINGS, needed)
        found.append(Ring(step, 0.0, 0.0, round(radius, 1)))
    return found


def _at(radius: float, angle: float) -> Point:
    return round(radius * math.cos(angle), 2) + 0.0, round(radius * math.sin(angle), 2) + 0.0
