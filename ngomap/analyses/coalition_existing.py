"""Whether a coalition that there is on an issue is the one to join."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.coalition_choice import Asked, Choice, Known, PlanRows
from ngomap.analyses.coalition_coverage import Thing, in_words
from ngomap.analyses.describing import Gazetteer, some
from ngomap.graph.coverage_greedy import greedy_cover
from ngomap.model.actors import ActorRef
from ngomap.model.report import Finding, Reason

EXISTING: Final = "one that there is"
STILL: Final = "whom it could still take in"
FITS: Final = "fits"
PERHAPS: Final = "may fit"
NOT: Final = "does not fit"
MORE: Final = 3
"""How many it could still take in are named."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A coalition, whether it fits, and why."""

    known: Known
    fit: str
    share: float
    reasons: tuple[Reason, ...]

    @property
    def finding(self) -> Finding:
        """As it is told."""
        name = self.known.actor.name
        return Finding(self.known.actor.handle, f"{name}: {self.fit}", self.share, "% covered", self.reasons, EXISTING)


def judge_coalitions(
    rows: PlanRows, asked: Asked, choice: Choice, names: Gazetteer, refs: Mapping[int, ActorRef]
) -> list[Judged]:
    """Each coalition on the issue, the best to join first: those that fit, those of which too little is known to say, those
    that do not; each by how much its members cover, then by handle. It does not fit if it is over, wants something of
    another office, has nobody in the area, or if somebody sits in it with whom we cannot: an opponent, a rival, one who is
    excluded, or two who are never to sit together.
    """
    judged = [_judge(known, rows, asked, choice, names, refs) for known in rows.coalitions]
    return sorted(judged, key=lambda j: ((FITS, PERHAPS, NOT).index(j.fit), -j.share, j.known.actor.handle))


def _judge(
    known: Known, rows: PlanRows, asked: Asked, choice: Choice, names: Gazetteer, refs: Mapping[int, ActorRef]
) -> Judged:
    members = set(known.members)
    things = _things(members, choice)
    against = _against(known, rows, asked, choice, refs, things)
    unknown = _unknown(known, asked, names)
    share = choice.share(sum(choice.weights.get(thing, 0) for thing in things))
    fit = NOT if against else PERHAPS if unknown else FITS
    told = [*against, *unknown]
    record = (f"actor:{known.actor.id}",)
    if known.row is not None and known.row.objective:
        told.append(Reason("objective", f"It wants: {_line(known.row.objective)}", record))
    if members:
        ours = rows.us is not None and rows.us.id in members
        inside = some(sorted(refs[m].name for m in members), 4)
        told.append(Reason("members", f"{'You are in it already. ' if ours else ''}Members: {inside}.", record))
    missing = [a.name for a in asked.must if a.id not in members]
    if missing and members:
        told.append(Reason("not-in-it", f"Wanted in, but not in it yet: {some(missing)}.", record))
    if things:
        told.append(Reason("covers", f"Its members cover {in_words(things, names, refs)}."))
    return Judged(known, fit, share, tuple(told))


def _things(members: Iterable[int], choice: Choice) -> set[Thing]:
    return {thing for m in members for thing in choice.covers.get(m, ())}


def _against(
    known: Known, rows: PlanRows, asked: Asked, choice: Choice, refs: Mapping[int, ActorRef], things: set[Thing]
) -> list[Reason]:
    members = set(known.members)
    record = (f"actor:{known.actor.id}",)
    found = []
    if not known.active or (known.row and known.row.until and known.row.until < asked.on[: len(known.row.until)]):
        found.append(Reason("over", "It is not active any more.", record))
    if known.row and asked.target and known.row.target is not None and known.row.target != asked.target.id:
        other = refs[known.row.target].name if known.row.target in refs else "another office"
        found.append(Reason("other-target", f"It wants to move {other}, not {asked.target.name}.", record))
    for id_ in _by_handle(members & choice.opponents.keys(), refs):
        stance = (f"stance:{choice.opponents[id_].id}",)
        found.append(Reason("opponent", f"{refs[id_].name}, a member, stands against the issue.", stance))
    for id_ in _by_handle(members & choice.rivals.keys(), refs):
        found.append(Reason("rival", f"{refs[id_].name}, a member, is a rival of yours.", (f"tie:{choice.rivals[id_].id}",)))
    for actor in asked.exclude:
        if actor.id in members:
            found.append(Reason("excluded", f"{actor.name}, whom you leave out, is a member.", record))
    for a, b in asked.never:
        if {a.id, b.id} <= members:
            found.append(Reason("never", f"{a.name} and {b.name} both sit in it.", record))
    if asked.area and members and rows.inside is not None and not any(thing[0] == "area" for thing in things):
        found.append(Reason("elsewhere", f"None of its members is known to work in {asked.area.name}.", record))
    return found


def _unknown(known: Known, asked: Asked, names: Gazetteer) -> list[Reason]:
    found = []
    record = (f"actor:{known.actor.id}",)
    if not known.members:
        found.append(Reason("unknown-members", "Who is in it is not known.", record))
    if known.row is not None and known.row.issue not in (None, asked.issue.id) and known.row.issue in names.terms:
        part = names.terms[known.row.issue].name
        found.append(Reason("narrower", f"It is on {part} only, a part of {asked.issue.name}: ask about the rest.", record))
    if asked.target and (known.row is None or known.row.target is None):
        found.append(Reason("unknown-target", f"Whether it wants to move {asked.target.name}, too, is not known: ask.", record))
    elif not asked.target and (known.row is None or not known.row.objective):
        found.append(Reason("unknown-objective", "What it wants is not known: ask.", record))
    return found


def still_missing(
    judged: Judged, choice: Choice, handles: Mapping[int, str], names: Gazetteer, refs: Mapping[int, ActorRef]
) -> list[Finding]:
    """Whom a coalition could still take in, by what they would add to what its members cover."""
    members = set(judged.known.members)
    pairs = [p for p in choice.apart if len(p & members) < 2]
    shut = {other for pair in pairs if pair & members for other in pair}
    free = {i: choice.covers[i] for i in choice.candidates if i not in members and i not in shut}
    picks = greedy_cover(free, choice.weights, MORE, handles, apart=pairs, covered=_things(members, choice))
    return [
        Finding(
            handles[p.actor], refs[p.actor].name, choice.share(p.gain), "% more",
            (Reason("adds", f"Adds {in_words(p.new, names, refs)}.", evidence_of(choice, p.actor, p.new)),), STILL,
        )
        for p in picks
    ]  # fmt: skip


def evidence_of(choice: Choice, actor: int, things: Iterable[Thing]) -> tuple[str, ...]:
    """The ids of what shows that an actor covers these."""
    return tuple(dict.fromkeys(e for thing in things for e in choice.covers[actor].get(thing, ())))


def _by_handle(ids: Iterable[int], refs: Mapping[int, ActorRef]) -> Sequence[int]:
    return sorted(ids, key=lambda i: refs[i].handle)


def _line(text: str) -> str:
    return " ".join(text.split())
