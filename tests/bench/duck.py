"""What overlaps and what is covered, reckoned once more by DuckDB from the rows of a map: what ngomap is measured beside.

    python -m tests.bench.duck MAP pairs|cells

The rules are written here a second time, in SQL: another answer than ngomap's is a fault of one of the two.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

import duckdb

from ngomap.analyses.duplication_asked import LEAST_SHARED, THRESHOLD
from tests.bench.register import TODAY

YEAR_AGO: Final = f"{int(TODAY[:4]) - 1}{TODAY[4:]}"
READ: Final = {
    "v": "SELECT actor_id, term_id, area_id, ifnull(population_id, 0) AS pop, role, status, since, until FROM activities",
    "actors": "SELECT id, kind, ifnull(status, 'active') AS status, area_id FROM actors",
    "terms": "SELECT id, parent_id, vocabulary FROM terms",
    "areas": "SELECT id, parent_id FROM areas",
    "actor_terms": "SELECT actor_id, term_id FROM actor_terms",
    "actor_areas": "SELECT actor_id, area_id FROM actor_areas",
}
# Whoever has issues and areas but no activity is taken to be there.
ROWS: Final = f"""CREATE TABLE work AS
WITH served AS (SELECT actor_id, area_id FROM actor_areas UNION SELECT id, area_id FROM actors
  WHERE area_id IS NOT NULL AND id NOT IN (SELECT actor_id FROM actor_areas)),
everything AS (SELECT * FROM v UNION ALL
  SELECT a.id, t.id, s.area_id, 0, 'implementer', NULL, NULL, NULL FROM actors a
  JOIN actor_terms x ON x.actor_id = a.id JOIN terms t ON t.id = x.term_id AND t.vocabulary = 'issue'
  JOIN served s ON s.actor_id = a.id
  WHERE a.kind <> 'person' AND a.status = 'active' AND a.id NOT IN (SELECT actor_id FROM v)),
dated AS (SELECT *, until IS NOT NULL AND until < substr('{TODAY}', 1, length(until)) AS over,
  until IS NOT NULL AND until < substr('{YEAR_AGO}', 1, length(until)) AS long_over FROM everything WHERE role <> 'funder')
SELECT actor_id AS actor, term_id AS term, d.area_id AS area, pop, CASE
  WHEN d.status = 'suspended' THEN 'absent' WHEN d.status = 'planned' OR since > '{TODAY}' THEN 'planned'
  WHEN d.status = 'completed' AND (until IS NULL OR over) THEN 'stale' WHEN over AND long_over THEN 'stale'
  ELSE 'present' END AS state, a.kind, a.status FROM dated d JOIN actors a ON a.id = d.actor_id WHERE a.status <> 'closed'"""
CELLS: Final = """CREATE TABLE cells AS SELECT DISTINCT actor, term, area, pop FROM work
WHERE state IN ('present', 'planned') AND kind <> 'person'"""
PAIRS: Final = """WITH weights AS (SELECT term, area, pop, 1 / log2(1 + count(*)) AS w FROM cells GROUP BY ALL),
weighed AS (SELECT actor, w, term, area, pop FROM cells JOIN weights USING (term, area, pop)),
sums AS (SELECT actor, sum(w) AS whole FROM weighed GROUP BY actor),
shared AS (SELECT a.actor AS one, b.actor AS other, sum(a.w) AS common, count(*) AS n
  FROM weighed a JOIN weighed b USING (term, area, pop) WHERE a.actor < b.actor GROUP BY ALL)
SELECT one, other, common / (x.whole + y.whole - common) AS alike FROM shared
JOIN sums x ON x.actor = one JOIN sums y ON y.actor = other WHERE n >= ? AND alike >= ? ORDER BY one, other"""
PRESENT: Final = """WITH RECURSIVE around(place, area) AS (
  SELECT id, id FROM areas WHERE id NOT IN (SELECT parent_id FROM areas WHERE parent_id IS NOT NULL)
  UNION SELECT place, parent_id FROM around JOIN areas ON id = area WHERE parent_id IS NOT NULL),
wider(term, column_) AS (SELECT id, id FROM terms
  UNION SELECT w.term, parent_id FROM wider w JOIN terms ON id = column_ WHERE parent_id IS NOT NULL),
rows_ AS (SELECT DISTINCT actor, column_ AS term, area FROM work JOIN wider USING (term)
  WHERE state = 'present' AND status <> 'dormant')
SELECT place, term, count(DISTINCT actor) FROM rows_ JOIN around USING (area) GROUP BY ALL ORDER BY ALL"""


def pairs(path: Path, least: int = LEAST_SHARED, threshold: float = THRESHOLD) -> dict[tuple[int, int], float]:
    """How alike those are who overlap, by a self-join."""
    with closing(_read(path)) as database:
        database.execute(CELLS)
        return {(a, b): alike for a, b, alike in database.execute(PAIRS, [least, threshold]).fetchall()}


def cells(path: Path) -> dict[tuple[int, int], int]:
    """How many organizations are present in each place for each issue or service, where anybody is."""
    with closing(_read(path)) as database:
        return {(place, term): many for place, term, many in database.execute(PRESENT).fetchall()}


def _read(path: Path) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    with tempfile.TemporaryDirectory() as name, closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as map_:
        for table, query in READ.items():
            rows = map_.execute(query)
            file = Path(name, f"{table}.csv")
            with file.open("w", newline="", encoding="utf-8") as out:
                writer = csv.writer(out)
                names = [column[0] for column in rows.description]
                writer.writerow(names)
                writer.writerows(rows)
            typed = {n: "BIGINT" if n.endswith("id") or n == "pop" else "VARCHAR" for n in names}
            database.read_csv(str(file), header=True, columns=typed).create(table)
    database.execute(ROWS)
    return database


if __name__ == "__main__":
    print(len({"pairs": pairs, "cells": cells}[sys.argv[2]](Path(sys.argv[1]))))
