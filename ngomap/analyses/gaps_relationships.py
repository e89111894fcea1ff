"""Which relationships are wanted, claimed, gone quiet or owed something, and what is the smallest next step?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from ngomap.analyses.describing import some
from ngomap.analyses.freshness import days_between
from ngomap.analyses.ladder_evidence import Logbook
from ngomap.analyses.ladder_pairs import Pair, Relations, mend_reason, step_reason
from ngomap.analyses.ladder_steps import NEXT
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import Agreement
from ngomap.model.contacts import Event
from ngomap.model.coverage import Activity
from ngomap.model.relationships import FRESHNESS_MONTHS, TIE_TYPES, Tie, rung_name
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.text import counted

OVERDUE: Final = "overdue next steps"
WANTED: Final = "wanted, not begun"
CLAIMED: Final = "claimed without evidence"
STALE: Final = "gone quiet"
DORMANT: Final = "dormant"
SHORT: Final = "below the rung we want"
OTHERS: Final = "among others"
GROUPS: Final = (OVERDUE, WANTED, CLAIMED, STALE, DORMANT, SHORT, OTHERS)

AT_ONCE: Final = 1000
"""So many findings of a group are gathered before the worst of them are chosen."""

RUNGS_TO_CLIMB: Final = "rungs to climb"
DAYS_QUIET: Final = "days since the last contact"


def find_relationship_gaps(
    actors: Iterable[ActorRef],
    ties: Iterable[Tie],
    events: Sequence[Event],
    on: str,
    us: ActorRef | None = None,
    activities: Sequence[Activity] = (),
    agreements: Sequence[Agreement] = (),
    months: Sequence[int] = FRESHNESS_MONTHS,
    most: int = 0,
) -> Report:
    """Which relationships are wanted, claimed, gone quiet or owed something, and what is the smallest next step?

    For every tie that is wanted on the ISO day `on`, or stands then, and for every next step that was agreed:

    - *overdue*: an agreed step whose day has passed (value: days);
    - *wanted, not begun* (value: rungs to climb; 1 if the wanted rung is not recorded);
    - *claimed without evidence*: the rung is above what is shown between both ends (value: rungs without it); what is
      evidence of which rung says `find_ladder`, while being aware needs none;
    - *gone quiet*: the last contact is longer ago than the rung allows, by default 12 months, 6 from coordination on
      (value: days);
    - *dormant* (value: days since the last contact, where one is logged);
    - *below the rung we want* (value: rungs to climb).

    If `us` is known, ties between others stand in a group of their own, for what they log with each other is theirs to
    know; their findings have no value. A tie may be in more than one group. Nothing is weighed: every number is a
    count of days or rungs. Isolated actors and components play no part, and of parallel ties each is looked at by
    itself. An empty map, or a single actor, has no findings. All are counted; with `most`, only so many of each kind are
    told. Ties are looked at one by one, and none is kept that is not told.

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
    past = [e for e in events if e.on_date <= on]
    relations = Relations(actors, (), Logbook(past, activities, agreements, on), us, months)
    refs = relations.refs
    telling, worst = _Telling(relations), _Worst(most)
    for event in past:
        worst.add(telling.overdue(event))
    known = False
    for tie in ties:
        if tie.a in refs and tie.b in refs and (tie.since or "") <= on:
            known = True
            worst.add(telling.tie(tie))
    findings = worst.findings()
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
        next=_next_steps(findings, us, known),
        totals=worst.totals if most else {},
    )


Step = Callable[[], Reason | None]


