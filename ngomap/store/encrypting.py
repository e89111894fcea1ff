"""A map encrypted, decrypted, or encrypted with another secret: written anew beside itself, compared, and put in its place.

The old file stays locked until the new one bears its name, so that nobody can write to it in between; then it is emptied,
so that nobody who still waits for it can write to what no longer has a name.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from ngomap.errors import AlreadyExists, DamagedMap, MapLocked, NgomapError
from ngomap.store.backup import problems_of
from ngomap.store.check_places import copies_before, kept_copies, plain_copies
from ngomap.store.cipher import Secret, connect_unlocked, key_for, unlocked
from ngomap.store.connection import connect, explained, open_map
from ngomap.store.encrypted import SALT_SIZE, salt_of
from ngomap.store.graph_file import take_away
from ngomap.store.migrations import make_tables
from ngomap.store.new_files import alone_in, clear_left_over, new_file_beside, to_the_disk, write_over

PART: Final = ".cipher.part"
"""The end of the name of a map on its way."""
ATTACH: Final = "ATTACH ? AS new KEY ?"
ATTACH_LIKE_MAIN: Final = "ATTACH ? AS new"
ATTACH_PLAIN: Final = "ATTACH ? AS plain KEY ''"
EXPORT: Final = "SELECT sqlcipher_export('new', ?)"
IN_WORDS: Final = {
    "disk I/O error": "SQLITE_IOERR", "database or disk is full": "SQLITE_FULL",
    "database disk image is malformed": "SQLITE_CORRUPT", "database is locked": "SQLITE_BUSY",
}  # fmt: skip
# Exported are tables and what is in them; these stand in the first page.
NUMBERS: Final = ("application_id", "user_version")
# Words of an index are in tables of their own; the index itself is made of them.
TABLES: Final = """SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
AND name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'"""
OBJECTS: Final = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"

# A virtual table comes first: it makes the tables that its words are in.
IN_ORDER: Final = """SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql IS NOT NULL
ORDER BY type <> 'table', sql NOT LIKE 'CREATE VIRTUAL%', rowid"""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """How large the map is now, and what still lies readable beside it: copies that are not encrypted, or that open with
    the secret that was given up; and why the old file could not be emptied, if it could not.
    """

    size: int
    readable: tuple[Path, ...]
    unfinished: str = ""


def rewrite(path: Path, old: Secret | None, new: Secret | None) -> Rewritten:
    """Encrypt the map at `path` with the secret `new` - without one it becomes plain -, which `old` opens now, if anything.

    Whatever fails or is killed on the way, the map is whole, in the old form or the new. The bytes of a plain one are
    written over at the end, as far as the disk lets us. Raises AlreadyExists if it is encrypted and `old` is None,
    NgomapError if it is not and `old` is given, WrongSecret, MapLocked, and what opening a map raises.
    """
    refuse_other_form(path, old is not None)
    _refuse_other_names(path)
    if old:
        with unlocked(old), open_map(path):
            pass
    try:
        with alone_in(path.absolute().parent) as alone:
            if alone:
                clear_left_over(path, PART)
            refuse_other_form(path, old is not None)
            # Opened before anything is locked, and closed last: closing a file takes back the locks that one has on it.
            with path.open("r+b", buffering=0) as raw, explained(path):
                take_away(path, overwrite=True)
                size, unfinished = _replace(path, raw, old, new)
            # Somebody who was reading it may have kept it once more.
            take_away(path, overwrite=True)
    except OSError as error:
        hint = "Nothing was changed. Free some space, or look at the permissions of its folder."
        raise NgomapError(f"{path} cannot be written: {error.strerror}.", hint) from error
    readable = plain_copies(path) if new else []
    if old and new:
        known = (*copies_before(path), *kept_copies(path))
        readable += [p for p in known if p not in readable and _opens(p, old)]
    return Rewritten(size, tuple(readable), unfinished)


def refuse_other_form(path: Path, encrypted: bool) -> None:
    """Raises AlreadyExists for a map that is encrypted and should not be yet, NgomapError for a plain one that should,
    and what opening a plain one raises.
    """
    if salt_of(path) is None:
        with open_map(path):
            pass
        if encrypted:
            raise NgomapError(f"{path} is not encrypted.", "Encrypt it with: ngomap encrypt")
    elif not encrypted:
        raise AlreadyExists(f"{path} is encrypted already.", "Give it another passphrase or key with: ngomap rekey")


def begin_encrypted(path: Path, secret: Secret) -> None:
    """Make an empty map in an empty file, encrypted from its first byte on."""
    with explained(path), closing(connect_unlocked(path, key_for(secret, os.urandom(SALT_SIZE)))) as connection:
        connection.execute("PRAGMA synchronous = EXTRA")
        make_tables(connection)


def _refuse_other_names(path: Path) -> None:
    if path.is_symlink():
        raise NgomapError(f"{path} is a symbolic link; it was not followed.", "Name the file itself with --map.")
    if path.is_file() and path.stat().st_nlink > 1:
        raise NgomapError(
            f"{path} has a second name (a hard link), under which it would stay as it is.",
            "Take the other name away, or work on a copy of the file.",
        )


