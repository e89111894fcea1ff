"""The rows that `ngomap coverage` works on, from the map to the analysis, as far as an audience may see them."""

from __future__ import annotations

from dataclasses import replace

from ngomap.analyses.coverage_matrix import tell_matrix
from ngomap.analyses.coverage_sums import MatrixAsked, sum_matrix
from ngomap.analyses.freshness import LONG_PAST_MONTHS, months_before
from ngomap.analyses.situation import Situation
from ngomap.model.audience import visible_to
from ngomap.model.coverage_matrix import CoverageMatrix
from ngomap.store.actors import matching_refs, some_refs
from ngomap.store.area_work import DONE, SECTORS, activities_in, area_work, seen_figures, seen_surveys, statuses_of
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.filters import Filters
from ngomap.store.terms import all_terms
from ngomap.store.withheld import withheld


def coverage_matrix(map_: Map, audience: str, asked: MatrixAsked, counted: Filters | None = None) -> CoverageMatrix:
    """Who serves what where: everybody is counted, and read are only those who are told. With `counted`, only what those
    actors do; with columns `sector`, what an actor does is taken as the work of its sectors, for which there are no need
    figures.
    """
    visible = visible_to(audience)
    hidden = withheld(map_, "area", visible)
    chosen = None
    if counted is not None and counted.where()[1]:
        chosen = {a.id for a in matching_refs(map_, replace(counted, audience=audience))}
    figures, surveys, of = seen_figures(map_, visible), seen_surveys(map_, visible), DONE
    if asked.columns == "sector":
        figures, surveys, of = [], [s for s in surveys if s.term is None], SECTORS
    situation = Situation([a for a in all_areas(map_) if a.id not in hidden], all_terms(map_), figures, surveys)
    work = area_work(map_, asked.on, months_before(asked.on, LONG_PAST_MONTHS), visible, chosen, of)
    sums = sum_matrix(situation, work, asked)
    activities = activities_in(map_, sums.wanted(), visible, chosen, of)
    who = {row.actor for row in activities}
    return tell_matrix(sums, [*some_refs(map_, who).values()], activities, statuses_of(map_, who))
