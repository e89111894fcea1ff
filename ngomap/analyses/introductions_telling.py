"""A way to somebody as a coordinator would say it: each step with its kind and age, and what to mind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ngomap.analyses.freshness import days_between, months_before
from ngomap.analyses.introductions import POSITIONS, Introductions, lapsed_on
from ngomap.analyses.tie_words import towards_us
from ngomap.graph.introductions import Way
from ngomap.model.contacts import Event
from ngomap.model.days import last_day
from ngomap.model.relationships import FRESHNESS_MONTHS, RUNGS, TIE_TYPES, Tie
from ngomap.model.report import Reason

Contacts = Mapping[tuple[int, int], Event]
"""The last contact of each pair, as `ngomap.store.neighbourhood.last_contacts` reads it."""

ASKED_DAYS: Final = 180
"""How long a favour is remembered."""
ASKED_OFTEN: Final = 2
ENDING_DAYS: Final = 90
QUIET_MONTHS: Final = FRESHNESS_MONTHS[0]
MONTH: Final = 30.44
DAYS_AS_DAYS: Final = 60
MONTHS_AS_MONTHS: Final = 24


def ago(day: str, on: str) -> str:
    """How long ago a day was.

    >>> ago("2024-03-31", "2024-03-31"), ago("2024-03-01", "2024-03-31"), ago("2023-10-01", "2024-03-31")
    ('today', '30 days ago', '6 months ago')
    """
    days = days_between(day, on)
    if days < 2:
        return ("today", "yesterday")[max(days, 0)]
    if days < DAYS_AS_DAYS:
        return f"{days} days ago"
    months = round(days / MONTH)
    return f"{months} months ago" if months < MONTHS_AS_MONTHS else f"{months // 12} years ago"


def tie_details(tie: Tie, on: str) -> str:
    """Title, rung, what is amiss, and since when: ` (Chair, since 2023)`."""
    details = [tie.title] if tie.title else []
    details += [RUNGS[tie.rung]] if tie.rung is not None else []
    details += ["dormant"] if tie.status == "dormant" else []
    details += ["mixed"] if tie.stance == "mixed" else []
    over = lapsed_on(tie, on)
    details += [f"until {tie.until}"] if over else [f"since {tie.since}"] if tie.since else []
    return f" ({', '.join(details)})" if details else ""


def read_tie(tie: Tie, start: int) -> str:
    """The label of a tie, read from one of its ends.

    >>> read_tie(Tie(1, "on-board-of", 1, 2, "active"), 2)
    'has on its board'
    """
    return TIE_TYPES[tie.type].forward if tie.a == start else TIE_TYPES[tie.type].backward


def tell_steps(found: Introductions, way: Way, contacts: Contacts, us: int | None) -> Iterator[Reason]:
    """One sentence for each step: who stands how to whom, since when, and when they last met."""
    for (start, end), tie in zip(way.pairs, way.ties, strict=True):
        name = found.actors[end].name
        ours = start == us
        said = f"{name} {towards_us(tie, start)}" if ours else f"{found.actors[start].name} {read_tie(tie, start)} {name}"
        if tie.audience == "secret":
            said += ", which is secret"
        last = contacts.get((start, end))
        met = f"; last contact {last.on_date}, {ago(last.on_date, found.on)}" if last else ""
        if ours and last is None:
            met = "; no contact with them is logged"
        evidence = (f"tie:{tie.id}", *((f"event:{last.id}",) if last else ()))
        yield Reason("step", f"{said}{tie_details(tie, found.on)}{met}.", evidence)


def tell_cautions(found: Introductions, way: Way, contacts: Contacts, asked: Sequence[Event]) -> Iterator[Reason]:
    """What to mind before asking, the gravest first."""
    for code, text, evidence in (
        *_over(found, way), *_secret(found, way), *_asked(found, way, asked), *_mixed(found, way), *_quiet(found, way, contacts),
        *_ending(found, way),
    ):  # fmt: skip
        yield Reason(f"caution-{code}", f"Careful: {text}", evidence)


Caution = tuple[str, str, tuple[str, ...]]


def _over(found: Introductions, way: Way) -> Iterator[Caution]:
    for tie in way.ties:
        if lapsed_on(tie, found.on):
            text = f"for {found.actors[tie.a].name} that was until {tie.until}; they may still know people there."
            yield "over", text, (f"tie:{tie.id}",)


def _secret(found: Introductions, way: Way) -> Iterator[Caution]:
    for tie in way.ties:
        if tie.audience == "secret":
            ends = f"{found.actors[tie.a].name} and {found.actors[tie.b].name}"
            yield "secret-tie", f"that {ends} are tied is secret: ask by word of mouth only.", (f"tie:{tie.id}",)


def _asked(found: Introductions, way: Way, asked: Sequence[Event]) -> Iterator[Caution]:
    for one in way.between:
        name = found.actors[one].name
        events = [e for e in asked if any(p.id == one for p in e.participants)]
        same = [e for e in events if e.introduces == found.target.id]
        if same:
            text = f"we asked {name} for this introduction on {same[-1].on_date} already: ask how it went."
            yield "asked-already", text, (f"event:{same[-1].id}",)
        if len(events) >= ASKED_OFTEN:
            text = (
                f"we asked {name} for introductions {len(events)} times in the last {ASKED_DAYS} days, the last time on "
                f"{events[-1].on_date}: do something for them first, or ask somebody else."
            )
            yield "asked-often", text, tuple(f"event:{e.id}" for e in events)


def _mixed(found: Introductions, way: Way) -> Iterator[Caution]:
    if way.ties[0].stance == "mixed":
        name = found.actors[way.nodes[1]].name
        yield "mixed", f"the dealings with {name} are mixed: weigh what such a favour costs.", (f"tie:{way.ties[0].id}",)


def _quiet(found: Introductions, way: Way, contacts: Contacts) -> Iterator[Caution]:
    last = contacts.get(way.pairs[0])
    tie = way.ties[0]
    months = QUIET_MONTHS if tie.rung is None else FRESHNESS_MONTHS[tie.rung]
    if last is not None and last.on_date < months_before(found.on, months):
        name = found.actors[way.nodes[1]].name
        text = f"no contact with {name} since {last.on_date}: pick up the thread before asking for a favour."
        yield "quiet", text, (f"tie:{tie.id}", f"event:{last.id}")


def _ending(found: Introductions, way: Way) -> Iterator[Caution]:
    for tie in way.ties:
        days = days_left(tie, found.on)
        if days is not None:
            person, place = found.actors[tie.a], found.actors[tie.b]
            when = f"in {days} days" if days > 1 else "tomorrow" if days else "today"
            what = f"the time for which {person.name} {TIE_TYPES[tie.type].forward} {place.name}"
            yield "term-ends", f"{what} ends on {tie.until}, {when}: ask before then.", (f"tie:{tie.id}",)


def days_left(tie: Tie, on: str) -> int | None:
    """How many days a position still lasts, if it ends soon.

    >>> days_left(Tie(1, "on-board-of", 1, 2, "active", until="2024-04-30"), "2024-03-31")
    30
    """
    if tie.type not in POSITIONS or tie.until is None or not tie.open_on(on):
        return None
    days = days_between(on, last_day(tie.until))
    return days if 0 <= days <= ENDING_DAYS else None
