"""One gap of ours worth a call."""

from __future__ import annotations

from ngomap.analyses.situation import CoverageRows
from ngomap.analyses.today import Suggestion
from ngomap.analyses.today_gap import find_gap
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity, NeedFigure, Survey
from ngomap.model.relationships import Tie
from ngomap.model.words import Area, Term

WE, A, B = (ActorRef(i, h, h.title(), "ngo") for i, h in enumerate(("we", "aa", "bb"), 1))
LAND, EAST, WEST, FAR = Area(1, "land", "Land"), Area(2, "east", "East", parent=1), Area(3, "west", "West", parent=1), Area(4, "far", "Far", parent=1)
WATER, HEALTH = Term(1, "issue", "water", "Water"), Term(2, "issue", "health", "Health")
ON = "2026-06-01"
LOOKED = [Survey(1, 2, None, "2026-01-05"), Survey(2, 3, None, "2026-01-05"), Survey(3, 4, None, "2026-01-05")]


def gap(
    activities: list[Activity], figures: list[NeedFigure], surveys: list[Survey] = LOOKED, ties: tuple[Tie, ...] = (),
    inside: tuple[int, ...] = (2, 3), works_on: dict[int, set[int]] | None = None,
) -> Suggestion | None:  # fmt: skip
    rows = CoverageRows(
        [LAND, EAST, WEST, FAR], [WATER, HEALTH], figures, surveys, actors=[WE, A, B], activities=activities
    )
    return find_gap(WE, rows, inside, [WATER], ON, ties, works_on)


def need(area: int, people: int, term: int = 1) -> NeedFigure:
    return NeedFigure(area * 10 + term, area, term, None, people, "2026-01-01")


def test_nobody_is_worse_than_one_and_people_are_worse_than_none() -> None:
    found = gap([Activity(1, 2, 1, 2)], [need(2, 900), need(3, 50)])
    assert found is not None and found.finding.subject == "west/water"
    assert (found.finding.value, found.finding.unit[:6]) == (50, "people")
    found = gap([Activity(1, 2, 1, 2), Activity(2, 2, 1, 3), Activity(3, 3, 1, 3)], [need(2, 900)])
    assert found is not None and (found.finding.group, found.finding.subject) == ("single provider", "east/water")
    assert found.who == A and found.command == "ngomap log aa --kind call"


def test_only_where_we_work_and_on_what_we_work_on() -> None:
    found = gap([Activity(1, 2, 1, 3), Activity(2, 3, 1, 3)], [need(4, 9000), need(2, 5), need(2, 8000, term=2)])
    assert found is not None and found.finding.subject == "east/water"
    assert gap([], [need(2, 5)], inside=()) is None


def test_without_figures_a_gap_has_no_number() -> None:
    found = gap([Activity(1, 2, 1, 2)], [])
    assert found is not None and (found.finding.subject, found.finding.value, found.finding.unit) == ("west/water", None, "")


def test_where_nobody_looked_somebody_should() -> None:
    found = gap([Activity(1, 2, 1, 2), Activity(2, 3, 1, 2)], [], surveys=[])
    assert found is not None and found.finding.group == "not surveyed"
    assert found.command == "ngomap survey west --issue water" and found.who == A


def test_whom_we_stand_closest_to_is_called_first() -> None:
    here = [Activity(1, 2, 1, 2), Activity(2, 3, 1, 2)]
    found = gap(here, [need(3, 50)])
    assert found is not None and (found.who, found.known) == (A, False)
    found = gap(here, [need(3, 50)], ties=(Tie(1, "works-with", 1, 3, "active", rung=2),))
    assert found is not None and (found.who, found.known) == (B, True)
    # A rival is not called before somebody we do not know.
    found = gap(here, [need(3, 50)], ties=(Tie(1, "rivals", 1, 3, "active"),))
    assert found is not None and found.who == A


def test_we_do_not_call_ourselves_nor_who_only_pays() -> None:
    found = gap([Activity(1, 1, 1, 2), Activity(2, 2, 1, 4, role="funder")], [need(3, 50)])
    assert found is not None and found.who is None and found.command == "ngomap list --issue water"
    tied = (Tie(1, "works-with", 1, 3, "active", rung=2),)
    found = gap([Activity(1, 1, 1, 2)], [need(3, 50)], ties=tied, works_on={3: {1}})
    assert found is not None and found.who == B
    found = gap([Activity(1, 1, 1, 2)], [need(3, 50)], ties=tied, works_on={3: {2}})
    assert found is not None and found.who is None


def test_no_gap_is_none() -> None:
    assert gap([Activity(i, who, 1, area) for i, (who, area) in enumerate([(2, 2), (3, 2), (2, 3), (3, 3)])], []) is None
