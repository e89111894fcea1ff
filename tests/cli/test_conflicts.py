"""`ngomap conflicts`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_merge_map import shared  # noqa: F401 - a fixture
from tests.conftest import Run


def test_what_stands_open_is_listed_and_settled(run: Run, shared: Path) -> None:  # noqa: F811
    run("merge-map", str(shared))
    listed = run("conflicts", "list", "--format", "json").json
    (one,) = listed["records"]
    assert (one["number"], one["about"], one["field"], one["ours"], one["theirs"], one["from"]) == (1, "Old Mill", "phone", "1", "2", "River Trust")
    assert run("conflicts", "list", "citizens", "--format", "json").json["total"] == 0
    assert run("conflicts", "list", "old-mill", "--format", "json").json["total"] == 1
    done = run("conflicts", "settle", "1", "--value", "3", "--format", "json").json
    assert (done["action"], done["record"]["now"]) == ("settled", "3")
    assert run("show", "old-mill", "--format", "json").stdout.count('"3"') >= 1
    assert run("conflicts", "list", "--format", "json").json["total"] == 0
    assert run("conflicts", "settle", "1", "--ours").exit_code == 1
    assert run(*done["undo"].split()[1:]).exit_code == 0
    assert run("conflicts", "list", "--format", "json").json["total"] == 1


def test_one_word_counts_and_the_number_exists(run: Run) -> None:
    run("init", "--name", "Citizens")
    assert run("conflicts", "settle", "1").exit_code == 2
    assert run("conflicts", "settle", "1", "--ours", "--theirs").exit_code == 2
    assert run("conflicts", "settle", "9", "--ours").exit_code == 1
    assert "Nothing stands open." in run("conflicts", "list").stdout


def test_what_was_changed_by_hand_to_their_word_stands_open_no_more(run: Run, shared: Path) -> None:  # noqa: F811
    run("merge-map", str(shared))
    run("edit", "old-mill", "--phone", "2")
    assert run("conflicts", "list", "--format", "json").json["total"] == 0
