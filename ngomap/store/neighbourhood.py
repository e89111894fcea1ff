"""What stands around a few actors: who they are, their ties, what is logged between them. Read.

For questions about one actor, which must be answered without reading the whole map. `audiences` are those that the
reader may see, see `model.audience.visible_to`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from ngomap.model.actors import Actor, ActorRef
from ngomap.model.audience import AUDIENCES
from ngomap.model.contacts import Event, Stance
from ngomap.model.relationships import Tie
from ngomap.store import actors
from ngomap.store.connection import Map

# Without the last contact: it depends on the day and on who may read, see `last_contacts`.
COLUMNS = """r.id, r.type, r.from_id, r.to_id, r.status, r.rung, r.wanted, r.stance, r.title, r.since, r.until,
r.amount, r.currency, r.source, r.audience, NULL, r.notes, r.rung_since"""
# CROSS JOIN keeps the order, and a plus keeps an index out: from each actor to its ties, never from pair to pair.
OF_MANY = f"""SELECT {COLUMNS} FROM json_each(?1) w CROSS JOIN relationships r ON r.from_id = w.value
WHERE r.audience IN (SELECT value FROM json_each(?2))
UNION ALL SELECT {COLUMNS} FROM json_each(?1) w CROSS JOIN relationships r ON r.to_id = w.value
WHERE r.audience IN (SELECT value FROM json_each(?2))"""  # noqa: S608 - of constants
BETWEEN = f"""SELECT {COLUMNS} FROM json_each(?1) w CROSS JOIN relationships r ON r.from_id = w.value
WHERE +r.to_id IN (SELECT value FROM json_each(?2)) AND r.audience IN (SELECT value FROM json_each(?3))
UNION ALL SELECT {COLUMNS} FROM json_each(?1) w CROSS JOIN relationships r ON r.to_id = w.value
WHERE +r.from_id IN (SELECT value FROM json_each(?2)) AND r.audience IN (SELECT value FROM json_each(?3))"""  # noqa: S608
AMONG = f"""SELECT {COLUMNS} FROM json_each(?1) w CROSS JOIN relationships r ON r.from_id = w.value
WHERE +r.to_id IN (SELECT value FROM json_each(?1)) AND r.audience IN (SELECT value FROM json_each(?2))"""  # noqa: S608
SOME = f"{actors.SELECT}a.id IN (SELECT value FROM json_each(?))"  # noqa: S608 - of constants
STANCES = """SELECT s.id, s.actor_id, s.issue_id, s.stance, s.influence, s.on_date, s.source, s.audience FROM stances s
WHERE s.actor_id IN (SELECT value FROM json_each(?1)) AND ifnull(s.on_date, '') <= ?2
  AND s.audience IN (SELECT value FROM json_each(?3)) ORDER BY s.actor_id, s.issue_id, ifnull(s.on_date, '')"""
EVENT = """e.id, e.on_date, e.kind, e.title, e.outcome, e.next_step, e.next_due, e.next_done_on, e.audience,
e.introduces_id"""
# An event that somebody withheld took part in would betray them.
SHOWN = """e.audience IN (SELECT value FROM json_each(:audiences)) AND NOT EXISTS (SELECT 1 FROM event_participants p
  JOIN actors a ON a.id = p.actor_id
  WHERE p.event_id = e.id AND a.audience NOT IN (SELECT value FROM json_each(:audiences)))"""
LAST = f"""WITH pairs(a, b) AS (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:pairs))
SELECT q.a, q.b, {EVENT} FROM pairs q JOIN events e ON e.id = (
  SELECT e.id FROM event_participants x CROSS JOIN event_participants y ON y.event_id = x.event_id AND y.actor_id = q.a
  CROSS JOIN events e ON e.id = x.event_id
  WHERE x.actor_id = q.b AND e.on_date <= :on AND {SHOWN} ORDER BY e.on_date DESC, e.kind, e.title, e.id LIMIT 1)"""  # noqa: S608
ASKED = f"""SELECT {EVENT} FROM events e CROSS JOIN event_participants x ON x.event_id = e.id AND x.actor_id = :who
WHERE e.introduces_id IS NOT NULL AND e.on_date > :after AND e.on_date <= :on AND {SHOWN}
  AND (SELECT w.audience FROM actors w WHERE w.id = e.introduces_id) IN (SELECT value FROM json_each(:audiences))
