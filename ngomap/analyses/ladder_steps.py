"""The smallest next step with somebody, from one short catalogue: data/ladder/steps.csv."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ngomap.analyses.freshness import months_before
from ngomap.analyses.ladder_evidence import Evidence, Standing
from ngomap.model.contacts import Event
from ngomap.model.relationships import RUNGS
from ngomap.model.shipped import shipped_rows

RECENT_MONTHS: Final = 6
"""What was done with them within so many months is not proposed again while there is something else to do."""
AMONG: Final = 2
QUIET: Final = "quiet"
NEXT: Final = "Next: "
HIGHEST: Final = len(RUNGS) - 1


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do with somebody on the rung `rung` (or gone QUIET): in words, with a place for the issue; the kind of
    event it is logged as; how easy, 1 being the easiest; and what it needs.
    """

    rung: str
    ease: int
    words: str
    kind: str
    needs: str

    def text(self, issue: str = "") -> str:
        """The step in words without a full stop, about the issue if one is given."""
        return self.words.replace("{on}", f" on {issue}" if issue else "")


@cache
def catalogue() -> dict[str, tuple[Step, ...]]:
    """All steps by the rung on which one stands, the easiest first."""
    found: dict[str, list[Step]] = {}
    for row in shipped_rows("ladder/steps.csv"):
        step = Step(row["from"], int(row["ease"]), row["step"], row["kind"], row["needs"])
        found.setdefault(step.rung, []).append(step)
    return {rung: tuple(sorted(steps, key=lambda s: s.ease)) for rung, steps in found.items()}


def next_step(now: Standing, done: Mapping[str, str], on: str, status: str = "active") -> Step | None:
    """The smallest step to take with somebody who stands so, on the ISO day `on`; `status` is that of the tie.

    Where a tie is recorded, but has gone quiet or nothing is logged, the thread is picked up first. Else it is a step
    from the rung that evidence supports, and one that keeps it there where that is as far as we want to go. Of the steps
    from there the easiest that was not done with them in the last six months; if all were, the one done longest ago.
    `done` is the last day of each kind of event (see `last_done`). None: we only want to be aware of them, and are.

    >>> met = Evidence(2, "2026-01-10", "briefing", "Results", ("event:1",))
    >>> now = Standing(2, 3, 2, met, True, met, "2027-01-10", "fresh")
    >>> next_step(now, {}, "2026-03-01").text()
    'Publicise an event of theirs'
    >>> next_step(now, {"publicised": "2026-02-01"}, "2026-03-01").text()
    'Go to one of their events'
    """
    silent = now.state == "never" and status == "active" and now.claimed != 0
    if status == "dormant" or now.state == "stale" or silent:
        return _choose(catalogue()[QUIET], done, on)
    foot = now.supported
    if now.wanted is not None and foot >= now.wanted and foot < HIGHEST:
        foot -= 1
    return _choose(catalogue()[str(foot)], done, on) if foot >= 0 else None


def last_done(evidence: Iterable[Evidence]) -> dict[str, str]:
    """The last day of each kind of event, given the evidence between two actors."""
    found: dict[str, str] = {}
    for e in evidence:
        if e.on and e.on >= found.get(e.kind, ""):
            found[e.kind] = e.on
    return found


def open_step(events: Iterable[Event], on: str) -> Event | None:
    """Of the events between two at which something was agreed that is not done by the day, the one whose step is due first.

    What was agreed among more than two organizations may concern any of them, so it is the next step with none.
    """
    undone = [
        e
        for e in events
        if e.next_step is not None
        and (e.next_done_on is None or e.next_done_on > on)
        and organizations(e) <= AMONG
    ]
    return min(undone, key=lambda e: (e.next_due or "9999", e.on_date, e.title, e.next_step, e.id), default=None)


def organizations(event: Event) -> int:
    """How many organizations took part."""
    return sum(p.kind != "person" for p in event.participants)


def agreed_words(event: Event, on: str) -> str:
    """What was agreed at an event and is still to do, as a sentence."""
    due = f" (due {event.next_due}{', overdue' if event.next_due < on else ''})" if event.next_due else ""
    return f"Do what was agreed on {event.on_date}: {(event.next_step or '').rstrip('.')}{due}."


def _choose(steps: tuple[Step, ...], done: Mapping[str, str], on: str) -> Step:
    limit = months_before(on, RECENT_MONTHS)
    fresh = [s for s in steps if done.get(s.kind, "") < limit]
    return fresh[0] if fresh else min(steps, key=lambda s: (done[s.kind], s.ease))
