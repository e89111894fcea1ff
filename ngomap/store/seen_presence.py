"""Activities, need figures and surveys of the whole map, as far as an audience may see them. Read."""

from __future__ import annotations

import json
from collections.abc import Collection

from ngomap.model.coverage import Activity, NeedFigure, Survey
from ngomap.store.connection import Map
from ngomap.store.coverage import ACTIVITY

# ?1: the audiences of what may be seen, a JSON list.
SEEN = "IN (SELECT value FROM json_each(?1))"
ACTIVITIES = f"""SELECT {ACTIVITY} FROM activities v JOIN actors a ON a.id = v.actor_id JOIN areas p ON p.id = v.area_id
WHERE v.audience {SEEN} AND a.audience {SEEN} AND p.audience {SEEN} ORDER BY v.id"""  # noqa: S608
# Whoever seems to have no activity counts by its issues and areas, or that it is not counted would tell that it has one.
INFERRED = f"""SELECT 0, a.id, t.id, p.area_id, NULL, 'implementer', NULL, NULL, NULL, NULL, NULL, NULL, 1
FROM actors a
JOIN actor_terms x ON x.actor_id = a.id JOIN terms t ON t.id = x.term_id AND t.vocabulary = 'issue'
JOIN (SELECT actor_id, area_id FROM actor_areas
  UNION SELECT id, area_id FROM actors WHERE area_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM actor_areas s WHERE s.actor_id = actors.id)) p ON p.actor_id = a.id
JOIN areas r ON r.id = p.area_id
WHERE a.kind <> 'person' AND ifnull(a.status, 'active') = 'active' AND a.audience {SEEN} AND r.audience {SEEN}
  AND NOT EXISTS (SELECT 1 FROM activities v WHERE v.actor_id = a.id AND v.audience {SEEN})
ORDER BY a.id, t.id, p.area_id"""  # noqa: S608
NEEDS = f"""SELECT n.id, n.area_id, n.term_id, n.population_id, n.people, n.on_date FROM need_figures n
JOIN areas p ON p.id = n.area_id WHERE n.audience {SEEN} AND p.audience {SEEN} ORDER BY n.id"""  # noqa: S608
SURVEYS = f"""SELECT s.id, s.area_id, s.term_id, s.on_date, s.source FROM surveys s
JOIN areas p ON p.id = s.area_id WHERE s.audience {SEEN} AND p.audience {SEEN} ORDER BY s.id"""  # noqa: S608
SECTORS = """SELECT x.actor_id, x.term_id FROM actor_terms x JOIN terms t ON t.id = x.term_id
WHERE t.vocabulary = 'sector' ORDER BY x.actor_id, x.term_id"""


def seen_presence(map_: Map, audiences: Collection[str]) -> list[Activity]:
    """Recorded activities, then the inferred ones of actors that have none recorded, as far as this can be seen."""
    seen = [json.dumps(list(audiences))]
    found = [Activity(*row[:-1]) for row in map_.connection.execute(ACTIVITIES, seen)]
    return [*found, *(Activity(*[*row[:-1], True]) for row in map_.connection.execute(INFERRED, seen))]


def seen_figures(map_: Map, audiences: Collection[str]) -> list[NeedFigure]:
    """How many need what where."""
    return [NeedFigure(*row) for row in map_.connection.execute(NEEDS, [json.dumps(list(audiences))])]


def seen_surveys(map_: Map, audiences: Collection[str]) -> list[Survey]:
    """Where somebody looked, for what."""
    return [Survey(*row) for row in map_.connection.execute(SURVEYS, [json.dumps(list(audiences))])]


def sectors_of_actors(map_: Map) -> dict[int, list[int]]:
    """The ids of the sectors that each actor belongs to."""
    found: dict[int, list[int]] = {}
    for actor, term in map_.connection.execute(SECTORS):
        found.setdefault(actor, []).append(term)
    return found
