"""The rows that questions about the network work on: who was there on a day, and what joined them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ngomap.cli.whole_graph import INSTALL, MOST_ACTORS, MOST_TIES, scale_installed, spaced, whole_graph
from ngomap.errors import InvalidValue
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.as_of import there_on, ties_on
from ngomap.model.audience import allowed_fields, visible_to
from ngomap.model.contacts import Event
from ngomap.model.relationships import Tie
from ngomap.model.words import Term
from ngomap.store.actors import matching_actors
from ngomap.store.connection import Map
from ngomap.store.filters import Filters
from ngomap.store.ladder_rows import seen_events
from ngomap.store.neighbourhood import ties_among
from ngomap.store.settings import today, us
from ngomap.store.standing import issues_worked_on, refs_there
from ngomap.store.terms import all_terms
from ngomap.store.tie_choice import count_ties_among, neighbours, people_in
from ngomap.store.work_rows import seen_activities, terms_of

if TYPE_CHECKING:
    from ngomap.graph.sparse import SparseGraph

MOST_STEPS = 3
DRAWN_FROM_ACTORS = 50_000
DRAWN_FROM_TIES = 500_000
"""A picture, which shows the best connected of many, is made from this much at the most."""
NARROWER = "Narrow it down: --issue, --area or --kind."


@dataclass(slots=True)
class NetworkRows:
    """What is in the map for an audience, before a day is chosen."""

    actors: list[Actor]
    ties: list[Tie]
    events: list[Event]
    issues_of: dict[int, set[int]]
    terms: list[Term]
    us: ActorRef | None
    today: str
    notes: tuple[str, ...]
    refs: list[ActorRef] = field(default_factory=list)
    """Of a large map instead of the actors, for one day."""
    large: SparseGraph | None = None
    """Of a large map instead of the ties, for one day."""

    def there(self, on: str) -> list[ActorRef]:
        """The actors that can have been there on the day."""
        if self.large is not None:
            return self.refs
        return [a.ref for a in self.actors if there_on(a.status, a.founded, on, self.today)]

    def ties_then(self, on: str) -> list[Tie]:
        """The ties as they were on the day."""
        return ties_on(self.ties, on, self.today)


def network_rows(
    map_: Map, filters: Filters, audience: str, bare: bool = False, whole: str | None = None
) -> NetworkRows:
    """The actors that the filters leave with, unless only some kinds are asked for or no people, the people who have a
    position in one of them; and the ties among these. Of a map that is too large for questions about the whole of it,
    those around us, and a note that says so; or, for one ISO day (`whole`) and with the extra `scale`, the whole all the same.

    Raises InvalidValue if even that is too much.
    """
    seen = visible_to(audience)
    chosen = replace(filters, audience=audience)
    ours = us(map_)
    notes: tuple[str, ...] = ()
    total = matching_actors(map_, chosen, limit=1)[1]
    most_actors, most_ties = (DRAWN_FROM_ACTORS, DRAWN_FROM_TIES) if bare else (MOST_ACTORS, MOST_TIES)
    actors: list[Actor] = []
    if total <= most_actors:
        actors, _ = matching_actors(map_, chosen)
        ids = {a.id for a in actors}
        narrowed = filters.terms or filters.areas
        if narrowed and not filters.kinds and filters.people is None:
            more = people_in(map_, ids, seen) - ids
            if more:
                everyone, _ = matching_actors(map_, Filters(audience=audience, people=True))
                actors += [a for a in everyone if a.id in more]
                ids |= more
    if total > most_actors or count_ties_among(map_, ids, seen) > most_ties:
        if whole and scale_installed():
            return _large(map_, chosen, audience, whole)
        actors, ids, said = _around(map_, chosen, ours, total, (most_actors, most_ties))
        # What is told of two days, or drawn, is of records, so that the extra would not help.
        notes += (said, *((INSTALL,) if whole else ()))
    return rows_of(map_, actors, audience, notes, bare)


def _large(map_: Map, chosen: Filters, audience: str, on: str) -> NetworkRows:
    seen, present = visible_to(audience), today(map_)
    refs = refs_there(map_, chosen, on, present)
    known = {a.id for a in refs}
    if (chosen.terms or chosen.areas) and not chosen.kinds and chosen.people is None:
        more = people_in(map_, known, seen) - known
        people = refs_there(map_, Filters(audience=audience, people=True), on, present)
        refs = sorted([*refs, *(a for a in people if a.id in more)], key=lambda a: a.handle)
        known |= more
    ours = us(map_)
    ours = ours if ours and ours.id in known else None
    return NetworkRows(
        [], [], seen_events(map_, seen, known & _our_side(map_, ours, seen)) if ours else [],
        issues_worked_on(map_, seen, funded=False), all_terms(map_), ours, present, _left_out(audience), refs,
        whole_graph(map_, refs, on, audience),
    )  # fmt: skip


def _our_side(map_: Map, ours: ActorRef, seen: Collection[str]) -> set[int]:
    """We and our own people: of a large map, only contacts of theirs are looked at."""
    return {ours.id} | people_in(map_, {ours.id}, seen)


def _left_out(audience: str) -> tuple[str, ...]:
    return () if audience == "secret" else (f"What is above the audience {audience} was left out.",)


def rows_of(
    map_: Map, actors: Collection[Actor], audience: str, notes: tuple[str, ...] = (), bare: bool = False
) -> NetworkRows:
    """What joins these actors, as far as the audience may see it; `bare` leaves out contacts and issues."""
    seen = visible_to(audience)
    known = sorted(a.id for a in actors)
    terms = [] if bare else all_terms(map_)
    ours = us(map_)
    return NetworkRows(
        sorted(actors, key=lambda a: a.handle),
        [_for_reader(t, audience) for t in ties_among(map_, known, known, seen)],
        [] if bare else seen_events(map_, seen, known),
        {} if bare else _issues(map_, known, terms, seen),
        terms,
        ours if ours and ours.id in known else None,
        today(map_),
        (*_left_out(audience), *notes),
    )


def _for_reader(tie: Tie, audience: str) -> Tie:
    """The tie with what the audience may see of it: a rung that may not be told must not show in strengths either."""
    fields = allowed_fields("relationship", audience)
    if "wanted" not in fields and not (tie.wanted is None and tie.notes is None):
        tie = replace(tie, wanted=None, notes=None)
    if "rung" in fields or (tie.rung is None and tie.rung_since is None and tie.stance is None):
        return tie
    return replace(tie, rung=None, rung_since=None, stance=None)


def _around(
    map_: Map, filters: Filters, ours: ActorRef | None, total: int, most: tuple[int, int]
) -> tuple[list[Actor], set[int], str]:
    seen = visible_to(filters.audience or "secret")
    most_actors, most_ties = most
    limits = f"more than this question takes in at once ({spaced(most_actors)} actors, {spaced(most_ties)} ties)"
    if ours is None or filters.kinds or filters.terms or filters.areas:
        raise InvalidValue(f"These are {spaced(total)} actors with their ties, {limits}.", NARROWER)
    inside, steps = {ours.id}, 0
    edge = inside
    for _ in range(MOST_STEPS):
        wider = neighbours(map_, edge, seen) - inside
        within = inside | wider
        if not wider or len(within) > most_actors or count_ties_among(map_, within, seen) > most_ties:
            break
        inside, edge, steps = within, wider, steps + 1
    if not steps:
        raise InvalidValue(f"Even our own contacts are {limits}, or there are none.", NARROWER)
    everyone, _ = matching_actors(map_, filters)
    actors = [a for a in everyone if a.id in inside]
    far = "contacts" if steps == 1 else f"contacts within {steps} steps"
    return actors, inside, (
        f"The map has {spaced(total)} actors with their ties, {limits}: the answer is about us and our {far} "
        f"({spaced(len(actors))}). --issue, --area or --kind choose others."
    )


def _issues(map_: Map, actor_ids: Collection[int], terms: list[Term], seen: Collection[str]) -> dict[int, set[int]]:
    issues = {t.id for t in terms if t.vocabulary == "issue"}
    found = {a: set[int]() for a in actor_ids}
    for actor, theirs in terms_of(map_, actor_ids).items():
        found[actor] |= theirs & issues
    for row in seen_activities(map_, tuple(seen), actor_ids):
        if row.term in issues and row.role != "funder":
            found[row.actor].add(row.term)
    return found
