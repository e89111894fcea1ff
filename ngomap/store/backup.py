"""Copies of the map, verified before they get their name, and the oldest of them taken away."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ngomap.errors import AlreadyExists, DamagedMap, NgomapError
from ngomap.store.connection import Map, begin_writing, connect, explained
from ngomap.store.new_files import alone_in, clear_left_over, give_name, new_file_beside, to_the_disk
from ngomap.store.same_rows import same_rows
from ngomap.store.sealing import SUFFIX, check_recipients, seal

PART: Final = ".copy.part"
"""The end of the name of a copy on its way."""
FOLDER_MODE: Final = 0o700
TABLES: Final = """SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"""
INTEGRITY: Final = "PRAGMA integrity_check(5)"
# Of every page; of a map that is not encrypted it says nothing.
SIGNATURES: Final = "PRAGMA cipher_integrity_check"
FOREIGN_KEYS: Final = 'SELECT "table", rowid, parent FROM pragma_foreign_key_check LIMIT 5'
# Counters in the first page of a SQLite file: of writes, of changes to the schema, and the first of them once more.
COUNTERS: Final = (slice(24, 28), slice(40, 44), slice(92, 96))
FIRST_PAGE: Final = 100
TRIES: Final = 5
MOST_PROBLEMS: Final = 5


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was made, or the one from before that says the same; and those that were taken away for it."""

    path: Path
    size: int
    rows: dict[str, int]
    unchanged: bool = False
    removed: tuple[Path, ...] = ()


def backup_folder(path: Path) -> Path:
    """Where the copies of the map at `path` lie if nothing else is said."""
    return path.with_name(path.name + "-backups")


def own_copies(path: Path, folder: Path) -> list[Path]:
    """The copies of the map at `path` that bear the names given here, the oldest first."""
    stem, ending = re.escape(path.stem), f"{re.escape(path.suffix)}(?:{re.escape(SUFFIX)})?"
    named = re.compile(rf"{stem}-(\d{{4}}-\d\d-\d\dT\d\d-\d\d-\d\dZ)(?:-(\d+))?{ending}")
    found = [(said[1], int(said[2] or 1), p) for p in folder.iterdir() if (said := named.fullmatch(p.name))]
    return [p for *_, p in sorted(found) if p.is_file() and not p.is_symlink()]


def back_up(
    map_: Map, to: Path, keep: int | None = None, if_changed: bool = False, sealed_for: Sequence[str] = ()
) -> Backup:
    """Copy the map to a new file: `to`, or in the folder `to` a name with the time (UTC). Nothing is written over.

    The copy is of one moment, whatever others write meanwhile; it is read again and compared before it gets its name.
    Only then, with `keep`, the oldest of the copies in the folder go until so many are left. With `if_changed` a map that
    says just what the latest copy says is not copied again. With `sealed_for` only these can open it: it is made beside
    the map, and nothing else ever stands in the folder; whether it says what an older one says cannot be told.
    Raises AlreadyExists, DamagedMap (the map is), MapLocked, NgomapError.
    """
    in_folder = to.is_dir()
    folder = to if in_folder else to.parent
    check_recipients(sealed_for)
    with _made_in(folder), _cleared(map_.path, folder), _sealing(map_, folder, sealed_for) as copy:
        before = own_copies(map_.path, folder) if in_folder else []
        temporary = new_file_beside(folder / map_.path.name, PART)
        try:
            if copy is None:
                rows = copy_verified(map_, temporary)
            else:
                rows = copy.rows
                seal(copy.path, temporary, sealed_for)
            if if_changed and before and _say_the_same(temporary, before[-1]):
                same = before[-1]
                removed = _thinned(before, keep)
                return Backup(same, same.stat().st_size, rows, True, removed)
            ending = map_.path.suffix + (SUFFIX if sealed_for else "")
            path = _named(temporary, to) if not in_folder else _named_by_time(temporary, map_.path.stem, folder, ending)
            to_the_disk(folder)
        finally:
            temporary.unlink(missing_ok=True)
        removed = _thinned([*before, path], keep)
    return Backup(path, path.stat().st_size, rows, False, removed)


def make_folder(folder: Path) -> None:
    """The folder for the copies, which only its owner may look into. Raises NgomapError."""
    if folder.is_dir():
        return
    with _made_in(folder):
        folder.mkdir(mode=FOLDER_MODE)


