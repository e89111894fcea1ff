"""Who works on some terms in and around some areas, how many need it there, and who looked. Read.

Only what belongs to these areas is looked at, so that it takes no longer on a large map. `audiences` are those of what may
be seen.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ngomap.model.contacts import Stance
from ngomap.model.coverage import Activity, NeedFigure, Survey
from ngomap.model.words import Area
from ngomap.store.areas import COLUMNS as AREA
from ngomap.store.connection import Map
from ngomap.store.coverage import ACTIVITY

# :areas and :terms are JSON lists of ids, :audiences one of words.
SEEN = "IN (SELECT value FROM json_each(:audiences))"
TERMS = "IN (SELECT value FROM json_each(:terms))"
IN = f"""WITH RECURSIVE below(id) AS (SELECT value FROM json_each(:areas)
  UNION SELECT p.id FROM below b JOIN areas p ON p.parent_id = b.id)
SELECT {AREA} FROM below b JOIN areas p ON p.id = b.id WHERE p.audience {SEEN} ORDER BY p.handle"""  # noqa: S608
AROUND = f"""WITH RECURSIVE around(id) AS (SELECT value FROM json_each(:areas)
  UNION SELECT p.parent_id FROM around x JOIN areas p ON p.id = x.id WHERE p.parent_id IS NOT NULL)
SELECT {AREA} FROM around x JOIN areas p ON p.id = x.id WHERE p.audience {SEEN} ORDER BY p.handle"""  # noqa: S608
# CROSS JOIN keeps the order: from each area by the index to what is recorded there.
ACTIVITIES = f"""SELECT {ACTIVITY} FROM json_each(:areas) w CROSS JOIN activities v ON v.area_id = w.value
JOIN actors a ON a.id = v.actor_id WHERE v.term_id {TERMS} AND v.audience {SEEN} AND a.audience {SEEN} ORDER BY v.id"""  # noqa: S608
# As in `coverage`: who has issues and areas but no activity of its own counts as present in their product.
INFERRED = f"""SELECT DISTINCT 0, a.id, x.term_id, w.value, NULL, 'implementer', NULL, NULL, NULL, NULL, NULL, NULL, 1
FROM json_each(:areas) w CROSS JOIN (SELECT actor_id, area_id FROM actor_areas
  UNION ALL SELECT s.id, s.area_id FROM actors s WHERE NOT EXISTS (SELECT 1 FROM actor_areas y WHERE y.actor_id = s.id)) p
  ON p.area_id = w.value
JOIN actors a ON a.id = p.actor_id AND a.kind <> 'person' AND ifnull(a.status, 'active') = 'active'
JOIN actor_terms x ON x.actor_id = a.id AND x.term_id {TERMS} JOIN terms t ON t.id = x.term_id AND t.vocabulary = 'issue'
WHERE a.audience {SEEN} AND NOT EXISTS (SELECT 1 FROM activities v WHERE v.actor_id = a.id)
ORDER BY a.id, x.term_id, w.value"""  # noqa: S608
FIGURES = f"""SELECT n.id, n.area_id, n.term_id, n.population_id, n.people, n.on_date
FROM json_each(:areas) w CROSS JOIN need_figures n ON n.area_id = w.value
WHERE n.term_id {TERMS} AND n.audience {SEEN} ORDER BY n.id"""  # noqa: S608
SURVEYS = f"""SELECT s.id, s.area_id, s.term_id, s.on_date, s.source FROM surveys s
WHERE s.area_id IN (SELECT value FROM json_each(:areas)) AND (s.term_id IS NULL OR s.term_id {TERMS})
AND s.audience {SEEN} ORDER BY s.id"""  # noqa: S608
STATUSES = "SELECT id, status FROM actors WHERE id IN (SELECT value FROM json_each(?))"
STANCES = f"""SELECT s.id, s.actor_id, s.issue_id, s.stance, s.influence, s.on_date, s.source, s.audience
FROM stances s JOIN actors a ON a.id = s.actor_id
WHERE s.issue_id {TERMS} AND s.stance IS NOT NULL AND ifnull(s.on_date, '') <= :on
AND ifnull(a.status, 'active') <> 'closed' AND s.audience {SEEN} AND a.audience {SEEN}
ORDER BY ifnull(s.on_date, ''), s.id"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Some areas with all in them (`inside`) and around them, and what is recorded there of some terms."""

    inside: list[Area]
    around: list[Area]
    activities: list[Activity]
    figures: list[NeedFigure]
    surveys: list[Survey]
    statuses: dict[int, str | None]


def surroundings(map_: Map, areas: Iterable[int], terms: Iterable[int], audiences: Collection[str]) -> Surroundings:
    """What is recorded of the terms in and around the areas. The narrower terms must be named, too."""
    values = {"areas": _list(areas), "terms": _list(terms), "audiences": _list(audiences)}
    seen = {"areas": values["areas"], "audiences": values["audiences"]}
    inside = [Area(*row) for row in map_.connection.execute(IN, seen)]
    known = {a.id for a in inside}
    around = [a for row in map_.connection.execute(AROUND, seen) if (a := Area(*row)).id not in known]
    values["areas"] = _list([a.id for a in (*inside, *around)])
    rows = [*map_.connection.execute(ACTIVITIES, values), *map_.connection.execute(INFERRED, values)]
    activities = [Activity(*[*row[:-1], bool(row[-1])]) for row in rows]
    who = _list({v.actor for v in activities})
    return Surroundings(
        inside, around, activities,
        [NeedFigure(*row) for row in map_.connection.execute(FIGURES, values)],
        [Survey(*row) for row in map_.connection.execute(SURVEYS, values)],
        dict(map_.connection.execute(STATUSES, [who])),
    )  # fmt: skip


def stances_on(map_: Map, terms: Iterable[int], on: str, audiences: Collection[str]) -> list[Stance]:
    """Where everybody stood on the issues up to the day; the oldest first."""
    values = {"terms": _list(terms), "on": on, "audiences": _list(audiences)}
    return [Stance(*row) for row in map_.connection.execute(STANCES, values)]


def _list(values: Iterable[object]) -> str:
    return json.dumps(list(values))
