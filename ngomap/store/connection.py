"""Opening a map, and the one way to write to it.

A map is one SQLite file in DELETE journal mode with `synchronous=EXTRA`: it can be copied whole at any moment nobody
writes, read from a read-only folder, and survives a killed process or a pulled plug. Reads use the standard library's
`sqlite3` alone, so that the daily questions start fast; `writing.write` is the only way to change a map.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import quote

from ngomap.errors import DamagedMap, MapLocked, NewerMap, NgomapError, NoMap
from ngomap.store.encrypted import open_encrypted, salt_of
from ngomap.store.schema import APPLICATION_ID

MIGRATION_NAMES: Final = (
    "m001_start", "m002_imports", "m003_agreements", "m004_together", "m005_places", "m006_sharing",
    "m007_speed", "m008_schedules",
)  # fmt: skip
"""Every migration this program knows, in order; `migrations.py` carries them out."""

WAIT_SECONDS: Final = 30
TRIES: Final = 3
POLL_MICROSECONDS: Final = (2_000, 20_000)
MOST_PAGES_COPIED: Final = 4096
"""16 MiB, some 5,000 organizations."""
LARGE_CACHE: Final = "PRAGMA cache_size = -65536"
"""64 MiB instead of 2."""


@dataclass(slots=True, eq=False, repr=False)
class Map:
    """An open map. Pass it to the functions of the store; nothing else looks inside."""

    path: Path
    connection: sqlite3.Connection
    words: tuple[str, ...] = ()
    """The command as it was typed, for the history."""
    author: str | None = None
    """Who types it, for the history; without it, whom the map's settings name."""
    file: tuple[int, int] | None = None
    """Device and number of the file that was opened, if it is one."""
    changed: bool = False
    """Whether a change was made by us, and is kept."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection to an existing file with every safety setting a map needs; it never creates the file. A file that
    may only be read is opened for reading. Raises WrongSecret, MissingExtra for an encrypted one.
    """
    salt = salt_of(path)
    if salt is None:
        uri = f"file:{quote(str(path.absolute()))}?mode=rw"
        connection = sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None)
    else:
        connection = open_encrypted(path, salt)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA secure_delete = ON")
        if salt is not None:
            # What was decrypted once is not decrypted again; a plain file's pages the system keeps at hand itself.
            connection.execute(LARGE_CACHE)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def open_map(path: Path, words: tuple[str, ...] = (), author: str | None = None) -> Iterator[Map]:
    """The map at `path`, closed at the end. `words` is the command as it was typed and `author` who types it, for the
    history.

    Raises NoMap, DamagedMap, NewerMap, MapLocked, WrongSecret; an older map is opened as it is: see `pending_migrations`.
    """
    with explained(path):
        connection, file = _opened(path)
        try:
            yield Map(path, connection, words, author, file)
        finally:
            connection.close()


def _opened(path: Path) -> tuple[sqlite3.Connection, tuple[int, int]]:
    """The connection, and which file it is to. A file that was replaced while it was opened is opened once more."""
    for left in reversed(range(TRIES)):
        file = _there(path)
        try:
            connection = connect(path)
            try:
                refuse_foreign(connection, path)
            except BaseException:
                connection.close()
                raise
        except (sqlite3.DatabaseError, NgomapError):
            if not left or _there(path) == file:
                raise
        else:
            return connection, file
    raise AssertionError


def _there(path: Path) -> tuple[int, int]:
    """Device and number of the file at `path`. Raises NoMap, DamagedMap for an empty one, NgomapError."""
    try:
        found = path.stat() if path.is_file() else None
    except OSError as error:
        raise NgomapError(f"{path} cannot be read: {error.strerror}.", "Look at its permissions.") from error
    if found is None:
        raise NoMap(f"There is no map at {path}.", "Make one with 'ngomap init', or name another with --map FILE.")
    if found.st_size == 0:
        raise DamagedMap(
            f"{path} is empty: it is not a map.", "Restore it from a backup, or name another with --map FILE."
        )
    return found.st_dev, found.st_ino


def refuse_replaced(map_: Map) -> None:
    """Raises MapLocked if another file bears the map's name by now: what is written to this one nobody would read."""
    if map_.file is None:
        return
    try:
        found = map_.path.stat()
    except OSError:
        found = None
    if found is None or (found.st_dev, found.st_ino) != map_.file:
        raise MapLocked(f"{map_.path} was replaced by another process.", "Try again; nothing was changed.")


