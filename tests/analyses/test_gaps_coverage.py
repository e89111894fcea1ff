"""Gaps of coverage on a map small enough to work out by hand."""

from __future__ import annotations

import pytest

from ngomap.analyses.coverage_kinds import KINDS
from ngomap.analyses.gaps_asked import Asked
from ngomap.analyses.gaps_coverage import find_coverage_gaps
from ngomap.analyses.situation import CoverageRows
from ngomap.model.coverage import Activity, NeedFigure
from tests.analyses.towns import (
    AREAS,
    CHILDREN,
    EVERYWHERE,
    GIRLS,
    HEALTH,
    NORTH,
    NURSING,
    ON,
    RELIEF,
    SOUTH,
    TERMS,
    THREE_TOWNS,
    WATER,
    WOMEN,
    A,
    B,
    C,
    D,
    gaps,
    kinds,
    texts,
    the,
)


def test_expected_counts_from_the_totals() -> None:
    report = gaps(THREE_TOWNS, EVERYWHERE)
    # Health: A 2, B 1, C 0; water: A 1, B 0, C 0. Rows 3, 1, 0 (counted as 4/3); columns 3, 1; grand total 4.
    assert [(f.group, f.subject, f.value) for f in report.findings] == [
        ("no presence", "c/health", pytest.approx(4 / 3 * 3 / 4)),
        ("no presence", "c/water", pytest.approx(4 / 3 * 1 / 4)),
        ("no presence", "b/water", pytest.approx(1 * 1 / 4)),
        ("single provider", "a/water", 0),
        ("single provider", "b/health", 0),
    ]
    assert {f.unit for f in report.findings} == {"organizations below expected"}


def test_what_a_finding_says() -> None:
    report = gaps(THREE_TOWNS, EVERYWHERE)
    empty = the(report, "c/health")
    assert empty.label == "Health in Ctown"
    assert empty.reasons[0].text == "Surveyed on 2024-02-01 (walk); no organization is recorded."
    assert empty.reasons[0].evidence == (f"area:{C}", f"term:{HEALTH}", "survey:5")
    assert empty.reasons[1].text == "Elsewhere in North, ONE, THREE and TWO work on it."
    single = the(report, "a/water")
    assert single.label == "Water in Atown (X01)"
    assert single.reasons[0].text == "Only ONE is recorded."
    assert single.reasons[0].evidence == (f"area:{A}", f"term:{WATER}", "activity:3")


def test_the_kinds_stand_in_their_order_whatever_the_values() -> None:
    rows = [
        Activity(1, 1, HEALTH, A, status="planned"), Activity(2, 1, HEALTH, B, status="completed"),
        Activity(3, 1, WATER, A), Activity(4, 2, WATER, NORTH), Activity(5, 1, RELIEF, D),
    ]  # fmt: skip
    report = gaps(rows, [(C, HEALTH)])
    found = list(report.counts)
    assert found == [k for k in KINDS if k in found]
    assert set(found) == {"no presence", "single provider", "planned only", "stale", "not confirmed", "not surveyed"}


def test_a_place_that_nobody_looked_at_is_never_a_gap() -> None:
    report = gaps(THREE_TOWNS, [(B, WATER)])
    assert kinds(report)["b/water"] == "no presence"
    assert kinds(report)["c/health"] == kinds(report)["c/water"] == "not surveyed"
    assert the(report, "c/water").unit == "organizations expected"
    assert the(report, "c/health").reasons[0].text == "Nothing is recorded, and nobody has recorded looking."


def test_a_survey_for_everything_covers_every_term_and_one_of_the_future_none() -> None:
    assert kinds(gaps(THREE_TOWNS, [(C, None)]))["c/water"] == "no presence"
    assert kinds(gaps(THREE_TOWNS, [(C, None)], on="2024-01-31"))["c/water"] == "not surveyed"


