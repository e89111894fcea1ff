"""Who works on what, where and for whom on a day: of everybody as bare ids, of a few as records. Read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from ngomap.model.coverage import Activity
from ngomap.store.connection import Map
from ngomap.store.coverage import ACTIVITY, INFERRED_OF

# The same as analyses.footprints.counts_on, where a million rows are too many to be asked one by one.
CELLS = """SELECT v.actor_id, v.term_id, v.area_id, v.population_id FROM activities v
WHERE v.role <> 'funder' AND v.status IS NOT 'suspended' AND (v.status IS 'planned' OR v.since > :on
  OR (v.status IS NOT 'completed' AND (v.until IS NULL OR v.until >= substr(:year_ago, 1, length(v.until))))
  OR (v.status IS 'completed' AND v.until >= substr(:on, 1, length(v.until))))"""
INFERRED = INFERRED_OF.format("1")
# Of all columns only what says whose work it is and whether it counts.
SAID = f"""said(id, actor, term, area, population, role, status, since, until, reached, capacity, project, inferred)
  AS ({INFERRED})"""
BY_CELL = f"""WITH {SAID}
SELECT v.term_id, v.area_id, ifnull(v.population_id, 0), v.actor_id, v.role, v.status, v.since, v.until, 0 FROM activities v
UNION ALL SELECT term, area, 0, actor, role, NULL, NULL, NULL, 1 FROM said ORDER BY 1, 2, 3"""  # noqa: S608
# CROSS JOIN keeps the order: from each place by the index to what is done there. As in `coverage`, whoever has issues and
# areas but no activity counts as present in their product.
AT = """WITH at(term, area) AS MATERIALIZED (
  SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))"""
RECORDED_AT = "FROM at CROSS JOIN activities v ON v.area_id = at.area AND v.term_id = at.term"
INFERRED_AT = """FROM at JOIN terms t ON t.id = at.term AND t.vocabulary = 'issue'
CROSS JOIN (SELECT actor_id, area_id FROM actor_areas
  UNION ALL SELECT s.id, s.area_id FROM actors s WHERE NOT EXISTS (SELECT 1 FROM actor_areas y WHERE y.actor_id = s.id)) p
  ON p.area_id = at.area
CROSS JOIN actor_terms x ON x.actor_id = p.actor_id AND x.term_id = at.term
JOIN actors a ON a.id = p.actor_id AND a.kind <> 'person' AND ifnull(a.status, 'active') = 'active'
WHERE NOT EXISTS (SELECT 1 FROM activities v WHERE v.actor_id = a.id)"""
AT_PLACES = f"""{AT}
SELECT v.term_id, v.area_id, ifnull(v.population_id, 0), v.actor_id, v.role, v.status, v.since, v.until, 0 {RECORDED_AT}
UNION ALL SELECT at.term, at.area, 0, a.id, 'implementer', NULL, NULL, NULL, 1 {INFERRED_AT} ORDER BY 1, 2, 3"""
ACTIVITIES_AT = f"{AT} SELECT {ACTIVITY} {RECORDED_AT} ORDER BY v.id"
# Of many places: who has no activity is found once, and not for each of them.
SAID_AT = f"{AT}, {SAID} SELECT actor, term, area FROM said WHERE (term, area) IN (SELECT term, area FROM at)"  # noqa: S608
SOME = "SELECT value FROM json_each(?)"
ACTIVITIES_OF = f"SELECT {ACTIVITY} FROM activities v WHERE v.actor_id IN ({SOME}) ORDER BY v.id"  # noqa: S608
# All but of some actors, some activities and some areas.
PLACES = f"""WITH {SAID}
SELECT v.term_id, v.area_id FROM activities v
WHERE v.actor_id NOT IN (SELECT value FROM json_each(?1)) AND v.id NOT IN (SELECT value FROM json_each(?2))
  AND v.area_id NOT IN (SELECT value FROM json_each(?3))
UNION SELECT term, area FROM said
WHERE actor NOT IN (SELECT value FROM json_each(?1)) AND area NOT IN (SELECT value FROM json_each(?3))"""  # noqa: S608
SOME_INFERRED = INFERRED_OF.format(f"a.id IN ({SOME})")

Cell = tuple[int, int, int | None]


def current_cells(map_: Map, on: str, year_ago: str) -> dict[int, dict[Cell, tuple[str, ...]]]:
    """The term, area and population of all that each actor does or plans on the ISO day, without evidence; `year_ago` is
    the day from which on what has ended may have been prolonged. Whoever has no activity recorded does what its issues
    and areas say.
    """
    found: dict[int, dict[Cell, tuple[str, ...]]] = {}
    # A number is one object, however many cells it stands in.
    own: dict[int, int] = {}
    for actor, term, area, population in map_.connection.execute(CELLS, {"on": on, "year_ago": year_ago}):
        known = found.get(actor)
        if known is None:
            known = found[actor] = {}
        known[own.setdefault(term, term), own.setdefault(area, area), population] = ()
    for row in map_.connection.execute(INFERRED):
        found.setdefault(row[1], {})[row[2], row[3], None] = ()
    return found


def work_by_cell(map_: Map) -> Iterator[tuple[Any, ...]]:
    """Every activity, recorded and inferred, in the order of the cells: term, area, population (0: not stated), actor, role,
    status, since, until, and whether it is inferred.
    """
    return iter(map_.connection.execute(BY_CELL))


def work_at(map_: Map, places: Collection[tuple[int, int]]) -> Iterator[tuple[Any, ...]]:
    """The same of some places: terms with the areas in which anybody works on them."""
    return iter(map_.connection.execute(AT_PLACES, [json.dumps(sorted(places))]))


def places_worked(
    map_: Map, but_actors: Collection[int], but_activities: Collection[int], but_areas: Collection[int]
) -> set[tuple[int, int]]:
    """The terms with the areas in which anybody works on them, but for these actors, activities and areas."""
    left_out = [json.dumps(sorted(ids)) for ids in (but_actors, but_activities, but_areas)]
    return {(term, area) for term, area in map_.connection.execute(PLACES, left_out)}


def activities_at(map_: Map, places: Collection[tuple[int, int]]) -> list[Activity]:
    """The activities of everybody in these places, recorded and inferred: terms with the areas in which they work on them."""
    wanted = [json.dumps(sorted(places))]
    found = [Activity(*row[:-1]) for row in map_.connection.execute(ACTIVITIES_AT, wanted)]
    inferred = map_.connection.execute(SAID_AT, wanted)
    return [*found, *(Activity(0, actor, term, area, inferred=True) for actor, term, area in inferred)]


def activities_of_many(map_: Map, actor_ids: Collection[int]) -> list[Activity]:
    """The activities of these actors, recorded and inferred."""
    wanted = [json.dumps(sorted(actor_ids))]
    rows = [*map_.connection.execute(ACTIVITIES_OF, wanted), *map_.connection.execute(SOME_INFERRED, wanted)]
    return [Activity(*[*row[:-1], bool(row[-1])]) for row in rows]