def copy_verified(map_: Map, new: Path) -> dict[str, int]:
    """Copy the map into the empty file `new`, read the copy again, and return how many rows each table has.

    Raises DamagedMap if the map or the copy is not sound.
    """
    with explained(map_.path), _writers_waiting(map_) as held:
        for _ in range(TRIES):
            version = _version(map_.connection)
            wanted = row_counts(map_.connection)
            new.write_bytes(b"")
            map_.connection.execute("VACUUM INTO ?", [str(new)])
            if held or _version(map_.connection) == version:
                break
    to_the_disk(new)
    found, problems = inspected(new)
    if problems:
        raise DamagedMap(
            f"The copy of {map_.path} is not sound ({problems[0]}); it was not kept.", "Look at the map: ngomap check"
        )
    if found != wanted:
        table = next(t for t in {*found, *wanted} if found.get(t) != wanted.get(t))
        raise NgomapError(
            f"The copy of {map_.path} does not hold what the map does ({table}); it was not kept.", "Try again."
        )
    return found


def inspected(path: Path) -> tuple[dict[str, int], list[str]]:
    """How many rows each table of a database at rest has, and what SQLite finds wrong with it."""
    with explained(path), closing(connect(path)) as connection:
        return row_counts(connection), problems_of(connection)


def problems_of(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with the file, in its words; nothing if it is sound."""
    found = [str(row[0]) for row in connection.execute(SIGNATURES).fetchmany(MOST_PROBLEMS)]
    if found:
        return found
    found = [str(row[0]) for row in connection.execute(INTEGRITY) if row[0] != "ok"]
    return found + [f"row {row} of {table} points nowhere in {to}" for table, row, to in connection.execute(FOREIGN_KEYS)]


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has; a table that only a missing extension of SQLite could read is left out."""
    found: dict[str, int] = {}
    for (table,) in connection.execute(TABLES).fetchall():
        quoted = str(table).replace('"', '""')
        found[table] = int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608
    return found


@contextmanager
def _writers_waiting(map_: Map) -> Iterator[bool]:
    """Others may read meanwhile, not write; False if this is a file that cannot be written, and so not held."""
    with closing(connect(map_.path)) as holder:
        try:
            begin_writing(holder)
        except sqlite3.OperationalError as error:
            if not getattr(error, "sqlite_errorname", "").startswith("SQLITE_READONLY"):
                raise
            yield False
            return
        yield True
        holder.execute("ROLLBACK")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


@contextmanager
def _made_in(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NgomapError(
            f"{folder} cannot hold a copy: {error.strerror}.", "Choose a folder that you may write to: --to FOLDER"
        ) from error


@contextmanager
def _cleared(path: Path, folder: Path) -> Iterator[None]:
    """Nobody else makes copies in the folder meanwhile, and what a killed process left there of its own is gone."""
    with alone_in(folder) as alone:
        if alone:
            clear_left_over(folder / path.name, PART)
        yield


@contextmanager
def _sealing(map_: Map, folder: Path, recipients: Sequence[str]) -> Iterator[Backup | None]:
    """A copy beside the map, as private as the map, while what is sealed is made of it."""
    if not recipients:
        yield None
        return
    beside = map_.path.absolute().parent
    with nullcontext() if beside.samefile(folder) else _cleared(map_.path, beside):
        temporary = new_file_beside(map_.path, PART)
        try:
            yield Backup(temporary, 0, copy_verified(map_, temporary))
        finally:
            temporary.unlink(missing_ok=True)


def _named(temporary: Path, path: Path) -> Path:
    try:
        give_name(temporary, path)
    except FileExistsError as error:
        raise AlreadyExists(f"{path} exists already; it was left as it is.", "Name another file.") from error
    return path


def _named_by_time(temporary: Path, stem: str, folder: Path, ending: str) -> Path:
    plain = f"{stem}-{stamp()}"
    for name in (plain, *(f"{plain}-{n}" for n in range(2, 1000))):
        try:
            give_name(temporary, folder / (name + ending))
        except FileExistsError:
            continue
        return folder / (name + ending)
    raise NgomapError(f"There are too many copies in {folder}.", "Delete those that you no longer need.")


def stamp() -> str:
    """The time in UTC, as it may stand in the name of a file on any system."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")


def _say_the_same(one: Path, other: Path) -> bool:
    """Whether two copies say the same, apart from what jobs that run by themselves note."""
    return _same_bytes(one, other) or same_rows(one, other)


def _same_bytes(one: Path, other: Path) -> bool:
    """Whether they are the same but for SQLite's counters of how often something was written."""
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as a, other.open("rb") as b:
        first, second = bytearray(a.read(FIRST_PAGE)), bytearray(b.read(FIRST_PAGE))
        for counter in COUNTERS:
            first[counter] = second[counter] = b"\0" * 4
        if first != second:
            return False
        while piece := a.read(1 << 20):
            if piece != b.read(1 << 20):
                return False
    return True


def _thinned(copies: list[Path], keep: int | None) -> tuple[Path, ...]:
    gone = copies[: max(len(copies) - keep, 0)] if keep else []
    for path in gone:
        path.unlink(missing_ok=True)
    return tuple(gone)
