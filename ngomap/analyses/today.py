"""What needs us now: the page for a Monday morning."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ngomap.analyses.commitment_due import promises_due
from ngomap.analyses.commitment_telling import Watched
from ngomap.analyses.describing import some
from ngomap.analyses.freshness import days_after, days_between
from ngomap.analyses.grant_deadlines import closing
from ngomap.analyses.introductions import Introductions
from ngomap.analyses.ladder_evidence import CONTACT_RUNG
from ngomap.analyses.ladder_pairs import Pair, Relations, log_command
from ngomap.analyses.ladder_steps import last_done, next_step
from ngomap.analyses.project import has_ended
from ngomap.analyses.tie_words import towards_us
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import Agreement
from ngomap.model.contacts import Event
from ngomap.model.days import last_day
from ngomap.model.relationships import TIE_TYPES, Tie
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.together import Grant, Project

OVERDUE: Final = "overdue"
DUE: Final = "due soon"
STALE: Final = "going stale"
ENDING: Final = "ending soon"
UNDECIDED: Final = "talked over, not agreed"
INTRODUCTION: Final = "one introduction worth asking for"
GAP: Final = "one gap worth a call"
UNASSESSED: Final = "over, and we have not said what came of it"

ENDING_DAYS: Final = 60
UNDECIDED_DAYS: Final = 60
"""So long after a point was talked over it is time to agree on it, or to say that it stays open."""
DAYS_LEFT: Final = "days left"
NAMED: Final = 1
"""Of a meeting of ten one name is enough to know which it was."""
# What to do before something of ours ends, by what it is; of a person's place elsewhere: ELSEWHERE.
BEFORE_IT_ENDS: Final = {
    "funds": "Report, and ask what comes next", "on-board-of": "Find who follows",
    "member-of": "Decide whether to renew it",
}  # fmt: skip
WE_FUND: Final = "Tell them whether it goes on"
AGREE: Final = "Agree whether it goes on"
ELSEWHERE: Final = "Ask who follows, and to be introduced"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A gap of ours, and whom to call about it: whose work is near, `known` if we have a tie with them."""

    finding: Finding
    who: ActorRef | None
    known: bool
    command: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """What bears on us on a day, as far as the reader may see it.

    `relations` holds our ties, our contacts and who we are; `steps` are events at which something was agreed that is not
    done; `endings` our ties, and the positions of people whom we met, that have an end; `points` what was talked over
    with us; `asked` those whom we asked for an introduction lately; `projects` those we had a part in and said nothing of;
    `promises` what was promised for a day up to then, by `promisers`; `grants` the calls of funders.
    """

    relations: Relations
    days: int
    steps: Sequence[Event] = ()
    endings: Sequence[Tie] = ()
    points: Sequence[Agreement] = ()
    introductions: Sequence[Introductions] = ()
    wanted: Collection[int] = ()
    asked: Collection[int] = ()
    gap: Suggestion | None = None
    projects: Sequence[Project] = ()
    promises: Sequence[Watched] = ()
    promisers: Mapping[int, ActorRef] = field(default_factory=dict)
    grants: Sequence[Grant] = ()

    @property
    def on(self) -> str:
        """The day."""
        return self.relations.on

    @property
    def us(self) -> ActorRef | None:
        """Who we are, if the map says."""
        return self.relations.us

    def others(self, event: Event) -> list[ActorRef]:
        """Who took part besides us: organizations first, for the people came for them."""
        found = [p for p in event.participants if self.us is None or p.id != self.us.id]
        return sorted(found or event.participants, key=lambda p: (p.kind == "person", p.handle))


