"""`ngomap undo`."""

from __future__ import annotations

import itertools
import shlex

import pytest

from ngomap.store import actor_edits
from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Old Choir")
    run("edit", "old-choir", "--phone", "5")
    return run


def phone(map_: Run) -> str | None:
    return map_("show", "old-choir", "--format", "json").json["records"][0].get("phone")


def test_the_last_change_and_back_again(map_: Run) -> None:
    answer = map_("undo", "--format", "json").json
    assert (answer["action"], answer["record"]["number"], answer["undo"]) == ("undone", 3, "ngomap undo 4")
    assert answer["text"].endswith("edit old-choir --phone 5): Old Choir: phone unknown -> 5.")
    assert phone(map_) is None
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert phone(map_) == "5"


def test_what_later_changes_rest_on_is_refused_in_two_lines(map_: Run) -> None:
    ran = map_("undo", "2")
    assert ran.exit_code == 1
    first, second = ran.stderr.splitlines()
    assert first.startswith("Error: Change 2 cannot be taken back: change 3 (ngomap ")
    assert "(Old Choir: phone)" in first
    assert second == "Take that back first: ngomap undo 3"
    assert phone(map_) == "5"


def test_what_is_in_the_way_is_named_even_if_the_clock_went_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = itertools.count()
    monkeypatch.setattr(actor_edits, "now", lambda: f"2026-01-01T00:00:0{next(ticks)}Z")
    for words in (["init", "--name", "Citizens"], ["add", "Old Choir"], ["edit", "old-choir", "--phone", "5"]):
        run(*words)
    assert "(Old Choir: phone)" in run("undo", "2").stderr


def test_further_and_further_back_but_not_the_map_itself(map_: Run) -> None:
    assert [map_("undo").exit_code for _ in range(2)] == [0, 0]
    ran = map_("undo")
    assert (ran.exit_code, "Nothing has been changed since" in ran.stderr, "delete the file" in ran.stderr) == (1, True, True)
    assert map_("list", "--format", "json").json["total"] == 1


@pytest.mark.parametrize(("number", "code"), [("0", 2), ("x", 2), ("99", 1), ("-1", 2)])
def test_a_number_that_is_none(map_: Run, number: str, code: int) -> None:
    assert map_("undo", number).exit_code == code
    assert phone(map_) == "5"


def test_a_merge_and_a_removal_come_back(map_: Run) -> None:
    map_("edit", "old-choir", "--issue", "bribery")
    before = map_("show", "old-choir", "--format", "json").json
    for words in (["term", "merge", "issue", "bribery", "procurement"], ["remove", "old-choir", "--yes"]):
        answer = map_(*words, "--format", "json").json
        assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
        assert map_("show", "old-choir", "--format", "json").json == before


def test_sources_of_what_is_shown(map_: Run) -> None:
    assert "sources" not in map_("show", "old-choir", "--format", "json").json["records"][0]
    rows = map_("show", "old-choir", "--sources", "--format", "json").json["records"][0]["sources"]
    assert {(row["field"], row["value"], row["from"], row["change"]) for row in rows} >= {
        ("name", "Old Choir", "by hand", 2), ("phone", "5", "by hand", 3),
    }  # fmt: skip
    assert "by hand" in map_("show", "old-choir", "--sources").stdout
