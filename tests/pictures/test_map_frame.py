"""What a map shows: margins, least width, the date line, the world, and a scale bar that is true."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.pictures.map_frame import GREATEST_HEIGHT, MARGIN, Frame, frame_around, scale_bar
from ngomap.pictures.outlines import mercator
from ngomap.places.distance import rough_kilometres

POINTS = st.lists(
    st.tuples(st.floats(-80, 80, allow_nan=False), st.floats(-180, 180, allow_nan=False)), min_size=1, max_size=8
)


@settings(max_examples=200)
@given(POINTS)
def test_every_point_is_inside_with_room_around_it(points: list[tuple[float, float]]) -> None:
    frame = frame_around(points)
    for point in points:
        x, y = frame.at(*point)
        assert -1e-6 <= x <= frame.width + 1e-6
        assert MARGIN / 2 <= y <= frame.height - MARGIN / 2


@settings(max_examples=100)
@given(POINTS)
def test_points_lie_as_on_mercators_map(points: list[tuple[float, float]]) -> None:
    frame = frame_around(points)
    first, last = points[0], points[-1]
    (x_a, y_a), (x_b, y_b) = frame.at(*first), frame.at(*last)
    (east_a, north_a), (east_b, north_b) = mercator(*first), mercator(*last)
    assert y_b - y_a == pytest.approx((north_a - north_b) * frame.scale, abs=1e-6)
    turns = ((x_b - x_a) / frame.scale - (east_b - east_a)) / 360
    assert turns == pytest.approx(round(turns), abs=1e-6)


def test_neighbours_are_not_torn_apart_to_fill_the_picture() -> None:
    frame = frame_around([(-1.3, 36.8), (-1.3001, 36.8001)])
    west, _, east, _ = frame.box
    assert rough_kilometres((-1.3, west), (-1.3, east)) >= 20


@pytest.mark.parametrize(
    "points",
    [
        [(-1.3, 36.8)],
        [(-1.3, 36.7), (-1.25, 36.9)],
        [(60.0, 10.0), (61.0, 12.0)],
        [(-34.0, 18.0), (31.0, 31.0)],
        [(-16.8, 179.9), (-18.0, -179.5)],
    ],
)
def test_the_scale_bar_is_as_long_as_it_says(points: list[tuple[float, float]]) -> None:
    frame = frame_around(points)
    kilometres, pixels = scale_bar(frame)
    degrees = pixels / frame.scale
    # The great circle cuts the corner of a parallel, the less the shorter it is.
    steps = [(frame.middle, degrees * i / 100) for i in range(101)]
    along = sum(rough_kilometres(a, b) for a, b in itertools.pairwise(steps))
    assert along == pytest.approx(kilometres, rel=0.01)
    assert f"{kilometres:g}".rstrip("0").rstrip(".")[-1] in "125"
    assert pixels <= 0.2 * frame.width + 1e-9


def test_both_sides_of_the_date_line_are_one_neighbourhood() -> None:
    frame = frame_around([(-18.14, 178.44), (-16.43, 179.37), (-16.8, -179.95), (-19.1, -178.4)])
    assert frame.width / frame.scale < 8
    assert frame.at(-16.43, 179.37)[0] < frame.at(-16.8, -179.95)[0] < frame.at(-19.1, -178.4)[0]
    west, _, east, _ = frame.box
    assert west > east


def test_points_all_around_are_shown_on_the_whole_world() -> None:
    frame = frame_around([(40.7, -74.0), (51.5, 0.0), (-33.9, 151.0), (35.7, 139.7)])
    assert (frame.box[0], frame.box[2]) == (-180.0, 180.0)


def test_a_tall_country_stays_on_the_page() -> None:
    frame = frame_around([(-18.0, -70.0), (-55.0, -70.0)])
    assert frame.height <= GREATEST_HEIGHT
    assert isinstance(frame, Frame)