def test_a_survey_of_the_province_may_have_passed_the_town_by() -> None:
    report = gaps(THREE_TOWNS, [(NORTH, WATER)])
    assert kinds(report)["c/water"] == "not surveyed"
    assert "North was looked at on 2024-02-01 (walk), but not this place by itself." in texts(the(report, "c/water"))


def test_a_single_provider_where_nobody_looked_may_not_be_the_only_one() -> None:
    assert "nobody has recorded looking for others" in texts(the(gaps(THREE_TOWNS), "b/health"))
    assert "looking" not in texts(the(gaps(THREE_TOWNS, EVERYWHERE), "b/health"))


@pytest.mark.parametrize("row", [
    Activity(1, 1, HEALTH, A, role="funder"),
    Activity(1, 1, HEALTH, A, status="suspended"),
])  # fmt: skip
def test_funders_and_suspended_work_are_not_there(row: Activity) -> None:
    assert kinds(gaps([row], [(A, HEALTH)])) == {"a/health": "no presence", "b/health": "not surveyed",
                                                "c/health": "not surveyed"}  # fmt: skip


def test_enough_is_no_gap() -> None:
    rows = [Activity(1, 1, HEALTH, A, capacity=700), Activity(2, 2, HEALTH, A, capacity=300)]
    assert "a/health" not in kinds(gaps(rows, figures=[NeedFigure(1, A, HEALTH, None, 1000, None)]))
    assert kinds(gaps(rows, figures=[NeedFigure(1, A, HEALTH, None, 1001, None)]))["a/health"] == "not enough"


def test_where_capacities_are_not_known_two_organizations_are_taken_to_be_enough() -> None:
    figure = NeedFigure(1, A, HEALTH, None, 1000, None)
    finding = the(gaps([Activity(1, 1, HEALTH, A)], figures=[figure]), "a/health")
    assert (finding.group, finding.value, finding.unit) == ("single provider", 500, "people unmet, estimated")
    assert "a/health" not in kinds(gaps([Activity(1, 1, HEALTH, A), Activity(2, 2, HEALTH, A)], figures=[figure]))


def test_with_nobody_there_all_are_unmet_and_without_a_survey_all_are_in_need() -> None:
    figure = NeedFigure(1, A, HEALTH, None, 1000, None)
    assert (the(gaps([], [(A, HEALTH)], [figure]), "a/health").value) == 1000
    assert the(gaps([], [(A, HEALTH)], [figure]), "a/health").unit == "people unmet"
    finding = the(gaps([], [], [figure]), "a/health")
    assert (finding.group, finding.unit) == ("not surveyed", "people in need")


def test_the_newest_figure_of_the_day_counts() -> None:
    figures = [NeedFigure(1, A, HEALTH, None, 10, "2022"), NeedFigure(2, A, HEALTH, None, 20, "2023-05"),
               NeedFigure(3, A, HEALTH, None, 30, "2025")]  # fmt: skip
    assert the(gaps([], [(A, HEALTH)], figures), "a/health").value == 20
    assert the(gaps([], [(A, HEALTH)], figures, on="2025-01-01"), "a/health").value == 30


def test_a_figure_for_the_province_is_a_cell_beside_its_towns() -> None:
    rows = [Activity(1, 1, HEALTH, A, capacity=100), Activity(2, 2, HEALTH, B, capacity=50)]
    report = gaps(rows, figures=[NeedFigure(1, NORTH, HEALTH, None, 400, None)])
    assert the(report, "north/health").value == 400 - 150
    assert the(report, "north/health").group == "not enough"
    assert kinds(report)["a/health"] == "single provider"
    # The province is outside the totals of the towns: A 1, B 1, C 0 (an average one), all in one column.
    assert the(report, "c/health").value == pytest.approx(2 / 3)


def test_a_province_that_was_surveyed_is_a_cell_for_what_was_looked_for() -> None:
    rows = [Activity(1, 1, HEALTH, A), Activity(2, 1, WATER, D)]
    report = gaps(rows, [(NORTH, WATER)])
    assert kinds(report)["north/water"] == "no presence"
    assert "north/health" not in kinds(report)
    assert "a/water" not in kinds(report), "the finding about the province says so already"


