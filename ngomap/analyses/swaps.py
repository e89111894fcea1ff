"""Circles of exchange: A gives to B, B to C, and C to A, where no two have what each other needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.match_market import Fit, Market
from ngomap.analyses.match_telling import label
from ngomap.model.coverage import Resource
from ngomap.model.report import Finding, Reason

CIRCLES: Final = "circles of exchange"
LONGEST: Final = 4
PARTNERS_EACH: Final = 12
"""Of those whom an actor could give something, so many of the best are followed."""
MOST_WAYS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Step:
    """What one gives the next."""

    offer: Resource
    need: Resource
    fit: Fit


def find_swaps(
    market: Market, asked: int | None = None, shown: Collection[int] | None = None
) -> tuple[list[Finding], bool]:
    """Circles of two to four actors in which each offers what the next one needs, and whether the search was cut short.

    A circle is worth its weakest step (a step as a match: see `match.find_matches`, without amounts). Shorter circles come
    first, for fewer must agree; among those as long, the worthier. No actor is in two circles. `asked`: only circles with
    this actor; `shown`: only those with one of these offers or needs. From each actor the 12 best steps are followed, and
    50,000 ways at most. Without offers or needs, and where nothing closes, there are none.

    Reference: as in kidney exchange, D. Abraham, A. Blum and T. Sandholm (2007), short cycles only.
    """
    steps = _steps(market)
    handles = {i: a.handle for i, a in market.actors.items()}
    circles: list[tuple[Step, ...]] = []
    looked = 0
    for start in sorted(steps, key=lambda i: handles[i]):
        ways: list[tuple[Step, ...]] = [(s,) for s in steps[start].values()]
        while ways and looked < MOST_WAYS:
            looked += 1
            way = ways.pop()
            last = way[-1].need.actor
            if last == start:
                circles.append(way)
            elif len(way) < LONGEST:
                seen = {s.offer.actor for s in way}
                # Each circle is found once, from the actor whose handle comes first.
                for to, step in steps.get(last, {}).items():
                    if to == start or (to not in seen and handles[to] > handles[start]):
                        ways.append((*way, step))
    kept = [c for c in circles if asked is None or any(s.offer.actor == asked for s in c)]
    if shown is not None:
        kept = [c for c in kept if any(s.offer.id in shown or s.need.id in shown for s in c)]
    kept.sort(key=lambda c: (len(c), -min(s.fit.value for s in c), [handles[s.offer.actor] for s in c]))
    findings, used = [], set[int]()
    for circle in kept:
        actors = {s.offer.actor for s in circle}
        if not actors & used:
            used |= actors
            findings.append(_told(circle, market))
    return findings, looked >= MOST_WAYS


def _steps(market: Market) -> dict[int, dict[int, Step]]:
    """The best step from each actor to each other, the best twelve of each."""
    found: dict[int, dict[int, Step]] = {}
    givers = {o.actor for o in market.offers} & {n.actor for n in market.needs}
    for need in market.needs:
        for at in market.kinds.get(need.kind, ()) if need.actor in givers else ():
            offer = market.offers[at]
            fit = market.fit(offer, need) if offer.actor in givers else None
            if fit is not None:
                known = found.setdefault(offer.actor, {})
                if need.actor not in known or fit.value > known[need.actor].fit.value:
                    known[need.actor] = Step(offer, need, fit)
    handles = {i: a.handle for i, a in market.actors.items()}
    for actor, steps in found.items():
        best = sorted(steps.items(), key=lambda item: (-item[1].fit.value, handles[item[0]]))
        found[actor] = dict(best[:PARTNERS_EACH])
    return found


def _told(circle: tuple[Step, ...], market: Market) -> Finding:
    names = [market.actors[s.offer.actor].name for s in circle]
    reasons = []
    for step in circle:
        giver, taker = market.actors[step.offer.actor].name, market.actors[step.need.actor].name
        text = f"{giver} gives {taker}: {label(step.offer)}, for: {step.need.description.rstrip('.')}."
        reasons.append(Reason("step", text, (f"resource:{step.offer.id}", f"resource:{step.need.id}")))
    value = 100 * min(s.fit.value for s in circle)
    subject = "/".join(market.actors[s.offer.actor].handle for s in circle)
    return Finding(subject, " to ".join([*names, names[0]]), value, "of 100, its weakest step", tuple(reasons), CIRCLES)
