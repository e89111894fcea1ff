"""What was talked over and agreed, and who covers what. Read."""

from __future__ import annotations

from ngomap.model.actors import ActorRef
from ngomap.model.agreements import Agreement, Labour
from ngomap.store.connection import Map

Pair = tuple[ActorRef, ActorRef | None]
"""Whom something is agreed among: two actors, in whichever order, or a coalition and None, for all its members."""
AGREEMENT = "SELECT id, a_id, b_id, point, state, text, on_date, source, audience FROM agreements"
LABOUR = "SELECT id, a_id, b_id, actor_id, task, population_id, area_id, since, until, audience FROM labour"
# Each half finds its rows by an index; one condition on both columns would read the whole table.
OF = "{0} WHERE a_id = ?1 UNION {0} WHERE b_id = ?1 ORDER BY {1}"
BETWEEN = "{0} WHERE a_id = ?1 AND b_id = ?2 UNION ALL {0} WHERE a_id = ?2 AND b_id = ?1 ORDER BY {1}"
WITHIN = "{0} WHERE a_id = ?1 AND b_id IS NULL ORDER BY {1}"
BY_DAY = "on_date, point, id"
BY_START = "since, task, id"
AGREEMENTS_ALL = f"{AGREEMENT} ORDER BY {BY_DAY}"
AGREEMENTS_OF = OF.format(AGREEMENT, BY_DAY)
AGREEMENTS_BETWEEN = BETWEEN.format(AGREEMENT, BY_DAY)
AGREEMENTS_WITHIN = WITHIN.format(AGREEMENT, BY_DAY)
LABOUR_ALL = f"{LABOUR} ORDER BY {BY_START}"
LABOUR_OF = OF.format(LABOUR, BY_START)
LABOUR_BETWEEN = BETWEEN.format(LABOUR, BY_START)
LABOUR_WITHIN = WITHIN.format(LABOUR, BY_START)


def agreements(map_: Map, actor_id: int | None = None) -> list[Agreement]:
    """How far each point got, of everyone or with one actor; the oldest first."""
    sql, values = (AGREEMENTS_ALL, []) if actor_id is None else (AGREEMENTS_OF, [actor_id])
    return [Agreement(*row) for row in map_.connection.execute(sql, values)]


def agreements_between(map_: Map, a: int, b: int | None) -> list[Agreement]:
    """How far each point got between two actors, in whichever order they were named, or (no `b`) among the members of a
    coalition; the oldest first.
    """
    sql, values = (AGREEMENTS_WITHIN, [a]) if b is None else (AGREEMENTS_BETWEEN, [a, b])
    return [Agreement(*row) for row in map_.connection.execute(sql, values)]


def labour(map_: Map, actor_id: int | None = None) -> list[Labour]:
    """Who covers what, of everyone or as agreed with one actor."""
    sql, values = (LABOUR_ALL, []) if actor_id is None else (LABOUR_OF, [actor_id])
    return [Labour(*row) for row in map_.connection.execute(sql, values)]


def labour_between(map_: Map, a: int, b: int | None) -> list[Labour]:
    """Who covers what as two actors or (no `b`) the members of a coalition divided it."""
    sql, values = (LABOUR_WITHIN, [a]) if b is None else (LABOUR_BETWEEN, [a, b])
    return [Labour(*row) for row in map_.connection.execute(sql, values)]
