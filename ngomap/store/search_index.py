"""The full-text index over actors, kept in step with what they say."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

REMOVE = "DELETE FROM actor_search WHERE rowid IN (SELECT value FROM json_each(?))"
SAID = """SELECT a.id, a.name,
  (SELECT group_concat(x.alias, ' ') FROM aliases x WHERE x.actor_id = a.id),
  ifnull(a.place, '') || ' ' || ifnull(p.name, ''),
  ifnull(a.mission, '') || ' ' || ifnull(a.vision, '') || ' ' || ifnull(a.notes, '') || ' ' ||
  ifnull((SELECT group_concat(t.name, ' ') FROM actor_terms x JOIN terms t ON t.id = x.term_id WHERE x.actor_id = a.id), '')
FROM actors a LEFT JOIN areas p ON p.id = a.area_id"""
INSERT = f"""INSERT INTO actor_search(rowid, name, aliases, place, words)
{SAID} WHERE a.id IN (SELECT value FROM json_each(?))"""  # noqa: S608
INSERT_NEW = f"INSERT INTO actor_search(rowid, name, aliases, place, words) {SAID} WHERE a.id BETWEEN ? AND ?"


def index_actors(database: Database, actor_ids: Iterable[int]) -> None:
    """Make the search index say what these actors now say; removed ones leave it."""
    wanted = "[" + ",".join(map(str, actor_ids)) + "]"
    database.execute(REMOVE, [wanted])
    database.execute(INSERT, [wanted])


def index_new_actors(database: Database, first: int, last: int) -> None:
    """The same for actors that are new, from one id to another."""
    database.execute(INSERT_NEW, [first, last])
