"""How many ties there are among some actors, and who is around them: whether that is small enough to be looked at whole."""

from __future__ import annotations

import json
from collections.abc import Collection

from ngomap.store.connection import Map

# CROSS JOIN keeps the order, and a plus keeps an index out: from each actor to its ties, never from pair to pair.
COUNT_AMONG = """SELECT count(*) FROM json_each(?1) w CROSS JOIN relationships r ON r.from_id = w.value
WHERE +r.to_id IN (SELECT value FROM json_each(?1)) AND r.audience IN (SELECT value FROM json_each(?2))"""
# A wish is no tie, and what is over leads nowhere.
NEIGHBOURS = """SELECT r.to_id FROM relationships r JOIN actors a ON a.id = r.to_id
WHERE r.from_id IN (SELECT value FROM json_each(?1)) AND r.status IN ('active', 'dormant')
  AND r.audience IN (SELECT value FROM json_each(?2)) AND a.audience IN (SELECT value FROM json_each(?2))
UNION SELECT r.from_id FROM relationships r JOIN actors a ON a.id = r.from_id
WHERE r.to_id IN (SELECT value FROM json_each(?1)) AND r.status IN ('active', 'dormant')
  AND r.audience IN (SELECT value FROM json_each(?2)) AND a.audience IN (SELECT value FROM json_each(?2))"""
PEOPLE_IN = """SELECT DISTINCT r.from_id FROM relationships r JOIN actors a ON a.id = r.from_id
WHERE r.to_id IN (SELECT value FROM json_each(?1))
  AND r.type IN ('works-for', 'on-board-of', 'holds-office-in', 'volunteers-for')
  AND r.audience IN (SELECT value FROM json_each(?2)) AND a.audience IN (SELECT value FROM json_each(?2))"""


def count_ties_among(map_: Map, actor_ids: Collection[int], audiences: Collection[str]) -> int:
    """How many relationships of these audiences have both ends among the actors."""
    return int(map_.connection.execute(COUNT_AMONG, _lists(actor_ids, audiences)).fetchone()[0])


def neighbours(map_: Map, actor_ids: Collection[int], audiences: Collection[str]) -> set[int]:
    """The ids of the actors of these audiences that a tie joins to one of the actors."""
    return {row[0] for row in map_.connection.execute(NEIGHBOURS, _lists(actor_ids, audiences))}


def people_in(map_: Map, actor_ids: Collection[int], audiences: Collection[str]) -> set[int]:
    """The ids of the people of these audiences who have, or had, a position in one of the organizations."""
    return {row[0] for row in map_.connection.execute(PEOPLE_IN, _lists(actor_ids, audiences))}


def _lists(actor_ids: Collection[int], audiences: Collection[str]) -> tuple[str, str]:
    return "[" + ",".join(map(str, sorted(actor_ids))) + "]", json.dumps(list(audiences))
