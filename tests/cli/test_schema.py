"""`ngomap schema`: every table, for other tools."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ngomap.store.connection import Map

Run = Callable[..., Any]


def test_every_table_with_its_columns(empty_map: Map, run: Run) -> None:
    answer = run("schema", "--format", "json").json
    assert answer["kind"] == "columns"
    assert answer["total"] == len(answer["records"])
    found = {(r["table"], r["column"]): (r["type"], r["description"]) for r in answer["records"]}
    assert found["actors", None] == ("table", "organizations and people")
    assert found["ties", None][0] == "view"
    assert found["actors", "founded"] == ("TEXT", "year, month or day, ISO")


def test_one_table(empty_map: Map, run: Run) -> None:
    records = run("schema", "trust", "--format", "json").json["records"]
    assert {r["table"] for r in records} == {"trust"}
    assert "reliability" in [r["column"] for r in records]


def test_an_unknown_table_is_told_the_known_ones(empty_map: Map, run: Run) -> None:
    ran = run("schema", "actor")
    assert ran.exit_code == 1
    assert "There is no table 'actor'" in ran.stderr
    assert "actors" in ran.stderr


def test_without_a_map(run: Run) -> None:
    assert run("schema").exit_code == 10


def test_what_datasette_is_told(empty_map: Map, run: Run) -> None:
    tables = run("schema", "--datasette").json["databases"]["test"]["tables"]
    assert tables["actors"]["description"] == "organizations and people"
    assert tables["actors"]["columns"]["founded"] == "year, month or day, ISO"
    assert "organizations" in tables
    assert run("schema", "actors", "--datasette").exit_code == 2
