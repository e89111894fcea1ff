"""Activities, need figures and surveys, changed: many rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ngomap.model.coverage import Activity
from ngomap.store.connection import Map
from ngomap.store.writing import insert_row, write

SURVEY = "INSERT OR IGNORE INTO surveys(area_id, term_id, on_date, source) VALUES (?, ?, ?, ?)"
FORGET_SURVEY = "DELETE FROM surveys WHERE area_id = ? AND term_id IS ? AND on_date = ?"
NEED = """INSERT INTO need_figures(area_id, term_id, population_id, people, on_date, source) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET people = excluded.people, source = excluded.source
WHERE people <> excluded.people"""
ACTIVITY = """INSERT INTO activities(actor_id, term_id, area_id, population_id, role, status, since, until, reached, capacity,
project, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET
  since = CASE WHEN excluded.since < ifnull(since, '9999') THEN excluded.since ELSE since END,
  until = CASE WHEN excluded.until > ifnull(until, '') THEN excluded.until ELSE until END,
  reached = ifnull(excluded.reached, reached), capacity = ifnull(excluded.capacity, capacity)
WHERE excluded.since < ifnull(since, '9999') OR excluded.until > ifnull(until, '')
  OR ifnull(excluded.reached, reached) IS NOT reached OR ifnull(excluded.capacity, capacity) IS NOT capacity"""


def add_surveys(map_: Map, cells: Iterable[tuple[int, int | None]], on_date: str | None, source: str | None) -> int:
    """Record that these (area, term) cells were looked at; term None is all. How many are new."""
    with write(map_):
        return map_.connection.executemany(SURVEY, [(area, term, on_date, source) for area, term in cells]).rowcount


def forget_surveys(map_: Map, cells: Iterable[tuple[int, int | None]], on_date: str) -> int:
    """Take away that these (area, term) cells were looked at on a day. How many there were."""
    with write(map_):
        return map_.connection.executemany(FORGET_SURVEY, [(area, term, on_date) for area, term in cells]).rowcount


def add_need_figures(
    map_: Map, figures: Iterable[tuple[int, int, int | None, int, str | None]], source: str | None
) -> int:
    """Record (area, term, population, people, date); a figure of the same day is replaced. How many are new or changed."""
    with write(map_):
        return map_.connection.executemany(NEED, [(*figure, source) for figure in figures]).rowcount


def add_activities(map_: Map, rows: Iterable[Activity], source: str | None) -> int:
    """Record activities (their ids are ignored). One that is there already (actor, term, area, role, population, project,
    status) is not repeated: its dates widen. How many are new or changed.
    """
    with write(map_):
        return map_.connection.executemany(
            ACTIVITY,
            [
                (v.actor, v.term, v.area, v.population, v.role, v.status, v.since, v.until, v.reached, v.capacity,
                 v.project, source)
                for v in rows
            ],
        ).rowcount  # fmt: skip


def add_activity(map_: Map, fields: Mapping[str, object]) -> int:
    """One activity that is not there yet; its id. `fields` are columns of the table."""
    with write(map_) as database:
        return insert_row(database, "activities", fields)


def edit_activity(map_: Map, activity_id: int, fields: Mapping[str, object]) -> None:
    """Change some fields of an activity. One that is set to None becomes unknown."""
    with write(map_) as database:
        database.table("activities").update(activity_id, dict(fields))


def remove_activity(map_: Map, activity_id: int) -> None:
    """Take one activity away."""
    with write(map_) as database:
        database.table("activities").delete(activity_id)
