"""What happened between two actors, one thing after the other, and where does it leave them?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.describing import some
from ngomap.analyses.ladder import RUNG_WORDS, UNIT
from ngomap.analyses.ladder_contradictions import find_contradictions
from ngomap.analyses.ladder_evidence import PROJECT, Logbook
from ngomap.analyses.ladder_pairs import (
    WORKS_WITH,
    Pair,
    Relations,
    contact_reason,
    mend_reason,
    standing_reason,
    step_reason,
)  # fmt: skip
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import Agreement
from ngomap.model.contacts import Event, Trust
from ngomap.model.coverage import Activity
from ngomap.model.relationships import (
    COORDINATION,
    FRESHNESS_MONTHS,
    TIE_TYPES,
    TRUST_ITEMS,
    VALUE_ITEMS,
    Tie,
    rung_name,
)  # fmt: skip
from ngomap.model.report import Finding, Reason, Report

HAPPENED: Final = "what happened"
NOW: Final = "where it stands"
UNIT_THEN: Final = "of 5 rungs by then"
ON_A_SCREEN: Final = 8


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something dated: its (possibly partial) day, what it was, the reasons to add, the rung it shows."""

    on: str
    id: str
    label: str
    reasons: tuple[Reason, ...] = ()
    rung: int = 0


def tell_relationship(
    a: ActorRef,
    b: ActorRef,
    actors: Iterable[ActorRef],
    ties: Iterable[Tie],
    events: Iterable[Event],
    on: str,
    us: ActorRef | None = None,
    activities: Iterable[Activity] = (),
    agreements: Sequence[Agreement] = (),
    trust: Iterable[Trust] = (),
    months: Sequence[int] = FRESHNESS_MONTHS,
    figures: bool = True,
    limit: int | None = 0,
    whole: bool = True,
) -> Report:
    """What happened between two actors up to the ISO day `on`, one thing after the other, and where does it leave them?

    *What happened*, the oldest first: contacts, points talked over, joint projects, when ties began and ended, when a
    rung was noted and trust was judged (how much, if `figures`). The value is the highest rung that had been shown by
    then, that of the day included; it never falls, for what happened has happened. Things of one day stand in the order
    of the rung they show, then by name; a partial date counts from its first day. Things without a date are left out,
    but a joint project without one counts from the beginning. Then *where it stands*: claimed, shown and wanted, how
    fresh, the next step if it is ours to take; before that, contradictions, if there are any (see `find_contradictions`)
    and nothing was withheld from the reader (`whole`). Nothing is weighed.

    Two actors who never had to do with each other have the one finding of where they stand: nowhere. `actors` must hold
    both, and who else is to be named. `limit`: how many of the newest things, 0 all, None a screenful.

    Reference: the ladder follows the steps of trust-building in the NGO Handbook, chapter 6 (2012).

    >>> we, fair = ActorRef(1, "we", "We", "ngo"), ActorRef(2, "fair", "Fair", "ngo")
    >>> report = tell_relationship(we, fair, [we, fair], [Tie(1, "works-with", 1, 2, "active", rung=1, since="2024")], [
    ...     Event(2, "2024-03-01", "briefing", "Results", "They liked it", None, None, None, "internal", (we, fair)),
    ...     Event(1, "2024-02-01", "call", "First call", None, None, None, None, "internal", (we, fair))],
    ...     on="2024-03-31", us=we)
    >>> for f in report.findings: print(f"{f.label}: {f.value}")
    2024: noted: works with, 1 contact: 0
    2024-02-01 call: First call: 1
    2024-03-01 briefing: Results: 2
    Fair: 2
    """
    named = {r.id: r for r in actors}
    known = sorted((t for t in ties if {t.a, t.b} == {a.id, b.id}), key=lambda t: (t.type, t.since or "", t.a))
    rows = [*activities]
    logbook = Logbook(events, rows, agreements, on)
    relations = Relations(named.values(), ties, logbook, us, months)
    working = [t for t in known if t.type == WORKS_WITH and (t.open_on(on) or _is_wanted(t, on))]
    pair = relations.pair(a, b, working)
    entries = [
        *(_event(e, named, {a.id, b.id}, on, pair) for e in logbook.events_between(a.id, b.id)),
        *(entry for t in known for entry in _tie(t, on, named)),
        *_projects(pair),
        *(_talk(p) for p in agreements if _between(p, a, b) and p.on_date <= on),
        *(_trust(t, named, relations.us, figures) for t in trust if t.on_date and t.on_date <= on and _both(t, a, b)),
    ]
    entries.sort(key=lambda e: (e.on, e.rung, e.label, e.id))
    undated = max((e.rung for e in pair.evidence if not e.on), default=0)
    told = _told(entries, undated)
    more = [f for f in find_contradictions(relations) if f.subject == pair.subject] if whole else []
    wanted = ON_A_SCREEN if limit is None else limit
    shown = told[-wanted:] if wanted else told
    return Report(
        name="ladder relationship",
        question=f"What happened between {pair.first.name} and {pair.second.name}, and where does it leave them?",
        method=f"Rungs: {RUNG_WORDS}. Each thing with the highest rung that had been shown by then.",
        parameters={"on": on, "us": us.handle if us else None, "first": pair.first.handle, "second": pair.second.handle},
        findings=(*shown, *more, _now(pair, relations, whole)),
        caveats=_caveats(pair, entries, len(told) - len(shown)),
        next=_next(pair, relations),
        totals=_totals(told, more),
    )


def _is_wanted(tie: Tie, on: str) -> bool:
    return tie.status == "wanted" and (tie.since or "") <= on


def _between(point: Agreement, a: ActorRef, b: ActorRef) -> bool:
    return point.b is not None and {point.a, point.b} == {a.id, b.id}


