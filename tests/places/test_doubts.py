"""Points that are hardly meant, and the boxes of countries by which they are known."""

from __future__ import annotations

import pytest

from ngomap.model.countries import Box, country_box
from ngomap.model.shipped import shipped_rows
from ngomap.model.words import Area
from ngomap.places.doubts import country_of, doubt_of, written

# Towns known by everybody, some beyond the date line, some at the edge.
INSIDE = [
    ("KE", -1.29, 36.82), ("FJ", -18.14, 178.44), ("FJ", -16.8, -179.9), ("FJ", -16.8, 180), ("FJ", -16.8, -180),
    ("RU", 55.75, 37.62), ("RU", 64.73, 177.5), ("RU", 66.16, -169.8), ("RU", 54.7, 20.5), ("NZ", -41.29, 174.78),
    ("NZ", -43.95, -176.55), ("US", 38.9, -77.04), ("US", 21.3, -157.86), ("US", 52.9, 173.2), ("US", 61.2, -149.9),
    ("KI", 1.45, 173.03), ("KI", 1.87, -157.4), ("FR", 48.86, 2.35), ("RE", -20.88, 55.45), ("GF", 4.92, -52.31),
    ("XK", 42.66, 21.17), ("SO", 9.56, 44.06), ("CY", 35.17, 33.36), ("AQ", -77.85, 166.67), ("SJ", 78.22, 15.65),
    ("TV", -8.52, 179.2), ("TO", -21.14, -175.2), ("WS", -13.83, -171.77), ("PS", 31.5, 34.47), ("BQ", 12.15, -68.27),
]  # fmt: skip
OUTSIDE = [("FJ", -18, 0), ("RU", 55, -100), ("NZ", -41, 0), ("US", 38.9, 100), ("KI", 1, 0), ("FR", 4.92, -52.31), ("KE", 0, -180)]


@pytest.mark.parametrize(("country", "lat", "lon"), INSIDE)
def test_towns_lie_in_their_countries(country: str, lat: float, lon: float) -> None:
    assert doubt_of(lat, lon, country) is None


@pytest.mark.parametrize(("country", "lat", "lon"), OUTSIDE)
def test_what_lies_elsewhere_is_noticed(country: str, lat: float, lon: float) -> None:
    doubt = doubt_of(lat, lon, country)
    assert doubt
    assert doubt.code == "point-outside"


def test_every_country_has_a_sound_box() -> None:
    over = set()
    for row in shipped_rows("countries.csv"):
        box = country_box(row["code"])
        assert box, row["name"]
        assert -90 <= box.south < box.north <= 90
        assert -180 <= box.west <= 180
        assert -180 <= box.east <= 180
        if box.west > box.east:
            over.add(row["code"])
    assert over == {"FJ", "KI", "NZ", "RU", "TV", "UM", "US"}
    assert country_box("QV") is None


def test_a_box_over_the_date_line_holds_both_its_sides() -> None:
    box = Box(-10, 170, 10, -170)
    assert [box.holds(0, lon) for lon in (169.9, 170, 180, -180, -170, -169.9, 0)] == [False, True, True, True, True, False, False]
    assert not box.holds(11, 180)
    assert not Box(-10, 100, 10, 179).holds(0, -180)
    assert Box(-10, 100, 10, 180).holds(0, -180)


def test_swapped_points_say_where_they_would_lie() -> None:
    doubt = doubt_of(36.82, -1.29, "KE")
    assert doubt
    assert (doubt.code, doubt.swapped) == ("point-swapped", (-1.29, 36.82))
    assert doubt.text == (
        "The point 36.82, -1.29 lies outside Kenya, and -1.29, 36.82 inside: latitude and longitude look swapped."
    )
    # A longitude beyond 90 cannot be a latitude.
    far = doubt_of(-8.5, 160.0, "KE")
    assert far
    assert far.code == "point-outside"


def test_nothing_is_doubted_that_nobody_can_know() -> None:
    assert doubt_of(None, None, "KE") is None
    assert doubt_of(36.82, -1.29, None) is None
    assert doubt_of(36.82, -1.29, "QV") is None
    zero = doubt_of(0.0, 0.0, None)
    assert zero
    assert zero.code == "point-zero"
    assert doubt_of(0.0, 9.0, "GA") is None


def test_the_country_is_that_of_the_nearest_area_that_says() -> None:
    areas = {
        1: Area(1, "land", "Land", country="KE"), 2: Area(2, "north", "North", parent=1), 3: Area(3, "a", "A", parent=4),
        4: Area(4, "b", "B", parent=3), 5: Area(5, "c", "C", parent=2, country="UG"),
    }  # fmt: skip
    assert [country_of(i, areas) for i in (1, 2, 3, 5, 99, None)] == ["KE", "KE", None, "UG", None, None]


def test_points_are_written_to_the_metre() -> None:
    assert written(-1.2900001, 100.0) == "-1.29, 100"
    assert written(0.0, -0.000001) == "0, 0"
