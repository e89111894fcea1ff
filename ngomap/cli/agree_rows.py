"""The rows that `ngomap agree` works on, from the map to the analysis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ngomap.analyses.agreements import Partners
from ngomap.analyses.describing import Gazetteer
from ngomap.analyses.footprints import counts_on
from ngomap.analyses.labour import Served
from ngomap.cli.places_served import areas_of
from ngomap.cli.references import find_actor, our_actor
from ngomap.errors import NotFound, UsageError
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import Agreement, Labour
from ngomap.model.as_of import ties_on
from ngomap.model.audience import allowed_fields, visible_to
from ngomap.store.agreements import Pair, agreements_between, labour_between
from ngomap.store.connection import Map
from ngomap.store.ladder_rows import audience_of, seen_ties
from ngomap.store.neighbourhood import some_actors
from ngomap.store.settings import today, us
from ngomap.store.terms import all_terms
from ngomap.store.work_rows import areas_around, seen_activities, terms_of

COALITIONS = ("coalition", "network")


@dataclass(frozen=True, slots=True)
class Rows:
    """What was agreed and divided, as far as an audience may see it, and what the partners do."""

    agreements: list[Agreement]
    labour: list[Labour]
    served: dict[int, Served]
    names: Gazetteer


def pair_named(map_: Map, refs: Sequence[str], audience: str = "secret") -> Pair:
    """Whom the REFs name: two partners (one alone: us and that one), or a coalition and None, for all its members.

    A coalition alone, or with us, means its members. Raises UsageError, NotFound, Ambiguous.
    """
    named = [_shown(map_, ref, audience) for ref in refs]
    ours = us(map_)
    others = [a for a in named if ours is None or a.id != ours.id]
    coalition = next((a for a in others or named if a.kind in COALITIONS), None)
    if coalition is not None and len(others) <= 1:
        return coalition, None
    if len(named) == 1:
        named.insert(0, our_actor(map_))
    one, other = named
    if one.id == other.id:
        raise UsageError(f"{one.name} agrees nothing with itself.", "Name a partner, or a coalition.")
    return one, other


def partners_of(map_: Map, pair: Pair, on: str, audience: str = "secret") -> Partners:
    """The two, us first; or the coalition with its members on the day, by handle."""
    ours = us(map_)
    one, other = pair
    if other is not None:
        both = sorted((one, other), key=lambda a: (ours is None or a.id != ours.id, a.handle))
        named = [a.handle for a in both if ours is None or a.id != ours.id]
        return Partners(both, None, " ".join(named))
    return Partners(members_of(map_, one, on, audience), one, one.handle)


def members_of(map_: Map, coalition: ActorRef, on: str, audience: str = "secret") -> list[ActorRef]:
    """The members of a coalition on a day, by handle."""
    ties = ties_on(seen_ties(map_, visible_to(audience), [coalition.id]), on, today(map_))
    ids = {t.a for t in ties if t.type == "member-of" and t.b == coalition.id and t.open_on(on)}
    return sorted((a.ref for a in some_actors(map_, ids).values()), key=lambda a: a.handle)


def rows_of(map_: Map, pair: Pair, partners: Partners, on: str, audience: str = "secret") -> Rows:
    """What the map knows of what they agreed and do. Seen from an earlier day, what began later is not there yet."""
    audiences = visible_to(audience)
    one, other = pair
    ends = (one.id, other.id if other else None)
    points = [g for g in agreements_between(map_, *ends) if g.audience in audiences]
    if "source" not in allowed_fields("agreement", audience):
        points = [replace(g, source=None) for g in points]
    tasks = [row for row in labour_between(map_, *ends) if row.audience in audiences]
    if on < today(map_):
        tasks = [row for row in tasks if (row.since or "") <= on]
    ids = [a.id for a in partners.actors]
    activities = [v for v in seen_activities(map_, audiences, ids) if counts_on(v, on) and (v.since or "") <= on]
    terms = {t.id: t for t in all_terms(map_)}
    populations = {id_ for id_, term in terms.items() if term.vocabulary == "population"}
    words, places = terms_of(map_, ids), areas_of(map_, partners.actors, audience)
    served = {}
    for id_ in ids:
        own = [v for v in activities if v.actor == id_ and v.role != "funder"]
        people = _told({v.population: [f"activity:{w.id}" for w in own if w.population == v.population] for v in own})
        where = _told({v.area: [f"activity:{w.id}" for w in own if w.area == v.area] for v in own})
        record = (f"actor:{id_}",)
        served[id_] = Served(
            dict.fromkeys(words.get(id_, set()) & populations, record) | people,
            dict.fromkeys(places.get(id_, ()), record) | where,
        )
    wanted = {area for s in served.values() for area in s.areas} | {row.area for row in tasks if row.area}
    return Rows(points, tasks, served, Gazetteer(terms.values(), areas_around(map_, wanted)))


def _told(rows: dict[int, list[str]] | dict[int | None, list[str]]) -> dict[int, tuple[str, ...]]:
    return {key: tuple(ids) for key, ids in rows.items() if key is not None}


def _shown(map_: Map, ref: str, audience: str) -> ActorRef:
    found = find_actor(map_, ref)
    if audience_of(map_, found.id) not in visible_to(audience):
        raise NotFound(f"There is no actor {ref!r} for the audience {audience}.", "See 'ngomap list'.")
    return found


def refuse_strangers(actor: ActorRef, allowed: Iterable[ActorRef], pair: Pair) -> None:
    """Raises UsageError for one who takes a task without being one of them."""
    if actor.id in {a.id for a in allowed}:
        return
    one, other = pair
    if other is None:
        hint = f"If it is: ngomap link {actor.handle} {one.handle} --type member-of"
        raise UsageError(f"{actor.name} is not a member of {one.name}.", hint)
    raise UsageError(f"{actor.name} is neither {one.name} nor {other.name}.", f"--cover takes {one.handle} or {other.handle}.")
