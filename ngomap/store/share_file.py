"""A share: a new map that holds nothing but what an audience may see, in a file for another organization.

It is built in memory from the allow-list of columns, with ids of its own and no history, and then written in one go: no
page of it ever held anything else.
"""

from __future__ import annotations

import filecmp
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from ngomap.errors import AlreadyExists, NgomapError
from ngomap.store.connection import Map, explained
from ngomap.store.database import Database
from ngomap.store.merged_rows import tell_back
from ngomap.store.migrations import MIGRATIONS
from ngomap.store.new_files import give_name, sole_file_beside, to_the_disk
from ngomap.store.schema import APPLICATION_ID
from ngomap.store.sealing import check_recipients, is_sealed, seal
from ngomap.store.settings import setting, today, us
from ngomap.store.share_recipients import Ids, ids_under
from ngomap.store.share_source import MARKS, is_share
from ngomap.store.whole import Scope, Withheld, dump_within
from ngomap.store.whole_load import load

PART: Final = ".share.part"
"""The end of the name of a share on its way."""
MARK: Final = "INSERT OR REPLACE INTO settings(key, value) VALUES (?, ?)"
# When the program ran, to the second, is nobody's business.
CLEARED: Final = ("DELETE FROM history", "DELETE FROM import_lines", "DELETE FROM changes")
DAYS: Final = ("UPDATE actors SET created_at = ?1, updated_at = ?1", "UPDATE _sqlite_migrations SET applied_at = ?1")
MAP_ITSELF: Final = "map"
"""What the id of the share's maker for this recipient is made from."""


def write_share(
    map_: Map, path: Path, scope: Scope, key: str, recipient: str | None, partial: bool, force: bool,
    sealed_for: Sequence[str] = (),
) -> tuple[dict[str, int], Withheld, bool]:  # fmt: skip
    """Write a share for the audience of the scope, with ids under the key: how many records of each kind went in, how
    many were withheld, and whether the file says just that already. With `sealed_for` only these can open it; then
    nobody, we included, can tell what an older file says.

    Raises AlreadyExists, NgomapError; then the file is as it was.
    """
    check_recipients(sealed_for)
    _refuse_taken(path, force)
    ids = ids_under(key)
    document, withheld = dump_within(map_, replace(scope, ids=ids))
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _fill(Map(path, connection), document, _marks(map_, scope, ids if recipient else None, partial), today(map_))
        if recipient:
            # So that they see which of us changed what since.
            tell_back(map_, connection, ids, recipient, _ids_in(document))
        connection.execute(CLEARED[0])
        unchanged = _save(connection, path, force, sealed_for)
    written = {name.replace("_", " "): len(found) for name, found in document.items() if isinstance(found, list) and found}
    return written, withheld, unchanged


def _marks(map_: Map, scope: Scope, ids: Ids | None, partial: bool) -> dict[str, str]:
    """`ids` only of a share that others will continue: those of one that stands alone never come again."""
    ours = us(map_)
    marks = {"on": today(map_), "audience": scope.audience, "whole": "no" if partial else "yes"}
    if ids is not None:
        marks["id"] = ids(MAP_ITSELF)
    if ours is not None and scope.shows(ours.handle):
        marks["by"] = setting(map_, "name") or ours.name
    return marks


def _fill(share: Map, document: Mapping[str, object], marks: Mapping[str, str], day: str) -> None:
    connection = share.connection
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
    MIGRATIONS.apply(Database(connection, execute_plugins=False))
    load(share, dict(document))
    for statement in CLEARED:
        connection.execute(statement)
    for statement in DAYS:
        connection.execute(statement, [day])
    connection.executemany(MARK, [(MARKS[name], value) for name, value in marks.items()])


def _ids_in(document: Mapping[str, object]) -> set[str]:
    return {str(r["uid"]) for found in document.values() if isinstance(found, list) for r in found if "uid" in r}


def _save(connection: sqlite3.Connection, path: Path, force: bool, sealed_for: Sequence[str]) -> bool:
    with ExitStack() as made:
        try:
            temporary = made.enter_context(sole_file_beside(path, PART))
        except OSError as error:
            raise NgomapError(f"{path} cannot be written: {error.strerror}.", "Choose another folder.") from error
        try:
            if sealed_for:
                # In memory: what is sealed is never on the disk as anything else.
                connection.execute("VACUUM")
                seal(connection.serialize(), temporary, sealed_for)
            else:
                with explained(path):
                    connection.execute("VACUUM INTO ?", [str(temporary)])
                to_the_disk(temporary)
            if path.exists() and filecmp.cmp(temporary, path, shallow=False):
                return True
            if force:
                temporary.replace(path)
            else:
                give_name(temporary, path)
            to_the_disk(path.parent)
        except FileExistsError as error:
            raise _taken(path) from error
        except OSError as error:
            raise NgomapError(f"{path} cannot be written: {error.strerror}.", "Nothing was written there.") from error
    return False


def _refuse_taken(path: Path, force: bool) -> None:
    """Nothing but an older share is ever written over."""
    if path.is_symlink():
        raise NgomapError(f"{path} is a symbolic link; it was not followed.", "Name the file itself.")
    if not path.parent.is_dir():
        raise NgomapError(f"The folder {path.parent} does not exist.", "Make it first.")
    if path.is_dir():
        raise NgomapError(f"{path} is a folder.", f"Name a file in it: --to {path / 'share.db'}")
    if not path.exists():
        return
    if not path.is_file():
        raise NgomapError(f"{path} is not a plain file.", "Name another file.")
    if not is_share(path) and not is_sealed(path):
        raise AlreadyExists(f"{path} exists already and is no share; it was left as it is.", "Name another file.")
    if is_sealed(path) and not force:
        raise AlreadyExists(f"{path} exists already and is sealed.", "Write over it with --force.")


def _taken(path: Path) -> AlreadyExists:
    return AlreadyExists(f"{path} exists already and says something else.", "Write over it with --force.")