def find_today(agenda: Agenda) -> Report:
    """What is overdue, due, going stale or ending, and what is worth asking for?

    For the ISO day of the agenda and the `days` after it; what is dated later does not count:

    - *overdue*: a step that was agreed and is not done, its day being past (value: days), the longest first;
    - *due soon*: one whose day is that day or within the days after (value: days left);
    - *promised to be kept by now*: what somebody promised that is late (days), or due within the days and not kept;
    - *grants to apply for*: an open call whose deadline is that day or within 30 days after it (value: days left);
    - *going stale*: a relationship of ours that stands, whose last contact is longer ago than its rung allows (value:
      days since it went stale) or will be within 60 days (days left), then those at contact or above without any;
    - *ending soon*: a grant, a membership, a term on our board or another tie of ours, or the position of a person whom
      we met, with an end within 60 days (value: days left);
    - *talked over, not agreed*: a point that came up with partners 60 days ago or earlier, and is not agreed;
    - *over, and we have not said what came of it*: a joint project of ours that has ended (value: days ago);
    - *one introduction*: of those whom we want to work with, or else of allies on our issues, somebody without a tie
      with us and without a contact so far, for whom there is a way through others; nobody is named for whom we asked in
      the last 90 days, and whoever we did not just ask for another favour goes first; then the strongest way does;
    - *one gap*: of the issues we work on where we work, the place where nobody does (or one organization alone) with
      the most people in need; else one that was looked at and is empty, else one that nobody has looked at.

    Nothing is weighed: every number is a count of days or people. Only what we have a part in is looked at; if the map
    does not say who we are, everybody's steps are listed and nothing else. An empty map has no findings; whoever is not
    tied to us plays no part.

    Reference: the ladder of trust-building in the NGO Handbook, chapter 6 (2012): small steps, kept.

    >>> from ngomap.analyses.ladder_evidence import Logbook
    >>> we, fair, ana = ActorRef(1, "we", "We", "ngo"), ActorRef(2, "fair", "Fair", "ngo"), ActorRef(3, "ana", "Ana", "person")
    >>> steps = [Event(4, "2024-01-31", "call", "Call", None, "Send it", "2024-03-01", None, "internal", (we, fair))]
    >>> term = Tie(5, "on-board-of", 3, 1, "active", until="2024-04")
    >>> known = Relations([we, fair, ana], [term], Logbook(steps, on="2024-03-31"), we)
    >>> for f in find_today(Agenda(known, 14, steps, [term])).findings:
    ...     print(f"{f.group}: {f.label}, {f.value} {f.unit}. {f.reasons[0].text}")
    overdue: Send it, 30 days overdue. Fair: ngomap done 4
    ending soon: Ana, 30 days left. Sits on our board until 2024-04. Find who follows.
    """
    findings = tuple(finding for section in SECTIONS for finding in section(agenda))
    undated = [e for e in agenda.steps if e.next_due is None]
    caveats = []
    if agenda.us is None and agenda.relations.refs:
        caveats.append("The map does not say who you are, so only the steps that anybody agreed are listed.")
    if undated:
        first = min(undated, key=lambda e: (e.on_date, e.title, e.next_step or ""))
        what = f"{len(undated)} agreed steps have no day" if len(undated) > 1 else "One agreed step has no day"
        caveats.append(f"{what}; give it one: ngomap postpone {first.id} DATE ({(first.next_step or '').rstrip('.')}).")
    return Report(
        name="today",
        question=f"What needs us on {_spelt(agenda.on)} and in the {agenda.days} days after it?",
        method="Of our own steps, ties and contacts; the most pressing first.",
        parameters={"on": agenda.on, "days": agenda.days, "us": agenda.us.handle if agenda.us else None},
        findings=findings,
        caveats=tuple(caveats),
        next=_next(agenda, findings),
        brief=True,
    )


def pressing(report: Report) -> tuple[int, int]:
    """How many steps are overdue and how many are due on the very day."""
    overdue = sum(f.group == OVERDUE for f in report.findings)
    return overdue, sum(f.group == DUE and f.value == 0 for f in report.findings)


def _overdue(agenda: Agenda) -> Iterator[Finding]:
    late = [e for e in agenda.steps if e.next_due is not None and e.next_due < agenda.on]
    for event in sorted(late, key=lambda e: _order(agenda, e)):
        days = days_between(event.next_due or agenda.on, agenda.on)
        reason = Reason("overdue", f"{_names(agenda, event)}: ngomap done {event.id}", (f"event:{event.id}",))
        yield _step(agenda, event, days, "days overdue" if days > 1 else "day overdue", reason, OVERDUE)


def _due(agenda: Agenda) -> Iterator[Finding]:
    until = days_after(agenda.on, agenda.days)
    near = [e for e in agenda.steps if e.next_due is not None and agenda.on <= e.next_due <= until]
    for event in sorted(near, key=lambda e: _order(agenda, e)):
        due = event.next_due or agenda.on
        days = days_between(agenda.on, due)
        reason = Reason("due", f"{_names(agenda, event)}: ngomap done {event.id}", (f"event:{event.id}",))
        yield _step(agenda, event, days, "day left" if days == 1 else DAYS_LEFT, reason, DUE)


def _order(agenda: Agenda, event: Event) -> tuple[str, str, str, str]:
    return event.next_due or "", _subject(agenda, event), event.next_step or "", event.on_date


