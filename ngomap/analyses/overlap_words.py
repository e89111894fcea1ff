"""Groups of overlapping organizations, told: what they share, how alike they are, who talks, who should call whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations
from math import fsum
from typing import Final

from ngomap.analyses.coordination import Coordination
from ngomap.analyses.describing import Gazetteer, count, percent, some
from ngomap.analyses.footprints import Cell, Footprint
from ngomap.analyses.overlap_groups import Group, Pair
from ngomap.graph.bare import BareGraph
from ngomap.model.actors import ActorRef
from ngomap.model.report import Finding, Reason

UNCOORDINATED: Final = "uncoordinated overlap, as far as the map knows"
COORDINATED: Final = "coordinated overlap: models for the others"
UNIT: Final = "repeats of the same work"
"""How often a piece of work is done again by another member: twice for a piece that three of them do."""
NAMED: Final = 4
"""Members that a line names before it says how many more there are."""
ORDINALS: Final = ("first", "second", "third")


class Overlaps:
    """What there is to say about groups: the work of each actor, how alike pairs are, and their ties. `between` are those who
    could introduce, with the `graph` of who is tied to whom and the `tied` pairs with the ids of their ties.

    `narrowed`: the work is only the part that was asked about, so nothing is said of all that somebody does.
    """

    def __init__(
        self,
        actors: Mapping[int, ActorRef],
        work: Mapping[int, Footprint],
        alike: Mapping[Pair, float],
        coordination: Coordination,
        names: Gazetteer,
        between: Mapping[int, ActorRef],
        graph: BareGraph,
        tied: Mapping[Pair, Iterable[int]],
        us: int | None = None,
        narrowed: bool = False,
    ) -> None:
        self.actors = actors
        self.work = work
        self.alike = alike
        self.coordination = coordination
        self.names = names
        self.between = between
        self.graph = graph
        self.tied = tied
        self.us = us
        self.narrowed = narrowed

    def findings(self, groups: Iterable[Group], title: str) -> tuple[Finding, ...]:
        """A finding for each group, the one with most work done more than once first."""
        told = [(self._mean_likeness(g), self._finding(g, title)) for g in groups]
        told.sort(key=lambda item: (-(item[1].value or 0), -item[0], item[1].subject))
        return tuple(finding for _, finding in told)

    def _finding(self, group: Group, title: str) -> Finding:
        members = group.members
        counts = Counter(cell for m in members for cell in self.work[m])
        repeated = {cell for cell, n in counts.items() if n > 1}
        reasons = [self._shared(members, repeated, counts), self._likeness(members, repeated)]
        if title == COORDINATED:
            how = [r for a, b in combinations(members, 2) for r in self._coordinated(a, b)]
            reasons.append(self._listed("coordination", "", how))
            step = "tell the others how we" if self.us in members else "ask them how they"
            reasons.append(Reason("next", f"Next: {step} divide the work."))
        else:
            reasons += self._contacts(members)
            reasons += [self._beside(x, members) for x in group.beside]
            reasons.append(self._next(members, repeated))
        return Finding(
            subject=",".join(self.actors[m].handle for m in members),
            label=some([self._name(m) for m in members], NAMED),
            value=sum(n - 1 for n in counts.values()),
            unit=UNIT,
            reasons=tuple(reasons),
            group=title,
        )

    def _shared(self, members: tuple[int, ...], repeated: set[Cell], counts: Counter[Cell]) -> Reason:
        text = f"{count(len(repeated), 'piece')} of work: {self.names.work(repeated)}."
        if len(members) > 2:
            by_all = sum(n == len(members) for n in counts.values())
            text += f" All {len(members)} do {by_all} of these." if by_all else " None of these is done by all."
        evidence = {e for m in members for c in self.work[m].keys() & repeated for e in self.work[m][c]}
        return Reason("shared", text, tuple(sorted(evidence, key=_by_id)))

    def _likeness(self, members: tuple[int, ...], repeated: set[Cell]) -> Reason:
        alike = "They are" if len(members) == 2 else "Any two are"
        alike += f" alike by {_span([self.alike[_pair(a, b)] for a, b in combinations(members, 2)])}"
        if all(self.work[m].keys() <= repeated for m in members):
            parts = f"all that {'each of them' if len(members) > 2 else 'either'} does{' of it' if self.narrowed else ''}"
        elif len(members) <= len(ORDINALS):
            ends = zip(members, ORDINALS, strict=False)
            parts = some([self._part(m, ordinal, repeated) for m, ordinal in ends], len(ORDINALS))
        else:
            parts = f"{_span([self._share(m, repeated) for m in members])} of what each does"
        return Reason("alike", f"{alike}{' in the work asked about' if self.narrowed else ''}: it is {parts}.")

    def _part(self, member: int, ordinal: str, repeated: set[Cell]) -> str:
        whole, part = len(self.work[member]), len(self.work[member].keys() & repeated)
        if part == whole:
            return f"all {'that' if not self.narrowed else 'of it that'} the {ordinal} does"
        return f"{part} of the {whole} pieces of the {ordinal}"

    def _share(self, member: int, repeated: set[Cell]) -> float:
        return len(self.work[member].keys() & repeated) / len(self.work[member])

    def _contacts(self, members: tuple[int, ...]) -> list[Reason]:
        pairs = list(combinations(members, 2))
        touch = [r for a, b in pairs for r in self.coordination.in_touch(a, b, self._terms(a, b))]
        rivals = [r for a, b in pairs for r in self.coordination.rivalry(a, b)]
        if touch:
            said = [self._listed("contact", "In touch, short of coordinating: ", touch)]
        else:
            said = [Reason("no-contact", f"No tie {'between' if len(members) == 2 else 'among'} them is recorded.")]
        return [*said, self._listed("rivals", "Take care: ", rivals)] if rivals else said

    def _beside(self, other: int, members: tuple[int, ...]) -> Reason:
        how = [(m, r) for m in members for r in self._coordinated(other, m)]
        whom = list(dict.fromkeys(self._name(m) for m, _ in how))
        evidence = dict.fromkeys(e for _, r in how for e in r.evidence)
        return Reason(
            "beside", f"{self._name(other)} does the same too, and coordinates with {some(whom)}.", tuple(evidence)
        )

    def _next(self, members: tuple[int, ...], repeated: set[Cell]) -> Reason:
        touched = {
            m: [x for x in members if x != m and self.coordination.in_touch(m, x, self._terms(m, x))] for m in members
        }
        if self.us in members:
            caller = self.us
        else:
            caller = min(members, key=lambda m: (-len(touched[m]), -self._share(m, repeated), self.actors[m].handle))
        known = touched[caller]
        strangers = [m for m in members if m != caller and m not in known]
        place = self.names.main_place(area for _, area, _ in repeated)
        name = "we" if caller == self.us else self._name(caller)
        called = self._some(strangers) if len(strangers) <= NAMED else "the others together"
        if not strangers:
            text = f"{name} could agree with {self._some(known)} who does what in {place}."
            return Reason("next", f"Next: {text}")
        if known:
            text = f"{name}, in touch with {self._some(known)}, could call {called} too about {place}."
        elif caller == self.us:
            text = f"we could call {called} and compare plans for {place}."
        else:
            share = self._share(caller, repeated)
            part = "all of its work" if share == 1 else f"{percent(share)} of its work"
            asked = " in question" if self.narrowed else ""
            text = f"{name}, with {part}{asked} in this overlap, could call {called} about {place}."
        helper, evidence = self._introducer(caller, strangers)
        return Reason("next", f"Next: {text}{helper}", evidence)

    def _introducer(self, caller: int, strangers: list[int]) -> tuple[str, tuple[str, ...]]:
        """Who is tied to the caller and to the most strangers, most strongly by the weakest of these ties."""
        best: tuple[tuple[int, float, str], int, list[int]] | None = None
        adj = self.graph.adj
        for between in sorted(adj[caller], key=lambda n: self.between[n].handle):
            met = [s for s in strangers if s in adj[between]]
            if met and between not in strangers:
                weakest = min(adj[between][x]["strength"] for x in (caller, *met))
                rank = (-len(met), -weakest, self.between[between].handle)
                if best is None or rank < best[0]:
                    best = (rank, between, met)
        if best is None:
            return "", ()
        _, between, met = best
        ids = sorted({t for x in (caller, *met) for t in self.tied[_pair(between, x)]})
        whom = "both" if len(strangers) == 1 else self._some([caller, *met])
        led = "us" if caller == self.us else "them"
        text = f" {self.between[between].name} is tied to {whom} and could introduce {led}."
        return text, tuple(f"tie:{i}" for i in ids)

    def _coordinated(self, a: int, b: int) -> list[Reason]:
        return self.coordination.coordinated(a, b, self._terms(a, b))

    def _terms(self, a: int, b: int) -> set[int]:
        return {term for term, _, _ in self.work[a].keys() & self.work[b].keys()}

    def _mean_likeness(self, group: Group) -> float:
        values = [self.alike[_pair(a, b)] for a, b in combinations(group.members, 2)]
        return fsum(values) / len(values)

    def _listed(self, code: str, start: str, reasons: list[Reason]) -> Reason:
        texts = list(dict.fromkeys(r.text.removesuffix(".") for r in reasons))
        evidence = dict.fromkeys(e for r in reasons for e in r.evidence)
        rest = f"; and {len(texts) - 3} more" if len(texts) > 3 else ""
        return Reason(code, f"{start}{'; '.join(texts[:3])}{rest}.", tuple(evidence))

    def _some(self, ids: list[int]) -> str:
        return some(["us" if i == self.us else self._name(i) for i in ids])

    def _name(self, actor: int) -> str:
        return self.actors[actor].name


def _span(shares: list[float]) -> str:
    low, high = percent(min(shares)), percent(max(shares))
    return high if low == high else f"{low.removesuffix(' %')} to {high}"


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def _by_id(evidence: str) -> tuple[str, int]:
    kind, number = evidence.split(":")
    return kind, int(number)
