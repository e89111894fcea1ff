"""How long a register takes to come in, and how much memory, beside two ways of only putting its rows into a table."""

from __future__ import annotations

import csv
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.measuring import Line
from tests.conftest import DATASETS

SAMPLE = DATASETS / "irs-bmf-sample-2022" / "BizFile_Extract.csv"
SEED = 7
ROWS = 200_000
MANY = 2_000_000
REPETITIONS = 3
MEBIBYTES = 250
WORDS = ("North", "South", "East", "West", "Hill", "Lake", "River", "Valley", "Harbor", "Prairie", "Summit", "Grove")
BARE = """import csv, sqlite3, sys
with open(sys.argv[1], newline="", encoding="utf-8") as file:
    rows = csv.reader(file)
    names = next(rows)
    with sqlite3.connect(sys.argv[2]) as map_:
        map_.execute("CREATE TABLE t(%s)" % ", ".join(f'"{n}"' for n in names))
        map_.executemany("INSERT INTO t VALUES (%s)" % ", ".join("?" * len(names)), rows)
"""
"""What nothing that stores all cells can be much faster than: one transaction, one statement, no index."""


def register(path: Path, rows: int) -> None:
    """A register of so many organizations, made from the rows of the sample: other numbers, other words in the names,
    and one in fifty the chapter of another, of the same name in another town.
    """
    chance = random.Random(SEED)
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        header, *sample = list(csv.reader(file))
    sample = [row for row in sample if row[1] != "NA"]
    ein, name, city, state = (header.index(column) for column in ("EIN", "NAME", "CITY", "STATE"))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        last = sample[0][name]
        for n in range(rows):
            row = list(chance.choice(sample))
            row[ein] = f"{10_000_000 + n * 41:09d}"
            last = row[name] = last if n % 50 == 49 else f"{row[name][:48].strip()} {chance.choice(WORDS).upper()} {n % 9973}"
            other = chance.choice(sample)
            row[city], row[state] = other[city], other[state]
            writer.writerow(row)


def importing(rows: int = ROWS, repetitions: int = REPETITIONS) -> list[Line]:
    """The register imported - matched, with terms, history and search index -, beside the bare ways, and the same again,
    when nothing is new. Different rows are an error.
    """
    scripts = Path(sys.executable).parent
    times: dict[str, list[float]] = {"first": [], "again": [], "bare": [], "sqlite-utils": []}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "register.csv")
        register(file, rows)
        for turn in range(repetitions):
            map_, bare, table = (Path(folder, f"{name}-{turn}.db") for name in ("map", "bare", "table"))
            run([scripts / "ngomap", "init", "--name", "Citizens", "--map", map_, "--quiet"])
            into = [scripts / "ngomap", "import", file, "--map", map_, "--quiet", "--format", "json"]
            times["bare"].append(run([sys.executable, "-c", BARE, file, bare])[0])
            times["first"].append(run(into)[0])
            times["sqlite-utils"].append(run([scripts / "sqlite-utils", "insert", table, "t", file, "--csv"])[0])
            times["again"].append(run(into)[0])
            if turn == 0:
                _same_rows(map_, bare)
            for path in (map_, bare, table):
                path.unlink()
        median = {what: statistics.median(taken) for what, taken in times.items()}
        first, of = f"import of {rows:,} register rows", "sqlite-utils insert --csv, bare table"
        return [
            Line(first, median["first"], of, median["sqlite-utils"], 0.5),
            Line(first, median["first"], "executemany, bare table", median["bare"], 6.0),
            Line("the same again, nothing new", median["again"], "its first import", median["first"], 1.0),
        ]


def memory(rows: int = MANY) -> list[Line]:
    """The largest memory while a register ten times as large comes in; printed, for it is no time."""
    scripts = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as folder:
        file, map_ = Path(folder, "register.csv"), Path(folder, "map.db")
        register(file, rows)
        run([scripts / "ngomap", "init", "--name", "Citizens", "--map", map_, "--quiet"])
        seconds, peak = run([scripts / "ngomap", "import", file, "--map", map_, "--quiet", "--format", "json"])
    print(f"import of {rows:,} register rows: {seconds:.0f} s, {peak} MiB (bound: {MEBIBYTES}){' MISSED' * (peak > MEBIBYTES)}")
    return []


def run(command: Sequence[object]) -> tuple[float, int]:
    """Seconds and the largest MiB that a command took; one that fails is an error, rejected rows are none."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    begin = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    taken = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise subprocess.CalledProcessError(process.returncode, [str(word) for word in command])
    return taken, used.ru_maxrss // 1024


def _same_rows(map_: Path, bare: Path) -> None:
    """Every number of the register is an organization's, with its name."""
    ours, theirs = sqlite3.connect(map_), sqlite3.connect(bare)
    try:
        query = "SELECT i.value, lower(a.name) FROM identifiers i JOIN actors a ON a.id = i.actor_id ORDER BY 1"
        mine = ours.execute(query).fetchall()
        other = theirs.execute('SELECT "EIN", lower("NAME") FROM t ORDER BY 1').fetchall()
        if mine != other:
            wrong = [pair for pair in zip(mine, other, strict=False) if pair[0] != pair[1]][:3]
            raise AssertionError(f"{len(mine)} organizations for {len(other)} rows: {json.dumps(wrong)}")
    finally:
        ours.close()
        theirs.close()
