"""The rows that each part of `ngomap gaps` works on, from the map to the analysis."""

from __future__ import annotations

from typing import Any

from ngomap.analyses.freshness import LONG_PAST_MONTHS, months_before
from ngomap.analyses.gaps_asked import Asked
from ngomap.analyses.gaps_coverage import reckon_coverage_gaps, tell_coverage_gaps
from ngomap.analyses.gaps_knowledge import tell_knowledge_gaps
from ngomap.analyses.gaps_reach import KINDS_OF, reckon_reach_gaps, tell_reach_gaps
from ngomap.analyses.gaps_relationships import find_relationship_gaps
from ngomap.analyses.gaps_resources import find_resource_gaps
from ngomap.analyses.knowledge_recorded import Recorded
from ngomap.analyses.situation import Situation
from ngomap.cli.whole_graph import INSTALL, is_large, scale_installed, spaced, whole_graph
from ngomap.model.actors import ActorRef
from ngomap.model.as_of import each_tie_on, ties_on
from ngomap.model.audience import AUDIENCES
from ngomap.model.report import Report
from ngomap.store import known_facts
from ngomap.store.actors import all_refs, matching_actors, matching_refs, some_refs
from ngomap.store.agreements import agreements
from ngomap.store.area_work import activities_in, area_work, statuses_of
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.coverage import need_figures, surveys
from ngomap.store.coverage import resources as resource_rows
from ngomap.store.filters import Filters
from ngomap.store.ladder_rows import each_seen_tie, freshness_months, seen_parts, seen_ties
from ngomap.store.settings import today
from ngomap.store.standing import count_ties, issues_worked_on, recorded_terms, tied_actors
from ngomap.store.terms import all_terms
from ngomap.store.ties import events, stances, trust_rows

EVERYONE = Filters()


def coverage(map_: Map, asked: Asked) -> Report:
    """`gaps coverage`: everybody is counted, and read are only those who are told."""
    work = area_work(map_, asked.on, months_before(asked.on, LONG_PAST_MONTHS), AUDIENCES)
    gaps = reckon_coverage_gaps(_situation(map_), work, asked)
    rows = activities_in(map_, gaps.wanted(), AUDIENCES)
    who = {row.actor for row in rows}
    return tell_coverage_gaps(gaps, [*some_refs(map_, who).values()], rows, statuses_of(map_, who))


def reach(map_: Map, asked: Asked) -> Report:
    """`gaps reach`: everybody is counted, and read are only those who are told."""
    sides = {side: {a.id for a in matching_refs(map_, Filters(kinds=kinds))} for side, kinds in KINDS_OF.items()}
    work = area_work(map_, asked.on, months_before(asked.on, LONG_PAST_MONTHS), AUDIENCES)
    gaps = reckon_reach_gaps(sides, _situation(map_), work, asked)
    rows = activities_in(map_, gaps.wanted(), AUDIENCES)
    who = {row.actor for row in rows} | gaps.led()
    return tell_reach_gaps(gaps, [*some_refs(map_, who).values()], rows, statuses_of(map_, who))


def _situation(map_: Map) -> Situation:
    return Situation(all_areas(map_), all_terms(map_), need_figures(map_), surveys(map_))


def knowledge(map_: Map, asked: Asked) -> Report:
    """`gaps knowledge`."""
    actors, _ = matching_actors(map_, EVERYONE)
    issues, us = known_facts.issues_on_record(map_), asked.us.id if asked.us else None
    ours = {*issues.get(us, ()), *known_facts.worked_by(map_, us)} if us is not None else set()
    known = Recorded(
        issues, known_facts.with_populations(map_), known_facts.with_areas(map_), known_facts.active(map_),
        known_facts.serving(map_), ours, known_facts.worked_on(map_, ours),
        *known_facts.neighbours(map_, asked.on, today(map_), us), known_facts.recorded_there(map_),
    )  # fmt: skip
    return tell_knowledge_gaps(
        actors, all_areas(map_), known, stances(map_), trust_rows(map_), surveys(map_), on=asked.on, us=asked.us,
        about=_about(map_, asked), area=asked.area, most=asked.most,
    )  # fmt: skip


def network(map_: Map, asked: Asked) -> Report:
    """`gaps network`. Of a map that is too large, without the extra `scale`, all but what holds it together."""
    from ngomap.analyses.gaps_network import find_network_gaps

    refs = all_refs(map_)
    graph, unseen = _graph(map_, asked, refs)
    return find_network_gaps(
        graph, refs, issues_worked_on(map_, AUDIENCES, funded=True), recorded_terms(map_, "sector"), all_terms(map_),
        on=asked.on, us=asked.us, issues=asked.issues, about=_about(map_, asked), unseen=unseen,
    )  # fmt: skip


def _graph(map_: Map, asked: Asked, refs: list[ActorRef]) -> tuple[Any, str]:
    """The graph of the whole map; or, if that is too large for what is installed, of those without ties, and so said."""
    from ngomap.graph.alliance import alliance_graph
    from ngomap.graph.strength import NOT_ALLIED

    if not is_large(map_, len(refs)):
        return alliance_graph(refs, ties_on(seen_ties(map_, AUDIENCES), asked.on, today(map_)), asked.on), ""
    if scale_installed():
        return whole_graph(map_, refs, asked.on), ""
    tied = tied_actors(map_, asked.on, today(map_), NOT_ALLIED)
    size = f"{spaced(len(refs))} actors and {spaced(count_ties(map_))} ties"
    return alliance_graph([a for a in refs if a.id not in tied], (), asked.on), (
        f"The map has {size}: separate parts, and what one actor or one tie holds together, were not looked for. {INSTALL}"
    )


def relationships(map_: Map, asked: Asked) -> Report:
    """`gaps relationships`; with a filter, the ties that at least one of the actors it leaves has."""
    about = _about(map_, asked)
    ties = each_tie_on(each_seen_tie(map_, AUDIENCES), asked.on, today(map_))
    return find_relationship_gaps(
        all_refs(map_),
        (t for t in ties if about is None or t.a in about or t.b in about),
        [e for e in events(map_) if about is None or any(p.id in about for p in e.participants)],
        on=asked.on, us=asked.us,
        activities=seen_parts(map_, AUDIENCES),
        agreements=agreements(map_), months=freshness_months(map_), most=asked.most,
    )  # fmt: skip


def resources(map_: Map, asked: Asked) -> Report:
    """`gaps resources`."""
    rows = resource_rows(map_)
    refs = some_refs(map_, {row.actor for row in rows})
    return find_resource_gaps([*refs.values()], rows, on=asked.on, us=asked.us, about=_about(map_, asked))


def _about(map_: Map, asked: Asked) -> set[int] | None:
    """The actors that the filters leave: on any of the issues, in the area, for the population. None: all."""
    if not (asked.issues or asked.area or asked.population):
        return None
    areas = (asked.area.id,) if asked.area else ()
    populations = (asked.population.id,) if asked.population else ()
    each: list[tuple[int, ...]] = [(t.id,) for t in asked.issues] or [()]
    return {a.id for issue in each for a in matching_refs(map_, Filters(terms=(*issue, *populations), areas=areas))}
