"""The areas of a 3W: new ones made as a tree, known ones completed."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from ngomap.matching.areas import AreaIndex, Place
from ngomap.matching.keys import key_of
from ngomap.model.words import Area
from ngomap.store.area_edits import add_area
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.intake_rows import complete_areas


@dataclass(slots=True)
class Areas:
    """The areas of a file in the map: ids by key; how many are new; ids of known ones that were completed."""

    ids: dict[Hashable, int]
    new: int
    changed: set[int]


def store_areas(map_: Map, places: list[Place], audience: str) -> Areas:
    """Make and complete the areas of a file, which stand with the wider before the narrower. Of a known area only what
    the map does not say is taken: level, wider area, code, country.
    """
    found: dict[Hashable, Area] = {}
    completed: list[tuple[str | None, int | None, str | None, str | None, int]] = []
    index = AreaIndex(all_areas(map_), {})
    coded = {a.code.casefold() for a in index.by_id.values() if a.code}
    new = 0
    # The order decides which of two areas of one name gets the plain handle; it must not be that of the rows.
    depth: dict[str, int] = {}
    for n, place in enumerate(places):
        depth.setdefault(place.level, n)
    for place in sorted(places, key=lambda p: (depth[p.level], key_of(p.name), p.code.casefold(), str(p.key))):
        parent = found[place.parent] if place.parent is not None else None
        code = place.code if place.code and place.code.casefold() not in coded else None
        if place.known is None:
            found[place.key] = add_area(
                map_, place.name, parent, place.level or None, code, place.country or None, audience=audience
            )
            index.add(found[place.key])
            new += 1
        else:
            area = found[place.key] = place.known
            inside = parent and area.parent is None and not index.lies_in(parent, area.id)
            row = (
                (place.level or None) if area.level is None else None, parent.id if parent and inside else None,
                code if area.code is None else None, (place.country or None) if area.country is None else None, area.id,
            )  # fmt: skip
            if any(row[:4]):
                completed.append(row)
        if code:
            coded.add(code.casefold())
    complete_areas(map_, completed)
    return Areas({key: area.id for key, area in found.items()}, new, {row[4] for row in completed})
