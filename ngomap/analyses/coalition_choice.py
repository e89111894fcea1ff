"""Who belongs in a coalition on an issue: who may be asked, who is out and why, and the few who cover the most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ngomap.analyses.coalition_coverage import Covers, Thing, Work, covered_by, kinds_of
from ngomap.errors import InvalidValue
from ngomap.graph.coverage_greedy import Pick, best_cover, fair_weights, greedy_cover
from ngomap.model.actors import GOVERNMENT_KINDS, ActorRef
from ngomap.model.contacts import Stance
from ngomap.model.relationships import Tie
from ngomap.model.together import Coalition
from ngomap.model.words import Area, Term

NOT_ASKED: Final = (*GOVERNMENT_KINDS, "igo", "donor", "person", "coalition", "network")
"""Kinds that stand beside a coalition, not in it, unless they are named."""
USUAL_SIZE: Final = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What the coalition is for, and what was laid down about who is in it."""

    issue: Term
    on: str
    size: int = USUAL_SIZE
    must: tuple[ActorRef, ...] = ()
    exclude: tuple[ActorRef, ...] = ()
    never: tuple[tuple[ActorRef, ActorRef], ...] = ()
    target: ActorRef | None = None
    area: Area | None = None
    new: bool = False
    audience: str = "secret"


@dataclass(frozen=True, slots=True)
class Known:
    """A coalition that there is, what it is for, and its members on the day."""

    actor: ActorRef
    row: Coalition | None
    members: tuple[int, ...]
    active: bool = True


