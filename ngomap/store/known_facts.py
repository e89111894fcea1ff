"""Of whom what is recorded, counted over the whole map: who has issues, places, activities, ties. Read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from typing import Final

from ngomap.model.audience import AUDIENCES
from ngomap.store.connection import Map
from ngomap.store.standing import END, TYPES, WHAT, standing_ties

ISSUES = """SELECT x.actor_id, t.slug FROM actor_terms x JOIN terms t ON t.id = x.term_id AND t.vocabulary = 'issue'
ORDER BY x.actor_id, t.slug"""
WITH_POPULATIONS = """SELECT DISTINCT x.actor_id FROM actor_terms x
WHERE x.term_id IN (SELECT id FROM terms WHERE vocabulary = 'population')"""
WITH_AREAS = "SELECT DISTINCT actor_id FROM actor_areas"
ACTIVE = "SELECT DISTINCT actor_id FROM activities"
SERVING = "SELECT DISTINCT actor_id FROM activities WHERE population_id IS NOT NULL"
WORKED_BY = "SELECT DISTINCT t.slug FROM activities v JOIN terms t ON t.id = v.term_id WHERE v.actor_id = ?"
WORKED_ON = """SELECT DISTINCT v.actor_id, t.slug FROM terms t JOIN activities v ON v.term_id = t.id
WHERE t.slug IN (SELECT value FROM json_each(?))"""
THERE = """SELECT area_id, count(*) FROM (SELECT area_id, actor_id FROM activities
  UNION SELECT area_id, actor_id FROM actor_areas UNION SELECT area_id, id FROM actors WHERE area_id IS NOT NULL)
GROUP BY area_id"""
RIVALS: Final = TYPES.index("rivals")
WORKS_WITH: Final = TYPES.index("works-with")


def issues_on_record(map_: Map) -> dict[int, list[str]]:
    """The slugs of the issues of each actor that has any."""
    found: dict[int, list[str]] = {}
    for actor, slug in map_.connection.execute(ISSUES):
        found.setdefault(actor, []).append(slug)
    return found


def with_populations(map_: Map) -> set[int]:
    """Whose record names whom they serve."""
    return _ids(map_, WITH_POPULATIONS)


def with_areas(map_: Map) -> set[int]:
    """Whose record names the areas they serve."""
    return _ids(map_, WITH_AREAS)


def active(map_: Map) -> set[int]:
    """Who has an activity."""
    return _ids(map_, ACTIVE)


def serving(map_: Map) -> set[int]:
    """Who has an activity that says for whom it is."""
    return _ids(map_, SERVING)


def worked_by(map_: Map, actor_id: int) -> set[str]:
    """The slugs of the terms of an actor's activities."""
    return {slug for (slug,) in map_.connection.execute(WORKED_BY, [actor_id])}


def worked_on(map_: Map, slugs: Collection[str]) -> dict[int, set[str]]:
    """Which of these terms each actor has activities for."""
    found: dict[int, set[str]] = {}
    for actor, slug in map_.connection.execute(WORKED_ON, [json.dumps(sorted(slugs))]):
        found.setdefault(actor, set()).add(slug)
    return found


def recorded_there(map_: Map) -> dict[int, int]:
    """How many actors sit in each area, serve it, or have an activity there."""
    return dict(map_.connection.execute(THERE).fetchall())


def neighbours(map_: Map, on: str, today: str, us: int | None) -> tuple[Counter[int], set[int]]:
    """With how many others each actor was tied on the ISO day, rivalries aside, and who worked with us."""
    numbers = standing_ties(map_, on, today, AUDIENCES)
    pairs, working = set(), set()
    for what, ends in zip(numbers, numbers, strict=True):
        kind = what % WHAT // 32
        if kind == RIVALS:
            continue
        a, b = divmod(ends, END)
        pairs.add(ends if a < b else b * END + a)
        if us in (a, b) and kind == WORKS_WITH:
            working.add(b if a == us else a)
    found = Counter(pair // END for pair in pairs)
    found.update(pair % END for pair in pairs)
    return found, working


def _ids(map_: Map, sql: str) -> set[int]:
    return {id_ for (id_,) in map_.connection.execute(sql)}
