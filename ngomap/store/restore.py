"""A backup in the place of the map; what stood there stays beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ngomap.errors import AlreadyExists, DamagedMap, MapLocked, NgomapError, NoMap, UsageError, WrongSecret
from ngomap.store import connection as connections
from ngomap.store.backup import PART, copy_verified, inspected, problems_of, row_counts, stamp
from ngomap.store.connection import Map, connect, explained, map_in_memory, open_map
from ngomap.store.encrypted import PAGE, open_encrypted, salt_in, salt_of
from ngomap.store.encrypting import copy_encrypted, copy_rows
from ngomap.store.graph_file import take_away
from ngomap.store.new_files import alone_in, clear_left_over, give_name, new_file_beside, to_the_disk
from ngomap.store.schema import APPLICATION_ID
from ngomap.store.sealing import is_sealed, unsealed

PAGES_AT_ONCE: Final = 16
"""Fewer than the smallest map has: the first step takes the lock and is not yet the last."""
TRIES: Final = 20
SQLITE_BUSY, SQLITE_LOCKED = 5, 6
POLL_SECONDS: Final = 0.05
COUNTER: Final = (24, 4)
"""Where in the file SQLite counts its writes, and in how many bytes."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, how many rows each of its tables has, and where that which stood there lies now."""

    rows: dict[str, int]
    before: Path | None
    was_damaged: bool = False


class _WrittenMeanwhile(Exception):
    """Somebody wrote to the map after its copy was made."""


def restore(backup: Path, path: Path, identity: Path | None = None) -> Restored:
    """Make the map at `path` say what the backup says. The backup itself is left as it is; a sealed one is opened with
    the secret key in the file `identity`.

    What stands there is copied first, beside it. A sound map is written over in one transaction of SQLite, so that whoever
    has it open at the moment sees one or the other, and whatever fails leaves it as it was; a damaged one, or none, is
    replaced by a new file. Raises NoMap, DamagedMap, NewerMap, WrongSecret for the backup, MapLocked if others write to
    the map.
    """
    if path.exists() and backup.exists() and backup.samefile(path):
        raise UsageError(f"{backup} is the map itself.", "Name a backup of it; see the folder beside the map.")
    if path.is_symlink():
        raise NgomapError(f"{path} is a symbolic link; it was not followed.", "Name the file itself with --map.")
    if not path.parent.is_dir():
        raise NgomapError(f"The folder {path.parent} does not exist.", "Make it first.")
    try:
        with alone_in(path.parent) as alone:
            if alone:
                clear_left_over(path, PART)
            with _opened(backup, path, identity) as source:
                _refuse_unsound(source, backup)
                restored = _restore(source, path)
                take_away(path)
                return restored
    except OSError as error:
        raise NgomapError(f"{path} cannot be written: {error.strerror}.", "Nothing was changed.") from error


@contextmanager
def _opened(backup: Path, path: Path, identity: Path | None) -> Iterator[Map]:
    """The backup, to be read. What one says that is sealed and not encrypted besides stays in memory."""
    with ExitStack() as opened:
        try:
            if is_sealed(backup):
                content = unsealed(backup, identity)
                if salt_in(content[:PAGE], len(content)) is None:
                    source = opened.enter_context(map_in_memory(content, backup))
                else:
                    source = opened.enter_context(open_map(opened.enter_context(_beside(path, content))))
            else:
                source = opened.enter_context(open_map(backup))
        except (NoMap, DamagedMap) as error:
            hint = f"Nothing was changed. Name a backup; 'ngomap backup' puts them into {path.name}-backups."
            raise type(error)(error.message, hint) from error
        yield source


@contextmanager
def _beside(path: Path, content: bytes) -> Iterator[Path]:
    temporary = new_file_beside(path, PART)
    try:
        temporary.write_bytes(content)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _restore(source: Map, path: Path) -> Restored:
    try:
        sound = path.exists() and _is_sound(path)
        encrypted = salt_of(path)
        if sound and source.file is None and encrypted is None:
            return Restored(row_counts(source.connection), _write_over(source.connection, path))
        fresh = new_file_beside(path, PART)
        try:
            rows = _copied(source, fresh, path, encrypted)
            if not path.exists():
                _put_where_none_is(fresh, path)
                return Restored(rows, None)
            if not sound:
                return Restored(rows, _replace_damaged(fresh, path), was_damaged=True)
            if salt_of(fresh) is not None and encrypted is None:
                raise NgomapError(
                    f"The backup is encrypted, and {path} is not; nothing was changed.", "Encrypt it first: ngomap encrypt"
                )
            with closing(connect(fresh)) as copy:
                return Restored(rows, _write_over(copy, path))
        finally:
            fresh.unlink(missing_ok=True)
    except WrongSecret as error:
        raise WrongSecret(error.message, "Nothing was changed. If the map is damaged, move it away first.") from error


