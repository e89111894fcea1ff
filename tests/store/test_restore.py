"""A backup in the place of the map: whole or not at all, and what stood there is never lost."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from ngomap.errors import DamagedMap, MapLocked, NewerMap, NgomapError, NoMap, UsageError
from ngomap.store import connection as connections
from ngomap.store import restore as module
from ngomap.store.actor_edits import add_actor
from ngomap.store.actors import all_refs
from ngomap.store.backup import back_up
from ngomap.store.connection import Map, open_map
from ngomap.store.restore import restore


@pytest.fixture
def backup(bare_map: Map, tmp_path: Path) -> Path:
    """A copy with one actor; the map has two."""
    add_actor(bare_map, {"name": "Before", "kind": "ngo"})
    copy = back_up(bare_map, tmp_path / "copy.db").path
    add_actor(bare_map, {"name": "After", "kind": "ngo"})
    return copy


def names(path: Path) -> set[str]:
    with open_map(path) as map_:
        return {a.name for a in all_refs(map_)}


def test_the_map_says_what_the_backup_says_and_the_present_one_is_kept(
    bare_map: Map, backup: Path, map_path: Path
) -> None:
    content = backup.read_bytes()
    done = restore(backup, map_path)
    assert done.before is not None
    assert (names(map_path), names(done.before)) == ({"Before"}, {"Before", "After"})
    assert {a.name for a in all_refs(bare_map)} == {"Before"}, "whoever has it open sees the same"
    assert (backup.read_bytes(), map_path.stat().st_mode & 0o777) == (content, 0o600)
    restore(done.before, map_path)
    assert names(map_path) == {"Before", "After"}
    assert not [p for p in map_path.parent.iterdir() if p.name.startswith(".")]


def test_a_missing_map_is_made(bare_map: Map, backup: Path, map_path: Path) -> None:
    bare_map.connection.close()
    map_path.unlink()
    assert restore(backup, map_path).before is None
    assert (names(map_path), map_path.stat().st_mode & 0o777) == ({"Before"}, 0o600)


@pytest.mark.parametrize("content", [b"", b"not a map", b"SQLite format 3\x00" + b"\xff" * 9000])
def test_a_damaged_map_keeps_its_bytes_beside(bare_map: Map, backup: Path, map_path: Path, content: bytes) -> None:
    bare_map.connection.close()
    map_path.write_bytes(content)
    done = restore(backup, map_path)
    assert done.was_damaged
    assert done.before is not None
    assert done.before.read_bytes() == content
    assert names(map_path) == {"Before"}


def test_a_backup_that_is_not_sound_changes_nothing(bare_map: Map, backup: Path, map_path: Path) -> None:
    for n in range(200):
        add_actor(bare_map, {"name": f"Actor {n}", "kind": "ngo"})
    torn = back_up(bare_map, map_path.with_name("torn.db")).path
    content = bytearray(torn.read_bytes())
    content[-40960:-4096] = os.urandom(36864)
    torn.write_bytes(content)
    before = map_path.read_bytes()
    for path, error in ((torn, DamagedMap), (map_path.with_name("none.db"), NoMap), (map_path, UsageError)):
        with pytest.raises(error):
            restore(path, map_path)
    with open_map(backup) as copy:
        copy.connection.execute("INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('ngomap', 'm999', '')")
    with pytest.raises(NewerMap):
        restore(backup, map_path)
    assert map_path.read_bytes() == before
    assert {p.name for p in map_path.parent.iterdir()} == {"test.db", "copy.db", "torn.db"}


def test_another_who_writes_or_reads_is_waited_for_and_then_nothing_is_done(
    bare_map: Map, backup: Path, map_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "WAIT_SECONDS", 0.1)
    for begin in ("BEGIN IMMEDIATE", "BEGIN"):
        bare_map.connection.execute(begin)
        bare_map.connection.execute("SELECT * FROM actors").fetchall()
        with pytest.raises(MapLocked):
            restore(backup, map_path)
        bare_map.connection.execute("ROLLBACK")
    assert names(map_path) == {"Before", "After"}
    assert {p.name for p in map_path.parent.iterdir()} == {"test.db", "copy.db"}


def test_what_is_written_between_the_copy_and_the_restoring_is_in_the_copy(
    bare_map: Map, backup: Path, map_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = module.copy_verified
    late = iter(["Late", "Later"])

    def copy(map_: Map, new: Path) -> dict[str, int]:
        rows = copied(map_, new)
        name = next(late, None) if map_.path == map_path else None
        if name:
            with open_map(map_path) as other:
                add_actor(other, {"name": name, "kind": "ngo"})
        return rows

    monkeypatch.setattr(module, "copy_verified", copy)
    done = restore(backup, map_path)
    assert done.before is not None
    assert names(done.before) == {"Before", "After", "Late", "Later"}
    assert names(map_path) == {"Before"}


def test_a_database_of_another_program_is_left_alone(backup: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE theirs (id)")
    connection.close()
    with pytest.raises(NgomapError, match="another program"):
        restore(backup, other)
    link = tmp_path / "link.db"
    link.symlink_to(other)
    with pytest.raises(NgomapError, match="symbolic link"):
        restore(backup, link)
