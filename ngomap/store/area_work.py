"""Who works on what in every area on a day, as bare numbers of the whole map, as far as an audience may see it. Read.

A row stays a row: what an actor does for one population in one area is seldom recorded twice, so that adding up in SQL
would only sort a million rows to find as many.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from ngomap.model.coverage import Activity, NeedFigure, Survey
from ngomap.model.work import ABSENT, ASSUMED, ENDED, GOING_ON, OVER, PLANNED, RANKS, Work
from ngomap.store.connection import Map
from ngomap.store.coverage import ACTIVITY
from ngomap.store.local_coverage import STATUSES

# :audiences: the audiences of what may be seen, a JSON list; :actors: those whose work is counted, likewise, or NULL for all;
# :cells: pairs of an area and a term.
SEEN = "IN (SELECT value FROM json_each(:audiences))"
COUNTED = "(:actors IS NULL OR {} IN (SELECT value FROM json_each(:actors)))"
# Who and what is hidden is little, and is looked up faster than all that is seen.
VISIBLE = f"""v.audience {SEEN} AND v.actor_id NOT IN (SELECT id FROM actors WHERE audience NOT {SEEN})
AND v.area_id NOT IN (SELECT id FROM areas WHERE audience NOT {SEEN}) AND {COUNTED.format("v.actor_id")}"""  # noqa: S608
# Whoever seems to have no activity counts by its issues and areas, or that it is not counted would tell that it has one.
# CROSS JOIN keeps the order: these few are found first.
INFERRED = f"""(SELECT a.id, a.area_id FROM actors a WHERE a.kind <> 'person' AND ifnull(a.status, 'active') = 'active'
    AND a.audience {SEEN} AND {COUNTED.format("a.id")}
    AND NOT EXISTS (SELECT 1 FROM activities v WHERE v.actor_id = a.id AND v.audience {SEEN})) a
CROSS JOIN actor_terms i ON i.actor_id = a.id CROSS JOIN terms t ON t.id = i.term_id AND t.vocabulary = 'issue'
CROSS JOIN areas r ON r.id IN (SELECT s.area_id FROM actor_areas s WHERE s.actor_id = a.id)
  OR (r.id = a.area_id AND NOT EXISTS (SELECT 1 FROM actor_areas s WHERE s.actor_id = a.id)) {{}}
WHERE r.audience {SEEN}"""  # noqa: S608
# The same as analyses.presence.rank_of, where a million rows are too many to be asked one by one.
RANK = f"""CASE
  WHEN v.role = 'funder' OR v.status = 'suspended' OR v.actor_id IN (SELECT id FROM actors WHERE status = 'closed') THEN {ABSENT}
  WHEN v.status = 'planned' OR v.since > :on THEN {PLANNED}
  WHEN v.actor_id IN (SELECT id FROM actors WHERE status = 'dormant') THEN {OVER}
  WHEN v.status = 'completed' THEN CASE WHEN v.until >= substr(:on, 1, length(v.until)) THEN {GOING_ON} ELSE {OVER} END
  WHEN v.until IS NULL OR v.until >= substr(:on, 1, length(v.until)) THEN {GOING_ON}
  WHEN v.until >= substr(:year_ago, 1, length(v.until)) THEN {ENDED} ELSE {OVER} END"""  # noqa: S608
PEOPLE = f"{RANKS} * ifnull(ifnull(v.capacity, v.reached) + 1, 0)"
COUNTS = f"""SELECT count(*), ifnull(sum(v.until IS NULL AND ifnull(v.status, '') NOT IN ('completed', 'suspended', 'planned')), 0)
FROM activities v WHERE v.role <> 'funder' AND {VISIBLE}"""  # noqa: S608
NEEDS = f"""SELECT n.id, n.area_id, n.term_id, n.population_id, n.people, n.on_date FROM need_figures n
JOIN areas p ON p.id = n.area_id WHERE n.audience {SEEN} AND p.audience {SEEN} ORDER BY n.id"""  # noqa: S608
SURVEYS = f"""SELECT s.id, s.area_id, s.term_id, s.on_date, s.source FROM surveys s
JOIN areas p ON p.id = s.area_id WHERE s.audience {SEEN} AND p.audience {SEEN} ORDER BY s.id"""  # noqa: S608
INSIDE = """IN (SELECT json_extract(value, '$[0]') FROM json_each(:cells))"""


class Columns(NamedTuple):
    """The statements for what the columns of the table are: what is done, or the sectors of those who do it."""

    rows: str
    inferred: str
    rows_in: str
    inferred_in: str


def _statements(term: str, of_recorded: str, inferred_term: str, of_inferred: str) -> Columns:
    inferred = INFERRED.format(of_inferred)
    recorded = f"FROM activities v {of_recorded} WHERE {VISIBLE}"
    # CROSS JOIN keeps the order: from each cell by the index to what is recorded there.
    inside = f"""FROM json_each(:cells) c CROSS JOIN activities v ON v.area_id = json_extract(c.value, '$[0]') {of_recorded}
