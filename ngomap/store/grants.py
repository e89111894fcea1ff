"""Calls of funders, and what is known of those who might apply. Read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from ngomap.errors import Ambiguous, NotFound
from ngomap.model.audience import AUDIENCES
from ngomap.model.text import folded_handle, name_key
from ngomap.model.together import Grant
from ngomap.store.connection import Map

COLUMNS = """g.id, g.uid, g.handle, g.funder_id, g.name, g.status, g.deadline, g.least, g.most, g.currency, g.registered,
g.years, g.budget, g.audited, g.projects, g.partners, g.own_share, g.term_id, g.area_id, g.notes, g.source, g.audience"""
# ?1 and the like: JSON lists. A call is as hidden as its funder and the area it is for.
SEEN = "IN (SELECT value FROM json_each(?1))"
FROM = f"""FROM grants g JOIN actors f ON f.id = g.funder_id LEFT JOIN areas p ON p.id = g.area_id
WHERE g.audience {SEEN} AND f.audience {SEEN} AND (p.audience IS NULL OR p.audience {SEEN})"""
ALL = f"SELECT {COLUMNS} {FROM} ORDER BY ifnull(g.deadline, '9999'), g.handle"
BY_ID = f"SELECT {COLUMNS} FROM grants g WHERE g.id = ?"  # noqa: S608
IDENTIFIERS = """SELECT actor_id, min(scheme || ':' || value) FROM identifiers
WHERE actor_id IN (SELECT value FROM json_each(?1)) GROUP BY actor_id"""
# A funder of a project did not do it.
PROJECTS = """SELECT p.id, x.actor_id, p.name, p.status, p.since, t.term_id
FROM project_partners x JOIN projects p ON p.id = x.project_id LEFT JOIN project_terms t ON t.project_id = p.id
WHERE x.actor_id IN (SELECT value FROM json_each(?1)) AND x.role <> 'funder' AND p.status IN ('running', 'closed')
  AND p.audience IN (SELECT value FROM json_each(?2)) ORDER BY p.id, x.actor_id"""
RIVALS = """SELECT r.id, r.from_id, r.to_id FROM relationships r WHERE r.type = 'rivals' AND r.status <> 'ended'
  AND ifnull(r.since, '') <= ?2 AND ifnull(r.until, '9999') >= substr(?2, 1, length(ifnull(r.until, '9999')))
  AND r.audience IN (SELECT value FROM json_each(?1)) ORDER BY r.id"""


@dataclass(frozen=True, slots=True)
class Done:
    """A project that an actor took part in and that runs or is over: on which terms (ids)."""

    id: int
    actor: int
    name: str
    status: str
    since: str | None
    terms: frozenset[int] = frozenset()


def grants(map_: Map, audiences: Collection[str] = AUDIENCES) -> list[Grant]:
    """Every call that may be seen, the next deadline first."""
    return [_grant(row) for row in map_.connection.execute(ALL, [_list(audiences)])]


def grant_by_id(map_: Map, grant_id: int) -> Grant:
    """The call with this id, which must exist."""
    return _grant(map_.connection.execute(BY_ID, [grant_id]).fetchone())


def grant_named(map_: Map, text: str, audiences: Collection[str] = AUDIENCES) -> Grant:
    """The call that the text names: by its handle, else by its name, or the beginning of one.

    Raises NotFound with what there is, or Ambiguous with the candidates.
    """
    known = grants(map_, audiences)
    key, handle = name_key(text), folded_handle(text)
    attempts = (
        [g for g in known if g.handle == handle],
        [g for g in known if key and name_key(g.name) == key],
        [g for g in known if key and name_key(g.name).startswith(key)],
    )
    found = next((some for some in attempts if some), [])
    if len(found) > 1:
        names = ", ".join(f"{g.handle} ({g.name})" for g in found[:5])
        raise Ambiguous(f"{text!r} names {len(found)} grants: {names}.", "Use the handle of the one you mean.")
    if not found:
        there = ", ".join(g.handle for g in known[:5])
        hint = f"There are: {there}. See 'ngomap grant list'." if there else "Record it: ngomap grant add NAME --funder REF"
        raise NotFound(f"There is no grant {text!r} in the map.", hint)
    return found[0]


def identifiers_of(map_: Map, actor_ids: Iterable[int]) -> dict[int, str]:
    """One identifier (`SCHEME:VALUE`) of each of the actors that has any."""
    return dict(map_.connection.execute(IDENTIFIERS, [_list(actor_ids)]))


def projects_done(map_: Map, actor_ids: Iterable[int], audiences: Collection[str] = AUDIENCES) -> list[Done]:
    """The recorded projects, running or over, in which the actors have a part other than paying for it."""
    found: dict[tuple[int, int], tuple[Any, ...]] = {}
    terms: dict[int, set[int]] = {}
    for *row, term in map_.connection.execute(PROJECTS, [_list(actor_ids), _list(audiences)]):
        found[row[0], row[1]] = tuple(row)
        terms.setdefault(row[0], set()).update(() if term is None else (term,))
    return [Done(r[0], r[1], r[2], r[3], r[4], frozenset(terms[r[0]])) for r in found.values()]


def rivals_on(map_: Map, on: str, audiences: Collection[str] = AUDIENCES) -> list[tuple[int, int, int]]:
    """Who are rivals on the day: the id of the tie and of its two ends."""
    return map_.connection.execute(RIVALS, [_list(audiences), on]).fetchall()


def _grant(row: tuple[Any, ...]) -> Grant:
    values = list(row)
    for flag in (10, 13):
        values[flag] = None if row[flag] is None else bool(row[flag])
    return Grant(*values)


def _list(values: Iterable[object]) -> str:
    return json.dumps(list(values))
