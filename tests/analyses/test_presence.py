"""Who counts as being in a cell, and how much, seen through the gaps that are left."""

from __future__ import annotations

import pytest

from ngomap.model.coverage import Activity, NeedFigure
from tests.analyses.towns import (
    CHILDREN,
    EVERYWHERE,
    GIRLS,
    HEALTH,
    NORTH,
    NURSING,
    THREE_TOWNS,
    WATER,
    WOMEN,
    A,
    B,
    C,
    gaps,
    kinds,
    texts,
    the,
)


def test_planned_work_is_not_presence() -> None:
    for row in (Activity(1, 1, HEALTH, A, status="planned"), Activity(1, 1, HEALTH, A, since="2024-04")):
        report = gaps([row], [(A, HEALTH)])
        assert kinds(report)["a/health"] == "planned only"
        assert "Only planned: ONE" in texts(the(report, "a/health"))
    assert kinds(gaps([Activity(1, 1, HEALTH, A, since="2024-04")], on="2024-04-01"))["a/health"] == "single provider"


def test_work_that_is_over_is_stale_and_counts_a_quarter() -> None:
    over = Activity(1, 1, HEALTH, A, until="2022-12")
    report = gaps([over, Activity(2, 2, HEALTH, B), Activity(3, 3, HEALTH, B)])
    assert kinds(report)["a/health"] == "stale"
    # Row total 1/4, column total and grand total 9/4: 1/4 expected, 1/4 there.
    assert the(report, "a/health").value == 0
    assert the(report, "a/health").reasons[0].text == "What is recorded is over (until 2022-12): ONE."
    report = gaps([over, Activity(2, 2, HEALTH, A)])
    assert texts(the(report, "a/health")).startswith("Only TWO is recorded; the work of ONE is over")


def test_work_that_ended_less_than_a_year_ago_counts_half() -> None:
    rows = [Activity(1, 1, HEALTH, A, until="2023-10"), Activity(2, 1, WATER, A), Activity(3, 1, WATER, B)]
    finding = the(gaps([*rows, Activity(4, 2, WATER, B), Activity(5, 2, HEALTH, B)]), "a/health")
    assert finding.group == "single provider"
    # Row 1.5, column 1.5, grand total 4.5: 0.5 expected, 0.5 there.
    assert finding.value == pytest.approx(0)


def test_closed_organizations_are_nowhere_and_dormant_ones_stale() -> None:
    row = [Activity(1, 1, HEALTH, A)]
    assert kinds(gaps(row, [(A, HEALTH)], statuses={1: "closed"}))["a/health"] == "no presence"
    assert kinds(gaps(row, [(A, HEALTH)], statuses={1: "dormant"}))["a/health"] == "stale"
    assert kinds(gaps(row, [(A, HEALTH)], statuses={1: "active"}))["a/health"] == "single provider"


def test_work_recorded_for_the_province_counts_half_in_its_towns_and_never_as_there() -> None:
    rows = [
        Activity(1, 1, HEALTH, NORTH), Activity(2, 2, HEALTH, A), Activity(3, 3, HEALTH, A), Activity(4, 2, WATER, B),
    ]  # fmt: skip
    report = gaps(rows, [(B, HEALTH)])
    assert kinds(report)["b/health"] == "not confirmed"
    assert "Recorded for the whole of North, not for this place: ONE." in texts(the(report, "b/health"))
    assert "a/health" not in kinds(report)
    # Health: A 2.5, B 0.5, C 0.5; water: B 1. Row B 1.5, column health 3.5, grand total 4.5.
    assert the(report, "b/health").value == pytest.approx(1.5 * 3.5 / 4.5 - 0.5)


def test_assumed_presence_counts_half_and_says_so() -> None:
    rows = [Activity(0, 1, HEALTH, A, inferred=True), Activity(2, 2, HEALTH, B), Activity(3, 3, HEALTH, B)]
    report = gaps(rows)
    finding = the(report, "a/health")
    assert finding.group == "single provider"
    assert "only by its issues and the areas it serves" in texts(finding)
    assert finding.reasons[0].evidence == (f"area:{A}", f"term:{HEALTH}", "actor:1")
    assert any("each is counted as half there" in c for c in report.caveats)
    assert finding.value == pytest.approx(0)