def in_memory(like: sqlite3.Connection) -> sqlite3.Connection:
    """An empty database in memory, into which the other can be copied by its `backup`."""
    made: sqlite3.Connection = getattr(like, "in_memory", lambda: sqlite3.connect(":memory:", isolation_level=None))()
    return made


@contextmanager
def map_in_memory(content: bytes, path: Path) -> Iterator[Map]:
    """A map of which these are the bytes, and `path` the file that they were sealed in; they stay in memory.

    Raises DamagedMap, NewerMap.
    """
    with explained(path), closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(content)
        refuse_foreign(connection, path)
        yield Map(path, connection)


def refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    """Raises DamagedMap for a database that is no map, NewerMap for one of a newer ngomap."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise DamagedMap(f"{path} is a database, but not a map of ngomap.", "Name another with --map FILE.")
    unknown = applied_migrations(connection) - set(MIGRATION_NAMES)
    if unknown:
        raise NewerMap(f"{path} was made by a newer ngomap ({sorted(unknown)[0]}).", "Upgrade ngomap to open it.")


def applied_migrations(connection: sqlite3.Connection) -> set[str]:
    """The names of the migrations the file has been through."""
    rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'ngomap'")
    return {name for (name,) in rows}


def pending_migrations(map_: Map) -> bool:
    """Whether the map was made by an older ngomap and needs `migrations.migrate` first."""
    return applied_migrations(map_.connection) != set(MIGRATION_NAMES)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """SQLite's errors as the user's: locked, damaged, read-only, full."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise explanation(error, path) from error
    except UnicodeDecodeError as error:
        # What SQLite says of a damaged map may quote bytes that are no text.
        raise DamagedMap(f"{path} is damaged or not a map.", "Restore it from a backup.") from error


def explanation(error: sqlite3.DatabaseError, path: Path) -> NgomapError:
    """What an error of SQLite means for the user of the map at `path`."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return MapLocked(f"{path} is being written by another process.", "Try again in a moment; nothing was changed.")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DamagedMap(f"{path} is damaged or not a map.", "Restore it from a backup.")
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return NgomapError(f"{path} cannot be opened.", "Look at the permissions of the file and of its folder.")
    if name.startswith("SQLITE_READONLY"):
        return NgomapError(
            f"{path} cannot be written (read-only file or folder).", "Change its permissions, or copy it."
        )
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return NgomapError(f"The disk failed or is full while writing {path}.", "Free some space; nothing was changed.")
    if name.startswith("SQLITE_CONSTRAINT"):
        return NgomapError(f"The map refused a value: {error}.", "Nothing was changed.")
    return DamagedMap(f"{path} could not be read: {error}.", "Check it with another copy, or restore a backup.")


@contextmanager
def snapshot(map_: Map) -> Iterator[None]:
    """Every read inside sees the map as it was at the first one, whatever others write meanwhile."""
    if map_.connection.in_transaction:
        yield
        return
    map_.connection.execute("BEGIN")
    try:
        yield
    finally:
        # An error may have ended the transaction already.
        if map_.connection.in_transaction:
            map_.connection.execute("COMMIT")


@contextmanager
def at_this_moment(map_: Map) -> Iterator[Map]:
    """The map as it is now, for who reads long: writers cannot end while somebody reads, so a small map is first copied
    into memory, which takes a moment, and a large one is read as a `snapshot`.
    """
    inside = map_.connection.in_transaction
    with snapshot(map_):
        if inside or map_.connection.execute("PRAGMA page_count").fetchone()[0] > MOST_PAGES_COPIED:
            yield map_
            return
        copy = in_memory(map_.connection)
        map_.connection.backup(copy)
    with closing(copy):
        yield replace(map_, connection=copy, file=None)


def begin_writing(connection: sqlite3.Connection) -> None:
    """Take the write lock, or wait for it as long as SQLite would.

    SQLite looks less and less often, so that of many who write whoever came first waits longest: here all look again after a
    time by chance, which gives each the same prospects.
    """
    end = time.monotonic() + WAIT_SECONDS
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if not getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY") or time.monotonic() > end:
                    raise
                least, most = POLL_MICROSECONDS
                # The last digits of the clock are chance enough.
                time.sleep((least + time.monotonic_ns() // 100 % (most - least)) / 1_000_000)
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout = {round(WAIT_SECONDS * 1000):d}")
