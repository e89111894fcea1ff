"""`ngomap link` and `ngomap unlink`: each takes the other back."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Fair Elections")
    run("add", "City Trust", "--kind", "donor")
    run("person", "add", "Ana Example")
    return run


def picture(run: Run, ref: str = "fair-elections") -> dict[str, Any]:
    record: dict[str, Any] = run("show", ref, "--format", "json", "--as-of", "2030-01-01").json["records"][0]
    return record


def take_back(run: Run, undo: str) -> None:
    for command in undo.split(" && "):
        ran = run(*shlex.split(command)[1:])
        assert ran.exit_code == 0, (command, ran.stderr)


EVERYTHING = [
    "--rung", "3", "--wanted", "5", "--status", "dormant", "--stance", "mixed", "--title", "It's", "--since", "2024-05",
    "--until", "2026", "--amount", "12000.5", "--currency", "EUR", "--notes", "One\n\"two\"", "--source", "a walk",
    "--audience", "secret",
]  # fmt: skip


def test_a_tie_and_back(map_: Run) -> None:
    before = picture(map_)
    answer = map_("link", "us", "fair-elections", "--rung", "3", "--wanted", "5", "--format", "json").json
    record = {
        "type": "works-with",
        "from": "citizens",
        "to": "fair-elections",
        "status": "active",
        "rung": 3,
        "wanted": 5,
    }
    assert answer["record"] == {**record, "id": 1, "trust": None}
    assert answer["text"] == "Citizens works with Fair Elections (at 3 support, wanted 5 collaboration)."
    take_back(map_, answer["undo"])
    assert picture(map_) == before


@pytest.mark.parametrize("ends", [("us", "fair-elections"), ("fair-elections", "us")])
def test_everything_that_was_taken_away_comes_back(map_: Run, ends: tuple[str, str]) -> None:
    map_("link", "us", "fair-elections", *EVERYTHING)
    map_("link", "fair-elections", "us", "--type", "advises", "--since", "2020")
    before = picture(map_)
    assert len(before["ties"]) == 2
    answer = map_("unlink", *ends, "--format", "json").json
    assert sorted(answer["record"]["types"]) == ["advises", "works-with"]
    assert "ties" not in picture(map_)
    take_back(map_, answer["undo"])
    assert picture(map_) == before


@pytest.mark.parametrize(
    "change",
    [
        ["--rung", "5"],
        ["--clear", "rung", "--clear", "notes"],
        ["--status", "ended", "--until", "2025"],
        ["--title", "New", "--amount", "1", "--audience", "public"],
        ["--clear", "since", "--clear", "amount", "--clear", "currency"],
        ["--since", "2024-05", "--stance", "confrontational"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("first", [EVERYTHING, []], ids=["full", "bare"])
def test_a_change_and_back(map_: Run, first: list[str], change: list[str]) -> None:
    map_("link", "us", "fair-elections", *first)
    before = picture(map_)
    answer = map_("link", "fair-elections", "us", *change, "--format", "json").json
    assert (answer["action"], bool(answer["undo"])) == ("edited", picture(map_) != before)
    if answer["undo"]:
        take_back(map_, answer["undo"])
    assert picture(map_) == before


def test_trust_is_of_a_day_and_in_one_direction(map_: Run) -> None:
    map_("link", "us", "fair-elections", "--reliability", "4", "--openness", "3", "--on", "2026-01-01")
    map_("link", "fair-elections", "us", "--shared-mission", "0", "--on", "2026-01-01")
    trust = {
        (t["from"], t["in"]): (t["reliability"], t["shared_mission"], t["openness"]) for t in picture(map_)["trust"]
    }
    assert trust == {("Citizens", "Fair Elections"): (4, None, 3), ("Fair Elections", "Citizens"): (None, 0, None)}


@pytest.mark.parametrize("earlier", [[], ["--reliability", "1"]], ids=["first", "again"])
def test_trust_and_back(map_: Run, earlier: list[str]) -> None:
    map_("link", "us", "fair-elections", *earlier, *(["--on", "2026-01-01"] if earlier else []))
    before = picture(map_)
    ran = map_(
        "link",
        "us",
        "fair-elections",
        "--reliability",
        "4",
        "--openness",
        "2",
        "--on",
        "2026-01-01",
        "--format",
        "json",
    )
    assert "reliability 4 (always), openness 2 (sometimes)" in ran.json["notes"][0]
    take_back(map_, ran.json["undo"].removeprefix(" && "))
    assert picture(map_) == before


def test_mutual_ties_stand_once(map_: Run) -> None:
    map_("link", "us", "fair-elections", "--rung", "1")
    answer = map_("link", "fair-elections", "us", "--rung", "2", "--format", "json").json
    assert (answer["action"], answer["record"]["id"]) == ("edited", 1)
    assert len(picture(map_)["ties"]) == 1


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (["us", "us"], "tied to itself", 2),
        (["us", "citizens"], "tied to itself", 2),
        (["us", "atlantis"], "no actor 'atlantis'", 1),
        (["us", "fair-elections", "--type", "likes"], "One of: works-with", 2),
        (["us", "fair-elections", "--type", "funds", "--rung", "1"], "no rung", 2),
        (["us", "fair-elections", "--type", "funds", "--wanted", "1"], "no rung", 2),
        (["us", "ana-example", "--type", "on-board-of"], "cannot stand", 2),
        (["us", "fair-elections", "--rung", "6"], "between 0 and 5", 2),
        (["us", "fair-elections", "--rung", "high"], "not a whole number", 2),
        (["us", "fair-elections", "--openness", "5"], "between 0 and 4", 2),
        (["us", "fair-elections", "--since", "2024", "--until", "2023"], "is before since", 2),
        (["us", "fair-elections", "--amount", "1,000"], "is not a number", 2),
        (["us", "fair-elections", "--title", ""], "--clear title", 2),
        (["us", "fair-elections", "--clear", "status"], "is not known", 2),
        (["us", "fair-elections", "--on", "2026-01-01"], "say which", 2),
        (["us", "fair-elections", "--openness", "1", "--on", "soon"], "is not a date", 2),
        (["us"], "Missing argument", 2),
    ],
    ids=str,
)
def test_what_cannot_be_linked(map_: Run, words: list[str], said: str, code: int) -> None:
    ran = map_("link", *words)
    assert (ran.exit_code, said in ran.stderr) == (code, True), ran.stderr
    assert "ties" not in picture(map_)
