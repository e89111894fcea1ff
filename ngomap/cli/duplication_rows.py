"""The rows that `ngomap duplication` works on, from the map to the analysis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial

from ngomap.analyses.coordination import UMBRELLAS
from ngomap.analyses.duplication import Compared, compare_work, tell_duplication
from ngomap.analyses.duplication_asked import Asked
from ngomap.analyses.duplication_of_one import compare_with
from ngomap.model.actors import ActorRef
from ngomap.model.as_of import ties_on
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from ngomap.store.actors import all_refs, lists_of, matching_refs, open_refs
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.current_cells import activities_of_many, work_at, work_by_cell
from ngomap.store.filters import Filters
from ngomap.store.neighbourhood import ties_of_many
from ngomap.store.settings import today, us
from ngomap.store.terms import all_terms
from ngomap.store.ties import all_ties


def overlap(map_: Map, asked: Asked) -> Report:
    """`duplication`: of everybody who is not closed, or of one organization beside all others that are not."""
    return _of_everybody(map_, asked) if asked.one is None else _of_one(map_, asked, asked.one)


def _of_everybody(map_: Map, asked: Asked) -> Report:
    ours = us(map_)
    closed = {a.id for a in matching_refs(map_, Filters(statuses=("closed",)))}
    actors = [a for a in all_refs(map_) if a.id not in closed]
    compared = compare_work(
        actors, work_by_cell(map_), partial(activities_of_many, map_), all_terms(map_), all_areas(map_), asked
    )
    ties = ties_on(ties_of_many(map_, compared.work), asked.on, today(map_))
    if compared.overlaps and not compared.tied(ties):
        # Whether there are ties at all between those who work is told, and nobody else's are needed.
        ties = ties_on(all_ties(map_), asked.on, today(map_))
    return tell_duplication(compared, actors, ties, ours.id if ours else None, _works_on(map_, compared, ties))


def _of_one(map_: Map, asked: Asked, one: ActorRef) -> Report:
    ours = us(map_)
    compared = overlaps_of(map_, asked, one)
    ties = ties_on(ties_of_many(map_, compared.work), asked.on, today(map_))
    ends = {end for tie in ties for end in (tie.a, tie.b)} - compared.organizations.keys()
    actors = [*compared.organizations.values(), *open_refs(map_, ends).values()]
    compared.organizations.update((a.id, a) for a in actors if a.kind != "person")
    return tell_duplication(compared, actors, ties, ours.id if ours else None, _works_on(map_, compared, ties))


def overlaps_of(map_: Map, asked: Asked, one: ActorRef) -> Compared:
    """Whose work is like that of one organization, whatever their ties."""
    return compare_with(
        one, partial(open_refs, map_), partial(work_at, map_), partial(activities_of_many, map_), all_terms(map_),
        all_areas(map_), asked,
    )  # fmt: skip


def _works_on(map_: Map, compared: Compared, ties: Iterable[Tie]) -> dict[int, set[int]]:
    """The terms that the coalitions and networks work on, as they say or do, of which two of those who overlap are members."""
    members = Counter(above for _, above in {(t.a, t.b) for t in ties if t.type == "member-of" and t.a in compared.work})
    known = compared.organizations
    umbrellas = [id_ for id_, n in members.items() if n > 1 and id_ in known and known[id_].kind in UMBRELLAS]
    lists, ids = lists_of(map_, umbrellas), {(t.vocabulary, t.slug): t.id for t in compared.names.terms.values()}
    found = {
        id_: {ids["issue", s] for s in lists[id_]["issues"]} | {ids["service", s] for s in lists[id_]["services"]}
        for id_ in umbrellas
    }
    for row in activities_of_many(map_, umbrellas):
        found[row.actor].add(row.term)
    return found
