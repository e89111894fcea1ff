"""The rows that `ngomap grant eligible` works on, from the map to the analysis, as far as an audience may see them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ngomap.analyses.cells import Tree
from ngomap.analyses.grant_facts import GrantRows, Project
from ngomap.model.actors import CIVIL_SOCIETY_KINDS, ActorRef
from ngomap.model.as_of import there_on, ties_on
from ngomap.model.audience import allowed_fields, visible_to
from ngomap.model.together import Grant
from ngomap.store.actors import matching_actors, some_refs
from ngomap.store.areas import below as areas_below
from ngomap.store.areas import some_areas
from ngomap.store.connection import Map
from ngomap.store.filters import Filters
from ngomap.store.grants import identifiers_of, projects_done, rivals_on
from ngomap.store.ladder_rows import seen_ties
from ngomap.store.local_coverage import stances_on
from ngomap.store.neighbourhood import some_actors
from ngomap.store.settings import today
from ngomap.store.terms import all_terms
from ngomap.store.work_rows import areas_around, seats_of, seen_activities, serves_of, terms_of

PARTNERS = (*CIVIL_SOCIETY_KINDS, "academia")
ASLEEP = ("closed", "dormant")


def grant_rows(
    map_: Map, grant: Grant, lead: ActorRef, beside: Sequence[ActorRef], left_out: Collection[int], on: str, reader: str
) -> GrantRows:
    """All that bears on who qualifies for the grant; nobody who sleeps, is closed or is left out is a candidate."""
    visible, now = visible_to(reader), today(map_)
    applying = some_actors(map_, [lead.id, *(a.id for a in beside)])
    found, _ = matching_actors(map_, Filters(kinds=PARTNERS, audience=reader))
    others = [
        a
        for a in found
        if a.id not in applying and a.id not in left_out and a.id != grant.funder
        and there_on(a.status, a.founded, on, now) and not (a.status in ASLEEP and on >= now)
    ]  # fmt: skip
    ids = [*applying, *(a.id for a in others)]
    terms = all_terms(map_)
    tree = Tree({t.id: t.parent for t in terms})
    under = tree.down(grant.term) if grant.term is not None else set()
    # Of a call on no issue only whoever works against what the lead works on is an opponent.
    family = {*under, *tree.up(grant.term)} if grant.term is not None else terms_of(map_, [lead.id]).get(lead.id, set())
    area = some_areas(map_, [grant.area]).get(grant.area) if grant.area is not None else None
    within = areas_below(map_, area.id) if area else set()
    around = {a.id for a in areas_around(map_, [area.id])} - within if area else set()
    return GrantRows(
        grant=_seen(grant, reader),
        funder=some_refs(map_, [grant.funder])[grant.funder],
        lead=applying[lead.id],
        beside=[applying[a.id] for a in beside],
        others=others,
        identifiers=identifiers_of(map_, ids),
        serves=serves_of(map_, ids),
        seats=seats_of(map_, ids),
        activities=seen_activities(map_, visible, ids),
        projects=[Project(p.id, p.actor, p.name, p.since, p.terms) for p in projects_done(map_, ids, visible)],
        term=next((t for t in terms if t.id == grant.term), None),
        area=area,
        terms=under,
        family=family,
        within=within,
        around=around,
        ties=ties_on(seen_ties(map_, visible, [lead.id]), on, now),
        rivals=rivals_on(map_, on, visible),
        stances=stances_on(map_, family, on, visible),
    )


def _seen(grant: Grant, reader: str) -> Grant:
    """The grant without what the audience may not see of it."""
    fields = allowed_fields("grant", reader)
    hidden = {name: None for name in ("notes", "source") if name not in fields}
    if "status" not in fields:
        return replace(grant, status="open", notes=None)
    return replace(grant, notes=hidden.get("notes", grant.notes))
