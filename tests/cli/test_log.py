"""`ngomap log`: contacts, what was agreed, and when it was done."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Fair Elections")
    run("person", "add", "Ana Example")
    return run


def contacts(run: Run, ref: str = "us") -> list[dict[str, Any]]:
    words = ("show", ref, "--as-of", "2030-01-01", "--format", "json")
    found: list[dict[str, Any]] = run(*words).json["records"][0].get("contacts", [])
    return found


def test_a_contact_and_back(map_: Run) -> None:
    words = ("--kind", "Joint_Planning", "--on", "2026-05-01", "--title", " The\tplan ", "--outcome", "One\ntwo")
    answer = map_(
        "log", "fair-elections", "Ana Example", *words, "--next", "Send it", "--due", "2026-06-01", "--format", "json"
    ).json
    assert answer["record"] == {
        "id": 1, "on": "2026-05-01", "kind": "joint-planning", "participants": ["fair-elections", "ana-example", "citizens"],
    }  # fmt: skip
    assert (
        answer["text"] == "Logged on 2026-05-01: joint-planning with Fair Elections, Ana Example, Citizens: The plan."
    )
    assert answer["notes"] == ["Agreed: Send it, by 2026-06-01. Once it is done: ngomap log --done 1"]
    found = contacts(map_)[0]
    assert (found["title"], found["outcome"], found["with"]) == (
        "The plan",
        "One\ntwo",
        ["Ana Example", "Fair Elections"],
    )
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert contacts(map_) == []


def test_a_removed_contact_comes_back(map_: Run) -> None:
    map_("log", "fair-elections", "--title", "It's", "--next", "Send", "--due", "2026-06-01", "--on", "2026-05-01")
    before = contacts(map_)
    undo = map_("log", "--remove", "1", "--format", "json").json["undo"]
    assert map_(*shlex.split(undo)[1:]).exit_code == 0
    after = contacts(map_)
    assert [{**c, "number": 0} for c in after] == [{**c, "number": 0} for c in before]


def test_what_was_agreed_is_done_and_open_again(map_: Run) -> None:
    map_("log", "fair-elections", "--next", "Send it", "--on", "2026-05-01")
    answer = map_("log", "--done", "1", "--on", "2026-05-09", "--format", "json").json
    assert (answer["text"], answer["undo"]) == (
        "Done on 2026-05-09: Send it (Meeting, 2026-05-01).",
        "ngomap log --reopen 1",
    )
    assert contacts(map_)[0]["done"] == "2026-05-09"
    answer = map_("log", "--reopen", "1", "--format", "json").json
    assert answer["undo"] == "ngomap log --done 1 --on 2026-05-09"
    assert contacts(map_)[0]["done"] is None


def test_who_took_part(map_: Run) -> None:
    map_("log", "fair-elections", "fair-elections", "us", "--without-us")
    assert contacts(map_, "fair-elections")[0]["with"] == ["Citizens"]
    map_("log", "fair-elections", "ana-example", "--without-us", "--on", "2020-01-01")
    assert len(contacts(map_)) == 1


def test_a_contact_is_internal_unless_said(map_: Run) -> None:
    map_("log", "fair-elections")
    assert "--audience internal" in map_("log", "--remove", "1", "--format", "json").json["undo"]
    map_("log", "fair-elections", "--audience", "public", "--source", "press")
    assert "--audience public" in map_("log", "--remove", "1", "--format", "json").json["undo"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 2),
        (["atlantis"], 1),
        (["fair-elections", "--kind", "party"], 2),
        (["fair-elections", "--on", "01/02/2024"], 2),
        (["fair-elections", "--due", "2026-01-01"], 2),
        (["fair-elections", "--next", "x", "--due", "soon"], 2),
        (["fair-elections", "--title", "\x00"], 2),
        (["fair-elections", "--audience", "all"], 2),
        (["--done", "1"], 1),
        (["--done", "x"], 2),
        (["--done", "1", "--remove", "1"], 2),
        (["fair-elections", "--remove", "1"], 2),
    ],
    ids=str,
)
def test_what_cannot_be_logged(map_: Run, words: list[str], code: int) -> None:
    ran = map_("log", *words)
    assert (ran.exit_code, ran.stdout) == (code, "")
    assert contacts(map_) == []
