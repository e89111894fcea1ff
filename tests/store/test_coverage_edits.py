"""Activities, need figures and surveys, many at a time and said again and again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ngomap.model.coverage import Activity
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.coverage import activities, need_figures, surveys
from ngomap.store.coverage_edits import add_activities, add_need_figures, add_surveys, forget_surveys
from ngomap.store.term_edits import add_term


@pytest.fixture
def cell(bare_map: Map) -> Activity:
    """An activity of actor 1 on term 1 in area 1, all of which exist."""
    add_actor(bare_map, {"name": "A", "kind": "ngo"})
    add_term(bare_map, "issue", "Health")
    add_area(bare_map, "North")
    return Activity(0, 1, 1, 1, since="2024-03", until="2024-06", reached=5)


def test_activities_are_not_repeated_but_widened(bare_map: Map, cell: Activity) -> None:
    assert add_activities(bare_map, [cell, cell], "first") == 1
    assert add_activities(bare_map, [cell], "again") == 0
    assert (
        add_activities(bare_map, [replace(cell, since="2024-01", until="2024-04", reached=None, capacity=9)], "x") == 1
    )
    found = activities(bare_map, 1)
    assert [(v.since, v.until, v.reached, v.capacity) for v in found] == [("2024-01", "2024-06", 5, 9)]


@pytest.mark.parametrize("change", [{"role": "funder"}, {"status": "planned"}, {"project": "P"}])
def test_another_role_status_or_project_is_another_activity(
    bare_map: Map, cell: Activity, change: dict[str, str]
) -> None:
    assert add_activities(bare_map, [cell, replace(cell, **change)], None) == 2  # type: ignore[arg-type]


def test_need_figures_of_one_day_are_replaced(bare_map: Map, cell: Activity) -> None:
    assert cell
    assert add_need_figures(bare_map, [(1, 1, None, 10, "2026-01-01")], "old") == 1
    assert add_need_figures(bare_map, [(1, 1, None, 10, "2026-01-01")], "same") == 0
    assert add_need_figures(bare_map, [(1, 1, None, 12, "2026-01-01"), (1, 1, None, 9, "2026-02-01")], "new") == 2
    assert [f.people for f in need_figures(bare_map)] == [12, 9]


def test_surveys_are_recorded_once_and_forgotten(bare_map: Map, cell: Activity) -> None:
    assert cell
    assert add_surveys(bare_map, [(1, 1), (1, None), (1, 1)], "2026-01-01", "walk") == 2
    assert add_surveys(bare_map, [(1, 1)], "2026-01-02", None) == 1
    assert forget_surveys(bare_map, [(1, None), (1, 1)], "2026-01-01") == 2
    assert [(s.term, s.on_date) for s in surveys(bare_map)] == [(1, "2026-01-02")]


def test_who_has_no_activities_is_present_where_it_serves(bare_map: Map, cell: Activity) -> None:
    south = add_area(bare_map, "South")
    lists = Lists(terms=(cell.term,), serves=(south.id,))
    serves = add_actor(bare_map, {"name": "Serves", "kind": "ngo", "area_id": cell.area}, lists)
    sits = add_actor(bare_map, {"name": "Sits", "kind": "ngo", "area_id": cell.area}, Lists(terms=(cell.term,)))
    add_actor(bare_map, {"name": "Closed", "kind": "ngo", "status": "closed"}, lists)
    add_actor(bare_map, {"name": "Pia", "kind": "person"}, lists)
    add_activities(bare_map, [cell], None)
    found = {(v.actor, v.area, v.inferred) for v in activities(bare_map)}
    assert found == {(1, 1, False), (serves.id, south.id, True), (sits.id, cell.area, True)}
    assert activities(bare_map, sits.id, inferred=False) == []