class _Worst:
    """The first findings of each group, so many at most (0: all), and how many there are. What to do next is worked out only
    for those that are told.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.totals: dict[str, int] = {}
        self._kept: dict[str, list[tuple[Finding, Step | None]]] = {}

    def add(self, found: Iterable[tuple[Finding, Step | None]]) -> None:
        """Take in findings, each with the step that belongs to it."""
        for one in found:
            group = one[0].group
            self.totals[group] = self.totals.get(group, 0) + 1
            kept = self._kept.setdefault(group, [])
            kept.append(one)
            if self.most and len(kept) >= AT_ONCE + self.most:
                kept[:] = self._first(kept)

    def findings(self) -> list[Finding]:
        """Those that are told, in their order."""
        self.totals = {group: self.totals[group] for group in GROUPS if group in self.totals}
        kept = (one for group in self.totals for one in self._first(self._kept[group]))
        return [replace(f, reasons=(*f.reasons, said)) if step and (said := step()) else f for f, step in kept]

    def _first(self, kept: list[tuple[Finding, Step | None]]) -> list[tuple[Finding, Step | None]]:
        return sorted(kept, key=lambda one: _rank(one[0]))[: self.most or None]


def _rank(finding: Finding) -> tuple[object, ...]:
    said = finding.reasons[0]
    return (
        GROUPS.index(finding.group), finding.value is None, -(finding.value or 0), finding.subject, said.text, said.evidence,
    )  # fmt: skip


class _Telling:
    """Ties and events as findings."""

    def __init__(self, relations: Relations) -> None:
        self.relations = relations
        self.refs = relations.refs
        self.us = relations.us
        self.on = relations.on

    def overdue(self, event: Event) -> list[tuple[Finding, Step | None]]:
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
            return [(Finding(subject, label, days, "days overdue", reasons, OVERDUE), None)]
        return [(Finding(subject, label, None, "", reasons, OTHERS), None)]

    def tie(self, tie: Tie) -> list[tuple[Finding, Step | None]]:
        """The findings of one tie."""
        pair = self.relations.pair_with(self.refs[tie.a], self.refs[tie.b], tie)
        step = partial(step_reason, pair, self.relations.logbook)
        if tie.status == "wanted":
            climb = tie.wanted if tie.wanted is not None else 1
            goal = f" at {rung_name(tie.wanted)}" if tie.wanted is not None else ""
            kind = "" if tie.type == "works-with" else f" ({TIE_TYPES[tie.type].forward})"
            said = Reason("not-begun", f"Wanted{goal}{kind}, but not begun.", pair.ids)
            return [self._finding(pair, tie, WANTED, climb, RUNGS_TO_CLIMB, said, step)]
        if not tie.open_on(self.on) or tie.type == "rivals":
            return []
        found = []
        now, last = pair.now, pair.now.last
        days = days_between(last.on, self.on) if last and last.on else None
        ids = (*pair.ids, *(last.ids if last else ()))
        if tie.status == "dormant":
            text = f"Dormant; the last contact was on {last.on}." if last else "Dormant; no contact is logged."
            said = Reason("dormant", text, ids)
            found.append(self._finding(pair, tie, DORMANT, days, DAYS_QUIET, said, step))
        if tie.type != "works-with":
            return found
        rung = tie.rung if tie.rung is not None else 0
        if now.overclaimed:
            shows = f"what is logged shows {rung_name(now.supported)} at most" if now.supported else "nothing is logged"
            best = now.shown_by.ids if now.shown_by else ()
            said = Reason("claimed", f"It is recorded as {rung_name(rung)}, but {shows}.", (*pair.ids, *best))
            unit = "rungs without evidence"
            found.append(self._finding(pair, tie, CLAIMED, now.overclaimed, unit, said, partial(_mend_step, pair)))
        if tie.status == "active" and last and now.state == "stale":
            often = counted(self.relations.months[rung], "month").removeprefix("1 ")
            text = f"The last contact was on {last.on}; at {rung_name(rung)} it should be at least every {often}."
            said = Reason("stale", text, ids)
            found.append(self._finding(pair, tie, STALE, days, DAYS_QUIET, said, step))
        if tie.wanted is not None and tie.wanted > rung:
            text = f"It stands at {rung_name(rung)}; wanted is {rung_name(tie.wanted)}."
            said = Reason("below-wanted", text, pair.ids)
            found.append(self._finding(pair, tie, SHORT, tie.wanted - rung, RUNGS_TO_CLIMB, said, step))
        return found

    def _finding(
        self, pair: Pair, tie: Tie, group: str, value: int | None, unit: str, said: Reason, step: Step
    ) -> tuple[Finding, Step | None]:
        ends = [a for a in self._ends(tie) if not pair.ours or a != self.us]
        subject = "/".join(a.handle for a in ends) + ("" if tie.type == "works-with" else f"/{tie.type}")
        label = " and ".join(a.name for a in ends)
        if pair.ours or self.us is None:
            return Finding(subject, label, value, unit, (said,), group), step
        return Finding(subject, label, None, "", (said,), OTHERS), step

    def _ends(self, tie: Tie) -> list[ActorRef]:
        """Both ends; those of a mutual tie by handle, for which id is the smaller one means nothing."""
        ends = [self.refs[tie.a], self.refs[tie.b]]
        return sorted(ends, key=lambda a: a.handle) if TIE_TYPES[tie.type].mutual else ends


def _mend_step(pair: Pair) -> Reason | None:
    mend = mend_reason(pair)
    return replace(mend, code="next-step") if mend else None


def _next_steps(findings: Sequence[Finding], us: ActorRef | None, any_tie: bool) -> tuple[str, ...]:
    if not any_tie and not findings:
        return ("Say whom you know and whom you want to know: ngomap link us REF --rung 1 --wanted 3",)
    first = {f.group: f for f in reversed(findings)}
    steps = []
    if OVERDUE in first:
        steps.append(f"{first[OVERDUE].label}: do what was agreed. {first[OVERDUE].reasons[0].text}")
    for group in (WANTED, CLAIMED, STALE, DORMANT, SHORT):
        if group in first and len(steps) < 2:
            steps.append(f"{first[group].label}: {first[group].reasons[-1].text.removeprefix(NEXT)}")
    return tuple(steps)
