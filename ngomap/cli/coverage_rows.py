"""The rows that `ngomap coverage` works on, from the map to the analysis, as far as an audience may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ngomap.analyses.coverage_matrix import tell_matrix
from ngomap.analyses.coverage_sums import Facts, sum_matrix
from ngomap.analyses.freshness import LONG_PAST_MONTHS, months_before
from ngomap.model.actors import ActorRef
from ngomap.model.audience import visible_to
from ngomap.model.coverage_matrix import CoverageMatrix
from ngomap.model.words import Area, Term
from ngomap.store.actors import matching_refs, some_refs
from ngomap.store.area_work import DONE, SECTORS, activities_in, area_work, seen_figures, seen_surveys, statuses_of
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.filters import Filters
from ngomap.store.terms import all_terms
from ngomap.store.withheld import withheld


def coverage_matrix(
    map_: Map,
    audience: str,
    on: str,
    rows: str = "area",
    columns: str = "issue",
    areas: Sequence[Area] = (),
    terms: Sequence[Term] = (),
    population: Term | None = None,
    level: str | None = None,
    focus: ActorRef | None = None,
    most_rows: int = 0,
    most_columns: int = 0,
    counted: Filters | None = None,
) -> CoverageMatrix:
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
    if columns == "sector":
        figures, surveys, of = [], [s for s in surveys if s.term is None], SECTORS
    facts = Facts(
        [a for a in all_areas(map_) if a.id not in hidden], all_terms(map_),
        area_work(map_, on, months_before(on, LONG_PAST_MONTHS), visible, chosen, of), figures, surveys,
    )  # fmt: skip
    sums = sum_matrix(facts, on, rows, columns, areas, terms, population, level, most_rows, most_columns)
    activities = activities_in(map_, sums.wanted(), visible, chosen, of)
    who = {row.actor for row in activities}
    return tell_matrix(sums, on, [*some_refs(map_, who).values()], activities, statuses_of(map_, who), focus)
