"""Rings around one actor: each on its own, near whom it is reached by, nobody on another."""

from __future__ import annotations

import math
from itertools import combinations

from ngomap.pictures.network_rings import on_rings


def test_who_is_further_out_stands_in_the_direction_of_whom_it_is_reached_by() -> None:
    links = [(1, n, 0.5) for n in (2, 3, 4)] + [(2, 5, 0.5), (2, 6, 0.2), (3, 6, 0.9), (4, 7, 0.5)]
    steps = {1: 0, 2: 1, 3: 1, 4: 1, 5: 2, 6: 2, 7: 2}
    points, rings = on_rings([1, 2, 3, 4, 5, 6, 7], links, steps, {}, {})
    nearest = {n: min((2, 3, 4), key=lambda p: math.dist(points[n], points[p])) for n in (5, 6, 7)}
    assert nearest == {5: 2, 6: 3, 7: 4}
    assert [(r.step, r.radius) for r in rings] == [(1, 120.0), (2, 240.0)]


def test_those_of_a_group_stand_side_by_side() -> None:
    steps = {0: 0} | dict.fromkeys(range(1, 9), 1)
    groups = {n: n % 2 for n in range(1, 9)}
    points, _ = on_rings(list(range(9)), [(0, n, 0.5) for n in range(1, 9)], steps, groups, {})
    around = sorted(range(1, 9), key=lambda n: (math.atan2(points[n][1], points[n][0]) + math.pi / 2) % (2 * math.pi))
    assert sum(groups[a] != groups[b] for a, b in zip(around, around[1:] + around[:1], strict=True)) == 2


def test_a_full_ring_grows_until_nobody_stands_on_another() -> None:
    steps = {0: 0} | dict.fromkeys(range(1, 200), 1)
    points, rings = on_rings(list(range(200)), [(0, n, 0.5) for n in range(1, 200)], steps, {}, dict.fromkeys(range(200), 6.0))
    assert rings[0].radius > 900
    assert min(math.dist(points[a], points[b]) for a, b in combinations(range(1, 200), 2)) > 12
