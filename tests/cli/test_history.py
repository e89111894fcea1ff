"""`ngomap history`."""

from __future__ import annotations

from pathlib import Path

import pytest

from ngomap.store.connection import open_map
from ngomap.store.writing import change_setting
from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Old Choir", "--alias", "Choir")
    run("edit", "old-choir", "--phone", "5", "--level", "local", "--issue", "health")
    run("link", "us", "old-choir")
    return run


def what(map_: Run, *words: str) -> list[str]:
    return [record["what"] for record in map_("history", *words, "--format", "json").json["records"]]


def test_each_change_is_told_in_words(map_: Run) -> None:
    assert what(map_) == [
        "Citizens and Old Choir: tie works-with added",
        "Old Choir: level unknown -> local, phone unknown -> 5; Old Choir: issue Health added",
        "added Old Choir",
        "the map was made",
    ]


def test_json_tells_everything(map_: Run) -> None:
    record = map_("history", "--format", "json").json["records"][1]
    assert record["command"].endswith("edit old-choir --phone 5 --level local --issue health")
    told = {(f["action"], f["table"], f["field"], f["old"], f["new"]) for f in record["facts"]}
    assert told >= {("changed", "actors", "phone", None, "5"), ("added", "actor_terms", None, None, None)}
    assert (record["facts_in_all"], record["undone"], record["kind"]) == (len(record["facts"]), None, "edit")


def test_a_table_has_a_line_a_change_and_no_empty_columns(map_: Run, map_path: Path) -> None:
    ran = map_("history", "--limit", "2")
    assert len(ran.stdout.splitlines()) == 4
    assert "author" not in ran.stdout.splitlines()[0]
    assert "2 of 4 changes" in ran.stderr
    assert "ngomap undo NUMBER" in ran.stderr
    with open_map(map_path) as opened:
        change_setting(opened, "author", "Ana")
    map_("undo", "4")
    head, *lines = map_("history").stdout.splitlines()
    assert ("author" in head, "undone" in head) == (True, True)
    assert any("by 6" in line for line in lines)


def test_more_than_three_things_are_counted(map_: Run) -> None:
    map_("edit", "old-choir", *(w for word in ("A1", "B1", "C1", "D1", "E1") for w in ("--alias", word)))
    assert what(map_)[0].endswith("; 2 more")


def test_one_actor_also_after_it_was_removed(map_: Run) -> None:
    map_("add", "Another", "--new")
    map_("remove", "old-choir", "--yes")
    told = what(map_, "old-choir")
    assert len(told) == 4
    assert told[0].startswith("Old Choir removed")
    assert what(map_, "another") == ["added Another"]
    ran = map_("history", "nobody-at-all")
    assert (ran.exit_code, "no actor 'nobody-at-all'" in ran.stderr) == (1, True)


def test_since_a_day(map_: Run) -> None:
    assert what(map_, "--since", "2999-01-01") == []
    assert map_("history", "--since", "2999-01-01").stderr == "No changes found.\n"
    assert map_("history", "--since", "yesterday").exit_code == 2


def test_an_import_is_one_line(map_: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("name,email\nNew Here,a@example.org\nNew There,b@example.org\nOld Choir,c@example.org\n")
    assert map_("import", str(tmp_path / "t.csv"), "--dry-run").exit_code == 0
    assert len(what(map_)) == 4
    map_("import", str(tmp_path / "t.csv"))
    assert what(map_)[0].startswith("added 2 actors; Old Choir: ")
    document = map_("export", "json", "--audience", "internal").stdout
    assert "history" not in document
    assert "New Here" in document
