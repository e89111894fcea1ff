"""The rows that `ngomap coverage` works on, from the map to the analysis, as far as an audience may see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ngomap.analyses.coverage_matrix import CoverageRows
from ngomap.model.audience import visible_to
from ngomap.model.coverage import Activity
from ngomap.store.actors import matching_actors
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.filters import Filters
from ngomap.store.seen_presence import sectors_of_actors, seen_figures, seen_presence, seen_surveys
from ngomap.store.terms import all_terms
from ngomap.store.withheld import withheld


def coverage_rows(map_: Map, audience: str, columns: str = "issue", counted: Filters | None = None) -> CoverageRows:
    """Everything that bears on who serves what where. With `counted`, only what those actors do; with columns `sector`,
    what an actor does is taken as the work of its sectors, for which there are no need figures.
    """
    visible = visible_to(audience)
    hidden = withheld(map_, "area", visible)
    actors, _ = matching_actors(map_, Filters(audience=audience))
    activities = seen_presence(map_, visible)
    if counted is not None and counted.where()[1]:
        chosen = {a.id for a in matching_actors(map_, replace(counted, audience=audience))[0]}
        activities = [v for v in activities if v.actor in chosen]
    figures, surveys = seen_figures(map_, visible), seen_surveys(map_, visible)
    if columns == "sector":
        activities = _of_sectors(activities, sectors_of_actors(map_))
        figures, surveys = [], [s for s in surveys if s.term is None]
    return CoverageRows(
        actors=[a.ref for a in actors],
        areas=[a for a in all_areas(map_) if a.id not in hidden],
        terms=all_terms(map_),
        activities=activities,
        figures=figures,
        surveys=surveys,
        statuses={a.id: a.status for a in actors},
    )


def _of_sectors(activities: Collection[Activity], sectors: dict[int, list[int]]) -> list[Activity]:
    return [replace(row, term=sector) for row in activities for sector in sectors.get(row.actor, ())]
