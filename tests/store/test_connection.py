"""Opening a map: with every safety setting, and with a plain word for each way it can fail."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ngomap.errors import DamagedMap, MapLocked, NewerMap, NgomapError, NoMap
from ngomap.store import connection as module
from ngomap.store.actor_edits import add_actor
from ngomap.store.actors import all_refs
from ngomap.store.connection import Map, at_this_moment, connect, explanation, open_map, snapshot
from ngomap.store.migrations import create_map
from ngomap.store.schema import APPLICATION_ID
from ngomap.store.writing import write

NOBODY = 65534


@contextmanager
def without_privileges() -> Iterator[None]:
    """The superuser may write anywhere; as anybody else we are held to the modes of files."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_every_safety_setting_is_on(bare_map: Map) -> None:
    settings = {name: pragma(bare_map.connection, name) for name in ("foreign_keys", "synchronous", "secure_delete")}
    assert settings == {"foreign_keys": 1, "synchronous": 3, "secure_delete": 1}
    assert pragma(bare_map.connection, "journal_mode") == "delete"
    assert pragma(bare_map.connection, "application_id") == APPLICATION_ID
    assert pragma(bare_map.connection, "busy_timeout") == 30_000
    assert bare_map.connection.isolation_level is None


def test_a_connection_never_makes_a_file(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        connect(tmp_path / "nothing.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a b.db", "100%.db", "what?.db", "x#y.db", "קובץ.db", "a;b&c.db"])
def test_awkward_file_names(tmp_path: Path, name: str) -> None:
    create_map(tmp_path / name)
    with open_map(tmp_path / name) as map_:
        add_actor(map_, {"name": "A", "kind": "ngo"})
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["nothing.db", "folder", "folder/nothing/at/all.db"])
def test_where_there_is_no_map(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(NoMap, match="There is no map") as caught, open_map(tmp_path / name):
        pass
    assert "ngomap init" in caught.value.hint


def test_an_empty_file_is_no_map(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with pytest.raises(DamagedMap, match="is empty"), open_map(tmp_path / "empty.db"):
        pass


@pytest.mark.parametrize("content", [b"name,place\nA,B\n" * 100, b"SQLite format 3\x00" + b"\xff" * 4000, b"\x00"])
def test_a_file_of_another_kind_is_no_map(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(DamagedMap), open_map(path):
        pass
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_no_map(tmp_path: Path) -> None:
    path = tmp_path / "foreign.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE actors (id INTEGER)")
    other.close()
    with pytest.raises(DamagedMap, match="not a map of ngomap"), open_map(path):
        pass


def test_a_map_whose_pages_are_overwritten_is_damaged(bare_map: Map, map_path: Path) -> None:
    with write(bare_map):
        for n in range(300):
            add_actor(bare_map, {"name": f"Actor {n}", "kind": "ngo"})
    bare_map.connection.close()
    content = bytearray(map_path.read_bytes())
    content[8192:-4096] = b"\xa5" * (len(content) - 12288)
    map_path.write_bytes(content)
    with pytest.raises(DamagedMap) as caught, open_map(map_path) as map_:
        map_.connection.execute("SELECT * FROM actors ORDER BY name").fetchall()
    assert "backup" in caught.value.hint


def test_a_map_of_a_newer_program_is_left_alone(bare_map: Map, map_path: Path) -> None:
    bare_map.connection.execute(
        "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('ngomap', 'm999_later', '')"
    )
    with pytest.raises(NewerMap, match="m999_later"), open_map(map_path):
        pass


def test_a_map_that_another_process_holds_is_locked(
    bare_map: Map, map_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.05)
    bare_map.connection.execute("BEGIN EXCLUSIVE")
    with pytest.raises(MapLocked, match="another process"), open_map(map_path):
        pass
    bare_map.connection.execute("ROLLBACK")
    with open_map(map_path):
        pass


def test_a_write_waits_and_then_says_that_the_map_is_locked(
    bare_map: Map, map_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.05)
    bare_map.connection.execute("BEGIN IMMEDIATE")
    with open_map(map_path) as other:
        # Others may read while one writes.
        assert other.connection.execute("SELECT count(*) FROM actors").fetchone() == (0,)
        with pytest.raises(MapLocked):
            add_actor(other, {"name": "A", "kind": "ngo"})


def test_a_map_can_be_read_from_a_folder_that_cannot_be_written(open_folder: Path) -> None:
    path = open_folder / "map.db"
    create_map(path)
    with open_map(path) as map_:
        add_actor(map_, {"name": "A", "kind": "ngo"})
    path.chmod(0o444)
    open_folder.chmod(0o555)
    with without_privileges(), open_map(path) as map_:
        assert map_.connection.execute("SELECT name FROM actors").fetchall() == [("A",)]
        with pytest.raises(NgomapError, match="cannot be written") as caught:
            add_actor(map_, {"name": "B", "kind": "ngo"})
    assert caught.value.exit_code == 1


def test_a_map_that_may_not_be_read_is_not_called_damaged(open_folder: Path) -> None:
    path = open_folder / "map.db"
    create_map(path)
    path.chmod(0o000)
    with without_privileges(), pytest.raises(NgomapError, match="cannot be opened") as caught, open_map(path):
        pass
    assert (caught.value.exit_code, "permissions" in caught.value.hint) == (1, True)


def test_a_folder_that_may_not_be_entered_is_said(open_folder: Path) -> None:
    (open_folder / "closed").mkdir(mode=0o700)
    create_map(open_folder / "closed" / "map.db")
    with without_privileges(), pytest.raises(NgomapError) as caught, open_map(open_folder / "closed" / "map.db"):
        pass
    assert caught.value.exit_code in (1, 10)


@pytest.mark.parametrize(
    ("name", "kind", "word"),
    [
        ("SQLITE_BUSY_SNAPSHOT", MapLocked, "another process"),
        ("SQLITE_CORRUPT_INDEX", DamagedMap, "damaged"),
        ("SQLITE_READONLY_DIRECTORY", NgomapError, "cannot be written"),
        ("SQLITE_FULL", NgomapError, "full"),
        ("SQLITE_IOERR_WRITE", NgomapError, "disk"),
        ("SQLITE_CANTOPEN", NgomapError, "opened"),
        ("SQLITE_CONSTRAINT_CHECK", NgomapError, "refused"),
        ("SQLITE_ERROR", DamagedMap, "could not be read"),
    ],
)
def test_what_sqlite_says_in_our_words(name: str, kind: type[NgomapError], word: str) -> None:
    error = sqlite3.OperationalError("something")
    error.sqlite_errorname = name
    meant = explanation(error, Path("my.db"))
    assert type(meant) is kind
    assert word in meant.message
    assert meant.hint


def test_a_full_disk_keeps_the_map_as_it_was(bare_map: Map, map_path: Path) -> None:
    pages = pragma(bare_map.connection, "page_count")
    bare_map.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(NgomapError, match="full") as caught, write(bare_map):
        for n in range(2000):
            add_actor(bare_map, {"name": f"Actor {n}", "kind": "ngo", "notes": "x" * 500})
    assert "nothing was changed" in caught.value.hint
    with open_map(map_path) as again:
        assert again.connection.execute("SELECT count(*) FROM actors").fetchone() == (0,)


def test_a_snapshot_sees_one_moment(bare_map: Map, map_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from ngomap.store import connection
connection.WAIT_SECONDS = 0.1
from ngomap.errors import MapLocked
from ngomap.store.actor_edits import add_actor
from ngomap.store.actors import all_refs
from ngomap.store.connection import open_map
try:
    with open_map(Path(sys.argv[1])) as map_:
        add_actor(map_, {"name": "Late", "kind": "ngo"})
except MapLocked:
    sys.exit(11)
"""
    count = "SELECT count(*) FROM actors"
    with snapshot(bare_map):
        before = bare_map.connection.execute(count).fetchone()
        other = subprocess.run([sys.executable, "-c", code, str(map_path)], check=False)
        assert other.returncode == 11
        with snapshot(bare_map):
            assert bare_map.connection.execute(count).fetchone() == before
    assert subprocess.run([sys.executable, "-c", code, str(map_path)], check=False).returncode == 0
    assert bare_map.connection.execute(count).fetchone() == (before[0] + 1,)


def test_who_reads_long_keeps_nobody_from_writing(empty_map: Map, map_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.05)
    add_actor(empty_map, {"name": "Old Mill", "kind": "ngo"})
    with at_this_moment(empty_map) as now:
        with open_map(map_path) as other:
            add_actor(other, {"name": "New Bridge", "kind": "ngo"})
        assert [ref.name for ref in all_refs(now)] == ["Old Mill"]
    assert [ref.name for ref in all_refs(empty_map)] == ["New Bridge", "Old Mill"]


def test_a_large_map_is_read_where_it_lies(empty_map: Map, map_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.05)
    monkeypatch.setattr(module, "MOST_PAGES_COPIED", 1)
    with at_this_moment(empty_map) as now, open_map(map_path) as other:
        assert now is empty_map
        with pytest.raises(MapLocked):
            add_actor(other, {"name": "New Bridge", "kind": "ngo"})
    assert all_refs(empty_map) == []


def test_who_waits_for_the_lock_gets_it_when_it_is_free(empty_map: Map, map_path: Path) -> None:
    with closing(sqlite3.connect(map_path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.2, other.execute, ["ROLLBACK"])
        release.start()
        with write(empty_map):
            assert not other.in_transaction
        release.join()
    with write(empty_map):
        assert pragma(empty_map.connection, "busy_timeout") == module.WAIT_SECONDS * 1000