def _step(agenda: Agenda, event: Event, days: int, unit: str, reason: Reason, group: str) -> Finding:
    return Finding(_subject(agenda, event), (event.next_step or "").rstrip("."), days, unit, (reason,), group)


def _subject(agenda: Agenda, event: Event) -> str:
    return "/".join(p.handle for p in agenda.others(event))


def _names(agenda: Agenda, event: Event) -> str:
    people = agenda.others(event)
    there = [p.name for p in people if p.kind != "person"] or [p.name for p in people]
    return some(there, NAMED)


def _promises(agenda: Agenda) -> Iterator[Finding]:
    yield from promises_due(agenda.promises, agenda.promisers, agenda.on, agenda.days)


def _deadlines(agenda: Agenda) -> Iterator[Finding]:
    return closing(agenda.grants, agenda.on)


def _stale(agenda: Agenda) -> Iterator[Finding]:
    pairs = [p for p in agenda.relations.our_pairs if p.ours and p.tie is not None and p.tie.status == "active"]
    found = [f for pair in pairs if (f := _standing(agenda, pair)) is not None]
    yield from sorted(found, key=lambda f: (UNITS.index(f.unit), _pressing_first(f), f.subject))


UNITS: Final = ("days stale", DAYS_LEFT, "")


def _pressing_first(finding: Finding) -> float:
    return (finding.value or 0) * (1 if finding.unit == DAYS_LEFT else -1)


def _standing(agenda: Agenda, pair: Pair) -> Finding | None:
    now = pair.now
    if now.state == "fresh" or (now.state == "never" and (now.claimed or 0) < CONTACT_RUNG):
        return None
    value, unit = None, ""
    said = "No contact is logged"
    if now.last is not None and now.last.on is not None and now.fresh_until is not None:
        stale = now.state == "stale"
        value, unit = abs(days_between(agenda.on, now.fresh_until)), UNITS[0] if stale else DAYS_LEFT
        said = f"Last contact {now.last.on}"
    ids = (*pair.ids, *(now.last.ids if now.last else ()))
    step = next_step(now, last_done(pair.evidence), agenda.on, "active")
    # Who has gone quiet is simply called; the kind in the command says so.
    words = f". {step.text()}" if step and now.state == "going stale" else ""
    todo = f"{words}: {log_command(pair, step.kind)}" if step else "."
    return Finding(pair.subject, pair.label, value, unit, (Reason("contact", f"{said}{todo}", ids),), STALE)


def _ending(agenda: Agenda) -> Iterator[Finding]:
    until = days_after(agenda.on, ENDING_DAYS)
    refs, found = agenda.relations.refs, []
    for tie in agenda.endings:
        if tie.until is None or tie.a not in refs or tie.b not in refs or not tie.open_on(agenda.on):
            continue
        end = last_day(tie.until)
        if end <= until:
            found.append(_end(agenda, tie, days_between(agenda.on, end)))
    yield from sorted(found, key=lambda f: (f.value, f.subject, f.reasons[0].text))


def _end(agenda: Agenda, tie: Tie, days: int) -> Finding:
    first, second, us = agenda.relations.refs[tie.a], agenda.relations.refs[tie.b], agenda.us
    kind = TIE_TYPES[tie.type]
    title = f" ({tie.title})" if tie.title else ""
    if us is not None and us.id in (tie.a, tie.b):
        other = second if first.id == us.id else first
        said = towards_us(tie, us.id)
        todo = WE_FUND if tie.type == "funds" and tie.a == us.id else BEFORE_IT_ENDS.get(tie.type, AGREE)
    else:
        other, said, todo = first, f"{kind.forward} {second.name}", ELSEWHERE
    text = f"{said[0].upper()}{said[1:]}{title} until {tie.until}. {todo}."
    unit = DAYS_LEFT if days != 1 else "day left"
    return Finding(other.handle, other.name, days, unit, (Reason("ends", text, (f"tie:{tie.id}",)),), ENDING)


