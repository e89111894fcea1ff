"""What is worth saying about points that a file brought and that are hardly meant. They are taken as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ngomap.intake.wishes import count_of, listed
from ngomap.model.countries import country_name
from ngomap.places.doubts import country_of, doubt_of, written
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.points_changed import points_changed

WORDS: Final = {
    "point-swapped": ("lies outside its country and inside it", "lie outside their country and inside it"),
    "point-outside": ("lies outside its country", "lie outside their country"),
    "point-zero": ("is 0, 0, in the Atlantic", "are 0, 0, in the Atlantic"),
}
SWAPPED: Final = " with latitude and longitude swapped"
SHOWN: Final = 3


def notes_on_points(map_: Map) -> Iterator[str]:
    """A sentence for each kind of doubt about points of the change that is being written, the plainest first."""
    placed = points_changed(map_)
    areas = {a.id: a for a in all_areas(map_)} if any(p.country is None and p.area for p in placed) else {}
    found: dict[str, list[str]] = {code: [] for code in WORDS}
    for p in placed:
        country = p.country or country_of(p.area, areas)
        doubt = doubt_of(p.lat, p.lon, country)
        if doubt:
            where = written(p.lat, p.lon) + (f"; {country_name(country)}" if country else "")
            found[doubt.code].append(f"{p.name} ({where})")
    for code, texts in found.items():
        if texts:
            verb = WORDS[code][len(texts) > 1] + (SWAPPED if code == "point-swapped" else "")
            yield f"{count_of(len(texts), 'point')} {verb}, and stayed as the file has it: {listed(texts, SHOWN)}."
    if any(found.values()):
        yield "All points that look wrong: ngomap gaps knowledge"
