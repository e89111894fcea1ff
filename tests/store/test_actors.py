"""Actors, read."""

from __future__ import annotations

import pytest

from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.actors import (
    all_alias_refs,
    all_refs,
    handles_beginning,
    lists_of,
    matching_actors,
    matching_refs,
    some_refs,
)
from ngomap.store.connection import Map
from ngomap.store.filters import Filters


@pytest.fixture
def ids(bare_map: Map) -> dict[str, int]:
    """Four actors, added against the order of their handles."""
    names = ("Delta", "Charlie", "Bravo", "Alfa")
    return {n: add_actor(bare_map, {"name": n, "kind": "ngo"}, Lists((f"{n} Aid",))).id for n in names}


def test_lists_are_by_handle_and_count_what_they_leave_out(bare_map: Map, ids: dict[str, int]) -> None:
    assert len(ids) == 4
    shown, total = matching_actors(bare_map, Filters(), limit=2, offset=1)
    assert ([a.handle for a in shown], total) == (["bravo", "charlie"], 4)
    assert [a.handle for a in matching_actors(bare_map, Filters())[0]] == ["alfa", "bravo", "charlie", "delta"]
    assert matching_actors(bare_map, Filters(), offset=9)[0] == []
    assert matching_refs(bare_map, Filters()) == all_refs(bare_map)


def test_short_forms(bare_map: Map, ids: dict[str, int]) -> None:
    assert some_refs(bare_map, []) == {}
    found = some_refs(bare_map, {ids["Alfa"], ids["Delta"], 4711})
    assert {id_: ref.name for id_, ref in found.items()} == {ids["Alfa"]: "Alfa", ids["Delta"]: "Delta"}
    assert next((alias, ref.name) for alias, ref in all_alias_refs(bare_map)) == ("Alfa Aid", "Alfa")


def test_lists_of_nobody(bare_map: Map) -> None:
    assert lists_of(bare_map, []) == {}


def test_beginnings(bare_map: Map, ids: dict[str, int]) -> None:
    assert handles_beginning(bare_map, "c") == ["charlie"]
    assert handles_beginning(bare_map, "") == ["alfa", "bravo", "charlie", "delta"]
    assert handles_beginning(bare_map, "", limit=1) == ["alfa"]
    assert handles_beginning(bare_map, "%") == []