def _undecided(agenda: Agenda) -> Iterator[Finding]:
    rows: dict[tuple[int, int | None, str], list[Agreement]] = {}
    for row in sorted((p for p in agenda.points if p.on_date <= agenda.on), key=lambda p: p.on_date):
        first, second = sorted((row.a, row.b)) if row.b is not None else (row.a, None)
        rows.setdefault((first, second, row.point), []).append(row)
    found = []
    for (a, b, point), said in rows.items():
        talked = [r for r in said if r.state == "discussed"]
        names = [agenda.relations.refs.get(i) for i in (a, b) if i is not None and (not agenda.us or i != agenda.us.id)]
        if said[-1].state == "agreed" or not talked or None in names:
            continue
        days = days_between(talked[-1].on_date, agenda.on)
        if days < UNDECIDED_DAYS:
            continue
        whom = [n for n in names if n is not None]
        ends = " ".join(["us", whom[0].handle] if b is not None and len(whom) == 1 else [n.handle for n in whom])
        words = point.replace("-", " ")
        text = f"With {some([n.name for n in whom])}, talked over on {talked[-1].on_date}: ngomap agree {ends}"
        label = f"{words[0].upper()}{words[1:]}"
        ids = tuple(f"agreement:{r.id}" for r in (talked[-1], said[-1]))
        reason = Reason("undecided", text, tuple(dict.fromkeys(ids)))
        found.append(Finding("/".join(n.handle for n in whom), label, days, "days ago", (reason,), UNDECIDED))
    yield from sorted(found, key=lambda f: (-(f.value or 0), f.subject, f.label))


def _introduction(agenda: Agenda) -> Iterator[Finding]:
    if agenda.us is None:
        return
    ways = [(best, i) for i in agenda.introductions if (best := i.best) is not None and i.direct is None]
    if not ways:
        return
    best, found = min(
        ways,
        key=lambda w: (w[0].nodes[1] in agenda.asked, w[1].target.id not in agenda.wanted, -w[0].strength, w[1].target.handle),
    )
    first, target = found.actors[best.nodes[1]], found.target
    text = f"Ask {first.name}"
    if len(best.nodes) > 3:
        text += f" for a word with {found.actors[best.nodes[2]].name}"
    why = "We want to work with them" if target.id in agenda.wanted else "They stand with us on an issue, without a tie"
    text = f"{why}. {text}: ngomap intro {target.handle} --draft"
    ids = (f"actor:{target.id}", *(f"tie:{t.id}" for t in best.ties))
    yield Finding(target.handle, target.name, None, "", (Reason("introduction", text, ids),), INTRODUCTION)


def _gap(agenda: Agenda) -> Iterator[Finding]:
    if agenda.gap is None:
        return
    gap, who = agenda.gap.finding, agenda.gap.who
    why = gap.reasons[0]
    if who is None:
        call = Reason("call", f"Nobody we know of works on it nearby: {agenda.gap.command}", ())
    else:
        known = "" if agenda.gap.known else ", with whom we have no tie yet"
        call = Reason("call", f"Call {who.name}{known}: {agenda.gap.command}", (f"actor:{who.id}",))
    yield Finding(gap.subject, gap.label, gap.value, gap.unit, (why, call), GAP)


def _unassessed(agenda: Agenda) -> Iterator[Finding]:
    over = [p for p in agenda.projects if p.until is not None and has_ended(p, agenda.on)]
    for project in sorted(over, key=lambda p: (p.until or "", p.handle)):
        days = days_between(last_day(project.until or agenda.on), agenda.on)
        close = f"Close it: ngomap project close {project.handle}, then: " if project.status != "closed" else ""
        text = f"Ended {project.until}. {close}ngomap project assess {project.handle} --worked TEXT --failed TEXT --again yes"
        reason = Reason("unassessed", text, (f"project:{project.id}",))
        yield Finding(project.handle, project.name, days, "days ago", (reason,), UNASSESSED)


SECTIONS: Final[tuple[Callable[[Agenda], Iterator[Finding]], ...]] = (
    _overdue, _due, _deadlines, _promises, _stale, _ending, _undecided, _unassessed, _introduction, _gap,
)  # fmt: skip
"""Everything the page is made of, in its order; what is new to it is one more function here."""


def _next(agenda: Agenda, findings: Sequence[Finding]) -> tuple[str, ...]:
    if any(f.group in (OVERDUE, DUE) for f in findings):
        return ("Done: ngomap done N. Not yet: ngomap postpone N DATE. Met somebody: ngomap log REF --next TEXT --due DATE",)
    if agenda.us is None:
        return ("Say who you are: ngomap edit NAME --us",) if agenda.relations.refs else ("Begin: ngomap add NAME",)
    if not findings:
        return ("Write down what you agree with others: ngomap log REF --next TEXT --due DATE",)
    return ()


def _spelt(day: str) -> str:
    """The day as people say it, with its weekday; in English whatever the machine speaks.

    >>> _spelt("2026-11-01")
    'Sunday 1 November 2026'
    """
    found = date.fromisoformat(day)
    return f"{WEEKDAYS[found.weekday()]} {found.day} {MONTHS[found.month - 1]} {found.year}"


WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
