"""How files of a kind are read, kept in the map under a name."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ngomap.store.connection import Map
from ngomap.store.writing import now, write

GET = "SELECT reading FROM import_profiles WHERE name = ?"
ALL = "SELECT name, reading, used_on FROM import_profiles ORDER BY name"
PUT = """INSERT INTO import_profiles(name, reading, used_on) VALUES (?1, ?2, ?3)
ON CONFLICT(name) DO UPDATE SET reading = ?2, used_on = ?3"""


def profile(map_: Map, name: str) -> dict[str, object] | None:
    """The decisions kept under the name, or None."""
    row = map_.connection.execute(GET, [name]).fetchone()
    return None if row is None else dict(json.loads(row[0]))


def all_profiles(map_: Map) -> list[tuple[str, dict[str, object], str]]:
    """Every profile: its name, its decisions, and the day it was last used."""
    return [(str(n), dict(json.loads(text)), str(day)) for n, text, day in map_.connection.execute(ALL)]


def put_profile(map_: Map, name: str, reading: Mapping[str, object]) -> None:
    """Keep the decisions under the name, in place of those that were there."""
    with write(map_):
        text = json.dumps(dict(reading), ensure_ascii=False, sort_keys=True)
        map_.connection.execute(PUT, [name, text, now()[:10]])
