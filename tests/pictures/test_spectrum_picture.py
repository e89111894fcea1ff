"""The spectrum of allies as a picture: everybody in their wedge, nobody on another, and who moved."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from ngomap.model.spectrum_points import SpectrumPoint, SpectrumPoints
from ngomap.pictures.picture import Picture
from ngomap.pictures.saving import svg_of
from ngomap.pictures.spectrum_picture import DRAWN, MOST, draw_spectrum
from ngomap.pictures.spectrum_places import INNER, OUTER, placed

EVIL = "</script><script>alert(1)</script>"


def point(handle: str, stance: int, influence: int | None = 3, then: int | None = None, us: bool = False) -> SpectrumPoint:
    return SpectrumPoint(handle, f"Name of {handle}", stance, influence, then, f"Words of {handle}.", us)


def spectrum(*points: SpectrumPoint, us: str = "We") -> Picture:
    some = points or (
        point("a", -2, 5), point("b", 0, None, then=-1), point("c", 1), point("d", 1, 0), SpectrumPoint("e", EVIL, 2, 4, None, EVIL)
    )  # fmt: skip
    found = SpectrumPoints("Water", "2026-06-01", "2025-06-01", some, ("Z", "Y"), us)
    return draw_spectrum(found, "internal", "A map", ("Left out.",))


def rows(picture: Picture, name: str) -> list[dict[str, Any]]:
    sets: Any = picture.spec["datasets"]
    return list(sets[name])


def texts(picture: Picture) -> list[str]:
    return [row["text"] for row in rows(picture, "texts")]


@budget(max_examples=60)
@given(st.lists(st.sampled_from([8.0, 9.8, 11.6, 13.4, 15.2, 17.0]), max_size=60), st.integers(0, 4))
def test_no_dot_lies_on_another_or_outside_its_wedge(radii: list[float], number: int) -> None:
    places, scale = placed(radii, number)
    assert len(places) == len(radii)
    for n, (x, y) in enumerate(places):
        away, radius = math.hypot(x, y), radii[n] * scale
        assert away - radius + 0.01 >= INNER
        assert away + radius <= OUTER + 0.01
        angle = math.atan2(-y, -x)
        assert math.pi * number / 5 <= angle <= math.pi * (number + 1) / 5
        for other, (a, b) in list(enumerate(places))[:n]:
            assert math.hypot(x - a, y - b) + 0.01 >= radius + radii[other] * scale


def test_a_crowd_still_has_a_place_in_its_wedge() -> None:
    places, _ = placed([17.0] * 3000, 1)
    assert len(places) == 3000
    assert all(INNER <= math.hypot(x, y) <= OUTER for x, y in places)


def test_the_more_influence_the_larger_and_unknown_is_dashed() -> None:
    first = rows(spectrum(), "dots")
    sizes = {row["words"].split(":")[0]: row["size"] for row in first[:5]}
    assert sizes["Name of a"] > sizes["Name of c"] > sizes["Name of d"]
    dashed = [row["words"].split(":")[0] for row in first if row["dash"] == [3, 2]]
    assert set(dashed) == {"Name of b", "Influence on the issue"}


def test_who_moved_has_a_ring_where_it_stood_and_an_arrow() -> None:
    picture = spectrum()
    (ring,) = rows(picture, "ghosts")
    assert ring["words"].startswith("Name of b: neutral")
    dot = next(row for row in rows(picture, "dots") if row["words"].startswith("Name of b"))
    assert ring["x"] < dot["x"]
    assert {row["line"] for row in rows(picture, "arrows")} == {"b", "b>"}
    assert "was passive opponent" in texts(picture)
    assert rows(spectrum(point("a", 1)), "arrows") == []


def test_the_number_of_a_dot_is_that_of_its_name() -> None:
    numbers = [text for text in texts(spectrum()) if text.isdigit()]
    # Each in its wedge and in its list, and once more in the ring of the one who moved.
    assert {n: numbers.count(n) for n in numbers} == {"1": 2, "2": 3, "3": 2, "4": 2, "5": 2}


def test_we_are_marked_whether_or_not_we_are_placed() -> None:
    assert "us" in texts(spectrum())
    ours = spectrum(point("we", 2, us=True), us="Name of we")
    assert [row["thick"] for row in rows(ours, "dots") if "(us)" in row["words"]] == [3.0, 3.0]
    assert "us" not in texts(spectrum(point("a", 1), us=""))


def test_a_long_list_is_cut_and_says_so_but_the_table_is_whole() -> None:
    many = spectrum(*(point(f"p{n:03}", 1) for n in range(MOST + 12)))
    assert "and 12 more" in texts(many)
    assert len(many.rows) == MOST + 12


def test_every_actor_is_told_in_words() -> None:
    picture = spectrum()
    assert picture.rows[1] == ("Name of b", "neutral", "", "passive opponent", "Words of b.")
    assert picture.notes == ("Not placed, for where they stand is not known: Z, Y.", "Left out.")


def test_names_are_words() -> None:
    assert "<script" not in svg_of(spectrum())


def test_of_very_many_those_of_most_influence_are_drawn_and_it_is_said() -> None:
    many = [point(f"p{n:03}", 1, 4 - n // 50, us=n == 199) for n in range(200)]
    picture = draw_spectrum(SpectrumPoints("Water", "2026-06-01", "2025-06-01", tuple(many), (), "We"), "internal", "", focus="p198")
    drawn_ = {row["words"].split(":")[0].split(" (")[0] for row in rows(picture, "dots")}
    named = {p.name for p in many}
    assert len(drawn_ & named) == DRAWN
    assert {many[0].name, many[147].name, many[198].name, many[199].name} <= drawn_
    assert many[148].name not in drawn_
    assert picture.notes[-1] == "Of each stance the 150 of most influence are drawn: 150 of 200 actors; a page has a table of all."
    assert len(picture.rows) == 200
