"""Areas by the thousand, for gazetteers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.model.text import name_key
from ngomap.store.connection import Map
from ngomap.store.writing import new_uid

LAST: Final = "SELECT ifnull(max(id), 0) FROM areas"
INSERT: Final = """INSERT INTO areas(id, uid, handle, name, name_key, level, parent_id, code, country, lat, lon, audience)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
# What the map says already stays; a point is filled as a whole.
COMPLETE: Final = """UPDATE areas SET level = ifnull(level, ?), parent_id = ifnull(parent_id, ?), code = ifnull(code, ?),
country = ifnull(country, ?), lat = ifnull(lat, ?), lon = ifnull(lon, ?) WHERE id = ?"""
ALIASES_OF: Final = """SELECT area_id, alias_key FROM area_aliases
WHERE area_id IN (SELECT value FROM json_each(?))"""
ADD_ALIAS: Final = "INSERT INTO area_aliases(area_id, alias, alias_key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"


@dataclass(slots=True)
class NewArea:
    """An area to be made. `parent` is an id."""

    handle: str
    name: str
    level: str | None
    parent: int | None
    code: str | None
    country: str | None
    lat: float | None
    lon: float | None
    aliases: tuple[str, ...] = ()


Completion = tuple[str | None, int | None, str | None, str | None, float | None, float | None, int]
"""Level, parent, code, country, degrees north and east - each None where nothing is to be filled - and the area's id."""


def insert_areas(map_: Map, areas: Sequence[NewArea], audience: str) -> list[int]:
    """New areas, in order; their ids. The handles must be free."""
    first = int(map_.connection.execute(LAST).fetchone()[0]) + 1
    map_.connection.executemany(
        INSERT,
        [
            (id_, new_uid(), a.handle, a.name, name_key(a.name), a.level, a.parent, a.code, a.country, a.lat, a.lon, audience)
            for id_, a in enumerate(areas, first)
        ],
    )
    add_area_aliases(map_, ((id_, alias) for id_, a in enumerate(areas, first) for alias in a.aliases))
    return list(range(first, first + len(areas)))


def complete_areas(map_: Map, rows: Sequence[Completion]) -> None:
    """Fill what the map does not know of some areas."""
    map_.connection.executemany(COMPLETE, rows)


def alias_keys(map_: Map, area_ids: Iterable[int]) -> dict[int, set[str]]:
    """The keys of the other names of some areas, by id."""
    found: dict[int, set[str]] = {}
    for area, key in map_.connection.execute(ALIASES_OF, [json.dumps(list(area_ids))]):
        found.setdefault(area, set()).add(key)
    return found


def add_area_aliases(map_: Map, pairs: Iterable[tuple[int, str]]) -> None:
    """Further names of areas; those they have already are passed over."""
    map_.connection.executemany(ADD_ALIAS, [(area, alias, name_key(alias)) for area, alias in pairs])
