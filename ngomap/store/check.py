"""Whether a map is sound: the file, its tables, what they say, and what lies beside it."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ngomap.errors import NgomapError
from ngomap.store.backup import problems_of
from ngomap.store.check_places import copies_before, kept_copies, left_unfinished, old_copies, plain_copies
from ngomap.store.check_rows import FTS_CHECK, SET_KEY, Wrong, stale_in_search, stale_keys, wrong_rows
from ngomap.store.check_schema import added_by_others, differing, make_again
from ngomap.store.connection import Map, pending_migrations, snapshot
from ngomap.store.encrypted import salt_of
from ngomap.store.search_index import index_actors
from ngomap.store.writing import Database, current_change, write

DAMAGED, TO_MEND, NOTE = "damaged", "to mend", "note"
OTHERS_READ: Final = stat.S_IRWXO
GROUP_WRITES: Final = stat.S_IWGRP
END_RECORDING: Final = "DELETE FROM recording"
REBUILD: Final = "INSERT INTO actor_search(actor_search) VALUES ('rebuild')"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: how bad it is, a stable code, a sentence, what to do; `safe` if --mend does it."""

    severity: str
    code: str
    what: str
    do: str = ""
    safe: bool = False


def check(map_: Map) -> list[Finding]:
    """Everything that is wrong with the map, the worst first; nothing is changed."""
    found = list(_of_file(map_.path))
    broken: list[Finding] = []
    with snapshot(map_):
        try:
            broken = [_damaged("integrity", what, map_.path) for what in problems_of(map_.connection)]
            easy, tables = differing(map_)
            broken += [_damaged("table", f"The {kind} {name} is not as ngomap made it.", map_.path) for kind, name in tables]
            if easy:
                names = ", ".join(name for _, name in easy[:5])
                more = f" and {len(easy) - 5} more" if len(easy) > 5 else ""
                what = f"Triggers, indexes or views are missing or altered: {names}{more}."
                found.append(Finding(TO_MEND, "schema", what, "ngomap check --mend", True))
            if not tables and not pending_migrations(map_):
                found += [_to_mend(wrong) for wrong in wrong_rows(map_)]
            found += _notes(map_)
        except sqlite3.DatabaseError as error:
            broken.append(_damaged("unreadable", f"The map cannot be read to its end: {error}.", map_.path))
    if not broken and not _search_is_whole(map_):
        what = "The search index contradicts itself: searches may miss somebody."
        found.append(Finding(TO_MEND, "search-index", what, "ngomap check --mend", True))
    # Not asked before: a process that closes a file takes back the locks which it has on it.
    encrypted = salt_of(map_.path) is not None
    found += _beside(map_.path, sound=not broken)
    if encrypted:
        found += _of_encrypted(map_.path)
    order = (DAMAGED, TO_MEND, NOTE)
    return sorted([*broken, *found], key=lambda finding: order.index(finding.severity))


def mend(map_: Map, findings: list[Finding]) -> tuple[list[str], int | None]:
    """Do what is safe: make the search index, keys of names, triggers and indexes again, let nobody else read the file,
    take away what was left unfinished. What was done, and the number of the change if it touched what the map says.

    A damaged map is left as it is. Raises NgomapError where nothing may be written.
    """
    if any(finding.severity == DAMAGED for finding in findings):
        return [], None
    try:
        return _mend(map_, findings)
    except OSError as error:
        hint = "Mend it where you may write."
        raise NgomapError(f"{map_.path} cannot be mended: {error.strerror}.", hint) from error


def _mend(map_: Map, findings: list[Finding]) -> tuple[list[str], int | None]:
    codes = {finding.code for finding in findings if finding.safe}
    done = []
    if "mode" in codes:
        map_.path.chmod(_right_mode(map_.path))
        done.append("only those who should may read the map now")
    if "journal-mode" in codes:
        map_.connection.execute("PRAGMA journal_mode = DELETE")
        done.append("the map is one file again")
    change = _mend_rows(map_, codes, done)
    gone = [*left_unfinished(map_.path), *old_copies(map_.path)]
    for path in gone:
        path.unlink(missing_ok=True)
    if gone:
        done.append(f"{len(gone)} stale file{'' if len(gone) == 1 else 's'} taken away")
    return done, change


