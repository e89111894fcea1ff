"""A project is written with the activities by which coverage, duplication and the ladder see it."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from ngomap.errors import AlreadyExists, NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.audience import AUDIENCES
from ngomap.model.coverage import Activity
from ngomap.store import project_edits as edits
from ngomap.store.actor_edits import add_actor
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.coverage import activities
from ngomap.store.coverage_edits import add_activities
from ngomap.store.projects import assessments, project_named, projects
from ngomap.store.term_edits import add_term
from ngomap.store.undo import undo
from ngomap.store.withheld import withheld


class World(NamedTuple):
    """Two organizations, a donor, a person; an issue, a population; two areas."""

    brook: ActorRef
    creek: ActorRef
    fund: ActorRef
    ana: ActorRef
    water: int
    voters: int
    east: int
    west: int


@pytest.fixture
def world(bare_map: Map) -> World:
    actors = [
        add_actor(bare_map, {"name": n, "kind": k}).ref
        for n, k in (("Brook", "ngo"), ("Creek", "ngo"), ("Fund", "donor"), ("Ana", "person"))
    ]
    water, voters = (add_term(bare_map, v, n).id for v, n in (("issue", "Wells"), ("population", "Millers")))
    east, west = (add_area(bare_map, n).id for n in ("East", "West"))
    return World(*actors, water, voters, east, west)


def rows(bare_map: Map) -> set[tuple[object, ...]]:
    return {
        (v.actor, v.term, v.area, v.population, v.role, v.status, v.since, v.until, v.project)
        for v in activities(bare_map, inferred=False)
    }


def test_partners_by_work_by_areas_by_populations_stand_as_activities(bare_map: Map, world: World) -> None:
    roles = {world.brook.id: "lead", world.creek.id: "adviser", world.fund.id: "funder", world.ana.id: "partner"}
    fields = {"status": "running", "since": "2026-01", "audience": "internal"}
    edits.add_project(bare_map, "Clean Wells", fields, roles, [world.water, world.voters], [world.east, world.west])
    assert rows(bare_map) == {
        (actor.id, world.water, area, world.voters, role, "ongoing", "2026-01", None, "Clean Wells")
        for actor, role in ((world.brook, "implementer"), (world.fund, "funder"))
        for area in (world.east, world.west)
    }
    # What the project hides, its activities do not show.
    assert len(withheld(bare_map, "activity", ("public", "partners"))) == 4


def test_what_is_recorded_by_hand_is_neither_repeated_nor_taken_away_but_ends_with_the_project(
    bare_map: Map, world: World
) -> None:
    here = Activity(0, world.brook.id, world.water, world.east, None, status="planned", reached=40, project="Wells 1")
    beside = Activity(0, world.brook.id, world.water, world.west, None, status="ongoing", since="2025-03", project="Wells 1")
    add_activities(bare_map, [here, beside], "sheet")
    project = edits.add_project(
        bare_map, "Wells 1", {"status": "running", "since": "2026-01"}, {world.brook.id: "lead", world.creek.id: "partner"},
        [world.water], [world.east],
    )  # fmt: skip
    assert {(r[0], r[2], r[5], r[6]) for r in rows(bare_map)} == {
        (world.brook.id, world.east, "planned", None), (world.brook.id, world.west, "ongoing", "2025-03"),
        (world.creek.id, world.east, "ongoing", "2026-01"),
    }  # fmt: skip
    closed = edits.edit_project(bare_map, project, {"status": "closed", "until": "2026-05-01"})
    assert {(r[5], r[7]) for r in rows(bare_map)} == {("completed", "2026-05-01")}
    edits.remove_project(bare_map, closed)
    left = activities(bare_map, inferred=False)
    assert [(v.actor, v.reached, v.since, v.status) for v in left] == [
        (world.brook.id, 40, None, "completed"), (world.brook.id, None, "2025-03", "completed"),
    ]  # fmt: skip


def test_what_was_still_to_begin_when_the_project_ended_keeps_its_days(bare_map: Map, world: World) -> None:
    later = Activity(0, world.brook.id, world.water, world.west, None, status="planned", since="2026-06", project="Wells 1")
    begun = Activity(0, world.brook.id, world.water, world.east, None, status="ongoing", since="2026-05", project="Wells 1")
    add_activities(bare_map, [later, begun], "sheet")
    project = edits.add_project(bare_map, "Wells 1", {"status": "running"}, {world.brook.id: "lead"}, [world.water], [world.east])
    edits.edit_project(bare_map, project, {"status": "cancelled", "until": "2026-05-01"})
    assert {(r[2], r[5], r[6], r[7]) for r in rows(bare_map)} == {
        (world.west, "suspended", "2026-06", None), (world.east, "suspended", "2026-05", "2026-05-01"),
    }  # fmt: skip


def test_activities_follow_areas_partners_status_and_name(bare_map: Map, world: World) -> None:
    project = edits.add_project(bare_map, "Wells", {"status": "idea"}, {world.brook.id: "lead"}, [world.water], [world.east])
    assert rows(bare_map) == set()
    project = edits.edit_project(bare_map, project, {"status": "planned"})
    assert [r[5] for r in rows(bare_map)] == ["planned"]
    project = edits.edit_project(bare_map, project, {"name": "Springs"}, ((), [world.west]), ((), [world.east]))
    assert [(r[2], r[8]) for r in rows(bare_map)] == [(world.west, "Springs")]
    project, new = edits.set_partner(bare_map, project, world.creek, {"role": "host", "share": 5.0})
    assert new
    assert {r[0] for r in rows(bare_map)} == {world.brook.id, world.creek.id}
    project = edits.remove_partner(bare_map, project, world.brook)
    assert {r[0] for r in rows(bare_map)} == {world.creek.id}
    with pytest.raises(NotFound, match="Brook has no part in Springs"):
        edits.remove_partner(bare_map, project, world.brook)


@pytest.mark.parametrize(("status", "left"), [("planned", []), ("running", ["suspended"])])
def test_what_is_called_off_leaves_only_what_had_begun(bare_map: Map, world: World, status: str, left: list[str]) -> None:
    project = edits.add_project(bare_map, "Wells", {"status": status}, {world.brook.id: "lead"}, [world.water], [world.east])
    edits.edit_project(bare_map, project, {"status": "cancelled", "until": "2026-05-01"})
    assert [r[5] for r in rows(bare_map)] == left


def test_to_close_is_one_change_that_undo_takes_back_whole(bare_map: Map, world: World) -> None:
    project = edits.add_project(bare_map, "Wells", {"status": "running"}, {world.brook.id: "lead"}, [world.water], [world.east])
    before = rows(bare_map), projects(bare_map, AUDIENCES)
    edits.edit_project(bare_map, project, {"status": "closed", "until": "2026-05-01"})
    assert rows(bare_map) != before[0]
    undo(bare_map)
    assert (rows(bare_map), projects(bare_map, AUDIENCES)) == before


def test_a_name_is_taken_whatever_its_case_and_handles_stay_apart(bare_map: Map, world: World) -> None:
    first = edits.add_project(bare_map, "Clean Wells", {}, {})
    assert (first.handle, first.status) == ("clean-wells", "planned")
    with pytest.raises(AlreadyExists, match="clean-wells"):
        edits.add_project(bare_map, "clean  wélls", {}, {})
    other = edits.add_project(bare_map, "Other", {}, {})
    with pytest.raises(AlreadyExists):
        edits.edit_project(bare_map, other, {"name": "CLEAN WELLS"})
    assert edits.edit_project(bare_map, first, {"name": "Clean wells"}).name == "Clean wells"
    assert project_named(bare_map, "CLEAN WELLS", AUDIENCES) == first.id
    assert project_named(bare_map, "Clean Wells", ("public",)) is None


def test_who_may_not_be_seen_is_left_out_of_projects_and_of_what_was_said(bare_map: Map, world: World) -> None:
    hidden = add_actor(bare_map, {"name": "Hidden", "kind": "ngo", "audience": "secret"}).ref
    project = edits.add_project(bare_map, "Wells", {}, {world.brook.id: "lead", hidden.id: "partner"})
    for by, of in ((world.brook, hidden), (hidden, None), (world.brook, None)):
        edits.record_assessment(bare_map, project, by, of, "2026-05-01", {"again": "yes", "audience": "partners"})
    (seen,) = projects(bare_map, ("public", "partners"))
    assert [p.actor for p in seen.partners] == [world.brook.id]
    assert [(s.by, s.of) for s in assessments(bare_map, ("public", "partners"))] == [(world.brook.id, None)]
    assert projects(bare_map, ("public", "partners"), world.creek.id) == []
    assert len(assessments(bare_map, AUDIENCES, [project.id])) == 3


def test_what_is_said_anew_on_a_day_keeps_the_rest(bare_map: Map, world: World) -> None:
    project = edits.add_project(bare_map, "Wells", {}, {world.brook.id: "lead"})
    number, new = edits.record_assessment(bare_map, project, world.brook, None, "2026-05-01", {"worked": "Maps"})
    assert new
    assert edits.record_assessment(bare_map, project, world.brook, None, "2026-05-01", {"benefit": 2}) == (number, False)
    (row,) = assessments(bare_map, AUDIENCES)
    assert (row.worked, row.benefit) == ("Maps", 2)
