"""Which relationships are wanted, claimed, gone quiet or owed something, and what is the smallest next step?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.describing import some
from ngomap.analyses.freshness import days_between, months_before
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import EVENT_RUNG, JOINT_PROJECT_RUNG, Event
from ngomap.model.coverage import Activity
from ngomap.model.relationships import FRESHNESS_MONTHS, RUNGS, TIE_TYPES, Tie, rung_name
from ngomap.model.report import Finding, Reason, Report

OVERDUE: Final = "overdue next steps"
WANTED: Final = "wanted, not begun"
CLAIMED: Final = "claimed without evidence"
STALE: Final = "gone quiet"
DORMANT: Final = "dormant"
SHORT: Final = "below the rung we want"
OTHERS: Final = "among others"
GROUPS: Final = (OVERDUE, WANTED, CLAIMED, STALE, DORMANT, SHORT, OTHERS)

# What takes two actors to a rung, and the kind of event that shows it.
STEPS: Final = (
    ("", "call"),
    ("call or write, and ask for a first informational meeting", "informational-meeting"),
    ("share something useful, such as results or a call for proposals", "briefing"),
    ("support something of theirs: go to an event, publicise it, write a letter", "event-attended"),
    ("agree who does what on one thing", "joint-planning"),
    ("do one small thing together, such as a training", "joint-planning"),
)
RUNGS_TO_CLIMB: Final = "rungs to climb"
DAYS_QUIET: Final = "days since the last contact"
STEP: Final = "Smallest next step: "


@dataclass(frozen=True, slots=True)
class _History:
    """What is logged between two actors up to the day: the last event, the best evidence and the rung shown."""

    last: Event | None = None
    best: Event | None = None
    shown: int = 0


def find_relationship_gaps(
    actors: Iterable[ActorRef],
    ties: Sequence[Tie],
    events: Sequence[Event],
    on: str,
    us: ActorRef | None = None,
    activities: Sequence[Activity] = (),
) -> Report:
    """Which relationships are wanted, claimed, gone quiet or owed something, and what is the smallest next step?

    For every tie that is wanted on the ISO day `on`, or stands then, and for every next step that was agreed:

    - *overdue*: an agreed step whose day has passed (value: days);
    - *wanted, not begun* (value: rungs to climb; 1 if the wanted rung is not recorded);
    - *claimed without evidence*: the rung is above what dated events of both ends show (value: rungs without it); a
      call or meeting shows contact, a briefing sharing, a training or letter support, joint planning coordination,
      and activities of both in one named project collaboration, while being aware needs no evidence;
    - *gone quiet*: the last contact is longer ago than the rung allows, 12 months, 6 from coordination on (value:
      days);
    - *dormant* (value: days since the last contact, where one is logged);
    - *below the rung we want* (value: rungs to climb).

    If `us` is known, ties between others stand in a group of their own, for what they log with each other is theirs to
    know; their findings have no value. A tie may be in more than one group. Nothing is weighed: every number is a
    count of days or rungs. Isolated actors and components play no part, and of parallel ties each is looked at by
    itself. An empty map, or a single actor, has no findings.

    Reference: the ladder follows the steps of trust-building in the NGO Handbook, chapter 6 (2012).

    >>> we, fair, arts = (ActorRef(i, h, h.title(), "ngo") for i, h in enumerate(("we", "fair", "arts"), 1))
    >>> report = find_relationship_gaps([we, fair, arts], [
    ...     Tie(1, "works-with", 1, 2, "active", rung=4), Tie(2, "works-with", 1, 3, "wanted", wanted=3)], [
    ...     Event(1, "2024-03-01", "call", "Call", None, None, None, None, "internal", (we, fair))],
    ...     on="2024-03-31", us=we)
    >>> for f in report.findings: print(f"{f.group}: {f.subject} {f.value} {f.unit}")
    wanted, not begun: arts 3 rungs to climb
    claimed without evidence: fair 3 rungs without evidence
    """
    refs = {a.id: a for a in actors}
    past = [e for e in events if e.on_date <= on]
    telling = _Telling(refs, us, on, _histories(past, activities))
    known = [t for t in ties if t.a in refs and t.b in refs]
    findings = [f for e in past for f in telling.overdue(e)]
    for tie in sorted(known, key=lambda t: (t.type, t.since or "")):
        findings += telling.tie(tie)
    findings.sort(key=lambda f: (GROUPS.index(f.group), f.value is None, -(f.value or 0), f.subject, f.reasons[0].text))
    caveats = []
    if known or past:
        caveats.append("What was not logged did not happen as far as the map knows: 'ngomap log' is the evidence.")
    if us is None and refs:
        caveats.append("The map does not say who you are, so every tie is listed as if it were yours.")
    return Report(
        name="gaps relationships",
        question="Which relationships are wanted, claimed, gone quiet or owed something?",
        method="Every tie is held against what is logged between its two ends: a claimed rung needs dated events that "
        "show it, and goes stale after 12 months without contact (6 from coordination on).",
        parameters={"on": on, "us": us.handle if us else None},
        findings=tuple(findings),
        caveats=tuple(caveats),
        next=_next_steps(findings, us, bool(known)),
    )


def _histories(events: Iterable[Event], activities: Iterable[Activity]) -> dict[tuple[int, int], _History]:
    found: dict[tuple[int, int], _History] = {}
    for event in sorted(events, key=lambda e: (e.on_date, EVENT_RUNG.get(e.kind, 1), e.title)):
        ids = sorted({p.id for p in event.participants})
        for i, a in enumerate(ids):
            for b in ids[i + 1 :]:
                old = found.get((a, b), _History())
                rung = EVENT_RUNG.get(event.kind, 1)
                found[a, b] = _History(event, event if rung >= old.shown else old.best, max(old.shown, rung))
    projects: dict[str, set[int]] = {}
    for row in activities:
        if row.project:
            projects.setdefault(row.project, set()).add(row.actor)
    for members in projects.values():
        ids = sorted(members)
        for i, a in enumerate(ids):
            for b in ids[i + 1 :]:
                old = found.get((a, b), _History())
                found[a, b] = _History(old.last, old.best, JOINT_PROJECT_RUNG)
    return found


class _Telling:
    """Ties and events as findings."""

    def __init__(
        self, refs: dict[int, ActorRef], us: ActorRef | None, on: str, histories: dict[tuple[int, int], _History]
    ) -> None:
        self.refs = refs
        self.us = None if us is None else refs.get(us.id)
        self.on = on
        self.histories = histories

    def overdue(self, event: Event) -> list[Finding]:
        """The finding of a step that should have been done."""
        if event.next_step is None or event.next_due is None or event.next_due >= self.on:
            return []
        who = [p for p in event.participants if p.id in self.refs]
        if not who or (event.next_done_on is not None and event.next_done_on <= self.on):
            return []
        ours = self.us is None or any(p.id == self.us.id for p in who)
        others = sorted((p for p in who if self.us is None or p.id != self.us.id), key=lambda p: p.handle) or who
        days = days_between(event.next_due, self.on)
        step = event.next_step.rstrip(".")
        text = f"Agreed on {event.on_date}, due {event.next_due}: {step}."
        reasons = (Reason("overdue", text, (f"event:{event.id}",)),)
        subject = "/".join(p.handle for p in others)
        label = some([p.name for p in others])
        if ours:
            return [Finding(subject, label, days, "days overdue", reasons, OVERDUE)]
        return [Finding(subject, label, None, "", reasons, OTHERS)]

    def tie(self, tie: Tie) -> list[Finding]:
        """The findings of one tie."""
        if tie.status == "wanted" and (tie.since or "") <= self.on:
            climb = tie.wanted if tie.wanted is not None else 1
            goal = f" at {rung_name(tie.wanted)}" if tie.wanted is not None else ""
            kind = "" if tie.type == "works-with" else f" ({TIE_TYPES[tie.type].forward})"
            said = "not-begun", f"Wanted{goal}{kind}, but not begun.", _events(None)
            return [self._finding(tie, WANTED, climb, RUNGS_TO_CLIMB, said, self._step(tie, 1))]
        if not tie.open_on(self.on) or tie.type == "rivals":
            return []
        history = self.histories.get((min(tie.a, tie.b), max(tie.a, tie.b)), _History())
        found = []
        if tie.status == "dormant":
            last = history.last
            days = days_between(last.on_date, self.on) if last else None
            text = f"Dormant; the last contact was on {last.on_date}." if last else "Dormant; no contact is logged."
            said = "dormant", text, _events(last)
            found.append(self._finding(tie, DORMANT, days, DAYS_QUIET, said, self._call(tie)))
        if tie.type != "works-with":
            return found
        rung = tie.rung if tie.rung is not None else 0
        if rung > history.shown:
            found.append(self._claimed(tie, rung, history))
        if tie.status == "active" and history.last and history.last.on_date < self._limit(rung):
            last_day = history.last.on_date
            text = (
                f"The last contact was on {last_day}; at {rung_name(rung)} it should be at least every "
                f"{FRESHNESS_MONTHS[rung]} months."
            )
            said = "stale", text, _events(history.last)
            days = days_between(last_day, self.on)
            found.append(self._finding(tie, STALE, days, DAYS_QUIET, said, self._call(tie)))
        if tie.wanted is not None and tie.wanted > rung:
            text = f"It stands at {rung_name(rung)}; wanted is {rung_name(tie.wanted)}."
            said = "below-wanted", text, _events(None)
            found.append(self._finding(tie, SHORT, tie.wanted - rung, RUNGS_TO_CLIMB, said, self._step(tie, rung + 1)))
        return found

    def _claimed(self, tie: Tie, rung: int, history: _History) -> Finding:
        shows = f"what is logged shows {rung_name(history.shown)} at most" if history.shown else "nothing is logged"
        kind = next((k for k, r in EVENT_RUNG.items() if r == rung), "")
        how = f"If it happened, log it: {self._log(tie, kind)} --on DATE."
        if not kind:
            how = "A joint project shows by its name in the activities of both (ngomap import)."
        todo = f"{how} If it did not: ngomap link {self._pair(tie)} --rung {history.shown}"
        text = f"It is recorded as {rung_name(rung)}, but {shows}."
        said = "claimed", text, _events(history.best)
        return self._finding(tie, CLAIMED, rung - history.shown, "rungs without evidence", said, todo)

    def _finding(
        self, tie: Tie, group: str, value: int | None, unit: str, said: tuple[str, str, tuple[str, ...]], step: str
    ) -> Finding:
        code, text, evidence = said
        reasons = (Reason(code, text, (f"tie:{tie.id}", *evidence)), Reason("next-step", step, (f"tie:{tie.id}",)))
        ends = self._ends(tie)
        ours = self.us is not None and self.us in ends
        if ours:
            ends = [a for a in ends if a != self.us]
        subject = "/".join(a.handle for a in ends) + ("" if tie.type == "works-with" else f"/{tie.type}")
        label = " and ".join(a.name for a in ends)
        if ours or self.us is None:
            return Finding(subject, label, value, unit, reasons, group)
        return Finding(subject, label, None, "", reasons, OTHERS)

    def _limit(self, rung: int) -> str:
        return months_before(self.on, FRESHNESS_MONTHS[rung])

    def _step(self, tie: Tie, rung: int) -> str:
        todo, kind = STEPS[min(rung, len(RUNGS) - 1)]
        return f"{STEP}{todo}; then {self._log(tie, kind)}"

    def _call(self, tie: Tie) -> str:
        return f"{STEP}call them and pick up the thread; then {self._log(tie, 'call')}"

    def _log(self, tie: Tie, kind: str) -> str:
        ends = self._ends(tie)
        if self.us in ends:
            return f"ngomap log {next(a for a in ends if a != self.us).handle} --kind {kind}"
        return f"ngomap log {ends[0].handle} {ends[1].handle} --kind {kind} --without-us"

    def _pair(self, tie: Tie) -> str:
        ends = self._ends(tie)
        return " ".join("us" if a == self.us else a.handle for a in sorted(ends, key=lambda a: a != self.us))

    def _ends(self, tie: Tie) -> list[ActorRef]:
        """Both ends; those of a mutual tie by handle, for which id is the smaller one means nothing."""
        ends = [self.refs[tie.a], self.refs[tie.b]]
        return sorted(ends, key=lambda a: a.handle) if TIE_TYPES[tie.type].mutual else ends


def _events(event: Event | None) -> tuple[str, ...]:
    return (f"event:{event.id}",) if event else ()


def _next_steps(findings: Sequence[Finding], us: ActorRef | None, any_tie: bool) -> tuple[str, ...]:
    if not any_tie and not findings:
        return ("Say whom you know and whom you want to know: ngomap link us REF --rung 1 --wanted 3",)
    first = {f.group: f for f in reversed(findings)}
    steps = []
    if OVERDUE in first:
        steps.append(f"{first[OVERDUE].label}: do what was agreed. {first[OVERDUE].reasons[0].text}")
    for group in (WANTED, CLAIMED, STALE, DORMANT, SHORT):
        if group in first and len(steps) < 2:
            steps.append(f"{first[group].label}: {first[group].reasons[-1].text.removeprefix(STEP)}")
    return tuple(steps)
