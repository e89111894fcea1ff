"""The rows that `ngomap today` works on: what stands around us, from the map to the analysis."""

from __future__ import annotations

from collections.abc import Iterable

from ngomap.analyses.cells import Tree
from ngomap.analyses.commitment_telling import watch
from ngomap.analyses.freshness import days_after
from ngomap.analyses.introductions import Introductions, find_introductions
from ngomap.analyses.ladder_evidence import Logbook
from ngomap.analyses.ladder_pairs import Relations
from ngomap.analyses.situation import CoverageRows
from ngomap.analyses.today import ENDING_DAYS, Agenda, Suggestion
from ngomap.analyses.today_gap import find_gap
from ngomap.cli.intro_rows import circles_of_many
from ngomap.model.actors import ActorRef
from ngomap.model.as_of import ties_on
from ngomap.model.audience import allowed_fields, may_see, visible_to
from ngomap.model.contacts import Event
from ngomap.model.relationships import Tie
from ngomap.model.together import Project
from ngomap.store.actors import some_refs
from ngomap.store.agreements import agreements
from ngomap.store.commitments import commitments_due, observations
from ngomap.store.connection import Map
from ngomap.store.follow_ups import OUR_PEOPLE, introductions_asked_for, open_steps, people_met, positions_ending
from ngomap.store.grants import grants
from ngomap.store.ladder_rows import audience_of, freshness_months, seen_events, seen_parts_beside, seen_ties
from ngomap.store.local_coverage import stances_on, surroundings
from ngomap.store.projects import assessments, projects
from ngomap.store.settings import today, us
from ngomap.store.terms import all_terms
from ngomap.store.work_rows import seats_of, serves_of, terms_of

ASKED_DAYS = 90
MOST_TRIED = 8
"""Of how many the ways to them are looked for: of those we want to work with, and as many allies."""
ALLY = 1
WORK = ("issue", "service")


def agenda(map_: Map, on: str, days: int, audience: str) -> Agenda:
    """All that the page of a day is made of, as far as the audience may see it."""
    visible, now = visible_to(audience), today(map_)
    ours = us(map_)
    if ours is not None and not may_see(audience_of(map_, ours.id), audience):
        ours = None
    until = days_after(on, days)
    due = commitments_due(map_, visible, until)
    promises = watch(due, observations(map_, visible, [c.id for c in due]), on)
    promisers = some_refs(map_, sorted({c.by for c in due}))
    if ours is None:
        steps = _steps(map_, None, on, until, audience)
        refs = {p.id: p for e in steps for p in e.participants}
        return Agenda(
            Relations(refs.values(), (), Logbook((), on=on)), days, steps, promises=promises, promisers=promisers
        )
    ties = ties_on(seen_ties(map_, visible, [ours.id]), on, now)
    people = [ours.id, *sorted({t.a for t in ties if t.b == ours.id and t.type in OUR_PEOPLE and t.open_on(on)})]
    steps = _steps(map_, people, on, until, audience)
    known = people_met(map_, people, on, visible) | {t.other(ours.id) for t in ties}
    positions = ties_on(positions_ending(map_, known, days_after(on, ENDING_DAYS), visible), on, now)
    ends = {t.id: t for t in (*ties, *positions) if t.until is not None}.values()
    events = [e for e in seen_events(map_, visible, [ours.id]) if e.on_date <= on]
    parts = seen_parts_beside(map_, visible, ours.id)
    points = [p for p in agreements(map_, ours.id) if p.audience in visible and p.on_date <= on]
    coalitions = {t.b for t in ties if t.type == "member-of" and t.a == ours.id and t.open_on(on)}
    for coalition in coalitions:
        points += [p for p in agreements(map_, coalition) if p.b is None and p.audience in visible and p.on_date <= on]
    between = [p for p in agreements(map_, ours.id) if p.audience in visible]
    refs = _refs(
        map_, visible, {ours.id}, (i for t in (*ties, *ends) for i in (t.a, t.b)), (v.actor for v in parts),
        (i for p in points for i in (p.a, p.b) if i is not None), (p.id for e in (*steps, *events) for p in e.participants),
    )  # fmt: skip
    relations = Relations(refs.values(), ties, Logbook(events, parts, between, on), ours, freshness_months(map_))
    wanted = {t.other(ours.id) for t in ties if t.status == "wanted"}
    asked_for = introductions_asked_for(map_, days_after(on, -ASKED_DAYS), on, visible)
    asked = {p.id for e in events if e.introduces and e.on_date > days_after(on, -ASKED_DAYS) for p in e.participants}
    return Agenda(
        relations, days, steps, list(ends), points,
        _introductions(map_, relations, ours, wanted, asked_for, on, audience), wanted, asked - {ours.id},
        _gap(map_, ours, ties, on, audience), _not_assessed(map_, ours, on, visible), promises, promisers,
        grants=grants(map_, visible),
    )  # fmt: skip


