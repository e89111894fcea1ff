"""`ngomap done`: what was agreed is done."""

from __future__ import annotations

import shlex

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Fair Elections")
    run("log", "fair-elections", "--on", "2026-05-01", "--next", "Send it", "--due", "2026-06-01", "--outcome", "Yes")
    return run


def contact(run: Run) -> dict[str, object]:
    found: dict[str, object] = run("show", "us", "--as-of", "2030-01-01", "--format", "json").json["records"][0]["contacts"][0]
    return found


def test_done_and_back(map_: Run) -> None:
    answer = map_("done", "1", "--on", "2026-05-09", "--format", "json").json
    assert (answer["text"], answer["undo"]) == ("Done on 2026-05-09: Send it (Meeting, 2026-05-01).", "ngomap log --reopen 1")
    assert contact(map_)["done"] == "2026-05-09"
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert contact(map_)["done"] is None


def test_it_is_the_same_as_log_done(map_: Run) -> None:
    first = map_("done", "1", "--on", "2026-05-09", "--format", "json").json
    map_("log", "--reopen", "1")
    assert map_("log", "--done", "1", "--on", "2026-05-09", "--format", "json").json == first


def test_another_day_is_taken_back_to_the_first(map_: Run) -> None:
    map_("done", "1", "--on", "2026-05-09")
    answer = map_("done", "1", "--on", "2026-05-10", "--format", "json").json
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert contact(map_)["done"] == "2026-05-09"


def test_what_came_of_it_is_added_and_taken_back(map_: Run) -> None:
    before = contact(map_)
    answer = map_("done", "1", "--on", "2026-05-09", "--outcome", "They like it", "--format", "json").json
    assert contact(map_)["outcome"] == "Yes\nDone 2026-05-09: They like it"
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert contact(map_) == before


@pytest.mark.parametrize(
    ("words", "code"),
    [(["2"], 1), (["x"], 2), (["1", "--on", "2026-04-30"], 2), (["1", "--on", "soon"], 2), ([], 2)],
    ids=str,
)
def test_what_cannot_be_done(map_: Run, words: list[str], code: int) -> None:
    before = contact(map_)
    ran = map_("done", *words)
    assert (ran.exit_code, ran.stdout) == (code, "")
    assert contact(map_) == before
