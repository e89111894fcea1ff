"""Strict readers for what people type: numbers and dates (coordinates: points.py). Nothing is guessed."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Final

from ngomap.errors import InvalidValue

LARGEST_WHOLE: Final = 10**15
"""Beyond it no count of people or money is meant."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,999}", re.ASCII)
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


def number(text: str, field: str, low: float = -math.inf, high: float = math.inf) -> float:
    """The number that the text is, between `low` and `high`. Thousands separators, `nan` and digits of other scripts
    are refused: `1,234` means two different numbers in two countries.

    >>> number("36.8", "lon", -180, 180)
    36.8
    """
    stripped = text.strip()
    if not _NUMBER.fullmatch(stripped):
        raise InvalidValue(f"{field}: {text!r} is not a number.", "Write it as 1234.5, without separators.")
    value = float(stripped)
    if not math.isfinite(value) or not low <= value <= high:
        raise InvalidValue(f"{field}: {text!r} is out of range.", _range_hint(low, high))
    return value


def whole(text: str, field: str, low: int = 0, high: int = LARGEST_WHOLE) -> int:
    """The whole number that the text is, between `low` and `high`."""
    stripped = text.strip()
    if not _WHOLE.fullmatch(stripped):
        raise InvalidValue(f"{field}: {text!r} is not a whole number.", "Write it as 1234, without separators.")
    value = int(stripped)
    if not low <= value <= high:
        raise InvalidValue(f"{field}: {text!r} is out of range.", _range_hint(low, high))
    return value


def positive(text: str, field: str) -> float:
    """The number that the text is, more than 0."""
    value = number(text, field)
    if value <= 0:
        raise InvalidValue(f"{field}: {text!r} is out of range.", "It must be more than 0.")
    return value


def _range_hint(low: float, high: float) -> str:
    if math.isfinite(low) and high < LARGEST_WHOLE:
        return f"It must lie between {low:g} and {high:g}."
    return f"It must be at least {low:g}." if math.isfinite(low) else "It must be finite."


def iso_date(text: str, field: str) -> str:
    """A full ISO date, `2024-03-31`; any other order of day and month is ambiguous and refused."""
    stripped = text.strip()
    if len(stripped) == 10 and _DATE.fullmatch(stripped):
        try:
            date.fromisoformat(stripped)
        except ValueError:
            pass
        else:
            return stripped
    raise InvalidValue(f"{field}: {text!r} is not a date.", "Write it as 2024-03-31 (year-month-day).")


def partial_date(text: str, field: str) -> str:
    """An ISO date, or only its month or year where no more is known: `2024`, `2024-03`, `2024-03-31`."""
    stripped = text.strip()
    if _DATE.fullmatch(stripped):
        try:
            date.fromisoformat((stripped + "-01-01")[:10])
        except ValueError:
            pass
        else:
            return stripped
    raise InvalidValue(f"{field}: {text!r} is not a date.", "Write it as 2024, 2024-03 or 2024-03-31.")


def days_between(earlier: str, later: str) -> int:
    """Days from one (possibly partial) date to another; a partial date counts as its first day.

    >>> days_between("2024-01", "2024-01-31")
    30
    """
    return (_first_day(later) - _first_day(earlier)).days


def _first_day(text: str) -> date:
    return date.fromisoformat((text + "-01-01"[len(text) - 4 :])[:10])
