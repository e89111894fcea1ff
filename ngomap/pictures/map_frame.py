"""Which part of the world a map shows, how large, and where a point lies on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.pictures.outlines import HIGHEST, Box, mercator

WIDTH: Final = 920.0
LOWEST_HEIGHT: Final = 430.0
GREATEST_HEIGHT: Final = 680.0
MARGIN: Final = 52.0
"""Between the outermost points and the edge, in pixels: room for their labels."""
LEAST_KM: Final = 20.0
"""What is nearer together than this is not spread over the whole picture."""
KM_PER_DEGREE: Final = 111.195
"""On a sphere of the earth's mean radius."""
BAR_SHARE: Final = 0.2
"""The scale bar is at most so much of the width."""

Point = tuple[float, float]
"""Degrees north and east."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle on Mercator's map: its west and its upper edge in Mercator's units, pixels for each unit, and its size
    in pixels. `west` may lie east of 180 or the east edge beyond it: the map then shows what is on both sides of the line.
    """

    west: float
    top: float
    scale: float
    width: float
    height: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point lies, in pixels from the upper left corner."""
        x, y = mercator(lat, lon)
        middle = self.west + self.width / self.scale / 2
        x += 360 * round((middle - x) / 360)
        return (x - self.west) * self.scale, (self.top - y) * self.scale

    @property
    def east(self) -> float:
        """The east edge, west + its width."""
        return self.west + self.width / self.scale

    @property
    def box(self) -> Box:
        """West, south, east, north in degrees; across the date line the west is greater than the east."""
        bottom = self.top - self.height / self.scale
        if self.east - self.west >= 360:
            return -180.0, latitude(bottom), 180.0, latitude(self.top)
        return _turned(self.west), latitude(bottom), _turned(self.east), latitude(self.top)

    @property
    def middle(self) -> float:
        """The latitude in the middle of the picture."""
        return latitude(self.top - self.height / self.scale / 2)

    @property
    def km_per_pixel(self) -> float:
        """Kilometres for each pixel at the middle latitude."""
        return KM_PER_DEGREE * math.cos(math.radians(self.middle)) / self.scale


def _turned(lon: float) -> float:
    return (lon + 180) % 360 - 180


def latitude(y: float) -> float:
    """The degrees north of a height on Mercator's map, at most HIGHEST.

    >>> round(latitude(mercator(60.0, 0.0)[1]), 6), latitude(500.0)
    (60.0, 84.0)
    """
    found = math.degrees(2 * math.atan(math.exp(math.radians(y))) - math.pi / 2)
    return max(-HIGHEST, min(HIGHEST, found))


def frame_around(points: Sequence[Point], width: float = WIDTH) -> Frame:
    """The frame that shows all points, with margins, at least LEAST_KM across; the whole world if they span more than half
    of it. Points on both sides of the date line that are near each other stay so. There must be a point.

    >>> fiji = frame_around([(-18.1, 178.4), (-16.8, -179.9)])
    >>> [round(fiji.at(-18.1, 178.4)[0]) < round(fiji.at(-16.8, -179.9)[0]), fiji.box[0] > fiji.box[2]]
    [True, True]
    """
    west, span = _narrowest([lon for _, lon in points])
    heights = [mercator(lat, 0.0)[1] for lat, _ in points]
    low, high = min(heights), max(heights)
    if span > 180:
        return _world(low, high, width)
    least = LEAST_KM / (KM_PER_DEGREE * math.cos(math.radians(latitude((low + high) / 2))))
    wide, tall = max(span, least), max(high - low, least / 2)
    scale = min((width - 2 * MARGIN) / wide, (GREATEST_HEIGHT - 2 * MARGIN) / tall)
    if width / scale >= 360:
        return _world(low, high, width)
    height = min(GREATEST_HEIGHT, max(LOWEST_HEIGHT, tall * scale + 2 * MARGIN))
    return Frame(
        west + span / 2 - width / scale / 2, (low + high) / 2 + height / scale / 2, scale, width, round(height)
    )


def _narrowest(lons: Sequence[float]) -> tuple[float, float]:
    """Where the shortest stretch that holds all the longitudes begins, and how long it is."""
    around = sorted({_turned(lon) for lon in lons})
    gaps = [(b - a, b) for a, b in zip(around, [*around[1:], around[0] + 360], strict=True)]
    widest, after = max(gaps, key=lambda gap: (gap[0], -gap[1]))
    return _turned(after), 360 - widest


def _world(low: float, high: float, width: float) -> Frame:
    scale = width / 360
    margin = MARGIN / scale
    top, bottom = max(mercator(78.0, 0.0)[1], high + margin), min(mercator(-56.0, 0.0)[1], low - margin)
    return Frame(-180.0, top, scale, width, round((top - bottom) * scale))


def scale_bar(frame: Frame) -> tuple[float, float]:
    """A round number of kilometres, and how many pixels they are at the middle latitude."""
    longest = frame.width * BAR_SHARE * frame.km_per_pixel
    power = 10.0 ** math.floor(math.log10(longest))
    kilometres = max(step * power for step in (1, 2, 5) if step * power <= longest)
    return kilometres, kilometres / frame.km_per_pixel
