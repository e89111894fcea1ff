"""The rows that `ngomap map` works on, from the map to the picture, as far as an audience may see them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from ngomap.analyses.freshness import freshness
from ngomap.model.actors import Actor
from ngomap.model.as_of import there_on, ties_on
from ngomap.model.audience import AUDIENCES, allowed_fields, visible_to
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.pictures.map_rows import MapRows
from ngomap.store.actors import lists_of, matching_actors, some_refs
from ngomap.store.areas import all_areas
from ngomap.store.areas import below as areas_below
from ngomap.store.connection import Map
from ngomap.store.coverage import activities
from ngomap.store.filters import Filters
from ngomap.store.neighbourhood import ties_of_many
from ngomap.store.settings import setting, today, us
from ngomap.store.terms import all_terms
from ngomap.store.terms import below as terms_below
from ngomap.store.withheld import withheld

LISTS = ("issues", "populations", "services", "sectors")


def map_rows(map_: Map, filters: Filters, on: str, reader: str, keep: Collection[int] = ()) -> tuple[MapRows, int]:
    """What the audience may see of the actors that the filters leave, on the day, with those to `keep` and whom they are
    tied to; and how many of the actors were withheld.
    """
    seen, now = visible_to(reader), today(map_)
    everyone, _ = matching_actors(map_, Filters(audience=reader))
    visible = {a.id: a for a in everyone}
    terms = {t.id: t for t in all_terms(map_)}
    hidden_areas = withheld(map_, "area", seen)
    areas = {a.id: a for a in all_areas(map_) if a.id not in hidden_areas}
    hidden = withheld(map_, "activity", seen)
    work = [
        v for v in activities(map_, inferred=False)
        if v.actor in visible and v.id not in hidden and v.area in areas and freshness(v, on)[0] in ("present", "stale")
    ]  # fmt: skip
    matching, _ = matching_actors(map_, filters)
    found = [a for a in matching if there_on(a.status, a.founded, on, now)]
    actors = [a for a in found if a.id in visible]
    rows = MapRows(
        name=setting(map_, "name") or "Our map", on=on, audience=reader, actors=[], areas=areas, terms=terms,
        rungs_told="rung" in allowed_fields("relationship", reader),
    )  # fmt: skip
    ids = {a.id for a in actors} | set(keep) & set(visible)
    ties = _ties(map_, ids, visible, on, now, reader)
    near = {end for t in ties if {t.a, t.b} & set(keep) for end in (t.a, t.b)}
    handles = {a.handle: a.id for a in areas.values()}
    lists = lists_of(map_, sorted(ids | near))
    actors = [a for a in actors if _may_be_told(map_, a, filters, lists[a.id], work, rows, handles, reader)]
    chosen = {a.id for a in actors}
    actors += [
        visible[i] for i in sorted((near | ids & set(keep)) - chosen) if there_on(visible[i].status, visible[i].founded, on, now)
    ]  # fmt: skip
    actors.sort(key=lambda a: a.handle)
    chosen = {a.id for a in actors}
    rows.actors = [_stripped(a, reader, a.area is not None and a.area not in handles) for a in actors]
    rows.ties = [t for t in ties if t.a in chosen or t.b in chosen]
    ours = us(map_)
    rows.us = ours.id if ours and ours.id in visible else None
    ends = {end for t in rows.ties for end in (t.a, t.b)}
    rows.names = {i: ref.name for i, ref in some_refs(map_, ends | set(keep)).items()}
    for actor in rows.actors:
        told = allowed_fields("person" if actor.kind == "person" else "organization", reader)
        mine = lists[actor.id]
        if actor.area in handles:
            rows.seat[actor.id] = handles[actor.area]
        if "serves" in told:
            rows.serves[actor.id] = [handles[h] for h in mine["serves"] if h in handles]
        rows.issues[actor.id] = [t.id for t in terms.values() if t.vocabulary == "issue" and t.slug in mine["issues"]]
    _add_work(rows, work)
    return rows, len(found) - len(chosen & {a.id for a in found})


def _ties(
    map_: Map, ids: Collection[int], visible: Mapping[int, Actor], on: str, now: str, reader: str
) -> list[Tie]:
    """The ties of the actors that stood or were wanted on the day."""
    with_rung = "rung" in allowed_fields("relationship", reader)
    found = ties_on(ties_of_many(map_, sorted(ids), visible_to(reader)), on, now)
    there = [t for t in found if t.a in visible and t.b in visible and (t.status == "wanted" or t.open_on(on))]
    return [t if with_rung else replace(t, rung=None) for t in sorted(there, key=lambda t: t.id)]


def _stripped(actor: Actor, reader: str, unseen: bool) -> Actor:
    """The actor with only the place and size that the audience may know of it; no place at all if its area is `unseen`."""
    told = allowed_fields("person" if actor.kind == "person" else "organization", reader)
    fields = ("place", "area", "country", "lat", "lon", "staff", "budget", "currency")
    unknown: dict[str, Any] = {f: None for f in fields if f not in told or (unseen and f in ("place", "area", "lat", "lon"))}
    return replace(actor, **unknown)


def _add_work(rows: MapRows, work: list[Activity]) -> None:
    chosen = {a.id for a in rows.actors}
    for row in work:
        if row.actor not in chosen or row.role == "funder":
            continue
        rows.active.setdefault(row.actor, []).append(row.area)
        if row.term in rows.terms and rows.terms[row.term].vocabulary == "issue":
            rows.issues.setdefault(row.actor, []).append(row.term)
        if row.reached is not None:
            rows.reached[row.actor] = rows.reached.get(row.actor, 0) + row.reached


def _may_be_told(
    map_: Map, actor: Actor, filters: Filters, lists: Mapping[str, list[str]], work: list[Activity], rows: MapRows,
    handles: Mapping[str, int], reader: str,
) -> bool:  # fmt: skip
    """Whether the audience can see for itself that the actor meets the filters; an activity above it betrays nothing."""
    if reader == AUDIENCES[-1] or not (filters.terms or filters.areas):
        return True
    told = allowed_fields("person" if actor.kind == "person" else "organization", reader)
    own = [v for v in work if v.actor == actor.id]
    words = {slug for name in LISTS for slug in lists[name]}
    for term in filters.terms:
        under = terms_below(map_, term)
        if not any(i in rows.terms and rows.terms[i].slug in words for i in under) and not any(
            v.term in under or v.population in under for v in own
        ):
            return False
    places = {handles[h] for h in lists["serves"] if h in handles} if "serves" in told else set()
    if "area" in told and actor.area is not None and actor.area in handles:
        places.add(handles[actor.area])
    places |= {v.area for v in own if v.role != "funder"}
    return all(places & areas_below(map_, area) for area in filters.areas)
