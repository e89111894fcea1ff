"""One way to write: all of it or none of it, by one process or by eight, and whatever kills it."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ngomap.errors import NgomapError
from ngomap.store.actor_edits import add_actor
from ngomap.store.connection import Map, open_map
from ngomap.store.migrations import create_map
from ngomap.store.search import search
from ngomap.store.settings import setting
from ngomap.store.writing import change_setting, insert_many, insert_row, new_uid, now, write

PROCESSES = 8
ADDS = 500
ADDER = """
import sys
from pathlib import Path
from ngomap.store.actor_edits import add_actor
from ngomap.store.connection import open_map
path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for n in range(count):
    with open_map(path) as map_:
        add_actor(map_, {"name": f"Everybody {n % 50}", "kind": "ngo", "notes": name})
"""
DOOMED = """
import os, signal, sys
from pathlib import Path
from ngomap.store.actor_edits import add_actor
from ngomap.store.connection import open_map
from ngomap.store.writing import write
with open_map(Path(sys.argv[1])) as map_, write(map_):
    map_.connection.execute("PRAGMA cache_size = 10")  # so that the change reaches the file before it is whole
    for n in range(int(sys.argv[2])):
        add_actor(map_, {"name": f"Doomed {n}", "kind": "ngo", "notes": "x" * 2000})
    os.kill(os.getpid(), signal.SIGKILL)
"""


def count(map_: Map) -> int:
    return int(map_.connection.execute("SELECT count(*) FROM actors").fetchone()[0])


def test_an_error_takes_everything_back(bare_map: Map) -> None:
    with pytest.raises(ZeroDivisionError), write(bare_map):
        add_actor(bare_map, {"name": "A", "kind": "ngo"})
        raise ZeroDivisionError
    assert count(bare_map) == 0
    assert not bare_map.connection.in_transaction


def test_a_write_inside_a_write_joins_it(bare_map: Map) -> None:
    with pytest.raises(ZeroDivisionError), write(bare_map):
        with write(bare_map):
            add_actor(bare_map, {"name": "A", "kind": "ngo"})
        assert bare_map.connection.in_transaction
        raise ZeroDivisionError
    assert count(bare_map) == 0


def test_the_lock_is_taken_at_the_start(bare_map: Map, map_path: Path) -> None:
    with write(bare_map):
        other = sqlite3.connect(map_path, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_a_value_that_the_map_refuses_is_an_error_of_ours(bare_map: Map) -> None:
    with pytest.raises(NgomapError, match="refused"):
        add_actor(bare_map, {"name": "A", "kind": "club"})


def test_column_names_are_quoted(bare_map: Map) -> None:
    with pytest.raises(NgomapError), write(bare_map) as database:
        insert_row(database, "settings", {'key", "value") VALUES (1, 2); --': "x"})
    assert bare_map.connection.execute("SELECT count(*) FROM settings").fetchone() == (0,)


def test_settings_are_replaced(bare_map: Map) -> None:
    change_setting(bare_map, "name", "One")
    change_setting(bare_map, "name", "Two")
    assert setting(bare_map, "name") == "Two"
    assert setting(bare_map, "nothing") is None


@pytest.mark.parametrize("number", [0, 1, 99, 100, 101, 250])
def test_many_rows_are_inserted_and_counted(bare_map: Map, number: int) -> None:
    statement = "INSERT OR IGNORE INTO settings(key, value) VALUES (?, ?)"
    with write(bare_map):
        bare_map.connection.execute(statement, ["0", "before"])
        assert insert_many(bare_map, statement, ((str(n), "x") for n in range(number))) == max(number - 1, 0)
    rows = dict(bare_map.connection.execute("SELECT key, value FROM settings"))
    assert rows == {**{str(n): "x" for n in range(number)}, "0": "before"}


def test_ids_tell_nothing() -> None:
    ids = [uuid.UUID(new_uid()) for _ in range(50)]
    assert {i.version for i in ids} == {4}
    assert len(set(ids)) == 50


def test_the_time_is_utc_to_the_second() -> None:
    assert len(now()) == len("2026-05-01T12:00:00Z")
    assert now().endswith("Z")


@pytest.fixture
def map_in_memory() -> Iterator[Path]:
    """A map where syncing the disk costs nothing, if there is such a place: locks are what is tested, not the disk."""
    memory = Path("/dev/shm")  # noqa: S108
    folder = Path(tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else None))
    create_map(folder / "map.db")
    yield folder / "map.db"
    shutil.rmtree(folder)


def test_eight_processes_add_at_once(map_in_memory: Path) -> None:
    command = [sys.executable, "-c", ADDER, str(map_in_memory)]
    running = [
        subprocess.Popen([*command, f"process {n}", str(ADDS)], stderr=subprocess.PIPE, text=True)
        for n in range(PROCESSES)
    ]
    errors = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES, errors
    assert errors == [""] * PROCESSES
    with open_map(map_in_memory) as map_:
        rows = map_.connection.execute("SELECT handle, notes FROM actors").fetchall()
        assert Counter(notes for _, notes in rows) == {f"process {n}": ADDS for n in range(PROCESSES)}
        assert len({handle for handle, _ in rows}) == PROCESSES * ADDS
        assert map_.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert len(search(map_, "everybody")) == PROCESSES * ADDS


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
@pytest.mark.parametrize("rows", [1, 30, 400])
def test_a_killed_write_leaves_nothing(bare_map: Map, map_path: Path, rows: int) -> None:
    add_actor(bare_map, {"name": "Kept", "kind": "ngo"})
    killed = subprocess.run([sys.executable, "-c", DOOMED, str(map_path), str(rows)], check=False)
    assert killed.returncode == -signal.SIGKILL
    # It had begun: without this, SQLite would have nothing to take back.
    assert map_path.with_name(map_path.name + "-journal").exists()
    with open_map(map_path) as again:
        assert again.connection.execute("SELECT name FROM actors").fetchall() == [("Kept",)]
        assert again.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        add_actor(again, {"name": "Next", "kind": "ngo"})
