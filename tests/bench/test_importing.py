"""The benchmark of imports runs, and a wrong answer is a failure of it."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import pytest

from tests.bench import importing as part
from tests.bench.importing import importing, memory, register


def test_a_small_register_is_imported_beside_the_bare_ways(datasets: Path) -> None:
    assert datasets
    lines = importing(rows=120, repetitions=1)
    assert [line.bound for line in lines] == [0.5, 6.0, None, 1.0]
    assert all(line.seconds > 0 and line.alternative_seconds > 0 for line in lines)


def test_memory_is_said(datasets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert datasets
    assert memory(60) == []
    assert "import of 60 register rows" in capsys.readouterr().out


def test_the_register_has_numbers_of_its_own_and_chapters_of_one_name(datasets: Path, tmp_path: Path) -> None:
    assert datasets
    register(tmp_path / "x.csv", 200)
    with (tmp_path / "x.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["EIN"] for row in rows}) == 200
    assert all(len(row["EIN"]) == 9 for row in rows)
    assert len({row["NAME"] for row in rows}) == 196


def test_a_row_that_is_missing_fails_the_benchmark(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "a.db", tmp_path / "b.db"
    with sqlite3.connect(ours) as map_:
        map_.execute("CREATE TABLE actors(id, name)")
        map_.execute("CREATE TABLE identifiers(actor_id, value)")
    with sqlite3.connect(theirs) as bare:
        bare.execute("CREATE TABLE t(EIN, NAME)")
        bare.execute("INSERT INTO t VALUES ('1', 'A')")
    with pytest.raises(AssertionError, match="0 organizations for 1 rows"):
        part._same_rows(ours, theirs)
