"""The coverage matrix: the same cells, of the same kinds, as the gaps in coverage."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from ngomap.analyses.coverage_kinds import KINDS
from ngomap.analyses.coverage_matrix import find_coverage_matrix
from ngomap.analyses.coverage_sums import MatrixAsked
from ngomap.analyses.gaps_asked import Asked
from ngomap.analyses.gaps_coverage import find_coverage_gaps
from ngomap.analyses.situation import CoverageRows
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity, NeedFigure, Survey
from ngomap.model.coverage_matrix import ELSEWHERE, SERVED, CoverageMatrix
from ngomap.model.report import Report
from ngomap.model.words import Area, Term

ON = "2026-06-01"
AREAS = [
    Area(1, "land", "Land", "province"), Area(2, "east", "East", "district", 1), Area(3, "west", "West", "district", 1),
    Area(4, "far", "Far", "district"),
]  # fmt: skip
TERMS = [
    Term(1, "issue", "health", "Health"), Term(2, "issue", "births", "Births", 1), Term(3, "issue", "water", "Water"),
    Term(4, "service", "advice", "Advice"), Term(5, "population", "women", "Women"), Term(6, "population", "children", "Children"),
    Term(7, "sector", "law", "Law"),
]  # fmt: skip
ACTORS = [ActorRef(n, f"org-{n}", f"Org {n}", "ngo") for n in range(1, 6)]

activities = st.builds(
    Activity, st.just(0), st.integers(1, 5), st.integers(1, 4), st.integers(1, 4), st.sampled_from([None, 5, 6]),
    st.sampled_from(["implementer", "funder"]), st.sampled_from([None, "ongoing", "planned", "completed"]),
    st.just(None), st.sampled_from([None, "2025-12-01", "2027"]), st.none(), st.sampled_from([None, 10, 60]),
)  # fmt: skip
figures = st.builds(
    NeedFigure, st.just(0), st.integers(1, 4), st.integers(1, 4), st.sampled_from([None, 5, 6]), st.integers(1, 200),
    st.sampled_from(["2026-01-01", None]),
)  # fmt: skip
surveys = st.builds(
    Survey, st.just(0), st.integers(1, 4), st.sampled_from([None, 1, 2, 3]), st.sampled_from(["2026-01-02", None])
)


@st.composite
def maps(draw: st.DrawFn) -> CoverageRows:
    worked = [replace(a, id=n) for n, a in enumerate(draw(st.lists(activities, max_size=14)), start=1)]
    needed = [replace(f, id=n) for n, f in enumerate(draw(st.lists(figures, max_size=5)), start=1)]
    looked = [replace(s, id=n) for n, s in enumerate(draw(st.lists(surveys, max_size=5)), start=1)]
    statuses = {a.id: "active" for a in ACTORS}
    return CoverageRows(AREAS, TERMS, needed, looked, actors=ACTORS, activities=worked, statuses=statuses)


def gaps(rows: CoverageRows, population: Term | None = None, level: str | None = None) -> Report:
    return find_coverage_gaps(rows, Asked(ON, population=population, level=level))


def subject(cell_row: str, cell_column: str, population: str | None) -> str:
    return "/".join(filter(None, (cell_row, cell_column, population)))


def compared(matrix: CoverageMatrix, report: Report) -> int:
    """How many cells are findings; those must be of the same kind, with the same gap."""
    told = {f.subject: f for f in report.findings}
    same = 0
    for cell in matrix.cells:
        finding = told.get(subject(cell.row, cell.column, cell.population))
        if finding is None:
            continue
        same += 1
        assert (cell.kind, cell.gap, cell.unit) == (finding.group, finding.value, finding.unit)
        assert cell.text == " ".join(reason.text for reason in finding.reasons)
    return same


@budget(max_examples=120)
@given(maps(), st.sampled_from([None, "district", "province"]), st.sampled_from([None, TERMS[4]]))
def test_a_cell_is_of_the_kind_that_the_gaps_in_coverage_tell(rows: CoverageRows, level: str | None, population: Term | None) -> None:
    report = gaps(rows, population, level)
    matrices = [find_coverage_matrix(rows, MatrixAsked(ON, columns=c, population=population, level=level)) for c in ("issue", "service")]
    for matrix in matrices:
        compared(matrix, report)
    told = {f.subject for f in report.findings}
    for cell in (c for m in matrices for c in m.cells):
        # What is served, or told by the areas in it, is no finding; every other kind is one of the report's.
        if cell.kind in (SERVED, ELSEWHERE):
            assert subject(cell.row, cell.column, cell.population) not in told
        else:
            assert cell.kind in KINDS
    # Every finding has its cell: that of its area and term, if it is not shown for another population.
    places = {(c.row, c.column) for m in matrices for c in m.cells if c.kind != ELSEWHERE}
    assert {tuple(s.split("/")[:2]) for s in told} <= places


@budget(max_examples=60)
@given(maps(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: CoverageRows, chance: object) -> None:
    mixed = replace(
        rows, areas=rows.areas[::-1], terms=rows.terms[::-1], activities=rows.activities[::-1], surveys=rows.surveys[::-1],
        actors=rows.actors[::-1],
    )  # fmt: skip
    # Of two figures or surveys of one day either may be the newest.
    if len({(f.area, f.term, f.population) for f in rows.figures}) == len(rows.figures):
        one, other = find_coverage_matrix(rows, MatrixAsked(ON)), find_coverage_matrix(mixed, MatrixAsked(ON))
        assert [(c.row, c.column, c.kind, c.providers) for c in one.cells] == [(c.row, c.column, c.kind, c.providers) for c in other.cells]


@pytest.fixture
def rows() -> CoverageRows:
    """Water: two in east, one in west. 100 women need health in west, where nobody is; 40 children likewise."""
    return CoverageRows(
        AREAS, TERMS, [NeedFigure(1, 3, 1, 5, 100, "2026-01-01"), NeedFigure(2, 3, 1, 6, 40, "2026-01-01")],
        [Survey(1, 3, None, "2026-01-02")], actors=ACTORS,
        activities=[Activity(1, 1, 3, 2), Activity(2, 2, 3, 2), Activity(3, 1, 3, 3), Activity(4, 3, 1, 2, 5)],
    )  # fmt: skip


def test_the_worst_comes_first_and_a_cell_is_of_those_with_most_people_left_without(rows: CoverageRows) -> None:
    matrix = find_coverage_matrix(rows, MatrixAsked(ON))
    assert [line.handle for line in matrix.lines] == ["west", "far", "east"]
    assert [head.handle for head in matrix.heads] == ["health", "water"]
    cell = matrix.of()["west", "health"]
    assert (cell.population, cell.need, cell.unmet, cell.sign) == ("women", 100, 1.0, "0")
    assert matrix.of()["east", "water"].sign == "2"
    assert matrix.of()["west", "water"].sign == "1!"
    assert matrix.of()["far", "water"].sign == "?"


def test_sums_are_of_different_actors(rows: CoverageRows) -> None:
    matrix = find_coverage_matrix(rows, MatrixAsked(ON))
    assert {line.handle: line.organizations for line in matrix.lines} == {"west": 1, "far": 0, "east": 3}
    assert {head.handle: head.organizations for head in matrix.heads} == {"health": 1, "water": 2}


def test_a_limit_keeps_the_worst_and_counts_all(rows: CoverageRows) -> None:
    matrix = find_coverage_matrix(rows, MatrixAsked(ON, most_rows=1, most_columns=1))
    assert [(c.row, c.column) for c in matrix.cells] == [("west", "health")]
    assert (matrix.all_lines, matrix.all_heads, matrix.total, len(matrix.records)) == (3, 2, 6, 1)


def test_an_actor_is_marked_where_it_works_for_whomever(rows: CoverageRows) -> None:
    matrix = find_coverage_matrix(rows, MatrixAsked(ON, focus=ACTORS[2]))
    assert [(c.row, c.column) for c in matrix.cells if c.focus] == [("east", "health")]


def test_populations_as_rows_are_the_cells_of_the_whole_map(rows: CoverageRows) -> None:
    matrix = find_coverage_matrix(rows, MatrixAsked(ON, rows="population"))
    assert [line.name for line in matrix.lines] == ["Everyone", "Women", "Children"]
    # The one who works for women is alone; nothing is said of children, and not all of the map was looked at.
    kinds = {(c.row, c.column): c.kind for c in matrix.cells}
    assert kinds["women", "health"] == "single provider"
    assert kinds["children", "health"] == "not surveyed"
    assert kinds["", "water"] == SERVED


def test_populations_of_one_area_are_what_the_gaps_there_tell(rows: CoverageRows) -> None:
    matrix = find_coverage_matrix(rows, MatrixAsked(ON, rows="population", areas=[AREAS[0]]))
    only = replace(rows, areas=[replace(a, level="this" if a.id == 1 else a.level) for a in AREAS])
    for population in (None, *TERMS[4:6]):
        whom = [population.slug] if population else []
        subjects = {f.subject: f.group for f in gaps(only, population, "this").findings}
        told = {s.split("/")[1]: kind for s, kind in subjects.items() if s.split("/")[2:] == whom and "advice" not in s}
        mine = {c.column: c.kind for c in matrix.cells if c.row == (population.slug if population else "")}
        assert {column: mine[column] for column in told} == told


def test_an_empty_map_has_no_cells() -> None:
    matrix = find_coverage_matrix(CoverageRows([], [], actors=[], activities=[]), MatrixAsked(ON))
    assert (matrix.cells, matrix.lines, matrix.total) == ((), (), 0)
