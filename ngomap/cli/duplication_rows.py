"""The rows that `ngomap duplication` works on, from the map to the analysis."""

from __future__ import annotations

from functools import partial

from ngomap.analyses.duplication import THRESHOLD, compare_work, tell_duplication
from ngomap.model.as_of import ties_on
from ngomap.model.report import Report
from ngomap.model.words import Area, Term
from ngomap.store.actors import all_refs, lists_of, matching_refs
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.current_cells import activities_of_many, work_by_cell
from ngomap.store.filters import Filters
from ngomap.store.neighbourhood import ties_of_many
from ngomap.store.settings import today, us
from ngomap.store.terms import all_terms
from ngomap.store.ties import all_ties


def overlap(
    map_: Map, on: str, term: Term | None = None, where: Area | None = None, least_alike: float = THRESHOLD,
    least_shared: int | None = None,
) -> Report:  # fmt: skip
    """`duplication`: of everybody who is not closed."""
    ours = us(map_)
    terms = all_terms(map_)
    ids = {(t.vocabulary, t.slug): t.id for t in terms}
    closed = {a.id for a in matching_refs(map_, Filters(statuses=("closed",)))}
    actors = [a for a in all_refs(map_) if a.id not in closed]
    umbrellas = [a.id for a in actors if a.kind in ("coalition", "network")]
    lists = lists_of(map_, umbrellas)
    works_on = {
        id_: {ids["issue", s] for s in lists[id_]["issues"]} | {ids["service", s] for s in lists[id_]["services"]}
        for id_ in umbrellas
    }
    for row in activities_of_many(map_, umbrellas):
        works_on[row.actor].add(row.term)
    compared = compare_work(
        actors, work_by_cell(map_), partial(activities_of_many, map_), terms, all_areas(map_), on, term, where, least_alike,
        least_shared,
    )  # fmt: skip
    ties = ties_on(ties_of_many(map_, compared.work), on, today(map_))
    if compared.overlaps and not compared.tied(ties):
        # Whether there are ties at all between those who work is told, and nobody else's are needed.
        ties = ties_on(all_ties(map_), on, today(map_))
    return tell_duplication(compared, actors, ties, ours.id if ours else None, works_on)
