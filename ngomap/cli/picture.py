"""One actor with all that the map knows of it, as one record."""

from __future__ import annotations

from ngomap.analyses.freshness import before, freshness
from ngomap.analyses.ladder_evidence import Logbook, standing
from ngomap.cli.records import actor_records
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.as_of import ties_on
from ngomap.model.audience import AUDIENCES
from ngomap.model.contacts import Event, Trust
from ngomap.model.records import Record
from ngomap.model.relationships import TIE_TYPES, TRUST_ITEMS, VALUE_ITEMS, Tie, rung_name
from ngomap.store.actors import actor_by_id, some_refs
from ngomap.store.agreements import agreements
from ngomap.store.areas import some_areas
from ngomap.store.connection import Map, snapshot
from ngomap.store.coverage import activities, resources
from ngomap.store.ladder_rows import freshness_months, seen_parts_beside
from ngomap.store.settings import today, us
from ngomap.store.suggestions import suggested_terms
from ngomap.store.terms import all_terms
from ngomap.store.ties import events, stances, ties_of, trust_rows

RECENT = 5
ASKED_OF_ORGANIZATIONS = (
    "level", "place", "country", "website", "email", "phone", "mission", "founded", "staff", "budget", "source",
    "verified_on",
)  # fmt: skip
ASKED_OF_PEOPLE = ("email", "phone", "source", "verified_on")
# What an activity's own status and dates come to on a day; that it is going on needs no word.
STANDING: dict[str, str | None] = {"present": None, "stale": "over", "planned": "planned", "absent": "not there"}
TYPES_IN_ORDER = tuple(TIE_TYPES)


def picture_of(map_: Map, ref: ActorRef, on: str) -> Record:
    """The whole picture of an actor on a day. What is empty is left out; `unknown` names it."""
    with snapshot(map_):
        actor = actor_by_id(map_, ref.id)
        contacts = [e for e in events(map_, ref.id) if e.on_date <= on]
        ties = ties_on(ties_of(map_, ref.id), on, today(map_))
        trust = [t for t in trust_rows(map_, ref.id) if (t.on_date or "") <= on]
        ours = us(map_)
        people = {id_ for t in ties for id_ in (t.a, t.b)} | {id_ for t in trust for id_ in (t.from_id, t.to_id)}
        people |= {e.introduces for e in contacts[:RECENT] if e.introduces is not None}
        names = some_refs(map_, people)
        terms = {t.id: t.slug for t in all_terms(map_)}
        parts = seen_parts_beside(map_, AUDIENCES, ref.id)
        shown = _Shown(ref.id, Logbook(contacts, parts, agreements(map_, ref.id), on), freshness_months(map_))
        record = _facts(map_, actor)
        suggested = suggested_terms(map_, ref.id)
        lists: Record = {
            "ties": [_tie(t, ref, names, shown) for t in sorted(ties, key=lambda t: _tie_order(t, ref, names, ours, on))],
            "trust": _trust(trust, names),
            "stances": [
                {"issue": terms[s.issue], "stance": s.stance, "influence": s.influence, "on": s.on_date}
                for s in stances(map_, ref.id)
                if (s.on_date or "") <= on
            ],
            "contacts": [_event(e, ref, on, names) for e in contacts[:RECENT]],
            "offers_and_needs": [
                {
                    "number": r.id,
                    "direction": r.direction,
                    "kind": r.kind,
                    "description": r.description,
                    "quantity": r.quantity,
                    "unit": r.unit,
                    "until": r.until,
                    "status": "over" if r.status == "open" and r.until and before(r.until, on) else r.status,
                }
                for r in resources(map_, ref.id)
                if (r.since or "") <= on
            ],
            "activities": _activities(map_, ref, terms, on),
        }
    if suggested:
        record["suggested"] = suggested
    if contacts:
        record["last_contact"] = contacts[0].on_date
        record["contacts_in_all"] = len(contacts)
    # A step done later was still open on that day.
    undone = (e for e in contacts if e.next_step and (e.next_done_on is None or e.next_done_on > on))
    steps = sorted((e.next_due or "9999", e.next_step or "") for e in undone)
    if steps:
        due, step = steps[0]
        record["next_step"] = step if due == "9999" else f"{step} (due {due}{', overdue' if due < on else ''})"
    record |= {k: v for k, v in lists.items() if v}
    record["unknown"] = _unknown(actor, record, ties, ours)
    return record


def _facts(map_: Map, actor: Actor) -> Record:
    known = {k: v for k, v in actor_records(map_, [actor])[0].items() if v not in (None, [])}
    first = {field: known.pop(field) for field in ("name", "handle", "kind")}
    uid = known.pop("uid")
    return {**first, **known, "uid": uid}


