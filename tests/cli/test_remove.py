"""`ngomap remove`."""

from __future__ import annotations

import shlex

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Old Choir", "--issue", "health", "--phone", "1 'x'", "--alias", "Choir", "--lat", "-1", "--lon", "2")
    return run


def test_without_a_terminal_it_must_be_meant(map_: Run) -> None:
    ran = map_("remove", "old-choir")
    assert (ran.exit_code, "--yes" in ran.stderr) == (2, True)
    assert map_("show", "old-choir").exit_code == 0


def test_a_spelling_is_not_forgiven(map_: Run) -> None:
    ran = map_("remove", "Old Chior", "--yes")
    assert (ran.exit_code, "Did you mean old-choir" in ran.stderr) == (1, True)


def test_everything_that_goes_with_it_is_counted_and_comes_back(map_: Run) -> None:
    map_("link", "us", "old-choir")
    map_("offer", "old-choir", "Songs", "--kind", "expertise")
    map_("log", "old-choir")
    map_("stance", "old-choir", "1", "--issue", "health")
    before = map_("show", "old-choir", "--format", "json").json["records"][0]
    answer = map_("remove", "old-choir", "--yes", "--format", "json").json
    assert (answer["action"], answer["record"]["handle"], answer["notes"]) == ("removed", "old-choir", [])
    assert answer["text"] == (
        "Removed Old Choir (old-choir), and with it: 1 tie, 1 offer or need, 1 stance, 1 contact that loses it."
    )
    assert answer["undo"] == "ngomap undo 7"
    assert map_("show", "us", "--format", "json").json["records"][0]["contacts_in_all"] == 1
    assert map_("show", "old-choir").exit_code == 1
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert map_("show", "old-choir", "--format", "json").json["records"][0] == before
    assert map_("find", "choir", "--format", "json").json["total"] == 1


def test_we_cannot_remove_ourselves(map_: Run) -> None:
    for ref in ("us", "citizens"):
        assert map_("remove", ref, "--yes").exit_code == 1
    assert map_("show", "us").exit_code == 0
