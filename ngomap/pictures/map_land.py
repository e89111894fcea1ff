"""Land, borders and the names of countries, cut to what a map shows, in pixels."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from ngomap.model.countries import country_name
from ngomap.pictures.map_frame import Frame
from ngomap.pictures.outlines import Ring, mercator, outlines

POLE: Final = -90.0
SEAM: Final = 0.02
"""Rings that were cut at the date line run along it so near; that edge is no border."""
FINEST: Final = 0.7
"""Steps shorter than this many pixels are not drawn."""
SMALLEST_NAMED: Final = 0.015
"""A country is named if the part of it that shows takes up at least so much of the picture."""

Pixels = list[tuple[float, float]]


@dataclass(slots=True)
class Land:
    """Filled rings and borders (open lines) of the map's own countries and of others, and names with their middles, the
    largest first.
    """

    own: list[Pixels] = field(default_factory=list)
    others: list[Pixels] = field(default_factory=list)
    own_borders: list[Pixels] = field(default_factory=list)
    other_borders: list[Pixels] = field(default_factory=list)
    names: list[tuple[str, float, float]] = field(default_factory=list)


def land(frame: Frame, own: Collection[str]) -> Land:
    """What of the countries shows in the frame. Without any of its own, all countries are alike."""
    found = Land()
    largest: dict[str, tuple[float, float, float]] = {}
    for code, ring in _shown(frame):
        pixels = _thinned([_pixel(frame, lon, lat) for lon, lat in ring])
        cut = _clipped(pixels, frame)
        if len(cut) < 3:
            continue
        is_own = not own or code in own
        (found.own if is_own else found.others).append(cut)
        (found.own_borders if is_own else found.other_borders).extend(_borders(frame, ring))
        area, x, y = _middle(cut)
        if code and abs(area) > largest.get(code, (0.0, 0.0, 0.0))[0]:
            largest[code] = abs(area), x, y
    least = SMALLEST_NAMED * frame.width * frame.height
    ranked = sorted((-area, country_name(code), x, y) for code, (area, x, y) in largest.items() if area >= least)
    # Inside one country its name tells nothing.
    found.names = [(name, x, y) for _, name, x, y in ranked] if found.own_borders or found.other_borders else []
    return found


def _shown(frame: Frame) -> Iterator[tuple[str, Ring]]:
    """The rings in the frame, each moved by whole turns to where the frame shows it."""
    for code, raw in outlines(frame.box):
        ring = _unrolled(raw)
        left, right = min(p[0] for p in ring), max(p[0] for p in ring)
        for turn in (-360.0, 0.0, 360.0):
            if left + turn <= frame.east and right + turn >= frame.west:
                yield code, [(lon + turn, lat) for lon, lat in ring]


def _unrolled(ring: Ring) -> Ring:
    """The ring with longitudes that go on beyond 180 where it crosses the date line; one that goes round a pole closes
    there.
    """
    turn = 0.0
    found = ring[:1]
    for (before, _), (lon, lat) in pairwise(ring):
        if abs(lon - before) > 180:
            turn += 360.0 if lon < before else -360.0
        found.append((lon + turn, lat))
    if turn:
        found += [(found[-1][0], POLE), (found[0][0], POLE), found[0]]
    return found


def _pixel(frame: Frame, lon: float, lat: float) -> tuple[float, float]:
    x, y = mercator(lat, lon)
    return (x - frame.west) * frame.scale, (frame.top - y) * frame.scale


def _thinned(pixels: Pixels) -> Pixels:
    kept = pixels[:1]
    for x, y in pixels[1:-1]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= FINEST:
            kept.append((x, y))
    return [*kept, *pixels[-1:]]


def _clipped(ring: Pixels, frame: Frame) -> Pixels:
    """The ring within the frame, side by side (I. Sutherland and G. Hodgman, 1974)."""
    for axis, bound, sign in ((0, 0.0, 1), (0, frame.width, -1), (1, 0.0, 1), (1, frame.height, -1)):
        result: Pixels = []
        for index, point in enumerate(ring):
            before = ring[index - 1]
            inside, was = sign * (point[axis] - bound) >= 0, sign * (before[axis] - bound) >= 0
            if inside != was:
                share = (bound - before[axis]) / (point[axis] - before[axis])
                across = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
                result.append((bound, across) if axis == 0 else (across, bound))
            if inside:
                result.append(point)
        ring = result
        if not ring:
            break
    return [(round(x, 1), round(y, 1)) for x, y in ring]


def _borders(frame: Frame, ring: Ring) -> Iterator[Pixels]:
    """The ring as lines within the frame, without seams of the date line."""
    line: Pixels = []
    for (lon_a, lat_a), (lon_b, lat_b) in pairwise(ring):
        seam = _on_seam(lon_a) and _on_seam(lon_b)
        part = None if seam else _part_inside(_pixel(frame, lon_a, lat_a), _pixel(frame, lon_b, lat_b), frame)
        if part is None:
            if len(line) > 1:
                yield _thinned(line)
            line = []
            continue
        start, end = part
        if not line or line[-1] != start:
            if len(line) > 1:
                yield _thinned(line)
            line = [start]
        line.append(end)
    if len(line) > 1:
        yield _thinned(line)


def _on_seam(lon: float) -> bool:
    return abs(lon % 360 - 180) < SEAM


def _part_inside(
    a: tuple[float, float], b: tuple[float, float], frame: Frame
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The part of a line from a to b that lies within the frame (Y.-D. Liang and B. Barsky, 1984)."""
    first, last = 0.0, 1.0
    (x, y), (dx, dy) = a, (b[0] - a[0], b[1] - a[1])
    for step, room in ((-dx, x), (dx, frame.width - x), (-dy, y), (dy, frame.height - y)):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            first = max(first, room / step)
        else:
            last = min(last, room / step)
    if first > last:
        return None
    ends = [(round(x + dx * t, 1), round(y + dy * t, 1)) for t in (first, last)]
    return ends[0], ends[1]


def _middle(ring: Pixels) -> tuple[float, float, float]:
    """The area of a ring (its sign is its turn) and its centre of gravity."""
    area = sum_x = sum_y = 0.0
    for (x_a, y_a), (x_b, y_b) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x_a * y_b - x_b * y_a
        area += cross
        sum_x += (x_a + x_b) * cross
        sum_y += (y_a + y_b) * cross
    if not area:
        return 0.0, ring[0][0], ring[0][1]
    return area / 2, sum_x / (3 * area), sum_y / (3 * area)
