"""What services answered, kept; and points and areas written that were found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from ngomap.store.connection import Map
from ngomap.store.geocodes import Choice
from ngomap.store.search_index import index_actors
from ngomap.store.writing import current_change, mark_change, now, write

KEEP: Final = """INSERT INTO geocodes(provider, server, query, country, outcome, lat, lon, label, choices, attribution, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT(provider, ifnull(server, ''), query, ifnull(country, '')) DO UPDATE SET outcome = excluded.outcome,
  lat = excluded.lat, lon = excluded.lon, label = excluded.label, choices = excluded.choices,
  attribution = excluded.attribution, at = excluded.at"""
# What was written or changed since it was read stays as it is.
POINT: Final = "UPDATE actors SET lat = ?, lon = ?, updated_at = ? WHERE id = ? AND lat IS NULL AND place = ?"
SIT: Final = "UPDATE actors SET area_id = ?, updated_at = ? WHERE id = ? AND area_id IS ? AND lat IS NULL AND place = ?"
AREA_POINT: Final = "UPDATE areas SET lat = ?, lon = ? WHERE id = ? AND lat IS NULL"
SET_AREA_POINT: Final = "UPDATE areas SET lat = ?1, lon = ?2 WHERE id = ?3 AND (lat IS NOT ?1 OR lon IS NOT ?2)"


@dataclass(slots=True)
class Placed:
    """What is to be written: points of actors as (id, place, lat, lon), areas that actors sit in as (id, place, area
    before, area), points of areas as (id, lat, lon).
    """

    points: Sequence[tuple[int, str, float, float]] = ()
    areas: Sequence[tuple[int, str, int | None, int]] = ()
    area_points: Sequence[tuple[int, float, float]] = ()


def keep_reply(
    map_: Map,
    asked: tuple[str, str | None, str, str | None],
    outcome: str,
    found: Choice | None,
    choices: Iterable[Choice],
    attribution: str,
) -> None:
    """Keep what a service answered; `asked` is provider, server, query and country. What it said before is forgotten."""
    place = (found.lat, found.lon, found.label) if found else (None, None, None)
    others = json.dumps([asdict(c) for c in choices], ensure_ascii=False)
    with write(map_):
        map_.connection.execute(KEEP, [*asked, outcome, *place, others, attribution, now()])


def write_places(map_: Map, placed: Placed, origin: str) -> tuple[int, int | None]:
    """Write what was found, as one change that says where it is from; how many rows that changed, and the number of the
    change, None if nothing was to be changed any more.
    """
    written = 0
    with write(map_) as database:
        stamp = now()
        for id_, place, before, area in placed.areas:
            written += map_.connection.execute(SIT, [area, stamp, id_, before, place]).rowcount
        for id_, place, lat, lon in placed.points:
            written += map_.connection.execute(POINT, [lat, lon, stamp, id_, place]).rowcount
        for id_, lat, lon in placed.area_points:
            written += map_.connection.execute(AREA_POINT, [lat, lon, id_]).rowcount
        if not written:
            return 0, None
        index_actors(database, [row[0] for row in (*placed.points, *placed.areas)])
        mark_change(map_, "edit", origin)
        return written, current_change(map_)


def set_area_point(map_: Map, area_id: int, lat: float, lon: float) -> int | None:
    """The point of an area, whatever it was before; the number of the change, None if it was that one."""
    with write(map_):
        if not map_.connection.execute(SET_AREA_POINT, [lat, lon, area_id]).rowcount:
            return None
        return current_change(map_)
