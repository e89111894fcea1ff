"""The history without somebody: no fact about them, none that names them, no command that does."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from ngomap.store.connection import Map
from ngomap.store.forget_words import Words
from ngomap.store.history import FORGOTTEN
from ngomap.store.schema_history import CHANGED, CONTENT, REMOVED

ERASED: Final = "(forgotten)"
"""What stands where somebody was named who has been forgotten."""

MERGED_INTO: Final = """SELECT DISTINCT CAST(gone.row_key AS INTEGER) FROM history gone JOIN changes c ON c.id = gone.change_id
WHERE c.kind = 'merge' AND c.undone_by IS NULL AND gone.table_name = 'actors' AND gone.action = 'removed'
AND EXISTS (SELECT 1 FROM history h WHERE h.change_id = c.id AND h.actor_id IN (SELECT value FROM json_each(?1)))
AND gone.row_key NOT IN (SELECT id FROM actors)"""
TO_ACTORS: Final = """SELECT "from", on_delete FROM pragma_foreign_key_list(?) WHERE "table" = 'actors'"""
EVENTS_EVER: Final = """SELECT event_id FROM event_participants WHERE actor_id IN (SELECT value FROM json_each(?1))
UNION SELECT json_extract(row_key, '$[0]') FROM history
WHERE table_name = 'event_participants' AND actor_id IN (SELECT value FROM json_each(?1))"""
WITH_OTHERS: Final = """SELECT 1 FROM event_participants WHERE event_id = ?1 AND actor_id NOT IN (SELECT value FROM json_each(?2))
UNION SELECT 1 FROM history WHERE table_name = 'event_participants' AND json_extract(row_key, '$[0]') = ?1
AND actor_id NOT IN (SELECT value FROM json_each(?2))"""
STANDS_WITHOUT: Final = """SELECT 1 FROM events WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM event_participants
WHERE event_id = ?1 AND actor_id IN (SELECT value FROM json_each(?2)))"""
OBSERVED: Final = """WITH theirs(id) AS (SELECT id FROM commitments WHERE by_id IN (SELECT value FROM json_each(?1))
  UNION SELECT row_key FROM history WHERE table_name = 'commitments' AND actor_id IN (SELECT value FROM json_each(?1)))
SELECT id FROM observations WHERE commitment_id IN (SELECT id FROM theirs)
UNION SELECT row_key FROM history WHERE table_name = 'observations' AND field = 'commitment_id'
  AND old IN (SELECT id FROM theirs)"""
LABOUR: Final = """SELECT id FROM labour WHERE actor_id IN (SELECT value FROM json_each(?1))
UNION SELECT row_key FROM history WHERE table_name = 'labour' AND field = 'actor_id'
  AND (old IN (SELECT value FROM json_each(?1)) OR new IN (SELECT value FROM json_each(?1)))"""
# What shares said of these is known by their uid alone.
UIDS: Final = """SELECT uid FROM events WHERE id IN (SELECT value FROM json_each(?1))
UNION SELECT old FROM history WHERE table_name = 'events' AND field = 'uid' AND row_key IN (SELECT value FROM json_each(?1))
UNION SELECT uid FROM observations WHERE id IN (SELECT value FROM json_each(?2))
UNION SELECT old FROM history
  WHERE table_name = 'observations' AND field = 'uid' AND row_key IN (SELECT value FROM json_each(?2))"""
SHARED: Final = {
    "merged_records": """SELECT id FROM merged_records WHERE record IN (SELECT value FROM json_each(?1)) UNION
SELECT row_key FROM history WHERE table_name = 'merged_records' AND field = 'record'
  AND old IN (SELECT value FROM json_each(?1))""",
    "conflicts": """SELECT id FROM conflicts WHERE record IN (SELECT value FROM json_each(?1)) UNION
