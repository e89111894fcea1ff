"""Outlines of countries, to draw behind the points: Natural Earth's, 1 to 50 million, public domain.

They come as TopoJSON: borders that two countries share are stored once, as steps on a grid.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, Final

from ngomap.model.shipped import shipped_json

OUTLINES: Final = "outlines/countries-50m.json"
HIGHEST: Final = 84.0
"""Degrees north and south beyond which Mercator's map is not drawn."""

Ring = list[tuple[float, float]]
"""Degrees east and north, closed."""
Box = tuple[float, float, float, float]
"""West, south, east, north."""


def mercator(lat: float, lon: float) -> tuple[float, float]:
    """Where a point lies on Mercator's map, in units of which one is one degree at the equator, y upwards. What lies
    beyond 84 degrees is drawn there.

    >>> [round(v, 3) for v in mercator(60.0, 10.0)]
    [10.0, 75.456]
    """
    north = math.radians(max(-HIGHEST, min(HIGHEST, lat)))
    return lon, math.degrees(math.log(math.tan(math.pi / 4 + north / 2)))


@cache
def _rings() -> tuple[tuple[str, Box, Ring], ...]:
    topology: Any = shipped_json(OUTLINES)
    (scale_x, scale_y), (start_x, start_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for steps in topology["arcs"]:
        x = y = 0
        arc: Ring = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            arc.append((x * scale_x + start_x, y * scale_y + start_y))
        arcs.append(arc)
    found = []
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        for polygon in polygons:
            for indexes in polygon:
                ring: Ring = []
                for index in indexes:
                    part = arcs[index] if index >= 0 else arcs[~index][::-1]
                    ring += part[1:] if ring else part
                if len(ring) > 3:
                    found.append((str(country["id"]), _box(ring), ring))
    return tuple(found)


def _box(ring: Ring) -> Box:
    east, north = [p[0] for p in ring], [p[1] for p in ring]
    return min(east), min(north), max(east), max(north)


@cache
def known_countries() -> frozenset[str]:
    """The codes of the countries that have outlines."""
    return frozenset(code for code, _, _ in _rings() if code)


def outlines(box: Box, countries: Collection[str] | None = None) -> Iterator[tuple[str, Ring]]:
    """The rings that reach into a box, each with the ISO code of its country (empty for the few that have none); with
    `countries`, theirs alone. A box whose west is greater than its east crosses the date line.
    """
    west, south, east, north = box
    for code, (left, low, right, high), ring in _rings():
        if countries is not None and code not in countries:
            continue
        across = right - left > 350  # Antarctica and the like go all round
        inside = low <= north and high >= south
        beside = (left <= east and right >= west) if west <= east else (left <= east or right >= west)
        if inside and (beside or across):
            yield code, ring
