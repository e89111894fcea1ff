"""Days of which only the month or the year is known."""

from __future__ import annotations

from calendar import monthrange


def last_day(partial: str) -> str:
    """The last day of a (possibly partial) ISO date: a year or month runs until its end.

    >>> last_day("2024"), last_day("2024-02"), last_day("2024-02-03")
    ('2024-12-31', '2024-02-29', '2024-02-03')
    """
    month = partial if len(partial) > len("2024") else f"{partial}-12"
    return partial if len(partial) > len("2024-02") else f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]}"
