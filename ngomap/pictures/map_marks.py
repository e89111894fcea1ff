"""The marks of a map as plain data: who stands where on the picture, how large, in which shape. Nothing is drawn here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.pictures.labels import LINE, Box, in_lines, text_width
from ngomap.pictures.map_frame import Frame
from ngomap.pictures.palette import SHAPES

RADII: Final = ((150, 6.2), (600, 4.6), (2000, 3.4))
"""Up to so many marks, the radius of each in pixels; beyond, SMALLEST."""
SMALLEST: Final = 2.4
GAP: Final = 1.0
"""Pixels between neighbours at the least; marks of the plainest picture keep half a radius, so that lines pass between."""
GROWTH: Final = 2.6
"""How many times the plain radius the largest has, where size says something."""
GOLDEN: Final = math.pi * (3 - math.sqrt(5))
"""The angle from one seed of a sunflower to the next (H. Vogel, 1979)."""
STEP: Final = 0.55
CROWD: Final = 600
"""More marks than this are set on a grid."""
CHOSEN: Final = 1000.0
"""Who weighs so much - ourselves, who is asked about - has its name right beside it."""
EDGE: Final = 4.0


@dataclass(frozen=True, slots=True)
class Site:
    """Who is to be drawn where. `stands_in` names the area whose middle is drawn for want of a point (empty: its own
    point). `group` is its key of colour. `size` is 0 to 1 (None: not known). The heavier go first to their place.
    `told` is what a pointer reads. A `faint` one steps back.
    """

    id: int
    handle: str
    name: str
    kind: str
    lat: float
    lon: float
    group: str
    told: str
    stands_in: str = ""
    size: float | None = None
    weight: float = 0.0
    faint: bool = False
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A site in its place on the picture, in pixels; `away` is how far from its true point."""

    site: Site
    x: float
    y: float
    radius: float
    shape: str
    away: float


def plain_radius(count: int) -> float:
    """How large marks are that say nothing by their size, by how many there are.

    >>> plain_radius(40), plain_radius(5000)
    (6.2, 2.4)
    """
    return next((radius for most, radius in RADII if count <= most), SMALLEST)


def radius_of(site: Site, plain: float, sized: bool) -> float:
    """The radius of a mark: where size says something, its area grows with what it says."""
    if not sized:
        return plain * (1.35 if site.ours else 1.0)
    return max(0.7 * plain, GROWTH * plain * math.sqrt(max(0.0, site.size or 0.0)))


def marks(sites: Sequence[Site], frame: Frame, sized: bool = False, plain: float | None = None) -> list[Mark]:
    """The marks of the sites, the heaviest first. None hides another: who would, stands beside, as near to its point as
    there is room, on a spiral around it; the same sites in any order give the same marks.

    >>> from ngomap.pictures.map_frame import frame_around
    >>> two = [Site(i, h, h, "ngo", 1.0, 36.0, "", "") for i, h in ((1, "a"), (2, "b"))]
    >>> a, b = marks(two, frame_around([(1.0, 36.0)]))
    >>> a.away, b.away > a.radius, math.dist((a.x, a.y), (b.x, b.y)) >= a.radius + b.radius
    (0.0, True, True)
    """
    size = plain if plain is not None else plain_radius(len(sites))
    room: Room | Slots
    if len(sites) > CROWD:
        room = Slots(frame, size)
    else:
        gap = size / 2 if len(sites) <= RADII[0][0] else GAP
        room = Room(frame, 2 * GROWTH * size + gap, gap)
    found = []
    for site in sorted(sites, key=lambda s: (-s.weight, s.handle)):
        radius = radius_of(site, size, sized)
        true = frame.at(site.lat, site.lon)
        x, y = room.take(true, radius)
        if site.weight >= CHOSEN and isinstance(room, Room):
            room.keep_free(_beside(site.name, x, y, radius, frame))
        shape = SHAPES.get(site.kind, SHAPES["other"])
        found.append(Mark(site, x, y, round(radius, 2), shape, round(math.dist(true, (x, y)), 2)))
    return found


def _beside(name: str, x: float, y: float, radius: float, frame: Frame) -> Box:
    """The room right of a mark, or left of it, where its name is to stand."""
    lines = in_lines(name)
    wide = max(text_width(t, 11.0, bold=True) for t in lines) + radius + 12
    tall = len(lines) * 11.0 * LINE / 2 + 2
    return (x, y - tall, x + wide, y + tall) if x + wide < frame.width - EDGE else (x - wide, y - tall, x, y + tall)


