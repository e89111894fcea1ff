"""Several people and several jobs at one map, at the same time, as they would meet it: processes and their exit codes."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ngomap.store import connection, new_files
from ngomap.store.actor_edits import add_actor
from ngomap.store.connection import open_map
from ngomap.store.writing import write
from tests.conftest import Run
from tests.whole.test_readme import README

HELD_SECONDS = 1
"""So long both have begun and wait for the lock, on a machine that is not too busy; if not, the test is weaker, not red."""


def started(path: Path, *words: str, who: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ngomap", "--map", str(path), *words],
        env={**os.environ, "NGOMAP_AUTHOR": who}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ended(*running: subprocess.Popen[str]) -> None:
    for process in running:
        _, said = process.communicate()
        assert process.returncode == 0, said


@contextmanager
def somebody_writes(path: Path) -> Iterator[None]:
    """Another has the lock meanwhile, has changed something already, and then thinks better of it."""
    with open_map(path) as map_, pytest.raises(ZeroDivisionError), write(map_):
        add_actor(map_, {"name": "Not Yet", "kind": "ngo"})
        yield
        raise ZeroDivisionError


@pytest.fixture
def town(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Fair Elections", "--audience", "public")
    return run


def test_two_edit_the_same_entry_and_both_edits_are_kept(town: Run, map_path: Path) -> None:
    with somebody_writes(map_path):
        ana = started(map_path, "edit", "fair-elections", "--phone", "+1 555 0100", who="Ana")
        ben = started(map_path, "edit", "fair-elections", "--email", "ben@fair.example", who="Ben")
        time.sleep(HELD_SECONDS)
    ended(ana, ben)
    shown = json.dumps(town("show", "fair-elections", "--format", "json").json)
    assert "555" in shown and "ben@fair.example" in shown
    told = {r["author"]: r["command"] for r in town("history", "fair-elections", "--format", "json").json["records"]}
    assert "--phone" in told["Ana"] and "--email" in told["Ben"]


def test_who_reads_while_another_writes_sees_the_map_before(town: Run, map_path: Path) -> None:
    with somebody_writes(map_path):
        reader = started(map_path, "list", "--format", "csv")
        out, said = reader.communicate()
    assert (reader.returncode, [row["handle"] for row in csv.DictReader(out.splitlines())]) == (0, ["citizens", "fair-elections"]), said


def test_who_waits_too_long_is_told_what_to_do(town: Run, map_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (connection.WAIT_SECONDS, new_files.WAIT_SECONDS) == (30, 30)
    assert "half a minute" in README
    monkeypatch.setattr(connection, "WAIT_SECONDS", 0.05)
    file = map_path.with_name("new.csv")
    report = map_path.with_name("r.md")
    with somebody_writes(map_path):
        for words in (
            ("edit", "fair-elections", "--phone", "1"), ("backup",),
            ("export", "csv", "--since-last", "--to", str(file), "--quiet"),
            ("report", "--to", str(report), "--no-pictures", "--since-last", "--quiet"),
        ):  # fmt: skip
            ran = town(*words)
            assert (ran.exit_code, ran.stdout) == (11, ""), words
            assert "is being written by another process" in ran.stderr and "Try again" in ran.stderr
            assert len(ran.stderr.splitlines()) == 2
    assert not file.exists() and not report.exists()
    # Nothing was noted, so that the next run tells it.
    assert town("export", "csv", "--since-last", "--to", str(file)).exit_code == 0
    assert "fair-elections" in file.read_text()


def test_jobs_at_once_with_one_target_leave_one_whole_file(town: Run, map_path: Path) -> None:
    file, folder = map_path.with_name("all.json"), map_path.with_name("copies")
    folder.mkdir()
    words = ("export", "json", "--force", "--to", str(file))
    copy = ("backup", "--to", str(folder), "--if-changed", "--quiet")
    ended(*(started(map_path, *job) for job in (words, words, copy, copy)))
    assert json.loads(file.read_text())["ngomap"] == "map/1"
    assert len(list(folder.iterdir())) == 1, "the second found the copy of the first, and it says the same"
    assert not [p.name for p in map_path.parent.iterdir() if p.name.endswith(".part")]


@pytest.mark.skipif(os.name == "nt", reason="there is no cron")
def test_jobs_need_no_streams_no_home_no_language_and_no_folder(town: Run, map_path: Path) -> None:
    town("log", "fair-elections", "--on", "2026-05-01", "--next", "Call", "--due", "2026-05-02")

    def job(streams: str, *words: str) -> tuple[int, str]:
        command = f'exec "$0" -m ngomap --map "$1" {" ".join(words)} {streams}'
        ran = subprocess.run(
            ["/bin/sh", "-c", command, sys.executable, str(map_path)], cwd="/", env={"LANG": "C"}, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        return ran.returncode, ran.stdout

    if Path("/dev/full").exists():
        # What could not be printed was not told.
        assert job(">/dev/full", "today", "--since-last", "--format", "md")[0] == 1
    code, text = job("</dev/null", "today", "--since-last", "--format", "md")
    assert (code, "**Call**" in text) == (0, True)
    assert job("<&- >&- 2>&-", "export", "csv", "--since-last")[0] == 0
    assert job("<&-", "export", "csv", "--since-last", "--quiet") == (0, "")