def test_people_unmet_where_capacities_are_known() -> None:
    rows = [
        Activity(1, 1, HEALTH, A, capacity=300), Activity(2, 2, HEALTH, A, reached=400, until="2023-10"),
        Activity(3, 2, HEALTH, A, capacity=100, project="clinic"),
    ]  # fmt: skip
    report = gaps(rows, figures=[NeedFigure(9, A, HEALTH, None, 1000, "2023")])
    finding = the(report, "a/health")
    assert (finding.group, finding.value, finding.unit) == ("not enough", 1000 - 300 - 400 / 2 - 100, "people unmet")
    assert "ONE and TWO can serve 600 people." in texts(finding)
    assert finding.reasons[1].text == "1 000 people need it (figure of 2023)."
    assert finding.reasons[1].evidence == ("need-figure:9",)


def test_work_on_a_narrower_issue_is_work_on_the_wider_one_but_not_the_other_way_round() -> None:
    rows = [Activity(1, 1, NURSING, A), Activity(2, 2, HEALTH, B)]
    report = gaps(rows, [(t, i) for t in (A, B, C) for i in (HEALTH, NURSING)])
    assert kinds(report) == {
        "a/health": "single provider", "a/nursing": "single provider", "b/health": "single provider",
        "b/nursing": "no presence", "c/health": "no presence", "c/nursing": "no presence",
    }  # fmt: skip


def test_populations_have_cells_where_they_are_named() -> None:
    rows = [
        Activity(1, 1, HEALTH, A, GIRLS), Activity(2, 2, HEALTH, A, WOMEN), Activity(3, 3, HEALTH, A, WOMEN),
    ]  # fmt: skip
    report = gaps(rows, [(A, HEALTH)])
    assert kinds(report) == {"a/health/girls": "single provider", "b/health": "not surveyed",
                             "c/health": "not surveyed"}  # fmt: skip
    assert the(report, "a/health/girls").label == "Health in Atown (X01) for Girls"


def test_who_does_not_say_for_whom_may_serve_them() -> None:
    rows = [Activity(1, 1, HEALTH, A), Activity(2, 2, HEALTH, A), Activity(3, 3, HEALTH, A, CHILDREN)]
    figure = NeedFigure(1, A, HEALTH, GIRLS, 100, None)
    report = gaps(rows, [(A, HEALTH)], [figure])
    assert kinds(report)["a/health/girls"] == "not confirmed"
    assert "Recorded without saying for whom: ONE, THREE and TWO." in texts(the(report, "a/health/girls"))
    figure = NeedFigure(1, A, HEALTH, WOMEN, 100, None)
    rows = [Activity(1, 1, HEALTH, A, CHILDREN), Activity(2, 2, HEALTH, A, CHILDREN)]
    assert kinds(gaps(rows, [(A, HEALTH)], [figure]))["a/health/women"] == "no presence"


def test_what_a_province_can_serve_is_not_known_for_its_towns() -> None:
    rows = [Activity(1, 1, HEALTH, NORTH, capacity=500), Activity(2, 2, HEALTH, A, capacity=100)]
    figure = NeedFigure(1, A, HEALTH, None, 1000, None)
    assert "a/health" not in kinds(gaps(rows, figures=[figure]))


def test_work_around_a_place_for_others_is_not_for_this_population() -> None:
    figure = NeedFigure(1, A, HEALTH, GIRLS, 100, None)
    elsewhere = [Activity(9, 3, HEALTH, A, WOMEN)]
    for population in (None, WOMEN, CHILDREN, GIRLS):
        kind = "no presence" if population == WOMEN else "not confirmed"
        report = gaps([*elsewhere, Activity(1, 1, HEALTH, NORTH, population)], [(A, HEALTH)], [figure])
        assert kinds(report)["a/health/girls"] == kind, population


def test_an_organization_with_several_activities_counts_once() -> None:
    twice = [*THREE_TOWNS, Activity(8, 1, HEALTH, A, project="clinic"), Activity(9, 1, HEALTH, A, status="completed")]
    before, after = gaps(THREE_TOWNS, EVERYWHERE), gaps(twice, EVERYWHERE)
    assert [(f.subject, f.value) for f in before.findings] == [(f.subject, f.value) for f in after.findings]
    report = gaps([Activity(1, 1, HEALTH, A), Activity(2, 1, HEALTH, A, status="completed")])
    assert the(report, "a/health").reasons[0].text == "Only ONE is recorded; nobody has recorded looking for others."
