"""What a map knows, on the day that is asked about, of the actors who might be allies."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.allies_tree import Tree, nearness
from ngomap.analyses.ladder_evidence import Logbook
from ngomap.graph.bare import BareGraph
from ngomap.model.actors import Actor
from ngomap.model.agreements import Agreement
from ngomap.model.contacts import Event, Stance, Trust
from ngomap.model.coverage import Activity, Resource
from ngomap.model.relationships import FRESHNESS_MONTHS, Tie
from ngomap.model.together import Assessment
from ngomap.model.words import Area, Term

POSITIONS: Final = ("holds-office-in", "works-for", "on-board-of")
"""Ties that place a person in an organization."""
NOBODY: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, slots=True)
class AllyRows:
    """The rows of a map that the question is answered from. `terms_of` and `serves` are ids by actor id;
    `projects` the names of those that the assessments are of.
    """

    actors: Sequence[Actor]
    us: int | None
    terms: Sequence[Term]
    areas: Sequence[Area] = ()
    terms_of: Mapping[int, Collection[int]] | None = None
    serves: Mapping[int, Collection[int]] | None = None
    activities: Sequence[Activity] = ()
    resources: Sequence[Resource] = ()
    ties: Sequence[Tie] = ()
    trust: Sequence[Trust] = ()
    stances: Sequence[Stance] = ()
    events: Sequence[Event] = ()
    agreements: Sequence[Agreement] = ()
    assessments: Sequence[Assessment] = ()
    projects: Mapping[int, str] | None = None
    months: Sequence[int] = FRESHNESS_MONTHS
    graph: BareGraph | None = None
    """Who is tied to whom on the day, if `ties` are only ours and those that place people."""
    around: Callable[[Collection[int], Collection[int]], Sequence[Tie]] | None = None
    """The ties that are missing then: those of some actors, and those of others with each other."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question: on which issue, on which day (ISO), where, for whom, for what purpose."""

    issue: Term
    on: str
    area: Area | None = None
    population: Term | None = None
    purpose: str | None = None


