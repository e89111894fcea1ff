"""The rows that `ngomap brief` works on: what stands around one actor and us, from the map to the analysis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from ngomap.analyses.brief_known import BriefRows, Known
from ngomap.analyses.describing import Gazetteer
from ngomap.analyses.footprints import counts_on
from ngomap.cli.places_served import areas_of, seated_unseen
from ngomap.model.actors import ACTOR_FIELDS, Actor, ActorRef
from ngomap.model.as_of import ties_on
from ngomap.model.audience import allowed_fields, visible_to
from ngomap.model.contacts import Event
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.words import Term
from ngomap.store.actors import lists_of
from ngomap.store.agreements import agreements_between, labour_between
from ngomap.store.connection import Map
from ngomap.store.ladder_rows import seen_events_between, seen_parts, seen_ties, seen_trust_between
from ngomap.store.neighbourhood import some_actors, stances_of_many
from ngomap.store.settings import today
from ngomap.store.terms import all_terms
from ngomap.store.work_rows import areas_around, seen_activities, seen_resources, terms_of

T = TypeVar("T", Tie, Event)
TIE_FIELDS = ("rung", "rung_since", "wanted", "stance", "source", "notes")
EVENT_FIELDS = ("next_step", "next_due", "next_done_on")
WHEREABOUTS = ("place", "area", "lat", "lon")
KEPT = ("name", "kind", "audience")


def known_of(
    map_: Map, them: ActorRef, us: ActorRef | None, on: str, audience: str, issue: Term | None
) -> tuple[Known, dict[str, int]]:
    """Everything that a briefing is written from; and how many records of each kind it rests on."""
    audiences = visible_to(audience)
    ids = [them.id] + ([us.id] if us else [])
    terms, now = all_terms(map_), today(map_)
    ties = ties_on(seen_ties(map_, audiences, ids), on, now)
    people = some_actors(map_, {*ids, *(end for t in ties for end in (t.a, t.b))})
    unseen = seated_unseen(map_, people.values(), audience)
    shown = {i: _stripped_actor(a, audience, on, i in unseen) for i, a in people.items()}
    words, places = terms_of(map_, ids), areas_of(map_, [people[i] for i in ids], audience)
    recorded = seen_activities(map_, audiences, ids)
    activities = [v for v in recorded if counts_on(v, on)]
    for id_ in ids:
        if not any(v.actor == id_ for v in recorded):
            activities += _inferred(id_, words.get(id_, set()), places.get(id_, set()), terms)
    pair = (them.id, us.id) if us else None
    areas = {area for found in places.values() for area in found} | {v.area for v in activities}
    rows = BriefRows(
        them=shown[them.id],
        us=shown[us.id] if us else None,
        people=shown,
        ties=_stripped(ties, "relationship", TIE_FIELDS, audience),
        events=_stripped(seen_events_between(map_, audiences, *pair), "event", EVENT_FIELDS, audience) if pair else (),
        parts=seen_parts(map_, audiences, ids),
        activities=activities,
        resources=[r for r in seen_resources(map_, audiences, ids) if on >= now or (r.since or "") <= on],
        stances=stances_of_many(map_, shown, on, audiences),
        trust=[t for t in seen_trust_between(map_, audiences, *pair) if (t.on_date or "") <= on] if pair else (),
        agreements=[g for g in agreements_between(map_, *pair) if g.audience in audiences] if pair else (),
        labour=[row for row in labour_between(map_, *pair) if row.audience in audiences] if pair else (),
        terms=words,
        areas=places,
        aliases=lists_of(map_, [them.id])[them.id]["aliases"],
    )
    rows.events = [e for e in rows.events if e.on_date <= on]
    counts = {
        "ties": len(rows.ties), "contacts": len(rows.events), "activities": len(recorded),
        "offers and needs": len(rows.resources), "stances": len(rows.stances), "trust": len(rows.trust),
        "agreed points": len(rows.agreements), "tasks": len(rows.labour),
    }  # fmt: skip
    return Known(rows, Gazetteer(terms, areas_around(map_, areas)), on, audience, issue), counts


def _stripped_actor(actor: Actor, audience: str, on: str, unseen: bool) -> Actor:
    """What the audience may see of an actor, with nothing of where it is if that is `unseen`; what was checked later was not
    yet on that day.
    """
    allowed = {*KEPT, *allowed_fields("person" if actor.kind == "person" else "organization", audience)}
    hidden: dict[str, Any] = {f: None for f in ACTOR_FIELDS if f not in allowed or (unseen and f in WHEREABOUTS)}
    if (actor.verified_on or "") > on:
        hidden["verified_on"] = None
    return replace(actor, **hidden)


def _stripped(records: Iterable[T], kind: str, fields: tuple[str, ...], audience: str) -> list[T]:
    hidden: dict[str, Any] = {f: None for f in fields if f not in allowed_fields(kind, audience)}
    return [replace(r, **hidden) for r in records] if hidden else list(records)


def _inferred(actor: int, words: set[int], areas: set[int], terms: Iterable[Term]) -> list[Activity]:
    """Who has issues and areas and no activity recorded is taken to do the ones in the others."""
    issues = [t.id for t in terms if t.id in words and t.vocabulary == "issue"]
    return [Activity(0, actor, issue, area, inferred=True) for issue in issues for area in sorted(areas)]
