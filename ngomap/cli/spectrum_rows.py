"""The rows that `ngomap spectrum` works on, from the map to the analysis, as far as an audience may see them."""

from __future__ import annotations

from dataclasses import replace

from ngomap.analyses.allies_tree import Tree
from ngomap.analyses.spectrum import SpectrumRows
from ngomap.model.actors import Actor
from ngomap.model.as_of import there_on, ties_on
from ngomap.model.audience import AUDIENCES, allowed_fields, visible_to
from ngomap.model.contacts import Event, Stance
from ngomap.model.relationships import Tie
from ngomap.model.words import Area, Term
from ngomap.store.actors import lists_of, matching_actors, matching_refs
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.filters import Filters
from ngomap.store.ladder_rows import freshness_months, seen_events, seen_ties
from ngomap.store.settings import today, us
from ngomap.store.terms import all_terms, below
from ngomap.store.ties import stances


def spectrum_rows(map_: Map, issue: Term, area: Area | None, on: str, reader: str) -> SpectrumRows:
    """Everything that bears on who stands where on the issue."""
    visible, now = visible_to(reader), today(map_)
    seen, _ = matching_actors(map_, Filters(audience=reader))
    actors = [a for a in seen if there_on(a.status, a.founded, on, now)]
    there = {a.id for a in actors}
    ours = us(map_)
    mine = ours.id if ours is not None and ours.id in there else None
    terms = all_terms(map_)
    issues = {issue.id, *below(map_, issue.id)}
    told = [s for s in stances(map_) if s.issue in issues and s.actor in there and s.audience in visible]
    centre = {s.actor for s in told} | ({mine} if mine is not None else set())
    on_it, about = _concerned(map_, actors, {t.slug for t in terms if t.id in issues}, issue, area, reader)
    return SpectrumRows(
        actors=[a.ref for a in actors],
        terms=terms,
        stances=[_stance(s, reader) for s in told],
        ties=[_tie(t, reader) for t in ties_on(seen_ties(map_, visible, sorted(centre)), on, now)],
        events=[_event(e, there, reader) for e in seen_events(map_, visible, sorted(centre))],
        us=mine,
        on_it=on_it,
        about=about,
        months=freshness_months(map_),
    )


def _stance(row: Stance, reader: str) -> Stance:
    return row if "source" in allowed_fields("stance", reader) else replace(row, source=None)


def _tie(row: Tie, reader: str) -> Tie:
    if "rung" in allowed_fields("relationship", reader):
        return row
    # That two are at odds may not be told, but is reason enough not to call one the way to the other.
    return replace(row, rung=None, stance=row.stance if row.stance == "confrontational" else None)


def _event(row: Event, there: set[int], reader: str) -> Event:
    told = row.introduces in there and "introduces" in allowed_fields("event", reader)
    return row if told or row.introduces is None else replace(row, introduces=None)


def _concerned(
    map_: Map, actors: list[Actor], slugs: set[str], issue: Term, area: Area | None, reader: str
) -> tuple[set[int], set[int] | None]:
    """Who works on the issue, and who sits, serves or is active in the area (None: no area was asked for).

    An activity may be above the audience, so for others only what actors say of themselves counts.
    """
    if reader == AUDIENCES[-1]:
        on_it = {a.id for a in matching_refs(map_, Filters(terms=(issue.id,)))}
        return on_it, {a.id for a in matching_refs(map_, Filters(areas=(area.id,)))} if area else None
    lists = lists_of(map_, [a.id for a in actors])
    on_it = {i for i, found in lists.items() if slugs.intersection(found["issues"])}
    if area is None:
        return on_it, None
    areas = all_areas(map_)
    inside = {area.id, *Tree({a.id: a.parent for a in areas}).below(area.id)}
    handles = {a.handle for a in areas if a.id in inside}
    about = set()
    for actor in actors:
        fields = allowed_fields("person" if actor.kind == "person" else "organization", reader)
        places = {actor.area} if "area" in fields else set()
        places |= set(lists[actor.id]["serves"]) if "serves" in fields else set()
        if handles & places:
            about.add(actor.id)
    return on_it, about
