"""A map of more actors than can stand side by side: those near each other are one circle with their number in it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ngomap.model.text import counted
from ngomap.pictures.map_frame import Frame
from ngomap.pictures.map_keys import NO_TIE
from ngomap.pictures.map_marks import GAP, RADII, Mark, Room, Site, radius_of
from ngomap.pictures.palette import SHAPES

MOST_APART: Final = 2000
"""Of more marks than this, most are gathered; so many side by side already cover a map."""
BY_THEMSELVES: Final = 120
"""Marks that are never gathered: ourselves, who is asked about, those tied to us, then those with most ties."""
CELL: Final = 34.0
"""Pixels. Who stands in the same square of this size is gathered."""
SMALLEST: Final = 6.5
LARGEST: Final = 17.0
"""Pixels: the radius of a circle with a number."""
CHOSEN: Final = 500.0
GATHERED: Final = "gathered"
"""The key of colour of a circle with a number."""


def gathered(sites: Sequence[Site], frame: Frame, sized: bool = False) -> tuple[list[Mark], dict[int, int]]:
    """The marks, and for those that stand for several, by the id of their site, for how many. The same sites in any order
    give the same marks.
    """
    ranked = sorted(sites, key=lambda s: (s.weight < CHOSEN, s.group == NO_TIE, -s.weight, s.handle))
    cells: dict[tuple[int, int], list[Site]] = {}
    for site in ranked[BY_THEMSELVES:]:
        x, y = frame.at(site.lat, site.lon)
        cells.setdefault((int(x // CELL), int(y // CELL)), []).append(site)
    most = max(map(len, cells.values()), default=1)
    plain = RADII[1][1]
    room = Room(frame, 2 * LARGEST, GAP)
    found: list[Mark] = []
    counts: dict[int, int] = {}
    for site in ranked[:BY_THEMSELVES]:
        found.append(_mark(site, frame, room, radius_of(site, plain, sized)))
    # The larger first, for they are the harder to place.
    for cell in sorted(cells, key=lambda c: (-len(cells[c]), c)):
        group = cells[cell]
        if len(group) == 1:
            found.append(_mark(group[0], frame, room, radius_of(group[0], plain, sized)))
            continue
        several = _together(group, -1 - len(counts))
        counts[several.id] = len(group)
        found.append(_mark(several, frame, room, max(SMALLEST, LARGEST * math.sqrt(len(group) / most))))
    return found, counts


def said_of(counts: dict[int, int]) -> list[str]:
    """What the circles with a number say, in words."""
    if not counts:
        return []
    many = f"{sum(counts.values()):,}".replace(",", " ")
    circles = counted(len(counts), "circle")
    return [f"{many} who stand near others are gathered into {circles}, each with the number of those in it."]


def _together(group: Sequence[Site], id_: int) -> Site:
    kinds = Counter(s.kind for s in group)
    said = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items(), key=lambda item: (-item[1], item[0])))
    lat = math.fsum(s.lat for s in group) / len(group)
    lon = math.fsum(_near(s.lon, group[0].lon) for s in group) / len(group)
    return Site(
        id_, "", "", "ngo", lat, lon, GATHERED, f"{len(group)} actors\n{said}", faint=all(s.faint for s in group),
    )  # fmt: skip


def _near(lon: float, other: float) -> float:
    """The same meridian, counted so that it lies near the other, whatever side of the date line."""
    return other + (lon - other + 180) % 360 - 180


def _mark(site: Site, frame: Frame, room: Room, radius: float) -> Mark:
    true = frame.at(site.lat, site.lon)
    x, y = room.take(true, radius)
    return Mark(site, x, y, round(radius, 2), SHAPES.get(site.kind, SHAPES["other"]), round(math.dist(true, (x, y)), 2))
