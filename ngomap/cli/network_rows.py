"""The rows that questions about the network work on: who was there on a day, and what joined them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

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
from ngomap.store.terms import all_terms
from ngomap.store.tie_choice import count_ties_among, neighbours, people_in
from ngomap.store.work_rows import seen_activities, terms_of

MOST_ACTORS = 20_000
MOST_TIES = 100_000
MOST_STEPS = 3
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

    def there(self, on: str) -> list[ActorRef]:
        """The actors that can have been there on the day."""
        return [a.ref for a in self.actors if there_on(a.status, a.founded, on, self.today)]

    def ties_then(self, on: str) -> list[Tie]:
        """The ties as they were on the day."""
        return ties_on(self.ties, on, self.today)


def network_rows(map_: Map, filters: Filters, audience: str, bare: bool = False) -> NetworkRows:
    """The actors that the filters leave with, unless only some kinds are asked for or no people, the people who have a
    position in one of them; and the ties among these. Of a map that is too large for questions about the whole of it,
    those around us.

    Raises InvalidValue if even that is too much.
    """
    seen = visible_to(audience)
    chosen = replace(filters, audience=audience)
    ours = us(map_)
    notes: tuple[str, ...] = ()
    total = matching_actors(map_, chosen, limit=1)[1]
    actors: list[Actor] = []
    if total <= MOST_ACTORS:
        actors, _ = matching_actors(map_, chosen)
        ids = {a.id for a in actors}
        narrowed = filters.terms or filters.areas
        if narrowed and not filters.kinds and filters.people is None:
            more = people_in(map_, ids, seen) - ids
            if more:
                everyone, _ = matching_actors(map_, Filters(audience=audience, people=True))
                actors += [a for a in everyone if a.id in more]
                ids |= more
    if total > MOST_ACTORS or count_ties_among(map_, ids, seen) > MOST_TIES:
        actors, ids, said = _around(map_, chosen, ours, total)
        notes += (said,)
    return rows_of(map_, actors, audience, notes, bare)


def rows_of(
    map_: Map, actors: Collection[Actor], audience: str, notes: tuple[str, ...] = (), bare: bool = False
) -> NetworkRows:
    """What joins these actors, as far as the audience may see it; `bare` leaves out contacts and issues."""
    seen = visible_to(audience)
    known = sorted(a.id for a in actors)
    terms = [] if bare else all_terms(map_)
    ours = us(map_)
    left_out = () if audience == "secret" else (f"What is above the audience {audience} was left out.",)
    return NetworkRows(
        sorted(actors, key=lambda a: a.handle),
        [_for_reader(t, audience) for t in ties_among(map_, known, known, seen)],
        [] if bare else seen_events(map_, seen, known),
        {} if bare else _issues(map_, known, terms, seen),
        terms,
        ours if ours and ours.id in known else None,
        today(map_),
        (*left_out, *notes),
    )


def _for_reader(tie: Tie, audience: str) -> Tie:
    """The tie with what the audience may see of it: a rung that may not be told must not show in strengths either."""
    fields = allowed_fields("relationship", audience)
    if "wanted" not in fields:
        tie = replace(tie, wanted=None, notes=None)
    return tie if "rung" in fields else replace(tie, rung=None, rung_since=None, stance=None)


def _around(map_: Map, filters: Filters, ours: ActorRef | None, total: int) -> tuple[list[Actor], set[int], str]:
    seen = visible_to(filters.audience or "secret")
    limits = f"more than this question takes in at once ({_spaced(MOST_ACTORS)} actors, {_spaced(MOST_TIES)} ties)"
    if ours is None or filters.kinds or filters.terms or filters.areas:
        raise InvalidValue(f"These are {_spaced(total)} actors with their ties, {limits}.", NARROWER)
    inside, steps = {ours.id}, 0
    edge = inside
    for _ in range(MOST_STEPS):
        wider = neighbours(map_, edge, seen) - inside
        within = inside | wider
        if not wider or len(within) > MOST_ACTORS or count_ties_among(map_, within, seen) > MOST_TIES:
            break
        inside, edge, steps = within, wider, steps + 1
    if not steps:
        raise InvalidValue(f"Even our own contacts are {limits}, or there are none.", NARROWER)
    everyone, _ = matching_actors(map_, filters)
    actors = [a for a in everyone if a.id in inside]
    far = "contacts" if steps == 1 else f"contacts within {steps} steps"
    return actors, inside, (
        f"The map has {_spaced(total)} actors with their ties, {limits}: the answer is about us and our {far} "
        f"({_spaced(len(actors))}). --issue, --area or --kind choose others."
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


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")
