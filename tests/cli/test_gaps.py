"""`ngomap gaps` from the command line, on small maps and on the example."""

from __future__ import annotations

import csv
import io
import re
import shlex
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from ngomap.cli import gaps_rows, whole_graph
from ngomap.cli.app import COMMANDS
from tests.conftest import Run

PARTS = ("coverage", "reach", "knowledge", "network", "relationships", "resources")
TABLES = {
    "actor": "actors", "area": "areas", "term": "terms", "tie": "relationships", "activity": "activities",
    "event": "events", "survey": "surveys", "need-figure": "need_figures", "resource": "resources",
}  # fmt: skip
COMMAND = re.compile(r"ngomap ([a-z]+)")


@pytest.fixture
def town(run: Run) -> Run:
    """Two districts of a town, a clinic in one of them, and somebody who looked at the other."""
    run("init", "--name", "Health Watch")
    run("area", "add", "Town", "--level", "city")
    for name in ("East", "West"):
        run("area", "add", name, "--under", "Town", "--level", "district")
    assert run("add", "Clinic", "--issue", "health", "--serves", "East", "--level", "local").exit_code == 0
    assert run("survey", "West", "--issue", "health", "--on", "2024-02-01", "--source", "walk").exit_code == 0
    return run


@pytest.fixture
def example(run: Run, map_path: Path, example_map: Path) -> Run:
    """The example ecosystem."""
    map_path.write_bytes(example_map.read_bytes())
    return run


def findings(answer: Any) -> list[tuple[str, str]]:
    return [(f["group"], f["subject"]) for f in answer["findings"]]


def test_a_surveyed_and_an_assumed_cell(town: Run) -> None:
    answer = town("gaps", "coverage", "--format", "json").json
    assert answer["ngomap"] == "report/1"
    assert answer["name"] == "gaps coverage"
    assert findings(answer) == [("no presence", "west/health"), ("single provider", "east/health")]
    assert answer["findings"][0]["reasons"][0]["text"].startswith("Surveyed on 2024-02-01 (walk);")


def test_as_of_a_day_before_the_survey(town: Run) -> None:
    answer = town("gaps", "coverage", "--as-of", "2024-01-01", "--format", "json").json
    assert ("not surveyed", "west/health") in findings(answer)
    assert answer["parameters"]["on"] == "2024-01-01"


def test_one_area_and_one_issue(town: Run) -> None:
    assert findings(town("gaps", "coverage", "--area", "East", "--format", "json").json) == [
        ("single provider", "east/health")
    ]
    answer = town("gaps", "coverage", "--issue", "nutrition", "--format", "json").json
    assert set(findings(answer)) == {("not surveyed", "east/nutrition"), ("not surveyed", "west/nutrition")}


def test_by_level(town: Run) -> None:
    assert findings(town("gaps", "coverage", "--at", "city", "--format", "json").json) == [
        ("single provider", "town/health")
    ]
    refused = town("gaps", "coverage", "--at", "planet")
    assert refused.exit_code == 1
    assert "planet" in refused.stderr
    assert "city, district" in refused.stderr


def test_what_is_not_known_is_refused_in_two_lines(town: Run) -> None:
    for arguments in (("coverag",), ("coverage", "--issue", "helth"), ("--as-of", "yesterday"), ("--area", "Nowhere")):
        refused = town("gaps", *arguments)
        assert refused.exit_code in (1, 2)
        assert refused.stdout == ""
        assert len(refused.stderr.strip().splitlines()) <= 2
    assert town("gaps", "coverag").exit_code == 2


def test_without_a_map(run: Run) -> None:
    assert run("gaps").exit_code == 10


def test_an_empty_map_says_how_to_begin(run: Run) -> None:
    run("init")
    for part in PARTS:
        answer = run("gaps", part, "--format", "json").json
        assert answer["findings"] == []
        assert answer["next"], part
    assert run("gaps", "--format", "json").json["total"] == 0


