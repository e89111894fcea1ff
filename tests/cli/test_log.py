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
    assert answer["notes"] == [
        "Agreed: Send it, by 2026-06-01. Once it is done: ngomap done 1",
        "Fair Elections has no tie with us in the map yet: ngomap link us fair-elections --rung 4 --on 2026-05-01",
    ]
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
    assert answer["undo"] == "ngomap done 1 --on 2026-05-09"
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


def test_whom_we_asked_to_be_introduced_to(map_: Run) -> None:
    map_("add", "City Trust")
    answer = map_("log", "fair-elections", "--introduces", "City Trust", "--on", "2026-05-01", "--format", "json").json
    assert answer["record"]["introduces"] == "city-trust"
    assert answer["text"].endswith(" We asked to be introduced to City Trust.")
    assert contacts(map_)[0]["introduction_to"] == "City Trust"
    assert "City Trust" in map_("show", "us", "--as-of", "2026-06-01").stdout
    undo = map_("log", "--remove", "1", "--format", "json").json["undo"]
    assert "--introduces city-trust" in undo
    assert map_(*shlex.split(undo)[1:]).exit_code == 0
    assert contacts(map_)[0]["introduction_to"] == "City Trust"
    for wrong in ("us", "fair-elections", "atlantis"):
        assert map_("log", "fair-elections", "--introduces", wrong).exit_code != 0
    assert len(contacts(map_)) == 1


def notes(run: Run, *words: str) -> list[str]:
    found: list[str] = run("log", *words, "--format", "json").json["notes"]
    return found


def test_a_first_contact_suggests_the_tie(map_: Run) -> None:
    assert notes(map_, "fair-elections", "--kind", "call") == [
        "Fair Elections has no tie with us in the map yet: ngomap link us fair-elections --rung 1"
    ]
    assert notes(map_, "fair-elections", "--without-us") == []
    # Who came with others needs no tie of their own; who came alone is somebody we know.
    assert len(notes(map_, "fair-elections", "ana-example")) == 1
    assert notes(map_, "ana-example") == [
        "Ana Example has no tie with us in the map yet: ngomap link us ana-example --type knows"
    ]
    assert map_(*shlex.split(notes(map_, "ana-example")[0].partition(": ")[2])[1:]).exit_code == 0
    assert notes(map_, "ana-example") == []


def test_what_a_contact_shows_of_the_tie(map_: Run) -> None:
    map_("link", "us", "fair-elections", "--rung", "1")
    assert notes(map_, "fair-elections", "--kind", "call") == []
    (note,) = notes(map_, "fair-elections", "--kind", "training", "--on", "2026-05-01")
    command = "ngomap link us fair-elections --rung 3 --on 2026-05-01"
    assert note == f"This shows 3 support; the tie with Fair Elections claims 1 contact: {command}"
    assert map_(*shlex.split(command)[1:]).exit_code == 0
    assert notes(map_, "fair-elections", "--kind", "training") == []
    map_("link", "us", "fair-elections", "--status", "dormant")
    (note,) = notes(map_, "fair-elections", "--kind", "call")
    assert "is dormant; now it stands: ngomap link us fair-elections --rung 3 --status active" in note
    map_("link", "us", "fair-elections", "--status", "ended")
    assert notes(map_, "fair-elections", "--kind", "training") == []


def test_a_tie_that_was_only_wanted_begins(map_: Run) -> None:
    map_("link", "us", "fair-elections", "--status", "wanted", "--wanted", "3")
    (note,) = notes(map_, "fair-elections", "--kind", "email")
    assert "only wanted so far; now it stands: ngomap link us fair-elections --rung 1 --status active" in note
    assert map_(*shlex.split(note.rpartition(": ")[2])[1:]).exit_code == 0
    assert notes(map_, "fair-elections", "--kind", "email") == []


def test_of_an_assembly_only_a_few_ties_are_named(map_: Run) -> None:
    names = [f"Group {letter}" for letter in "ABCDE"]
    for name in names:
        map_("add", name, "--new")
    said = notes(map_, *names)
    assert len(said) == 4
    assert said[-1] == "The same goes for 2 others: ngomap ladder"