def _replace(path: Path, raw: BinaryIO, old: Secret | None, new: Secret | None) -> tuple[int, str]:
    before = salt_of(path) if old else None
    with closing(connect_unlocked(path, key_for(old, before) if old and before else None)) as connection:
        _lock(connection, path)
        fresh = new_file_beside(path, PART)
        try:
            salt = os.urandom(SALT_SIZE)
            connection.execute(ATTACH, [str(fresh.absolute()), key_for(new, salt) if new else ""])
            _export(connection, "main")
            to_the_disk(fresh)
            _refuse_different(connection, fresh, new)
            shutil.copymode(path, fresh)
            size = fresh.stat().st_size
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        return size, _finished(path, raw, overwrite=old is None)


def _finished(path: Path, raw: BinaryIO, overwrite: bool) -> str:
    """Empty the old file, now that another bears its name; why that could not be, if it could not.

    Not before the disk has the new name: after a pulled plug the old one may stand there again.
    """
    try:
        to_the_disk(path.absolute().parent)
        _empty(raw, overwrite)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _lock(connection: sqlite3.Connection, path: Path) -> None:
    """Keep everybody out until the connection is closed, whatever transactions it begins and ends."""
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA main.locking_mode = EXCLUSIVE")
    connection.execute("BEGIN EXCLUSIVE")
    mode = connection.execute("PRAGMA main.journal_mode").fetchone()[0]
    connection.execute("COMMIT")
    if mode != "delete":
        raise MapLocked(f"{path} is held open by another program.", "Close it, and try again; nothing was changed.")


def copy_encrypted(plain: Path, fresh: Path, like: sqlite3.Connection) -> None:
    """Copy a plain map into the empty file `fresh`, with the secret of the encrypted one that the connection is to."""
    like.execute(ATTACH_PLAIN, [str(plain.absolute())])
    like.execute(ATTACH_LIKE_MAIN, [str(fresh.absolute())])
    _export(like, "plain")


def copy_rows(source: sqlite3.Connection, fresh: sqlite3.Connection) -> None:
    """Copy what a database in memory says into an empty one, row by row: SQLite copies nothing else between one that is
    encrypted and one that is not, unless it lies in a file.
    """
    fresh.execute("PRAGMA synchronous = FULL")
    fresh.execute("BEGIN")
    objects = source.execute(IN_ORDER).fetchall()
    made = set()
    for kind, name, statement in objects:
        if kind == "table" and name not in made:
            fresh.execute(statement)
            made = {row[0] for row in fresh.execute("SELECT name FROM sqlite_master")}
    for (table,) in source.execute(TABLES).fetchall():
        quoted = str(table).replace('"', '""')
        fresh.execute(f'DELETE FROM "{quoted}"')  # noqa: S608
        rows = source.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608
        places = ", ".join("?" * len(rows.description))
        fresh.executemany(f'INSERT INTO "{quoted}" VALUES ({places})', rows)  # noqa: S608
    for kind, _, statement in objects:
        if kind != "table":
            fresh.execute(statement)
    for name in NUMBERS:
        fresh.execute(f"PRAGMA {name} = {int(source.execute(f'PRAGMA {name}').fetchone()[0]):d}")
    fresh.execute("COMMIT")


def _export(connection: sqlite3.Connection, source: str) -> None:
    """Copy the database of that name into the one that is called new."""
    connection.execute("PRAGMA new.synchronous = FULL")
    connection.execute("BEGIN")
    try:
        connection.execute(EXPORT, [source])
    except sqlite3.OperationalError as error:
        # The function tells in words alone what SQLite said to it.
        error.sqlite_errorname = IN_WORDS.get(str(error), error.sqlite_errorname)
        raise
    for name in NUMBERS:
        value = connection.execute(f"PRAGMA {source}.{name}").fetchone()[0]
        connection.execute(f"PRAGMA new.{name} = {int(value):d}")
    connection.execute("COMMIT")
    connection.execute("DETACH new")


def _refuse_different(connection: sqlite3.Connection, fresh: Path, secret: Secret | None) -> None:
    """Read what was written once more, as everybody will who opens it."""
    if secret is None:
        opened = connect(fresh)
    else:
        with unlocked(secret):
            opened = connect(fresh)
    with closing(opened):
        problems = problems_of(opened)
        same = content_of(opened) == content_of(connection)
        plain = salt_of(fresh) is None
    if problems or not same or plain is not (secret is None):
        what = problems[0] if problems else "it does not hold what the map does"
        raise DamagedMap(f"What was written is not sound: {what}.", "Nothing was changed. Look at the map: ngomap check")


def content_of(connection: sqlite3.Connection) -> tuple[object, ...]:
    """What a database holds: its numbers, the statements that made it, and a digest of the rows of each table."""
    numbers = [connection.execute(f"PRAGMA main.{name}").fetchone()[0] for name in NUMBERS]
    objects = sorted(connection.execute(OBJECTS))
    digests = {}
    for (table,) in connection.execute(TABLES).fetchall():
        quoted = str(table).replace('"', '""')
        total = 0
        # A sum, because the order of rows without a number of their own may differ.
        for row in connection.execute(f'SELECT * FROM main."{quoted}"'):  # noqa: S608
            total += int.from_bytes(hashlib.blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=16).digest())
        digests[str(table)] = total
    return (*numbers, objects, digests)


def _empty(raw: BinaryIO, overwrite: bool) -> None:
    """Let the old file hold nothing any more. It has no name by now; who waits for it finds that out."""
    try:
        if overwrite:
            write_over(raw)
    finally:
        raw.truncate(0)


def _opens(path: Path, secret: Secret) -> bool:
    try:
        with unlocked(secret), closing(connect(path)):
            return True
    except (NgomapError, sqlite3.DatabaseError):
        return False
