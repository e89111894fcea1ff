"""What bears on the working relationships of some actors, as far as an audience may see it. Read.

A record is left out if it, or anybody it touches, is above the audience. Only what belongs to the actors asked for is
looked at, so that it takes no longer on a large map.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event, Trust
from ngomap.model.coverage import Activity
from ngomap.model.map_settings import months_of_rungs
from ngomap.model.relationships import FRESHNESS_MONTHS, Tie
from ngomap.store.connection import Map
from ngomap.store.coverage import ACTIVITY
from ngomap.store.settings import setting

"""Months."""

# ?1: the audiences of what may be seen, ?2: the actors, both JSON lists.
SEEN = "IN (SELECT value FROM json_each(?1))"
WANTED = "IN (SELECT value FROM json_each(?2))"
TIE = f"""SELECT r.id, r.type, r.from_id, r.to_id, r.status, r.rung, r.wanted, r.stance, r.title, r.since, r.until, r.amount,
  r.currency, r.source, r.audience, NULL, r.notes, r.rung_since
FROM relationships r JOIN actors x ON x.id = r.from_id AND x.audience {SEEN}
JOIN actors y ON y.id = r.to_id AND y.audience {SEEN} WHERE r.audience {SEEN}"""  # noqa: S608 - of constants
ALL_TIES = f"{TIE} ORDER BY 1"
TIES_OF = f"{TIE} AND r.from_id {WANTED} UNION {TIE} AND r.to_id {WANTED} ORDER BY 1"
EVENT = f"""SELECT e.id, e.on_date, e.kind, e.title, e.outcome, e.next_step, e.next_due, e.next_done_on, e.audience,
  e.introduces_id
FROM events e WHERE e.audience {SEEN} AND NOT EXISTS (
  SELECT 1 FROM event_participants p JOIN actors a ON a.id = p.actor_id
  WHERE p.event_id = e.id AND a.audience NOT {SEEN})"""  # noqa: S608 - of constants
ORDER = "ORDER BY e.on_date, e.id"
ALL_EVENTS = f"{EVENT} {ORDER}"
EVENTS_OF = f"{EVENT} AND e.id IN (SELECT event_id FROM event_participants WHERE actor_id {WANTED}) {ORDER}"  # noqa: S608
EVENTS_BETWEEN = f"""{EVENT} AND e.id IN (SELECT p.event_id FROM event_participants p
  JOIN event_participants q ON q.event_id = p.event_id AND q.actor_id = ?3 WHERE p.actor_id = ?2) {ORDER}"""  # noqa: S608
PARTICIPANTS = """SELECT p.event_id, a.id, a.handle, a.name, a.kind, a.level FROM event_participants p
JOIN actors a ON a.id = p.actor_id WHERE p.event_id IN (SELECT value FROM json_each(?)) ORDER BY p.event_id, a.handle"""
PART = f"""SELECT {ACTIVITY} FROM activities v JOIN actors a ON a.id = v.actor_id AND a.audience {SEEN}
WHERE v.audience {SEEN} AND v.project IS NOT NULL"""  # noqa: S608 - of constants
ALL_PARTS = f"{PART} ORDER BY v.id"
PARTS_OF = f"{PART} AND v.actor_id {WANTED} ORDER BY v.id"
PARTS_BESIDE = f"""{PART} AND v.project IN (SELECT project FROM activities WHERE project IS NOT NULL AND actor_id {WANTED})
ORDER BY v.id"""  # noqa: S608 - of constants
TRUST = """SELECT id, from_id, to_id, on_date, reliability, shared_mission, openness, influence, involvement, resources,
  audience FROM trust WHERE audience IN (SELECT value FROM json_each(?1)) AND from_id IN (?2, ?3) AND to_id IN (?2, ?3)
ORDER BY ifnull(on_date, ''), from_id"""
AUDIENCE_OF = "SELECT audience FROM actors WHERE id = ?"


def freshness_months(map_: Map) -> tuple[int, ...]:
    """For each rung, the months without contact after which a tie is stale: those set in this map, else the usual ones.
    Raises InvalidValue.
    """
    text = setting(map_, "freshness")
    return FRESHNESS_MONTHS if text is None else months_of_rungs(text)


def audience_of(map_: Map, actor_id: int) -> str:
    """The audience of an actor, which must exist."""
    return str(map_.connection.execute(AUDIENCE_OF, [actor_id]).fetchone()[0])


def seen_ties(map_: Map, audiences: Sequence[str], actor_ids: Iterable[int] | None = None) -> list[Tie]:
    """The relationships at whose one end or other stands one of the actors; None: all. Their `last_contact` is left empty."""
    if actor_ids is None:
        rows = map_.connection.execute(ALL_TIES, [_list(audiences)])
    else:
        rows = map_.connection.execute(TIES_OF, [_list(audiences), _list(actor_ids)])
    return [Tie(*row) for row in rows]


def each_seen_tie(map_: Map, audiences: Sequence[str]) -> Iterator[Tie]:
    """All relationships one by one, where there are too many to be kept."""
    return (Tie(*row) for row in map_.connection.execute(ALL_TIES, [_list(audiences)]))


def seen_events(map_: Map, audiences: Sequence[str], actor_ids: Iterable[int] | None = None) -> list[Event]:
    """The dated contacts in which one of the actors took part, the oldest first; None: all."""
    if actor_ids is None:
        return _events(map_, map_.connection.execute(ALL_EVENTS, [_list(audiences)]))
    return _events(map_, map_.connection.execute(EVENTS_OF, [_list(audiences), _list(actor_ids)]))


def seen_events_between(map_: Map, audiences: Sequence[str], a: int, b: int) -> list[Event]:
    """The dated contacts in which both took part, the oldest first."""
    return _events(map_, map_.connection.execute(EVENTS_BETWEEN, [_list(audiences), a, b]))


def seen_parts(map_: Map, audiences: Sequence[str], actor_ids: Iterable[int] | None = None) -> list[Activity]:
    """The activities of the actors that belong to a named project; None: of everybody."""
    if actor_ids is None:
        rows = map_.connection.execute(ALL_PARTS, [_list(audiences)])
    else:
        rows = map_.connection.execute(PARTS_OF, [_list(audiences), _list(actor_ids)])
    return [Activity(*[*row[:-1], bool(row[-1])]) for row in rows]


def seen_parts_beside(map_: Map, audiences: Sequence[str], actor_id: int) -> list[Activity]:
    """The activities of everybody in the named projects in which the actor has some."""
    rows = map_.connection.execute(PARTS_BESIDE, [_list(audiences), _list([actor_id])])
    return [Activity(*[*row[:-1], bool(row[-1])]) for row in rows]


def seen_trust_between(map_: Map, audiences: Sequence[str], a: int, b: int) -> list[Trust]:
    """What is known of the trust of two actors in each other, the oldest first."""
    return [Trust(*row) for row in map_.connection.execute(TRUST, [_list(audiences), a, b])]


def _events(map_: Map, rows: Iterable[Sequence[Any]]) -> list[Event]:
    found = list(rows)
    who: dict[int, list[ActorRef]] = {}
    for event_id, *ref in map_.connection.execute(PARTICIPANTS, [_list(row[0] for row in found)]):
        who.setdefault(event_id, []).append(ActorRef(*ref))
    return [Event(*[*row[:-1], tuple(who.get(row[0], ())), row[-1]]) for row in found]


def _list(values: Iterable[object]) -> str:
    return json.dumps(list(values))
