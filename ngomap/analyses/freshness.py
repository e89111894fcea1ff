"""How much a dated record still says on a later day."""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta
from typing import Final, Literal

from ngomap.model.coverage import Activity

State = Literal["present", "stale", "planned", "absent"]

LONG_PAST_MONTHS: Final = 12
ENDED: Final = 0.5
"""An activity whose end passed within the last year: it may have been prolonged."""
LONG_ENDED: Final = 0.25
"""One that is completed, or whose end passed more than a year ago."""


def months_before(day: str, months: int) -> str:
    """The ISO day that many months earlier; only to compare with, it may be a 30 February.

    >>> months_before("2024-03-31", 12), months_before("2024-01-15", 6)
    ('2023-03-31', '2023-07-15')
    """
    count = int(day[:4]) * 12 + int(day[5:7]) - 1 - months
    return f"{count // 12:04d}-{count % 12 + 1:02d}{day[7:]}"


def months_after(day: str, months: int) -> str:
    """The ISO day that many months after a (possibly partial) date, at most the last of its month; of a partial date the
    first day counts.

    >>> months_after("2024-08-31", 6), months_after("2025-09", 12), months_after("2026-01-14", 6)
    ('2025-02-28', '2026-09-01', '2026-07-14')
    """
    first = _first_day(day)
    count = first.year * 12 + first.month - 1 + months
    if count // 12 > MAXYEAR:
        return date.max.isoformat()
    year, month = count // 12, count % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(1)).day if (year, month) != (MAXYEAR, 12) else 31
    return date(year, month, min(first.day, last)).isoformat()


def days_after(day: str, days: int) -> str:
    """The ISO day that many days after a (possibly partial) date.

    >>> days_after("2024-02-28", 2)
    '2024-03-01'
    """
    first = _first_day(day)
    return (first + min(timedelta(days), date.max - first)).isoformat()


def months_between(earlier: str, later: str) -> int:
    """Whole months from one (possibly partial) ISO date to another.

    >>> months_between("2025-08-31", "2026-02-27"), months_between("2026-01-14", "2026-11-01")
    (5, 9)
    """
    a, b = _first_day(earlier), _first_day(later)
    return (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day)


def days_between(earlier: str, later: str) -> int:
    """Days from one (possibly partial) ISO date to another; a partial date counts as its first day.

    >>> days_between("2024-01", "2024-01-31")
    30
    """
    return (_first_day(later) - _first_day(earlier)).days


def _first_day(text: str) -> date:
    return date.fromisoformat((text + "-01-01"[len(text) - 4 :])[:10])


def before(partial: str, day: str) -> bool:
    """Whether a (possibly partial) date has wholly passed by the day.

    >>> before("2023", "2024-01-01"), before("2024", "2024-05-01")
    (True, False)
    """
    return partial < day[: len(partial)]


def freshness(activity: Activity, on: str) -> tuple[State, float]:
    """What an activity counts for on the ISO day `on`, and how much of it, 0 to 1.

    `present`: going on, or no end is known (1), or its end passed within the last 12 months (0.5).
    `stale`: completed, or its end passed longer ago (0.25). `planned`: planned, or begins later (0).
    `absent`: suspended, or a funder, who is not there (0).

    >>> freshness(Activity(1, 1, 1, 1, status="ongoing", until="2024-06"), "2024-06-30")
    ('present', 1.0)
    >>> freshness(Activity(1, 1, 1, 1, until="2022-12"), "2024-06-30")
    ('stale', 0.25)
    >>> freshness(Activity(1, 1, 1, 1, since="2024-09"), "2024-06-30")
    ('planned', 0.0)
    """
    if activity.role == "funder" or activity.status == "suspended":
        return "absent", 0.0
    if activity.status == "planned" or (activity.since is not None and activity.since > on):
        return "planned", 0.0
    ended = activity.until is not None and before(activity.until, on)
    if activity.status == "completed":
        # Seen from a day before its end, a completed activity was still going on.
        return ("present", 1.0) if activity.until is not None and not ended else ("stale", LONG_ENDED)
    if not ended:
        return "present", 1.0
    if before(str(activity.until), months_before(on, LONG_PAST_MONTHS)):
        return "stale", LONG_ENDED
    return "present", ENDED
