"""The lists of candidates for a partnership, each finding with its reasons and the next step."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from heapq import heappush, heappushpop
from typing import Final

from ngomap.analyses.complement import Complements, Profile
from ngomap.analyses.describing import Gazetteer, count, some
from ngomap.analyses.footprints import Footprint, rarities, weighted_jaccard
from ngomap.analyses.partners_apart import Apart
from ngomap.analyses.partners_network import (
    adamic_adar,
    common_contacts,
    expected_closeness,
    horizon,
    most_openness,
    openness,
    rough_closeness,
    share_of_ties,
)
from ngomap.graph.bare import BareGraph
from ngomap.graph.constraint import constraint, strengths
from ngomap.graph.reach import MAX_STEPS, Path, strongest_paths
from ngomap.graph.strength import NOT_ALLIED, RUNG_STRENGTH, strength
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import COORDINATION, RUNGS, TIE_TYPES, Tie
from ngomap.model.report import Finding, Reason

LIKELY: Final = "likely"
CO_PRESENT: Final = "likely by co-presence"
BRIDGING: Final = "bridging"
COMPLEMENTARY: Final = "complementary"
APART: Final = "kept apart"

MOST_SHARED: Final = 0.25
"""A bridge has at most this part of its ties with our own contacts; who has more would meet us anyway."""
LEAST_BEYOND: Final = 0.5
"""A bridge has at least this part of its ties beyond our contacts' contacts ..."""
LEAST_OPENED: Final = 2
"""... and at least so many actors there: one acquaintance is no community."""
LEAST_FIT: Final = 0.1
"""What completes less is hardly a reason to meet; without a floor a large map would list nearly everybody."""
NOTHING: Final = 1e-9
"""A hair, so that rounding does not make a finding of nothing."""
DIGITS: Final = 1e-7
"""More than rounding can make of a sum over thousands of contacts."""
LEAST_CO_PRESENT: Final = 2
"""Pieces of work that two must share to meet at work; one can be a coincidence."""


Learn = Callable[[Collection[int], Collection[int]], tuple[Iterable[Tie], Mapping[int, Footprint]]]
"""The ties of some actors and those of others with each other, and what the first do, with the evidence."""


