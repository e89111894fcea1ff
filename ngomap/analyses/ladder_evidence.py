"""Where two actors stand on the ladder: what is claimed, what dated evidence shows, and how fresh it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ngomap.analyses.freshness import before, days_after, months_after
from ngomap.model.agreements import Agreement
from ngomap.model.contacts import EVENT_RUNG, JOINT_PROJECT_RUNG, Event
from ngomap.model.coverage import Activity
from ngomap.model.relationships import COORDINATION, FRESHNESS_MONTHS, Tie

State = Literal["fresh", "going stale", "stale", "never"]

DAYS_AHEAD: Final = 60
"""A tie that will be stale within so many days is going stale: time for one call."""
PROJECT: Final = "joint project"
AGREEMENT: Final = "agreement"
CONTACT_RUNG: Final = 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that happened between two actors and the rung it shows.

    `on` is an ISO date, possibly partial, None if not known; `to` the last day on which it held, if it lasted (for what
    goes on, the day that is asked about). `kind` is that of the event, or PROJECT or AGREEMENT; `title` what it was
    about; `ids` the rows it rests on. A project by itself is no `contact`.
    """

    rung: int
    on: str | None
    kind: str
    title: str
    ids: tuple[str, ...]
    to: str | None = None
    contact: bool = True

    @property
    def latest(self) -> str:
        """The last day on which it is known to have held; empty if no day is known."""
        return self.to or self.on or ""

    @property
    def words(self) -> str:
        """What it was in a few words, its day behind it: `letter of support, 2026-05-10`."""
        named = f"{PROJECT} {self.title}" if self.kind == PROJECT else self.kind.replace("-", " ")
        if self.kind == AGREEMENT:
            named = f"{AGREEMENT} on {self.title}"
        return f"{named}, {'from ' if self.kind == PROJECT else ''}{self.on}" if self.on else named


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a working relationship stands on a day.

    `claimed` and `wanted` are the rungs that are recorded (None: not stated); `supported` the highest rung that evidence
    shows (0 without any), `shown_by` the newest piece that shows it, and `recent` whether that is within the freshness
    period of the rung. `last` is the newest contact, `fresh_until` the day until which it keeps the tie fresh.
    """

    claimed: int | None
    wanted: int | None
    supported: int
    shown_by: Evidence | None
    recent: bool
    last: Evidence | None
    fresh_until: str | None
    state: State

    @property
    def overclaimed(self) -> int:
        """How many of the claimed rungs nothing shows."""
        return max(0, (self.claimed or 0) - self.supported)


def standing(
    tie: Tie | None, evidence: Iterable[Evidence], on: str, months: Sequence[int] = FRESHNESS_MONTHS
) -> Standing:
    """Where a tie of working together stands on the ISO day `on`, given the evidence between its two ends.

    What is dated later does not count, a partial date counts from its first day, and what is not dated counts always. The
    freshness period is that of the claimed rung, in months (six numbers, by rung); a tie without a rung has that of
    contact. `state`: `fresh`; `going stale` within 60 days; `stale` when the last contact is longer ago than the period;
    `never` when no contact is known. `tie` None: as if nothing were claimed.

    >>> letter = Evidence(3, "2025-09-10", "letter-of-support", "For the bid", ("event:4",))
    >>> found = standing(Tie(7, "works-with", 1, 2, "active", rung=4), [letter], on="2026-02-01")
    >>> found.claimed, found.supported, found.overclaimed, found.fresh_until, found.state
    (4, 3, 1, '2026-03-10', 'going stale')
    >>> standing(None, [letter], on="2025-09-09").state
    'never'
    """
    seen = sorted((e for e in evidence if (e.on or "") <= on), key=_order)
    supported = max((e.rung for e in seen), default=0)
    showing = max((e for e in seen if e.rung == supported), key=lambda e: (e.latest, *_order(e)), default=None)
    recent = showing is not None and _fresh_until(min(showing.latest, on), months[supported]) >= on
    last = next((e for e in reversed(seen) if e.contact and e.on), None)
    claimed = tie.rung if tie else None
    fresh_until, state = None, _NEVER
    if last is not None and last.on is not None:
        fresh_until = _fresh_until(last.on, months[CONTACT_RUNG if claimed is None else claimed])
        soon = fresh_until <= days_after(on, DAYS_AHEAD)
        state = "stale" if fresh_until < on else "going stale" if soon else "fresh"
    return Standing(claimed, tie.wanted if tie else None, supported, showing, recent, last, fresh_until, state)


def leading_tie(ties: Iterable[Tie]) -> Tie | None:
    """Of parallel ties of working together the active one that stands highest on the ladder, of equals the one begun last;
    a dormant one only if none is active.
    """
    working = [t for t in ties if t.type == "works-with"]
    return max(
        working, key=lambda t: (t.status == "active", -1 if t.rung is None else t.rung, t.since or ""), default=None
    )


class Logbook:
    """Events, joint projects and agreements up to a day, looked up by who took part.

    Two actors have a joint project when both have activities under its name, as implementer or partner, that have begun
    and are not only planned. It is dated from the day on which the second of them began, as far as that is known, and
    held until the first of them stopped. An agreement counts for two actors when a point was agreed between them; what a
    coalition agreed is not between two.
    """

    def __init__(
        self,
        events: Iterable[Event],
        activities: Iterable[Activity] = (),
        agreements: Iterable[Agreement] = (),
        on: str = "9999",
    ) -> None:
        self.on = on
        self._events: dict[int, dict[int, Event]] = {}
        for event in events:
            if event.on_date <= on:
                for who in event.participants:
                    self._events.setdefault(who.id, {})[event.id] = event
        self._parts: dict[int, dict[str, list[Activity]]] = {}
        self.members: dict[str, set[int]] = {}
        """The actors that have a part in each named project."""
        for row in activities:
            if _takes_part(row, on):
                self._parts.setdefault(row.actor, {}).setdefault(str(row.project), []).append(row)
                self.members.setdefault(str(row.project), set()).add(row.actor)
        self._agreed: dict[tuple[int, int], list[Agreement]] = {}
        for point in agreements:
            if point.b is not None and point.state == "agreed" and point.on_date <= on:
                self._agreed.setdefault((min(point.a, point.b), max(point.a, point.b)), []).append(point)

    def events_between(self, a: int, b: int) -> list[Event]:
        """The events that both took part in, the oldest first."""
        mine, theirs = self._events.get(a, {}), self._events.get(b, {})
        few, many = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
        both = (event for id_, event in few.items() if id_ in many)
        return sorted(both, key=lambda e: (e.on_date, EVENT_RUNG.get(e.kind, CONTACT_RUNG), e.kind, e.title, e.id))

    def projects_between(self, a: int, b: int) -> list[Evidence]:
        """The projects in which both have a part, by name."""
        mine, theirs = self._parts.get(a, {}), self._parts.get(b, {})
        return [self._project(name, mine[name], theirs[name]) for name in sorted(mine.keys() & theirs.keys())]

    def partners(self, actor: int) -> dict[int, list[str]]:
        """The actors that have a part in a project of this one, with the names of those projects in order."""
        found: dict[int, list[str]] = {}
        for name in sorted(self._parts.get(actor, ())):
            for other in self.members[name] - {actor}:
                found.setdefault(other, []).append(name)
        return found

    def between(self, a: int, b: int) -> list[Evidence]:
        """All evidence between two actors, the oldest first, what has no date before all else.

        An event is evidence between any two of its participants, however many there were.
        """
        found = [
            Evidence(EVENT_RUNG.get(e.kind, CONTACT_RUNG), e.on_date, e.kind, e.title, (f"event:{e.id}",))
            for e in self.events_between(a, b)
        ]
        found += self.projects_between(a, b)
        for point in self._agreed.get((min(a, b), max(a, b)), ()):
            title = point.point.replace("-", " ")
            found.append(Evidence(COORDINATION, point.on_date, AGREEMENT, title, (f"agreement:{point.id}",)))
        return sorted(found, key=_order)

    def _project(self, name: str, mine: list[Activity], theirs: list[Activity]) -> Evidence:
        begun = [min(known) for side in (mine, theirs) if (known := [v.since for v in side if v.since])]
        ends = [_end(side, self.on) for side in (mine, theirs)]
        since = max(begun, default=None)
        ids = tuple(f"activity:{v.id}" for v in sorted((*mine, *theirs), key=lambda v: v.id))
        known = [end for end in ends if end is not None]
        to = min(known) if len(known) == len(ends) else None
        return Evidence(JOINT_PROJECT_RUNG, since, PROJECT, name, ids, to if (to or "") >= (since or "") else None, False)


_NEVER: State = "never"


def _takes_part(row: Activity, on: str) -> bool:
    begun = (row.since or "") <= on and row.status != "planned"
    return bool(row.project) and begun and row.role != "funder" and not row.inferred


def _end(rows: list[Activity], on: str) -> str | None:
    """The last day on which one of the activities was going on, as far as is known; None if that is not known."""
    running = [v for v in rows if v.status not in ("completed", "suspended") and not (v.until and before(v.until, on))]
    if running or any(v.until and not before(v.until, on) for v in rows if v.status == "completed"):
        return on
    return max((v.until for v in rows if v.until), default=None)


def _order(e: Evidence) -> tuple[str, int, str, str, tuple[str, ...]]:
    # The ids choose only between what nobody can tell apart.
    return e.on or "", e.rung, e.kind, e.title, e.ids


def _fresh_until(day: str, months: int) -> str:
    return months_after(day, months) if day else ""
