"""The rows that `ngomap match` works on, and whom to call, as far as an audience may see them."""

from __future__ import annotations

from collections.abc import Collection

from ngomap.analyses.match_market import MarketRows
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.as_of import there_on, ties_on
from ngomap.model.audience import allowed_fields, visible_to
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.coverage import resources
from ngomap.store.neighbourhood import some_actors, ties_among, ties_of_many
from ngomap.store.settings import today
from ngomap.store.ties import trust_rows

POSITIONS = ("works-for", "on-board-of", "holds-office-in", "volunteers-for")
MOST_PEOPLE = 2


def market_rows(map_: Map, on: str, audience: str, kind: str | None = None) -> MarketRows:
    """Offers and needs with whose they are and what ties them."""
    audiences = visible_to(audience)
    rows = [r for r in resources(map_) if r.audience in audiences and kind in (None, r.kind)]
    everybody = some_actors(map_, {r.actor for r in rows})
    now = today(map_)
    actors = {
        i: a for i, a in everybody.items() if a.audience in audiences and there_on(a.status, a.founded, on, now)
    }
    ties = ties_on(ties_among(map_, actors, actors, audiences), on, now)
    trust = [t for t in trust_rows(map_) if t.audience in audiences and t.from_id in actors and t.to_id in actors]
    return MarketRows(actors, rows, all_areas(map_), ties, trust)


def contacts(map_: Map, actors: Collection[int], us: ActorRef | None, on: str, audience: str) -> dict[int, list[str]]:
    """Whom to call at each organization: people who hold a position there, those tied to us first."""
    audiences = visible_to(audience)
    ties = [t for t in ties_on(ties_of_many(map_, actors, audiences), on, today(map_)) if t.open_on(on)]
    held = [t for t in ties if t.type in POSITIONS and t.b in actors]
    people = {i: a for i, a in some_actors(map_, {t.a for t in held}).items() if a.audience in audiences}
    near = set()
    if us is not None:
        near = {t.other(us.id) for t in ties_of_many(map_, [us.id], audiences) if t.open_on(on)}
    found: dict[int, list[str]] = {}
    held.sort(key=lambda t: (t.a not in near, POSITIONS.index(t.type), people[t.a].handle if t.a in people else ""))
    for tie in held:
        said = found.setdefault(tie.b, [])
        if tie.a in people and len(said) < MOST_PEOPLE:
            said.append(_called(people[tie.a], tie.title, audience))
    for id_, actor in some_actors(map_, actors).items():
        if not found.get(id_) and (actor.kind == "person" or actor.phone or actor.email):
            found[id_] = [_called(actor, None, audience)]
    return found


def _called(actor: Actor, title: str | None, audience: str) -> str:
    allowed = allowed_fields("person" if actor.kind == "person" else "organization", audience)
    details = [title] if title else []
    details += [x for x in (actor.phone if "phone" in allowed else None, actor.email if "email" in allowed else None) if x]
    return f"{actor.name} ({', '.join(details)})" if details else actor.name
