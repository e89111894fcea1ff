"""`ngomap activity`: recording who does what where by hand."""

from __future__ import annotations

import pytest

from ngomap.store.connection import Map
from tests.conftest import Run


@pytest.fixture
def ready(empty_map: Map, run: Run) -> Map:
    """A district with two villages, and one organization."""
    run("area", "add", "Valley")
    run("area", "add", "East", "--under", "valley")
    run("area", "add", "West", "--under", "valley")
    run("add", "Brook")
    return empty_map


def test_each_term_in_each_area_is_one_activity(ready: Map, run: Run) -> None:
    added = run(
        "activity", "add", "brook", "--issue", "health", "--service", "training", "--area", "east", "--area", "west",
        "--status", "ongoing", "--since", "2026-03", "--format", "json",
    ).json  # fmt: skip
    assert added["record"]["numbers"] == [1, 2, 3, 4]
    listed = run("activity", "list", "--format", "json").json
    assert {(r["what"], r["area"]) for r in listed["records"]} == {
        ("health", "east"), ("health", "west"), ("training", "east"), ("training", "west"),
    }  # fmt: skip
    assert {r["since"] for r in listed["records"]} == {"2026-03"}


def test_the_same_again_is_not_repeated_but_its_dates_widen(ready: Map, run: Run) -> None:
    first = ("activity", "add", "brook", "--issue", "health", "--area", "east")
    run(*first, "--since", "2026-03", "--until", "2026-05")
    again = run(*first, "--since", "2026-01", "--until", "2026-04", "--format", "json").json
    assert again["action"] == "edited"
    (record,) = run("activity", "list", "--format", "json").json["records"]
    assert (record["since"], record["until"]) == ("2026-01", "2026-05")


def test_the_list_takes_what_lies_below(ready: Map, run: Run) -> None:
    run("activity", "add", "brook", "--issue", "bribery", "--area", "east")
    run("activity", "add", "brook", "--issue", "health", "--area", "west")
    by_issue = run("activity", "list", "--issue", "corruption", "--format", "json").json
    assert [r["what"] for r in by_issue["records"]] == ["bribery"]
    assert run("activity", "list", "--area", "valley", "--format", "json").json["total"] == 2
    assert run("activity", "list", "--area", "west", "--format", "json").json["total"] == 1
    assert run("activity", "list", "--of", "brook", "--limit", "1", "--format", "json").json["total"] == 2


def test_what_was_added_is_taken_away_by_its_undo(ready: Map, run: Run) -> None:
    added = run("activity", "add", "brook", "--issue", "health", "--area", "east", "--format", "json").json
    assert run(*added["undo"].split()[1:]).exit_code == 0
    assert run("activity", "list", "--format", "json").json["total"] == 0
    assert run(*added["undo"].split()[1:]).exit_code == 1


def test_it_closes_the_gap_it_fills(ready: Map, run: Run) -> None:
    run("survey", "valley", "--whole", "--issue", "health", "--on", "2026-01-01")
    run("activity", "add", "brook", "--issue", "health", "--area", "east")
    gaps = run("gaps", "coverage", "--format", "json").json["findings"]
    assert [f["subject"] for f in gaps if f["group"] == "no presence"] == ["west/health"]
    run("activity", "add", "brook", "--issue", "health", "--area", "west")
    gaps = run("gaps", "coverage", "--format", "json").json["findings"]
    assert [f["subject"] for f in gaps if f["group"] == "no presence"] == []


@pytest.mark.parametrize(
    "words",
    [
        ["--issue", "health"],
        ["--area", "east"],
        ["--issue", "health", "--area", "east", "--status", "dreamt"],
        ["--issue", "health", "--area", "east", "--role", "king"],
        ["--issue", "health", "--area", "east", "--since", "2026-05", "--until", "2026-04"],
        ["--issue", "health", "--area", "east", "--reached", "many"],
    ],
)
def test_a_mistake_records_nothing(words: list[str], ready: Map, run: Run) -> None:
    assert run("activity", "add", "brook", *words).exit_code == 2
    assert run("activity", "list", "--format", "json").json["total"] == 0


def test_removing_needs_a_yes_where_nobody_can_be_asked(ready: Map, run: Run) -> None:
    run("activity", "add", "brook", "--issue", "health", "--area", "east")
    assert run("activity", "remove", "1").exit_code == 2
    assert run("activity", "list", "--format", "json").json["total"] == 1