def test_all_parts_by_default(example: Run) -> None:
    answer = example("gaps", "--format", "json").json
    groups = [g.split(":")[0] for g, _ in findings(answer)]
    assert list(dict.fromkeys(groups)) == list(PARTS)
    assert all(groups.count(part) <= 2 for part in PARTS)
    assert answer["total"] == sum(example("gaps", part, "--format", "json").json["total"] for part in PARTS)


def test_a_screenful(example: Run) -> None:
    for arguments in ([], *([part] for part in PARTS)):
        answer = example("gaps", *arguments, "--format", "json").json
        assert len(answer["findings"]) <= 15
        assert len(answer["next"]) <= len(PARTS)


def test_limits(example: Run) -> None:
    whole = example("gaps", "coverage", "--limit", "0", "--format", "json").json
    assert len(whole["findings"]) == whole["total"]
    one = example("gaps", "coverage", "--limit", "1", "--format", "json").json
    assert [g for g, _ in findings(one)] == list(dict.fromkeys(g for g, _ in findings(whole)))
    assert one["total"] == whole["total"]
    assert len(example("gaps", "--limit", "0", "--format", "json").json["findings"]) > whole["total"]


def test_every_id_of_evidence_is_in_the_map(example: Run, map_path: Path) -> None:
    answer = example("gaps", "--limit", "0", "--format", "json").json
    cited = {e for f in answer["findings"] for r in f["reasons"] for e in r["evidence"]}
    with sqlite3.connect(map_path) as connection:
        for kind, table in TABLES.items():
            known = {f"{kind}:{row[0]}" for row in connection.execute(f"SELECT id FROM {table}")}
            assert {e for e in cited if e.split(":")[0] == kind} <= known, kind
    assert {e.split(":")[0] for e in cited} <= set(TABLES)


def test_every_command_that_is_named_exists(example: Run) -> None:
    answer = example("gaps", "--limit", "0", "--format", "json").json
    said = [*answer["next"], *(r["text"] for f in answer["findings"] for r in f["reasons"])]
    named = [name for text in said for name in COMMAND.findall(text)]
    assert named
    assert set(named) <= set(COMMANDS)


def test_the_commands_of_the_next_steps_are_understood(example: Run) -> None:
    for part in PARTS:
        for step in example("gaps", part, "--format", "json").json["next"]:
            command = step.partition("ngomap ")[2]
            if command and not re.search(r"\b(REF|NAME|LEVEL)\b", command):
                ran = example(*shlex.split(command))
                assert ran.exit_code == 0, (step, ran.stderr)


def test_other_formats(example: Run) -> None:
    rows = list(csv.reader(io.StringIO(example("gaps", "--format", "csv").stdout)))
    assert rows[0][:3] == ["group", "subject", "label"]
    assert example("gaps", "--format", "md").stdout.startswith("# What is missing?")
    assert "Coverage: no presence" in example("gaps").stdout


def test_filters_reach_every_part(example: Run) -> None:
    for part in PARTS:
        whole = example("gaps", part, "--format", "json").json
        fewer = example("gaps", part, "--issue", "maternal-health", "--area", "valmore", "--format", "json").json
        assert fewer["total"] < whole["total"], part


def test_the_network_of_a_large_map(example: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("gaps", "network", "--limit", "0", "--format", "json")
    small = example(*words).json
    assert {f["group"] for f in small["findings"]} >= {"nobody is tied to them", "held together by one actor"}
    monkeypatch.setattr(whole_graph, "MOST_ACTORS", 0)
    assert example(*words).json == small
    monkeypatch.setattr(gaps_rows, "scale_installed", lambda: False)
    less = example(*words).json
    kept = ("nobody is tied to them", "a level missing on an issue", "a sector missing on an issue")
    assert less["findings"] == [f for f in small["findings"] if f["group"] in kept]
    assert "pip install 'ngomap[scale]'" in less["caveats"][0] and "were not looked for" in less["caveats"][0]
