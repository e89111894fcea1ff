"""A soft outline around the actors of a circle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

ROUND: Final = 16
"""Corners of the round that each actor gives to the outline."""


@dataclass(frozen=True, slots=True)
class Halo:
    """The outline of a circle, by its place among the circles."""

    circle: int
    points: tuple[tuple[float, float], ...]


def halo(circle: int, dots: Sequence[tuple[float, float, float]], room: float) -> Halo:
    """The convex outline of dots (x, y, radius) with some room around each.

    >>> [(min(v), max(v)) for v in zip(*halo(0, [(0, 0, 5), (100, 0, 5)], 10).points)]
    [(-15.0, 115.0), (-15.0, 15.0)]
    """
    turns = [2 * math.pi * k / ROUND for k in range(ROUND)]
    around = {
        (round(x + (r + room) * math.cos(turn), 1), round(y + (r + room) * math.sin(turn), 1))
        for x, y, r in dots
        for turn in turns
    }
    return Halo(circle, tuple(_hull(sorted(around))))


def _hull(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """A. Andrew's monotone chain (1979)."""
    lower, upper = _chain(points), _chain(points[::-1])
    return lower[:-1] + upper[:-1]


def _chain(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for x, y in points:
        while len(found) > 1:
            (ax, ay), (bx, by) = found[-2:]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            found.pop()
        found.append((x, y))
    return found
