"""Who could speak up, as a coordinator would say it: by which ways, hanging on whom, how fresh, and what would help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ngomap.analyses.describing import count, some
from ngomap.analyses.freshness import months_before
from ngomap.analyses.introductions_telling import QUIET_MONTHS, ago, read_tie, tie_details
from ngomap.analyses.protecting import Protects
from ngomap.analyses.tie_words import towards_us
from ngomap.graph.disjoint import Separation
from ngomap.graph.introductions import Way
from ngomap.graph.protection import Tether
from ngomap.graph.strength import strength
from ngomap.model.actors import Actor
from ngomap.model.contacts import Event
from ngomap.model.report import Finding, Reason

TOGETHER: Final = "all of them together"
WORLD: Final = "beyond the country"
COUNTRY: Final = "in the country"
NEAR: Final = "near, with the law or shelter"
FAR: Final = "no way leads to them"
GROUPS: Final = (TOGETHER, WORLD, COUNTRY, NEAR, FAR)
LEVELS: Final = {"international": WORLD, "national": COUNTRY}
WAYS_TOLD: Final = 3
HANGING: Final = ("one-contact", "one-tie")
"""What is said where everything depends on one."""


class Known:
    """What the telling looks up: names, the day, whose question it is, and who met whom when."""

    def __init__(self, actors: Mapping[int, Actor], on: str, asked: Actor, us: int | None, events: Sequence[Event]) -> None:
        self.actors = actors
        self.on = on
        self.asked = asked
        self.us = us
        self.met: dict[int, list[Event]] = {}
        for event in sorted((e for e in events if e.on_date <= on), key=lambda e: (e.on_date, e.kind, e.title)):
            for who in event.participants:
                self.met.setdefault(who.id, []).append(event)

    @property
    def whom(self) -> str:
        """The one asked about, as an object."""
        return "us" if self.us == self.asked.id else self.asked.name

    def name(self, actor: int) -> str:
        """A name."""
        return self.actors[actor].name

    def last(self, a: int, b: int) -> Event | None:
        """The last event at which both were."""
        both = {e.id for e in self.met.get(a, ())}
        return next((e for e in reversed(self.met.get(b, ())) if e.id in both), None)

    def next_steps(self, findings: Sequence[Finding]) -> Iterator[str]:
        """What to do first: a way beside the one contact on which most hangs, or the first way to somebody."""
        hanging = [f for f in findings if any(r.code in HANGING for r in f.reasons)]
        for finding in (*hanging, *(f for f in findings if f.group == FAR))[:1]:
            yield f"{finding.label}: {next(r.text for r in finding.reasons if r.code == 'strengthen')}"
        if not findings:
            yield "Record who is heard in the country and beyond: ngomap add NAME --kind network --level national"


def tell_tether(known: Known, found: Tether, ways: Sequence[Way], voice: Protects) -> Finding:
    """One who could speak up, and how we hang together: the ways are those found, the strongest first."""
    who = known.actors[found.end]
    reasons = [_voice(who, voice), _ways(known, ways), *_hanging(known, found, ways), _weakest(known, ways[0])]
    reasons.append(_strengthen(known, who, ways))
    group = LEVELS.get(who.level or "", NEAR)
    number = len(ways)
    return Finding(who.handle, who.name, number, "way" if number == 1 else "separate ways", tuple(reasons), group)


def tell_unreached(known: Known, actor: int, voice: Protects) -> Finding:
    """One who could speak up, but to whom no way leads."""
    who = known.actors[actor]
    text = f"Find somebody who knows them, or write: ngomap intro {who.handle}{_from(known)} --draft"
    reasons = (_voice(who, voice), Reason("strengthen", text, (f"actor:{actor}",)))
    return Finding(who.handle, who.name, 0, "ways", reasons, FAR)


def tell_all(known: Known, all_: Separation, reached: Sequence[int], each: Sequence[Finding]) -> Finding:
    """All who could speak up, taken as one."""
    cut = sorted(all_.cut, key=lambda i: known.actors[i].handle)
    evidence = tuple(f"actor:{i}" for i in cut)
    if not reached:
        return Finding("nobody", "Nobody is reached", 0, "", (Reason("none", "No way leads to any of them.", ()),), TOGETHER)
    names = some([known.name(i) for i in cut], 6)
    text = f"{count(len(reached), 'actor')} within reach could speak up. "
    if len(cut) == 1:
        text += f"All ways lead through {names}: without this one contact nobody is left to speak up for {known.whom}."
        reason = Reason("one-contact", text, evidence)
        label = names
    else:
        text += f"Only if all of these were lost would none be reached: {names}."
        reason = Reason("cut", text, evidence)
        label = "Everybody who could speak up"
    reasons = [reason]
    hanging = [f for f in each if any(r.code in HANGING for r in f.reasons)]
    if hanging:
        on_one = "s on one contact" if len(hanging) == 1 else " on one contact each"
        evidence_ = tuple(e for f in hanging for r in f.reasons if r.code in HANGING for e in r.evidence)
        reasons.append(Reason("hanging", f"{some([f.label for f in hanging])} hang{on_one}.", evidence_))
    if len(cut) == 1:
        others = [known.actors[i].handle for i in reached if i not in cut]
        how = f", to one of those below: ngomap intro {others[0]}{_from(known)} --draft" if others else " to others like it."
        reasons.append(Reason("strengthen", f"Make a second way, beside {names}{how}", evidence))
    unit = f"{'contact' if len(cut) == 1 else 'contacts'} to lose before nobody is left"
    return Finding("/".join(known.actors[i].handle for i in cut), label, len(cut), unit, tuple(reasons), TOGETHER)


def _voice(who: Actor, voice: Protects) -> Reason:
    level = f"{who.level} {who.kind}" if who.level else who.kind
    return Reason("voice", f"{level[:1].upper()}{level[1:]}: {voice[0]}.", voice[1])


def _ways(known: Known, ways: Sequence[Way]) -> Reason:
    told = [_way(known, way) for way in ways[:WAYS_TOLD]]
    more = len(ways) - len(told)
    text = "; ".join(told) + (f"; and {more} more" if more else "")
    evidence = tuple(f"tie:{t.id}" for way in ways for t in way.ties)
    return Reason("ways", f"{text[:1].upper()}{text[1:]}.", evidence)


def _way(known: Known, way: Way) -> str:
    if not way.between:
        tie = way.ties[0]
        if known.us == known.asked.id:
            return f"directly: {towards_us(tie, known.asked.id)}{tie_details(tie, known.on)}"
        return f"directly: {read_tie(tie, known.asked.id)}{tie_details(tie, known.on)}"
    return "through " + ", then ".join(known.name(i) for i in way.between)


def _hanging(known: Known, found: Tether, ways: Sequence[Way]) -> Iterator[Reason]:
    if not ways[0].between and len(ways) == 1:
        text = "Nobody else leads there: if this one tie cools, they are out of reach."
        yield Reason("one-tie", f"Careful: {text}", (f"tie:{ways[0].ties[0].id}",))
    elif found.points:
        first, *rest = found.points
        text = f"without {known.name(first)} {'we' if known.whom == 'us' else known.whom} would be cut off"
        more = f"; the same holds for {some([known.name(i) for i in rest])}" if rest else ""
        yield Reason("one-contact", f"Careful: {text}{more}.", tuple(f"actor:{i}" for i in found.points))


def _weakest(known: Known, way: Way) -> Reason:
    pair, tie = min(zip(way.pairs, way.ties, strict=True), key=lambda step: strength(step[1]))
    a, b = pair
    last = known.last(a, b)
    ours = a == known.us
    said = f"{known.name(b)} {towards_us(tie, a)}" if ours else f"{known.name(a)} {read_tie(tie, a)} {known.name(b)}"
    when = f"last contact {last.on_date}, {ago(last.on_date, known.on)}" if last else "no contact of theirs is logged"
    when = when.replace("of theirs", "with them") if ours else when
    step = "Weakest step of the best way" if way.between else "The tie"
    evidence = (f"tie:{tie.id}", *((f"event:{last.id}",) if last else ()))
    return Reason("weakest-step", f"{step}: {said}; {when}.", evidence)


def _strengthen(known: Known, who: Actor, ways: Sequence[Way]) -> Reason:
    """What to do: a second way first, then fresh contact on the weakest step."""
    best = ways[0]
    if len(ways) == 1 and best.between:
        first = known.name(best.between[0])
        text = f"Ask {first} for an introduction, to have a tie of your own: ngomap intro {who.handle}{_from(known)} --draft"
        return Reason("strengthen", text, (f"tie:{best.ties[0].id}",))
    if len(ways) == 1:
        text = f"Let somebody else of yours get to know them, too: ngomap log {who.handle} PERSON --kind meeting"
        return Reason("strengthen", text, (f"tie:{best.ties[0].id}",))
    (a, b), tie = min(zip(best.pairs, best.ties, strict=True), key=lambda step: strength(step[1]))
    last = known.last(a, b)
    old = last is None or last.on_date < months_before(known.on, QUIET_MONTHS)
    evidence = (f"tie:{tie.id}",)
    if a == known.us:
        other = known.actors[b].handle
        doing = "Pick up the thread" if old else "Stay in touch"
        return Reason("strengthen", f"{doing}: ngomap log {other} --kind {'call' if old else 'meeting'}", evidence)
    text = f"Ask {known.name(a)} how they stand with {known.name(b)}: ngomap log {known.actors[a].handle} --kind call"
    return Reason("strengthen", text, evidence)


def _from(known: Known) -> str:
    return "" if known.us == known.asked.id else f" --from {known.asked.handle}"
