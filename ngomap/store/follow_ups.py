"""What was agreed and is still to do, what ends, and whom we met: of some actors, as far as an audience may see it. Read.

Found by index, so that it takes no longer on a large map. `audiences` are those of what may be seen.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event
from ngomap.model.relationships import Tie
from ngomap.store.connection import Map
from ngomap.store.neighbourhood import COLUMNS, EVENT, PARTICIPANTS, SHOWN

# Agreed by the day and not done by it, due by another day or at no stated one. The first half goes through the index of
# what is open now; what was done since the day asked about is looked for only when that day is past.
WHICH = """e.next_step IS NOT NULL AND e.on_date <= :on AND (e.next_due IS NULL OR e.next_due <= :until)
AND (:us IS NULL OR EXISTS (SELECT 1 FROM event_participants x
  WHERE x.event_id = e.id AND x.actor_id IN (SELECT value FROM json_each(:us))))"""
OPEN = f"""SELECT {EVENT} FROM events e INDEXED BY events_due
WHERE e.next_done_on IS NULL AND {WHICH} AND {SHOWN}"""  # noqa: S608 - of constants
STILL_OPEN = f"SELECT {EVENT} FROM events e WHERE e.next_done_on > :on AND {WHICH} AND {SHOWN}"  # noqa: S608
MET = f"""SELECT DISTINCT a.id FROM event_participants x JOIN events e ON e.id = x.event_id
JOIN event_participants y ON y.event_id = x.event_id JOIN actors a ON a.id = y.actor_id AND a.kind = 'person'
WHERE x.actor_id IN (SELECT value FROM json_each(:us)) AND e.on_date <= :on AND {SHOWN}"""  # noqa: S608
# Those long over are left to whoever looks at the day; a year or month ends after its first day.
ENDING = f"""SELECT {COLUMNS} FROM json_each(:people) w CROSS JOIN relationships r ON r.from_id = w.value
JOIN actors x ON x.id = r.from_id AND x.kind = 'person' JOIN actors y ON y.id = r.to_id
WHERE r.type IN ('works-for', 'on-board-of', 'holds-office-in') AND r.until <= :until
  AND r.audience IN (SELECT value FROM json_each(:audiences)) AND x.audience IN (SELECT value FROM json_each(:audiences))
  AND y.audience IN (SELECT value FROM json_each(:audiences)) ORDER BY r.id"""  # noqa: S608
ASKED_FOR = f"""SELECT DISTINCT e.introduces_id FROM events e
WHERE e.introduces_id IS NOT NULL AND e.on_date > :after AND e.on_date <= :on AND {SHOWN}"""  # noqa: S608
OUR_PEOPLE = ("works-for", "on-board-of", "volunteers-for")
"""Ties to an organization of those who speak for it; their contacts, logged without it, are its own, too."""
PEOPLE = """SELECT DISTINCT from_id FROM relationships WHERE to_id = ? AND type IN (SELECT value FROM json_each(?))
AND status IN ('active', 'dormant')"""
OUR_EVENTS = """SELECT DISTINCT e.uid FROM event_participants x JOIN events e ON e.id = x.event_id
WHERE x.actor_id IN (SELECT value FROM json_each(?)) AND e.next_step IS NOT NULL"""
OUR_TIES = """SELECT uid FROM relationships WHERE from_id IN (SELECT value FROM json_each(?1)) AND until IS NOT NULL
UNION SELECT uid FROM relationships WHERE to_id IN (SELECT value FROM json_each(?1)) AND until IS NOT NULL"""


def open_steps(
    map_: Map, us: Iterable[int] | None, on: str, until: str, past: bool, audiences: Collection[str]
) -> list[Event]:
    """The events at which one of us took part (None: all) and something was agreed that is not done on the ISO day `on`,
    due by `until` or at no stated day; the first due first. `past`: whether the day is before today.
    """
    values = {"us": None if us is None else _list(us), "on": on, "until": until, "audiences": _list(audiences)}
    rows = list(map_.connection.execute(OPEN, values))
    if past:
        rows += map_.connection.execute(STILL_OPEN, values)
    who: dict[int, list[ActorRef]] = {}
    for event_id, *ref in map_.connection.execute(PARTICIPANTS, [_list(row[0] for row in rows)]):
        who.setdefault(event_id, []).append(ActorRef(*ref))
    found = [Event(*[*row[:-1], tuple(who.get(row[0], ())), row[-1]]) for row in rows]
    return sorted(found, key=lambda e: (e.next_due or "9999", e.on_date, e.title, e.next_step or ""))


def people_met(map_: Map, us: Iterable[int], on: str, audiences: Collection[str]) -> set[int]:
    """The ids of the people who were at an event with one of us up to the day."""
    values = {"us": _list(us), "on": on, "audiences": _list(audiences)}
    return {row[0] for row in map_.connection.execute(MET, values)}


def positions_ending(map_: Map, people: Iterable[int], until: str, audiences: Collection[str]) -> list[Tie]:
    """The positions of these people that end by the ISO day, or have ended."""
    values = {"people": _list(people), "until": until, "audiences": _list(audiences)}
    return [Tie(*row) for row in map_.connection.execute(ENDING, values)]


def introductions_asked_for(map_: Map, after: str, on: str, audiences: Collection[str]) -> set[int]:
    """The ids of those to whom anybody asked to be introduced, after one day and up to another."""
    values = {"after": after, "on": on, "audiences": _list(audiences)}
    return {row[0] for row in map_.connection.execute(ASKED_FOR, values)}


def our_people(map_: Map, us: int) -> set[int]:
    """The ids of those who speak for the organization."""
    return {row[0] for row in map_.connection.execute(PEOPLE, [us, _list(OUR_PEOPLE)])}


def uids_of_steps(map_: Map, us: Iterable[int]) -> set[str]:
    """The lasting ids of the events at which one of us took part and something was agreed."""
    return {row[0] for row in map_.connection.execute(OUR_EVENTS, [_list(us)])}


def uids_of_endings(map_: Map, us: Iterable[int]) -> set[str]:
    """The lasting ids of the relationships of any of us that have an end."""
    return {row[0] for row in map_.connection.execute(OUR_TIES, [_list(us)])}


def _list(values: Iterable[object]) -> str:
    return json.dumps(list(values))
