"""Who coordinates with whom on a day, who is at least in touch, and who is at odds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ngomap.analyses.cells import Tree
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import COORDINATION, TIE_TYPES, Tie, rung_name
from ngomap.model.report import Reason
from ngomap.model.words import Term

UMBRELLAS = ("coalition", "network")


def tie_text(tie: Tie, actors: Mapping[int, ActorRef]) -> str:
    """The tie as a clause: `A works with B (2 sharing)`."""
    details = [rung_name(tie.rung)] if tie.rung is not None else []
    details += [tie.status] if tie.status != "active" else []
    said = f"{actors[tie.a].name} {TIE_TYPES[tie.type].forward} {actors[tie.b].name}"
    return f"{said} ({', '.join(details)})" if details else said


class Coordination:
    """The ties that stood on a day, asked pair by pair.

    Two actors coordinate if they work with each other at the rung of coordination or above, if one is the other's
    parent or both have the same parent, if one is a coalition or network and the other its member, or if both are
    members of one that works on what is in question. Such a tie must be active: a dormant one coordinates nothing.
    `works_on` says which terms a coalition or network works on; where that is not known it proves no coordination.
    """

    def __init__(
        self,
        actors: Mapping[int, ActorRef],
        ties: Iterable[Tie],
        on: str,
        works_on: Mapping[int, Collection[int]],
        terms: Mapping[int, Term],
    ) -> None:
        self.actors = actors
        self.works_on = works_on
        self._tree = Tree({t.id: t.parent for t in terms.values()})
        self._between: dict[tuple[int, int], list[Tie]] = {}
        self._above: dict[int, dict[int, Tie]] = {}
        standing = (t for t in ties if t.open_on(on) and t.a in actors and t.b in actors)
        for tie in sorted(standing, key=lambda t: (t.type, t.since or "", t.id)):
            self._between.setdefault((min(tie.a, tie.b), max(tie.a, tie.b)), []).append(tie)
            if tie.type == "parent-of":
                self._above.setdefault(tie.b, {}).setdefault(tie.a, tie)
            elif tie.type == "member-of" and actors[tie.b].kind in UMBRELLAS:
                self._above.setdefault(tie.a, {}).setdefault(tie.b, tie)

    def coordinated(self, a: int, b: int, on_terms: Collection[int]) -> list[Reason]:
        """How the two coordinate on these terms; nothing if no tie says so."""
        found = [self._reason("coordination", t) for t in self.between(a, b) if self._coordinates(t)]
        for above, first, second in self._shared(a, b):
            if first.status == second.status == "active" and self._covers(first, second, above, on_terms):
                found.append(self._shared_reason("coordination", a, b, above, first, second))
        return found

    def in_touch(self, a: int, b: int, on_terms: Collection[int]) -> list[Reason]:
        """The ties of the two, direct or in a coalition or under a parent, that are less than coordination."""
        found = [
            self._reason("contact", t) for t in self.between(a, b) if t.type != "rivals" and not self._coordinates(t)
        ]
        for above, first, second in self._shared(a, b):
            if not (first.status == second.status == "active" and self._covers(first, second, above, on_terms)):
                found.append(self._shared_reason("contact", a, b, above, first, second))
        return found

    def rivalry(self, a: int, b: int) -> list[Reason]:
        """Whether the two are recorded as rivals."""
        return [self._reason("rivals", t) for t in self.between(a, b) if t.type == "rivals"]

    def between(self, a: int, b: int) -> list[Tie]:
        """The ties of the two that stood on the day, rivalries too."""
        return self._between.get((min(a, b), max(a, b)), [])

    def _coordinates(self, tie: Tie) -> bool:
        if tie.status != "active":
            return False
        if tie.type == "works-with":
            return tie.rung is not None and tie.rung >= COORDINATION
        return tie.type == "parent-of" or (tie.type == "member-of" and self.actors[tie.b].kind in UMBRELLAS)

    def _shared(self, a: int, b: int) -> list[tuple[int, Tie, Tie]]:
        mine, theirs = self._above.get(a, {}), self._above.get(b, {})
        both = sorted(mine.keys() & theirs.keys(), key=lambda i: self.actors[i].handle)
        return [(above, mine[above], theirs[above]) for above in both]

    def _covers(self, first: Tie, second: Tie, above: int, on_terms: Collection[int]) -> bool:
        if first.type == second.type == "parent-of":
            return True
        known = self.works_on.get(above, ())
        return any(self._related(x, y) for x in known for y in on_terms)

    def _related(self, x: int, y: int) -> bool:
        return x in self._tree.up(y) or y in self._tree.up(x)

    def _reason(self, code: str, tie: Tie) -> Reason:
        return Reason(code, f"{tie_text(tie, self.actors)}.", (f"tie:{tie.id}",))

    def _shared_reason(self, code: str, a: int, b: int, above: int, first: Tie, second: Tie) -> Reason:
        pair, name = f"{self.actors[a].name} and {self.actors[b].name}", self.actors[above].name
        if first.type == second.type == "parent-of":
            text = f"{name} is the parent of {pair}."
        else:
            doubt = ", on other issues" if self.works_on.get(above) else "; what it works on is not recorded"
            rest = "" if code == "coordination" else doubt
            text = f"{pair} both belong to {name}{rest}."
        return Reason(code, text, (*(f"tie:{i}" for i in sorted((first.id, second.id))), f"actor:{above}"))
