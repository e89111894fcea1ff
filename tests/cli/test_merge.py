"""`ngomap merge`."""

from __future__ import annotations

import pytest

from ngomap.store.connection import Map
from tests.conftest import Run


@pytest.fixture
def two(empty_map: Map, run: Run) -> Run:
    """A map with two entries of one organization, and a person."""
    run("add", "Hope", "--kind", "ngo", "--phone", "1", "--new")
    run("add", "Hope Limited", "--kind", "ngo", "--phone", "2", "--email", "x@hope.ngo", "--new")
    run("person", "add", "Ada")
    return run


def test_the_second_becomes_part_of_the_first(two: Run) -> None:
    answer = two("merge", "hope", "hope-limited", "--yes", "--format", "json").json
    assert (answer["ngomap"], answer["action"], answer["undo"]) == ("change/1", "merged", "ngomap undo")
    assert answer["record"]["gave_way"] == [{"field": "phone", "kept": "1", "lost": "2"}]
    shown = two("show", "Hope Limited", "--format", "json").json["records"][0]
    assert (shown["handle"], shown["email"], shown["phone"]) == ("hope", "x@hope.ngo", "1")
    assert two("show", "hope-limited").exit_code == 0


def test_without_a_terminal_it_must_be_meant(two: Run) -> None:
    ran = two("merge", "hope", "hope-limited")
    assert ran.exit_code == 2
    assert "--yes" in ran.stderr
    assert two("show", "hope-limited", "--format", "json").json["records"][0]["phone"] == "2"


def test_references_must_be_exact(two: Run) -> None:
    assert two("merge", "hope", "hope-limitd", "--yes").exit_code == 1


def test_a_person_is_no_organization(two: Run) -> None:
    ran = two("merge", "hope", "ada", "--yes")
    assert ran.exit_code == 2
    assert "one of them is a person" in ran.stderr
