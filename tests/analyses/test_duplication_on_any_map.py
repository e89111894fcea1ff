"""Duplication on random maps: the pairs are those of comparing everybody with everybody, whatever is left out before."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.analyses.duplication import Compared, compare_work, find_duplication, tell_duplication
from ngomap.analyses.duplication_asked import Asked
from ngomap.analyses.duplication_of_one import compare_with
from ngomap.analyses.duplication_pairs import Row, rows_by_cell
from ngomap.analyses.footprints import rarities, weighted_jaccard
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.words import Area, Term

ON = "2024-06-30"
ACTORS = [ActorRef(n, f"actor-{n}", f"Actor {n}", "person" if n == 9 else "ngo") for n in range(1, 10)]
TERMS = [
    Term(1, "issue", "health", "Health"), Term(2, "issue", "nursing", "Nursing", parent=1),
    Term(3, "service", "legal", "Legal"), Term(7, "population", "women", "Women"),
]  # fmt: skip
AREAS = [Area(1, "city", "City"), Area(2, "east", "East", parent=1), Area(3, "west", "West", parent=1)]
COUNTING = {"ongoing", "planned", None}

rows = st.lists(
    st.tuples(
        st.integers(1, 9), st.integers(1, 3), st.integers(1, 3), st.sampled_from([None, 7]),
        st.sampled_from(["implementer", "funder"]), st.sampled_from(["ongoing", "planned", "suspended", "completed", None]),
    ),
    max_size=40,
)  # fmt: skip
pairs = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9), st.sampled_from([1, 4])).filter(lambda t: t[0] < t[1]), max_size=12)


def _work(drawn: list[tuple[int, int, int, int | None, str, str | None]]) -> list[Activity]:
    return [Activity(n, a, t, p, g, role, status) for n, (a, t, p, g, role, status) in enumerate(drawn, 1)]


def _compared(work: list[Activity], threshold: float, least: int) -> Compared:
    return compare_work(
        ACTORS, rows_by_cell(work), lambda ids: [v for v in work if v.actor in ids], TERMS, AREAS,
        Asked(ON, threshold=threshold, shared=least),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(rows, st.sampled_from([0.1, 0.3, 0.5, 1.0]), st.integers(1, 3))
def test_the_pairs_are_those_of_everybody_with_everybody(drawn: list, threshold: float, least: int) -> None:  # type: ignore[type-arg]
    found = _compared(_work(drawn), threshold, least)
    owned: dict[int, set[tuple[int, int, int | None]]] = {}
    for actor, term, area, population, role, status in drawn:
        if actor != 9 and role == "implementer" and status in COUNTING:
            owned.setdefault(actor, set()).add((term, area, population))
    weights = rarities(owned.values())
    plain = {
        (a, b): alike for a, b in combinations(sorted(owned), 2)
        if (alike := weighted_jaccard(owned[a], owned[b], weights)) >= threshold and len(owned[a] & owned[b]) >= least
    }  # fmt: skip
    assert found.overlaps == plain


@settings(max_examples=60, deadline=None)
@given(rows, st.sampled_from([0.1, 0.3, 0.5, 1.0]), st.integers(1, 3), st.integers(1, 8))
def test_of_one_they_are_those_that_it_is_in(drawn: list, threshold: float, least: int, one: int) -> None:  # type: ignore[type-arg]
    work = _work(drawn)
    known = {a.id: a for a in ACTORS}

    def rows_at(places: Collection[tuple[int, int]]) -> list[Row]:
        return [row for row in rows_by_cell(work) if row[:2] in places]

    found = compare_with(
        known[one], lambda ids: {id_: known[id_] for id_ in ids}, rows_at, lambda ids: [v for v in work if v.actor in ids],
        TERMS, AREAS, Asked(ON, one=known[one], threshold=threshold, shared=least),
    )  # fmt: skip
    whole = _compared(work, threshold, least)
    assert found.overlaps == {pair: alike for pair, alike in whole.overlaps.items() if one in pair}
    assert found.too_few == len([p for p in _compared(work, threshold, 1).overlaps if one in p]) - len(found.overlaps)
    assert found.work == {actor: work for actor, work in whole.work.items() if any({one, actor} == {*pair} for pair in found.overlaps)} | (
        {one: whole.work[one]} if found.overlaps else {}
    )


@settings(max_examples=40, deadline=None)
@given(rows, pairs)
def test_ties_of_others_are_not_needed(drawn: list, tied: list) -> None:  # type: ignore[type-arg]
    ties = [Tie(n, "works-with", a, b, "active", rung=rung) for n, (a, b, rung) in enumerate(tied, 1)]
    whole = find_duplication(ACTORS, _work(drawn), ties, TERMS, AREAS, ON, threshold=0.1, least_shared=1)
    compared = _compared(_work(drawn), 0.1, 1)
    theirs = [t for t in ties if t.a in compared.work or t.b in compared.work]
    if compared.tied(theirs):
        assert tell_duplication(compared, ACTORS, theirs) == whole
