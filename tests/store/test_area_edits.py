"""Areas, changed: codes and names that mean one place, trees without circles, merges that lose nothing."""

from __future__ import annotations

import pytest

from ngomap.errors import AlreadyExists, InUse, InvalidValue, NgomapError
from ngomap.model.coverage import Activity
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.area_edits import (
    add_aliases,
    add_area,
    merge_areas,
    move_area,
    remove_aliases,
    remove_area,
)
from ngomap.store.areas import all_areas, area_aliases, areas_named, below, some_areas
from ngomap.store.connection import Map
from ngomap.store.coverage_edits import add_activities, add_need_figures, add_surveys
from ngomap.store.resource_edits import add_resource
from ngomap.store.search import search
from ngomap.store.term_edits import add_term


def test_handles_tell_areas_of_one_name_apart(bare_map: Map) -> None:
    province = add_area(bare_map, "Kabul", level="province")
    district = add_area(bare_map, "Kabul", province, "district")
    coded = add_area(bare_map, "Kabul", province, "district", "AF 01/01")
    arabic = add_area(bare_map, "كابل", province, code="AF99")
    again = add_area(bare_map, "Kabul", coded)
    assert [a.handle for a in (province, district, coded, arabic, again)] == [
        "kabul", "kabul-kabul", "kabul-af-01-01", "كابل", "kabul-kabul-af-01-01",
    ]  # fmt: skip


def test_what_is_there_is_not_added_twice(bare_map: Map) -> None:
    north = add_area(bare_map, "North", level="district", code="XX01")
    add_area(bare_map, "Town", north, "city")
    with pytest.raises(AlreadyExists, match="code xx01 is already that of north"):
        add_area(bare_map, "South", code="xx01")
    with pytest.raises(AlreadyExists, match="area of that name there: town"):
        add_area(bare_map, "TOWN", north, "city")
    add_area(bare_map, "Town", north, "village")
    add_area(bare_map, "Town", level="city")


@pytest.mark.parametrize("name", ["", " ", "***"])
def test_an_area_needs_letters(bare_map: Map, name: str) -> None:
    with pytest.raises(InvalidValue):
        add_area(bare_map, name)


def test_a_point_off_the_globe_is_refused_by_the_map_itself(bare_map: Map) -> None:
    with pytest.raises(NgomapError, match="refused"):
        add_area(bare_map, "Nowhere", point=(91.0, 0.0))
    assert all_areas(bare_map) == []


def test_aliases_come_and_go(bare_map: Map) -> None:
    area = add_area(bare_map, "Kabul", aliases=["Kabol"])
    assert add_aliases(bare_map, area, ["kabol", "کابل", "***"]) == 1
    assert remove_aliases(bare_map, area, ["KABOL", "other"]) == 1
    assert area_aliases(bare_map) == {area.id: ["کابل"]}


def test_an_area_cannot_come_to_lie_in_itself(bare_map: Map) -> None:
    land = add_area(bare_map, "Land")
    north = add_area(bare_map, "North", land)
    town = add_area(bare_map, "Town", north)
    for under in (land, north, town):
        with pytest.raises(InvalidValue, match="cannot come to lie in it"):
            move_area(bare_map, land, under)
    move_area(bare_map, town, None)
    move_area(bare_map, land, town)
    assert below(bare_map, town.id) == {land.id, north.id, town.id}


def test_an_area_that_is_in_use_is_not_removed(bare_map: Map) -> None:
    north = add_area(bare_map, "North")
    add_area(bare_map, "Town", north)
    add_actor(bare_map, {"name": "A", "kind": "ngo", "area_id": north.id})
    with pytest.raises(InUse, match="1 actor that sits there, 1 area in it"):
        remove_area(bare_map, north)
    town = areas_named(bare_map, "town")[0]
    remove_area(bare_map, town)
    assert [a.handle for a in all_areas(bare_map)] == ["north"]