class Room:
    """Where on the picture there is room for another mark."""

    def __init__(self, frame: Frame, cell: float, gap: float = GAP) -> None:
        self._frame = frame
        self._gap = gap
        self._cell = max(cell, 4.0)
        self._taken: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
        self._tried: dict[tuple[int, int, int], int] = {}
        self._kept: list[Box] = []

    def keep_free(self, box: Box) -> None:
        """No mark is to cover this room any more."""
        self._kept.append(box)

    def take(self, true: tuple[float, float], radius: float) -> tuple[float, float]:
        """The free place nearest to a point, along a spiral, for a mark of that radius; it is then taken."""
        edge = radius + EDGE
        x = min(max(true[0], edge), self._frame.width - edge)
        y = min(max(true[1], edge), self._frame.height - edge)
        # Who was refused a step of the spiral once is refused it again, from the same pixel and as large.
        key = round(x), round(y), math.ceil(radius * 4)
        if key in self._tried:
            x, y = float(key[0]), float(key[1])
        step = self._tried.get(key, 0)
        apart = STEP * (radius + self._gap)
        while True:
            turn, out = step * GOLDEN, apart * math.sqrt(step)
            place = round(x + out * math.cos(turn), 2), round(y + out * math.sin(turn), 2)
            step += 1
            if self._inside(place, edge, out) and self._free(place, radius):
                break
        self._tried[key] = step
        self._taken.setdefault(self._cell_of(place), []).append((*place, radius))
        return place

    def _inside(self, place: tuple[float, float], edge: float, out: float) -> bool:
        if out > self._frame.width + self._frame.height:
            return True  # the picture is full: then beyond it, rather than never
        return edge <= place[0] <= self._frame.width - edge and edge <= place[1] <= self._frame.height - edge

    def _cell_of(self, place: tuple[float, float]) -> tuple[int, int]:
        return int(place[0] // self._cell), int(place[1] // self._cell)

    def _free(self, place: tuple[float, float], radius: float) -> bool:
        x, y = place
        if any(b[0] - radius < x < b[2] + radius and b[1] - radius < y < b[3] + radius for b in self._kept):
            return False
        column, row = self._cell_of(place)
        return all(
            math.dist(place, (left, top)) >= radius + other + self._gap
            for c in (column - 1, column, column + 1)
            for r in (row - 1, row, row + 1)
            for left, top, other in self._taken.get((c, r), ())
        )


class Slots:
    """The same for crowds: places on a grid, so that thousands are set in a moment. Larger marks may reach under smaller."""

    def __init__(self, frame: Frame, radius: float) -> None:
        self._step = 2 * radius + GAP
        self._columns = max(1, int((frame.width - 2 * EDGE) // self._step))
        self._rows = max(1, int((frame.height - 2 * EDGE) // self._step))
        self._taken: set[tuple[int, int]] = set()
        self._tried: dict[tuple[int, int], int] = {}
        reach = max(self._columns, self._rows)
        around = ((c, r) for c in range(-reach, reach + 1) for r in range(-reach, reach + 1))
        self._around = sorted(around, key=lambda o: (o[0] * o[0] + o[1] * o[1], o))

    def take(self, true: tuple[float, float], radius: float) -> tuple[float, float]:
        """The middle of the free slot nearest to a point; of a full picture, of the nearest slot."""
        column = min(max(int((true[0] - EDGE) // self._step), 0), self._columns - 1)
        row = min(max(int((true[1] - EDGE) // self._step), 0), self._rows - 1)
        slot = column, row
        for step in range(self._tried.get((column, row), 0), len(self._around)):
            across, down = self._around[step]
            c, r = column + across, row + down
            if 0 <= c < self._columns and 0 <= r < self._rows and (c, r) not in self._taken:
                slot = c, r
                self._tried[column, row] = step + 1
                break
        self._taken.add(slot)
        return round(EDGE + (slot[0] + 0.5) * self._step, 2), round(EDGE + (slot[1] + 0.5) * self._step, 2)


def moved(found: Iterable[Mark]) -> tuple[int, float]:
    """How many marks stand clearly beside their point, and how many pixels the farthest of them is away."""
    away = [mark.away for mark in found if mark.away > mark.radius]
    return len(away), max(away, default=0.0)
