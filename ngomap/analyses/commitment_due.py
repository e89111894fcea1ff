"""Promises that somebody should look at now: what is late, what is due soon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ngomap.analyses.commitment_status import KEPT, LATE
from ngomap.analyses.commitment_telling import Watched, explained
from ngomap.analyses.freshness import days_after, days_between
from ngomap.model.actors import ActorRef
from ngomap.model.report import Finding, Reason

PROMISES: Final = "promised to be kept by now"


def promises_due(watched: Sequence[Watched], who: Mapping[int, ActorRef], on: str, days: int) -> Iterator[Finding]:
    """The promises that are late (value: days), the longest first, then those due within the days and not kept yet (days
    left); `who` made them.

    >>> from ngomap.analyses.commitment_telling import watch
    >>> from ngomap.model.together import Commitment
    >>> plan = Commitment(1, "", "plan", 7, None, "A plan", None, None, "2026-01-10", "2026-03-01", None, "public")
    >>> hall = {7: ActorRef(7, "hall", "Hall", "government")}
    >>> [(f.label, f.value, f.unit) for f in promises_due(watch([plan], [], "2026-03-03"), hall, "2026-03-03", 14)]
    [('A plan', 2, 'days late')]
    """
    late = [w for w in watched if w.standing.status == LATE]
    until = days_after(on, days)
    near = [w for w in watched if w.standing.status != KEPT and on <= (w.commitment.due or "") <= until]
    for w in sorted((*late, *near), key=lambda w: (w.commitment.due or "", w.commitment.handle)):
        promise = w.commitment
        if promise.by not in who:
            continue
        past = w.standing.status == LATE
        number = days_between(promise.due or on, on) if past else days_between(on, promise.due or on)
        unit = f"day{'s' * (number != 1)} {'late' if past else 'left'}"
        text = f"{who[promise.by].name}. {explained(w, on)} Look: ngomap commitment observe {promise.handle} --finding FINDING"
        reason = Reason("promise", text, (f"commitment:{promise.id}", f"actor:{promise.by}"))
        yield Finding(promise.handle, promise.what.rstrip("."), number, unit, (reason,), PROMISES)
