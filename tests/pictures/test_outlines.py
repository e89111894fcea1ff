"""Outlines of countries, and Mercator's map."""

from __future__ import annotations

import math

import pytest

from ngomap.model.shipped import shipped_rows
from ngomap.pictures.outlines import HIGHEST, mercator, outlines


def codes(box: tuple[float, float, float, float]) -> set[str]:
    return {code for code, _ in outlines(box)}


def test_who_is_drawn_around_a_place() -> None:
    assert codes((144.0, -38.0, 146.0, -37.0)) == {"AU"}
    assert codes((-10.0, 36.0, 4.0, 44.0)) >= {"ES", "PT", "FR", "AD"}
    assert "NG" not in codes((-10.0, 36.0, 4.0, 44.0))
    assert {code for code, _ in outlines((-10.0, 36.0, 4.0, 44.0), {"PT"})} == {"PT"}


def test_a_box_over_the_date_line_has_both_sides() -> None:
    west, south, east, north = 176.0, -20.0, -178.0, -15.0
    rings = [ring for code, ring in outlines((west, south, east, north)) if code == "FJ"]
    assert {ring[0][0] > 0 for ring in rings} == {True, False}
    assert "BR" not in codes((west, south, east, north))


def test_the_whole_world_is_nearly_all_countries_and_closed_rings() -> None:
    world = list(outlines((-180.0, -90.0, 180.0, 90.0)))
    assert len({code for code, _ in world} & {row["code"] for row in shipped_rows("countries.csv")}) > 230
    assert all(ring[0] == ring[-1] for _, ring in world)
    assert all(-180.01 <= lon <= 180.01 and -90.01 <= lat <= 90.01 for _, ring in world for lon, lat in ring)


@pytest.mark.parametrize("lat", [-90.0, -84.5, -60.0, 0.0, 33.3, 84.0, 90.0])
def test_mercator_keeps_angles_and_ends_before_the_poles(lat: float) -> None:
    x, y = mercator(lat, 12.5)
    held = math.radians(max(-HIGHEST, min(HIGHEST, lat)))
    assert x == 12.5
    assert y == pytest.approx(math.degrees(math.atanh(math.sin(held))))
