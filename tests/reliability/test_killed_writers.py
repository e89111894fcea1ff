"""Writers killed with no warning, at any moment: what was committed is there, what was not is not, and work goes on.

Each story is told once without a kill, and what the map says after each commit is kept. A killed one must have left just
what it said last that it had committed, or the commit that it was in; told to its end from there, it ends as it would have.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from ngomap.places import geocode_asking
from ngomap.store import check_schema
from ngomap.store.check import NOTE, check
from ngomap.store.connection import open_map
from tests.places.geocode_server import place, said, serving
from tests.reliability.processes import FULL, in_child, killed, lasts, needs_fork, reporting
from tests.reliability.watching import digest, run_watched
from tests.whole.test_envelopes import CALLS

pytestmark = needs_fork

STORIES: dict[str, list[str]] = {
    "add": ["add First", "add Second --kind cbo --issue corruption", "add Third --alias Trois", "add Fourth"],
    "edit": ["edit bright-slate --level local", "edit night-door --notes Words --website https://example.org", "verify us"],
    "import": ["import {folder}/rows.csv", "import {folder}/more.csv"],
    "merge": ["merge bright-slate night-door --yes", "undo"],
    "remove": ["remove night-door --yes", "undo", "remove bright-slate --yes"],
    "share": ["share --audience partners --for Partner --to {folder}/share.db", "add Later"],
    "merge-map": ["merge-map {folder}/spare.db", "conflicts settle 1 --theirs", "undo"],
    "geocode": ["add Mill --place Millford", "add Far --place Farford",
                "geocode --all --provider nominatim --server {server}"],
    "ties": ["link us night-door --rung 1", "log night-door", "stance night-door +1 --issue corruption", "unlink us night-door"],
    "trees": ["term add issue Zebras", "term merge issue nepotism bribery", "area add Newtown", "area merge anjelu brekvitsa"],
    "forget": ["forget night-door --yes", "forget bright-slate --yes"],
    "undo": ["edit bright-slate --level local", "undo", "undo", "edit bright-slate --level regional"],
    "work": [CALLS[name] for name in ("project add", "coalition add", "grant add", "commitment add", "exchange record", "offer")],
    "ends": [CALLS[name] for name in ("project remove", "grant remove", "commitment remove", "exchange remove", "activity remove")],
    "care": ["settings author Ana", "check --mend", "edit us --notes Words"],
    "days": ["log bright-slate", "done 1", "agree bright-slate", "person add Nobody"],
}  # fmt: skip
AT_ONCE = ("forget",)
"""Its first commit does what was asked for, and it cannot be asked for again; then the file is written anew."""
TOLD = list(STORIES) if FULL else ["merge", "geocode"]
KILLS = -(-1000 // len(TOLD)) if FULL else 2
PROCESSES = 100 if FULL else 1
ROWS = 200


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a service for places, in a process of its own: a fork of one with threads is a gamble."""
    out, into = os.pipe()
    parent = os.getpid()

    def serve() -> None:
        with serving(lambda _: said([place(1.5, 37.5, "Found")])) as running:
            os.write(into, running.url.encode())
            while os.getppid() == parent:
                time.sleep(1)

    child = in_child(serve)
    yield os.read(out, 1000).decode()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.fixture