def test_at_a_level_the_whole_subtree_counts() -> None:
    report = gaps(THREE_TOWNS, EVERYWHERE, level="province")
    assert kinds(report) == {"north/water": "single provider", "south/health": "not surveyed",
                             "south/water": "not surveyed"}  # fmt: skip


def test_a_province_is_surveyed_when_all_its_towns_are() -> None:
    rows = [Activity(1, 1, HEALTH, D)]
    assert kinds(gaps(rows, [(A, HEALTH), (B, HEALTH)], level="province"))["north/health"] == "not surveyed"
    report = gaps(rows, [(A, HEALTH), (B, None), (C, HEALTH)], level="province")
    assert kinds(report)["north/health"] == "no presence"
    assert texts(the(report, "north/health")).startswith("Every area in it was surveyed, the oldest on 2024-02-01;")


def test_figures_of_towns_are_added_up_at_a_level() -> None:
    figures = [NeedFigure(1, A, HEALTH, None, 100, None), NeedFigure(2, B, HEALTH, None, 50, None)]
    report = gaps([Activity(1, 1, HEALTH, C, capacity=30)], [], figures, level="province")
    assert the(report, "north/health").value == 120
    assert set(the(report, "north/health").reasons[1].evidence) == {"need-figure:1", "need-figure:2"}


def test_an_empty_cell_says_so_once_along_the_tree_of_issues() -> None:
    report = gaps([Activity(1, 1, NURSING, A), Activity(2, 2, HEALTH, B)], [(C, None)])
    assert kinds(report)["c/health"] == "no presence"
    assert "c/nursing" not in kinds(report)


def test_one_population_asked_for() -> None:
    rows = [Activity(1, 1, HEALTH, A, GIRLS), Activity(2, 2, HEALTH, B, WOMEN)]
    report = gaps(rows, [(t, HEALTH) for t in (A, B, C)], population=TERMS[CHILDREN - 1])
    assert kinds(report) == {"a/health/children": "single provider", "b/health/children": "no presence",
                             "c/health/children": "no presence"}  # fmt: skip


def test_filters_show_fewer_cells_but_change_none() -> None:
    whole = gaps(THREE_TOWNS, EVERYWHERE)
    water = gaps(THREE_TOWNS, EVERYWHERE, issues=[TERMS[WATER - 1]])
    assert water.findings == tuple(f for f in whole.findings if f.subject.endswith("/water"))
    town = gaps(THREE_TOWNS, EVERYWHERE, area=AREAS[B - 1])
    assert town.findings == tuple(f for f in whole.findings if f.subject.startswith("b/"))
    below = gaps([Activity(1, 1, NURSING, A)], [(A, NURSING)], issues=[TERMS[HEALTH - 1]])
    assert kinds(below)["a/nursing"] == "single provider", "narrower issues too"


def test_an_issue_or_area_that_is_asked_for_is_there_even_if_nothing_is_recorded() -> None:
    report = gaps([Activity(1, 1, HEALTH, A)], issues=[TERMS[WATER - 1]])
    assert kinds(report) == {"a/water": "not surveyed", "b/water": "not surveyed", "c/water": "not surveyed"}
    report = gaps([Activity(1, 1, HEALTH, A)], area=AREAS[SOUTH - 1])
    assert kinds(report) == {"d/health": "not surveyed"}


def test_an_area_recorded_as_a_whole_stands_for_itself() -> None:
    report = gaps([Activity(1, 1, HEALTH, NORTH)])
    assert kinds(report) == {"north/health": "single provider"}


def test_an_empty_map_and_one_without_activities() -> None:
    empty = find_coverage_gaps(CoverageRows([], [], actors=[], activities=[]), Asked(ON))
    assert empty.findings == ()
    assert empty.next
    assert gaps().findings == ()
    assert kinds(gaps([], [(A, HEALTH)])) == {"a/health": "no presence", "b/health": "not surveyed",
                                             "c/health": "not surveyed"}  # fmt: skip


