"""Whether the tables, indexes, views and triggers of a map are those that its migrations make."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import Final

from ngomap.store import migrations
from ngomap.store.connection import Map, applied_migrations
from ngomap.store.database import Database

OBJECTS: Final = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
EASY: Final = ("trigger", "index", "view")
"""What can be made again without touching a row."""

Objects = dict[tuple[str, str], str]


def expected(map_: Map) -> Objects:
    """What the migrations that the map has been through make: type and name, with the statement."""
    done = applied_migrations(map_.connection)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        database = Database(fresh, execute_plugins=False)
        pending = [m.name for m in migrations.MIGRATIONS.pending(database) if m.name not in done]
        migrations.MIGRATIONS.apply(database, stop_before=pending)
        return _objects(fresh)


def differing(map_: Map) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What is missing or altered: what can simply be made again, and the tables."""
    wanted, there = expected(map_), _objects(map_.connection)
    wrong = [key for key, sql in wanted.items() if _plain(there.get(key, "")) != _plain(sql)]
    return [key for key in wrong if key[0] in EASY], [key for key in wrong if key[0] not in EASY]


def added_by_others(map_: Map) -> list[tuple[str, str]]:
    """What somebody added to the file; it does no harm."""
    wanted = expected(map_)
    return sorted(key for key in _objects(map_.connection) if key not in wanted)


def make_again(map_: Map) -> list[str]:
    """Make the triggers, indexes and views as the migrations do, all of them or none; their names."""
    wanted, connection = expected(map_), map_.connection
    connection.execute("BEGIN IMMEDIATE")
    try:
        there = _objects(connection)
        easy, _ = differing(map_)
        for kind, name in easy:
            if (kind, name) in there:
                connection.execute(f"DROP {kind.upper()} {name}")
            connection.execute(wanted[kind, name])
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return [name for _, name in easy]


def _objects(connection: sqlite3.Connection) -> Objects:
    return {(kind, name): sql for kind, name, sql in connection.execute(OBJECTS)}


def _plain(sql: str) -> str:
    """The statement without what SQLite of one version writes differently from that of another."""
    return re.sub(r'[\s"]+', "", sql)
