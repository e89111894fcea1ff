"""Who lies in a box of degrees, by an own point or by the area that stands for it; read by the index on points."""

from __future__ import annotations

import json
from collections.abc import Collection

from ngomap.model.audience import AUDIENCES, FIELDS, rank, visible_to
from ngomap.model.points import Ranges
from ngomap.store.connection import Map
from ngomap.store.filters import Filters

IN_BOX = "lat BETWEEN ? AND ? AND (lon BETWEEN ? AND ? OR lon BETWEEN ? AND ?)"
# Where a person is found is for fewer readers than where an organization is.
WHEREABOUTS = "(a.kind <> 'person' OR ?)"
POINTS = f"SELECT a.id, a.lat, a.lon FROM actors a WHERE {IN_BOX} AND {WHEREABOUTS} AND "  # noqa: S608
AREA_POINTS = f"""SELECT p.id, p.lat, p.lon FROM areas p WHERE {IN_BOX} AND p.level IS NOT 'country'
AND p.audience IN (SELECT value FROM json_each(?))"""  # noqa: S608
# What lies in an area and has no point of its own is stood for by it, down to the next that has one.
STANDING = """WITH RECURSIVE standing(id, point) AS (SELECT p.id, p.id FROM areas p WHERE p.id IN (SELECT value FROM json_each(?))
UNION SELECT p.id, s.point FROM standing s JOIN areas p ON p.parent_id = s.id
  WHERE p.lat IS NULL AND p.level IS NOT 'country' AND p.audience IN (SELECT value FROM json_each(?)))
"""
SITTING = f"""{STANDING}SELECT a.id, s.point FROM standing s JOIN actors a ON a.area_id = s.id
WHERE a.lat IS NULL AND {WHEREABOUTS} AND """  # noqa: S608
WITH_POINT = """SELECT json_group_array(p.id) FROM areas p WHERE p.lat IS NOT NULL AND p.level IS NOT 'country'
AND p.audience IN (SELECT value FROM json_each(?))"""
NOWHERE = f"""{STANDING}SELECT count(*) FROM actors a WHERE NOT (
  {WHEREABOUTS} AND (a.lat IS NOT NULL OR ifnull(a.area_id, 0) IN (SELECT id FROM standing))) AND """  # noqa: S608
# The area and those around it, as far as the way up is visible.
ABOVE = """WITH RECURSIVE above(id, parent) AS (
  SELECT p.id, p.parent_id FROM areas p WHERE p.id = ?1 AND p.audience IN (SELECT value FROM json_each(?2))
  UNION SELECT p.id, p.parent_id FROM above b JOIN areas p ON p.id = b.parent
    WHERE p.audience IN (SELECT value FROM json_each(?2)))
SELECT id FROM above"""
AREA_AUDIENCE = "SELECT audience FROM areas WHERE id = ?"


def own_points(map_: Map, box: Ranges, filters: Filters) -> list[tuple[int, float, float]]:
    """Actors that meet the filters and have a point in the box: id, degrees north, degrees east."""
    where, values = filters.where()
    return map_.connection.execute(POINTS + where, [*_sides(box), _people(filters), *values]).fetchall()


def area_points(map_: Map, box: Ranges, audience: str) -> list[tuple[int, float, float]]:
    """Areas narrower than a country with a point in the box, as far as the audience may see them."""
    return map_.connection.execute(AREA_POINTS, [*_sides(box), _audiences(audience)]).fetchall()


def sitting_in(map_: Map, area_ids: Collection[int], filters: Filters) -> list[tuple[int, int]]:
    """Actors that meet the filters, have no point, and sit where one of the areas stands for them: actor, area."""
    where, values = filters.where()
    given = [json.dumps(sorted(area_ids)), _audiences(filters.audience), _people(filters), *values]
    return map_.connection.execute(SITTING + where, given).fetchall()


def without_point(map_: Map, filters: Filters) -> int:
    """How many actors meet the filters and have no point that their audience may see, nor an area that stands for them."""
    where, values = filters.where()
    audiences = _audiences(filters.audience)
    (areas,) = map_.connection.execute(WITH_POINT, [audiences]).fetchone()
    return int(map_.connection.execute(NOWHERE + where, [areas, audiences, _people(filters), *values]).fetchone()[0])


def areas_above(map_: Map, area_id: int, audience: str) -> list[int]:
    """The area and those that it lies in, up to the first that the audience may not see."""
    return [id_ for (id_,) in map_.connection.execute(ABOVE, [area_id, _audiences(audience)])]


def area_audience(map_: Map, area_id: int) -> str:
    """Who may see the area."""
    return str(map_.connection.execute(AREA_AUDIENCE, [area_id]).fetchone()[0])


def _sides(box: Ranges) -> list[float]:
    return [side for range_ in box for side in range_]


def _audiences(audience: str | None) -> str:
    return json.dumps(visible_to(audience or "secret"))


def _people(filters: Filters) -> bool:
    """Whether the audience may see where people are found."""
    least = next(audience for audience, fields in FIELDS["person"].items() if "lat" in fields)
    return rank(filters.audience or AUDIENCES[-1]) >= rank(least)
