"""Who could be moved one step towards our side on an issue, and through whom."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Final

from ngomap.analyses.allies_known import POSITIONS
from ngomap.analyses.describing import count, some
from ngomap.analyses.freshness import months_before
from ngomap.analyses.introductions_telling import read_tie
from ngomap.analyses.spectrum_standing import Standing
from ngomap.analyses.tie_words import rung_words, towards_us
from ngomap.graph.introductions import Doors
from ngomap.graph.strength import strength
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event, Stance
from ngomap.model.relationships import FRESHNESS_MONTHS, Tie
from ngomap.model.report import Finding, Reason
from ngomap.model.stances import STANCES

NEARNESS: Final = {1: 1.0, 0: 0.75, -1: 0.5}
"""A passive ally needs only a reason to act, a neutral one an opinion too, an opponent another one."""
MOST_INFLUENCE: Final = 5
INFLUENCE: Final = f"influence (of {MOST_INFLUENCE})"
INFLUENCE_UNKNOWN: Final = 2
"""Where no influence on the issue is known at all: just below the middle of the scale."""
NUDGE: Final = "could be moved one step"
NOBODY: Final = "could be moved, but nobody to go through is known"
ASKED_MONTHS: Final = 6
"""How long a favour is remembered."""
STRANGER: Final = 0.5
"""A go-between whom we must first be introduced to is worth half."""
SAME: Final = 9
"""Digits that count, so that the order of factors makes no difference."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Whom one can ask: the actors, the ties along which one can ask, who we are and who belongs to us, what we logged,
    and the months after which a tie of each rung is quiet.
    """

    actors: Mapping[int, ActorRef]
    doors: Doors
    on: str
    us: int | None = None
    ours: frozenset[int] = frozenset()
    events: Sequence[Event] = ()
    months: tuple[int, ...] = FRESHNESS_MONTHS


def our_people(ties: Sequence[Tie], us: int | None, on: str) -> frozenset[int]:
    """Our own board, staff and volunteers on the day: they speak for us."""
    if us is None:
        return frozenset()
    return frozenset(t.a for t in ties if t.b == us and t.type in (*POSITIONS, "volunteers-for") and t.open_on(on))


def find_nudges(
    placed: Mapping[int, Standing], weights: Mapping[int, Stance], circle: Circle, about: Collection[int] | None = None
) -> list[Finding]:
    """Who could be moved one step, the most promising first, and those whom nobody could speak to.

    Looked at is everybody (of those the question is `about`) who is a passive ally, neutral or a passive opponent, but us
    and our people. A go-between is an ally on the issue who stands nearer to our side than they do and has a tie with
    them that opens doors (no rivalry, no confrontation, no monitoring): we ourselves and our people count as active
    allies where nothing else is recorded.
    Value: influence / 5 x strength of the best go-between's tie with them (half, if we have no tie with the go-between)
    x nearness (1 passive ally, 0.75 neutral, 0.5 passive opponent), 0 to 1. An influence that is not known counts as the
    middle of those known on the issue.
    """
    known = [row.influence for row in weights.values() if row.influence is not None]
    middle = median_low(known) if known else INFLUENCE_UNKNOWN
    found = []
    for actor, standing in placed.items():
        if standing.stance not in NEARNESS or actor == circle.us or actor in circle.ours:
            continue
        if about is not None and actor not in about:
            continue
        found.append(_nudge(actor, standing, placed, middle, circle))
    return sorted(found, key=lambda f: (f.group != NUDGE, -round(f.value or 0, SAME), f.subject))


def _nudge(actor: int, standing: Standing, placed: Mapping[int, Standing], middle: int, circle: Circle) -> Finding:
    ref = circle.actors[actor]
    weight = middle if standing.influence is None else standing.influence
    how = (
        f"influence {weight}" if standing.influence is not None
        else f"influence not known, counted as {weight}, the middle of those known"
    )  # fmt: skip
    step = f"From {STANCES[standing.stance]} to {STANCES[standing.stance + 1]}; {how}."
    reasons = [Reason("step", step, standing.evidence)]
    through = _go_betweens(actor, standing, placed, circle)
    if not through:
        nor = "" if circle.us is None else ", nor we,"
        reasons.append(Reason("nobody", f"No ally on the issue{nor} has a tie with them.", (f"actor:{actor}",)))
        return Finding(ref.handle, ref.name, weight, INFLUENCE, tuple(reasons), NOBODY)
    best = through[0]
    tie = circle.doors[actor][best]
    reasons.append(Reason("through", _through(actor, best, tie, placed, circle), _evidence(best, tie, placed)))
    if len(through) > 1:
        names = some([_name(i, circle) for i in through[1:]])
        evidence = tuple(f"tie:{circle.doors[actor][i].id}" for i in through[1:])
        reasons.append(Reason("also", f"Or through {names}.", evidence))
    reasons += [Reason(f"caution-{code}", f"Careful: {text}", ids) for code, text, ids in _cautions(actor, best, tie, circle)]
    value = weight / MOST_INFLUENCE * _firm(best, tie, circle) * NEARNESS[standing.stance]
    return Finding(ref.handle, ref.name, value, "of 1", tuple(reasons), NUDGE)


def _side(actor: int, placed: Mapping[int, Standing], circle: Circle) -> int:
    if actor in placed:
        return placed[actor].stance
    return 2 if actor == circle.us or actor in circle.ours else 0


def _go_betweens(actor: int, standing: Standing, placed: Mapping[int, Standing], circle: Circle) -> list[int]:
    found = [
        other for other in circle.doors.get(actor, {}) if _side(other, placed, circle) > max(standing.stance, 0)
    ]

    def rank(other: int) -> tuple[float, int, int, str]:
        weight = placed[other].influence if other in placed else None
        firm = round(_firm(other, circle.doors[actor][other], circle), SAME)
        return -firm, -_side(other, placed, circle), -(weight or 0), circle.actors[other].handle

    return sorted(found, key=rank)


def _firm(best: int, tie: Tie, circle: Circle) -> float:
    return strength(tie) * (STRANGER if _stranger(best, circle) else 1)


def _stranger(best: int, circle: Circle) -> bool:
    return circle.us is not None and best != circle.us and best not in circle.doors.get(circle.us, {})


def _name(actor: int, circle: Circle) -> str:
    return "us" if actor == circle.us else circle.actors[actor].name


def _through(actor: int, best: int, tie: Tie, placed: Mapping[int, Standing], circle: Circle) -> str:
    if best == circle.us:
        return f"Through us: {circle.actors[actor].name} {towards_us(tie, best)}{rung_words(tie)}."
    ref = circle.actors[best]
    side = STANCES[placed[best].stance] if best in placed else "one of us"
    joint = "who" if ref.kind == "person" else "which"
    return f"Through {ref.name} ({side}), {joint} {read_tie(tie, best)} {circle.actors[actor].name}{rung_words(tie)}."


def _evidence(best: int, tie: Tie, placed: Mapping[int, Standing]) -> tuple[str, ...]:
    return (f"tie:{tie.id}", *(placed[best].evidence[:1] if best in placed else ()))


def _cautions(actor: int, best: int, tie: Tie, circle: Circle) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    name = _name(best, circle)
    if tie.audience == "secret":
        yield "secret-tie", "that they are tied is secret: ask by word of mouth only.", (f"tie:{tie.id}",)
    if best != circle.us:
        since = months_before(circle.on, ASKED_MONTHS)
        asked = [e for e in _together(best, circle.us, circle) if e.introduces is not None and e.on_date > since]
        if asked:
            often = f"{count(len(asked), 'time')} in the last {ASKED_MONTHS} months, the last time on {asked[-1].on_date}"
            evidence = tuple(f"event:{e.id}" for e in asked)
            yield "asked-lately", f"we asked {name} for introductions {often}: do something for them first.", evidence
        if _stranger(best, circle):
            yield "stranger", f"we have no tie with {name} ourselves: ngomap intro {_quoted(best, circle)}", (f"actor:{best}",)
        elif circle.us is not None:
            yield from _quiet(circle.us, best, f"with {name}", circle.doors[circle.us][best], circle)
    whom = circle.actors[actor].name
    if tie.status == "dormant":
        yield "dormant", f"the tie between {name} and {whom} is dormant.", (f"tie:{tie.id}",)
    else:
        between = f"with {whom}" if best == circle.us else f"of {name} with {whom}"
        yield from _quiet(best, actor, between, tie, circle)


def _quiet(a: int, b: int, whom: str, tie: Tie, circle: Circle) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    events = _together(b, a, circle)
    months = circle.months[0 if tie.rung is None else tie.rung]
    if events and events[-1].on_date < months_before(circle.on, months):
        text = f"no contact {whom} is logged since {events[-1].on_date}: pick up the thread first."
        yield "quiet", text, (f"tie:{tie.id}", f"event:{events[-1].id}")


def _together(a: int, b: int | None, circle: Circle) -> list[Event]:
    """The events up to the day at which both were, the oldest first."""
    found = [e for e in circle.events if e.on_date <= circle.on and {a, b} <= {p.id for p in e.participants}]
    return sorted(found, key=lambda e: (e.on_date, e.title, e.kind))


def _quoted(actor: int, circle: Circle) -> str:
    return shlex.quote(circle.actors[actor].handle)


def next_nudge(found: Sequence[Finding], placed: Mapping[int, Standing], circle: Circle, issue: str) -> Iterator[str]:
    """What to do about the most promising one, as a command that records it."""
    first = next((f for f in found if f.group == NUDGE), None)
    if first is None:
        return
    actor = next(i for i, a in circle.actors.items() if a.handle == first.subject)
    best = _go_betweens(actor, placed[actor], placed, circle)[0]
    whom = circle.actors[actor]
    if best == circle.us:
        yield f"Talk with {whom.name} about {issue}, and log it: ngomap log {_quoted(actor, circle)} --kind meeting"
    else:
        who = circle.actors[best].name
        call = f"ngomap log {_quoted(best, circle)} --kind call --introduces {_quoted(actor, circle)}"
        yield f"Ask {who} to speak with {whom.name} about {issue}, and log that you asked: {call}"
