"""Rows written in bulk: handles that are free, and numbered on."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ngomap.store import intake_rows
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.intake_rows import extend_lists, index_for_search, index_new, insert_actors
from ngomap.store.terms import all_terms
from ngomap.store.writing import write

NAMES = st.lists(st.lists(st.sampled_from(["Foo", "Foo 2", "Foo 3", "Foo 4", "Foo 2 2", "Bar", "Bar 10"]), max_size=6), max_size=5)


def first_free(wanted: str, taken: set[str]) -> str:
    """The handle one gets who asks for the first number that is free, from the beginning."""
    number = 1
    free = wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


class _Back(Exception):
    """Takes back what an example wrote."""


@given(NAMES, st.integers(0, 3))
@example([["Foo", "Foo", "Foo 3", "Foo 4"], ["Foo"]], 0)
def test_handles_are_numbered_on_from_batch_to_batch(empty_map: Map, batches: list[list[str]], before: int) -> None:
    slugs = [[name.lower().replace(" ", "-") for name in batch] for batch in batches]
    numbers: dict[str, int] = {}
    with suppress(_Back), write(empty_map):
        insert_actors(empty_map, _organizations(["Foo"] * before))
        taken = {row[0] for row in empty_map.connection.execute("SELECT handle FROM actors")}
        for batch, wanted in zip(batches, slugs, strict=True):
            ids = insert_actors(empty_map, _organizations(batch), numbers)
            for id_, slug in zip(ids, wanted, strict=True):
                expected = first_free(slug, taken)
                taken.add(expected)
                assert empty_map.connection.execute("SELECT handle FROM actors WHERE id = ?", [id_]).fetchone() == (expected,)
        raise _Back


def test_numbers_that_were_forgotten_are_read_from_the_map(empty_map: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_rows, "MOST_NUMBERED", 0)
    numbers: dict[str, int] = {}
    with write(empty_map):
        for _ in range(3):
            insert_actors(empty_map, _organizations(["Foo", "Bar"]), numbers)
    found = {row[0] for row in empty_map.connection.execute("SELECT handle FROM actors")}
    assert found == {"foo", "foo-2", "foo-3", "bar", "bar-2", "bar-3"}


def test_new_actors_are_found_by_the_same_words_as_changed_ones(empty_map: Map) -> None:
    area = add_area(empty_map, "Nyeri")
    terms = all_terms(empty_map)[:3]
    rows: list[dict[str, object]] = [
        {"name": "Foo", "kind": "ngo", "audience": "public", "place": "Town", "area_id": area.id, "mission": "M", "notes": "N"},
        {"name": "Bar", "kind": "ngo", "audience": "public"},
    ]
    query = "SELECT rowid, name, aliases, place, words FROM actor_search ORDER BY rowid"
    with write(empty_map):
        ids = insert_actors(empty_map, rows)
        extend_lists(empty_map, [(ids[0], "F One"), (ids[0], "F Two")], terms=[(ids[0], term.id) for term in terms])
        index_new(empty_map, ids)
        at_once = empty_map.connection.execute(query).fetchall()
        index_for_search(empty_map, ids)
        assert empty_map.connection.execute(query).fetchall() == at_once
    assert at_once[-2][3] == "Town Nyeri"
    assert terms[0].name in at_once[-2][4]


def _organizations(names: list[str]) -> list[dict[str, object]]:
    return [{"name": name, "kind": "ngo", "audience": "public"} for name in names]
