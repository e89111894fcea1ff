"""Who completes whom, worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.analyses.complement import Complements, both_ways, profiles
from ngomap.analyses.describing import Gazetteer
from ngomap.analyses.footprints import footprints
from ngomap.model.coverage import Activity
from ngomap.model.report import Reason
from ngomap.model.words import Area, Term

TERMS = [
    Term(1, "issue", "corruption", "Corruption"), Term(2, "issue", "housing", "Housing"),
    Term(3, "service", "research", "Research"), Term(4, "service", "theatre", "Theatre"),
    Term(5, "population", "women", "Women"), Term(6, "population", "youth", "Youth"),
    Term(7, "sector", "law", "Law"),
]  # fmt: skip
NAMES = Gazetteer(TERMS, [Area(n, f"p{n}", f"Place {n}") for n in range(1, 7)])


def fit(rows: list[Activity], words: dict[int, set[int]] | None = None, actors: int = 2) -> tuple[float, list[Reason]]:
    """How actor 2 completes actor 1."""
    everyone = profiles(range(1, actors + 1), footprints(rows, range(1, actors + 1)), words or {}, NAMES)
    complements = Complements(everyone[1], everyone, NAMES, "we")
    return complements.fit(everyone[2]), complements.ways(everyone[2])


def cells(actor: int, *where: tuple[int, int] | tuple[int, int, int]) -> list[Activity]:
    return [Activity(actor * 100 + n, actor, *cell) for n, cell in enumerate(where)]


def test_the_same_work_in_other_places() -> None:
    value, reasons = fit([*cells(1, (1, 1), (1, 2)), *cells(2, (1, 2), (1, 3))])
    # The same work altogether; each has one place of three alone. The shared place has no other work.
    assert value == pytest.approx(2 * 1 / 3)
    assert [r.text for r in reasons] == ["The same work (Corruption) in other places: they in Place 3; we in Place 1."]
    assert reasons[0].evidence == ("activity:201", "activity:100")


def test_other_work_in_the_same_places() -> None:
    value, reasons = fit([*cells(1, (1, 1)), *cells(2, (2, 1))])
    assert value == 1
    assert [(r.code, r.text) for r in reasons] == [
        ("other-work", "Other work in the same places (Place 1): they Housing; we Corruption.")
    ]


def test_places_count_only_for_the_work_that_is_shared() -> None:
    rows = [*cells(1, (1, 1), (1, 2)), *cells(2, (1, 3), (2, 4))]
    value, reasons = fit(rows)
    # Corruption, which both do, weighs 1/log2(3), housing 1. Of places with corruption we have two, they one: D = 2/3.
    shared = 1 / math.log2(3)
    assert value == pytest.approx(shared / (shared + 1) * 2 / 3)
    assert reasons[0].text.endswith("they in Place 3; we in Place 1 and Place 2.")


def test_the_same_work_for_other_people_and_by_other_means() -> None:
    rows = [*cells(1, (1, 1, 5)), *cells(2, (1, 1, 6))]
    value, reasons = fit(rows)
    assert (value, [r.code for r in reasons]) == (1.0, ["other-people"])
    assert reasons[0].text == "The same work (Corruption) for other people: they for Youth; we for Women."
    assert reasons[0].evidence == ("activity:200", "activity:100")
    means, told = fit([], {1: {1, 3, 7}, 2: {1, 4}})
    assert (means, [r.code for r in told]) == (1.0, ["other-means"])
    assert told[0].text == "The same issues (Corruption) by other means: they Theatre; we Research."
    assert told[0].evidence == ("actor:2", "actor:1")


def test_several_ways_add_up_but_never_beyond_one() -> None:
    rows = [*cells(1, (1, 1), (1, 2), (1, 4, 5)), *cells(2, (1, 2), (1, 3), (1, 5, 6))]
    value, reasons = fit(rows)
    places = 2 * 2 / 5
    assert {r.code for r in reasons} == {"other-places", "other-people"}
    assert value == pytest.approx(1 - (1 - places) * (1 - 1.0))
    half, _ = fit(rows, {1: {5}, 2: {5}})
    assert half == pytest.approx(places)


def test_neither_size_nor_silence_is_a_complement() -> None:
    assert fit([*cells(1, (1, 1)), *cells(2, *((1, n) for n in range(1, 7)))]) == (0.0, [])
    assert fit(cells(1, (1, 1))) == (0.0, [])
    assert fit([]) == (0.0, [])
    assert fit([*cells(1, (1, 1)), *cells(2, (2, 3))]) == (0.0, [])


@given(st.sets(st.integers(1, 8)), st.sets(st.integers(1, 8)))
def test_both_ways_is_the_same_from_both_sides(a: set[int], b: set[int]) -> None:
    assert both_ways(a, b) == both_ways(b, a)
    assert 0 <= both_ways(a, b) <= 1
    assert both_ways(a, b) == 0 or (a - b and b - a)


rows_of_three = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from([1, 2]), st.integers(1, 5), st.sampled_from([None, 5, 6])),
    max_size=15,
    unique=True,
).map(lambda drawn: [Activity(n, *row) for n, row in enumerate(drawn, 1)])


@given(rows_of_three)
def test_a_fit_lies_between_nothing_and_one_and_is_mutual(rows: list[Activity]) -> None:
    everyone = profiles(range(1, 4), footprints(rows, range(1, 4)), {}, NAMES)
    ours = Complements(everyone[1], everyone, NAMES, "we").fit(everyone[2])
    theirs = Complements(everyone[2], everyone, NAMES, "we").fit(everyone[1])
    assert 0 <= ours <= 1
    assert ours == pytest.approx(theirs)


@given(rows_of_three)
def test_an_actor_with_nothing_in_common_changes_no_fit(rows: list[Activity]) -> None:
    assert fit(rows, actors=4) == fit([*rows, *cells(4, (3, 6))], actors=4)
