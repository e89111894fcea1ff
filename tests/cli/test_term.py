"""`ngomap term`: trees of words, each of which means one thing."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from ngomap.store.connection import Map
from tests.conftest import Run


@pytest.fixture
def map_(empty_map: Map, run: Run) -> Run:
    assert empty_map
    return run


def entry(run: Run, slug: str, vocabulary: str = "issue") -> dict[str, Any] | None:
    found = run("term", "list", vocabulary, "--limit", "0", "--format", "json").json["records"]
    return next((r for r in found if r["slug"] == slug), None)


def undo(run: Run, answer: dict[str, Any]) -> None:
    assert answer["undo"].startswith("ngomap term ")
    ran = run(*shlex.split(answer["undo"])[1:])
    assert ran.exit_code == 0, ran.stderr


def test_a_new_term_and_back(map_: Run) -> None:
    words = (
        "Ghost workers",
        "--under",
        "corruption",
        "--alias",
        "payroll 'ghosts'",
        "--sdg",
        "16",
        "--description",
        "Paid",
    )
    answer = map_("term", "add", "issue", *words, "--format", "json").json
    assert answer["record"] == {"vocabulary": "issue", "slug": "ghost-workers", "name": "Ghost workers"}
    made = entry(map_, "ghost-workers")
    assert made and (made["parent"], made["sdg"], made["description"]) == ("corruption", 16, "Paid")
    undo(map_, answer)
    assert entry(map_, "ghost-workers") is None
    removed = map_("term", "add", "issue", *words) and map_(
        "term", "remove", "issue", "ghost-workers", "--format", "json"
    )
    undo(map_, removed.json)
    assert entry(map_, "ghost-workers") == made


def test_more_aliases_and_back(map_: Run) -> None:
    before = entry(map_, "procurement")
    answer = map_("term", "add", "issue", "procurement", "--alias", "Buying for the state", "--format", "json").json
    assert (answer["action"], answer["record"]["aliases"]) == ("edited", 1)
    added = entry(map_, "procurement")
    assert added and "Buying for the state" in added["aliases"]
    undo(map_, answer)
    assert entry(map_, "procurement") == before
    answer = map_("term", "add", "issue", "procurement", "--alias", "procurement", "--format", "json").json
    assert (answer["record"]["aliases"], answer["undo"]) == (0, "")


def test_a_name_that_means_something_is_refused(map_: Run) -> None:
    alias = next(a for a in (entry(map_, "corruption") or {})["aliases"])
    for name in ("Corruption", alias):
        ran = map_("term", "add", "issue", name)
        assert (ran.exit_code, "already the issue corruption" in ran.stderr) == (1, True)
    assert map_("term", "add", "issue", "health", "--alias", "corruption").exit_code == 1


def test_a_term_moves_but_never_under_itself(map_: Run) -> None:
    answer = map_("term", "move", "issue", "procurement", "--under", "health", "--format", "json").json
    moved = entry(map_, "procurement")
    assert moved and moved["parent"] == "health"
    undo(map_, answer)
    back = entry(map_, "procurement")
    assert back and back["parent"] == "corruption"
    answer = map_("term", "move", "issue", "procurement", "--top", "--format", "json").json
    undo(map_, answer)
    for under in ("corruption", "procurement"):
        ran = map_("term", "move", "issue", "corruption", "--under", under)
        assert (ran.exit_code, "cannot come to lie under it" in ran.stderr) == (2, True)
    assert map_("term", "move", "issue", "health").exit_code == 2
    assert map_("term", "move", "issue", "health", "--top", "--under", "corruption").exit_code == 2


def test_a_term_in_use_is_not_removed(map_: Run) -> None:
    map_("add", "Somebody", "--issue", "bribery")
    ran = map_("term", "remove", "issue", "bribery")
    assert ran.exit_code == 1
    assert ran.stderr.splitlines() == [
        "Error: bribery is in use: 1 actor.",
        "Merge it into another: ngomap term merge issue bribery OTHER",
    ]


def test_names_can_be_taken_away(map_: Run) -> None:
    before = entry(map_, "corruption")
    assert before
    alias = before["aliases"][0]
    answer = map_("term", "remove", "issue", "corruption", "--alias", alias, "--format", "json").json
    assert answer["record"]["aliases"] == -1
    undo(map_, answer)
    assert entry(map_, "corruption") == before


def test_a_merge_moves_what_is_said_and_can_be_taken_back(map_: Run) -> None:
    map_("add", "Somebody", "--issue", "bribery")
    map_("add", "Both Of Them", "--issue", "bribery", "--issue", "procurement")
    ran = map_("term", "merge", "issue", "bribery", "procurement")
    assert (ran.stdout, ran.stderr) == (
        "Bribery (bribery) is now Public procurement (procurement).\n", "Undo: ngomap undo 4\n",
    )  # fmt: skip
    listed = map_("list", "--issue", "procurement", "--format", "json").json["records"]
    assert [r["handle"] for r in listed] == ["both-of-them", "somebody"]
    assert map_("list", "--issue", "bribery", "--format", "json").json["total"] == 2, "the old name is an alias"
    assert map_("term", "merge", "issue", "procurement", "bribery").exit_code == 2


def test_a_contradiction_is_said(map_: Run) -> None:
    map_("add", "Somebody")
    map_("stance", "somebody", "1", "--issue", "bribery", "--on", "2026-01-01")
    map_("stance", "somebody", "-1", "--issue", "procurement", "--on", "2026-01-01")
    answer = map_("term", "merge", "issue", "bribery", "procurement", "--format", "json").json
    assert answer["record"]["dropped"] == 1
    assert "1 figure or stance" in answer["notes"][0]


def test_listing(map_: Run) -> None:
    answer = map_("term", "list", "--format", "json").json
    assert (answer["kind"], len(answer["records"])) == ("terms", 60)
    assert answer["total"] > 200
    assert map_("term", "list", "--limit", "0", "--format", "json").json["total"] == answer["total"]
    below = map_("term", "list", "issue", "--under", "corruption", "--limit", "0", "--format", "json").json["records"]
    slugs = {r["slug"] for r in below}
    assert {"corruption", "procurement", "election-fraud"} <= slugs and "health" not in slugs
    assert map_("term", "list", "--used", "--format", "json").json["total"] == 0
    map_("add", "Somebody", "--issue", "bribery")
    used = map_("term", "list", "issue", "--used", "--format", "json").json["records"]
    assert [(r["slug"], r["actors"], r["activities"]) for r in used] == [("bribery", 1, 0)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["list", "mood"], 2),
        (["list", "--under", "corruption"], 2),
        (["list", "issue", "--under", "atlantis"], 1),
        (["add", "mood", "X"], 2),
        (["add", "issue", "***"], 2),
        (["add", "issue", "New", "--under", "atlantis"], 1),
        (["add", "issue", "New", "--sdg", "18"], 2),
        (["add", "issue"], 2),
        (["remove", "issue", "atlantis"], 1),
        (["merge", "issue", "health", "atlantis"], 1),
        (["merge", "issue", "health", "health"], 2),
    ],
    ids=str,
)
def test_what_cannot_be_done(map_: Run, words: list[str], code: int) -> None:
    before = map_("term", "list", "--limit", "0", "--format", "json").json
    ran = map_("term", *words)
    assert (ran.exit_code, ran.stdout) == (code, "")
    assert map_("term", "list", "--limit", "0", "--format", "json").json == before
