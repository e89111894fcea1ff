"""`ngomap forget`: asked for, told what is left, and never by a slip."""

from __future__ import annotations

from ngomap.store.connection import Map
from tests.conftest import Run


def test_without_a_terminal_it_needs_yes(empty_map: Map, run: Run) -> None:
    run("add", "Jonna Vell")
    run("add", "Other Group", "--notes", "Jonna Vell leads it.")
    ran = run("forget", "jonna-vell")
    assert (ran.exit_code, "--yes" in ran.stderr) == (2, True)
    assert "1 text of others still uses the name: notes of other-group. Change them first" in ran.stderr
    assert run("show", "jonna-vell").exit_code == 0
    assert run("forget", "jona vell", "--yes").exit_code == 1, "the REF must be exact"


def test_what_is_left_is_listed(empty_map: Map, run: Run) -> None:
    run("add", "Jonna Vell", "--notes", "Planted")
    run("add", "Other Group", "--notes", "Jonna Vell leads it.")
    copy = run("backup", "--format", "json").json["record"]["path"]
    ran = run("forget", "jonna-vell", "--yes", "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    record = ran.json["record"]
    assert record["still_named_in"] == [{"table": "actors", "key": "2", "field": "notes", "about": "other-group"}]
    assert (record["not_reached"], record["rewritten"], ran.json["undo"]) == ([copy], True, "")
    assert any(copy in note for note in ran.json["notes"])
    assert run("show", "jonna-vell").exit_code == 1
    assert run("find", "Planted", "--format", "json").json["total"] == 0
    assert run("check").exit_code == 0


def test_who_was_removed_can_still_be_forgotten(empty_map: Map, run: Run) -> None:
    run("add", "Jonna Vell", "--notes", "Planted")
    run("remove", "jonna-vell", "--yes")
    assert b"Planted" in empty_map.path.read_bytes()
    assert run("forget", "jonna-vell", "--yes").exit_code == 0
    assert b"Planted" not in empty_map.path.read_bytes()
    assert run("forget", "jonna-vell", "--yes").exit_code == 1


def test_we_ourselves_stay(empty_map: Map, run: Run) -> None:
    run("add", "Ourselves")
    run("edit", "ourselves", "--us")
    assert run("forget", "us", "--yes").exit_code == 1
    assert run("show", "us").exit_code == 0
