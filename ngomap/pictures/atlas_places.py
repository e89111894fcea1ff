"""Where the marks of an atlas stand, and the land around them, as far as one may move it."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

from ngomap.model.words import Area
from ngomap.pictures.map_frame import Frame, frame_around, latitude
from ngomap.pictures.map_land import Pixels, land
from ngomap.pictures.map_marks import Site, marks
from ngomap.pictures.outlines import mercator

WIDE: Final = 600.0
"""Pixels of the map beside other things; scripts fit it to the room there is."""
CROWD: Final = 1200
BEYOND: Final = 0.8
"""How much land is kept on each side beyond the frame, as a share of its size."""

STEPS: Final = (30.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01)
"""Degrees between the lines of a grid."""

Point = tuple[float, float]


def known_point(record: Mapping[str, object], area: Area | None) -> Point | None:
    """Degrees north and east of an actor: its own point, else the middle of its area."""
    for lat, lon in ((record.get("lat"), record.get("lon")), (area.lat, area.lon) if area else (None, None)):
        if isinstance(lat, (int, float)) and isinstance(lon, (int, float)):
            return float(lat), float(lon)
    return None


def placed(sites: Sequence[Site], frame: Frame) -> dict[int, list[float]]:
    """For each site, its true point in the frame and how far beside it the mark stands, so that none hides another; a crowd
    stays where it is, for apart it would cover the map.
    """
    if len(sites) > CROWD:
        return {s.id: [*(round(v, 1) for v in frame.at(s.lat, s.lon)), 0, 0] for s in sites}
    found = {}
    for mark in marks(sites, frame):
        x, y = frame.at(mark.site.lat, mark.site.lon)
        found[mark.site.id] = [round(x, 1), round(y, 1), round(mark.x - x, 1), round(mark.y - y, 1)]
    return found


def frame_for(points: Sequence[Point]) -> Frame | None:
    """The frame of all points; None without any."""
    return frame_around(points, WIDE) if points else None


def ground(frame: Frame, own: Collection[str]) -> dict[str, object]:
    """The land in and around the frame, as the data of paths: `own` countries, `others`, and the `borders` of both; and where the
    names of countries stand.
    """
    aside, above = frame.width * BEYOND, frame.height * BEYOND
    wider = Frame(
        frame.west - aside / frame.scale, frame.top + above / frame.scale, frame.scale,
        frame.width + 2 * aside, frame.height + 2 * above,
    )  # fmt: skip
    found = land(wider, own)
    return {
        "own": _path(found.own, aside, above, True),
        "others": _path(found.others, aside, above, True),
        "borders": _path([*found.own_borders, *found.other_borders], aside, above, False),
        "names": [[name, round(x - aside), round(y - above)] for name, x, y in found.names],
    }


def _path(lines: Sequence[Pixels], left: float, top: float, closed: bool) -> str:
    """Steps of half a pixel, as short as they can be written."""
    parts = []
    for line in lines:
        steps = [(round((x - left) * 2), round((y - top) * 2)) for x, y in line]
        kept = [p for n, p in enumerate(steps) if n == 0 or p != steps[n - 1]]
        if len(kept) < 2:
            continue
        moves = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(kept)]
        parts.append(f"M{kept[0][0]} {kept[0][1]}l{' '.join(moves)}{'z' if closed else ''}".replace(" -", "-"))
    return "".join(parts)


def kilometres(frame: Frame) -> float:
    """Kilometres for each pixel of the frame at its middle."""
    return round(frame.km_per_pixel, 5)



def grid(frame: Frame) -> list[list[float]]:
    """Where the lines of round degrees stand in and around the frame: across, and down."""
    span = frame.width / frame.scale
    step = next((d for d in STEPS if span / d >= 3), STEPS[-1])
    first = math.floor((frame.west - span) / step)
    across = [round(((first + n) * step - frame.west) * frame.scale, 1) for n in range(math.ceil(3 * span / step) + 2)]
    south, north = latitude(frame.top - 2 * frame.height / frame.scale), latitude(frame.top + frame.height / frame.scale)
    heights = [n * step for n in range(math.ceil(south / step), math.floor(north / step) + 1)]
    return [across, [round((frame.top - mercator(lat, 0.0)[1]) * frame.scale, 1) for lat in heights]]
