"""The map's history, read: what changed when, and whose word a fact is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from ngomap.model.history import ChangeRow, Fact
from ngomap.store.connection import Map

CHANGE: Final = "c.id, c.at, c.command, c.author, c.kind, c.file, c.first_actor, c.last_actor, c.undoes, c.undone_by"
FACT: Final = "h.id, h.change_id, h.action, h.table_name, h.row_key, h.actor_id, h.other_id, h.field, h.old, h.new"
BY_ID = f"SELECT {CHANGE} FROM changes c WHERE c.id = ?"  # noqa: S608
IN_QUESTION: Final = """WHERE c.at >= ?1 AND (?2 IS NULL OR ?2 BETWEEN c.first_actor AND c.last_actor
  OR c.id IN (SELECT change_id FROM history WHERE actor_id = ?2 UNION SELECT change_id FROM history WHERE other_id = ?2))"""
CHANGES = f"SELECT {CHANGE} FROM changes c {IN_QUESTION} ORDER BY c.id DESC LIMIT ?3"  # noqa: S608
COUNT = f"SELECT count(*) FROM changes c {IN_QUESTION}"  # noqa: S608
LAST = f"""SELECT {CHANGE} FROM changes c WHERE c.undone_by IS NULL AND c.kind <> 'undo' AND c.kind IS ifnull(?, c.kind)
AND c.id NOT IN (SELECT change_id FROM recording) ORDER BY c.id DESC LIMIT 1"""  # noqa: S608
OF_CHANGE: Final = "FROM history h WHERE h.change_id = ?1 AND (?2 IS NULL OR h.actor_id = ?2 OR h.other_id = ?2)"
FACTS = f"SELECT {FACT} {OF_CHANGE} ORDER BY h.id LIMIT ?3"
FIRST_OF_ALL = f"""SELECT {FACT} {OF_CHANGE} AND h.table_name NOT IN ('import_lines', 'match_pairs')
ORDER BY h.table_name NOT IN ('actors', 'terms', 'areas', 'events'), h.id LIMIT ?3"""
COUNT_FACTS = f"SELECT count(*) {OF_CHANGE}"
REMOVED_ACTOR = """SELECT h.actor_id FROM history h WHERE h.table_name = 'actors' AND h.action = 'removed'
AND h.field IN ('handle', 'name') AND h.old = ? ORDER BY h.id DESC LIMIT 1"""

FORGOTTEN: Final = "forgotten"
"""What a change did that erased somebody: all that it says."""
FORGOT: Final = "SELECT 1 FROM history WHERE change_id = ? AND action = 'forgotten'"

# An undo and what it took back say nothing together: what stands is told by the other changes alone.
STANDS: Final = "c.undone_by IS NULL AND c.kind <> 'undo'"
LAST_WORD = f"""WITH wanted(id) AS MATERIALIZED (SELECT value FROM json_each(?)), said AS (
  SELECT h.actor_id, h.field, max(h.id) AS id FROM history h JOIN changes c ON c.id = h.change_id
  WHERE h.actor_id IN (SELECT id FROM wanted) AND h.table_name = 'actors' AND h.action = 'changed' AND {STANDS}
  GROUP BY h.actor_id, h.field)
