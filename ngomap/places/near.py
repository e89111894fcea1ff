"""Who lies within a distance of a point: correct at the poles and over the date line, and fast for many points.

A box of degrees narrows what has to be looked at, the distance on a sphere decides what is clearly in or out, and the
ellipsoid only what lies within 0.6 % of the edge.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Final

from ngomap.errors import InvalidValue
from ngomap.model.points import Point, Ranges
from ngomap.places.distance import kilometres, rough_kilometres

SPHERE_OFF: Final = 0.006
"""How far the sphere is off the ellipsoid at most, of the distance."""
SHORTEST_DEGREE_KM: Final = 110.5
"""A degree of latitude at the equator, where it is shortest."""
UNITS: Final = {"m": 0.001, "km": 1.0, "mi": 1.609344}
FARTHEST_KM: Final = 20_040.0
"""No two places on earth lie farther apart."""
DIRECTIONS: Final = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
SAME_PLACE_KM: Final = 0.001

NOWHERE: Final = (1.0, 0.0)
"""A range that holds nothing."""

_DISTANCE: Final = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*(m|km|mi)", re.ASCII | re.IGNORECASE)


def kilometres_of(text: str) -> float:
    """The kilometres that a distance like `500m`, `25km` or `10mi` is. Raises InvalidValue.

    >>> kilometres_of("500m"), kilometres_of("25 km"), round(kilometres_of("10mi"), 2)
    (0.5, 25.0, 16.09)
    """
    found = _DISTANCE.fullmatch(text.strip())
    if not found:
        raise InvalidValue(f"within: {text!r} is not a distance.", "Write it with its unit: 500m, 25km or 10mi.")
    km = float(found[1]) * UNITS[found[2].lower()]
    if not 0 < km <= FARTHEST_KM:
        raise InvalidValue(f"within: {text!r} is out of range.", "It must be more than 0 and at most 20040km.")
    return km


def box_around(centre: Point, km: float) -> Ranges:
    """Degrees that hold every point within the distance, over the date line too; a pole in it takes in all longitudes.

    >>> box_around((0.0, 179.5), 111.0)[1:]
    ((178.48..., 180.0), (-180.0, -179.48...))
    """
    # On the sphere, with room for what the ellipsoid may add.
    angle = km * (1 + SPHERE_OFF) / SHORTEST_DEGREE_KM
    south, north = centre[0] - angle, centre[0] + angle
    if south <= -90 or north >= 90:
        return (max(south, -90.0), min(north, 90.0)), (-180.0, 180.0), NOWHERE
    # Where a circle reaches farthest east is nearer to the pole than its centre.
    wide = math.degrees(math.asin(min(1.0, math.sin(math.radians(angle)) / math.cos(math.radians(centre[0])))))
    wide *= 1 + SPHERE_OFF
    if wide >= 180:
        return (south, north), (-180.0, 180.0), NOWHERE
    west, east = centre[1] - wide, centre[1] + wide
    if west <= -180:
        return (south, north), (-180.0, east), (min(west + 360, 180.0), 180.0)
    if east >= 180:
        return (south, north), (west, 180.0), (-180.0, east - 360)
    return (south, north), (west, east), NOWHERE


def within(centre: Point, km: float, rows: Iterable[tuple[int, float, float]]) -> dict[int, float]:
    """Of ids with their points, those within the distance, each with its rough distance in kilometres."""
    surely, perhaps = km * (1 - SPHERE_OFF), km * (1 + SPHERE_OFF)
    found: dict[int, float] = {}
    for id_, lat, lon in rows:
        rough = rough_kilometres(centre, (lat, lon))
        if rough <= surely or (rough <= perhaps and kilometres(centre, (lat, lon)) <= km):
            found[id_] = rough
    return found


def nearest(
    centre: Point, points: Mapping[int, Point], rough: Mapping[int, float], handles: Mapping[int, str], limit: int
) -> list[tuple[int, float]]:
    """The ids that lie nearest, each with its kilometres over the ellipsoid; equally far ones by handle. 0: all.

    Only those that may be among them are measured.
    """
    likely = sorted(rough, key=lambda i: rough[i])
    if 0 < limit < len(likely):
        edge = rough[likely[limit - 1]] * (1 + SPHERE_OFF) / (1 - SPHERE_OFF) + SAME_PLACE_KM
        likely = [i for i in likely if rough[i] <= edge]
    measured: dict[Point, float] = {}
    for id_ in likely:
        if points[id_] not in measured:
            measured[points[id_]] = kilometres(centre, points[id_])
    ranked = sorted(likely, key=lambda i: (measured[points[i]], handles[i]))
    return [(i, measured[points[i]]) for i in (ranked[:limit] if limit else ranked)]


def direction(start: Point, end: Point) -> str | None:
    """Which way it is from one point to the other, of eight; None if they are one place.

    >>> direction((0, 0), (1, 1)), direction((0, 179.9), (0, -179.9)), direction((5, 5), (5, 5))
    ('NE', 'E', None)
    """
    if kilometres(start, end) < SAME_PLACE_KM:
        return None
    north_a, north_b = math.radians(start[0]), math.radians(end[0])
    east = math.radians(end[1] - start[1])
    x = math.sin(east) * math.cos(north_b)
    y = math.cos(north_a) * math.sin(north_b) - math.sin(north_a) * math.cos(north_b) * math.cos(east)
    return DIRECTIONS[round(math.degrees(math.atan2(x, y)) / 45) % 8]
