"""`ngomap survey`."""

from __future__ import annotations

import shlex

import pytest

from ngomap.store.connection import Map
from ngomap.store.coverage import surveys
from tests.conftest import Run


@pytest.fixture
def map_(empty_map: Map, run: Run) -> Run:
    assert empty_map
    run("area", "add", "North")
    run("area", "add", "Old Town", "--under", "north")
    run("area", "add", "New Town", "--under", "north")
    return run


def test_one_area_for_everything(map_: Run, empty_map: Map) -> None:
    answer = map_("survey", "North", "--on", "2026-05-01", "--source", "walk", "--format", "json").json
    assert answer["record"] == {"areas": ["north"], "terms": [], "on": "2026-05-01", "new": 1}
    assert [(s.term, s.on_date, s.source) for s in surveys(empty_map)] == [(None, "2026-05-01", "walk")]
    assert "looked at for everything" in answer["text"]


def test_areas_in_areas_for_issues_and_services_and_back(map_: Run, empty_map: Map) -> None:
    words = ("north", "--whole", "--issue", "health", "--service", "legal-aid", "--on", "2026-05-01")
    answer = map_("survey", *words, "--format", "json").json
    assert answer["record"]["areas"] == ["new-town", "north", "old-town"]
    assert (answer["record"]["new"], len(surveys(empty_map))) == (6, 6)
    assert map_(*shlex.split(answer["undo"])[1:]).stdout.startswith("Took away that 3 areas")
    assert surveys(empty_map) == []
    assert map_("survey", *words, "--remove").stdout.startswith("Nothing to take away")


def test_what_was_recorded_before_is_said_and_not_taken_back(map_: Run, empty_map: Map) -> None:
    map_("survey", "old-town", "--on", "2026-05-01")
    answer = map_("survey", "old-town", "new-town", "--on", "2026-05-01", "--format", "json").json
    assert (answer["record"]["new"], answer["undo"], "before" in answer["text"]) == (1, "", True)
    again = map_("survey", "old-town", "new-town", "--on", "2026-05-01")
    assert again.stdout.startswith("It was recorded before that 2 areas")
    assert len(surveys(empty_map)) == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["atlantis"], 1),
        (["north", "--issue", "atlantis"], 1),
        (["north", "--on", "01/02/2024"], 2),
        ([], 2),
        (["north", "--source", "\x00"], 2),
    ],
)
def test_what_cannot_be_recorded(map_: Run, empty_map: Map, words: list[str], code: int) -> None:
    assert map_("survey", *words).exit_code == code
    assert surveys(empty_map) == []
