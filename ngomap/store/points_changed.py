"""The points that the change being written has set, or whose country it has set."""

from __future__ import annotations

from typing import NamedTuple

from ngomap.store.connection import Map

ACTORS = """SELECT a.name, a.lat, a.lon, a.country, a.area_id FROM actors a
WHERE a.id >= (SELECT first_actor FROM recording) AND a.lat IS NOT NULL
UNION ALL SELECT a.name, a.lat, a.lon, a.country, a.area_id FROM actors a WHERE a.lat IS NOT NULL AND a.id IN (
  SELECT h.actor_id FROM history h WHERE h.change_id = (SELECT change_id FROM recording) AND h.table_name = 'actors'
    AND h.field IN ('lat', 'lon', 'country', 'area_id'))
ORDER BY 1"""
AREAS = """SELECT p.name, p.lat, p.lon, p.country, p.id FROM areas p WHERE p.lat IS NOT NULL AND p.id IN (
  SELECT h.row_key FROM history h WHERE h.change_id = (SELECT change_id FROM recording) AND h.table_name = 'areas'
    AND (h.action = 'added' OR h.field IN ('lat', 'lon', 'country', 'parent_id')))
ORDER BY 1"""


class Placed(NamedTuple):
    """Somebody, or an area, with a point; the country that it says itself, and the id of the area that may say it."""

    name: str
    lat: float
    lon: float
    country: str | None
    area: int | None


def points_changed(map_: Map) -> list[Placed]:
    """Of the change that is being written, by name; actors first, then areas."""
    return [Placed(*row) for sql in (ACTORS, AREAS) for row in map_.connection.execute(sql)]
