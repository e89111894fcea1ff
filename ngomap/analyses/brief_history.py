"""What happened between us and them so far, what is open, and the one easy thing to do next."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ngomap.analyses.agreements import latest_points, point_name
from ngomap.analyses.brief_known import Known, says
from ngomap.analyses.describing import some
from ngomap.analyses.labour import in_force
from ngomap.analyses.ladder_evidence import Standing
from ngomap.analyses.ladder_pairs import contact_reason, log_command, standing_reason
from ngomap.analyses.ladder_steps import Step, agreed_words, last_done, next_step, open_step
from ngomap.model.contacts import EVENT_RUNG, Event
from ngomap.model.report import Finding, Reason

HISTORY: Final = "history"
AGENDA: Final = "agenda"
FIRST_STEP: Final = "one easy first step"
LAST_CONTACTS: Final = 3
STEPS_OPEN: Final = 2
MOST: Final = 4
SHARING: Final = EVENT_RUNG["informational-meeting"]
MEETING: Final = "informational-meeting"
INTRODUCE: Final = "Introduce both organizations: who we are, in two minutes each"


def history(known: Known) -> list[Finding]:
    """Where we stand, the last contacts, what was agreed, and what is still to do."""
    pair = known.pair()
    if pair is None:
        return []
    found = []
    ties = [t for t in known.between() if t.type not in ("works-with", "rivals") and t.open_on(known.on)]
    if ties:
        texts = [f"{known.them.name} {says(t, known.them.id)} us{f' since {t.since}' if t.since else ''}" for t in ties]
        found.append(_past("ties", "Tied to us", f"{some(texts)}.", tuple(f"tie:{t.id}" for t in ties)))
    if pair.tie or pair.evidence:
        reason = standing_reason(pair)
        contact = contact_reason(pair, known.on)
        found.append(Finding("standing", "Where we stand", None, "", (reason, *([contact] if contact else [])), HISTORY))
    elif not ties and known.private:
        found.append(_past("strangers", "Where we stand", "No tie and no contact is recorded: we are strangers.", known.record))
    for event in list(reversed(known.rows.events))[:LAST_CONTACTS]:
        kind = event.kind.replace("-", " ")
        titled = "" if event.title.casefold() == kind else f": {event.title}"
        came = f" {' '.join(event.outcome.split())}" if event.outcome else ""
        found.append(_past("contact", event.on_date, f"{kind.capitalize()}{titled.rstrip('.')}.{came}", (f"event:{event.id}",)))
    found += _agreed(known)
    for event in _undone(known)[:STEPS_OPEN]:
        text = agreed_words(event, known.on).removeprefix("Do what was agreed on ")
        found.append(_past("open", "Still to do", f"Agreed on {text}", (f"event:{event.id}",)))
    return found


def first_step(known: Known) -> tuple[list[Finding], str]:
    """The smallest step towards them, with what it needs, and the command that records it. With somebody whom we have not
    met yet that is how to come to the meeting, and what to offer there: what comes after an informational meeting.
    """
    pair = known.pair()
    if pair is None or known.us is None:
        return [], ""
    agreed = open_step(known.logbook.events_between(known.us.id, known.them.id), known.on)
    if agreed is not None:
        reason = Reason("agreed", "What was promised comes first: it shows that our word counts.", (f"event:{agreed.id}",))
        found = Finding("agreed", agreed_words(agreed, known.on).rstrip("."), None, "", (reason,), FIRST_STEP)
        return [found], f"ngomap done {agreed.id}"
    step = _step(known, pair.now)
    if step is None:
        return [], ""
    if pair.now.supported >= SHARING:
        return [_step_finding(known, "step", "", step)], log_command(pair, step.kind)
    met = replace(pair.now, supported=SHARING, state="fresh", wanted=None)
    after = _step(known, met)
    found_too = [_step_finding(known, "offer", "At the meeting, offer this: ", after)] if after else []
    # Whom we met may be withheld from a reader outside: how to come to a first meeting is for our own people.
    before = [_step_finding(known, "before", "Before: ", step)] if known.private else []
    return [*before, *found_too], log_command(pair, MEETING)


def _step_finding(known: Known, code: str, begin: str, step: Step) -> Finding:
    words = step.text(known.issue.name if known.issue else "")
    text = f"{begin}{words[:1].casefold()}{words[1:]}" if begin else words
    return Finding(code, text, None, "", (Reason("needs", f"It needs {step.needs}.", known.record),), FIRST_STEP)


def agenda(known: Known, shared: bool, brings: bool, asks: bool) -> list[Finding]:
    """A draft for 45 to 60 minutes: they speak first. Values: minutes."""
    met, between = bool(known.rows.events), shared or brings
    listen = "Listen first; ask the questions above." if asks else ""
    we = f"We tell what we do{f' on {known.issue.name}' if known.issue else ''}"
    items = [
        ("welcome", "Welcome, and since we last met" if met else INTRODUCE, 5, ""),
        ("they", "They tell what they do and what they look for", 10 if between else 15, listen),
        ("we", we, 5 if met and between else 10, "One page about us to leave with them."),
    ]
    if shared:
        items.append(("shared", "What both of us work on: where do we touch?", 10, ""))
    if brings:
        items.append(("bring", "What each could bring to the other", 10, ""))
    if _undone(known):
        items.append(("open", "What we promised each other", 5, ""))
    items.append(("step", "One easy first step: what, who, by when", 10, ""))
    items.append(("close", "What may be told to others, and when we speak again", 5, ""))
    return [
        Finding(code, label, minutes, "minutes", (Reason(code, text, ()),) if text else (), AGENDA)
        for code, label, minutes, text in items
    ]


def _step(known: Known, now: Standing) -> Step | None:
    pair = known.pair()
    if pair is None:
        return None
    return next_step(now, last_done(pair.evidence), known.on, pair.tie.status if pair.tie else "wanted")


def _undone(known: Known) -> list[Event]:
    """What was agreed and is not done, the first due first."""
    undone = [e for e in known.rows.events if e.next_step and (e.next_done_on is None or e.next_done_on > known.on)]
    return sorted(undone, key=lambda e: (e.next_due or "9999", e.on_date, e.title))


def _agreed(known: Known) -> list[Finding]:
    found = []
    recorded = latest_points(known.rows.agreements, known.on)
    for state in ("agreed", "discussed"):
        rows = [r[0] for r in recorded.values() if r[0].state == state]
        rows.sort(key=lambda g: (g.on_date, g.point))
        if rows:
            texts = [f"{point_name(g.point)} ({g.on_date})" for g in rows]
            ids = tuple(f"agreement:{g.id}" for g in rows)
            found.append(_past(state, state.capitalize(), f"{some(texts, MOST)}.", ids))
    tasks = [row for row in known.rows.labour if in_force(row, known.on) and row.actor in known.rows.people]
    if tasks:
        texts = sorted(f"{known.rows.people[row.actor].name}: {row.task}" for row in tasks)
        ids = tuple(f"labour:{row.id}" for row in tasks)
        found.append(_past("labour", "Who covers what", f"{some(texts, MOST)}.", ids))
    return found


def _past(code: str, label: str, text: str, evidence: tuple[str, ...]) -> Finding:
    return Finding(code, label, None, "", (Reason(code, text, evidence),), HISTORY)
