"""Coordinates as people type them: read as they are meant, or refused; never guessed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.errors import InvalidValue
from ngomap.model.points import degrees, is_like_a_point, point, point_of

LATS, LONS = st.floats(-90, 90), st.floats(-180, 180)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("91", "0"), ("-90.01", "0"), ("0", "181"), ("0", "-180.0001"), ("-1,29", "36,8"), ("1", None), (None, "1"),
        ("nan", "0"), ("inf", "0"), ("1e400", "0"), ("1e1", "0"), ("1_0", "0"), ("１２", "0"), ("", "0"), ("1.2.3", "0"),
        ("0x10", "0"), ("1 2", "0"), ("--1", "0"), ("1E", "0"), ("0", "1N"), ("S1N", "0"), ("-1S", "0"), ("1S-", "0"),
        ("1°60'", "0"), ("1°5'60\"", "0"), ("1.5°5'", "0"), ("1°5.5'5\"", "0"), ("90°0'1\"N", "0"), ("1'", "0"), ("°", "0"),
        ("0", "10 O"), ("0", "\u0663\u0666"), ("1;2", "0"), ("-", "0"), (".", "0"), ("N", "0"),
    ],
)  # fmt: skip
def test_what_is_no_point_or_could_be_two_is_refused(lat: str | None, lon: str | None) -> None:
    with pytest.raises(InvalidValue):
        point(lat, lon)


def test_points() -> None:
    assert point("-90", "180") == (-90, 180)
    assert point(" +1.5 ", "-180") == (1.5, -180)
    assert point("1e-05", "1.5E-7") == (1e-05, 1.5e-07)
    assert point(None, None) == (None, None)
    assert math.copysign(1, degrees("-0", "lat")) == 1


@pytest.mark.parametrize(
    ("text", "axis", "value"),
    [
        ("1.5 S", "lat", -1.5), ("s1.5", "lat", -1.5), ("36.5e", "lon", 36.5), ("W 36.5", "lon", -36.5),
        ("1°30'", "lat", 1.5), ("-1° 30' 36\"", "lat", -1.51), ("1º30′36″ S", "lat", -1.51), ("0°30'W", "lon", -0.5),
        ("-0°30'", "lat", -0.5), ("12°", "lat", 12), ("1°30.6'N", "lat", 1.51), ("1°30'36''N", "lat", 1.51), ("−1.5", "lat", -1.5),
    ],
)  # fmt: skip
def test_letters_minutes_and_seconds(text: str, axis: str, value: float) -> None:
    assert degrees(text, axis) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(
    "text", ["-1.29,36.82", "-1.29, 36.82", " -1.29 ,36.82 ", "1.29 S, 36.82 E", "36.82E,1.29S", "S1.29 E36.82", "s 1.29 e 36.82", "1.29 S 36.82 E", "1°17'24\"S 36°49'12\"E"]
)
def test_pairs(text: str) -> None:
    assert is_like_a_point(text)
    assert point_of(text) == pytest.approx((-1.29, 36.82))


@pytest.mark.parametrize(
    "text",
    [
        "-1,29;36,8", "-1,29,36,8", "-1.29 36.82", "-1.29;36.82", "36.82,-191", "136.8,-1.3", "1.29S,36.82", "36.82E,1.29",
        "1.29S,36.82N", "1.29,,36.82", ",1.29,36.82", "1.29,36.82,", "1,234.5,36.8", "nan,1", "１,２", "10,20 O", "1/2,3",
    ],
)  # fmt: skip
def test_pairs_that_are_none_or_could_be_two_are_refused(text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        point_of(text)
    assert text in str(caught.value)
    assert caught.value.hint


def test_a_latitude_that_would_be_a_longitude_is_told_so() -> None:
    with pytest.raises(InvalidValue) as caught:
        point_of("136.8,-1.3")
    assert "swapped?" in caught.value.hint
    with pytest.raises(InvalidValue) as caught:
        point_of("1.3,236.8")
    assert "swapped?" not in caught.value.hint


@pytest.mark.parametrize("text", ["Old Town", "us", "ward-7", "7", "KE0101", "Ward 7, North", "US-EIN:12-3456789", "7-9"])
def test_names_are_no_points(text: str) -> None:
    assert not is_like_a_point(text)


@settings(max_examples=200)
@given(LATS, LONS)
def test_what_python_writes_is_read_back(lat: float, lon: float) -> None:
    assert point(repr(lat), repr(lon)) == (lat, lon)
    assert point_of(f"{lat!r}, {lon!r}") == (lat, lon)


@settings(max_examples=200)
@given(LATS, LONS)
def test_minutes_and_seconds_are_read_back(lat: float, lon: float) -> None:
    def written(value: float, letters: str) -> str:
        whole, rest = divmod(round(abs(value) * 3600 * 1000), 3600 * 1000)
        minutes, thousandths = divmod(rest, 60 * 1000)
        return f"{whole}°{minutes:02d}'{thousandths / 1000:06.3f}\"{letters[value < 0]}"

    text = f"{written(lat, 'NS')} {written(lon, 'EW')}"
    assert point_of(text) == pytest.approx((lat, lon), abs=1 / 3600 / 1000)
    assert is_like_a_point(text)


@settings(max_examples=200)
@given(st.text("0123456789.,;-+eE °'\"NSEW_\u0660\u0967\uff11nainf", max_size=24))
def test_what_is_taken_lies_on_the_globe_and_junk_is_refused_in_words(text: str) -> None:
    try:
        lat, lon = point_of(text)
    except InvalidValue:
        return
    assert -90 <= lat <= 90
    assert -180 <= lon <= 180
    assert text.isascii() or "°" in text
    assert not set(text) & set(";_\u0660\u0967\uff11naif")
