"""`ngomap check`: its exit code is for cron, its findings say what to do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from ngomap.store.connection import MIGRATION_NAMES, Map
from ngomap.store.migrations import MIGRATIONS
from ngomap.store.schema import APPLICATION_ID
from tests.conftest import Run


def older_map(path: Path) -> None:
    """A map as the ngomap before this one made it."""
    path.touch(mode=0o600)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        MIGRATIONS.apply(Database(connection), stop_before=MIGRATION_NAMES[-1])
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")


def test_sound(empty_map: Map, run: Run) -> None:
    ran = run("check")
    assert (ran.exit_code, "is sound." in ran.stdout) == (0, True)
    assert run("check", "--quiet").stdout == ""
    assert run("check", "--format", "json").json["parameters"]["state"] == "sound"


def test_something_to_mend(empty_map: Map, map_path: Path, run: Run) -> None:
    map_path.chmod(0o644)
    ran = run("check", "--format", "json", "--quiet")
    assert (ran.exit_code, ran.json["findings"][0]["subject"]) == (1, "mode")
    assert "ngomap check --mend" in ran.json["findings"][0]["reasons"][0]["text"]
    assert run("check", "--quiet").stdout != ""
    ran = run("check", "--mend", "--format", "json")
    assert (ran.exit_code, ran.json["findings"], len(ran.json["parameters"]["mended"])) == (0, [], 1)


def test_damaged(empty_map: Map, map_path: Path, run: Run) -> None:
    copy = run("backup", "--format", "json").json["record"]["path"]
    empty_map.connection.close()
    for content in (b"", b"nonsense" * 1000, map_path.read_bytes()[:40960]):
        map_path.write_bytes(content)
        ran = run("check", "--format", "json")
        assert (ran.exit_code, ran.json["findings"][0]["group"]) == (14, "Damaged")
        assert ran.json["findings"][0]["reasons"][0]["text"] == f"ngomap restore {copy}"
        assert map_path.read_bytes() == content
        assert run("check", "--mend").exit_code == 14
        assert map_path.read_bytes() == content


def test_an_older_map_is_sound_and_stays_as_it_is(map_path: Path, run: Run) -> None:
    older_map(map_path)
    content = map_path.read_bytes()
    ran = run("check", "--format", "json")
    assert (ran.exit_code, [f["subject"] for f in ran.json["findings"]]) == (0, ["older"])
    assert map_path.read_bytes() == content
    assert run("backup").exit_code == 0
    assert map_path.read_bytes() == content
