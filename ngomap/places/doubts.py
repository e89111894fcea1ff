"""Points that are hardly where they should be: outside their country, with latitude and longitude swapped, or 0, 0.

Nothing is refused or changed for it: boxes are rough, and an office may lie abroad.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ngomap.model.countries import country_box, country_name
from ngomap.model.points import Point
from ngomap.model.words import Area


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a point is hardly meant: a stable code (`point-zero`, `point-swapped`, `point-outside`), a sentence, and where
    it would lie if latitude and longitude are swapped.
    """

    code: str
    text: str
    swapped: Point | None = None


def doubt_of(lat: float | None, lon: float | None, country: str | None) -> Doubt | None:
    """What is doubtful about a point of somebody in the country (ISO 3166-1 alpha-2), or None if nothing is.

    >>> doubt_of(36.82, -1.29, "KE").code, doubt_of(-1.29, 36.82, "KE"), doubt_of(0.0, 0.0, None).code
    ('point-swapped', None, 'point-zero')
    """
    if lat is None or lon is None:
        return None
    if lat == lon == 0:
        text = "The point 0, 0 lies in the Atlantic; it often stands for a place that nobody looked up."
        return Doubt("point-zero", text)
    box = country_box(country) if country else None
    if country is None or box is None or box.holds(lat, lon):
        return None
    name = country_name(country)
    if abs(lon) <= 90 and box.holds(lon, lat):
        text = (
            f"The point {written(lat, lon)} lies outside {name}, and {written(lon, lat)} inside: latitude and longitude "
            "look swapped."
        )
        return Doubt("point-swapped", text, (lon, lat))
    return Doubt("point-outside", f"The point {written(lat, lon)} lies outside {name}.")


def written(lat: float, lon: float) -> str:
    """A point as it is typed, to the metre.

    >>> written(-1.29, 36.0)
    '-1.29, 36'
    """
    return ", ".join(f"{round(value, 5) + 0.0:.5f}".rstrip("0").rstrip(".") for value in (lat, lon))


def country_of(area_id: int | None, areas: Mapping[int, Area]) -> str | None:
    """The country of an area: its own, else that of the nearest wider area that says.

    >>> areas = {1: Area(1, "land", "Land", country="KE"), 2: Area(2, "mill", "Mill", parent=1)}
    >>> country_of(2, areas)
    'KE'
    """
    seen: set[int] = set()
    while area_id is not None and area_id in areas and area_id not in seen:
        area = areas[area_id]
        if area.country:
            return area.country
        seen.add(area_id)
        area_id = area.parent
    return None
