"""A land of two provinces and four towns, small enough to work coverage out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ngomap.analyses.gaps_asked import Asked
from ngomap.analyses.gaps_coverage import find_coverage_gaps
from ngomap.analyses.situation import CoverageRows
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity, NeedFigure, Survey
from ngomap.model.report import Finding, Report
from ngomap.model.words import Area, Term

ON = "2024-03-31"
HEALTH, WATER, NURSING, RELIEF, CHILDREN, GIRLS, WOMEN = range(1, 8)
TERMS = [
    Term(HEALTH, "issue", "health", "Health"),
    Term(WATER, "issue", "water", "Water"),
    Term(NURSING, "issue", "nursing", "Nursing", parent=HEALTH),
    Term(RELIEF, "service", "relief", "Relief"),
    Term(CHILDREN, "population", "children", "Children"),
    Term(GIRLS, "population", "girls", "Girls", parent=CHILDREN),
    Term(WOMEN, "population", "women", "Women"),
]
LAND, NORTH, SOUTH, A, B, C, D = range(1, 8)
AREAS = [
    Area(LAND, "land", "Land", "country"),
    Area(NORTH, "north", "North", "province", LAND),
    Area(SOUTH, "south", "South", "province", LAND),
    Area(A, "a", "Atown", "district", NORTH, "X01"),
    Area(B, "b", "Btown", "district", NORTH),
    Area(C, "c", "Ctown", "district", NORTH),
    Area(D, "d", "Dtown", "district", SOUTH),
]
ACTORS = [ActorRef(i, h, h.upper(), "ngo") for i, h in enumerate(("one", "two", "three", "four"), 1)]


def gaps(
    activities: Iterable[Activity] = (),
    surveys: Iterable[tuple[int, int | None]] = (),
    figures: Iterable[NeedFigure] = (),
    statuses: Mapping[int, str | None] | None = None,
    **options: object,
) -> Report:
    looked = [Survey(n, area, term, "2024-02-01", "walk") for n, (area, term) in enumerate(surveys, 1)]
    rows = CoverageRows(AREAS, TERMS, list(figures), looked, actors=ACTORS, activities=list(activities), statuses=statuses or {})
    return find_coverage_gaps(rows, Asked(**{"on": ON, **options}))  # type: ignore[arg-type]


def kinds(report: Report) -> dict[str, str]:
    return {f.subject: f.group for f in report.findings}


def the(report: Report, subject: str) -> Finding:
    (found,) = [f for f in report.findings if f.subject == subject]
    return found


def texts(finding: Finding) -> str:
    return " ".join(r.text for r in finding.reasons)


EVERYWHERE: Sequence[tuple[int, int]] = [(area, term) for area in (A, B, C) for term in (HEALTH, WATER)]
THREE_TOWNS = [
    Activity(1, 1, HEALTH, A), Activity(2, 2, HEALTH, A), Activity(3, 1, WATER, A), Activity(4, 3, HEALTH, B),
]  # fmt: skip