SELECT row_key FROM history WHERE table_name = 'conflicts' AND field = 'record'
  AND old IN (SELECT value FROM json_each(?1))""",
}

TOUCHED: Final = """SELECT DISTINCT change_id FROM history
WHERE actor_id IN (SELECT value FROM json_each(?1)) OR other_id IN (SELECT value FROM json_each(?1))"""
MADE_BY: Final = """SELECT c.id FROM changes c JOIN json_each(?1) a ON a.value BETWEEN c.first_actor AND c.last_actor"""
OF_ACTORS: Final = """DELETE FROM history
WHERE actor_id IN (SELECT value FROM json_each(?1)) OR other_id IN (SELECT value FROM json_each(?1))"""
CHANGES_OF_ROWS: Final = """SELECT DISTINCT change_id FROM history
WHERE table_name = ?1 AND row_key IN (SELECT value FROM json_each(?2))"""
OF_ROWS: Final = "DELETE FROM history WHERE table_name = ?1 AND row_key IN (SELECT value FROM json_each(?2))"
PARTS_OF_EVENTS: Final = """DELETE FROM history WHERE table_name = 'event_participants'
AND json_extract(row_key, '$[0]') IN (SELECT value FROM json_each(?))"""
POINTS_TO: Final = """DELETE FROM history WHERE table_name = ?1 AND field = ?2
AND (old IN (SELECT value FROM json_each(?3)) OR new IN (SELECT value FROM json_each(?3)))"""
WITH_TEXT: Final = """SELECT id, change_id, action, field, row_key, old, new FROM history
WHERE typeof(old) = 'text' OR typeof(new) = 'text' OR typeof(row_key) = 'text'"""
DROP_FACT: Final = "DELETE FROM history WHERE id = ?"
BLANK: Final = "UPDATE history SET old = ? WHERE id = ?"

COMMANDS: Final = "SELECT id, kind, command, file FROM changes WHERE id <> ?"
SET_WORDS: Final = "UPDATE changes SET command = ?, file = ? WHERE id = ?"
# An id at the end of the actors is given out again: it must not be taken for one that an old change made.
FROM_LATER: Final = "UPDATE changes SET first_actor = first_actor + 1 WHERE first_actor = ?"
TO_EARLIER: Final = "UPDATE changes SET last_actor = last_actor - 1 WHERE last_actor = ?"
MADE_NOBODY: Final = "UPDATE changes SET first_actor = NULL, last_actor = NULL WHERE first_actor > last_actor"
EMPTIED: Final = """UPDATE changes SET undone_by = ?1 WHERE id IN (SELECT value FROM json_each(?2)) AND undone_by IS NULL
AND kind <> 'start' AND first_actor IS NULL AND id <> ?1
AND id NOT IN (SELECT change_id FROM history WHERE change_id IS NOT NULL)"""
SAY_SO: Final = "INSERT INTO history(change_id, action, table_name, row_key) VALUES (?, ?, ?, 0)"
NAMELESS: Final = "UPDATE changes SET command = 'ngomap forget' WHERE id = ?"


def same_actor(map_: Map, actor_id: int) -> list[int]:
    """The actor, and those that were made one with it and are in the history alone."""
    known = {actor_id}
    while True:
        more = {row[0] for row in map_.connection.execute(MERGED_INTO, [_json(known)])} - known
        if not more:
            return sorted(known)
        known |= more


def events_of_nobody_else(map_: Map, actor_ids: Iterable[int], ours: int | None) -> list[int]:
    """The contacts, also those no longer in the map, in which only these actors took part, and we who keep the map."""
    ids = _json(actor_ids)
    with_us = _json([*json.loads(ids), *([ours] if ours is not None else [])])
    ever = [row[0] for row in map_.connection.execute(EVENTS_EVER, [ids])]
    connection = map_.connection
    return [
        event for event in ever
        if not connection.execute(WITH_OTHERS, [event, with_us]).fetchone()
        and not connection.execute(STANDS_WITHOUT, [event, ids]).fetchone()
    ]  # fmt: skip


def rows_of_others(map_: Map, actor_ids: Iterable[int], events: list[int]) -> dict[str, list[int]]:
    """The rows that go with the actors although the history does not know them as theirs, by table."""
    ids = _json(actor_ids)
    connection = map_.connection
    observed = [row[0] for row in connection.execute(OBSERVED, [ids])]
    uids = _json(row[0] for row in connection.execute(UIDS, [_json(events), _json(observed)]))
    return {
        "events": events,
        "observations": observed,
        "labour": [row[0] for row in connection.execute(LABOUR, [ids])],
        **{table: [row[0] for row in connection.execute(query, [uids])] for table, query in SHARED.items()},
    }


def erase(map_: Map, actor_ids: list[int], rows: dict[str, list[int]], words: Words, change: int) -> None:
    """Take out of the history what is about the actors or these rows, and what names them. Changes of which nothing is
    left count as taken back by `change`, which says nothing but that somebody was forgotten.
    """
    connection, ids = map_.connection, _json(actor_ids)
    touched = {row[0] for row in connection.execute(TOUCHED, [ids])}
    touched |= {row[0] for row in connection.execute(MADE_BY, [ids])}
    for table, keys in rows.items():
        touched |= {row[0] for row in connection.execute(CHANGES_OF_ROWS, [table, _json(keys)])}
        connection.execute(OF_ROWS, [table, _json(keys)])
    connection.execute(PARTS_OF_EVENTS, [_json(rows["events"])])
    connection.execute(OF_ACTORS, [ids])
    for table in CONTENT:
        for field, _ in connection.execute(TO_ACTORS, [table]).fetchall():
            connection.execute(POINTS_TO, [table, field, ids])
    touched |= _erase_texts(map_, words)
    _erase_commands(map_, words, touched, change)
    for actor in sorted(actor_ids):
        connection.execute(FROM_LATER, [actor])
    for actor in sorted(actor_ids, reverse=True):
        connection.execute(TO_EARLIER, [actor])
    connection.execute(MADE_NOBODY)
    connection.execute(EMPTIED, [change, _json(touched - {None})])
    connection.execute(SAY_SO, [change, FORGOTTEN, FORGOTTEN])
    connection.execute(NAMELESS, [change])


def _erase_texts(map_: Map, words: Words) -> set[int]:
    """Texts of others that name the actor are not kept either; what a row said that went is kept without the name."""
    touched = set()
    for id_, change, action, field, key, old, new in map_.connection.execute(WITH_TEXT).fetchall():
        if not any(map(words.in_text, (key, old, new))):
            continue
        touched.add(change)
        if action == REMOVED and field is not None and not words.in_text(key):
            instead = f"forgotten-{id_}" if field in ("handle", "slug") else ERASED
            map_.connection.execute(BLANK, [instead, id_])
        elif action in (CHANGED, REMOVED) or words.in_text(key):
            map_.connection.execute(DROP_FACT, [id_])
    return touched


def _erase_commands(map_: Map, words: Words, touched: set[int], change: int) -> None:
    for id_, kind, command, file in map_.connection.execute(COMMANDS, [change]).fetchall():
        # What an import was called tells of its file; an edit's command holds the very words of it.
        goes = words.in_command(command) or (id_ in touched and kind not in ("import", "start"))
        named = file is not None and words.in_text(file)
        if (goes and command) or named:
            map_.connection.execute(SET_WORDS, [ERASED if goes and command else command, ERASED if named else file, id_])


def _json(values: Iterable[object]) -> str:
    return json.dumps(list(values))