@dataclass(frozen=True, slots=True)
class PlanRows:
    """What the map knows: `work` of everybody who may come into question, who is `on_issue`, where they stand on it, who
    are rivals, the coalitions on it; `inside` are the ids of the areas asked for with all in them and around them.
    """

    work: Work
    us: ActorRef | None
    on_issue: frozenset[int]
    stances: Sequence[Stance] = ()
    rivalries: Sequence[Tie] = ()
    coalitions: Sequence[Known] = ()
    inside: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Who was chosen, in order; what each of `covers` covers; the best that any choice could do, where that was tried."""

    picks: tuple[Pick[Thing], ...]
    covers: Covers
    weights: Mapping[Thing, int]
    candidates: tuple[int, ...]
    opponents: Mapping[int, Stance]
    allies: Mapping[int, Stance]
    rivals: Mapping[int, Tie]
    apart: Mapping[frozenset[int], Tie | None]
    first: tuple[int, ...]
    best: tuple[int, tuple[int, ...]] | None = None

    @property
    def total(self) -> int:
        """The weight of all that everybody who may be asked could cover together."""
        return sum(self.weights.values())

    @property
    def reached(self) -> int:
        """The weight of what the chosen cover."""
        return sum(pick.gain for pick in self.picks)

    def share(self, weight: int) -> float:
        """A weight as per cent of the total."""
        return 100 * weight / self.total if self.total else 0.0


def choose(rows: PlanRows, asked: Asked) -> Choice:
    """Who should be asked into a coalition on an issue?

    Candidates work on the issue or one under it, or stand as allies on it. Out are opponents (newest stance up to the day
    negative), rivals of ours, those excluded, those closed, the target itself, and kinds that stand beside a coalition
    (government, courts, donors, people, other coalitions), unless they must be in. With an area, who is known to work
    only elsewhere is out, and only areas in and around it count.

    Of five sorts - sectors, areas, populations, levels, ways to the target - each weighs the same, and what lies in one
    sort weighs alike. We come first, then those who must be in, then whoever adds the most (`greedy_cover`: without
    pairs kept apart never below 1 - 1/e of the best; with such pairs that does not hold, but they are always kept
    apart). Up to 18 candidates and 6 members the best choice is worked out, too (`best_cover`).

    On an empty map nobody is chosen; alone on an issue, we are. Without us the map's others are chosen all the same.
    Ties play a part only as ways to the target and as rivalries, so components do not matter.

    Reference: Nemhauser, Wolsey and Fisher (1978), An analysis of approximations for maximizing submodular set functions.

    >>> from ngomap.model.actors import Actor
    >>> def actor(id_, handle, level):
    ...     return Actor(id_, "", handle, "ngo", handle.title(), level, *[None] * 18, "public")
    >>> told = ((1, "us", "local"), (2, "ash", "national"), (3, "birch", "local"), (4, "cedar", "local"))
    >>> actors = {row[0]: actor(*row) for row in told}
    >>> terms = {5: Term(5, "sector", "health", "Health"), 6: Term(6, "sector", "housing", "Housing")}
    >>> work = Work(actors, terms, {2: [5], 3: [5, 6], 4: [6]}, {}, handles={i: a.handle for i, a in actors.items()})
    >>> rows = PlanRows(work, actors[1].ref, frozenset({2, 3, 4}), [Stance(1, 4, 9, -1, None, None)])
    >>> choice = choose(rows, Asked(Term(9, "issue", "bribery", "Bribery"), "2024-03-31"))
    >>> [(work.handles[p.actor], p.gain) for p in choice.picks], sorted(choice.opponents), choice.best
    ([('us', 1), ('ash', 2), ('birch', 1)], [4], (4, (1, 2, 3)))
    """
    opponents, allies = _standing(rows.stances, asked.on)
    # An opponent opens no door to the target.
    work, handles = replace(rows.work, avoid=frozenset(opponents)), rows.work.handles
    rivals = _rivals_of(rows, asked.on)
    excluded = {a.id for a in asked.exclude}
    must = [a.id for a in asked.must]
    for actor in asked.must:
        if actor.id in excluded:
            raise InvalidValue(f"{actor.handle} is named by --must and by --exclude.", "Leave out one of the two.")
    ours = [rows.us.id] if rows.us is not None and rows.us.id not in excluded else []
    first = tuple(dict.fromkeys([*ours, *must]))
    out = excluded | opponents.keys() | rivals.keys() | ({asked.target.id} if asked.target else set())
    covers = covered_by(work, asked.on, rows.inside)
    everywhere = covered_by(work, asked.on) if rows.inside is not None else covers
    candidates = []
    for id_ in sorted(rows.on_issue | allies.keys() | set(first), key=lambda i: handles.get(i, "")):
        if id_ not in work.actors or (id_ in out and id_ not in first):
            continue
        who = work.actors[id_]
        if id_ not in first:
            if who.kind in NOT_ASKED or who.status == "closed":
                continue
            elsewhere = any(thing[0] == "area" for thing in everywhere[id_])
            if rows.inside is not None and elsewhere and not any(thing[0] == "area" for thing in covers[id_]):
                continue
        candidates.append(id_)
    covers_asked = {id_: covers[id_] for id_ in candidates}
    weights = fair_weights(kinds_of(covers_asked))
    apart = _apart(rows, asked, set(candidates))
    picks = greedy_cover(covers_asked, weights, asked.size, handles, first, apart)
    best = best_cover(covers_asked, weights, asked.size, handles, first, apart)
    return Choice(
        tuple(picks), covers, weights, tuple(candidates), opponents, allies, rivals, apart, first, best
    )


def _standing(stances: Iterable[Stance], on: str) -> tuple[dict[int, Stance], dict[int, Stance]]:
    """Who is against and, else, who is for one of the issues, with the stance that says so."""
    newest: dict[tuple[int, int], Stance] = {}
    for row in sorted(stances, key=lambda s: (s.on_date or "", s.id)):
        if row.stance is not None and (row.on_date or "") <= on:
            newest[row.actor, row.issue] = row
    against = {row.actor: row for row in newest.values() if (row.stance or 0) < 0}
    return against, {row.actor: row for row in newest.values() if (row.stance or 0) > 0 and row.actor not in against}


def _rivals_of(rows: PlanRows, on: str) -> dict[int, Tie]:
    us = rows.us.id if rows.us else None
    return {t.other(us): t for t in rows.rivalries if us is not None and us in (t.a, t.b) and t.open_on(on)}


def _apart(rows: PlanRows, asked: Asked, candidates: set[int]) -> dict[frozenset[int], Tie | None]:
    """The pairs that cannot sit together, each with the tie that says so, or None: it was laid down."""
    found: dict[frozenset[int], Tie | None] = {
        frozenset((t.a, t.b)): t for t in rows.rivalries if t.open_on(asked.on) and {t.a, t.b} <= candidates
    }
    return found | {frozenset((a.id, b.id)): None for a, b in asked.never}
