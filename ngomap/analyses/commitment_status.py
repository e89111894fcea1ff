"""How far a promise is kept on a day: worked out from what monitors found and when it is due, never typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.freshness import months_after
from ngomap.model.together import Commitment, Observation

PROMISED: Final = "promised"
IN_PROGRESS: Final = "in progress"
KEPT: Final = "kept"
LATE: Final = "late"
BROKEN: Final = "broken"
UNKNOWN: Final = "unknown"
STATUSES: Final = (BROKEN, LATE, UNKNOWN, IN_PROGRESS, PROMISED, KEPT)
"""In the order in which they need somebody."""

WORST_FIRST: Final = ("broken", "no-progress", "unclear", "progress", "kept")
"""Of what different monitors found on one day, the first of these counts."""
FORGOTTEN_MONTHS: Final = 6
"""So long after it was due, a promise that nobody ever looked at is no longer called late: nobody knows."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a promise is kept: its status; the day and finding that decide it, if any; what else was found on that
    day; since when it has been found kept; and whether that was first found after the day it was due.
    """

    status: str
    day: str | None = None
    finding: str | None = None
    disputed: tuple[str, ...] = ()
    kept_since: str | None = None
    kept_late: bool = False

    @property
    def words(self) -> str:
        """The status as it is said."""
        return "kept (late)" if self.kept_late else self.status


def standing(commitment: Commitment, observations: Iterable[Observation], on: str) -> Standing:
    """How far is the promise kept on the ISO day `on`?

    Only observations of this promise count, from the day it was made to the day asked for, both included. The last day
    on which somebody looked decides; of several findings on one day the worst counts (broken, no progress, unclear,
    progress, kept), whoever found it and in whatever order it was written down.

    =========================  ==========================  ====================================================
    the last day's finding     it is not due yet, or has   its due day is past
                               no due day
    =========================  ==========================  ====================================================
    kept                       kept                        kept; *kept (late)* if the days on which it was found
                                                           kept, without another finding in between, began after
                                                           the due day
    broken                     broken                      broken
    progress                   in progress                 late
    no progress                promised                    late
    unclear                    unknown                     unknown
    nobody has looked          promised                    late; *unknown* from six months after the due day on
    =========================  ==========================  ====================================================

    On the due day itself nothing is late. A promise made after the day asked for is promised: nothing counts yet. No
    weights; nothing else of the map plays a part.

    Reference: the public scales of promise trackers (Duval and Petry, Parliamentary Affairs 2019), with "unknown" kept
    apart from "not kept".

    >>> plan = Commitment(1, "", "plan", 7, None, "A plan", None, None, "2026-01-10", "2026-06-30", None, "public")
    >>> seen = [Observation(i, "", 1, None, day, found, None, None, "public")
    ...         for i, (day, found) in enumerate([("2026-05-02", "kept"), ("2026-05-02", "no-progress"), ("2026-07-09", "kept")])]
    >>> [standing(plan, seen, day).words for day in ("2026-05-01", "2026-05-02", "2026-07-01", "2026-07-09")]
    ['promised', 'promised', 'late', 'kept (late)']
    >>> standing(plan, seen, "2026-05-02").disputed, standing(plan, [], "2026-12-30").status
    (('kept',), 'unknown')
    """
    found: dict[str, set[str]] = {}
    for row in observations:
        if row.commitment == commitment.id and commitment.on_date <= row.on_date <= on:
            found.setdefault(row.on_date, set()).add(row.finding)
    past = commitment.due is not None and commitment.due < on
    if not found:
        return Standing(_never_seen(commitment, on) if past else PROMISED)
    worst = {day: min(said, key=WORST_FIRST.index) for day, said in found.items()}
    days = sorted(worst)
    last = days[-1]
    finding = worst[last]
    disputed = tuple(f for f in WORST_FIRST if f in found[last] and f != finding)
    if finding == "kept":
        began = last
        for day in reversed(days):
            if worst[day] != "kept":
                break
            began = day
        late = commitment.due is not None and began > commitment.due
        return Standing(KEPT, last, finding, disputed, began, late)
    if finding == "broken":
        status = BROKEN
    elif finding == "unclear":
        status = UNKNOWN
    elif past:
        status = LATE
    else:
        status = IN_PROGRESS if finding == "progress" else PROMISED
    return Standing(status, last, finding, disputed)


def status(commitment: Commitment, observations: Iterable[Observation], on: str) -> str:
    """How far the promise is kept on the day, in one word of STATUSES; see `standing`."""
    return standing(commitment, observations, on).status


def _never_seen(commitment: Commitment, on: str) -> str:
    return UNKNOWN if months_after(commitment.due or on, FORGOTTEN_MONTHS) <= on else LATE
