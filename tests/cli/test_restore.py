"""`ngomap restore`: what stood there is named, and goes back the same way."""

from __future__ import annotations

import shlex
from pathlib import Path

from ngomap.store.connection import MIGRATION_NAMES, Map
from tests.cli.test_check import older_map
from tests.conftest import Run


def handles(run: Run) -> list[str]:
    return [record["handle"] for record in run("list", "--format", "json").json["records"]]


def test_there_and_back(empty_map: Map, run: Run) -> None:
    copy = run("backup", "--format", "json").json["record"]["path"]
    run("add", "Later")
    answer = run("restore", copy, "--format", "json").json
    assert handles(run) == []
    assert run(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert handles(run) == ["later"]
    assert answer["record"]["before"] in answer["notes"][0]


def test_an_older_backup_is_brought_up_to_date_after_a_copy(empty_map: Map, map_path: Path, run: Run) -> None:
    older_map(map_path.with_name("old.db"))
    ran = run("restore", str(map_path.with_name("old.db")))
    assert ran.exit_code == 0, ran.stderr
    assert "was brought up to date" in ran.stderr
    assert handles(run) == []
    assert map_path.with_name(f"test.db.before-{MIGRATION_NAMES[-1]}").exists()


def test_a_damaged_map_comes_back(empty_map: Map, map_path: Path, run: Run) -> None:
    run("add", "Somebody")
    copy = run("backup", "--format", "json").json["record"]["path"]
    empty_map.connection.close()
    map_path.write_bytes(b"x" * 5000)
    assert run("list").exit_code == 14
    ran = run("restore", copy)
    assert (ran.exit_code, "The damaged file lies in" in ran.stderr) == (0, True)
    assert handles(run) == ["somebody"]


def test_what_is_no_backup_is_answered_with_where_backups_are(run: Run, map_path: Path, tmp_path: Path) -> None:
    run("init", "--name", "A")
    other = tmp_path / "letter.txt"
    other.write_text("Dear all", encoding="utf-8")
    for words, code in ((str(tmp_path / "nowhere.db"), 10), (str(other), 14)):
        ran = run("restore", words)
        assert (ran.exit_code, ran.stdout) == (code, "")
        assert f"{map_path.name}-backups" in ran.stderr
        assert "ngomap init" not in ran.stderr
