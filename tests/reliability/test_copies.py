"""Copies made, put back and erased while processes are killed with no warning and others write.

A few rounds by default; NGOMAP_RELIABILITY=full makes it a thousand.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
from pathlib import Path

import pytest

from ngomap.store.actor_edits import add_actor
from ngomap.store.actors import all_refs
from ngomap.store.backup import back_up, backup_folder, inspected, make_folder, own_copies
from ngomap.store.check import check
from ngomap.store.connection import open_map
from ngomap.store.forget import forget_actor
from ngomap.store.migrations import create_map
from ngomap.store.restore import restore
from tests.reliability.processes import FULL, in_child, killed, lasts, needs_fork

KILLS = 1000 if FULL else 25
WRITERS, ADDED_BY_EACH = 8, 500 if FULL else 8
CANARY = "Cnry Qwzx"

pytestmark = needs_fork


@pytest.fixture
def filled(map_path: Path) -> Path:
    """A map large enough that every step takes a moment."""
    create_map(map_path)
    with open_map(map_path) as map_:
        for n in range(30):
            add_actor(map_, {"name": f"Actor {n}", "kind": "ngo", "notes": "x" * 20_000})
        add_actor(map_, {"name": CANARY, "kind": "person", "notes": "Qwzx " * 50})
    return map_path


def copy(path: Path) -> None:
    with open_map(path) as map_:
        back_up(map_, backup_folder(path), keep=3)


def test_a_killed_backup_leaves_none_or_a_sound_one(filled: Path) -> None:
    folder = backup_folder(filled)
    make_folder(folder)
    seconds = lasts(lambda: copy(filled))
    with open_map(filled) as map_:
        wanted = back_up(map_, folder).rows
    chance = random.Random(1)
    cut = 0
    for _ in range(KILLS):
        cut += killed(lambda: copy(filled), chance.uniform(0, seconds))
        for path in own_copies(filled, folder):
            assert inspected(path) == (wanted, [])
    assert cut > KILLS // 3
    copy(filled)
    assert set(folder.iterdir()) == set(own_copies(filled, folder))
    assert len(list(folder.iterdir())) == 3
    with open_map(filled) as map_:
        assert check(map_) == []


def test_a_killed_restore_leaves_one_or_the_other(filled: Path, tmp_path: Path) -> None:
    with open_map(filled) as map_:
        back_up(map_, tmp_path / "before.db")
        add_actor(map_, {"name": "Later", "kind": "ngo"})
        back_up(map_, tmp_path / "after.db")
    seconds = lasts(lambda: restore(tmp_path / "before.db", filled))
    chance = random.Random(2)
    seen = set()
    for n in range(KILLS // 2):
        source = tmp_path / ("after.db" if n % 2 else "before.db")
        killed(lambda source=source: restore(source, filled), chance.uniform(0, seconds))  # type: ignore[misc]
        rows, problems = inspected(filled)
        assert problems == []
        seen.add(rows["actors"])
    assert seen <= {31, 32}
    for name, actors in (("before", 31), ("after", 32)):
        restore(tmp_path / f"{name}.db", filled)
        assert inspected(filled)[0]["actors"] == actors


def test_a_killed_forgetting_forgets_all_or_nothing(filled: Path, tmp_path: Path) -> None:
    master = tmp_path / "master"
    shutil.copy(filled, master)

    def forget(path: Path) -> None:
        with open_map(path) as map_:
            forget_actor(map_, 31)

    seconds = lasts(lambda: forget(filled))
    chance = random.Random(3)
    for n in range(KILLS // 2):
        path = tmp_path / str(n) / "test.db"
        path.parent.mkdir()
        shutil.copy(master, path)
        killed(lambda path=path: forget(path), chance.uniform(0, seconds))  # type: ignore[misc]
        rows, problems = inspected(path)
        assert problems == []
        there = rows["actors"] == 31
        assert (CANARY.encode() in path.read_bytes()) is there
        with open_map(path) as map_:
            forget_actor(map_, 31) if there else add_actor(map_, {"name": "Next", "kind": "ngo"})
        assert sorted(p.name for p in path.parent.iterdir()) == ["test.db"]
        assert CANARY.encode() not in path.read_bytes()
        shutil.rmtree(path.parent)


def test_backups_while_eight_write(filled: Path) -> None:
    folder = backup_folder(filled)
    make_folder(folder)

    def add(writer: int) -> None:
        for n in range(ADDED_BY_EACH):
            with open_map(filled) as map_:
                add_actor(map_, {"name": f"New {writer} {n}", "kind": "ngo"})

    def loop() -> None:
        while True:
            with open_map(filled) as map_:
                back_up(map_, folder)

    copying = in_child(loop)
    try:
        writers = [in_child(lambda writer=writer: add(writer)) for writer in range(WRITERS)]  # type: ignore[misc]
        assert [os.waitpid(writer, 0)[1] for writer in writers] == [0] * WRITERS
        assert os.waitpid(copying, os.WNOHANG) == (0, 0), "the copies go on to the end"
    finally:
        os.kill(copying, signal.SIGKILL)
        os.waitpid(copying, 0)
    with open_map(filled) as map_:
        assert len(all_refs(map_)) == 31 + WRITERS * ADDED_BY_EACH
        last = back_up(map_, folder)
    copies = own_copies(filled, folder)
    assert len(copies) > 1
    counts = []
    for path in copies:
        rows, problems = inspected(path)
        assert problems == []
        counts.append(rows["actors"])
    assert (counts, counts[-1]) == (sorted(counts), last.rows["actors"])
