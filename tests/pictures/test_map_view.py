"""Who is drawn where, in which colour and size, and what is said of those that have no point."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ngomap.errors import NgomapError
from ngomap.model.actors import Actor
from ngomap.model.relationships import Tie
from ngomap.model.words import Area, Term
from ngomap.pictures.map_rows import MapRows, places
from ngomap.pictures.map_view import map_view

AREAS = {
    a.id: a
    for a in (
        Area(1, "country", "Country", "country", None, None, "KE", 0.5, 37.5),
        Area(2, "north", "North", "province", 1, None, "KE", 2.0, 37.0),
        Area(3, "south", "South", "province", 1, None, "KE", -2.0, 37.0),
        Area(4, "mill", "Mill", "village", 2, None, "KE"),
        Area(5, "ford", "Ford", "village", 2, None, "KE", 2.2, 37.1),
    )
}


def actor(number: int, handle: str, **facts: object) -> Actor:
    plain = Actor(number, handle, handle, "ngo", handle.capitalize(), "local", "active", None, None, None,
                  None, None, None, None, None, None, None, None, None, None, None, None, None, None, "public")  # fmt: skip
    return replace(plain, **facts)  # type: ignore[arg-type]


def rows(*actors: Actor, **facts: object) -> MapRows:
    return replace(MapRows("Our map", "2026-11-01", "internal", list(actors), AREAS, {}), **facts)  # type: ignore[arg-type]


ASH = actor(1, "ash", lat=1.0, lon=36.0, staff=100, budget=50.0, currency="EUR")
OAK = actor(2, "oak", lat=1.1, lon=36.1, staff=25, budget=9000.0, currency="USD", kind="media")
ELM = actor(3, "elm", level=None)


def test_an_area_stands_in_for_who_has_no_point() -> None:
    found = places(rows(ASH, ELM, seat={3: 4}))
    assert found[1].area is None and found[1].point == (1.0, 36.0)
    assert (found[3].area, found[3].point, found[3].by_work) == (AREAS[2], (2.0, 37.0), False)


@pytest.mark.parametrize(
    ("worked", "drawn"), [([5], "ford"), ([4, 5], "north"), ([4, 5, 3], "north"), ([2, 3, 3], "north"), ([3], "south")]
)
def test_who_sits_nowhere_is_drawn_where_most_of_the_work_is(worked: list[int], drawn: str) -> None:
    place = places(rows(ELM, active={3: worked}))[3]
    assert place.area is not None
    assert (place.area.handle, place.by_work) == (drawn, True)


def test_the_middle_of_a_country_stands_in_only_among_countries() -> None:
    other = actor(4, "far", lat=9.0, lon=38.7, country="ET")
    assert 3 not in places(rows(ASH, ELM, seat={3: 1}))
    assert places(rows(other, ELM, seat={3: 1}))[3].point == (0.5, 37.5)


def test_the_notes_count_who_stands_in_and_who_is_left_out() -> None:
    view = map_view(rows(ASH, ELM, actor(4, "fir"), seat={3: 4}))
    assert view.notes == [
        "1 of 3 has no point of its own and is drawn at the middle of its area.",
        "1 of 3 has no place and is not drawn.",
    ]
    assert [s.stands_in for s in view.sites] == ["", "North"]
    assert [r[3] for r in view.rows] == [
        "1.0000, 36.0000", "Mill (drawn in the middle of the area)", "not known (not drawn)",
    ]  # fmt: skip


def test_without_any_place_it_says_what_to_do() -> None:
    with pytest.raises(NgomapError, match="None of 1 actor has a place") as caught:
        map_view(rows(ELM))
    assert "gazetteer" in caught.value.hint and "ngomap geocode --areas" in caught.value.hint
    with pytest.raises(NgomapError, match="no actor meets"):
        map_view(rows())


def test_colours_tell_our_rung_with_each() -> None:
    ties = [Tie(1, "works-with", 1, 2, "active", rung=2), Tie(2, "funds", 1, 4, "wanted"), Tie(3, "rivals", 1, 3, "active")]
    fir, elm = actor(4, "fir", lat=1.0, lon=36.2), replace(ELM, lat=1.0, lon=36.3)
    view = map_view(rows(ASH, OAK, elm, fir, ties=ties, us=1))
    assert view.keys.of == {1: "us", 2: "2", 3: "none", 4: "wanted"}
    told = {s.handle: s.told for s in view.sites}
    assert "With us: works with, 2 sharing" in told["oak"]
    assert "With us: is funded by (wanted)" in told["fir"]
    assert map_view(rows(ASH, OAK, us=1)).keys.title == "Kind"
    untold = map_view(rows(ASH, OAK, ties=[replace(ties[0], rung=None)], us=1, rungs_told=False), "rung")
    assert untold.keys.of[2] == "tied"
    assert untold.notes == ["How far we are with each is not for this audience."]


def test_colours_tell_the_issue_most_worked_on() -> None:
    terms = [Term(1, "issue", "health", "Health"), Term(2, "issue", "malaria", "Malaria", 1),
             Term(3, "issue", "water", "Water"), Term(4, "issue", "nutrition", "Nutrition", 1)]  # fmt: skip
    known = {t.id: t for t in terms}
    facts = rows(ASH, OAK, replace(ELM, lat=1.0, lon=36.3), terms=known, issues={1: [2, 4, 3], 2: [3, 2]})
    view = map_view(facts, "issue")
    # Oak has one of each, and so many have the one as the other.
    assert view.keys.of == {1: "health", 2: "health", 3: "unknown"}
    assert map_view(facts, "issue", top=1).keys.of == {1: "nutrition", 2: "malaria", 3: "unknown"}


def test_sizes_compare_what_can_be_compared() -> None:
    more = actor(4, "fir", lat=1.0, lon=36.2, budget=25.0, currency="EUR")
    view = map_view(rows(ASH, OAK, more), size="budget")
    assert {s.handle: s.size for s in view.sites} == {"ash": 1.0, "oak": None, "fir": 0.5}
    assert (view.largest, view.unit) == (50.0, "EUR")
    assert any("budgets in EUR" in note for note in view.notes)
    assert [r[-1] for r in view.rows] == ["50", "not known", "25"]


def test_where_nothing_is_known_sizes_say_nothing() -> None:
    view = map_view(rows(ASH, OAK), size="reached")
    assert view.size == "none"
    assert view.notes == ["All marks are of one size: of none is it known: people reached."]


def test_the_focus_stands_out_with_its_lines() -> None:
    ties = [Tie(1, "works-with", 1, 2, "active", rung=2), Tie(2, "funds", 1, 3, "wanted"), Tie(3, "rivals", 1, 4, "active")]
    people = [ASH, OAK, *(actor(i, h, lat=1.0 + i / 10, lon=36.3) for i, h in ((3, "elm"), (4, "fir"), (5, "yew")))]
    view = map_view(rows(*people, ties=ties), focus=1)
    assert view.lines == [(1, 2, "tie"), (1, 3, "wanted"), (1, 4, "rivals")]
    assert [s.handle for s in view.sites if s.faint] == ["yew"]
