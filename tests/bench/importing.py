"""How long a register takes to come in, and how much memory, beside ways of only putting its rows into tables."""

from __future__ import annotations

import csv
import json
import random
import sqlite3
import sys
import tempfile
from pathlib import Path

from ngomap.store.search_index import INSERT_NEW, MERGE_RARELY
from tests.bench.measuring import Line, Taken, line, middle, run
from tests.conftest import DATASETS

SAMPLE = DATASETS / "irs-bmf-sample-2022" / "BizFile_Extract.csv"
SEED = 7
ROWS = 200_000
MANY = 2_000_000
REPETITIONS = 3
MEBIBYTES = 250
REJECTED = (0, 3)
"""How an import ends that took in everything, or everything but some rows."""
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
TABLES = ("changes", "actors", "aliases", "identifiers", "actor_terms", "import_lines", "relationships")
FINISHED = f"""import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as made, sqlite3.connect(sys.argv[2]) as map_:
    map_.execute("PRAGMA foreign_keys = ON")
    map_.execute("PRAGMA cache_size = -65536")
    map_.execute("INSERT INTO recording SELECT 1, 1, max(id) + 1 FROM actors")
    for table in {TABLES}:
        rows = made.execute("SELECT * FROM " + table)
        map_.executemany("INSERT OR IGNORE INTO %s VALUES (%s)" % (table, ", ".join("?" * len(rows.description))), rows)
    map_.execute({MERGE_RARELY!r})
    map_.execute({INSERT_NEW!r}, map_.execute("SELECT first_actor, (SELECT max(id) FROM actors) FROM recording").fetchone())
"""
"""What nothing that fills a map can be much faster than: the rows as an import made them, read, matched and checked by
nobody, put into its tables with their indexes and triggers, and indexed for search.
"""


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
    first, again = f"import of {rows:,} register rows", "the same again, nothing new"
    bare_table, of = "executemany, bare table", "sqlite-utils insert --csv, bare table"
    finished = "executemany of the finished rows, tables of a map"
    turns: dict[str, list[Taken]] = {first: [], again: [], bare_table: [], of: [], finished: []}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "register.csv")
        register(file, rows)
        for turn in range(repetitions):
            map_, bare, table, filled = (Path(folder, f"{name}-{turn}.db") for name in ("map", "bare", "table", "filled"))
            for path in (map_, filled):
                run([scripts / "ngomap", "init", "--name", "Citizens", "--map", path, "--quiet"])
            into = [scripts / "ngomap", "import", file, "--map", map_, "--quiet", "--format", "json"]
            turns[bare_table].append(run([sys.executable, "-c", BARE, file, bare]))
            turns[first].append(run(into, fine=REJECTED))
            turns[of].append(run([scripts / "sqlite-utils", "insert", table, "t", file, "--csv"]))
            turns[finished].append(run([sys.executable, "-c", FINISHED, map_, filled]))
            turns[again].append(run(into, fine=REJECTED))
            if turn == 0:
                _same_rows(map_, bare)
                _same_rows(filled, bare)
            for path in (map_, bare, table, filled):
                path.unlink()
    taken = {what: middle(of_all) for what, of_all in turns.items()}
    return [
        line(taken, first, of, 0.5), line(taken, first, bare_table, 6.0), line(taken, first, finished), line(taken, again, first, 1.0),
    ]  # fmt: skip


def memory(rows: int = MANY) -> list[Line]:
    """The largest memory while a register ten times as large comes in; printed, for it is no time."""
    scripts = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as folder:
        file, map_ = Path(folder, "register.csv"), Path(folder, "map.db")
        register(file, rows)
        run([scripts / "ngomap", "init", "--name", "Citizens", "--map", map_, "--quiet"])
        used = run([scripts / "ngomap", "import", file, "--map", map_, "--quiet", "--format", "json"], fine=REJECTED)
    peak = round(used.mebibytes or 0)
    print(f"import of {rows:,} register rows: {used.seconds:.0f} s, {peak} MiB (bound: {MEBIBYTES}){' MISSED' * (peak > MEBIBYTES)}")
    return []


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
