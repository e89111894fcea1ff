"""Who was there on a day, their issues, and the ties that stood as bare numbers: for maps too large to be made of records. Read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from itertools import chain
from typing import Final

from ngomap.model.actors import ActorRef
from ngomap.model.audience import AUDIENCES
from ngomap.model.relationships import RUNGS, TIE_TYPES, Tie
from ngomap.store.connection import Map
from ngomap.store.filters import Filters

TYPES: Final = tuple(TIE_TYPES)
WHAT: Final = 512
"""A first number is the id of a tie so many times, and what it is."""
END: Final = 1 << 31
"""A second number is the first end so many times, and the other end."""
NUMBERED: Final = " ".join(f"WHEN '{name}' THEN {place * 32}" for place, name in enumerate(TYPES))
# The same as model.as_of.ties_on and Tie.open_on, where a million rows are too many to be asked one by one.
IS = f"""r.id * {WHAT} + CASE r.type {NUMBERED} END
  + CASE WHEN r.rung IS NULL OR :plain OR (:past AND ifnull(r.rung_since, '') > :on) THEN 0 ELSE (r.rung + 1) * 4 END
  + (r.status = 'dormant') * 2 + (r.stance IS 'confrontational' AND NOT :plain)"""
ENDS = f"r.from_id * {END} + r.to_id"
STOOD = """FROM relationships r
WHERE (r.status IN ('active', 'dormant')
    OR (:past AND r.status = 'ended' AND substr(:on, 1, length(r.until)) <= r.until AND r.until <= :today))
  AND (r.since IS NULL OR r.since <= :on) AND (r.until IS NULL OR r.until >= substr(:on, 1, length(r.until)))
  AND (:everything OR r.audience IN (SELECT value FROM json_each(:audiences)))"""
STANDING = f"SELECT {IS}, {ENDS} {STOOD}"
IN_A_ROW = f"SELECT group_concat(({IS}) || ' ' || ({ENDS}), ' ') {STOOD}"


THERE = "SELECT a.id, a.handle, a.name, a.kind, a.level FROM actors a WHERE "
# The same as model.as_of.there_on.
ON_THE_DAY = " AND ifnull(a.founded, '') <= ? AND (a.status IS NOT 'closed' OR ? < ?) ORDER BY a.handle"
TIES = "SELECT count(*) FROM relationships"
TERMS = """SELECT x.actor_id, x.term_id FROM actor_terms x
WHERE x.term_id IN (SELECT id FROM terms WHERE vocabulary IN (SELECT value FROM json_each(?)))"""
WORK = """SELECT v.actor_id, v.term_id FROM activities v
WHERE v.term_id IN (SELECT id FROM terms WHERE vocabulary = 'issue') AND (v.role <> 'funder' OR ?)
  AND v.audience IN (SELECT value FROM json_each(?))"""


def refs_there(map_: Map, filters: Filters, on: str, today: str) -> list[ActorRef]:
    """The actors that meet the filters and can have been there on the ISO day `on`, in short, by handle."""
    where, values = filters.where()
    rows = map_.connection.execute(f"{THERE}({where}){ON_THE_DAY}", [*values, on, on, today])
    return [ActorRef(*row) for row in rows]


def count_ties(map_: Map) -> int:
    """How many relationships there are in the map, whether they stand or not."""
    return int(map_.connection.execute(TIES).fetchone()[0])


def recorded_terms(map_: Map, *vocabularies: str) -> dict[int, set[int]]:
    """The ids of the terms of these vocabularies on the records of actors, by actor."""
    found: dict[int, set[int]] = {}
    for actor, term in map_.connection.execute(TERMS, [json.dumps(vocabularies)]):
        known = found.get(actor)
        if known is None:
            known = found[actor] = set()
        known.add(term)
    return found


def issues_worked_on(map_: Map, audiences: Collection[str], funded: bool) -> dict[int, set[int]]:
    """The ids of the issues on the records of actors and of their activities of these audiences, by actor; `funded`: also
    of those that they only fund.
    """
    found = recorded_terms(map_, "issue")
    for actor, term in map_.connection.execute(WORK, [funded, json.dumps(list(audiences))]):
        found.setdefault(actor, set()).add(term)
    return found


def standing_ties(
    map_: Map, on: str, today: str, audiences: Collection[str], plain: bool = False
) -> Iterator[int]:
    """Two numbers for each tie of these audiences that stood on the ISO day `on`, looked at from `today`, rivalries
    too: its id and what it is (see `tie_of`), and its ends. `plain`: without rungs and stances, for readers who may not
    see them. The order is that of the file.
    """
    rows: Iterator[tuple[int, int]] = map_.connection.execute(STANDING, _asked(on, today, audiences, plain))
    return chain.from_iterable(rows)


def standing_ties_in_a_row(
    map_: Map, on: str, today: str, audiences: Collection[str], plain: bool = False
) -> str:
    """The same numbers with spaces between them: arrays are made of a million ties in a third less time so."""
    found = map_.connection.execute(IN_A_ROW, _asked(on, today, audiences, plain)).fetchone()[0]
    return "" if found is None else str(found)


def _asked(on: str, today: str, audiences: Collection[str], plain: bool) -> dict[str, object]:
    return {
        "on": on, "today": today, "past": on < today, "plain": plain,
        "everything": set(audiences) >= set(AUDIENCES), "audiences": json.dumps(list(audiences)),
    }  # fmt: skip


def tied_actors(map_: Map, on: str, today: str, leaving_out: Collection[str]) -> set[int]:
    """The ids of the actors with a tie that stood on the ISO day, of any but these types."""
    none = {TYPES.index(name) for name in leaving_out}
    numbers = standing_ties(map_, on, today, AUDIENCES)
    found: set[int] = set()
    for what, ends in zip(numbers, numbers, strict=True):
        if what % WHAT // 32 not in none:
            found.update(divmod(ends, END))
    return found


def tie_of(what: int) -> Tie:
    """A tie that is what the number says: its type, its rung, whether it is dormant or confrontational.

    >>> tie_of(0).type, tie_of(5 * 4 + 2).rung, tie_of(5 * 4 + 2).status
    ('works-with', 4, 'dormant')
    """
    type_, rung = what // 32, what // 4 % 8
    return Tie(
        0, TYPES[type_ % len(TYPES)], 0, 0, "dormant" if what & 2 else "active", rung - 1 if 1 <= rung <= len(RUNGS) else None,
        stance="confrontational" if what & 1 else None,
    )  # fmt: skip
