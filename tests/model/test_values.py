"""Numbers, dates and points as people type them: nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.errors import InvalidValue
from ngomap.model.values import LARGEST_WHOLE, iso_date, number, partial_date, positive, whole

NOT_NUMBERS = [
    "",
    " ",
    "1_000",
    "１２",
    "٣",
    "nan",
    "inf",
    "-inf",
    "1,234",
    "1.234,5",
    "1 000",
    "0x10",
    "1e",
    "--1",
    "1\x00",
]


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_what_is_no_number_is_refused_and_named(text: str) -> None:
    for read in (number, whole, positive):
        with pytest.raises(InvalidValue) as caught:
            read(text, "budget")
        assert "budget" in caught.value.message
        assert repr(text) in caught.value.message
        assert caught.value.hint


@pytest.mark.parametrize("text", ["1e400", "-1e999", "9" * 400])
def test_a_number_that_no_float_holds_is_out_of_range(text: str) -> None:
    with pytest.raises(InvalidValue, match="out of range"):
        number(text, "budget")


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12.0), (" +36.8 ", 36.8), ("-1.29", -1.29), (".5", 0.5), ("1.", 1.0), ("1e3", 1000.0)]
)
def test_numbers(text: str, value: float) -> None:
    assert number(text, "lat") == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_read_as_itself(value: float) -> None:
    assert number(repr(value), "x") == value


@pytest.mark.parametrize("text", ["-1", str(LARGEST_WHOLE + 1), "9" * 900])
def test_whole_numbers_out_of_range(text: str) -> None:
    with pytest.raises(InvalidValue, match="out of range") as caught:
        whole(text, "staff")
    assert caught.value.hint == "It must be at least 0."


def test_the_hint_of_a_range_names_both_ends() -> None:
    with pytest.raises(InvalidValue) as caught:
        whole("9", "rung", 0, 5)
    assert caught.value.hint == "It must lie between 0 and 5."
    assert whole("5", "rung", 0, 5) == 5


def test_a_quantity_is_more_than_nothing() -> None:
    assert positive("0.01", "quantity") == 0.01
    for text in ("0", "-1", "0.0"):
        with pytest.raises(InvalidValue) as caught:
            positive(text, "quantity")
        assert caught.value.hint == "It must be more than 0."


BAD_DATES = [
    "01/02/2024",
    "2024/01/02",
    "2024-1-2",
    "2024-13-01",
    "2024-02-30",
    "24",
    "20240102",
    "２０２４",
    "today",
    "2024-",
    "",
]


@pytest.mark.parametrize("text", BAD_DATES)
def test_dates_that_are_none_or_could_mean_two_days(text: str) -> None:
    for read in (iso_date, partial_date):
        with pytest.raises(InvalidValue, match="is not a date"):
            read(text, "on")


def test_dates() -> None:
    assert iso_date(" 2024-02-29 ", "on") == "2024-02-29"
    assert [partial_date(t, "since") for t in ("2024", "2024-02", "2024-02-29")] == ["2024", "2024-02", "2024-02-29"]
    for text in ("2024", "2024-02"):
        with pytest.raises(InvalidValue):
            iso_date(text, "on")
