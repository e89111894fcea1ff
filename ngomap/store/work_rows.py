"""What a few actors do, where and for whom: only theirs is looked at, so that it takes no longer on a large map. Read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from ngomap.model.coverage import Activity, Resource
from ngomap.model.words import Area
from ngomap.store.areas import COLUMNS as AREA
from ngomap.store.connection import Map
from ngomap.store.coverage import ACTIVITY

# ?1: the actors, ?2: the audiences of what may be seen, both JSON lists.
THESE = "IN (SELECT value FROM json_each(?1))"
SEEN = "IN (SELECT value FROM json_each(?2))"
ACTIVITIES = f"""SELECT {ACTIVITY} FROM activities v WHERE v.actor_id {THESE} AND v.audience {SEEN} ORDER BY v.id"""  # noqa: S608
RESOURCES = f"""SELECT id, actor_id, direction, kind, description, quantity, unit, area_id, since, until, conditions, status,
audience FROM resources WHERE actor_id {THESE} AND audience {SEEN} ORDER BY id"""  # noqa: S608
TERMS = f"SELECT actor_id, term_id FROM actor_terms WHERE actor_id {THESE}"  # noqa: S608
SERVES = f"SELECT actor_id, area_id FROM actor_areas WHERE actor_id {THESE}"  # noqa: S608
SEATS = f"SELECT id, area_id FROM actors WHERE id {THESE} AND area_id IS NOT NULL"  # noqa: S608
AROUND = f"""WITH RECURSIVE around(id) AS (SELECT value FROM json_each(?1)
  UNION SELECT p.parent_id FROM around x JOIN areas p ON p.id = x.id WHERE p.parent_id IS NOT NULL)
SELECT {AREA} FROM around x JOIN areas p ON p.id = x.id ORDER BY p.handle"""  # noqa: S608


def seen_activities(map_: Map, audiences: Sequence[str], actor_ids: Iterable[int]) -> list[Activity]:
    """The recorded activities of the actors that may be seen."""
    rows = map_.connection.execute(ACTIVITIES, [_list(actor_ids), _list(audiences)])
    return [Activity(*[*row[:-1], bool(row[-1])]) for row in rows]


def seen_resources(map_: Map, audiences: Sequence[str], actor_ids: Iterable[int]) -> list[Resource]:
    """The offers and needs of the actors that may be seen."""
    rows = map_.connection.execute(RESOURCES, [_list(actor_ids), _list(audiences)])
    return [Resource(*row) for row in rows]


def terms_of(map_: Map, actor_ids: Iterable[int]) -> dict[int, set[int]]:
    """The ids of the terms on the records of the actors that have any, of all vocabularies."""
    return _sets(map_, TERMS, actor_ids)


def serves_of(map_: Map, actor_ids: Iterable[int]) -> dict[int, set[int]]:
    """The ids of the areas that the actors say they serve, of those that name any."""
    return _sets(map_, SERVES, actor_ids)


def seats_of(map_: Map, actor_ids: Iterable[int]) -> dict[int, set[int]]:
    """The id of the area in which each actor sits, where it is known; as a set, to be put beside `serves_of`."""
    return _sets(map_, SEATS, actor_ids)


def areas_of(map_: Map, actor_ids: Iterable[int]) -> dict[int, set[int]]:
    """The ids of the areas that the actors serve; of one that names none, of the area it sits in."""
    ids = list(actor_ids)
    return seats_of(map_, ids) | serves_of(map_, ids)


def areas_around(map_: Map, area_ids: Iterable[int]) -> list[Area]:
    """The areas with these ids and all in which they lie."""
    return [Area(*row) for row in map_.connection.execute(AROUND, [_list(area_ids)])]


def _sets(map_: Map, query: str, actor_ids: Iterable[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for actor, thing in map_.connection.execute(query, [_list(actor_ids)]):
        found.setdefault(actor, set()).add(thing)
    return found


def _list(values: Iterable[object]) -> str:
    return json.dumps(list(values))
