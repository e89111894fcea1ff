"""The rows that questions about the network work on: who was there on a day, and what joined them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ngomap.errors import InvalidValue
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.as_of import there_on, ties_on
from ngomap.model.audience import visible_to
from ngomap.model.contacts import Event
from ngomap.model.relationships import Tie
from ngomap.model.words import Term
from ngomap.store.actors import lists_of, matching_actors, matching_refs
from ngomap.store.connection import Map
from ngomap.store.coverage import activities
from ngomap.store.filters import Filters
from ngomap.store.neighbourhood import ties_among
from ngomap.store.settings import today, us
from ngomap.store.terms import all_terms
from ngomap.store.tie_choice import count_ties_among, neighbours, people_in
from ngomap.store.ties import events

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


def network_rows(map_: Map, filters: Filters, audience: str) -> NetworkRows:
    """The actors that the filters leave with, unless only some kinds are asked for, the people who have a position in
    one of them; and the ties among these. Of a map that is too large for questions about the whole of it, those
    around us.

    Raises InvalidValue if even that is too much.
    """
    seen = visible_to(audience)
    chosen = replace(filters, audience=audience)
    ours = us(map_)
    notes: tuple[str, ...] = () if audience == "secret" else (f"What is above the audience {audience} was left out.",)
    total = matching_actors(map_, chosen, limit=1)[1]
    actors: list[Actor] = []
    if total <= MOST_ACTORS:
        actors, _ = matching_actors(map_, chosen)
        ids = {a.id for a in actors}
        narrowed = filters.terms or filters.areas
        if narrowed and not filters.kinds:
            more = people_in(map_, ids, seen) - ids
            if more:
                everyone, _ = matching_actors(map_, Filters(audience=audience, people=True))
                actors += [a for a in everyone if a.id in more]
                ids |= more
    if total > MOST_ACTORS or count_ties_among(map_, ids, seen) > MOST_TIES:
        actors, ids, said = _around(map_, chosen, ours, total)
        notes += (said,)
    ties = ties_among(map_, ids, ids, seen)
    visible = {a.id for a in matching_refs(map_, Filters(audience=audience))}
    known = {a.id for a in actors}
    terms = all_terms(map_)
    return NetworkRows(
        actors,
        ties,
        # An event that somebody withheld took part in would betray them.
        [e for e in events(map_) if e.audience in seen and visible.issuperset(p.id for p in e.participants)],
        _issues(map_, known, terms),
        terms,
        ours if ours and ours.id in known else None,
        today(map_),
        notes,
    )


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


def _issues(map_: Map, actor_ids: set[int], terms: list[Term]) -> dict[int, set[int]]:
    ids = {t.slug: t.id for t in terms if t.vocabulary == "issue"}
    found = {a: {ids[slug] for slug in lists["issues"]} for a, lists in lists_of(map_, sorted(actor_ids)).items()}
    issues = set(ids.values())
    for row in activities(map_, inferred=False):
        if row.actor in found and row.term in issues and row.role != "funder":
            found[row.actor].add(row.term)
    return found


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")
