"""A process that is killed in the middle of an import leaves all of it or nothing."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

KILLS = 20
SECTORS = ("Health", "Nutrition", "Protection", "Education")
ACTIVITIES = 3000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An invented 3W, large enough for the writing to take a while."""
    lines = ["org,sector,province,prov code,district,dist code"]
    for n in range(ACTIVITIES):
        district = n // 4 % 300
        province = district % 10
        lines.append(f"Organization {n // 1200 + n % 97 * 5},{SECTORS[n % 4]},P{province},P{province},D{district},D{district}")
    path = tmp_path / "3w.csv"
    path.write_text("\n".join(dict.fromkeys(lines)) + "\n")
    return path


def ngomap(map_path: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "ngomap", *arguments, "--map", str(map_path)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def stored(map_path: Path) -> tuple[int, ...]:
    connection = sqlite3.connect(map_path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = ("actors", "areas", "activities", "surveys", "actor_search")
        return tuple(connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables)
    finally:
        connection.close()


def test_killed_twenty_times_it_leaves_all_or_nothing(tmp_path: Path, file: Path) -> None:
    whole = tmp_path / "whole.db"
    assert ngomap(whole, "init").wait() == 0
    empty = whole.read_bytes()
    nothing = stored(whole)
    journal = Path(f"{whole}-journal")
    process = ngomap(whole, "import", str(file))
    while not journal.exists() and process.poll() is None:
        time.sleep(0.001)
    began = time.monotonic()
    assert process.wait() == 0
    lasts = time.monotonic() - began
    everything = stored(whole)
    assert everything[2] == len(file.read_text().splitlines()) - 1
    assert nothing[2] == 0

    outcomes = []
    for n in range(KILLS):
        path = tmp_path / f"killed-{n}.db"
        path.write_bytes(empty)
        journal = Path(f"{path}-journal")
        process = ngomap(path, "import", str(file))
        # The journal shows that the writing has begun; from there the kills are spread over the time it takes.
        while not journal.exists() and process.poll() is None:
            time.sleep(0.001)
        time.sleep(lasts * n / KILLS)
        process.send_signal(signal.SIGKILL)
        in_the_middle = journal.exists()
        process.wait()
        left = stored(path)
        assert left in (nothing, everything)
        outcomes.append((left == nothing, in_the_middle))
    assert sum(none and middle for none, middle in outcomes) >= KILLS // 4, "too few kills hit the transaction"

    assert ngomap(path, "import", str(file)).wait() == 0
    assert stored(path) == everything