def test_places_that_share_nothing_leave_each_others_kinds_alone() -> None:
    before = gaps(THREE_TOWNS, EVERYWHERE)
    after = gaps([*THREE_TOWNS, Activity(9, 4, RELIEF, D)], [*EVERYWHERE, (D, RELIEF)])
    assert kinds(before).items() <= kinds(after).items()


def test_missing_end_dates_are_said() -> None:
    assert any("are without an end date" in c for c in gaps(THREE_TOWNS).caveats)
    assert not any("end date" in c for c in gaps([Activity(1, 1, HEALTH, A, until="2024-12")]).caveats)


def test_parts_surveyed_for_the_narrower_issue_have_a_finding_of_their_own() -> None:
    rows = [Activity(1, 1, NURSING, D)]
    looked = [(t, i) for t in (A, B, C) for i in (HEALTH, NURSING)]
    assert kinds(gaps(rows, looked, level="province"))["north/nursing"] == "no presence"
    report = gaps(rows, [(t, None) for t in (A, B, C)], level="province", issues=[TERMS[HEALTH - 1]])
    assert kinds(report) == {"north/health": "no presence", "south/health": "single provider",
                             "south/nursing": "single provider"}  # fmt: skip


def test_a_term_that_nobody_works_on_counts_as_an_average_one() -> None:
    report = gaps([Activity(1, 1, HEALTH, A), Activity(2, 2, HEALTH, A)], [(A, WATER)])
    # Row 2, columns 2 and 0 (counted as 1), grand total 2.
    assert the(report, "a/water").value == pytest.approx(2 * 1 / 2)


def test_presence_that_nobody_confirmed_is_listed_only_where_more_is_expected() -> None:
    rows = [Activity(1, 1, RELIEF, NORTH), Activity(2, 1, RELIEF, D), Activity(3, 1, HEALTH, A)]
    assert "a/relief" not in kinds(gaps(rows))


def test_where_more_are_expected_two_are_not_enough() -> None:
    everywhere = [(town, term) for town in (A, B, C) for term in (HEALTH, WATER) if (town, term) != (B, WATER)]
    rows = [Activity(4 * n + i, i, term, town) for n, (town, term) in enumerate(everywhere) for i in (1, 2, 3, 4)]
    rows.append(Activity(99, 1, WATER, B))
    finding = the(gaps(rows, figures=[NeedFigure(1, B, WATER, None, 1000, None)]), "b/water")
    # Row 5, column 9, grand total 21.
    assert finding.value == pytest.approx(1000 * (1 - 1 / (5 * 9 / 21)))


def test_a_population_is_not_repeated_where_it_is_as_for_everyone() -> None:
    assert kinds(gaps([Activity(1, 1, HEALTH, A, GIRLS)], [(A, HEALTH)]))["a/health"] == "single provider"
    assert "a/health/girls" not in kinds(gaps([Activity(1, 1, HEALTH, A, GIRLS)]))
    figure = NeedFigure(1, A, HEALTH, GIRLS, 100, None)
    report = gaps([Activity(1, 1, HEALTH, A, GIRLS)], figures=[figure])
    assert "a/health/girls" in kinds(report)
    assert "a/health" not in kinds(report), "the one with a figure says more"


def test_one_person_unmet_comes_before_several_organizations() -> None:
    rows = [*THREE_TOWNS, Activity(5, 3, HEALTH, A), Activity(6, 4, HEALTH, A)]
    report = gaps(rows, EVERYWHERE, [NeedFigure(1, B, WATER, None, 1, None)])
    first, second = [f for f in report.findings if f.group == "no presence"][:2]
    assert (first.subject, first.value, first.unit) == ("b/water", 1, "people unmet")
    assert second.subject == "c/health"
    assert (second.value or 0) > 1
