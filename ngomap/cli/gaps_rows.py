"""The rows that each part of `ngomap gaps` works on, from the map to the analysis."""

from __future__ import annotations

from dataclasses import dataclass

from ngomap.analyses.gaps_coverage import find_coverage_gaps
from ngomap.analyses.gaps_knowledge import Facts, find_knowledge_gaps
from ngomap.analyses.gaps_reach import find_reach_gaps
from ngomap.analyses.gaps_relationships import find_relationship_gaps
from ngomap.analyses.gaps_resources import find_resource_gaps
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.as_of import ties_on
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from ngomap.model.words import Area, Term
from ngomap.store.actors import all_refs, lists_of, matching_actors, matching_refs
from ngomap.store.agreements import agreements
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.coverage import activities, need_figures, surveys
from ngomap.store.coverage import resources as resource_rows
from ngomap.store.filters import Filters
from ngomap.store.ladder_rows import freshness_months
from ngomap.store.settings import today
from ngomap.store.terms import all_terms
from ngomap.store.ties import all_ties, events, stances, trust_rows

EVERYONE = Filters()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked for."""

    on: str
    us: ActorRef | None = None
    issues: tuple[Term, ...] = ()
    area: Area | None = None
    population: Term | None = None
    level: str | None = None


def coverage(map_: Map, asked: Asked) -> Report:
    """`gaps coverage`."""
    actors, _ = matching_actors(map_, EVERYONE)
    return find_coverage_gaps(
        [a.ref for a in actors], all_areas(map_), all_terms(map_), activities(map_), need_figures(map_), surveys(map_),
        on=asked.on, statuses={a.id: a.status for a in actors}, area=asked.area, issues=asked.issues,
        population=asked.population, level=asked.level,
    )  # fmt: skip


def reach(map_: Map, asked: Asked) -> Report:
    """`gaps reach`."""
    actors, _ = matching_actors(map_, EVERYONE)
    return find_reach_gaps(
        [a.ref for a in actors], all_areas(map_), all_terms(map_), activities(map_), need_figures(map_), surveys(map_),
        on=asked.on, statuses={a.id: a.status for a in actors}, area=asked.area, issues=asked.issues,
        population=asked.population, level=asked.level, us=asked.us,
    )  # fmt: skip


def knowledge(map_: Map, asked: Asked) -> Report:
    """`gaps knowledge`."""
    actors, _ = matching_actors(map_, EVERYONE)
    return find_knowledge_gaps(
        actors, _facts(map_, actors), all_areas(map_), all_terms(map_), _ties(map_, asked),
        activities(map_, inferred=False), stances(map_), trust_rows(map_), surveys(map_), on=asked.on, us=asked.us,
        about=_about(map_, asked), area=asked.area,
    )  # fmt: skip


def network(map_: Map, asked: Asked) -> Report:
    """`gaps network`."""
    from ngomap.analyses.gaps_network import find_network_gaps
    from ngomap.graph.alliance import alliance_graph

    refs = all_refs(map_)
    issues_of: dict[int, set[int]] = {}
    sectors_of: dict[int, set[int]] = {}
    terms = all_terms(map_)
    ids = {(t.vocabulary, t.slug): t.id for t in terms}
    for actor, lists in lists_of(map_, [a.id for a in refs]).items():
        issues_of[actor] = {ids["issue", slug] for slug in lists["issues"]}
        sectors_of[actor] = {ids["sector", slug] for slug in lists["sectors"]}
    vocabularies = {t.id: t.vocabulary for t in terms}
    for row in activities(map_, inferred=False):
        if row.actor in issues_of and vocabularies[row.term] == "issue":
            issues_of[row.actor].add(row.term)
    return find_network_gaps(
        alliance_graph(refs, _ties(map_, asked), asked.on), refs, issues_of, sectors_of, terms, on=asked.on, us=asked.us,
        issues=asked.issues, about=_about(map_, asked),
    )  # fmt: skip


def relationships(map_: Map, asked: Asked) -> Report:
    """`gaps relationships`; with a filter, the ties that at least one of the actors it leaves has."""
    about = _about(map_, asked)
    return find_relationship_gaps(
        all_refs(map_),
        [t for t in _ties(map_, asked) if about is None or t.a in about or t.b in about],
        [e for e in events(map_) if about is None or any(p.id in about for p in e.participants)],
        on=asked.on, us=asked.us,
        activities=activities(map_, inferred=False),
        agreements=agreements(map_), months=freshness_months(map_),
    )  # fmt: skip


def resources(map_: Map, asked: Asked) -> Report:
    """`gaps resources`."""
    return find_resource_gaps(
        all_refs(map_), resource_rows(map_), on=asked.on, us=asked.us, about=_about(map_, asked)
    )


def _ties(map_: Map, asked: Asked) -> list[Tie]:
    return ties_on(all_ties(map_), asked.on, today(map_))


def _about(map_: Map, asked: Asked) -> set[int] | None:
    """The actors that the filters leave: on any of the issues, in the area, for the population. None: all."""
    if not (asked.issues or asked.area or asked.population):
        return None
    areas = (asked.area.id,) if asked.area else ()
    populations = (asked.population.id,) if asked.population else ()
    each: list[tuple[int, ...]] = [(t.id,) for t in asked.issues] or [()]
    return {a.id for issue in each for a in matching_refs(map_, Filters(terms=(*issue, *populations), areas=areas))}


def _facts(map_: Map, actors: list[Actor]) -> dict[int, Facts]:
    return {
        actor: Facts(lists["issues"], lists["populations"], lists["serves"])
        for actor, lists in lists_of(map_, [a.id for a in actors]).items()
    }
