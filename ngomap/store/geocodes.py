"""Who has a place in words and no point, and what services answered, read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from ngomap.store.connection import Map

ACTORS: Final = """SELECT a.id, a.handle, a.name, a.kind = 'person', a.place, a.country, a.audience, a.area_id FROM actors a
WHERE a.lat IS NULL AND trim(ifnull(a.place, '')) <> '' AND (?1 IS NULL OR a.id = ?1) ORDER BY a.handle"""
AREAS: Final = """SELECT p.id, p.handle, p.name, 0, p.name, p.country, p.audience, p.parent_id FROM areas p
WHERE p.lat IS NULL AND p.level IS NOT 'country' AND (?1 IS NULL OR p.id = ?1) ORDER BY p.handle"""
HELD: Final = "outcome, lat, lon, label, choices, attribution, provider, server, country, at"
KEPT: Final = f"""SELECT {HELD} FROM geocodes
WHERE provider = ? AND ifnull(server, '') = ifnull(?, '') AND query = ? AND country IS ?"""  # noqa: S608
ALL_KEPT: Final = f"""SELECT {HELD} FROM geocodes WHERE query = ? AND country IS ?
ORDER BY at DESC, provider, ifnull(server, '')"""  # noqa: S608
KEYS_OF_AREA: Final = """SELECT name_key FROM areas WHERE id = ?1 UNION SELECT alias_key FROM area_aliases WHERE area_id = ?1"""


@dataclass(slots=True)
class Wanting:
    """An actor or area without a point. `place` is what stands for it in words, `area` the area it lies in, if known."""

    id: int
    handle: str
    name: str
    person: bool
    place: str
    country: str | None
    audience: str
    area: int | None


@dataclass(slots=True)
class Choice:
    """A place that a question leaves open."""

    lat: float
    lon: float
    label: str
    country: str | None = None


@dataclass(slots=True)
class Kept:
    """What a service answered, as the map keeps it."""

    outcome: str
    lat: float | None
    lon: float | None
    label: str | None
    choices: tuple[Choice, ...]
    attribution: str | None
    provider: str
    server: str | None
    country: str | None
    at: str


def actors_wanting(map_: Map, actor_id: int | None = None) -> list[Wanting]:
    """The actors with a place in words and no point, by handle; or the one, if it is one of them."""
    return [_wanting(row) for row in map_.connection.execute(ACTORS, [actor_id])]


def areas_wanting(map_: Map, area_id: int | None = None) -> list[Wanting]:
    """The areas without a point, countries aside, by handle; or the one, if it is one of them."""
    return [_wanting(row) for row in map_.connection.execute(AREAS, [area_id])]


def names_of_area(map_: Map, area_id: int) -> set[str]:
    """The keys of the name of an area and of its other names."""
    return {key for (key,) in map_.connection.execute(KEYS_OF_AREA, [area_id])}


def kept_reply(map_: Map, provider: str, server: str | None, query: str, country: str | None) -> Kept | None:
    """What that service answered to that question, if it was asked before."""
    row = map_.connection.execute(KEPT, [provider, server, query, country]).fetchone()
    return _kept(row) if row else None


def kept_replies(map_: Map, query: str, country: str | None) -> list[Kept]:
    """What any service answered to that question, the latest first."""
    return [_kept(row) for row in map_.connection.execute(ALL_KEPT, [query, country])]


def _wanting(row: tuple[Any, ...]) -> Wanting:
    id_, handle, name, person, *rest = row
    return Wanting(id_, handle, name, bool(person), *rest)


def _kept(row: tuple[Any, ...]) -> Kept:
    outcome, lat, lon, label, choices, *rest = row
    return Kept(outcome, lat, lon, label, tuple(Choice(**choice) for choice in json.loads(choices or "[]")), *rest)
