"""The rows that `ngomap spectrum` works on, from the map to the analysis, as far as an audience may see them."""

from __future__ import annotations

from dataclasses import replace

from ngomap.analyses.spectrum import SpectrumRows
from ngomap.model.as_of import there_on, ties_on
from ngomap.model.audience import allowed_fields, visible_to
from ngomap.model.contacts import Event, Stance
from ngomap.model.relationships import Tie
from ngomap.model.words import Term
from ngomap.store.actors import matching_actors, matching_refs
from ngomap.store.connection import Map
from ngomap.store.filters import Filters
from ngomap.store.ladder_rows import freshness_months, seen_events, seen_ties
from ngomap.store.settings import today, us
from ngomap.store.terms import all_terms, below
from ngomap.store.ties import stances


def spectrum_rows(map_: Map, issue: Term, filters: Filters, on: str, reader: str) -> SpectrumRows:
    """Everything that bears on who stands where on the issue; the question is about those who meet the filters."""
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
    on_it = {a.id for a in matching_refs(map_, Filters(terms=(issue.id,), audience=reader))}
    about = {a.id for a in matching_refs(map_, replace(filters, audience=reader))} if filters.where()[1] else None
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
