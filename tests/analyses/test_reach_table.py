"""Cells that are counted are those that are reckoned plainly, on any small map."""

from __future__ import annotations

import random
from dataclasses import replace
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.analyses import gaps_reach
from ngomap.analyses.gaps_asked import Asked
from ngomap.analyses.gaps_reach import KINDS_OF, find_reach_gaps, reckon_reach_gaps, tell_reach_gaps
from ngomap.analyses.presence import work_of
from ngomap.analyses.situation import CoverageRows
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.coverage import Activity, NeedFigure, Survey
from ngomap.model.words import Area, Term
from tests.analyses.plain_reach import plain_reach_gaps
from tests.analyses.test_gaps_on_any_map import NOTHING, ON, World
from tests.analyses.test_gaps_reach import ACTORS, AREAS, LOOKED
from tests.analyses.test_gaps_reach import ON as LATER


def two_sided(seed: int) -> World:
    """A world in which much is recorded of either side, now and then of one alone, around places and for populations."""
    dice = random.Random(seed)
    pick = dice.choice
    kinds = pick([("ngo", "cbo", "donor"), ("ngo", "government"), ("ngo", "cbo", "government", "court", "donor")])
    actors = [
        Actor(**NOTHING | {"id": n, "handle": f"h{n}", "name": f"Actor {n}", "kind": pick(kinds),
              "status": pick([None, "active", "active", "closed", "dormant"])})
        for n in range(1, 7)
    ]  # fmt: skip
    areas = [Area(n, f"p{n}", f"Place {n}", pick(["district", "village"]), pick([None, *range(1, n)])) for n in range(1, 9)]
    terms = [Term(n, "issue", f"t{n}", f"Issue {n}", pick([None, *range(1, n)])) for n in range(1, 5)]
    terms += [Term(9, "population", "w9", "Women"), Term(10, "population", "w10", "Girls", 9)]
    activities = [
        Activity(n, dice.randint(1, 6), dice.randint(1, 4), dice.randint(1, 8), pick([None, None, 9, 10]),
                 pick(["implementer", "implementer", "implementer", "funder"]), pick([None, None, None, "planned", "completed"]),
                 until=pick([None, None, "2023-06", "2020"]))
        for n in range(1, dice.randint(2, 16))
    ]  # fmt: skip
    figures = [NeedFigure(n, dice.randint(1, 8), n, pick([None, 9]), pick([0, 40]), None) for n in range(1, dice.randint(1, 4))]
    surveys = [Survey(n, n, pick([None, None, 1, 2]), None) for n in range(1, 9) if pick([True, False])]
    return World(actors, areas, terms, {}, activities, figures, surveys)


@settings(max_examples=250)
@given(st.integers(0, 10**9), st.sampled_from([{}, {}, {"population": 9}, {"population": 10}, {"level": "district"}, {"area": 1}, {"issues": 2}]))
def test_what_is_counted_is_what_is_there(seed: int, asked: dict[str, object]) -> None:
    world = two_sided(seed)
    rows = world.coverage
    question = world.question(asked, rows.actors[0] if rows.actors else None)
    report = plain_reach_gaps(rows, question)
    assert find_reach_gaps(rows, question) == report
    # Of what is told, the activities that are asked for say as much as all; what was dropped on the way is not missed.
    sides = {side: {a.id for a in rows.actors if a.kind in kinds} for side, kinds in KINDS_OF.items()}
    work = work_of(rows.activities, rows.statuses, ON)
    with patch.object(gaps_reach, "MANY", 1):
        gaps = reckon_reach_gaps(sides, rows, work, replace(question, most=2))
    wanted = gaps.wanted()
    few = [v for v in rows.activities if (v.area, v.term) in wanted]
    who = {v.actor for v in few} | gaps.led()
    told = tell_reach_gaps(gaps, [a for a in rows.actors if a.id in who], few, rows.statuses)
    limited = report.limited(2)
    assert (told.findings, told.counts, told.caveats, told.next) == (limited.findings, limited.counts, limited.caveats, limited.next)


def test_an_issue_and_a_service_with_one_slug_keep_their_order_whatever_their_ids() -> None:
    for issue, service in ((1, 2), (2, 1)):
        terms = [Term(issue, "issue", "health", "Health"), Term(service, "service", "health", "Care")]
        rows = [Activity(1, 1, 1, 2), Activity(2, 1, 2, 2)]
        found = find_reach_gaps(CoverageRows(AREAS, terms, [], LOOKED, actors=ACTORS, activities=rows), Asked(LATER)).findings
        assert [f.label for f in found] == ["Health in East", "Care in East"]


def test_who_is_only_around_places_of_other_work_is_not_near() -> None:
    """A row above a place that has none for the issue says nothing of where its actor works on it."""
    areas = [
        Area(1, "land", "Land"), Area(2, "east", "East", parent=1), Area(3, "hill", "Hill", parent=2),
        Area(4, "west", "West", parent=1), Area(5, "south", "South", parent=1),
    ]  # fmt: skip
    terms = [Term(1, "issue", "health", "Health"), Term(2, "issue", "water", "Water")]
    actors = [*ACTORS[:3], ActorRef(5, "court", "Court", "court")]
    worked = [Activity(1, 1, 1, 4), Activity(2, 2, 1, 2), Activity(3, 3, 2, 3), Activity(4, 5, 1, 5)]
    rows = CoverageRows(areas, terms, [], [Survey(1, 4, None, None)], actors=actors, activities=worked)
    report = find_reach_gaps(rows, Asked(LATER))
    assert report == plain_reach_gaps(rows, Asked(LATER))
    texts = [f.reasons[-1].text for f in report.findings if f.subject == "west/health"]
    assert texts == ["Aid could lead Court to them."]