def _copied(source: Map, fresh: Path, path: Path, encrypted: bytes | None) -> dict[str, int]:
    """Copy what the backup says into the empty file, encrypted if the map is, and read it again."""
    in_memory = source.file is None
    if not in_memory and (encrypted is None or salt_of(source.path) is not None):
        return copy_verified(source, fresh)
    with explained(path):
        if encrypted is None:
            source.connection.execute("VACUUM INTO ?", [str(fresh)])
        elif in_memory:
            with closing(open_encrypted(fresh, encrypted)) as copy:
                copy_rows(source.connection, copy)
        else:
            with closing(connect(path)) as target:
                copy_encrypted(source.path, fresh, target)
    to_the_disk(fresh)
    rows, problems = inspected(fresh)
    if problems or rows != row_counts(source.connection):
        raise DamagedMap(f"The copy of {source.path} is not sound; it was not kept.", "Nothing was changed.")
    return rows


def _refuse_unsound(source: Map, backup: Path) -> None:
    with explained(backup):
        problems = problems_of(source.connection)
    if problems:
        raise DamagedMap(f"The backup {backup} is not sound ({problems[0]}).", "Nothing was changed; try another.")


def _is_sound(path: Path) -> bool:
    """Whether SQLite can read all that stands there. A map of a newer ngomap is sound, too."""
    try:
        with closing(connect(path)) as connection:
            sound = path.stat().st_size > 0 and not problems_of(connection)
            if sound and connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise NgomapError(f"{path} is a database of another program.", "Name the map with --map FILE.")
            return sound
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise connections.explanation(error, path) from error
        return False
    except sqlite3.DatabaseError:
        return False


def _put_where_none_is(fresh: Path, path: Path) -> None:
    journal = path.with_name(path.name + "-journal")
    if journal.exists():
        # SQLite would take it for unfinished business of the new file and write old pages into it.
        raise NgomapError(f"{journal} is left from another map of that name.", "Move it away first.")
    try:
        give_name(fresh, path)
    except FileExistsError as error:
        raise AlreadyExists(f"{path} has just been made by somebody else.", "Nothing was changed; look at it.") from error
    to_the_disk(path.parent)


def _write_over(source: sqlite3.Connection, path: Path) -> Path:
    """Copy the map beside itself, then write over it, unless somebody wrote in between: then once more."""
    # Kept open to the end: closing any handle of a file takes back the locks that SQLite has on it.
    with path.open("rb", buffering=0) as raw, explained(path), closing(connect(path)) as target:
        for _ in range(TRIES):
            count = _writes(raw.fileno())
            # It has its name before what it holds is written over.
            kept = _kept(Map(path, target), path)
            try:
                _in_one_transaction(source, target, path, raw.fileno(), count)
            except _WrittenMeanwhile:
                kept.unlink()
            except (NgomapError, sqlite3.Error):
                kept.unlink()
                raise
            else:
                return kept
    raise MapLocked(f"{path} is being written by others all the time.", "Try again in a moment; nothing was changed.")


def _kept(map_: Map, path: Path) -> Path:
    copy = new_file_beside(path, PART)
    try:
        copy_verified(map_, copy)
        kept = _free_name(path, "before-restore")
        give_name(copy, kept)
    finally:
        copy.unlink(missing_ok=True)
    to_the_disk(path.parent)
    return kept


def _in_one_transaction(
    source: sqlite3.Connection, target: sqlite3.Connection, path: Path, raw: int, writes: bytes
) -> None:
    end = time.monotonic() + connections.WAIT_SECONDS
    begun = False

    def look(status: int, _remaining: int, _total: int) -> None:
        nonlocal begun
        if status in (SQLITE_BUSY, SQLITE_LOCKED):
            if time.monotonic() > end:
                raise MapLocked(f"{path} is in use by another process.", "Try again in a moment; nothing was changed.")
        elif not begun:
            # From here on nobody else can write; what was written before is told by SQLite's own count.
            begun = True
            if _writes(raw) != writes:
                raise _WrittenMeanwhile

    source.backup(target, pages=PAGES_AT_ONCE, progress=look, sleep=POLL_SECONDS)


def _writes(descriptor: int) -> bytes:
    at, size = COUNTER
    os.lseek(descriptor, at, os.SEEK_SET)
    return os.read(descriptor, size)


def _replace_damaged(fresh: Path, path: Path) -> Path:
    """The damaged file keeps its bytes under another name, with the journal that may belong to it."""
    kept = _free_name(path, "damaged")
    try:
        os.link(path, kept)
    except OSError:
        shutil.copy2(path, kept)
        to_the_disk(kept)
    journal = path.with_name(path.name + "-journal")
    if journal.exists():
        journal.rename(kept.with_name(kept.name + "-journal"))
    fresh.replace(path)
    to_the_disk(path.parent)
    return kept


def _free_name(path: Path, why: str) -> Path:
    plain = f"{path.name}.{why}-{stamp()}"
    return next(p for n in range(1, 1000) if not (p := path.with_name(plain if n == 1 else f"{plain}-{n}")).exists())

