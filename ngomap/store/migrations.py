"""Making a map and bringing an older one up to date, safely when several processes try at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Final

from ngomap.errors import AlreadyExists, DamagedMap, NgomapError
from ngomap.store import (
    schema_agreements,
    schema_places,
    schema_schedules,
    schema_sharing,
    schema_speed,
    schema_together,
)
from ngomap.store.connection import (
    MIGRATION_NAMES,
    Map,
    applied_migrations,
    connect,
    explained,
    open_map,
    pending_migrations,
)
from ngomap.store.database import Database, Migrations
from ngomap.store.new_files import give_name, sole_file_beside
from ngomap.store.schema import APPLICATION_ID, START
from ngomap.store.schema_history import FIRST_CONTENT, HISTORY, history_triggers
from ngomap.store.schema_imports import IMPORTS
from ngomap.store.statements import statements

NEW: Final = ".map.new"
BEFORE: Final = ".before.new"
"""The ends of the names of a map and of a copy on their way."""

MIGRATIONS = Migrations("ngomap")


@MIGRATIONS()
def m001_start(database: Database) -> None:
    """The first schema."""
    for statement in statements(START):
        database.execute(statement)


@MIGRATIONS()
def m002_imports(database: Database) -> None:
    """History, and what imports, matching and proposals of terms remember."""
    for statement in (*statements(HISTORY), *statements(IMPORTS)):
        database.execute(statement)
    for statement in history_triggers(database.conn, FIRST_CONTENT):
        database.execute(statement)


@MIGRATIONS()
def m003_agreements(database: Database) -> None:
    """Value beside trust, what partners agreed, introductions asked for, since when a tie stands on its rung."""
    for statement in statements(schema_agreements.AGREEMENTS):
        database.execute(statement)
    for statement in history_triggers(database.conn, (*schema_agreements.CHANGED, *schema_agreements.ADDED)):
        database.execute(statement)


@MIGRATIONS()
def m004_together(database: Database) -> None:
    """Exchanges, projects, grants, coalitions, commitments of government and what monitors found."""
    for statement in statements(schema_together.TOGETHER):
        database.execute(statement)
    for statement in history_triggers(database.conn, (*schema_together.CHANGED, *schema_together.ADDED)):
        database.execute(statement)


@MIGRATIONS()
def m005_places(database: Database) -> None:
    """Points found by where they lie, what services said of places, the days of reports. None of it has a history."""
    for statement in statements(schema_places.PLACES):
        database.execute(statement)


@MIGRATIONS()
def m006_sharing(database: Database) -> None:
    """For whom shares are made, what those of others said, and where they differ from the map."""
    for statement in statements(schema_sharing.SHARING):
        database.execute(statement)
    for statement in history_triggers(database.conn, schema_sharing.ADDED):
        database.execute(statement)


@MIGRATIONS()
def m007_speed(database: Database) -> None:
    """Indexes for large maps."""
    for statement in statements(schema_speed.SPEED):
        database.execute(statement)


@MIGRATIONS()
def m008_schedules(database: Database) -> None:
    """What jobs that run by themselves told last. It has no history."""
    for statement in statements(schema_schedules.SCHEDULES):
        database.execute(statement)


def create_map(path: Path) -> None:
    """Make an empty map at `path`. Raises AlreadyExists, NgomapError."""
    with creating(path):
        pass


def refuse_existing(path: Path) -> None:
    """Raises AlreadyExists, NgomapError where no new map can be made."""
    with _made_at(path):
        if path.exists() or path.is_symlink():
            raise _exists(path)
        if not path.parent.is_dir():
            raise NgomapError(f"The folder {path.parent} does not exist.", "Make it first.")
        journal = path.with_name(path.name + "-journal")
        if journal.exists():
            # SQLite would take it for unfinished business of the new file and write old pages into it.
            raise NgomapError(f"{journal} is left from another map of that name.", "Move it away first.")


@contextmanager
def creating(path: Path, words: tuple[str, ...] = (), fill_file: Callable[[Path], None] | None = None) -> Iterator[Map]:
    """A new map, readable by its owner only, to be filled. Nothing that exists is ever written over. `fill_file` makes the
    tables in an empty file, if they are not to be made there as plain ones.

    It is made and filled under another name in the same folder and only then given its own, so that whatever fails or
    is killed on the way, nobody ever sees half a map. Raises AlreadyExists, NgomapError.
    """
    refuse_existing(path)
    with ExitStack() as made:
        with _made_at(path):
            temporary = made.enter_context(sole_file_beside(path, NEW))
        (fill_file or _fill)(temporary)
        with open_map(temporary, words) as map_:
            yield map_
        with _made_at(path):
            give_name(temporary, path)


@contextmanager
def _made_at(path: Path) -> Iterator[None]:
    """What the system says against a new file, in the user's words."""
    try:
        yield
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError as error:
        raise NgomapError(
            f"{path} cannot be made: {error.strerror}.", "Choose a folder that you may write to."
        ) from error


def _exists(path: Path) -> AlreadyExists:
    return AlreadyExists(f"{path} exists already; it was left as it is.", "Name another file with --map FILE.")


def _fill(path: Path) -> None:
    with explained(path), closing(connect(path)) as connection:
        make_tables(connection)


def make_tables(connection: sqlite3.Connection) -> None:
    """Make an empty map of an empty file."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
    _apply(connection)


def migrate(map_: Map) -> Path | None:
    """Bring the map up to date and return where its copy from before lies, or None if there was nothing to do.

    The copy is made first; foreign keys are checked before the change is kept; what is pending is looked at again
    under the write lock, so of several processes one migrates, and its copy stays, and the others find it done.
    """
    if not pending_migrations(map_):
        return None
    with explained(map_.path), ExitStack() as made:
        try:
            copy = made.enter_context(sole_file_beside(map_.path, BEFORE))
        except OSError as error:
            raise NgomapError(
                f"{map_.path} was made by an older ngomap and must be brought up to date, but its folder cannot be "
                f"written: {error.strerror}.",
                "Copy the map to a folder that you may write to.",
            ) from error
        if not pending_migrations(map_):
            # Another process did it while this one waited.
            return None
        map_.connection.execute("VACUUM INTO ?", [str(copy)])
        map_.connection.execute("PRAGMA foreign_keys = OFF")
        try:
            done = _apply(map_.connection)
        finally:
            map_.connection.execute("PRAGMA foreign_keys = ON")
        return _keep(copy, map_.path) if done else None


def _keep(copy: Path, path: Path) -> Path:
    """Give the copy a name that says what it is; an older copy is never written over."""
    plain = f"{path.name}.before-{MIGRATION_NAMES[-1]}"
    for name in (plain, *(f"{plain}-{n}" for n in range(2, 1000))):
        try:
            give_name(copy, path.with_name(name))
        except FileExistsError:
            continue
        return path.with_name(name)
    raise NgomapError(f"There are too many copies of {path}.", "Delete those that you no longer need.")


def _apply(connection: sqlite3.Connection) -> bool:
    """Carry out what is pending, all or nothing; whether anything was."""
    database = Database(connection, execute_plugins=False)
    connection.execute("BEGIN IMMEDIATE")
    try:
        done = bool(MIGRATIONS.pending(database))
        MIGRATIONS.apply(database)
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise DamagedMap(f"After the migration a row of {broken[0]} points nowhere.", "Nothing was changed.")
        if applied_migrations(connection) != set(MIGRATION_NAMES):
            raise DamagedMap("The migrations of this program and their names do not agree.", "Report this as a bug.")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return done
