"""What the map's undated words meant on an earlier day: ties that have ended since, actors that were not there yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ngomap.model.relationships import Tie

# What a tie was before it became so.
WAS_BEFORE = {"ended": "active", "declined": "wanted"}


def ties_on(ties: Iterable[Tie], on: str, today: str) -> list[Tie]:
    """The ties as they were on the ISO day `on`, looked at from `today`.

    A status is today's. What began later is left out; what ended (or was declined) since then, and says when, was
    still active (or only wanted); a rung that was reached later is not known for that day. From today on nothing is
    changed but that what has not begun is left out.

    >>> tie = Tie(1, "works-with", 1, 2, "ended", rung=4, since="2023", until="2025-06", rung_since="2024-02")
    >>> [t.status for t in ties_on([tie], "2025-03-01", today="2026-01-01")]
    ['active']
    >>> [(t.status, t.rung) for t in ties_on([tie], "2023-12-31", today="2026-01-01")]
    [('active', None)]
    >>> [t.status for t in ties_on([tie], "2025-07-01", today="2026-01-01")], ties_on([tie], "2022-01-01", "2026-01-01")
    (['ended'], [])
    """
    return [*each_tie_on(ties, on, today)]


def each_tie_on(ties: Iterable[Tie], on: str, today: str) -> Iterator[Tie]:
    """The same one by one, where there are too many to be kept."""
    return (_seen_from(t, on, today) for t in ties if (t.since or "") <= on)


def _seen_from(tie: Tie, on: str, today: str) -> Tie:
    if on >= today:
        return tie
    if tie.status in WAS_BEFORE and tie.until is not None and on[: len(tie.until)] <= tie.until <= today:
        tie = replace(tie, status=WAS_BEFORE[tie.status])
    if tie.rung is not None and (tie.rung_since or "") > on:
        tie = replace(tie, rung=None)
    return tie


def there_on(status: str | None, founded: str | None, on: str, today: str) -> bool:
    """Whether an actor can have been there on the day: not founded later; closed since then, it may have been there.

    >>> there_on("closed", None, "2025-01-01", "2026-01-01"), there_on("closed", None, "2026-01-01", "2026-01-01")
    (True, False)
    >>> there_on("active", "2025-06", "2025-01-01", "2026-01-01")
    False
    """
    return (founded or "") <= on and (status != "closed" or on < today)
