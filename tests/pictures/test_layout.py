"""Where the actors of a network stand: the same every time, the tied together, nobody on another."""

from __future__ import annotations

import math
import random
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.pictures.layout import laid_out

TRIANGLES = [(1, 2, 0.5), (2, 3, 0.5), (1, 3, 0.5), (4, 5, 0.5), (5, 6, 0.5), (4, 6, 0.5), (3, 4, 0.2)]
GROUPS = {1: 0, 2: 0, 3: 0, 4: 1, 5: 1, 6: 1}


def test_nobody_and_one_alone() -> None:
    assert laid_out([], []) == {}
    assert laid_out([3], [], groups={3: 1}, middle=3) == {3: (0.0, 0.0)}


def test_the_order_of_links_their_ends_and_the_numbers_of_groups_decide_nothing() -> None:
    first = laid_out([1, 2, 3, 4, 5, 6], TRIANGLES, groups=GROUPS)
    turned = [(b, a, w) for a, b, w in reversed(TRIANGLES)]
    assert laid_out([1, 2, 3, 4, 5, 6], turned, groups={n: 9 - g for n, g in GROUPS.items()}) == first


def test_other_ids_stand_where_the_same_actors_stood() -> None:
    first = laid_out([1, 2, 3, 4, 5, 6], TRIANGLES, groups=GROUPS)
    other = laid_out([10 * n for n in range(1, 7)], [(10 * a, 10 * b, w) for a, b, w in TRIANGLES], groups={10 * n: g for n, g in GROUPS.items()})
    assert list(other.values()) == list(first.values())


def test_a_group_stands_together_and_apart_from_another() -> None:
    points = laid_out([1, 2, 3, 4, 5, 6], TRIANGLES, groups=GROUPS)
    apart = {pair: math.dist(points[pair[0]], points[pair[1]]) for pair in combinations(points, 2)}
    within = [d for (a, b), d in apart.items() if GROUPS[a] == GROUPS[b]]
    between = [d for (a, b), d in apart.items() if GROUPS[a] != GROUPS[b]]
    assert max(within) < sum(between) / len(between)


def test_who_is_in_no_group_stands_by_whom_it_is_linked_to() -> None:
    points = laid_out([1, 2, 3, 4, 5, 6, 7, 8], [*TRIANGLES, (7, 5, 0.1)], groups=GROUPS)
    assert math.dist(points[7], points[5]) < math.dist(points[7], points[1])
    assert 8 in points


def test_the_middle_stays_in_the_middle_with_groups_and_without() -> None:
    assert laid_out([1, 2, 3, 4, 5, 6], TRIANGLES, middle=2)[2] == (0.0, 0.0)
    assert laid_out([1, 2, 3, 4, 5, 6], TRIANGLES, middle=5, groups=GROUPS)[5] == (0.0, 0.0)


def test_a_stronger_link_is_shorter() -> None:
    points = laid_out([1, 2, 3], [(1, 2, 1.0), (1, 3, 0.1)])
    assert math.dist(points[1], points[2]) < math.dist(points[1], points[3])


def test_links_to_nobody_given_and_to_oneself_are_no_links() -> None:
    assert laid_out([1, 2], [(1, 2, 0.5), (1, 9, 1.0), (2, 2, 1.0)]) == laid_out([1, 2], [(1, 2, 0.5)])


@settings(max_examples=12)
@given(st.integers(25, 40), st.integers(0, 2**20))
def test_nobody_stands_on_another(nodes: int, seed: int) -> None:
    chance = random.Random(seed)
    links = [(chance.randrange(nodes), chance.randrange(nodes), chance.random()) for _ in range(nodes)]
    groups = {n: chance.randrange(4) for n in range(nodes) if chance.random() < 0.9}
    points = laid_out(range(nodes), links, dict.fromkeys(range(nodes), 20.0), groups=groups)
    assert all(math.isfinite(v) for point in points.values() for v in point)
    assert min(math.dist(points[a], points[b]) for a, b in combinations(points, 2)) > 25.0
