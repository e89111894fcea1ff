"""Activities, need figures, surveys, offers and needs. Read."""

from __future__ import annotations

from ngomap.model.coverage import Activity, NeedFigure, Resource, Survey
from ngomap.store.connection import Map

ACTIVITY = """v.id, v.actor_id, v.term_id, v.area_id, v.population_id, v.role, v.status, v.since, v.until, v.reached,
v.capacity, v.project, 0"""
ACTIVITIES = f"SELECT {ACTIVITY} FROM activities v ORDER BY v.id"  # noqa: S608
ACTIVITIES_OF = f"SELECT {ACTIVITY} FROM activities v WHERE v.actor_id = ? ORDER BY v.id"  # noqa: S608
# An actor with issues and areas but without any activity of its own counts as present in their product.
INFERRED_OF = """SELECT 0, a.id, t.id, p.area_id, NULL, 'implementer', NULL, NULL, NULL, NULL, NULL, NULL, 1
FROM actors a
JOIN actor_terms x ON x.actor_id = a.id JOIN terms t ON t.id = x.term_id AND t.vocabulary = 'issue'
JOIN (SELECT actor_id, area_id FROM actor_areas
  UNION SELECT id, area_id FROM actors WHERE area_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM actor_areas s WHERE s.actor_id = actors.id)) p ON p.actor_id = a.id
WHERE a.kind <> 'person' AND ifnull(a.status, 'active') = 'active' AND {}
  AND NOT EXISTS (SELECT 1 FROM activities v WHERE v.actor_id = a.id)
ORDER BY a.id, t.id, p.area_id"""
INFERRED = INFERRED_OF.format("(?1 IS NULL OR a.id = ?1)")
NEEDS = "SELECT id, area_id, term_id, population_id, people, on_date FROM need_figures ORDER BY id"
SURVEYS = "SELECT id, area_id, term_id, on_date, source FROM surveys ORDER BY id"
RESOURCE = """SELECT id, actor_id, direction, kind, description, quantity, unit, area_id, since, until, conditions, status,
audience FROM resources"""
RESOURCES = f"{RESOURCE} ORDER BY direction DESC, id"
RESOURCES_OF = f"{RESOURCE} WHERE actor_id = ? ORDER BY direction DESC, id"


def activities(map_: Map, actor_id: int | None = None, inferred: bool = True) -> list[Activity]:
    """Recorded activities, then (unless not wanted) the inferred ones of actors that have none recorded."""
    sql, values = (ACTIVITIES, []) if actor_id is None else (ACTIVITIES_OF, [actor_id])
    found = [Activity(*row[:-1]) for row in map_.connection.execute(sql, values)]
    if inferred:
        found += [Activity(*[*row[:-1], True]) for row in map_.connection.execute(INFERRED, [actor_id])]
    return found


def need_figures(map_: Map) -> list[NeedFigure]:
    """How many need what where."""
    return [NeedFigure(*row) for row in map_.connection.execute(NEEDS)]


def surveys(map_: Map) -> list[Survey]:
    """Where somebody looked, for what."""
    return [Survey(*row) for row in map_.connection.execute(SURVEYS)]


def resources(map_: Map, actor_id: int | None = None) -> list[Resource]:
    """Offers first, then needs, of everyone or one actor."""
    sql, values = (RESOURCES, []) if actor_id is None else (RESOURCES_OF, [actor_id])
    return [Resource(*row) for row in map_.connection.execute(sql, values)]
