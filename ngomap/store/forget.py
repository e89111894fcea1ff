"""Somebody erased from the map for good: rows, history, search index, and the bytes of the file that were theirs."""

from __future__ import annotations

import json
import mmap
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ngomap.store.check_places import copies_before, kept_copies
from ngomap.store.connection import Map
from ngomap.store.forget_history import erase, events_of_nobody_else, rows_of_others, same_actor
from ngomap.store.forget_words import Mention, mentions, words_of
from ngomap.store.graph_file import take_away
from ngomap.store.search_index import index_actors
from ngomap.store.settings import us
from ngomap.store.writing import RECORD_NOTHING, current_change, write

FIRST_NEW: Final = "SELECT first_actor FROM recording"
RECORD_AGAIN: Final = "UPDATE recording SET first_actor = ?"
NAMES: Final = "SELECT name FROM actors WHERE id IN (SELECT value FROM json_each(?))"
NAMES_BEFORE: Final = """SELECT old FROM history WHERE table_name = 'actors' AND field = 'name' AND old IS NOT NULL
AND actor_id IN (SELECT value FROM json_each(?))"""
PLACES: Final = """SELECT place FROM actors WHERE place IS NOT NULL AND id IN (SELECT value FROM json_each(?1))
UNION SELECT old FROM history WHERE actor_id IN (SELECT value FROM json_each(?1)) AND field = 'place' AND old IS NOT NULL
UNION SELECT new FROM history WHERE actor_id IN (SELECT value FROM json_each(?1)) AND field = 'place' AND new IS NOT NULL"""
ASKED: Final = """DELETE FROM geocodes WHERE query IN (SELECT value FROM json_each(?))
AND query NOT IN (SELECT place FROM actors WHERE place IS NOT NULL) AND query NOT IN (SELECT name FROM areas)"""
# What jobs told last is kept as digests, from which somebody could prove who was among it; their next run tells all.
TOLD: Final = "DELETE FROM schedules"
REMOVE_EVENTS: Final = "DELETE FROM events WHERE id IN (SELECT value FROM json_each(?))"
REMOVE_SHARED: Final = {
    "merged_records": "DELETE FROM merged_records WHERE id IN (SELECT value FROM json_each(?))",
    "conflicts": "DELETE FROM conflicts WHERE id IN (SELECT value FROM json_each(?))",
}
REMOVE_ACTORS: Final = "DELETE FROM actors WHERE id IN (SELECT value FROM json_each(?))"
# What is deleted from a full-text index stays in its segments until they are merged.
REBUILD: Final = "INSERT INTO actor_search(actor_search) VALUES ('rebuild')"
STATISTICS: Final = "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is left to say of somebody who was forgotten: how many contacts went with them, which texts of others still
    name them, which copies of the map still hold them, whether the file could be written anew, and whether it still
    holds their name where nothing says so.
    """

    change: int
    contacts: int
    mentions: tuple[Mention, ...]
    copies: tuple[Path, ...]
    rewritten: bool
    traces: bool


def looked_at(map_: Map, actor_id: int) -> tuple[int, tuple[Mention, ...]]:
    """Beforehand: how many contacts are with that actor and us alone, and go with it; which texts of others name it."""
    ids, ours = same_actor(map_, actor_id), us(map_)
    events = events_of_nobody_else(map_, ids, ours.id if ours else None)
    return len(events), tuple(mentions(map_, words_of(map_, ids), ids, events))


def forget_actor(map_: Map, actor_id: int) -> Forgotten:
    """Erase an actor that is in the map, or only in its history, in one transaction; then write the file anew.

    Contacts with others stay without it; what others' texts say of it is listed, not changed. It cannot be taken back.
    """
    connection = map_.connection
    take_away(map_.path, overwrite=True)
    with write(map_) as database:
        change = current_change(map_)
        ids = same_actor(map_, actor_id)
        as_json = json.dumps(ids)
        words = words_of(map_, ids)
        names = {str(row[0]) for query in (NAMES, NAMES_BEFORE) for row in connection.execute(query, [as_json])}
        places = [row[0] for row in connection.execute(PLACES, [as_json])]
        ours = us(map_)
        events = events_of_nobody_else(map_, ids, ours.id if ours else None)
        rows = rows_of_others(map_, ids, events)
        first_new = connection.execute(FIRST_NEW).fetchone()[0]
        connection.execute(RECORD_NOTHING)
        contacts = connection.execute(REMOVE_EVENTS, [json.dumps(events)]).rowcount
        for table, statement in REMOVE_SHARED.items():
            connection.execute(statement, [json.dumps(rows[table])])
        connection.execute(REMOVE_ACTORS, [as_json])
        connection.execute(RECORD_AGAIN, [first_new])
        connection.execute(ASKED, [json.dumps(places)])
        connection.execute(TOLD)
        erase(map_, ids, rows, words, change)
        index_actors(database, ids)
        connection.execute(REBUILD)
        left = tuple(mentions(map_, words))
    rewritten = _write_anew(connection)
    copies = (*copies_before(map_.path), *kept_copies(map_.path))
    traces = not left and any(_in_file(map_.path, name) for name in names)
    return Forgotten(change, contacts, left, copies, rewritten, traces)


def _write_anew(connection: sqlite3.Connection) -> bool:
    """Let no page of the file stay as it was; False if others were reading all the time."""
    # Else the whole map would lie in a file of the folder for temporary things for a while.
    connection.execute("PRAGMA temp_store = MEMORY")
    try:
        if connection.execute(STATISTICS).fetchone():
            connection.execute("ANALYZE")
        connection.execute("VACUUM")
    except sqlite3.OperationalError:
        return False
    return True


def _in_file(path: Path, name: str) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(name.encode()) >= 0
