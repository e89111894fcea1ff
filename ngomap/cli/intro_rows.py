"""The rows that `ngomap intro` works on: what stands around two actors, from the map to the analysis."""

from __future__ import annotations

from collections.abc import Collection

from ngomap.analyses.freshness import days_after
from ngomap.analyses.introductions import Circles, Introductions, find_introductions
from ngomap.analyses.introductions_draft import Common
from ngomap.analyses.introductions_report import Told
from ngomap.analyses.introductions_telling import ASKED_DAYS
from ngomap.cli.references import find_actor
from ngomap.errors import NotFound
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.as_of import ties_on
from ngomap.model.audience import visible_to
from ngomap.store.actors import lists_of
from ngomap.store.areas import areas_named
from ngomap.store.connection import Map
from ngomap.store.neighbourhood import (
    introductions_asked,
    last_contacts,
    some_actors,
    stances_of_many,
    ties_among,
    ties_of_many,
)
from ngomap.store.settings import today
from ngomap.store.terms import all_terms


def shown_actor(map_: Map, text: str, audience: str) -> ActorRef:
    """The actor that the REF names, if the audience may see it. Raises NotFound, Ambiguous."""
    found = find_actor(map_, text)
    if some_actors(map_, [found.id])[found.id].audience not in visible_to(audience):
        raise NotFound(f"There is no actor {text!r} for the audience {audience}.", "See 'ngomap list'.")
    return found


def circles(map_: Map, source: ActorRef, target: ActorRef, on: str, audience: str = "secret") -> Circles:
    """What stands around the two, as far as the audience may see it."""
    return circles_of_many(map_, source, [target], on, audience)[0]


def circles_of_many(
    map_: Map, source: ActorRef, targets: Collection[ActorRef], on: str, audience: str = "secret"
) -> list[Circles]:
    """The same for several targets, read at once: each has the rows around the others, too, which lie on no way to it."""
    audiences = visible_to(audience)
    ends = {source.id, *(t.id for t in targets)}
    ties = {t.id: t for t in ties_of_many(map_, ends, audiences)}
    ours = {t.other(source.id) for t in ties.values() if source.id in (t.a, t.b)} - {source.id}
    theirs = {t.other(end) for t in ties.values() for end in (t.a, t.b) if end in ends and end != source.id} - {source.id}
    ties |= {t.id: t for t in ties_among(map_, ours, theirs, audiences)}
    everybody = some_actors(map_, ours | theirs | ends)
    shown = {i: a for i, a in everybody.items() if a.audience in audiences or i == source.id}
    stances = stances_of_many(map_, shown, on, audiences)
    kept = ties_on((t for t in ties.values() if t.a in shown and t.b in shown), on, today(map_))
    return [Circles(everybody[source.id], everybody[t.id], shown, kept, stances) for t in targets]


def introductions_to(
    map_: Map, source: ActorRef, target: ActorRef, on: str, audience: str = "secret", via: str = "any"
) -> Introductions:
    """The ways from one actor to another; `.best` is the strongest through somebody else."""
    return find_introductions(circles(map_, source, target, on, audience), on, via)


def told_of(
    map_: Map, found: Introductions, us: int | None, audience: str, most: int = 0, draft: bool = False
) -> Told:
    """What else is told of the ways, of at most so many of a kind (0: all)."""
    audiences = visible_to(audience)
    since = days_after(found.on, -ASKED_DAYS)
    return Told(
        contacts=last_contacts(map_, found.pairs(most), found.on, audiences),
        asked=introductions_asked(map_, found.source.id, since, found.on, audiences),
        us=us,
        audience=audience,
        stances=stances_of_many(map_, [found.target.id], found.on, audiences),
        common=_common(map_, found.source, found.target) if draft else None,
    )


def _common(map_: Map, source: Actor, target: Actor) -> Common:
    lists = lists_of(map_, [source.id, target.id])
    ours, theirs = lists[source.id], lists[target.id]
    names = {t.slug: t.name for t in all_terms(map_) if t.vocabulary == "issue"}
    areas = [areas_named(map_, handle)[0] for handle in ours["serves"] if handle in theirs["serves"]]
    return Common(
        tuple(names[slug] for slug in ours["issues"] if slug in theirs["issues"]),
        tuple(a.name for a in areas),
        tuple(names[slug] for slug in ours["issues"]),
    )
