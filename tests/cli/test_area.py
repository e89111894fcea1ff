"""`ngomap area`: places in places."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from ngomap.store.connection import Map
from tests.conftest import Run


@pytest.fixture
def map_(empty_map: Map, run: Run) -> Run:
    assert empty_map
    run("area", "add", "Land", "--level", "country", "--country", "Kenya")
    run("area", "add", "North", "--under", "land", "--level", "district", "--code", "XX01", "--alias", "Kaskazini")
    return run


def entry(run: Run, handle: str) -> dict[str, Any] | None:
    found = run("area", "list", "--limit", "0", "--format", "json").json["records"]
    return next((r for r in found if r["handle"] == handle), None)


def undo(run: Run, answer: dict[str, Any]) -> None:
    assert answer["undo"].startswith("ngomap area ")
    ran = run(*shlex.split(answer["undo"])[1:])
    assert ran.exit_code == 0, ran.stderr


def test_a_new_area_and_back(map_: Run) -> None:
    words = (
        "Old Town",
        "--under",
        "xx01",
        "--level",
        "city",
        "--code",
        "XX0101",
        "--lat",
        "-1.5",
        "--lon",
        "36.5",
        "--alias",
        "O'Town",
    )
    answer = map_("area", "add", *words, "--format", "json").json
    assert answer["record"] == {"handle": "old-town", "name": "Old Town", "code": "XX0101"}
    made = entry(map_, "old-town")
    assert made and (made["parent"], made["country"], made["lat"], made["aliases"]) == ("north", "KE", -1.5, ["O'Town"])
    undo(map_, answer)
    assert entry(map_, "old-town") is None
    map_("area", "add", *words)
    undo(map_, map_("area", "remove", "old-town", "--format", "json").json)
    assert entry(map_, "old-town") == made


def test_more_aliases_and_back(map_: Run) -> None:
    before = entry(map_, "north")
    answer = map_("area", "add", "North", "--alias", "Nord", "--alias", "kaskazini", "--format", "json").json
    assert answer["record"] == {"handle": "north", "aliases": 1}
    changed = entry(map_, "north")
    assert changed and changed["aliases"] == ["Kaskazini", "Nord"]
    undo(map_, answer)
    assert entry(map_, "north") == before
    undo(map_, map_("area", "remove", "north", "--alias", "Kaskazini", "--format", "json").json)
    assert entry(map_, "north") == before


def test_an_area_moves_but_never_into_itself(map_: Run) -> None:
    answer = map_("area", "move", "north", "--top", "--format", "json").json
    moved = entry(map_, "north")
    assert moved and moved["parent"] is None
    undo(map_, answer)
    back = entry(map_, "north")
    assert back and back["parent"] == "land"
    for under in ("north", "land"):
        ran = map_("area", "move", "land", "--under", under)
        assert (ran.exit_code, "cannot come to lie in it" in ran.stderr) == (2, True)
    assert map_("area", "move", "north").exit_code == 2


def test_an_area_in_use_is_not_removed(map_: Run) -> None:
    map_("add", "Somebody", "--place", "north", "--serves", "north")
    ran = map_("area", "remove", "north")
    assert ran.exit_code == 1
    assert "1 actor that sits there, 1 actor that serves it" in ran.stderr


def test_a_merge(map_: Run) -> None:
    map_("area", "add", "Northern", "--code", "XX01-old")
    map_("add", "Somebody", "--place", "northern", "--serves", "north", "--serves", "northern")
    answer = map_("area", "merge", "XX01-old", "XX01", "--format", "json").json
    assert answer["record"] == {"gone": "northern", "handle": "north", "dropped": 0}
    assert (answer["notes"], answer["undo"]) == ([], "ngomap undo 6")
    record = map_("show", "somebody", "--format", "json").json["records"][0]
    assert (record["area"], record["serves"]) == ("north", ["north"])
    assert map_("list", "--area", "Northern", "--format", "json").json["total"] == 1
    assert map_("list", "--area", "xx01-old", "--format", "json").json["total"] == 1


def test_a_merge_into_what_lies_inside(map_: Run) -> None:
    assert map_("area", "merge", "land", "north").exit_code == 0
    left = map_("area", "list", "--format", "json").json["records"]
    assert [(r["handle"], r["parent"]) for r in left] == [("north", None)]


def test_listing(map_: Run) -> None:
    map_("area", "add", "Village", "--under", "north", "--level", "village")
    map_("add", "Somebody", "--place", "village")
    answer = map_("area", "list", "--under", "north", "--format", "json").json
    assert [(r["handle"], r["areas"], r["actors"]) for r in answer["records"]] == [("north", 1, 0), ("village", 0, 1)]
    assert [r["handle"] for r in map_("area", "list", "--level", "Village", "--format", "json").json["records"]] == [
        "village"
    ]
    assert map_("area", "list", "--limit", "1", "--format", "json").json["total"] == 3
    assert map_("area", "list", "--level", "city", "--format", "json").json["total"] == 0


def test_areas_of_one_name_are_told_apart(map_: Run) -> None:
    map_("area", "add", "North", "--under", "north", "--code", "XX0101")
    ran = map_("list", "--area", "North")
    assert ran.exit_code == 1
    assert "north (XX01), north-north (XX0101)" in ran.stderr
    assert map_("list", "--area", "north").exit_code == 0
    assert map_("list", "--area", "xx0101").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["add", "***"], 2),
        (["add", "X", "--lat", "91", "--lon", "0"], 2),
        (["add", "X", "--lat", "1"], 2),
        (["add", "X", "--country", "atlantis"], 2),
        (["add", "X", "--level", "galaxy"], 2),
        (["add", "X", "--code", " "], 2),
        (["add", "X", "--code", "xx01"], 1),
        (["add", "X", "--under", "atlantis"], 1),
        (["add", "North", "--under", "land", "--level", "district"], 1),
        (["list", "--level", "galaxy"], 2),
        (["remove", "atlantis"], 1),
        (["merge", "north", "north"], 2),
    ],
    ids=str,
)
def test_what_cannot_be_done(map_: Run, words: list[str], code: int) -> None:
    before = map_("area", "list", "--format", "json").json
    ran = map_("area", *words)
    assert (ran.exit_code, ran.stdout) == (code, "")
    assert map_("area", "list", "--format", "json").json == before
