"""Each way in which a map can fail has its exit code, one or two lines, and no traceback."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ngomap.store import connection
from ngomap.store.connection import open_map
from tests.cli.test_lazy import PROGRAM
from tests.conftest import Run

WORDS = [["list"], ["add", "Somebody"], ["show", "us"], [], ["link", "us", "us"], ["term", "list"], ["person", "list"]]


def _missing(path: Path) -> None:
    path.unlink(missing_ok=True)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("name,place\n" + "A,B\n" * 500)


def _foreign(path: Path) -> None:
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE actors (id INTEGER)")
    other.commit()
    other.close()


def _newer(path: Path) -> None:
    with open_map(path) as map_:
        map_.connection.execute(
            "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('ngomap', 'm999_later', '')"
        )


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20000])


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


WRONG: dict[str, tuple[Callable[[Path], None], int, str]] = {
    "missing": (_missing, 10, "There is no map"),
    "empty": (_empty, 14, "is empty"),
    "text": (_text, 14, "not a map"),
    "foreign": (_foreign, 14, "not a map of ngomap"),
    "newer": (_newer, 13, "newer ngomap (m999_later)"),
    "cut": (_cut, 14, "damaged"),
    "folder": (_folder, 10, "There is no map"),
}


@pytest.mark.parametrize("words", WORDS, ids=str)
@pytest.mark.parametrize("state", WRONG)
def test_states(run: Run, map_path: Path, state: str, words: list[str]) -> None:
    run("init", "--name", "Citizens")
    spoil, code, said = WRONG[state]
    spoil(map_path)
    if not words and state == "missing":
        code, said = 0, ""
    ran = run(*words)
    assert (ran.exit_code, said in ran.stderr) == (code, True), ran.stderr
    assert len(ran.stderr.splitlines()) == (2 if code else 0)
    assert map_path.exists() is (state != "missing")


def test_a_locked_map(run: Run, map_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init", "--name", "Citizens")
    monkeypatch.setattr(connection, "WAIT_SECONDS", 0.05)
    with open_map(map_path) as other:
        other.connection.execute("BEGIN IMMEDIATE")
        assert run("list").exit_code == 0, "others may read while one writes"
        ran = run("add", "Somebody")
        assert (ran.exit_code, "another process" in ran.stderr, "nothing was changed" in ran.stderr) == (11, True, True)
        other.connection.execute("ROLLBACK")
        other.connection.execute("BEGIN EXCLUSIVE")
        assert run("list").exit_code == 11
    assert run("add", "Somebody").exit_code == 0


def test_an_older_map_is_brought_up_to_date_and_that_is_said(
    run: Run, map_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlite_utils import Database, Migrations

    from ngomap.store import migrations

    run("init", "--name", "Citizens")
    grown = Migrations("ngomap")
    for name in connection.MIGRATION_NAMES:
        grown(name=name)(getattr(migrations, name))

    @grown(name="m999_mood")
    def mood(database: Database) -> None:
        database.execute("ALTER TABLE actors ADD COLUMN mood TEXT")

    monkeypatch.setattr(migrations, "MIGRATIONS", grown)
    program = connection.MIGRATION_NAMES
    for module in (migrations, connection):
        monkeypatch.setattr(module, "MIGRATION_NAMES", (*program, "m999_mood"))
    ran = run("list", "--format", "json")
    copy = map_path.with_name("test.db.before-m999_mood")
    assert (ran.exit_code, str(copy) in ran.stderr, copy.is_file()) == (0, True, True)
    assert ran.json["total"] == 1
    assert run("list").stderr == ""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["encrypt", "--key-file", "key"], "There is no map at pipe."),
        (["restore", "pipe", "--map", "ngomap.db", "--yes"], "There is no map at pipe."),
        (["import", "pipe", "--map", "ngomap.db"], "pipe is a pipe or a device, not a file."),
        (["merge-map", "pipe", "--map", "ngomap.db"], "pipe is a pipe or a device, not a file."),
    ],
)
def test_nobody_waits_at_a_pipe(run: Run, map_path: Path, tmp_path: Path, words: list[str], told: str) -> None:
    run("init", "--name", "Citizens")
    shutil.copyfile(map_path, tmp_path / "ngomap.db")
    os.mkfifo(tmp_path / "pipe")
    ran = subprocess.run(
        [*PROGRAM, *words], cwd=tmp_path, env={**os.environ, "NGOMAP_MAP": "pipe"}, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, timeout=60, check=False,
    )  # fmt: skip
    assert (ran.returncode, told in ran.stderr) == (10 if "no map" in told else 1, True), ran.stderr
