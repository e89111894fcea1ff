"""`ngomap stance`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest

from ngomap.store.connection import open_map
from ngomap.store.writing import write
from tests.conftest import Run

SAID = ("an active opponent", "a passive opponent", "neutral", "a passive ally", "an active ally")


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "City Hall", "--kind", "government")
    return run


def known(run: Run) -> list[dict[str, Any]]:
    words = ("show", "city-hall", "--as-of", "2030-01-01", "--format", "json")
    found: list[dict[str, Any]] = run(*words).json["records"][0].get("stances", [])
    return found


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("-2", "an active opponent"),
        ("-1", "a passive opponent"),
        ("0", "neutral"),
        ("+1", "a passive ally"),
        ("2", "an active ally"),
        ("active-opponent", "an active opponent"),
        ("opponent", "a passive opponent"),
        ("Neutral", "neutral"),
        ("ally", "a passive ally"),
        ("passive_ally", "a passive ally"),
        ("ACTIVE ALLY", "an active ally"),
    ],
)
def test_every_stance(map_: Run, value: str, said: str) -> None:
    words = ("city-hall", value, "--issue", "corruption", "--influence", "5", "--on", "2026-05-01")
    answer = map_("stance", *words, "--format", "json").json
    assert answer["text"] == f"On 2026-05-01, City Hall is {said} on Corruption, influence 5."
    stance = int(value) if value[-1].isdigit() else SAID.index(said) - 2
    assert known(map_) == [{"issue": "corruption", "stance": stance, "influence": 5, "on": "2026-05-01"}]
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert known(map_) == []


@pytest.mark.parametrize("value", ["+1", "-1", "0"])
@pytest.mark.parametrize(
    "order",
    ["{ref} --issue corruption {value} --influence 4", "{ref} {value} --issue corruption --influence 4",
     "--issue corruption --influence 4 {ref} {value}", "{ref} --issue=corruption --influence=4 {value}"],
)  # fmt: skip
def test_the_value_may_stand_anywhere_even_with_a_minus(map_: Run, order: str, value: str) -> None:
    assert map_("stance", *order.format(ref="city-hall", value=value).split(), "--on", "2026-05-01").exit_code == 0
    assert [(s["stance"], s["influence"]) for s in known(map_)] == [(int(value), 4)]


def test_what_has_no_day_can_be_removed(map_: Run, map_path: Path) -> None:
    map_("stance", "city-hall", "1", "--issue", "corruption")
    with open_map(map_path) as m, write(m):
        m.connection.execute("UPDATE stances SET on_date = NULL")
    assert map_("stance", "city-hall", "--issue", "corruption", "--remove").exit_code == 1
    assert map_("stance", "city-hall", "--issue", "corruption", "--remove", "--on", "undated").exit_code == 0
    assert known(map_) == []
    assert map_("stance", "city-hall", "1", "--issue", "corruption", "--on", "undated").exit_code == 2


def test_influence_alone_says_nothing_of_opinion(map_: Run) -> None:
    answer = map_(
        "stance", "city-hall", "--influence", "3", "--issue", "corruption", "--on", "2026-05-01", "--format", "json"
    ).json
    assert answer["text"] == "On 2026-05-01, City Hall has influence 3 on Corruption."
    assert answer["record"] == {"actor": "city-hall", "issue": "corruption", "on": "2026-05-01", "influence": 3}


@pytest.mark.parametrize(
    "change", [["1"], ["--influence", "0"], ["0", "--influence", "4", "--source", "rumour"]], ids=str
)
def test_a_change_of_one_day_and_back(map_: Run, change: list[str]) -> None:
    map_("stance", "city-hall", "-2", "--issue", "corruption", "--on", "2026-05-01", "--source", "the 'press'")
    before = known(map_)
    answer = map_(
        "stance", "city-hall", *change, "--issue", "corruption", "--on", "2026-05-01", "--format", "json"
    ).json
    assert known(map_) != before
    for command in answer["undo"].split(" && "):
        assert map_(*shlex.split(command)[1:]).exit_code == 0
    assert known(map_) == before


def test_older_days_are_kept(map_: Run) -> None:
    map_("stance", "city-hall", "-2", "--issue", "corruption", "--on", "2025-05-01")
    map_("stance", "city-hall", "1", "--issue", "corruption", "--on", "2026-05-01")
    assert [s["stance"] for s in known(map_)] == [-2, 1]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["city-hall", "1"], 2),
        (["city-hall", "--issue", "corruption"], 2),
        (["city-hall", "3", "--issue", "corruption"], 2),
        (["city-hall", "--issue", "corruption", "-3"], 2),
        (["city-hall", "friendly", "--issue", "corruption"], 2),
        (["city-hall", "1", "--issue", "corruption", "--influence", "6"], 2),
        (["city-hall", "1", "--issue", "atlantis"], 1),
        (["atlantis", "1", "--issue", "corruption"], 1),
        (["city-hall", "1", "--issue", "corruption", "--on", "01/02/2024"], 2),
        (["city-hall", "1", "--isue", "corruption"], 2),
        (["city-hall", "--isue=corruption", "--issue", "health"], 2),
        (["city-hall", "--issue", "corruption", "--remove"], 1),
        (["city-hall", "1", "--issue", "corruption", "--remove"], 2),
    ],
    ids=str,
)
def test_what_cannot_be_recorded(map_: Run, words: list[str], code: int) -> None:
    ran = map_("stance", *words)
    assert (ran.exit_code, ran.stdout) == (code, "")
    assert known(map_) == []
