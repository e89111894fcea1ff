"""Cells that are counted are those that are reckoned plainly, on any small map."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.analyses.gaps_asked import Asked
from ngomap.analyses.gaps_coverage import find_coverage_gaps, reckon_coverage_gaps, tell_coverage_gaps
from ngomap.analyses.presence import work_of
from ngomap.analyses.situation import Situation
from ngomap.model.coverage import Activity, Survey
from tests.analyses.plain_coverage import plain_gaps
from tests.analyses.test_gaps_on_any_map import ON, World, worlds
from tests.analyses.towns import ACTORS, AREAS, EVERYWHERE, TERMS, THREE_TOWNS


@st.composite
def crowded(draw: st.DrawFn) -> World:
    """A world in which more is recorded, so that populations and areas around meet in one cell."""
    world = draw(worlds())
    who = [a.id for a in world.actors] or [99]
    pick = lambda values: draw(st.sampled_from(values))  # noqa: E731
    more = [
        Activity(100 + n, pick(who), draw(st.integers(1, 4)), draw(st.integers(1, 6)), pick([None, 9, 10]), status=pick(
            [None, None, "planned", "completed", "suspended"]), until=pick([None, None, "2023-06", "2020"]),
            capacity=pick([None, 0, 30]), reached=pick([None, 70]))
        for n in range(draw(st.integers(0, 12)))
    ] if world.actors else []  # fmt: skip
    return replace(world, activities=[*world.activities, *more])


def test_who_works_near_an_empty_place_is_read_too() -> None:
    looked = [Survey(n, area, term, "2024-02-01") for n, (area, term) in enumerate(EVERYWHERE, 1)]
    work = work_of(THREE_TOWNS, {}, ON)
    told = reckon_coverage_gaps(Situation(AREAS, TERMS, [], looked), work, Asked(ON, most=1))
    few = [v for v in THREE_TOWNS if (v.area, v.term) in told.wanted()]
    report = tell_coverage_gaps(told, ACTORS, few, {})
    assert report.findings[0].subject == "c/health"
    assert report.findings[0].reasons[1].text == "Elsewhere in North, ONE, THREE and TWO work on it."


@settings(max_examples=60)
@given(crowded(), st.sampled_from([{}, {}, {"population": 9}, {"population": 10}, {"level": "district"}, {"area": 1}, {"issues": 2}]))
def test_what_is_counted_is_what_is_there(world: World, asked: dict[str, object]) -> None:
    rows, question = world.coverage, world.question(asked)
    report = find_coverage_gaps(rows, question)
    assert list(report.findings) == plain_gaps(rows, question)
    # Of what is told, the activities that are asked for say as much as all.
    gaps = reckon_coverage_gaps(rows, work_of(rows.activities, rows.statuses, ON), replace(question, most=2))
    wanted = gaps.wanted()
    few = [v for v in rows.activities if (v.area, v.term) in wanted]
    assert tell_coverage_gaps(gaps, rows.actors, few, rows.statuses) == report.limited(2)
