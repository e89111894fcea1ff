"""Copies of the map: of one moment, verified, private, never over something else; only the oldest of our own go."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from pathlib import Path

import pytest

from ngomap.errors import AlreadyExists, DamagedMap, NgomapError
from ngomap.store import backup as module
from ngomap.store.actor_edits import add_actor
from ngomap.store.backup import back_up, backup_folder, make_folder, own_copies, row_counts
from ngomap.store.connection import Map, open_map
from ngomap.store.migrations import create_map
from tests.store.test_connection import open_folder, without_privileges  # noqa: F401 - a fixture

NAMED = re.compile(r"test-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ(-\d+)?\.db")


@pytest.fixture
def folder(map_path: Path) -> Path:
    found = backup_folder(map_path)
    make_folder(found)
    return found


def test_a_copy_holds_every_row_and_is_private(bare_map: Map, folder: Path) -> None:
    add_actor(bare_map, {"name": "A", "kind": "ngo"})
    done = back_up(bare_map, folder)
    assert (folder.name, stat.S_IMODE(folder.stat().st_mode)) == ("test.db-backups", 0o700)
    assert NAMED.fullmatch(done.path.name)
    assert stat.S_IMODE(done.path.stat().st_mode) == 0o600
    assert list(folder.iterdir()) == [done.path]
    with open_map(done.path) as copy:
        assert row_counts(copy.connection) == row_counts(bare_map.connection) == done.rows
        assert done.rows["actors"] == 1


def test_nothing_is_written_over(bare_map: Map, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "stamp", lambda: "2026-01-01T00-00-00Z")
    names = [back_up(bare_map, folder).path.name for _ in range(3)]
    assert names == [f"test-2026-01-01T00-00-00Z{n}.db" for n in ("", "-2", "-3")]
    assert [p.name for p in own_copies(bare_map.path, folder)] == names
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(AlreadyExists):
        back_up(bare_map, tmp_path / "mine.txt")
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert not list(tmp_path.glob(".*"))


def test_the_oldest_of_its_own_go_and_nothing_else(
    bare_map: Map, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = ["notes.txt", "test-old.db", "other-2020-01-01T00-00-00Z.db", "test-2020-01-01T00-00-00Z.db.bak"]
    for name in others:
        (folder / name).touch()
    (folder / "test-2019-01-01T00-00-00Z.db").symlink_to(folder / "notes.txt")
    days = [f"2026-01-{day:02}T00-00-00Z" for day in range(1, 13)]
    for day in days:
        monkeypatch.setattr(module, "stamp", lambda day=day: day)
        done = back_up(bare_map, folder, keep=3)
    assert [p.name for p in own_copies(bare_map.path, folder)] == [f"test-{day}.db" for day in days[-3:]]
    assert [p.name for p in done.removed] == [f"test-{days[-4]}.db"]
    assert {p.name for p in folder.iterdir()} > {*others, "test-2019-01-01T00-00-00Z.db"}


def test_none_goes_unless_the_new_one_is_sound(
    bare_map: Map, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = back_up(bare_map, folder).path
    monkeypatch.setattr(module, "problems_of", lambda _: ["page 7 is torn"])
    with pytest.raises(DamagedMap, match="page 7 is torn"):
        back_up(bare_map, folder, keep=1)
    assert list(folder.iterdir()) == [first]
    monkeypatch.undo()
    counts = [{"actors": 1}, {"actors": 2}]
    monkeypatch.setattr(module, "row_counts", lambda _: counts.pop())
    with pytest.raises(NgomapError, match="does not hold what the map does"):
        back_up(bare_map, folder, keep=1)
    assert list(folder.iterdir()) == [first]


def test_unchanged_is_said_and_not_copied(bare_map: Map, folder: Path) -> None:
    first = back_up(bare_map, folder, if_changed=True)
    again = back_up(bare_map, folder, if_changed=True)
    assert (again.unchanged, again.path) == (True, first.path)
    assert list(folder.iterdir()) == [first.path]
    add_actor(bare_map, {"name": "A", "kind": "ngo"})
    assert not back_up(bare_map, folder, if_changed=True).unchanged
    assert len(list(folder.iterdir())) == 2
    assert not back_up(bare_map, folder).unchanged


def test_what_was_left_of_a_killed_one_goes(bare_map: Map, folder: Path) -> None:
    (folder / f".test.db.abcdefgh{module.PART}").write_bytes(b"half")
    (folder / ".other.part").write_bytes(b"not ours")
    back_up(bare_map, folder)
    assert [p.name for p in folder.glob(".*")] == [".other.part"]


def test_a_damaged_map_gives_no_copy(bare_map: Map, map_path: Path, folder: Path) -> None:
    for n in range(200):
        add_actor(bare_map, {"name": f"Actor {n}", "kind": "ngo"})
    bare_map.connection.close()
    content = bytearray(map_path.read_bytes())
    content[-40960:-4096] = os.urandom(36864)
    map_path.write_bytes(content)
    with pytest.raises(DamagedMap), open_map(map_path) as map_:
        back_up(map_, folder)
    assert list(folder.iterdir()) == []


def test_a_map_that_cannot_be_written_is_copied_elsewhere(open_folder: Path) -> None:  # noqa: F811
    path, target = open_folder / "map.db", open_folder / "there"
    create_map(path)
    target.mkdir()
    target.chmod(0o777)
    path.chmod(0o444)
    open_folder.chmod(0o555)
    with without_privileges(), open_map(path) as map_:
        assert back_up(map_, target).rows["actors"] == 0
        with pytest.raises(NgomapError, match="cannot hold a copy"):
            back_up(map_, open_folder)


def test_writers_wait_meanwhile(bare_map: Map, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    states = []

    def counted(connection: sqlite3.Connection) -> dict[str, int]:
        with sqlite3.connect(bare_map.path, timeout=0, isolation_level=None) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
                states.append("free")
                other.execute("ROLLBACK")
            except sqlite3.OperationalError:
                states.append("held")
        other.close()
        return row_counts(connection)

    monkeypatch.setattr(module, "row_counts", counted)
    back_up(bare_map, folder)
    assert states == ["held", "free"]
