"""The full-text index over actors, kept in step with what they say."""

from __future__ import annotations

from collections.abc import Iterable

from ngomap.store.database import Database

REMOVE = "DELETE FROM actor_search WHERE rowid IN (SELECT value FROM json_each(?))"
SAID = """SELECT a.id, a.name,
  (SELECT group_concat(x.alias, ' ') FROM aliases x WHERE x.actor_id = a.id),
  ifnull(a.place, '') || ' ' || ifnull(p.name, ''),
  ifnull(a.mission, '') || ' ' || ifnull(a.vision, '') || ' ' || ifnull(a.notes, '') || ' ' ||
  ifnull((SELECT group_concat(t.name, ' ') FROM actor_terms x JOIN terms t ON t.id = x.term_id WHERE x.actor_id = a.id), '')
FROM actors a LEFT JOIN areas p ON p.id = a.area_id"""
INSERT = f"""INSERT INTO actor_search(rowid, name, aliases, place, words)
{SAID} WHERE a.id IN (SELECT value FROM json_each(?))"""  # noqa: S608
# What `SAID` says, with the terms of all put together at once instead of actor by actor.
INSERT_NEW = """INSERT INTO actor_search(rowid, name, aliases, place, words) SELECT a.id, a.name,
  (SELECT group_concat(x.alias, ' ') FROM aliases x WHERE x.actor_id = a.id),
  ifnull(a.place, '') || ' ' || ifnull((SELECT p.name FROM areas p WHERE p.id = a.area_id), ''),
  ifnull(a.mission, '') || ' ' || ifnull(a.vision, '') || ' ' || ifnull(a.notes, '') || ' ' || ifnull(w.names, '')
FROM actors a LEFT JOIN (
  SELECT x.actor_id, group_concat(t.name, ' ') AS names FROM actor_terms x CROSS JOIN terms t ON t.id = x.term_id
  WHERE x.actor_id BETWEEN ?1 AND ?2 GROUP BY x.actor_id
) w ON w.actor_id = a.id WHERE a.id BETWEEN ?1 AND ?2"""
MERGE_RARELY = "INSERT INTO actor_search(actor_search, rank) VALUES ('automerge', 16)"
"""Sixteen segments of the index are merged at once instead of four: every word is then written half as often."""


def index_actors(database: Database, actor_ids: Iterable[int]) -> None:
    """Make the search index say what these actors now say; removed ones leave it."""
    wanted = "[" + ",".join(map(str, actor_ids)) + "]"
    database.execute(REMOVE, [wanted])
    database.execute(INSERT, [wanted])


def index_new_actors(database: Database, first: int, last: int) -> None:
    """The same for actors that are new, from one id to another."""
    database.execute(MERGE_RARELY)
    database.execute(INSERT_NEW, [first, last])
