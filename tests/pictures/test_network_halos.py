"""The outline of a circle holds all its actors and no more corners than it needs."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.pictures.network_halos import halo

COORDINATES = st.floats(-500, 500, allow_nan=False)


@settings(max_examples=100)
@given(st.lists(st.tuples(COORDINATES, COORDINATES, st.floats(1, 20)), min_size=1, max_size=12))
def test_every_actor_lies_within_and_the_outline_bulges_outwards_only(dots: list[tuple[float, float, float]]) -> None:
    points = halo(3, dots, 10.0).points
    turns = []
    for n, (bx, by) in enumerate(points):
        (ax, ay), (cx, cy) = points[n - 1], points[(n + 1) % len(points)]
        turns.append((bx - ax) * (cy - by) - (by - ay) * (cx - bx))
        for x, y, _ in dots:
            assert (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0
    assert min(turns) > 0
