"""Land is cut to the picture, countries are named, and the date line is no border."""

from __future__ import annotations

import itertools

from ngomap.pictures.map_frame import frame_around
from ngomap.pictures.map_land import land
from ngomap.pictures.outlines import known_countries


def test_everything_lies_on_the_picture() -> None:
    frame = frame_around([(-1.3, 36.8), (0.3, 32.6)])
    ground = land(frame, {"KE"})
    for ring in [*ground.own, *ground.others, *ground.own_borders, *ground.other_borders]:
        assert all(-0.1 <= x <= frame.width + 0.1 and -0.1 <= y <= frame.height + 0.1 for x, y in ring)
    assert {name for name, _, _ in ground.names} >= {"Kenya", "Uganda"}


def test_without_countries_of_its_own_all_are_alike() -> None:
    ground = land(frame_around([(-1.3, 36.8), (0.3, 32.6)]), set())
    assert ground.own and not ground.others


def test_fiji_is_whole_and_has_no_border_along_the_date_line() -> None:
    frame = frame_around([(-18.1, 178.4), (-16.4, 179.4), (-16.8, -179.9)])
    ground = land(frame, {"FJ"})
    assert [name for name, _, _ in ground.names] == ["Fiji"]
    line = frame.at(-17.0, 180.0)[0]
    upright = [
        abs(a[1] - b[1]) for border in ground.own_borders for a, b in itertools.pairwise(border)
        if abs(a[0] - line) < 0.2 and abs(b[0] - line) < 0.2
    ]  # fmt: skip
    assert max(upright, default=0.0) < 5
    across = [a for ring in ground.own for a, b in itertools.pairwise(ring) if abs(a[0] - b[0]) > 200]
    assert not across


def test_a_world_map_has_no_lines_from_edge_to_edge() -> None:
    frame = frame_around([(40.7, -74.0), (51.5, 0.0), (-33.9, 151.0), (35.7, 139.7)])
    ground = land(frame, set())
    for border in ground.own_borders:
        assert all(abs(a[0] - b[0]) < frame.width / 2 for a, b in itertools.pairwise(border))


def test_inside_one_country_its_name_tells_nothing() -> None:
    ground = land(frame_around([(-1.30, 36.82)]), {"KE"})
    assert ground.own and not ground.names


def test_the_outlines_know_real_countries_alone() -> None:
    assert {"KE", "FJ"} <= known_countries()
    assert "QV" not in known_countries()
