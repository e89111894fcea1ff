"""The questions of `allies`, `partners` and `duplication --for` answered the plain way: from all of the map, made into records
and, for the first two, a networkx graph.
"""

from __future__ import annotations

from collections.abc import Collection

from ngomap.analyses.allies_known import AllyRows
from ngomap.analyses.footprints import counts_on, footprints, rarities, weighted_jaccard
from ngomap.analyses.partners import find_partners
from ngomap.model.actors import ActorRef
from ngomap.model.as_of import ties_on
from ngomap.model.audience import AUDIENCES
from ngomap.model.report import Report
from ngomap.store.actors import PLURALS, lists_of, matching_actors
from ngomap.store.agreements import agreements
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.coverage import activities, resources
from ngomap.store.filters import Filters
from ngomap.store.ladder_rows import freshness_months
from ngomap.store.projects import assessments, project_names
from ngomap.store.settings import today, us
from ngomap.store.terms import all_terms
from ngomap.store.ties import all_ties, events, stances, trust_rows


def whole_rows(map_: Map, on: str) -> AllyRows:
    """All that bears on allies, of everybody."""
    actors, _ = matching_actors(map_, Filters())
    terms, areas = all_terms(map_), all_areas(map_)
    term_ids = {(PLURALS[t.vocabulary], t.slug): t.id for t in terms}
    area_ids = {a.handle: a.id for a in areas}
    lists = lists_of(map_, [a.id for a in actors])
    ours = us(map_)
    return AllyRows(
        actors, ours.id if ours else None, terms, areas,
        {i: [term_ids[p, slug] for p in PLURALS.values() for slug in found[p]] for i, found in lists.items()},
        {i: [area_ids[handle] for handle in found["serves"]] for i, found in lists.items()},
        activities(map_, inferred=False), resources(map_), ties_on(all_ties(map_), on, today(map_)), trust_rows(map_),
        stances(map_), events(map_), agreements(map_), assessments(map_, AUDIENCES),
        {i: name for i, (_, name) in project_names(map_, AUDIENCES).items()}, freshness_months(map_),
    )  # fmt: skip


def whole_partners(map_: Map, asked: ActorRef, on: str, limit: int) -> Report:
    """Who could become a partner, from all records."""
    everyone, _ = matching_actors(map_, Filters())
    there = [a.ref for a in everyone if a.status != "closed" or a.id == asked.id]
    terms, ours = all_terms(map_), us(map_)
    ids = {(PLURALS[t.vocabulary], t.slug): t.id for t in terms}
    lists = lists_of(map_, [a.id for a in there])
    words = {i: {ids[p, s] for p in ("issues", "services", "populations") for s in of[p]} for i, of in lists.items()}
    return find_partners(
        asked, there, activities(map_), ties_on(all_ties(map_), on, today(map_)), stances(map_), terms, all_areas(map_), on,
        ours.id if ours else None, words, limit,
    )  # fmt: skip


def whole_overlaps(map_: Map, ones: Collection[int], on: str, threshold: float, least: int) -> dict[tuple[int, int], float]:
    """How alike the work of everybody is to that of some organizations, where it is at all, from all records."""
    there = {a.id for a in matching_actors(map_, Filters())[0] if a.kind != "person" and (a.status != "closed" or a.id in ones)}
    work = footprints((v for v in activities(map_) if counts_on(v, on)), there)
    weights = rarities(work.values())
    return {
        (min(one, other), max(one, other)): alike for one in ones if one in work for other, theirs in work.items()
        if other != one and len(work[one].keys() & theirs.keys()) >= least
        and (alike := weighted_jaccard(work[one], theirs, weights)) >= threshold
    }  # fmt: skip
