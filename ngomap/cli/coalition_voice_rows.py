"""`ngomap coalition voice`, with the rows it works on, as far as an audience may see them."""

from __future__ import annotations

from ngomap.analyses.coalition_voice import VoiceRows, find_voice
from ngomap.analyses.describing import Gazetteer
from ngomap.cli.coalition_rows import issue_scope, members_of_many, refs_of, work_of
from ngomap.cli.coalition_show import seen_row, shown_coalition
from ngomap.cli.session import session
from ngomap.model.actors import ActorRef
from ngomap.model.as_of import ties_on
from ngomap.model.audience import visible_to
from ngomap.model.together import Coalition
from ngomap.model.values import iso_date
from ngomap.store.actors import lists_of
from ngomap.store.connection import Map, snapshot
from ngomap.store.ladder_rows import seen_ties
from ngomap.store.local_coverage import stances_on
from ngomap.store.neighbourhood import some_actors
from ngomap.store.settings import today
from ngomap.store.terms import all_terms
from ngomap.store.work_rows import areas_around

BEHIND_LINES = 7


def voice_of(ref: str, as_of: str | None, audience: str, limit: int) -> None:
    """Answer for whom a coalition speaks."""
    with session().map() as map_, snapshot(map_):
        coalition = shown_coalition(map_, ref, audience)
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        report = find_voice(voice_rows(map_, coalition, seen_row(map_, coalition, on, audience), on, audience), on, audience)
    # What stands behind it are a few lines, and each counts.
    session().answer(report.limited(max(limit, BEHIND_LINES) if limit else 0))


def voice_rows(map_: Map, coalition: ActorRef, row: Coalition | None, on: str, audience: str) -> VoiceRows:
    """The members and theirs, what they do, their ties, and where they and their contacts stand."""
    audiences = visible_to(audience)
    members = members_of_many(map_, [coalition.id], on, audience)[coalition.id]
    reached = _down(map_, coalition.id, members, on, audience)
    actors = some_actors(map_, reached)
    target = None
    if row is not None and row.target is not None:
        found = some_actors(map_, [row.target]).get(row.target)
        target = found.ref if found is not None and found.audience in audiences else None
    work = work_of(map_, actors, on, audience, target)
    ties = [t for t in ties_on(seen_ties(map_, audiences, reached), on, today(map_)) if t.open_on(on)]
    scope, related = _issues(map_, coalition, row)
    stances = stances_on(map_, related, on, audiences)
    areas = {a for rows in work.areas_of.values() for a in rows} | {v.area for v in work.activities}
    people = set(reached) | set(work.handles) | {s.actor for s in stances} | {coalition.id}
    names = Gazetteer(work.terms.values(), areas_around(map_, areas))
    return VoiceRows(
        coalition, row, tuple(sorted(members, key=lambda i: actors[i].handle)), work, ties, stances, frozenset(scope),
        frozenset(related), names, refs_of(map_, people),
    )  # fmt: skip


def _down(map_: Map, coalition: int, members: list[int], on: str, audience: str) -> set[int]:
    """The members, and theirs, however far down."""
    reached: set[int] = set()
    rest = set(members)
    while rest:
        reached |= rest
        below = members_of_many(map_, rest, on, audience)
        rest = {m for found in below.values() for m in found} - reached - {coalition}
    return reached


def _issues(map_: Map, coalition: ActorRef, row: Coalition | None) -> tuple[set[int], set[int]]:
    """The coalition's own issues with those under them, and these with those next to them: above, and beside."""
    terms = {t.id: t for t in all_terms(map_)}
    if row is not None and row.issue is not None:
        own = {row.issue}
    else:
        slugs = set(lists_of(map_, [coalition.id])[coalition.id]["issues"])
        own = {t.id for t in terms.values() if t.vocabulary == "issue" and t.slug in slugs}
    scope = {i for issue in own for i in issue_scope(map_, terms[issue])}
    above = {parent for i in own if (parent := terms[i].parent) is not None}
    beside = {t.id for t in terms.values() if t.parent in above}
    return scope, scope | above | beside