SELECT s.actor_id, s.field, h.change_id, c.kind FROM said s JOIN history h ON h.id = s.id
JOIN changes c ON c.id = h.change_id"""  # noqa: S608
MAKERS = f"""SELECT a.id, max(c.id) FROM changes c
CROSS JOIN actors a ON a.id BETWEEN c.first_actor AND c.last_actor
WHERE c.first_actor IS NOT NULL AND {STANDS} AND a.id IN (SELECT value FROM json_each(?)) GROUP BY a.id"""  # noqa: S608
BY_HAND = "SELECT id FROM changes WHERE kind <> 'import'"
PLAIN: Final = (
    "name", "kind", "level", "status", "place", "area_id", "country", "lat", "lon", "website", "email", "phone",
    "staff", "budget", "currency", "founded", "audited", "mission", "vision", "notes", "source", "verified_on", "audience",
)  # fmt: skip
"""The columns of an actor that people and files fill."""
FILLED = f"SELECT id, {', '.join(PLAIN)} FROM actors WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
LISTS: Final = ("aliases", "identifiers", "actor_terms", "actor_areas")
TAKEN_AWAY = f"""SELECT DISTINCT h.actor_id, h.table_name, h.row_key FROM history h JOIN changes c ON c.id = h.change_id
WHERE h.actor_id IN (SELECT value FROM json_each(?)) AND h.action = 'removed'
  AND h.table_name IN ('aliases', 'identifiers', 'actor_terms', 'actor_areas') AND {STANDS} AND c.kind <> 'import'
  AND NOT EXISTS (SELECT 1 FROM history r JOIN changes d ON d.id = r.change_id
    WHERE r.actor_id = h.actor_id AND r.id > h.id AND r.action = 'added' AND r.table_name = h.table_name
      AND r.row_key = h.row_key AND d.undone_by IS NULL AND d.kind <> 'undo')"""  # noqa: S608


def change_by_id(map_: Map, number: int) -> ChangeRow | None:
    """The change of that number."""
    row = map_.connection.execute(BY_ID, [number]).fetchone()
    return ChangeRow(*row) if row else None


def forgot(map_: Map, number: int) -> bool:
    """Whether a change erased somebody for good."""
    return map_.connection.execute(FORGOT, [number]).fetchone() is not None


def changes(
    map_: Map, since: str | None = None, actor_id: int | None = None, limit: int = 0
) -> tuple[list[ChangeRow], int]:
    """The changes since a day (or time, UTC), of an actor or of all, the latest first; and how many there are."""
    values = [since or "", actor_id]
    rows = map_.connection.execute(CHANGES, [*values, limit or -1])
    found = [ChangeRow(*row) for row in rows]
    return found, int(map_.connection.execute(COUNT, values).fetchone()[0])


def facts_of_change(
    map_: Map, number: int, limit: int = 0, actor_id: int | None = None, telling: bool = False
) -> tuple[list[Fact], int]:
    """What a change did (to one actor or to all), in order, and how many facts that are; for `telling` what says most
    comes first. The actors that it made, with what it said of them, are told by the range in the change.
    """
    rows = map_.connection.execute(FIRST_OF_ALL if telling else FACTS, [number, actor_id, limit or -1])
    found = [Fact(*row) for row in rows]
    total = len(found)
    if limit and total == limit:
        total = int(map_.connection.execute(COUNT_FACTS, [number, actor_id]).fetchone()[0])
    return found, total


def last_change(map_: Map) -> ChangeRow | None:
    """The last change that stands; an undo is none."""
    row = map_.connection.execute(LAST, [None]).fetchone()
    return ChangeRow(*row) if row else None


def last_import(map_: Map) -> ChangeRow | None:
    """The last import that stands."""
    row = map_.connection.execute(LAST, ["import"]).fetchone()
    return ChangeRow(*row) if row else None


def removed_actor(map_: Map, text: str) -> int | None:
    """The id that an actor had who is no longer in the map, by the handle or name it had last."""
    row = map_.connection.execute(REMOVED_ACTOR, [text.strip()]).fetchone()
    return int(row[0]) if row else None


def set_by_hand(map_: Map, actor_ids: Iterable[int]) -> dict[int, set[str]]:
    """For each of the actors the fields (columns) whose value a person set, not a file: their last change that stands
    was no import, or they were filled when a person made the actor and nothing has changed them since. Two actors made
    one by a person count as set by hand. What was there before the map kept a history counts as nobody's.
    Only actors with such fields are there.
    """
    ids = json.dumps(list(actor_ids))
    connection = map_.connection
    found: dict[int, set[str]] = {}
    told: set[tuple[int, str]] = set()
    for actor, field, _, kind in connection.execute(LAST_WORD, [ids]):
        told.add((actor, field))
        if kind != "import" and field in PLAIN:
            found.setdefault(actor, set()).add(field)
    by_hand = {row[0] for row in connection.execute(BY_HAND)}
    made = [actor for actor, change in connection.execute(MAKERS, [ids]) if change in by_hand]
    for actor, *values in connection.execute(FILLED, [json.dumps(made)]):
        for field, value in zip(PLAIN, values, strict=True):
            if value is not None and (actor, field) not in told:
                found.setdefault(actor, set()).add(field)
    return found


def removed_by_hand(map_: Map, actor_ids: Iterable[int]) -> dict[str, set[tuple[object, ...]]]:
    """What a person took away from the lists of some actors and nobody gave back: for each of `LISTS` the keys of the
    rows - `(actor, alias key)`, `(scheme, value)`, `(actor, term)`, `(actor, area)`.
    """
    found: dict[str, set[tuple[object, ...]]] = {table: set() for table in LISTS}
    for _, table, key in map_.connection.execute(TAKEN_AWAY, [json.dumps(list(actor_ids))]):
        found[table].add(tuple(json.loads(key)))
    return found
