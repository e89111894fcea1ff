"""Trees of areas and terms, and which places the coverage table has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.analyses.cells import Tree, places_beside
from ngomap.analyses.situation import Situation
from ngomap.model.coverage import Activity, NeedFigure, Survey
from ngomap.model.words import Area, Term
from tests.analyses.plain_coverage import lay_out

ON = "2024-03-31"
TERMS = [Term(1, "issue", "health", "Health"), Term(2, "issue", "nursing", "Nursing", parent=1)]
AREAS = [
    Area(1, "land", "Land", "country"),
    Area(2, "north", "North", "province", 1),
    Area(3, "south", "South", "province", 1),
    Area(4, "a", "A", "district", 2),
    Area(5, "b", "B", "district", 2),
    Area(6, "d", "D", "district", 3),
    Area(7, "e", "E", "village", 6),
    Area(8, "isle", "Isle", "province", 1),
]


def places(*active: int, **options: object) -> list[str]:
    rows = [Activity(n, 1, 1, area) for n, area in enumerate(active, 1)]
    cells = lay_out(Situation(AREAS, TERMS), rows, ON, **options)  # type: ignore[arg-type]
    return [AREAS[i - 1].handle for i in cells.places]


@pytest.mark.parametrize(("active", "expected"), [
    ((), []),
    ((4,), ["a", "b", "isle"]),
    ((7,), ["e", "isle"]),
    ((6,), ["d", "isle"]),
    ((4, 2), ["a", "b", "isle"]),
    ((8,), ["isle"]),
    ((1,), ["land"]),
    ((1, 2), ["isle", "north"]),
])  # fmt: skip
def test_places_are_leaves_with_something_recorded_and_those_beside_them(
    active: tuple[int, ...], expected: list[str]
) -> None:
    assert places(*active) == expected


def test_places_of_a_level_are_all_of_it() -> None:
    assert places(4, level="district") == ["a", "b", "d"]


def test_what_is_asked_for_is_there() -> None:
    assert places(4, asked_area=3) == ["a", "b", "e", "isle"]
    assert places(4, asked_area=2) == ["a", "b", "isle"]


def test_figures_and_surveys_make_places_too() -> None:
    cells = lay_out(Situation(AREAS, TERMS, [NeedFigure(1, 4, 1, None, 5, None)]), [], ON)
    assert cells.places == [4, 5, 8]
    cells = lay_out(Situation(AREAS, TERMS, [], [Survey(1, 7, None, None)]), [], ON)
    assert cells.places == [7, 8]
    cells = lay_out(Situation(AREAS, TERMS, [], [Survey(1, 7, None, "2025")]), [], ON)
    assert cells.places == []


def test_a_row_counts_for_its_term_and_the_wider_ones_that_are_columns() -> None:
    cells = lay_out(Situation(AREAS, TERMS), [Activity(1, 1, 2, 4)], ON)
    assert set(cells.here) == {(4, 2, 0)}
    cells = lay_out(Situation(AREAS, TERMS), [Activity(1, 1, 2, 4)], ON, asked_terms=[1])
    assert set(cells.here) == {(4, 2, 0), (4, 1, 0)}


def test_rows_of_wider_areas_stand_apart() -> None:
    cells = lay_out(Situation(AREAS, TERMS), [Activity(1, 1, 1, 4), Activity(2, 1, 1, 2), Activity(3, 1, 1, 1)], ON)
    assert [r.id for r in cells.here[4, 1, 0]] == [1]
    assert sorted(r.id for r in cells.around(4, 1)) == [2, 3]
    assert sorted(r.id for r in cells.around(8, 1)) == [3]


def test_circles_and_missing_parents_end_the_way_up() -> None:
    tree = Tree({1: 2, 2: 1, 3: 99, 4: None})
    assert tree.up(1) == (1, 2)
    assert tree.up(3) == (3,)
    assert tree.parent(3) is None
    assert tree.down(1) == {1, 2}


@given(st.lists(st.integers(0, 9), min_size=10, max_size=10))
def test_up_and_down_agree(parents: list[int]) -> None:
    tree = Tree({n: p if p < n else None for n, p in enumerate(parents)})
    for n in range(10):
        assert tree.down(n) == {m for m in range(10) if n in tree.up(m)}


def test_beside_is_what_counts_in_the_same_cells_or_around_them() -> None:
    areas, words = (Tree({row.id: row.parent for row in rows}) for rows in (AREAS, TERMS))
    everything = {(term, area) for term in (1, 2) for area in range(1, 9)}
    # Nursing in d counts as health too, in d, the south and the land; so does what is recorded in e, or for what is around.
    assert places_beside(words, areas, everything, {(2, 6)}) == everything
    assert places_beside(words, areas, {(1, 5), (2, 7)}, set()) == set()
    apart = Tree({1: None, 2: None})
    assert places_beside(words, apart, {(1, 1), (2, 1), (1, 2)}, {(2, 1)}) == {(1, 1), (2, 1)}
    assert places_beside(apart, apart, {(1, 1), (2, 1), (1, 2)}, {(2, 1)}) == {(2, 1)}