def newest_copy(path: Path) -> Path | None:
    """The copy of the map to go back to first."""
    return next(reversed(kept_copies(path)), None) or next(reversed(copies_before(path)), None)


def _mend_rows(map_: Map, codes: set[str], done: list[str]) -> int | None:
    if "recording" in codes:
        # As long as it stands open, no change can begin.
        map_.connection.execute(END_RECORDING)
        done.append("an open change closed")
    if "schema" in codes:
        done.append(f"made again: {', '.join(make_again(map_)[:5])}")
    if not codes & {"search-index", "name-keys"}:
        return None
    with write(map_) as database:
        keys = 0
        for table, statement in SET_KEY.items():
            stale = stale_keys(map_, table)
            map_.connection.executemany(statement, stale)
            keys += len(stale)
        if keys:
            done.append(f"{keys} key{'' if keys == 1 else 's'} of names put right")
        if "search-index" in codes:
            _index_again(map_, database)
            done.append("the search index made again")
        return current_change(map_) if keys else None


def _index_again(map_: Map, database: Database) -> None:
    index_actors(database, stale_in_search(map_))
    map_.connection.execute(REBUILD)


def _search_is_whole(map_: Map) -> bool:
    """Whether the index is made of the words that it holds; not looked at where nothing may be written."""
    connection = map_.connection
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    try:
        connection.execute(FTS_CHECK)
    except sqlite3.DatabaseError as error:
        # Elsewhere SQLite begins, and says only then that nothing may be written there.
        return not error.sqlite_errorname.startswith("SQLITE_CORRUPT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return True


def _of_file(path: Path) -> Iterator[Finding]:
    if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) != _right_mode(path):
        mode = stat.S_IMODE(path.stat().st_mode)
        what = f"Others on this machine may read the map (mode {mode:o})."
        yield Finding(TO_MEND, "mode", what, f"chmod {_right_mode(path):o} {path}, or ngomap check --mend", True)


def _right_mode(path: Path) -> int:
    """For its owner alone; a group that may write is meant to."""
    mode = stat.S_IMODE(path.stat().st_mode)
    return mode & 0o660 if mode & GROUP_WRITES else mode & 0o600


def _notes(map_: Map) -> Iterator[Finding]:
    mode = str(map_.connection.execute("PRAGMA journal_mode").fetchone()[0])
    if mode != "delete":
        what = f"The map is in the journal mode {mode}: a plain copy of the file alone may lack the latest changes."
        yield Finding(TO_MEND, "journal-mode", what, "ngomap check --mend", True)
    if pending_migrations(map_):
        yield Finding(NOTE, "older", "An older ngomap made the map; the next command brings it up to date, after a copy.")
    added = [name for _, name in added_by_others(map_)]
    if added:
        yield Finding(NOTE, "added", f"Somebody added to the file: {', '.join(added[:5])}. ngomap leaves it alone.")


def _beside(path: Path, sound: bool) -> Iterator[Finding]:
    for left in left_unfinished(path):
        yield Finding(TO_MEND, "unfinished", f"{left} was left unfinished.", "ngomap check --mend takes it away", True)
    old = old_copies(path) if sound else []
    for copy in old:
        what = f"{copy} is from before the map was brought up to date, more than a month ago."
        yield Finding(TO_MEND, "old-copy", what, "ngomap check --mend takes it away", True)
    for copy in copies_before(path):
        if copy not in old:
            yield Finding(NOTE, "copy", f"{copy} is an earlier copy of the map.", "Delete it once you need it no longer.")


def _of_encrypted(path: Path) -> Iterator[Finding]:
    yield Finding(NOTE, "encrypted", "The map is encrypted: only its passphrase or key opens it.")
    for copy in plain_copies(path):
        what = f"{copy} is a copy of the encrypted map that anybody can read who has the disk."
        yield Finding(TO_MEND, "plain-copy", what, "Delete it once you need it no longer.")


def _damaged(code: str, what: str, path: Path) -> Finding:
    copy = newest_copy(path)
    return Finding(DAMAGED, code, what, f"ngomap restore {copy}" if copy else "Restore a backup: ngomap restore BACKUP")


def _to_mend(wrong: Wrong) -> Finding:
    return Finding(TO_MEND, wrong.code, wrong.what, wrong.do, wrong.safe)
