"""Numbers, days and months, read strictly."""

from __future__ import annotations

import pytest

from ngomap.errors import InvalidValue
from ngomap.importers.figures import day, month_of, people


@pytest.mark.parametrize("text", ["1,234", "1.234,5", "1_000", "１２", "nan", "1e400", "-1", "1 000", "12.5", ""])
def test_figures_that_can_be_read_in_two_ways_are_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        people(text, "reached")


def test_whole_numbers_as_spreadsheets_write_them() -> None:
    assert (people("0", "n"), people(" 12 ", "n"), people("120.0", "n")) == (0, 12, 120)


@pytest.mark.parametrize(
    ("text", "order", "date"),
    [
        ("2024-03-31", None, "2024-03-31"),
        ("2024-03-31", "dmy", "2024-03-31"),
        ("2024-03", None, "2024-03"),
        ("2024", None, "2024"),
        ("2024-03-31 00:00:00", None, "2024-03-31"),
        ("2024-03-31T12:30:00Z", None, "2024-03-31"),
        ("01/02/2024", "dmy", "2024-02-01"),
        ("01/02/2024", "mdy", "2024-01-02"),
        ("1.2.2024", "dmy", "2024-02-01"),
        ("2024/02/01", "ymd", "2024-02-01"),
    ],
)
def test_days(text: str, order: str | None, date: str) -> None:
    assert day(text, "date", order) == date


@pytest.mark.parametrize(
    ("text", "order"),
    [("01/02/2024", None), ("2024-13-01", None), ("31/02/2024", "dmy"), ("01/02/24", "dmy"), ("soon", None),
     ("13/13/2024", "mdy"), ("2024/02/01", None)],
)  # fmt: skip
def test_days_that_are_refused(text: str, order: str | None) -> None:
    with pytest.raises(InvalidValue):
        day(text, "date", order)


@pytest.mark.parametrize(
    ("month", "year", "date"),
    [("October", "2023", "2023-10"), ("oct", "2023.0", "2023-10"), ("10", "2023", "2023-10"), ("Août", "2023", "2023-08"),
     ("diciembre", "2023", "2023-12"), ("", "2023", "2023"), ("2023-10", "", "2023-10"), ("Março 2023", "", "2023-03"),
     ("", "", None)],
)  # fmt: skip
def test_months(month: str, year: str, date: str | None) -> None:
    assert month_of(month, year) == date


@pytest.mark.parametrize(("month", "year"), [("13", "2023"), ("0", "2023"), ("Octember", "2023"), ("10", ""), ("10", "23")])
def test_months_that_are_refused(month: str, year: str) -> None:
    with pytest.raises(InvalidValue):
        month_of(month, year)