def master(laid_out: Path, quick_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that every round begins with; checking costs less, and services are not waited for."""
    made = expected(laid_out)
    monkeypatch.setattr(check_schema, "expected", lambda _: made)
    monkeypatch.setattr(geocode_asking, "INTERVAL", 0.0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(quick_folder / "cache"))
    folder = quick_folder / "master"
    folder.mkdir()
    for name in ("test.db", "spare.db"):
        shutil.copy(laid_out / name, folder)
    rows = [f"Group {n},G{n},https://group{n}.example.org\n" for n in range(ROWS)]
    (folder / "rows.csv").write_text("name,acronym,website\n" + "".join(rows))
    (folder / "more.csv").write_text("name,acronym,website\n" + "".join(r.replace(".org", ".net") for r in rows[:50]) + "New,N,\n")
    return folder


@cache
def expected(folder: Path) -> check_schema.Objects:
    with open_map(folder / "test.db") as map_:
        return check_schema.expected(map_)


def found(path: Path) -> set[str]:
    """What `check` finds."""
    with open_map(path) as map_:
        return {finding.code for finding in check(map_) if finding.severity != NOTE}


def names(folder: Path) -> set[str]:
    return {p.name for p in folder.rglob("*") if p.parent == folder}


@pytest.mark.parametrize("story", TOLD)
def test_what_was_committed_is_there_and_nothing_by_half(
    story: str, master: Path, quick_folder: Path, server: str, record_property: Callable[[str, object], None]
) -> None:
    folder = quick_folder / "told"
    map_path, journal = folder / "test.db", folder / "test.db-journal"
    lines = [line.format(folder=folder, server=server).split() for line in STORIES[story]]

    def afresh() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(master, folder)

    def told() -> tuple[list[int], list[str]]:
        afresh()
        states = [digest(map_path)]
        return run_watched(map_path, lines, 0, lambda: states.append(digest(map_path))), states

    ends, states = told()
    left = names(folder)
    assert told() == (ends, states), "chance is shut out"
    assert len(set(states)) > 1, "nothing was written"
    assert found(map_path) <= found(master / "test.db")
    afresh()
    seconds = lasts(lambda: run_watched(map_path, lines, 0, lambda: None))
    chance = random.Random(story)
    cut = in_commit = 0
    for n in range(KILLS):
        afresh()
        with reporting() as (committed, said_so):
            # Every other one when the writing has begun, where kills hurt.
            sign = journal.exists if n % 2 else lambda: True
            cut += killed(lambda: run_watched(map_path, lines, 0, committed), chance.uniform(0, seconds), sign)
            in_commit += journal.exists() and journal.stat().st_size > 0
            known = said_so()
        # What is byte for byte what it was is as sound as that.
        now = digest(map_path)
        assert now in states[known : known + 2], f"{known} commits were told"
        at = len(states) - 1 - states[::-1].index(now)
        done = sum(begun < at for begun in [0, *ends[:-1]]) if story in AT_ONCE else sum(end <= at for end in ends)
        if n % 3 == 0 or names(folder) - {journal.name} != names(master):
            lasts(lambda done=done: run_watched(map_path, lines[done:], done, lambda: None))  # type: ignore[misc]
            if at in (0, *ends):
                assert digest(map_path) == states[-1]
            assert done == len(lines) or names(folder) == left
    record_property("killed before their end, of all", f"{cut} of {KILLS}")
    record_property("killed inside a transaction", in_commit)
    assert cut > KILLS // 3 or not FULL


def test_real_processes_lose_no_word_they_have_said(
    master: Path, record_property: Callable[[str, object], None]
) -> None:
    """Shells that add one after another and say so; each is killed in the middle of it."""
    map_path = master / "test.db"
    wrong = found(map_path)
    chance = random.Random(9)
    said_so = 0
    begin = time.monotonic()
    subprocess.run([sys.executable, "-m", "ngomap", "--map", str(map_path), "add", "First", "--quiet"], check=True)
    seconds = time.monotonic() - begin
    for n in range(PROCESSES):
        loop = f'for i in 1 2 3 4 5 6; do "$0" -m ngomap --map "$1" add "Said {n} $i" --new --quiet && echo $i; done'
        process = subprocess.Popen(
            ["sh", "-c", loop, sys.executable, str(map_path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            start_new_session=True, text=True,
        )  # fmt: skip
        time.sleep(chance.uniform(0, 4 * seconds))
        os.killpg(process.pid, signal.SIGKILL)
        told = [line for line in process.communicate()[0].split("\n") if line.isdigit()]
        with open_map(map_path) as map_:
            rows = map_.connection.execute("SELECT name FROM actors WHERE name LIKE ?", [f"Said {n} %"]).fetchall()
        there = sorted(name.split()[-1] for (name,) in rows)
        assert there[: len(told)] == told
        assert len(there) - len(told) in (0, 1)
        said_so += len(told)
    assert found(map_path) <= wrong
    record_property("processes killed", PROCESSES)
    record_property("rows they had said were added, all there", said_so)
