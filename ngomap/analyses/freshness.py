"""How much a dated record still says on a later day."""

from __future__ import annotations

from datetime import date
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
