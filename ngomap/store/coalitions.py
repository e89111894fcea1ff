"""What coalitions are for, who works on an issue, and who are rivals. Read.

`audiences` are those of what may be seen.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from ngomap.model.relationships import Tie
from ngomap.model.together import Coalition
from ngomap.store.connection import Map
from ngomap.store.neighbourhood import COLUMNS as TIE

COALITION_KINDS = ("coalition", "network")
SEEN = "IN (SELECT value FROM json_each(:audiences))"
COLUMNS = "c.id, c.actor_id, c.objective, c.target_id, c.issue_id, c.asks, c.since, c.until, c.audience"
OF = f"""SELECT {COLUMNS} FROM coalitions c WHERE c.actor_id IN (SELECT value FROM json_each(:actors)) AND c.audience {SEEN}"""  # noqa: S608
WHICH = f"""SELECT a.id FROM actors a WHERE a.kind IN (SELECT value FROM json_each(:kinds)) AND a.audience {SEEN}
UNION SELECT c.actor_id FROM coalitions c JOIN actors a ON a.id = c.actor_id WHERE a.audience {SEEN} AND c.audience {SEEN}"""  # noqa: S608
ON_RECORD = f"""SELECT DISTINCT x.actor_id FROM json_each(:terms) w CROSS JOIN actor_terms x ON x.term_id = w.value
JOIN actors a ON a.id = x.actor_id WHERE a.audience {SEEN}"""  # noqa: S608
# Whether the work still counts on the day is for `analyses.footprints.counts_on` to say.
AT_WORK = f"""SELECT DISTINCT v.actor_id FROM activities v JOIN actors a ON a.id = v.actor_id
WHERE v.term_id IN (SELECT value FROM json_each(:terms)) AND v.role <> 'funder' AND v.audience {SEEN} AND a.audience {SEEN}"""  # noqa: S608
RIVALS = f"""SELECT {TIE} FROM relationships r JOIN actors x ON x.id = r.from_id AND x.audience {SEEN}
JOIN actors y ON y.id = r.to_id AND y.audience {SEEN} WHERE r.type = 'rivals' AND r.audience {SEEN}"""  # noqa: S608

SEEN_AREAS = f"SELECT id FROM areas WHERE id IN (SELECT value FROM json_each(:areas)) AND audience {SEEN}"  # noqa: S608


def coalitions_of(map_: Map, actor_ids: Iterable[int], audiences: Collection[str]) -> dict[int, Coalition]:
    """What these coalitions are for, by actor id, of those of which something is recorded."""
    values = {"actors": _list(actor_ids), "audiences": _list(audiences)}
    return {row[1]: Coalition(*row) for row in map_.connection.execute(OF, values)}


def coalition_ids(map_: Map, audiences: Collection[str]) -> set[int]:
    """The ids of the coalitions and networks."""
    values = {"kinds": _list(COALITION_KINDS), "audiences": _list(audiences)}
    return {row[0] for row in map_.connection.execute(WHICH, values)}


def on_record(map_: Map, terms: Iterable[int], audiences: Collection[str]) -> set[int]:
    """The ids of the actors that have one of the terms on their record."""
    values = {"terms": _list(terms), "audiences": _list(audiences)}
    return {row[0] for row in map_.connection.execute(ON_RECORD, values)}


def at_work(map_: Map, terms: Iterable[int], audiences: Collection[str]) -> set[int]:
    """The ids of the actors that have an activity of their own on one of the terms, whenever."""
    values = {"terms": _list(terms), "audiences": _list(audiences)}
    return {row[0] for row in map_.connection.execute(AT_WORK, values)}


def rivalries(map_: Map, audiences: Collection[str]) -> list[Tie]:
    """Every rivalry in the map, whenever."""
    return [Tie(*row) for row in map_.connection.execute(RIVALS, {"audiences": _list(audiences)})]


def seen_areas(map_: Map, area_ids: Iterable[int], audiences: Collection[str]) -> set[int]:
    """Those of the areas that may be seen."""
    values = {"areas": _list(area_ids), "audiences": _list(audiences)}
    return {row[0] for row in map_.connection.execute(SEEN_AREAS, values)}


def _list(values: Iterable[object]) -> str:
    return json.dumps(list(values))
