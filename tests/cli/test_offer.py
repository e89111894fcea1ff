"""`ngomap offer`, from the first word to the last."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("area", "add", "Old Town")
    return run


def known(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run("show", "us", "--format", "json").json["records"][0].get("offers_and_needs", [])
    return found


def test_an_offer_and_back(map_: Run) -> None:
    words = (
        "--kind",
        "space",
        "--quantity",
        "2.5",
        "--unit",
        "hours a day",
        "--area",
        "old town",
        "--until",
        "2027-01-31",
    )
    answer = map_("offer", "us", " Meeting\troom ", *words, "--format", "json").json
    assert (answer["ngomap"], answer["kind"]) == ("change/1", "offer")
    assert answer["record"] == {"id": 1, "actor": "citizens", "kind": "space", "description": "Meeting room"}
    assert known(map_) == [
        {
            "number": 1, "direction": "offer", "kind": "space", "description": "Meeting room", "quantity": 2.5,
            "unit": "hours a day", "until": "2027-01-31", "status": "open",
        }
    ]  # fmt: skip
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert known(map_) == []


def test_a_removed_offer_comes_back(map_: Run) -> None:
    map_(
        "offer", "us", "It's $HOME", "--kind", "space", "--quantity", "2", "--area", "old-town", "--conditions", "none"
    )
    before = known(map_)
    undo = map_("offer", "us", "--remove", "1", "--format", "json").json["undo"]
    assert known(map_) == []
    assert map_(*shlex.split(undo)[1:]).exit_code == 0
    assert known(map_) == before


def test_it_is_closed_and_opened_again(map_: Run) -> None:
    map_("offer", "us", "Room", "--kind", "space")
    answer = map_("offer", "us", "--close", "1", "--format", "json").json
    assert (known(map_)[0]["status"], answer["undo"]) == ("closed", "ngomap offer citizens --reopen 1")
    answer = map_("offer", "us", "--reopen", "1", "--format", "json").json
    assert (known(map_)[0]["status"], answer["undo"]) == ("open", "ngomap offer citizens --close 1")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 2),
        (["Room"], 2),
        (["--kind", "space"], 2),
        (["", "--kind", "space"], 2),
        (["Room", "--kind", "time"], 2),
        (["Room", "--kind", "space", "--quantity", "0"], 2),
        (["Room", "--kind", "space", "--quantity", "1,5"], 2),
        (["Room", "--kind", "space", "--area", "atlantis"], 1),
        (["Room", "--kind", "space", "--since", "2026-05-02", "--until", "2026-05-01"], 2),
        (["Room", "--kind", "space", "--until", "tomorrow"], 2),
        (["Room", "--kind", "space", "--audience", "all"], 2),
        (["--close", "9"], 1),
        (["--close", "x"], 2),
        (["--close", "1", "--remove", "1"], 2),
    ],
    ids=str,
)
def test_what_cannot_be_recorded(map_: Run, words: list[str], code: int) -> None:
    ran = map_("offer", "us", *words)
    assert (ran.exit_code, ran.stdout) == (code, "")
    assert known(map_) == []
