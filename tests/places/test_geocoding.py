"""What a reply is worth."""

from __future__ import annotations

from typing import Any

from geopy.location import Location
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.places.geocoding import FAR_KM, judge

NUMBERS = st.one_of(st.none(), st.floats(-90, 90), st.sampled_from([0, 0.0, -1.25, 36.75, "-1.25", "36.75"]))
EAST = st.one_of(NUMBERS, st.floats(-400, 400))


def location(lat: Any, lon: Any, **more: Any) -> Location | None:
    """What geopy makes of a reply, or None where it raises."""
    try:
        numbers = tuple(float(n) if n is not None else None for n in (lat, lon))
        return Location("Mill", numbers, {"lat": lat, "lon": lon, **more})
    except ValueError:
        return None


@settings(max_examples=200)
@given(st.lists(st.tuples(NUMBERS, EAST), max_size=4))
def test_a_point_was_said_by_the_service(replies: list[tuple[Any, Any]]) -> None:
    verdict = judge([made for reply in replies if (made := location(*reply))], None)
    if verdict.place:
        said = {(float(lat), float(lon)) for lat, lon in replies if lat is not None and lon is not None}
        assert verdict.place.point in said
        assert 0 not in verdict.place.point
    for choice in verdict.choices:
        assert 0 not in choice.point


def test_near_and_far_around_the_limit() -> None:
    first = location(1.0, 36.0)
    near, far = location(1.0 + (FAR_KM - 1) / 110.6, 36.0), location(1.0 + (FAR_KM + 1) / 110.6, 36.0)
    assert judge([first, near], None).outcome == "found"
    assert judge([first, far], None).outcome == "ambiguous"
    assert [c.lat for c in judge([first, far], None).choices] == [1.0, far.latitude if far else None]


def test_across_the_date_line_is_near() -> None:
    assert judge([location(-17.0, 179.99), location(-17.0, -179.99)], "FJ").outcome == "found"


def test_places_abroad_do_not_make_a_place_at_home_ambiguous() -> None:
    home, abroad = location(-1.25, 36.75, country_code="ke"), location(-1.3, 36.8, country_code="tz")
    assert judge([abroad, home], "KE").outcome == "found"
    assert judge([abroad], "KE").outcome == "wrong-country"
    assert judge([abroad], None).outcome == "found"


def test_a_country_without_a_box_is_known_by_its_code_only() -> None:
    assert judge([location(-1.25, 36.75)], "ZZ").outcome == "found"
    assert judge([location(-1.25, 36.75, country_code="ke")], "ZZ").outcome == "wrong-country"
