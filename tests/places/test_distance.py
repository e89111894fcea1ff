"""Distances, and the points that stand for places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.model.words import Area
from ngomap.places.distance import kilometres, rough_kilometres, standing_point

POINTS = st.tuples(st.floats(-89, 89), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [((0, 0), (0, 1), 111.320), ((0, 0), (1, 0), 110.574), ((44.5, 7), (45.5, 7), 111.132)],
)
def test_a_degree_is_as_long_as_on_the_ellipsoid(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    assert kilometres(a, b) == pytest.approx(km, abs=0.005)


def test_it_goes_over_the_date_line() -> None:
    assert kilometres((0, 179.5), (0, -179.5)) == pytest.approx(111.3, abs=0.1)
    assert rough_kilometres((0, 179.5), (0, -179.5)) == pytest.approx(111.2, abs=0.1)


@given(POINTS, POINTS)
def test_the_rough_distance_is_at_most_six_in_a_thousand_off(a: tuple[float, float], b: tuple[float, float]) -> None:
    exact = kilometres(a, b)
    assert rough_kilometres(a, b) == pytest.approx(exact, rel=0.006, abs=0.001)
    assert rough_kilometres(a, b) == pytest.approx(rough_kilometres(b, a), abs=1e-6)


AREAS = {
    1: Area(1, "land", "Land", "country", lat=10.0, lon=10.0),
    2: Area(2, "north", "North", "province", parent=1, lat=12.0, lon=11.0),
    3: Area(3, "mill", "Mill", "village", parent=2),
    4: Area(4, "quay", "Quay", "village", parent=3, lat=12.5, lon=11.5),
    5: Area(5, "south", "South", "province", parent=1),
    6: Area(6, "ring", "Ring", "village", parent=7),
    7: Area(7, "gnir", "Gnir", "village", parent=6),
}


@pytest.mark.parametrize(
    ("area", "point", "by"),
    [(4, (12.5, 11.5), "quay"), (3, (12.0, 11.0), "north"), (2, (12.0, 11.0), "north")],
)
def test_the_nearest_area_with_a_point_stands_in(area: int, point: tuple[float, float], by: str) -> None:
    found = standing_point(area, AREAS)
    assert found is not None
    assert found[0] == point
    assert found[1].handle == by


@pytest.mark.parametrize("area", [None, 1, 5, 6, 99])
def test_nothing_stands_in_for_a_country_a_ring_or_nowhere(area: int | None) -> None:
    assert standing_point(area, AREAS) is None