ORDER BY e.on_date, e.id"""  # noqa: S608
PARTICIPANTS = """SELECT x.event_id, a.id, a.handle, a.name, a.kind, a.level FROM event_participants x
JOIN actors a ON a.id = x.actor_id WHERE x.event_id IN (SELECT value FROM json_each(?)) ORDER BY x.event_id, a.handle"""


def some_actors(map_: Map, actor_ids: Iterable[int]) -> dict[int, Actor]:
    """The actors with these ids, by id."""
    return {row[0]: Actor(*row) for row in map_.connection.execute(SOME, [_ids(actor_ids)])}


def ties_of_many(map_: Map, actor_ids: Iterable[int], audiences: Collection[str] = AUDIENCES) -> list[Tie]:
    """The relationships that any of these actors has, each once."""
    return _once(map_.connection.execute(OF_MANY, [_ids(actor_ids), _list(audiences)]))


def ties_among(
    map_: Map, some: Collection[int], others: Collection[int], audiences: Collection[str] = AUDIENCES
) -> list[Tie]:
    """The relationships of an actor of one set with one of the other set, each once."""
    if some is others:
        # From one end is enough, and half the work.
        return _once(map_.connection.execute(AMONG, [_ids(some), _list(audiences)]))
    few, many = sorted((some, others), key=len)
    return _once(map_.connection.execute(BETWEEN, [_ids(few), _ids(many), _list(audiences)]))


def stances_of_many(
    map_: Map, actor_ids: Iterable[int], on: str, audiences: Collection[str] = AUDIENCES
) -> list[Stance]:
    """Where these actors stood on issues up to the day; the oldest first."""
    rows = map_.connection.execute(STANCES, [_ids(actor_ids), on, _list(audiences)])
    return [Stance(*row) for row in rows]


def last_contacts(
    map_: Map, pairs: Iterable[tuple[int, int]], on: str, audiences: Collection[str] = AUDIENCES
) -> dict[tuple[int, int], Event]:
    """The last event up to the day that both of a pair took part in, where there is one. Its participants are not read."""
    values = {"pairs": _list(sorted(set(pairs))), "on": on, "audiences": _list(audiences)}
    return {(row[0], row[1]): _event(row[2:]) for row in map_.connection.execute(LAST, values)}


def introductions_asked(
    map_: Map, actor_id: int, after: str, on: str, audiences: Collection[str] = AUDIENCES
) -> list[Event]:
    """The events after one day and up to another at which the actor took part and an introduction was asked for."""
    values = {"who": actor_id, "after": after, "on": on, "audiences": _list(audiences)}
    rows = map_.connection.execute(ASKED, values).fetchall()
    who: dict[int, list[ActorRef]] = {}
    for event_id, *ref in map_.connection.execute(PARTICIPANTS, [_ids(row[0] for row in rows)]):
        who.setdefault(event_id, []).append(ActorRef(*ref))
    return [_event(row, who.get(row[0], ())) for row in rows]


def _once(rows: Iterable[Sequence[Any]]) -> list[Tie]:
    """The ties, by id; one that was met from both its ends is in the rows twice."""
    found = {row[0]: row for row in rows}
    return [Tie(*found[id_]) for id_ in sorted(found)]


def _event(row: Sequence[Any], participants: Iterable[ActorRef] = ()) -> Event:
    fields: tuple[Any, ...] = (*row[:-1], tuple(participants), row[-1])
    return Event(*fields)


def _ids(actor_ids: Iterable[int]) -> str:
    return "[" + ",".join(map(str, actor_ids)) + "]"


def _list(values: Iterable[object]) -> str:
    return json.dumps(list(values))