WHERE {term} = json_extract(c.value, '$[1]') AND {VISIBLE}"""
    return Columns(
        f"SELECT v.area_id, {term}, ifnull(v.population_id, 0), v.actor_id, {RANK} + {PEOPLE} {recorded}",
        f"SELECT r.id, {inferred_term}, 0, a.id, {ASSUMED} FROM {inferred}",  # noqa: S608
        f"SELECT {ACTIVITY.replace('v.term_id', term)} {inside}",
        f"SELECT a.id, {inferred_term}, r.id FROM {inferred} AND r.id {INSIDE}",  # noqa: S608
    )


SECTOR = "JOIN actor_terms x ON x.actor_id = {} JOIN terms z ON z.id = x.term_id AND z.vocabulary = 'sector'"
DONE: Final = _statements("v.term_id", "", "t.id", "")
SECTORS: Final = _statements("x.term_id", SECTOR.format("v.actor_id"), "x.term_id", SECTOR.format("a.id"))


def area_work(
    map_: Map, on: str, year_ago: str, audiences: Collection[str], actors: Collection[int] | None = None, of: Columns = DONE
) -> Work:
    """Everybody's work as it is on the ISO day, or only that of these actors; `year_ago` is the day from which on what has
    ended may have been prolonged. Whoever has no activity recorded is assumed to do what its issues and areas say.
    """
    values = {"on": on, "year_ago": year_ago, **_values(audiences, actors)}
    rows: defaultdict[int, array[int]] = defaultdict(lambda: array("q"))
    for row in map_.connection.execute(of.rows, values):
        rows[row[0]].extend(row[1:])
    assumed = set()
    for row in map_.connection.execute(of.inferred, values):
        rows[row[0]].extend(row[1:])
        assumed.add(row[3])
    recorded, undated = map_.connection.execute(COUNTS, values).fetchone()
    return Work(dict(rows), recorded, undated, len(assumed))


def activities_in(
    map_: Map, cells: Iterable[tuple[int, int]], audiences: Collection[str], actors: Collection[int] | None = None,
    of: Columns = DONE,
) -> list[Activity]:  # fmt: skip
    """The activities in these cells, each an area and a term: recorded, then inferred."""
    wanted = set(cells)
    values = {"cells": json.dumps(sorted(wanted)), **_values(audiences, actors)}
    found = [Activity(*row[:-1]) for row in map_.connection.execute(of.rows_in, values)]
    found.sort(key=lambda v: v.id)
    inferred = map_.connection.execute(of.inferred_in, values)
    return [*found, *(Activity(0, who, term, area, inferred=True) for who, term, area in inferred if (area, term) in wanted)]


def seen_figures(map_: Map, audiences: Collection[str]) -> list[NeedFigure]:
    """How many need what where."""
    return [NeedFigure(*row) for row in map_.connection.execute(NEEDS, _values(audiences, None))]


def seen_surveys(map_: Map, audiences: Collection[str]) -> list[Survey]:
    """Where somebody looked, for what."""
    return [Survey(*row) for row in map_.connection.execute(SURVEYS, _values(audiences, None))]


def statuses_of(map_: Map, actor_ids: Iterable[int]) -> dict[int, str | None]:
    """The status of each of these actors."""
    return dict(map_.connection.execute(STATUSES, [json.dumps(list(actor_ids))]))


def _values(audiences: Collection[str], actors: Collection[int] | None) -> dict[str, str | None]:
    return {
        "audiences": json.dumps(list(audiences)), "actors": None if actors is None else json.dumps(sorted(actors)),
    }  # fmt: skip