class _Shown:
    """What is known to have happened between an actor and each other one, up to a day, as the ladder reckons it."""

    def __init__(self, who: int, book: Logbook, months: tuple[int, ...]) -> None:
        self.who = who
        self.book = book
        self.months = months

    def last(self, other: int) -> str | None:
        """The day of the last contact of the two."""
        events = self.book.events_between(self.who, other)
        return events[-1].on_date if events else None

    def standing(self, tie: Tie, other: int) -> str | None:
        """Whether the tie is over; or its rung is claimed, without what would show it, or stale, for nothing happened
        for too long.
        """
        on = self.book.on
        if tie.status in ("active", "dormant") and not tie.open_on(on):
            return "over"
        if tie.rung is None or not tie.open_on(on):
            return None
        found = standing(tie, self.book.between(self.who, other), on, self.months)
        said = [*(["claimed"] if found.overclaimed else []), *(["stale"] if found.state == "stale" else [])]
        return ", ".join(said) or None


def _tie(tie: Tie, ref: ActorRef, names: dict[int, ActorRef], shown: _Shown) -> Record:
    kind = TIE_TYPES[tie.type]
    other = names[tie.other(ref.id)]
    return {
        "tie": kind.forward if tie.a == ref.id else kind.backward,
        "with": other.name,
        "handle": other.handle,
        "status": tie.status,
        "rung": rung_name(tie.rung) or None,
        "wanted": rung_name(tie.wanted) or None,
        "title": tie.title,
        "stance": tie.stance,
        "since": tie.since,
        "until": tie.until,
        "amount": tie.amount,
        "currency": tie.currency,
        "standing": shown.standing(tie, other.id),
        "last_contact": shown.last(other.id),
        "notes": tie.notes,
    }


def _tie_order(
    tie: Tie, ref: ActorRef, names: dict[int, ActorRef], ours: ActorRef | None, on: str
) -> tuple[bool, bool, int, int, str]:
    """What matters most stands first, for only so many fit on a screen: our own ties, then those that stand."""
    other = names[tie.other(ref.id)]
    not_ours = ours is None or other.id != ours.id
    return not_ours, not tie.open_on(on), TYPES_IN_ORDER.index(tie.type), -(tie.rung or 0), other.handle


def _trust(rows: list[Trust], names: dict[int, ActorRef]) -> list[Record]:
    latest = {(t.from_id, t.to_id): t for t in rows}
    return [
        {
            "from": names[t.from_id].name,
            "in": names[t.to_id].name,
            "on": t.on_date,
            **{item: getattr(t, item) for item in (*TRUST_ITEMS, *VALUE_ITEMS)},
        }
        for t in sorted(latest.values(), key=lambda t: (names[t.from_id].handle, names[t.to_id].handle))
    ]


def _activities(map_: Map, ref: ActorRef, terms: dict[int, str], on: str) -> list[Record]:
    rows = activities(map_, ref.id, inferred=False)
    areas = some_areas(map_, {v.area for v in rows})
    return [
        {
            "what": terms[v.term],
            "area": areas[v.area].name,
            "for": terms.get(v.population or 0),
            "status": v.status,
            "since": v.since,
            "until": v.until,
            "role": v.role,
            "standing": STANDING[freshness(v, on)[0]],
        }
        for v in rows
    ]


def _event(event: Event, ref: ActorRef, on: str, names: dict[int, ActorRef]) -> Record:
    return {
        "number": event.id,
        "on": event.on_date,
        "kind": event.kind,
        "title": event.title,
        "with": [p.name for p in event.participants if p.id != ref.id],
        "outcome": event.outcome,
        "next_step": event.next_step,
        "due": event.next_due,
        "done": event.next_done_on if (event.next_done_on or "9999") <= on else None,
        "introduction_to": names[event.introduces].name if event.introduces is not None else None,
    }


def _unknown(actor: Actor, record: Record, ties: list[Tie], ours: ActorRef | None) -> list[str]:
    asked = ASKED_OF_PEOPLE if actor.kind == "person" else ASKED_OF_ORGANIZATIONS
    missing = [field for field in asked if field not in record]
    if actor.kind != "person":
        missing += [plural for plural in ("issues", "populations", "services", "serves") if plural not in record]
        if actor.lat is None:
            missing.append("point")
    if ours and ours.id != actor.id and not any(ours.id in (t.a, t.b) for t in ties):
        missing.append("any tie with us")
    return missing