def test_a_merge_moves_everything(bare_map: Map) -> None:
    term = add_term(bare_map, "issue", "Health")
    lose = add_area(bare_map, "Kabol", level="city", code="AF01", country="AF", point=(34.5, 69.2), aliases=["Cabul"])
    win = add_area(bare_map, "Kabul")
    inside = add_area(bare_map, "Quarter", lose)
    actor = add_actor(bare_map, {"name": "A", "kind": "ngo", "area_id": lose.id}, Lists(serves=(lose.id,)))
    add_activities(bare_map, [Activity(0, actor.id, term.id, lose.id)], None)
    add_need_figures(bare_map, [(lose.id, term.id, None, 10, None)], None)
    add_surveys(bare_map, [(lose.id, None)], "2026-01-01", None)
    add_resource(bare_map, actor.ref, "offer", {"kind": "space", "description": "Room", "area_id": lose.id})

    assert merge_areas(bare_map, lose, win) == 0

    for table in ("actors", "actor_areas", "activities", "need_figures", "surveys", "resources"):
        assert bare_map.connection.execute(f"SELECT area_id FROM {table}").fetchall() == [(win.id,)], table
    for text in ("Kabol", "cabul", "kabul", "AF01"):
        assert [a.id for a in areas_named(bare_map, text)] == [win.id], text
    kept = some_areas(bare_map, [win.id])[win.id]
    assert (kept.level, kept.code, kept.country, kept.lat, kept.lon) == ("city", "AF01", "AF", 34.5, 69.2)
    assert below(bare_map, win.id) == {win.id, inside.id}
    assert search(bare_map, "kabul") == [actor.id]
    assert search(bare_map, "kabol") == []


def test_the_winning_area_keeps_what_it_knows(bare_map: Map) -> None:
    lose = add_area(bare_map, "Old", level="city", code="AF01", point=(1.0, 1.0))
    win = add_area(bare_map, "New", level="district", code="AF02", point=(2.0, 2.0))
    merge_areas(bare_map, lose, win)
    kept = some_areas(bare_map, [win.id])[win.id]
    assert (kept.level, kept.code, kept.lat) == ("district", "AF02", 2.0)
    # The old code still finds it.
    assert [a.id for a in areas_named(bare_map, "AF01")] == [win.id]


def test_what_both_say_is_folded_and_what_contradicts_is_counted(bare_map: Map) -> None:
    term = add_term(bare_map, "issue", "Health")
    lose, win = add_area(bare_map, "A"), add_area(bare_map, "B")
    actor = add_actor(bare_map, {"name": "X", "kind": "ngo"}, Lists(serves=(lose.id, win.id)))
    rows = [
        Activity(0, actor.id, term.id, lose.id, since="2024", reached=3),
        Activity(0, actor.id, term.id, win.id, since="2025"),
    ]
    add_activities(bare_map, rows, None)
    add_need_figures(bare_map, [(lose.id, term.id, None, 1, None), (win.id, term.id, None, 2, None)], None)
    assert merge_areas(bare_map, lose, win) == 1
    fetch = bare_map.connection.execute
    assert fetch("SELECT area_id, since, reached FROM activities").fetchall() == [(win.id, "2024", 3)]
    assert fetch("SELECT people FROM need_figures").fetchall() == [(2,)]
    assert fetch("SELECT count(*) FROM actor_areas").fetchone() == (1,)


@pytest.mark.parametrize("depth", [1, 2])
def test_a_merge_into_what_lies_inside_makes_no_circle(bare_map: Map, depth: int) -> None:
    land = add_area(bare_map, "Land")
    lose = add_area(bare_map, "Lose", land)
    chain = [lose]
    for n in range(depth):
        chain.append(add_area(bare_map, f"Inside {n}", chain[-1]))
    win = chain[-1]
    merge_areas(bare_map, lose, win)
    areas = {a.id: a for a in all_areas(bare_map)}
    assert areas[win.id].parent == land.id
    assert below(bare_map, land.id) == set(areas)


def test_an_area_cannot_be_merged_with_itself(bare_map: Map) -> None:
    area = add_area(bare_map, "A")
    with pytest.raises(InvalidValue, match="itself"):
        merge_areas(bare_map, area, area)