def _both(row: Trust, a: ActorRef, b: ActorRef) -> bool:
    return {row.from_id, row.to_id} == {a.id, b.id}


def _event(event: Event, named: dict[int, ActorRef], two: set[int], on: str, pair: Pair) -> _Entry:
    ids = (f"event:{event.id}",)
    reasons = []
    others = sorted((p for p in event.participants if p.id not in two), key=lambda p: p.handle)
    if others:
        reasons.append(Reason("others", f"Also there: {some([p.name for p in others])}.", ids))
    if event.outcome:
        reasons.append(Reason("outcome", f"Outcome: {event.outcome}", ids))
    if event.next_step:
        done = event.next_done_on is not None and event.next_done_on <= on
        state = f"done {event.next_done_on}" if done else "still to do"
        if not done and event.next_due:
            state = f"due {event.next_due}{', overdue' if event.next_due < on else ''}"
        reasons.append(Reason("agreed-step", f"Agreed: {event.next_step.rstrip('.')} ({state}).", ids))
    rung = next(e.rung for e in pair.evidence if e.ids == ids)
    return _Entry(event.on_date, ids[0], f"{event.kind.replace('-', ' ')}: {event.title}", tuple(reasons), rung)


def _projects(pair: Pair) -> Iterable[_Entry]:
    for e in pair.evidence:
        if e.on and e.kind == PROJECT:
            said = (Reason("project", "Both take part in it.", e.ids),)
            yield _Entry(e.on, e.ids[0], f"joint project: {e.title}", said, e.rung)


def _talk(point: Agreement) -> _Entry:
    """A point talked over: what it says, if that is written down. An agreed one is evidence, too."""
    id_ = f"agreement:{point.id}"
    said = (Reason("point", point.text or f"The point is {point.state}.", (id_,)),)
    rung = COORDINATION if point.state == "agreed" else 0
    return _Entry(point.on_date, id_, f"{point.state}: {point.point.replace('-', ' ')}", said, rung)


def _tie(tie: Tie, on: str, named: dict[int, ActorRef]) -> Iterable[_Entry]:
    id_ = f"tie:{tie.id}"
    words = TIE_TYPES[tie.type].forward
    said = (Reason("tie", f"{named[tie.a].name} {words} {named[tie.b].name}.", (id_,)),)
    rung = f", {rung_name(tie.rung)}" if tie.rung is not None and not tie.rung_since else ""
    if tie.since and tie.since <= on:
        status = f", {tie.status}" if tie.status in ("wanted", "declined") else ""
        yield _Entry(tie.since, id_, f"noted: {words}{status}{rung}", said)
    if tie.rung_since and tie.rung_since <= on:
        yield _Entry(tie.rung_since, id_, f"noted: {rung_name(tie.rung)}", said)
    if tie.until and tie.until <= on:
        yield _Entry(tie.until, id_, f"over: {words}", said)


def _trust(row: Trust, named: dict[int, ActorRef], us: ActorRef | None, figures: bool) -> _Entry:
    whose = "our trust" if us and us.id == row.from_id else "their trust"
    if us is None or us.id not in (row.from_id, row.to_id):
        whose = f"trust in {named[row.to_id].name}"
    items = [(i, getattr(row, i)) for i in (*TRUST_ITEMS, *VALUE_ITEMS)]
    text = ", ".join(f"{i.replace('_', ' ')} {n}" for i, n in items if n is not None)
    said = f"{text.capitalize()}, of 4 each." if figures and text else f"{named[row.from_id].name} judged it."
    return _Entry(row.on_date or "", f"trust:{row.id}", f"noted: {whose}", (Reason("trust", said, (f"trust:{row.id}",)),))


def _told(entries: list[_Entry], undated: int) -> list[Finding]:
    found = []
    highest = undated
    for entry in entries:
        highest = max(highest, entry.rung)
        label = f"{entry.on} {entry.label}" if len(entry.on) == 10 else f"{entry.on}: {entry.label}"
        shows = Reason("shows", f"Shows {rung_name(entry.rung)}.", (entry.id,)) if entry.rung else None
        reasons = tuple(r for r in (shows, *entry.reasons) if r)
        found.append(Finding(entry.id, label, highest, UNIT_THEN, reasons, HAPPENED))
    return found


def _now(pair: Pair, relations: Relations, whole: bool) -> Finding:
    no_tie = Reason("no-tie", "The map has no standing tie of working together.", pair.ids)
    status = Reason("status", f"The tie is {pair.tie.status}.", pair.ids) if pair.tie else no_tie
    reasons = (
        standing_reason(pair),
        status if pair.tie is None or pair.tie.status != "active" else None,
        contact_reason(pair, relations.on),
        mend_reason(pair) if whole else None,
        step_reason(pair, relations.logbook) if pair.ours or relations.us is None else None,
    )
    return Finding(pair.subject, pair.label, pair.now.supported, UNIT, tuple(r for r in reasons if r), NOW)


def _totals(told: list[Finding], more: list[Finding]) -> dict[str, int]:
    found = {HAPPENED: len(told)} if told else {}
    for finding in more:
        found[finding.group] = found.get(finding.group, 0) + 1
    return {**found, NOW: 1}


def _caveats(pair: Pair, entries: list[_Entry], left_out: int) -> tuple[str, ...]:
    found = []
    if left_out:
        found.append(f"The {left_out} oldest are left out.")
    undated = [e for e in pair.evidence if not e.on]
    if undated:
        found.append(f"No date is known of: {some([e.words for e in undated])}.")
    return tuple(found)


def _next(pair: Pair, relations: Relations) -> tuple[str, ...]:
    if pair.tie is None and pair.ours:
        return (f"ngomap link us {pair.second.handle} --rung {pair.now.supported} --wanted RUNG",)
    return ()
