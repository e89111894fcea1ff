"""Who lies within a distance: as geopy measures it between every two points, the poles and the date line included."""

from __future__ import annotations

import random

import pytest
from geopy.distance import geodesic

from ngomap.errors import InvalidValue
from ngomap.model.points import Point, Ranges
from ngomap.places.near import FARTHEST_KM, box_around, direction, kilometres_of, nearest, within

EDGES: list[Point] = [
    (90, 0), (90, 77), (-90, 0), (-90, -180), (0, 180), (0, -180), (0, 179.999), (0, -179.999), (0, 0), (51.5, 180), (51.5, -180),
    (-16.8, 179.99), (-16.8, -179.99), (89.99, 180), (89.99, 0), (-89.99, 45), (78.2, 15.6), (-41, 174.8), (1.5, 36.75), (1.5, -36.75),
]  # fmt: skip


def some_points() -> list[Point]:
    """A thousand: over the globe, in heaps, at the poles and along the date line."""
    rng = random.Random(6)
    points = list(EDGES)
    while len(points) < 1000:
        lat, lon = rng.choice([
            (rng.uniform(-90, 90), rng.uniform(-180, 180)),
            (rng.gauss(1.5, 0.3), rng.gauss(36.75, 0.3)),
            (rng.uniform(-80, 80), rng.choice((1, -1)) * (180 - rng.random() * 0.5)),
            (rng.choice((1, -1)) * (90 - rng.random() * 0.5), rng.uniform(-180, 180)),
        ])  # fmt: skip
        points.append((max(-90.0, min(90.0, lat)), lon))
    return points


POINTS = some_points()


def holds(box: Ranges, point: Point) -> bool:
    (south, north), *ranges = box
    return south <= point[0] <= north and any(west <= point[1] <= east for west, east in ranges)


def test_the_same_as_geopy_between_every_two() -> None:
    rng = random.Random(7)
    handles = {i: f"{i:04}" for i in range(len(POINTS))}
    found_in_all = 0
    for centre in [*EDGES[::3], *rng.sample(POINTS, 5)]:
        far = [geodesic(centre, p).km for p in POINTS]
        # Round distances, and some that decide between two points.
        for km in (1, 50, 2_000, 12_000, FARTHEST_KM, *(f for f in rng.sample(far, 3) if f > 0)):
            box = box_around(centre, km)
            found = within(centre, km, [(i, *p) for i, p in enumerate(POINTS) if holds(box, p)])
            assert set(found) == {i for i, f in enumerate(far) if f <= km}, (centre, km)
            found_in_all += len(found)
            ranked = nearest(centre, dict(enumerate(POINTS)), found, handles, 5)
            assert ranked == sorted(((i, far[i]) for i in found), key=lambda x: (x[1], handles[x[0]]))[:5]
        few = within(centre, 50, [(i, *p) for i, p in enumerate(POINTS)])
        everybody = nearest(centre, dict(enumerate(POINTS)), few, handles, 0)
        assert everybody == sorted(((i, far[i]) for i in few), key=lambda x: (x[1], handles[x[0]]))
    assert found_in_all > 10_000


def test_the_nearest_is_so_on_the_ellipsoid() -> None:
    # A degree north is shorter than one east at the equator, by more than these two differ.
    points = {1: (1.0, 0.0), 2: (0.0, 0.9945)}
    rough = within((0, 0), 200, [(i, *p) for i, p in points.items()])
    assert rough[2] < rough[1]
    assert [i for i, _ in nearest((0, 0), points, rough, {1: "a", 2: "b"}, 1)] == [1]


def test_a_box_narrows() -> None:
    assert sum(holds(box_around((1.5, 36.75), 10), p) for p in POINTS) < 50
    assert box_around((0.0, 0.0), 111)[2] == (1.0, 0.0)
    (_, _), first, second = box_around((-16.8, 179.9), 50)
    assert first[1] == 180
    assert second[0] == -180
    assert box_around((89.9, 0), 50)[1] == (-180, 180)


@pytest.mark.parametrize(("text", "km"), [("500m", 0.5), ("25km", 25), ("25 KM", 25), ("0.5km", 0.5), ("10mi", 16.09344)])
def test_distances(text: str, km: float) -> None:
    assert kilometres_of(text) == pytest.approx(km)


@pytest.mark.parametrize("text", ["25", "", "km", "-5km", "1,5km", "0km", "30000km", "1e3km", "nankm", "５km", "5 miles", "5ft", "5M i"])
def test_distances_that_are_none(text: str) -> None:
    with pytest.raises(InvalidValue, match="within"):
        kilometres_of(text)


@pytest.mark.parametrize(
    ("start", "end", "which"),
    [
        ((0, 0), (1, 0), "N"), ((0, 0), (-1, 0), "S"), ((0, 0), (0, 1), "E"), ((0, 0), (0, -1), "W"), ((0, 0), (1, 1), "NE"),
        ((0, 0), (-1, -1), "SW"), ((0, 0), (1, -1), "NW"), ((0, 0), (-1, 1), "SE"), ((0, 179.9), (0, -179.9), "E"),
        ((0, -179.9), (0, 179.9), "W"), ((90, 0), (80, 0), "S"), ((1, 2), (1, 2), None), ((0, 180), (0, -180), None),
    ],
)  # fmt: skip
def test_directions(start: Point, end: Point, which: str | None) -> None:
    assert direction(start, end) == which
