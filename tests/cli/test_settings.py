"""`ngomap settings`."""

from __future__ import annotations

import shlex

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Old Choir")
    return run


def value(map_: Run, key: str) -> object:
    (row,) = map_("settings", key, "--format", "json").json["records"]
    return row["value"]


def test_all_are_listed_with_what_is_usual(map_: Run) -> None:
    rows = {r["setting"]: r for r in map_("settings", "--format", "json").json["records"]}
    assert rows["freshness"]["usual"] == "12,12,12,12,6,6"
    assert rows["author"]["value"] is None
    assert float(rows["weights.allies.trust"]["usual"]) > 0
    assert all(r["meaning"] for r in rows.values())


@pytest.mark.parametrize(
    ("key", "text", "kept"),
    [("author", "  Ana  B. ", "Ana B."), ("freshness", "12, 12,9,9,6,3", "12,12,9,9,6,3"), ("today", "2026-03-01", "2026-03-01"),
     ("weights.allies.trust", "2.50", "2.5"), ("weights.allies.coalition.reach", "0", "0"), ("Name", "Us", "Us")],
)  # fmt: skip
def test_set_and_taken_back_by_the_line_that_says_so(map_: Run, key: str, text: str, kept: str) -> None:
    before = value(map_, key)
    answer = map_("settings", key, text, "--format", "json").json
    assert value(map_, key) == kept
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert value(map_, key) == before


def test_freshness_and_weights_decide_answers(map_: Run) -> None:
    map_("link", "us", "old-choir", "--rung", "1")
    map_("log", "old-choir", "--kind", "call", "--on", "2026-01-01")

    def stale() -> bool:
        ties = map_("show", "old-choir", "--as-of", "2026-03-01", "--format", "json").json["records"][0]["ties"]
        return ties[0]["standing"] == "stale"

    map_("settings", "today", "2026-03-01")
    assert not stale()
    map_("settings", "freshness", "1,1,1,1,1,1")
    assert stale()


def test_who_types_stands_in_the_history(map_: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    map_("settings", "author", "Ana")
    map_("edit", "old-choir", "--phone", "1")
    monkeypatch.setenv("NGOMAP_AUTHOR", "Ben")
    map_("edit", "old-choir", "--phone", "2")
    records = map_("history", "--format", "json").json["records"]
    assert [r["author"] for r in records[:3]] == ["Ben", "Ana", None]


@pytest.mark.parametrize(
    ("words", "code"),
    [(["colour", "red"], 1), (["freshness", "1,2"], 2), (["freshness", "a,b,c,d,e,f"], 2), (["today", "01/02/2024"], 2),
     (["weights.allies.trust", "-1"], 2), (["weights.allies.luck", "1"], 1), (["author", " "], 2), (["--unset"], 2),
     (["author", "Ana", "--unset"], 2), (["us", "x"], 1)],
)  # fmt: skip
def test_what_cannot_be_set(map_: Run, words: list[str], code: int) -> None:
    before = map_("settings", "--format", "json").stdout
    assert map_("settings", *words).exit_code == code
    assert map_("settings", "--format", "json").stdout == before


def test_the_same_again_changes_nothing(map_: Run) -> None:
    map_("settings", "author", "Ana")
    answer = map_("settings", "author", "Ana", "--format", "json").json
    assert (answer["undo"], answer["text"]) == ("", "author is Ana already.")
    assert map_("settings", "author", "--unset", "--format", "json").json["text"] == "author is as usual now."
