"""Who does the same work in the same places as one organization? Only what it and those like it do is looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from math import fsum

from ngomap.analyses.describing import Gazetteer
from ngomap.analyses.duplication import Compared
from ngomap.analyses.duplication_asked import Asked
from ngomap.analyses.duplication_pairs import Cells, Row, cells_of, likeness, rows_by_cell
from ngomap.analyses.footprints import Footprint, counts_on, footprints
from ngomap.analyses.overlap_groups import Pair
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity
from ngomap.model.words import Area, Term

Place = tuple[int, int]
"""A term and an area, by id."""


def compare_with(
    one: ActorRef,
    refs_of: Callable[[Collection[int]], Mapping[int, ActorRef]],
    rows_at: Callable[[Collection[Place]], Iterable[Row]],
    activities_of: Callable[[Collection[int]], Iterable[Activity]],
    terms: Iterable[Term],
    areas: Iterable[Area],
    asked: Asked,
) -> Compared:
    """The pairs of `compare_work` that `one` is in, with the same likeness, without a look at anybody else's work.

    `rows_at` gives all that anybody does in some places, in the order of their cells; `refs_of` those of some actors that are
    not closed; `activities_of` the activities of some actors.

    Two ways along the cells, from the organization to those who share one and on to all that these do. Of those who share
    too little only the first is gone: the likeness is never more than what is shared as a part of what the one does.

    An organization without work gives no pairs.
    """
    names = Gazetteer(terms, areas)
    on, least, (on_terms, in_areas) = asked.on, asked.least, asked.cells(names)
    known: dict[int, ActorRef] = {one.id: one}

    def work_of(activities: Iterable[Activity], actors: Collection[int]) -> dict[int, Footprint]:
        counting = (v for v in activities if v.term in on_terms and v.area in in_areas and counts_on(v, on))
        return footprints(counting, actors)

    def cells_in(work: dict[int, Footprint]) -> Cells:
        rows = list(rows_at({(term, place) for cells in work.values() for term, place, _ in cells}))
        found = refs_of({row[3] for row in rows} - known.keys())
        known.update((id_, ref) for id_, ref in found.items() if ref.kind != "person")
        return cells_of(rows, known, on_terms, in_areas, on)

    own = list(activities_of([one.id]))
    near = _near(cells_in(work_of(own, [one.id])), one.id, asked.alike)
    activities = [*own, *activities_of(near)]
    work = work_of(activities, [one.id, *near])
    cells = cells_in(work)
    mine, alone = set(cells.owned.get(one.id, ())), cells.alone.get(one.id, 0)
    overlaps: dict[Pair, float] = {}
    too_few = 0
    for other in near:
        alike, shared = likeness(mine, set(cells.owned[other]), cells.weights, alone + cells.alone.get(other, 0))
        if alike < asked.alike:
            continue
        if shared < least:
            too_few += 1
        else:
            overlaps[min(one.id, other), max(one.id, other)] = alike
    told = {one.id, *(actor for pair in overlaps for actor in pair)}
    counted = cells_of(rows_by_cell(v for v in activities if v.actor in told), told, on_terms, in_areas, on)
    return Compared(
        asked, {id_: ref for id_, ref in known.items() if id_ in told}, names, counted,
        {actor: cells for actor, cells in work.items() if actor in told} if overlaps else {}, overlaps, too_few,
    )  # fmt: skip


def _near(cells: Cells, one: int, threshold: float) -> list[int]:
    """Who shares so much of what the one does that the two could be alike enough."""
    mine = set(cells.owned.get(one, ()))
    least = threshold * (1 - 1e-9) * (fsum(cells.weights[x] for x in mine) + cells.alone.get(one, 0))
    shared = ((other, fsum(cells.weights[x] for x in mine.intersection(theirs))) for other, theirs in cells.owned.items())
    return sorted(other for other, weight in shared if other != one and weight and weight >= least)