class Candidates:
    """What the lists are made from. `us`: the actor asked about keeps the map, so the texts say `we`."""

    def __init__(
        self,
        asked: ActorRef,
        us: bool,
        actors: Mapping[int, ActorRef],
        everyone: Mapping[int, Profile],
        apart: Apart,
        graph: BareGraph,
        ties: Collection[Tie],
        names: Gazetteer,
        on: str,
        limit: int = 0,
        learn: Learn | None = None,
    ) -> None:
        self.asked = asked
        self.actors = actors
        self.everyone = everyone
        self.apart = apart
        self.graph = graph
        self.names = names
        self.limit = limit
        self._on = on
        self._learn = learn
        self._standing: dict[tuple[int, int], dict[int, Tie]] = {}
        self._have(ties)
        self.totals: dict[str, int] = {}
        """How many there are of each list, those that the limit cuts off included."""
        self.we, self.whom, self.our = ("we", "us", "our") if us else (asked.name, asked.name, "its")
        out = {asked.id} | apart.partners | apart.kept.keys()
        able = (a for i, a in actors.items() if a.kind != "person" and i not in out)
        self.open = sorted(able, key=lambda a: a.handle)
        """The organizations that may be candidates, by handle."""
        self.contacts = set(graph.adj[asked.id])
        """Whom the actor asked about is tied to."""
        self._known = horizon(graph, asked.id)
        self._strengths = strengths(graph)
        ours = [edge["strength"] for edge in graph.adj[asked.id].values()]
        # A tie like those we have on average; without any, one at coordination.
        self._new_tie = math.fsum(ours) / len(ours) if ours else RUNG_STRENGTH[COORDINATION]
        self._bridges = {a.id: (a, beyond) for a in self.open if (beyond := self._opens_beyond(a.id))}
        self._paths: dict[int, Path] = {}
        self._between: dict[int, list[Tie]] = {}
        for tie in sorted(ties, key=lambda t: (t.type, t.since or "", t.id)):
            if asked.id in (tie.a, tie.b) and tie.type != "rivals":
                self._between.setdefault(tie.other(asked.id), []).append(tie)

    def likely(self) -> list[Finding]:
        """Those who share contacts, more than their number of ties would bring; bridges left out."""
        met = {n for contact in self.contacts for n in self.graph.adj[contact]} - self.contacts - self._bridges.keys()
        all_ties = self.graph.number_of_edges()

        def closeness(other: int) -> float:
            value = adamic_adar(self.graph, self.asked.id, other)
            return value - expected_closeness(self.graph, self.asked.id, other, all_ties)

        able = {a.id: a for a in self.open if a.id in met}
        rough = rough_closeness(self.graph, self.asked.id, able, all_ties, self._strengths)
        # Only where the last digits may decide are they reckoned.
        rough = {n: value for n, value in rough.items() if value > DIGITS or (value > -DIGITS and closeness(n) > NOTHING)}
        least = sorted(rough.values())[-self.limit] - DIGITS if 0 < self.limit < len(rough) else -math.inf
        scored = [(closeness(n), able[n]) for n, value in rough.items() if value >= least]
        return self._told(
            LIKELY, scored, "closeness", lambda other: [self._shared_contacts(other, all_ties)], total=len(rough)
        )

    def bridging(self) -> list[Finding]:
        """Those who would open a community that we do not touch."""
        return self._told(
            BRIDGING, self._best_bridges(), "of 1",
            lambda other: [self._opens(other), *self._spread(other), self._way(other)], total=len(self._bridges),
        )  # fmt: skip

    def _best_bridges(self) -> list[tuple[float, ActorRef]]:
        """What the bridges open, of as many as it takes to know the best of them."""
        most = [
            (most_openness(self.graph, other, beyond, self._new_tie, self._strengths), actor)
            for other, (actor, beyond) in self._bridges.items()
        ]
        scored: list[tuple[float, ActorRef]] = []
        best: list[float] = []
        for most_it_opens, actor in sorted(most, key=lambda item: -item[0]):
            # A hair, so that rounding cannot lose one that opens as much.
            if self.limit and len(best) == self.limit and most_it_opens < best[0] - 1e-9:
                break
            value = openness(self.graph, self.asked.id, actor.id, self._known, self._new_tie, self._strengths)
            scored.append((value, actor))
            (heappush if len(best) < self.limit or not self.limit else heappushpop)(best, value)
        return scored

    def complementary(self) -> list[Finding]:
        """Those whose work completes ours, to the benefit of both."""
        complements = Complements(self.everyone[self.asked.id], self.everyone, self.names, self.we)
        fits = ((complements.fit(self.everyone[other.id]), other) for other in self.open)
        scored = [(value, other) for value, other in fits if value >= LEAST_FIT]
        return self._told(
            COMPLEMENTARY, scored, "of 1", lambda other: complements.ways(self.everyone[other.id]), common=False
        )

    def co_present(self) -> list[Finding]:
        """Those who do the same work in the same places and so should meet, though no tie says that they do."""
        ours = self.everyone[self.asked.id].cells
        weights = rarities(p.cells for p in self.everyone.values())
        scored = []
        for other in self.open:
            theirs = self.everyone[other.id].cells
            if len(ours.keys() & theirs.keys()) >= LEAST_CO_PRESENT:
                scored.append((weighted_jaccard(ours.keys(), theirs.keys(), weights), other))
        return self._told(CO_PRESENT, scored, "of 1", lambda other: [self._same_work(other)], common=False)

    def kept_apart(self) -> list[Finding]:
        """Those one is at odds with, by handle."""
        step = Reason("next", "Next: before any other step, find out whether this still holds.")
        ids = self.apart.kept.keys() - self.apart.partners
        apart = sorted((a for i in ids if (a := self.actors[i]).kind != "person"), key=lambda a: a.handle)
        self._count(APART, len(apart))
        return [
            Finding(a.handle, a.name, None, "", (*self.apart.kept[a.id], step), APART)
            for a in apart[: self.limit or None]
        ]

    def _opens_beyond(self, other: int) -> float:
        """Of who would open a community, which part of its ties leads there; 0 of others."""
        if other in self.contacts:
            return 0.0
        beyond = self.graph.adj[other].keys() - self._known
        if len(beyond) < LEAST_OPENED or share_of_ties(self.graph, other, self.contacts, self._strengths) > MOST_SHARED:
            return 0.0
        share = share_of_ties(self.graph, other, beyond, self._strengths)
        return share if share >= LEAST_BEYOND else 0.0

    def _told(
        self,
        group: str,
        scored: list[tuple[float, ActorRef]],
        unit: str,
        tell: Callable[[ActorRef], list[Reason]],
        common: bool = True,
        total: int = 0,
    ) -> list[Finding]:
        """The best of a list, with their reasons; only those that the limit leaves need any."""
        self._count(group, total or len(scored))
        scored.sort(key=lambda item: (-item[0], item[1].handle))
        findings = []
        best = scored[: self.limit or None]
        told_of = {other.id for _, other in best}
        # Nobody who is at odds with us introduces us.
        self._paths |= strongest_paths(self.graph, self.asked.id, MAX_STEPS, self.apart.kept.keys(), told_of)
        self._learn_of(told_of)
        for value, other in best:
            reasons = [*tell(other), *(self._common_work(other) if common else []), *self._so_far(other)]
            told = (*reasons, self._next(other))
            findings.append(Finding(other.handle, other.name, value, unit, told, group))
        return findings

    def _count(self, group: str, found: int) -> None:
        if found:
            self.totals[group] = found

    def _learn_of(self, others: set[int]) -> None:
        """Have the ties of these and along the ways to them, and the evidence of their work, to tell of."""
        if self._learn is None:
            return
        ways = {n for other in others if (path := self._paths.get(other)) for n in path.nodes}
        ties, cells = self._learn(others, ways)
        self._have(ties)
        for other, own in cells.items():
            self.everyone[other].cells = own

    def _have(self, ties: Iterable[Tie]) -> None:
        for tie in ties:
            if tie.type not in NOT_ALLIED and tie.open_on(self._on):
                self._standing.setdefault((min(tie.a, tie.b), max(tie.a, tie.b)), {})[tie.id] = tie

    def _ties_between(self, a: int, b: int) -> Collection[Tie]:
        return self._standing[min(a, b), max(a, b)].values()

    def _same_work(self, other: ActorRef) -> Reason:
        ours, theirs = self.everyone[self.asked.id].cells, self.everyone[other.id].cells
        both = ours.keys() & theirs.keys()
        evidence = sorted({e for c in both for e in (*ours[c], *theirs[c])}, key=_by_id)
        text = f"Both do {count(len(both), 'piece')} of the same work: {self.names.work(both)}."
        return Reason("same-work", text, tuple(evidence))

    def _shared_contacts(self, other: ActorRef, all_ties: int) -> Reason:
        shared = common_contacts(self.graph, self.asked.id, other.id)
        ties = [t.id for z in shared for x in (self.asked.id, other.id) for t in self._ties_between(x, z)]
        having = count(len(self.graph.adj[other.id]), "tie")
        value = adamic_adar(self.graph, self.asked.id, other.id)
        chance = expected_closeness(self.graph, self.asked.id, other.id, all_ties)
        close = f"That makes a closeness of {value:.2f}; having {having} would by itself bring {chance:.2f}."
        text = f"{count(len(shared), 'shared contact')}: {self._list(shared)}. {close}"
        return Reason("shared-contacts", text, _ties(ties))

    def _opens(self, other: ActorRef) -> Reason:
        beyond = sorted(self.graph.adj[other.id].keys() - self._known, key=lambda n: self.actors[n].handle)
        ties = [t.id for n in beyond for t in self._ties_between(other.id, n)]
        whom = f"{count(len(beyond), 'actor')} that neither {self.we} nor {self.our} contacts are tied to"
        return Reason("opens", f"It is tied to {whom}: {self._list(beyond)}.", _ties(ties))

    def _spread(self, other: ActorRef) -> list[Reason]:
        before = constraint(self.graph, self.asked.id, self._strengths)
        after = constraint(self.graph, self.asked.id, self._strengths, {other.id: self._new_tie})
        if before is None or after is None:
            return []
        if f"{before:.2f}" == f"{after:.2f}":
            return []
        change = f"would {'fall' if after < before else 'rise'} from {before:.2f} to {after:.2f}"
        text = f"How far {self.our} contacts are one circle {change} (1: a single contact)."
        return [Reason("constraint", text)]

    def _way(self, other: ActorRef) -> Reason:
        path = self._paths.get(other.id)
        if path is None:
            return Reason("no-way", f"Nobody we know of can introduce {self.whom} within {MAX_STEPS} ties.")
        steps = [(self._strongest(a, b), b, a) for a, b in zip(path.nodes, path.nodes[1:], strict=False)]
        said = ", ".join(self._said(*step) for step in steps)
        return Reason("way", f"The way there: {said}.", _ties(tie.id for tie, _, _ in steps))

    def _common_work(self, other: ActorRef) -> list[Reason]:
        ours, theirs = self.everyone[self.asked.id], self.everyone[other.id]
        both = ours.work & theirs.work
        if not both:
            return []
        evidence = [e for p in (ours, theirs) for c, ids in p.cells.items() if c[0] in both for e in ids]
        evidence += [f"actor:{p.actor}" for p in (ours, theirs) if not any(c[0] in both for c in p.cells)]
        text = f"Both work on {some(self.names.term_names(both))}."
        return [Reason("common-work", text, tuple(sorted(set(evidence), key=_by_id)))]

    def _so_far(self, other: ActorRef) -> list[Reason]:
        """Ties that are less than a partnership: a grant, a dormant or a wanted tie."""
        told = self._between.get(other.id, [])
        if not told:
            return []
        text = "; ".join(self._said(t, other.id, self.asked.id) for t in told)
        return [Reason("so-far", f"So far: {text}.", _ties(t.id for t in told))]

    def _next(self, other: ActorRef) -> Reason:
        path = self._paths.get(other.id)
        if path is None:
            return Reason("next", "Next: a first informational meeting, to learn what each does.")
        if path.steps == 1:
            return Reason("next", f"Next: tell it what more it and {self.we} could do together.")
        *_, helper = (n for n, node in enumerate(path.nodes[:-1]) if node in self.contacts)
        first = self._strongest(self.asked.id, path.nodes[helper])
        last = helper == path.steps - 1
        whom = "" if last else f" to {self.actors[path.nodes[helper + 1]].name}, and so on"
        text = f"Next: ask {self.actors[path.nodes[helper]].name} to introduce {self.whom}{whom}."
        return Reason("next", text, _ties([first.id]))

    def _strongest(self, a: int, b: int) -> Tie:
        return min(self._ties_between(a, b), key=lambda t: (-strength(t), t.type, t.since or "", t.id))

    def _said(self, tie: Tie, subject: int, other: int) -> str:
        """The tie as a clause with this subject: `Alpha works with us (sharing)`."""
        label = TIE_TYPES[tie.type].forward if tie.a == subject else TIE_TYPES[tie.type].backward
        details = [RUNGS[tie.rung]] if tie.rung is not None else []
        details += [tie.status] if tie.status != "active" else []
        whom = self.whom if other == self.asked.id else self.actors[other].name
        return f"{self.actors[subject].name} {label} {whom}" + (f" ({', '.join(details)})" if details else "")

    def _list(self, ids: Collection[int]) -> str:
        return some([self.actors[i].name for i in ids])


def _ties(ids: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"tie:{i}" for i in sorted(set(ids)))


def _by_id(evidence: str) -> tuple[str, int]:
    kind, number = evidence.split(":")
    return kind, int(number)