class Known:
    """The rows, looked up by actor, as they stood on the day: nothing dated later is in it.

    Planned work counts for what an actor works on, but not for where it is; what it funds, likewise.
    """

    def __init__(self, rows: AllyRows, asked: Asked) -> None:
        self.asked = asked
        self.on = asked.on
        self.actors = {a.id: a for a in sorted(rows.actors, key=lambda a: a.handle)}
        self.us = self.actors.get(rows.us) if rows.us is not None else None
        self.closed = frozenset(a.id for a in self.actors.values() if a.status == "closed" and a is not self.us)
        self.secret = frozenset(a.id for a in self.actors.values() if a.audience == "secret" and a is not self.us)
        self.others = [a.id for a in self.actors.values() if a is not self.us and a.id not in self.closed]
        self.terms = {t.id: t for t in rows.terms}
        self.areas = {a.id: a for a in rows.areas}
        self.term_tree = Tree({t.id: t.parent for t in rows.terms})
        self.area_tree = Tree({a.id: a.parent for a in rows.areas})
        self.near = nearness(self.term_tree, asked.issue.id)
        self._place(rows)
        self._work(rows)
        self.offers, self.needs = self._resources(rows.resources)
        self._rows = rows
        self._ties(rows.ties)
        self._opinions(rows.stances)
        self.our_trust, self.their_trust = self._trust(rows.trust)
        self._contacts(rows.events)
        self._assessed(rows)
        self.logbook = Logbook(rows.events, rows.activities, rows.agreements, self.on)
        self.months = rows.months

    def _begun(self, day: str | None) -> bool:
        return (day or "") <= self.on

    def _place(self, rows: AllyRows) -> None:
        handles = {a.handle: a.id for a in rows.areas}
        self.seat = {a.id: handles[a.area] for a in self.actors.values() if a.area in handles}
        self.served: dict[int, set[int]] = {}
        for actor, areas in (rows.serves or {}).items():
            self.served.setdefault(actor, set()).update(a for a in areas if a in self.areas)

    def _work(self, rows: AllyRows) -> None:
        self.words: dict[str, dict[int, set[int]]] = {v: {} for v in ("issue", "population", "service", "sector")}
        self.activities: dict[int, list[Activity]] = {}
        of_kind = [(of, {t.id for t in rows.terms if t.vocabulary == v}) for v, of in self.words.items()]
        for actor, terms in (rows.terms_of or {}).items():
            for of, kind in of_kind:
                if found := kind.intersection(terms):
                    of[actor] = found
        for activity in sorted(rows.activities, key=lambda v: v.id):
            planned = activity.status == "planned"
            if activity.inferred or activity.actor not in self.actors or not (planned or self._begun(activity.since)):
                continue
            self.activities.setdefault(activity.actor, []).append(activity)
            if self.terms[activity.term].vocabulary == "issue" or is_presence(activity):
                self._say(activity.actor, activity.term)
            if is_presence(activity):
                self.served.setdefault(activity.actor, set()).add(activity.area)
                if activity.population is not None:
                    self._say(activity.actor, activity.population)

    def _say(self, actor: int, term: int) -> None:
        if term in self.terms:
            self.words[self.terms[term].vocabulary].setdefault(actor, set()).add(term)

    def _resources(
        self, rows: Iterable[Resource]
    ) -> tuple[dict[int, dict[str, list[int]]], dict[int, dict[str, list[int]]]]:
        found: dict[str, dict[int, dict[str, list[int]]]] = {"offer": {}, "need": {}}
        for row in sorted(rows, key=lambda r: r.id):
            over = row.until is not None and row.until < self.on[: len(row.until)]
            if row.status == "open" and self._begun(row.since) and not over:
                found[row.direction].setdefault(row.actor, {}).setdefault(row.kind, []).append(row.id)
        return found["offer"], found["need"]

    def _ties(self, rows: Iterable[Tie]) -> None:
        self.open_ties: dict[int, Tie] = {}
        self._open_between: dict[tuple[int, int], list[Tie]] = {}
        self.with_us: dict[int, list[Tie]] = {}
        self.positions: dict[int, list[Tie]] = {}
        self.people_in: dict[int, list[Tie]] = {}
        self.funders: dict[int, list[Tie]] = {}
        self.rivalries: dict[int, list[Tie]] = {}
        known = [t for t in rows if self._begun(t.since) and t.a in self.actors and t.b in self.actors]
        for tie in sorted(
            known, key=lambda t: (t.type, t.since or "", self.actors[t.a].handle, self.actors[t.b].handle)
        ):
            if self.us is not None and self.us.id in (tie.a, tie.b):
                self.with_us.setdefault(tie.other(self.us.id), []).append(tie)
            if not tie.open_on(self.on):
                continue
            self.open_ties[tie.id] = tie
            self._open_between.setdefault((min(tie.a, tie.b), max(tie.a, tie.b)), []).append(tie)
            if tie.type in POSITIONS:
                self.positions.setdefault(tie.a, []).append(tie)
                self.people_in.setdefault(tie.b, []).append(tie)
            elif tie.type == "funds":
                self.funders.setdefault(tie.b, []).append(tie)
            elif tie.type == "rivals":
                for actor in (tie.a, tie.b):
                    self.rivalries.setdefault(actor, []).append(tie)

        us = self.us.id if self.us else None
        with_us = [t for of_one in self.with_us.values() for t in of_one if t.id in self.open_ties]
        self.our_people = frozenset(t.a for t in with_us if t.b == us and t.type in (*POSITIONS, "volunteers-for"))
        """Our own board, staff and volunteers: they are us, not allies to be won."""
        self.our_rivals = frozenset(t.b if t.a == us else t.a for t in with_us if t.type == "rivals")
        self.we_monitor = frozenset(t.b for t in with_us if t.a == us and t.type == "monitors")

    def _opinions(self, rows: Iterable[Stance]) -> None:
        tree, asked = self.term_tree, self.asked.issue.id
        order = {asked: (0, 0)}
        order |= {term: (1, steps) for term, steps in tree.below(asked).items()}
        order |= {term: (2, steps) for steps, term in enumerate(tree.above(asked))}
        stances: dict[tuple[int, int], Stance] = {}
        influences: dict[tuple[int, int], Stance] = {}
        for row in rows:
            if row.issue not in order or not self._begun(row.on_date):
                continue
            for latest, value in ((stances, row.stance), (influences, row.influence)):
                if value is not None:
                    known = latest.get((row.actor, row.issue))
                    if known is None or (known.on_date or "") < (row.on_date or ""):
                        latest[row.actor, row.issue] = row

        def by_actor(latest: dict[tuple[int, int], Stance]) -> dict[int, list[Stance]]:
            found: dict[int, list[Stance]] = {}
            for row in sorted(latest.values(), key=lambda s: (order[s.issue], self.terms[s.issue].slug)):
                found.setdefault(row.actor, []).append(row)
            return found

        self.stances = by_actor(stances)
        """The latest stances of an actor on the issue, then on narrower, then on wider ones."""
        self.influences = by_actor(influences)
        self.opponents = frozenset(a for a, rows in self.stances.items() if any((s.stance or 0) < 0 for s in rows))

    def _trust(self, rows: Iterable[Trust]) -> tuple[dict[int, Trust], dict[int, Trust]]:
        ours: dict[int, Trust] = {}
        theirs: dict[int, Trust] = {}
        for row in sorted(rows, key=lambda t: t.on_date or ""):
            if self.us is not None and self._begun(row.on_date) and row.mean is not None:
                if row.from_id == self.us.id:
                    ours[row.to_id] = row
                elif row.to_id == self.us.id:
                    theirs[row.from_id] = row
        return ours, theirs

    def _contacts(self, rows: Iterable[Event]) -> None:
        self.last_contact: dict[int, Event] = {}
        if self.us is None:
            return
        for event in sorted((e for e in rows if e.on_date <= self.on), key=lambda e: (e.on_date, e.title, e.kind)):
            present = {p.id for p in event.participants}
            if self.us.id not in present:
                continue
            for actor in present - {self.us.id}:
                self.last_contact[actor] = event

    def _assessed(self, rows: AllyRows) -> None:
        """The newest word of each project between us and another, by the other: whether one would work with them again."""
        self.project_names = dict(rows.projects or {})
        newest: dict[tuple[int, int, int], Assessment] = {}
        for row in sorted(rows.assessments, key=lambda s: (s.on_date, s.id)):
            if self.us is not None and row.of is not None and self.us.id in (row.by, row.of) and self._begun(row.on_date):
                newest[row.project, row.by, row.of] = row
        self.assessed: dict[int, list[Assessment]] = {}
        for (project, by, of), row in newest.items():
            if project in self.project_names and self.us is not None:
                self.assessed.setdefault(of if by == self.us.id else by, []).append(row)

    def learn_ties(self, actors: Collection[int], ways: Collection[int]) -> None:
        """Have all the ties of these actors, and those among the actors on the ways to them, to tell of."""
        if self._rows.around is not None:
            found = {t.id: t for t in (*self._rows.ties, *self._rows.around(actors, ways))}
            self._ties(found.values())

    def ties_between(self, a: int, b: int) -> list[Tie]:
        """The ties of two actors that stand on the day, by id."""
        return sorted(self._open_between.get((min(a, b), max(a, b)), ()), key=lambda t: t.id)

    def name(self, actor: int) -> str:
        """The name of an actor."""
        return self.actors[actor].name

    def direct_ties(self, actor: int) -> list[Tie]:
        """The ties with us that stand on the day, rivalry aside."""
        return [t for t in self.with_us.get(actor, ()) if t.id in self.open_ties and t.type != "rivals"]


def is_presence(activity: Activity) -> bool:
    """Whether the actor was there itself: not as a funder, and not only in a plan or called off."""
    return activity.role != "funder" and activity.status not in ("planned", "suspended")
