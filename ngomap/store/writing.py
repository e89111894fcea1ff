"""The one way to change a map: a transaction that takes the write lock at its start, and is one change of its history."""

from __future__ import annotations

import os
import shlex
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain, islice

from ngomap.store.connection import LARGE_CACHE, Map, begin_writing, explained, refuse_replaced
from ngomap.store.database import Database
from ngomap.store.graph_file import take_away

__all__ = [
    "Database", "change_setting", "current_change", "insert_many", "insert_row", "mark_change", "new_uid", "new_uids", "now",
    "upsert_setting", "write",
]  # fmt: skip

ROWS_AT_ONCE = 100
ANOTHER_PROGRAM = "(another program)"
BY_OTHERS = "SELECT 1 FROM history WHERE change_id IS NULL LIMIT 1"
ADOPT = "UPDATE history SET change_id = ? WHERE change_id IS NULL"
NEW_CHANGE = """INSERT INTO changes(at, command, author)
VALUES (?, ?, ifnull(?, (SELECT value FROM settings WHERE key = 'author'))) RETURNING id"""
BEGIN_RECORDING = "INSERT INTO recording SELECT 1, ?, ifnull(max(id), 0) + 1 FROM actors"
END_RECORDING = "DELETE FROM recording"
CURRENT = "SELECT change_id FROM recording"
MARK = "UPDATE changes SET kind = ?, file = ? WHERE id = (SELECT change_id FROM recording)"
RECORD_NOTHING = "UPDATE recording SET first_actor = 0"
NEW_ACTORS = """UPDATE changes SET first_actor = r.first_actor, last_actor = a.last
FROM recording r, (SELECT max(id) AS last FROM actors) a WHERE changes.id = ? AND a.last >= r.first_actor"""
FORGET_EMPTY = """DELETE FROM changes WHERE id = ?1 AND kind NOT IN ('start', 'undo') AND first_actor IS NULL
AND NOT EXISTS (SELECT 1 FROM history WHERE change_id = ?1)"""


@contextmanager
def write(map_: Map) -> Iterator[Database]:
    """All of it or none of it. BEGIN IMMEDIATE waits for other writers at the start, where waiting is possible:
    a deferred transaction that reads first cannot wait when it comes to write.

    The database that is yielded quotes every name; its own transactions nest inside as savepoints.
    A write inside a write joins it. All that one write changes is one change of the map's history; one that changes
    nothing leaves the file as it was.
    """
    database = Database(map_.connection, execute_plugins=False)
    if map_.connection.in_transaction:
        yield database
        return
    with explained(map_.path):
        # With little room an import of a register writes the same pages again and again.
        map_.connection.execute(LARGE_CACHE)
        begin_writing(map_.connection)
        try:
            refuse_replaced(map_)
            change = _begin_change(map_)
            before = map_.connection.total_changes
            yield database
            if map_.connection.total_changes == before:
                map_.connection.execute("ROLLBACK")
            else:
                _end_change(map_, change)
                map_.connection.execute("COMMIT")
                map_.changed = True
                if map_.file is not None:
                    # It would not be taken for the map as it is now; but what was removed shall not lie about.
                    take_away(map_.path)
        except BaseException:
            # A full disk may have rolled the transaction back already.
            if map_.connection.in_transaction:
                map_.connection.execute("ROLLBACK")
            raise


def _begin_change(map_: Map) -> int:
    connection = map_.connection
    if connection.execute(BY_OTHERS).fetchone():
        others = connection.execute(NEW_CHANGE, [now(), ANOTHER_PROGRAM, None]).fetchone()[0]
        connection.execute(ADOPT, [others])
    change = int(connection.execute(NEW_CHANGE, [now(), shlex.join(map_.words), map_.author]).fetchone()[0])
    connection.execute(BEGIN_RECORDING, [change])
    return change


def _end_change(map_: Map, change: int) -> None:
    map_.connection.execute(NEW_ACTORS, [change])
    map_.connection.execute(END_RECORDING)
    map_.connection.execute(FORGET_EMPTY, [change])


def mark_change(map_: Map, kind: str, file: str | None = None) -> int:
    """Say inside a write what sort of change it is - `import` with the name of the file, `merge`, `undo`; without
    this it is an `edit` by hand - and return its number. `start` is the making of a map, which is not recorded.
    """
    map_.connection.execute(MARK, [kind, file])
    if kind == "start":
        map_.connection.execute(RECORD_NOTHING)
    return current_change(map_)


def current_change(map_: Map) -> int:
    """The number of the change that is being written; only inside a write."""
    return int(map_.connection.execute(CURRENT).fetchone()[0])


def new_uid() -> str:
    """A random id that tells nothing about when or where it was made."""
    return str(uuid.uuid4())


def new_uids(number: int) -> list[str]:
    """So many random ids, for bulk writing: one call for all the chance that is needed."""
    chance = os.urandom(16 * number).hex()
    parts = (chance[at : at + 32] for at in range(0, 32 * number, 32))
    # The fixed bits say: version 4, RFC 4122.
    return [f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{'89ab'[int(h[16], 16) & 3]}{h[17:20]}-{h[20:]}" for h in parts]


def now() -> str:
    """The time as stored, in UTC to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def change_setting(map_: Map, key: str, value: str) -> None:
    """Set one setting of the map."""
    with write(map_) as database:
        upsert_setting(database, key, value)


def upsert_setting(database: Database, key: str, value: str) -> None:
    """Set one setting inside a write."""
    database.table("settings").upsert({"key": key, "value": value}, pk="key")


def insert_row(database: Database, table: str, row: Mapping[str, object]) -> int:
    """Insert one row and return its id. Column names are quoted by the library."""
    database.table(table).insert(dict(row))
    return int(database.conn.execute("SELECT last_insert_rowid()").fetchone()[0])


def insert_many(map_: Map, statement: str, rows: Iterable[Sequence[object]]) -> int:
    """Insert many rows inside a write, and return how many came in. `statement` is the insert of one row and ends with
    its VALUES.

    A hundred rows go in one statement: the triggers of the history make SQLite prepare for taking back each statement,
    which row by row costs more than the row itself. So it is faster even than `executemany` without any history.
    """
    head, values, places = statement.rpartition("VALUES ")
    width = max(places.count("?"), 1)
    at_once = min(ROWS_AT_ONCE, map_.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // width)
    many = f"{head}{values}{', '.join([places] * at_once)}"
    inserted = 0
    left = iter(rows)
    while batch := list(islice(left, at_once)):
        if len(batch) == at_once:
            inserted += map_.connection.execute(many, list(chain.from_iterable(batch))).rowcount
        else:
            inserted += map_.connection.executemany(statement, batch).rowcount
    return inserted
