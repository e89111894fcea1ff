"""Those around one actor, read step by step: whom a question or a picture of its surroundings is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ngomap.errors import InvalidValue, NotFound
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.as_of import there_on, ties_on
from ngomap.model.audience import may_see, visible_to
from ngomap.model.relationships import Tie
from ngomap.store.actors import matching_refs
from ngomap.store.connection import Map
from ngomap.store.filters import Filters
from ngomap.store.neighbourhood import some_actors, ties_of_many
from ngomap.store.settings import today

MOST_AROUND = 20_000


def seen_by(map_: Map, ref: ActorRef, audience: str) -> Actor:
    """The actor, if the audience may see it. Raises NotFound."""
    actor = some_actors(map_, [ref.id])[ref.id]
    if not may_see(actor.audience, audience):
        raise NotFound(f"There is no actor {ref.handle!r} for the audience {audience}.", "See 'ngomap list'.")
    return actor


def steps_around(
    map_: Map, ref: ActorRef, steps: int, filters: Filters, audience: str, on: str, wishes: bool = False
) -> dict[Actor, int]:
    """Who is within so many steps of the actor on the day, and how many: over ties that stood, by way of those who meet
    the filters. With `wishes` also whom it wants a tie with or is a rival of, one step away; no way leads on from these.

    Raises NotFound if the audience may not see the actor, InvalidValue if there are too many around it.
    """
    seen = visible_to(audience)
    now = today(map_)
    chosen = _chosen(map_, replace(filters, audience=audience, people=None))
    found = {ref.id: seen_by(map_, ref, audience)}
    far = {ref.id: 0}
    edge = {ref.id}
    reached = {ref.id}
    for step in range(1, steps + 1):
        ties = ties_on(ties_of_many(map_, sorted(edge), seen), on, now)
        standing = _others([t for t in ties if t.open_on(on) and t.type != "rivals"], edge)
        wanted = _others(ties, edge) if wishes and step == 1 else set()
        new = some_actors(map_, sorted((standing | wanted) - reached))
        fitting = {
            id_: actor
            for id_, actor in new.items()
            if may_see(actor.audience, audience)
            and there_on(actor.status, actor.founded, on, now)
            and (chosen is None or id_ in chosen)
            and (filters.people is None or (actor.kind == "person") == filters.people)
        }
        for id_ in fitting:
            far.setdefault(id_, step)
        found |= fitting
        edge = {id_ for id_ in fitting if id_ in standing}
        reached |= edge
        if len(found) > MOST_AROUND:
            raise InvalidValue(
                f"More than {MOST_AROUND} actors are within {step} steps of {ref.name}.", f"Ask for fewer: --steps {step - 1}"
            )
    return {found[id_]: step for id_, step in far.items()}


def _others(ties: Sequence[Tie], edge: set[int]) -> set[int]:
    """The ends of what stands or is wished for, beyond the edge."""
    shown = (t for t in ties if t.status not in ("ended", "declined"))
    return {id_ for t in shown for id_ in (t.a, t.b)} - edge


def _chosen(map_: Map, filters: Filters) -> set[int] | None:
    """Those who meet the filters; None if nothing narrows them."""
    narrowing = (filters.kinds, filters.levels, filters.statuses, filters.terms, filters.areas, filters.country)
    return {a.id for a in matching_refs(map_, filters)} if any(narrowing) else None
