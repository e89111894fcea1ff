"""Where the dots of the spectrum of allies stand in its half circle: each in the wedge of its stance, none on another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

OUTER: Final = 330.0
INNER: Final = 78.0
"""Pixels from the middle of the half circle to the edges of its wedges."""
WEDGES: Final = 5
STEPS: Final = 24
SMALLEST: Final = 0.2


def at(angle: float, radius: float) -> tuple[float, float]:
    """A point of the half circle: x from its middle to the right, y downwards; the angle runs from 0 at the left end of
    its flat side over the top to pi at the right end.

    >>> [round(v) for v in at(0, 10)], [round(v) for v in at(math.pi / 2, 10)]
    ([-10, 0], [0, -10])
    """
    return -radius * math.cos(angle), -radius * math.sin(angle)


def wedge(number: int) -> list[tuple[float, float]]:
    """The corners of a wedge, 0 (left) to 4, closed; its arcs in short steps."""
    start, end = _sides(number)
    turn = [start + (end - start) * step / STEPS for step in range(STEPS + 1)]
    ring = [at(angle, OUTER) for angle in turn] + [at(angle, INNER) for angle in reversed(turn)]
    return [*ring, ring[0]]


def placed(radii: Sequence[float], number: int, sides: Sequence[int] = ()) -> tuple[list[tuple[float, float]], float]:
    """A place for each dot of these radii in a wedge, the first ones on the outer rings, and by how much their radii
    have to shrink to fit. Of `sides`, on each ring the dots of the least stand furthest left.

    >>> places, shrunk = placed([10, 10], 2)
    >>> [(round(x), round(y)) for x, y in places], shrunk
    ([(-12, -314), (12, -314)], 1.0)
    """
    scale = 1.0
    while scale > SMALLEST:
        found = _rings([r * scale for r in radii], number, sides or [0] * len(radii))
        if found is not None:
            return found, scale
        scale -= 0.05
    # So many that no name could be read beside them: they may touch.
    return [_spread(n, len(radii), number) for n in range(len(radii))], SMALLEST


def _rings(radii: Sequence[float], number: int, sides: Sequence[int]) -> list[tuple[float, float]] | None:
    """Rings from the outside in, as many dots on each as have room; None if they do not fit."""
    gap = 8.0 * (max(radii) / 16 if radii else 1)
    start, end = _sides(number)
    found: dict[int, tuple[float, float]] = {}
    left, edge = list(range(len(radii))), OUTER - 6
    while left:
        middle = edge - max(radii[n] for n in left[:8])
        if middle - radii[left[0]] < INNER + 4:
            return None
        room = (end - start) * middle - 12
        ring: list[int] = []
        while left and sum(2 * radii[n] + gap for n in [*ring, left[0]]) - gap <= room:
            ring.append(left.pop(0))
        if not ring:
            return None
        position = (gap - sum(2 * radii[n] + gap for n in ring)) / 2
        for n in sorted(ring, key=lambda n: sides[n]):
            found[n] = at((start + end) / 2 + (position + radii[n]) / middle, middle)
            position += 2 * radii[n] + gap
        edge = middle - max(radii[n] for n in ring) - gap
    return [found[n] for n in range(len(radii))]


def _spread(place: int, of: int, number: int) -> tuple[float, float]:
    start, end = _sides(number)
    share = (place + 0.5) / of
    turn = (place * 0.618034) % 1
    return at(start + 0.04 + (end - start - 0.08) * turn, INNER + 8 + (OUTER - INNER - 16) * math.sqrt(share))


def _sides(number: int) -> tuple[float, float]:
    return math.pi * number / WEDGES, math.pi * (number + 1) / WEDGES
