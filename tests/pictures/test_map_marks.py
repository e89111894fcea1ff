"""Marks stand as near to their points as there is room, and none hides another."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.pictures.map_frame import frame_around
from ngomap.pictures.map_marks import CROWD, Mark, Site, marks, moved


def site(number: int, lat: float = -1.3, lon: float = 36.8, **facts: object) -> Site:
    return replace(Site(number, f"a{number:05d}", f"Actor {number}", "ngo", lat, lon, "k", "told"), **facts)  # type: ignore[arg-type]


def drawn(sites: list[Site], sized: bool = False) -> list[Mark]:
    return marks(sites, frame_around([(s.lat, s.lon) for s in sites]), sized)


SPOTS = st.lists(
    st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.floats(0, 1), st.booleans()), min_size=1, max_size=30
)


@settings(max_examples=100)
@given(SPOTS, st.booleans())
def test_no_mark_hides_another(spots: list[tuple[int, int, float, bool]], sized: bool) -> None:
    sites = [
        site(i, -1.3 + a / 100, 36.8 + b / 100, size=size, ours=ours) for i, (a, b, size, ours) in enumerate(spots)
    ]
    for a, b in combinations(drawn(sites, sized), 2):
        assert math.dist((a.x, a.y), (b.x, b.y)) >= a.radius + b.radius - 0.05


def test_who_shares_a_point_stands_around_it() -> None:
    found = drawn([site(i) for i in range(40)])
    true = found[0].x, found[0].y
    assert found[0].away == 0
    assert max(math.dist(true, (m.x, m.y)) for m in found) < 90
    assert moved(found)[0] == 39


def test_the_heaviest_keeps_its_place() -> None:
    found = drawn([site(1), site(2, weight=5.0), site(3)])
    assert (found[0].site.id, found[0].away) == (2, 0.0)


def test_the_order_of_the_sites_changes_nothing() -> None:
    sites = [site(i, -1.3 + (i % 3) / 500) for i in range(25)]
    assert drawn(sites) == drawn(sites[::-1])


def test_beside_us_there_is_room_for_our_name() -> None:
    others = [site(i) for i in range(30)]
    us = site(99, ours=True, weight=2000.0)
    first, *rest = drawn([*others, us])
    assert first.site.ours
    assert not [m for m in rest if abs(m.y - first.y) < 4 and first.x < m.x < first.x + 60]


def test_a_crowd_is_set_in_slots_of_its_own() -> None:
    found = drawn([site(i, -1.3 + (i % 50) / 10_000) for i in range(CROWD + 200)])
    assert len({(m.x, m.y) for m in found}) == len(found)


def test_the_area_of_a_mark_grows_with_what_it_says() -> None:
    found = {m.site.id: m.radius for m in drawn([site(1, size=1.0), site(2, size=0.25), site(3, size=None)], sized=True)}
    assert found[1] == 2 * found[2]
    assert found[3] < found[2]
