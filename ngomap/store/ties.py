"""Relationships and what is dated about them: trust, events, stances. Read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ngomap.errors import NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event, Stance, Trust
from ngomap.model.relationships import Tie
from ngomap.store.connection import Map

COLUMNS = """r.id, r.type, r.from_id, r.to_id, r.status, r.rung, r.wanted, r.stance, r.title, r.since, r.until,
r.amount, r.currency, r.source, r.audience, (SELECT max(e.on_date) FROM event_participants x
  JOIN event_participants y ON y.event_id = x.event_id AND y.actor_id = r.to_id JOIN events e ON e.id = x.event_id
  WHERE x.actor_id = r.from_id), r.notes, r.rung_since"""
ALL = f"SELECT {COLUMNS} FROM relationships r ORDER BY r.id"  # noqa: S608
OF = f"""SELECT {COLUMNS} FROM relationships r WHERE r.from_id = ?1
UNION ALL SELECT {COLUMNS} FROM relationships r WHERE r.to_id = ?1 ORDER BY 1"""  # noqa: S608
BETWEEN = f"""SELECT {COLUMNS} FROM relationships r
WHERE (r.from_id = ?1 AND r.to_id = ?2) OR (r.from_id = ?2 AND r.to_id = ?1) ORDER BY r.id"""  # noqa: S608
TRUST = """SELECT id, from_id, to_id, on_date, reliability, shared_mission, openness, influence, involvement,
  resources, audience FROM trust{} ORDER BY from_id, to_id, ifnull(on_date, '')"""
STANCES = """SELECT s.id, s.actor_id, s.issue_id, s.stance, s.influence, s.on_date, s.source, s.audience
FROM stances s{} ORDER BY s.actor_id, s.issue_id, ifnull(s.on_date, '')"""
EVENTS = """SELECT e.id, e.on_date, e.kind, e.title, e.outcome, e.next_step, e.next_due, e.next_done_on, e.audience,
  e.introduces_id
FROM events e{} ORDER BY e.on_date DESC, e.id DESC"""
EVENT = """SELECT id, on_date, kind, title, outcome, next_step, next_due, next_done_on, audience, introduces_id
FROM events WHERE id = ?"""
PARTICIPANTS_OF = """SELECT a.id, a.handle, a.name, a.kind, a.level FROM event_participants x
JOIN actors a ON a.id = x.actor_id WHERE x.event_id = ? ORDER BY a.handle"""
PARTICIPANTS = """SELECT x.event_id, a.id, a.handle, a.name, a.kind, a.level FROM event_participants x
JOIN actors a ON a.id = x.actor_id{} ORDER BY x.event_id, a.handle"""
# Of everyone, or of one actor, who is found by an index: one condition for both would read the whole table.
ANYBODY = ""
TRUSTING = " WHERE from_id = ?1 OR to_id = ?1"
STANDING = " WHERE s.actor_id = ?1"
PRESENT = " WHERE {} IN (SELECT event_id FROM event_participants WHERE actor_id = ?1)"


def all_ties(map_: Map) -> list[Tie]:
    """Every relationship, with the day of the last event that both ends took part in."""
    return [Tie(*row) for row in map_.connection.execute(ALL)]


def ties_of(map_: Map, actor_id: int) -> list[Tie]:
    """The relationships of one actor."""
    return [Tie(*row) for row in map_.connection.execute(OF, [actor_id])]


def ties_between(map_: Map, a: int, b: int) -> list[Tie]:
    """The relationships of two actors with each other, in either direction."""
    return [Tie(*row) for row in map_.connection.execute(BETWEEN, [a, b])]


def trust_rows(map_: Map, actor_id: int | None = None) -> list[Trust]:
    """What is known of trust, of everyone or to and from one actor; the oldest first."""
    return [Trust(*row) for row in _rows(map_, TRUST, TRUSTING, actor_id)]


def stances(map_: Map, actor_id: int | None = None) -> list[Stance]:
    """Where actors stand on issues, of everyone or one actor; the oldest first."""
    return [Stance(*row) for row in _rows(map_, STANCES, STANDING, actor_id)]


def events(map_: Map, actor_id: int | None = None) -> list[Event]:
    """Dated contacts, of everyone or one actor; the newest first."""
    who: dict[int, list[ActorRef]] = {}
    for event_id, *ref in _rows(map_, PARTICIPANTS, PRESENT.format("x.event_id"), actor_id):
        who.setdefault(event_id, []).append(ActorRef(*ref))
    rows = _rows(map_, EVENTS, PRESENT.format("e.id"), actor_id)
    return [Event(*[*row[:-1], tuple(who.get(row[0], ())), row[-1]]) for row in rows]


def _rows(map_: Map, sql: str, of_one: str, actor_id: int | None) -> Iterable[Any]:
    if actor_id is None:
        return map_.connection.execute(sql.format(ANYBODY))
    return map_.connection.execute(sql.format(of_one), [actor_id])


def event_by_id(map_: Map, event_id: int) -> Event:
    """One contact. Raises NotFound."""
    row = map_.connection.execute(EVENT, [event_id]).fetchone()
    if row is None:
        raise NotFound(f"There is no contact {event_id} in the map.", "'ngomap show REF' gives their numbers.")
    people = tuple(ActorRef(*ref) for ref in map_.connection.execute(PARTICIPANTS_OF, [event_id]))
    return Event(*[*row[:-1], people, row[-1]])
