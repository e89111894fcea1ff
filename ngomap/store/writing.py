"""The one way to change a map: a transaction that takes the write lock at its start."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlite_utils import Database

from ngomap.store.connection import Map, explained

__all__ = ["Database", "change_setting", "insert_row", "new_uid", "now", "upsert_setting", "write"]


@contextmanager
def write(map_: Map) -> Iterator[Database]:
    """All of it or none of it. BEGIN IMMEDIATE waits for other writers at the start, where waiting is possible:
    a deferred transaction that reads first cannot wait when it comes to write.

    The database that is yielded quotes every name; its own transactions nest inside as savepoints.
    A write inside a write joins it.
    """
    database = Database(map_.connection, execute_plugins=False)
    if map_.connection.in_transaction:
        yield database
        return
    with explained(map_.path):
        map_.connection.execute("BEGIN IMMEDIATE")
        try:
            yield database
            map_.connection.execute("COMMIT")
        except BaseException:
            # A full disk may have rolled the transaction back already.
            if map_.connection.in_transaction:
                map_.connection.execute("ROLLBACK")
            raise


def new_uid() -> str:
    """A random id that tells nothing about when or where it was made."""
    return str(uuid.uuid4())


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
