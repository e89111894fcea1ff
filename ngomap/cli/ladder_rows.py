"""The rows that `ngomap ladder` works on, from the map to the analysis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ngomap.cli.references import find_actor, find_term, our_actor
from ngomap.errors import InvalidValue, NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import Agreement
from ngomap.model.as_of import ties_on
from ngomap.model.audience import AUDIENCES, allowed_fields, may_see, visible_to
from ngomap.model.choice import one_of
from ngomap.model.contacts import Event
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from ngomap.model.values import iso_date
from ngomap.store.actors import all_refs, matching_refs, some_refs
from ngomap.store.agreements import agreements
from ngomap.store.connection import Map
from ngomap.store.filters import Filters
from ngomap.store.ladder_rows import (
    audience_of,
    freshness_months,
    seen_events,
    seen_events_between,
    seen_parts,
    seen_parts_beside,
    seen_ties,
    seen_trust_between,
)  # fmt: skip
from ngomap.store.settings import today, us


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked for, and as what it is answered."""

    on: str
    today: str
    audience: str
    limit: int | None
    us: ActorRef | None
    months: tuple[int, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is withheld."""
        return self.audience == AUDIENCES[-1]

    @property
    def visible(self) -> tuple[str, ...]:
        """The audiences of what may be seen."""
        return visible_to(self.audience)


def asked_of(map_: Map, audience: str, as_of: str | None, limit: int | None) -> Asked:
    """The question, checked."""
    reader = one_of(audience, AUDIENCES, "audience")
    now = today(map_)
    ours = us(map_)
    if ours is not None and not may_see(audience_of(map_, ours.id), reader):
        ours = None
    return Asked(iso_date(as_of, "as-of") if as_of else now, now, reader, limit, ours, freshness_months(map_))


def all_of_ours(map_: Map, asked: Asked, stale: bool, issue: str | None, others: bool) -> Report:
    """`ngomap ladder`: every relationship of ours, or of everybody."""
    from ngomap.analyses.ladder import find_ladder

    term = find_term(map_, "issue", issue) if issue else None
    about = {a.id for a in matching_refs(map_, Filters(terms=(term.id,)))} if term else None
    if asked.us is None or others:
        ties = _ties(map_, asked, None)
        refs = all_refs(map_)
        events, parts = seen_events(map_, asked.visible), seen_parts(map_, asked.visible)
    else:
        ours = _ties(map_, asked, [asked.us.id])
        beside = {t.other(asked.us.id) for t in ours}
        ties = _ties(map_, asked, {asked.us.id, *beside})
        events = seen_events(map_, asked.visible, [asked.us.id])
        parts = seen_parts_beside(map_, asked.visible, asked.us.id)
        refs = _refs(map_, ties, events, {asked.us.id, *(v.actor for v in parts)})
    report = find_ladder(
        refs, ties, events, asked.on, asked.us, parts, _agreements(map_, asked), asked.months, about, term, stale, others,
        asked.limit, asked.whole,
    )  # fmt: skip
    return _withheld(report, asked)


def one(map_: Map, refs: list[str], asked: Asked) -> Report:
    """`ngomap ladder REF [REF]`: one relationship, from its rows alone."""
    from ngomap.analyses.ladder_timeline import tell_relationship

    ends = [find_actor(map_, ref) for ref in refs]
    first, second = ends if len(ends) > 1 else (our_actor(map_), ends[0])
    if first.id == second.id:
        raise InvalidValue(f"{first.name} has no relationship with itself.", "Name somebody else: ngomap ladder REF")
    for ref, end in zip(refs, ends, strict=True):
        if not may_see(audience_of(map_, end.id), asked.audience):
            raise NotFound(f"There is no actor {ref!r} for the audience {asked.audience}.", "See 'ngomap list'.")
    two = {first.id, second.id}
    ties = _ties(map_, asked, two)
    events = seen_events_between(map_, asked.visible, first.id, second.id)
    actors = _refs(map_, ties, events, two)
    report = tell_relationship(
        first, second, actors, ties, events, asked.on, asked.us, seen_parts(map_, asked.visible, two),
        _agreements(map_, asked), seen_trust_between(map_, asked.visible, first.id, second.id), asked.months,
        may_see("internal", asked.audience), asked.limit, asked.whole,
    )  # fmt: skip
    return _withheld(report, asked)


def _ties(map_: Map, asked: Asked, actor_ids: Iterable[int] | None) -> list[Tie]:
    ties = ties_on(seen_ties(map_, asked.visible, actor_ids), asked.on, asked.today)
    fields = allowed_fields("relationship", asked.audience)
    if "wanted" not in fields:
        ties = [replace(t, wanted=None) for t in ties]
    return ties if "rung" in fields else [replace(t, rung=None, rung_since=None) for t in ties]


def _refs(map_: Map, ties: Iterable[Tie], events: Iterable[Event], more: Iterable[int]) -> list[ActorRef]:
    wanted = {id_ for t in ties for id_ in (t.a, t.b)} | {p.id for e in events for p in e.participants} | set(more)
    return sorted(some_refs(map_, sorted(wanted)).values(), key=lambda a: a.handle)


def _agreements(map_: Map, asked: Asked) -> list[Agreement]:
    return [p for p in agreements(map_) if p.audience in asked.visible]


def _withheld(report: Report, asked: Asked) -> Report:
    if asked.whole:
        return report
    said = (
        f"What is above the audience {asked.audience} was left out; evidence may be among it, so that contradictions are not "
        "looked for."
    )
    return replace(report, caveats=(*report.caveats, said))
