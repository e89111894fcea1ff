"""What bears on allies, of everybody as bare ids and of a few as records: for maps too large to be made of records. Read."""

from __future__ import annotations

import json
from collections.abc import Collection
from itertools import chain

from ngomap.model.contacts import Stance
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.store.connection import Map
from ngomap.store.coverage import ACTIVITY
from ngomap.store.neighbourhood import COLUMNS
from ngomap.store.standing import END

# The same as analyses.allies_known._work and is_presence, where a million rows are too many to be asked one by one.
THERE = "v.role <> 'funder' AND ifnull(v.status, '') NOT IN ('planned', 'suspended') AND ifnull(v.since, '') <= ?1"
TERMS = f"""SELECT x.actor_id * {END} + x.term_id FROM actor_terms x
UNION ALL SELECT v.actor_id * {END} + v.term_id FROM activities v
WHERE (v.status IS 'planned' OR ifnull(v.since, '') <= ?1)
  AND (v.term_id IN (SELECT id FROM terms WHERE vocabulary = 'issue') OR ({THERE}))
UNION ALL SELECT v.actor_id * {END} + v.population_id FROM activities v
WHERE v.population_id IS NOT NULL AND {THERE}"""  # noqa: S608 - of constants
AREAS = f"""SELECT x.actor_id * {END} + x.area_id FROM actor_areas x
UNION ALL SELECT v.actor_id * {END} + v.area_id FROM activities v WHERE {THERE}"""  # noqa: S608
ON_TERMS = f"""SELECT {ACTIVITY} FROM activities v WHERE v.term_id IN (SELECT value FROM json_each(?1))
UNION SELECT {ACTIVITY} FROM activities v
WHERE v.project IN (SELECT w.project FROM activities w WHERE w.actor_id = ?2) ORDER BY 1"""  # noqa: S608
STANCES = """SELECT s.id, s.actor_id, s.issue_id, s.stance, s.influence, s.on_date, s.source, s.audience FROM stances s
WHERE s.issue_id IN (SELECT value FROM json_each(?)) ORDER BY s.actor_id, s.issue_id, ifnull(s.on_date, '')"""
# Where a person works is asked of its organizations only if nothing says it of the person.
PLACING = f"""SELECT {COLUMNS} FROM actors a CROSS JOIN relationships r ON r.from_id = a.id
WHERE a.kind = 'person' AND (a.area_id IS NULL OR a.level IN ('national', 'international'))
  AND NOT EXISTS (SELECT 1 FROM actor_areas x WHERE x.actor_id = a.id)
  AND r.type IN (SELECT value FROM json_each(?)) ORDER BY r.id"""  # noqa: S608


def terms_known(map_: Map, on: str) -> dict[int, set[int]]:
    """The ids of the terms of each actor, from its record and from its work up to the ISO day: planned or funded work says
    on what issue it works, only work where it was itself says more.
    """
    return _by_actor(map_, TERMS, on)


def areas_known(map_: Map, on: str) -> dict[int, set[int]]:
    """The ids of the areas that each actor serves or has worked in up to the ISO day."""
    return _by_actor(map_, AREAS, on)


def activities_on(map_: Map, term_ids: Collection[int], actor_id: int | None) -> list[Activity]:
    """The recorded activities of everybody on these terms, and those of the projects that the actor has a part in."""
    rows = map_.connection.execute(ON_TERMS, [json.dumps(sorted(term_ids)), actor_id])
    return [Activity(*[*row[:-1], False]) for row in rows]


def stances_on(map_: Map, issue_ids: Collection[int]) -> list[Stance]:
    """Where everybody stands on these issues; the oldest first."""
    return [Stance(*row) for row in map_.connection.execute(STANCES, [json.dumps(sorted(issue_ids))])]


def placing_ties(map_: Map, types: Collection[str]) -> list[Tie]:
    """The relationships of these types of the people of whom nothing else says where they work."""
    return [Tie(*row) for row in map_.connection.execute(PLACING, [json.dumps(list(types))])]


def _by_actor(map_: Map, sql: str, on: str) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for both in chain.from_iterable(map_.connection.execute(sql, [on])):
        actor, other = divmod(both, END)
        known = found.get(actor)
        if known is None:
            known = found[actor] = set()
        known.add(other)
    return found