def _steps(map_: Map, people: list[int] | None, on: str, until: str, audience: str) -> list[Event]:
    """What was agreed to do next, for those whom that may be told."""
    if "next_step" not in allowed_fields("event", audience):
        return []
    return open_steps(map_, people, on, until, on < today(map_), visible_to(audience))


def _not_assessed(map_: Map, ours: ActorRef, on: str, visible: tuple[str, ...]) -> list[Project]:
    """The projects in which we have a part and of which we said nothing by the day."""
    mine = [p for p in projects(map_, visible, ours.id) if p.status in ("running", "closed") and (p.until or "9999")[:10] <= on]
    done = {s.project for s in assessments(map_, visible, [p.id for p in mine]) if s.by == ours.id and s.on_date <= on}
    return [p for p in mine if p.id not in done]


def _refs(map_: Map, visible: tuple[str, ...], *ids: Iterable[int]) -> dict[int, ActorRef]:
    return some_refs(map_, sorted({i for some in ids for i in some}))


def _introductions(
    map_: Map, relations: Relations, ours: ActorRef, wanted: set[int], asked_for: set[int], on: str, audience: str
) -> list[Introductions]:
    """The ways to those whom we want to work with and to allies without a tie; whom we have met needs no introduction."""
    tied = {t.other(ours.id) for t in relations.ties if t.status != "wanted"}
    issues = terms_of(map_, [ours.id]).get(ours.id, set())
    newest: dict[tuple[int, int], tuple[int, int]] = {}
    for row in stances_on(map_, issues, on, visible_to(audience)):
        newest[row.actor, row.issue] = (row.stance or 0, row.influence or 0)
    best: dict[int, tuple[int, int]] = {}
    for (actor, _), where in newest.items():
        if where[0] >= ALLY:
            best[actor] = max(best.get(actor, where), where)
    skipped = tied | wanted | asked_for | {ours.id}
    refs = some_refs(map_, wanted | best.keys())
    allies = sorted(best.keys() - skipped, key=lambda i: (-best[i][0], -best[i][1], refs[i].handle))
    first = sorted((i for i in wanted - tied - asked_for if i in refs), key=lambda i: refs[i].handle)
    found = []
    for group in (first, allies):
        strangers = [i for i in group if not relations.logbook.events_between(ours.id, i)]
        around = circles_of_many(map_, ours, [refs[i] for i in strangers[:MOST_TRIED]], on, audience)
        found += [find_introductions(rows, on) for rows in around]
        if any(i.best and not i.direct for i in found):
            break
    return found


def _gap(map_: Map, ours: ActorRef, ties: list[Tie], on: str, audience: str) -> Suggestion | None:
    mine = terms_of(map_, [ours.id]).get(ours.id, set())
    where = (seats_of(map_, [ours.id]) | serves_of(map_, [ours.id])).get(ours.id, set())
    if not mine or not where:
        return None
    terms = all_terms(map_)
    own = [t for t in terms if t.id in mine and t.vocabulary in WORK]
    tree = Tree({t.id: t.parent for t in terms})
    rows = surroundings(map_, where, {i for t in own for i in tree.down(t.id)}, visible_to(audience))
    tied = {t.other(ours.id) for t in ties}
    actors = some_refs(map_, tied | {v.actor for v in rows.activities})
    around = CoverageRows(
        [*rows.inside, *rows.around], terms, rows.figures, rows.surveys, actors=[*actors.values()],
        activities=rows.activities, statuses=rows.statuses,
    )  # fmt: skip
    return find_gap(ours, around, {a.id for a in rows.inside}, own, on, ties, terms_of(map_, tied))
