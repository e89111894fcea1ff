"""`ngomap postpone`: what was agreed is due on another day."""

from __future__ import annotations

import shlex

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Fair Elections")
    run("log", "fair-elections", "--on", "2026-05-01", "--next", "Send it", "--due", "2026-06-01")
    run("log", "fair-elections", "--on", "2026-04-01", "--next", "Think")
    return run


def due(run: Run, number: int) -> object:
    found = run("show", "us", "--as-of", "2030-01-01", "--format", "json").json["records"][0]["contacts"]
    return next(c["due"] for c in found if c["number"] == number)


def test_later_and_back(map_: Run) -> None:
    answer = map_("postpone", "1", "2999-07-01", "--format", "json").json
    assert answer["text"] == "Postponed from 2026-06-01 to 2999-07-01: Send it (Meeting, 2026-05-01)."
    assert answer["record"] == {"id": 1, "due": "2999-07-01", "was_due": "2026-06-01"}
    assert (due(map_, 1), answer["notes"]) == ("2999-07-01", [])
    assert "2026-06-01" in map_("history").stdout
    back = map_(*shlex.split(answer["undo"])[1:], "--format", "json").json
    assert back["text"].startswith("Brought forward from 2999-07-01 to 2026-06-01")
    assert due(map_, 1) == "2026-06-01"


def test_a_day_that_has_passed_is_taken_but_said(map_: Run) -> None:
    assert map_("postpone", "1", "2026-05-02", "--format", "json").json["notes"] == ["That day has passed, so it is overdue."]


def test_a_first_day_and_back(map_: Run) -> None:
    answer = map_("postpone", "2", "2999-07-01", "--format", "json").json
    assert answer["text"].startswith("Due 2999-07-01: Think")
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert due(map_, 2) is None


def test_the_same_day_changes_nothing(map_: Run) -> None:
    before = map_("history", "--format", "json").json
    answer = map_("postpone", "1", "2026-06-01", "--format", "json").json
    assert (answer["action"], answer["undo"]) == ("unchanged", "")
    assert map_("history", "--format", "json").json == before


@pytest.mark.parametrize(
    ("words", "code"),
    [(["3", "2026-07-01"], 1), (["x", "2026-07-01"], 2), (["1", "soon"], 2), (["1", "2026-04-30"], 2), (["1"], 2)],
    ids=str,
)
def test_what_cannot_be_postponed(map_: Run, words: list[str], code: int) -> None:
    ran = map_("postpone", *words)
    assert (ran.exit_code, ran.stdout) == (code, "")
    assert due(map_, 1) == "2026-06-01"


def test_what_is_done_is_not_postponed(map_: Run) -> None:
    map_("done", "1", "--on", "2026-05-09")
    ran = map_("postpone", "1", "2026-07-01")
    assert ran.exit_code == 2
    assert "was done on 2026-05-09" in ran.stderr and "ngomap log --reopen 1" in ran.stderr
