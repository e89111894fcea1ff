"""The rows that `ngomap coalition` works on, from the map to the analyses, as far as an audience may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ngomap.analyses.coalition_asking import Request, asking_order
from ngomap.analyses.coalition_choice import NOT_ASKED, Asked, Choice, Known, PlanRows
from ngomap.analyses.coalition_coverage import Work
from ngomap.analyses.describing import Gazetteer
from ngomap.analyses.introductions import find_introductions
from ngomap.cli.coalition_show import membership_ties
from ngomap.cli.intro_rows import circles_of_many
from ngomap.cli.places_served import areas_of
from ngomap.graph.introductions import open_doors
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.as_of import there_on, ties_on
from ngomap.model.audience import visible_to
from ngomap.model.relationships import Tie
from ngomap.model.words import Term
from ngomap.store.areas import below as areas_below
from ngomap.store.coalitions import (
    at_work,
    coalition_ids,
    coalitions_of,
    on_record,
    rivalries,
    seen_areas,
)
from ngomap.store.connection import Map
from ngomap.store.ladder_rows import seen_ties
from ngomap.store.local_coverage import stances_on
from ngomap.store.neighbourhood import some_actors, ties_among
from ngomap.store.settings import today, us
from ngomap.store.terms import all_terms
from ngomap.store.terms import below as terms_below
from ngomap.store.work_rows import areas_around, seen_activities, terms_of


def issue_scope(map_: Map, issue: Term) -> set[int]:
    """The ids of an issue and of those under it."""
    return terms_below(map_, issue.id)


def plan_rows(map_: Map, asked: Asked) -> PlanRows:
    """Everybody who may come into question, and what bears on whether they belong in it."""
    audiences, now = visible_to(asked.audience), today(map_)
    scope = issue_scope(map_, asked.issue)
    ours = seen_us(map_, asked.audience)
    stances = stances_on(map_, scope, asked.on, audiences)
    on_issue = on_record(map_, scope, audiences) | at_work(map_, scope, audiences)
    which = coalition_ids(map_, audiences)
    rows = coalitions_of(map_, which, audiences)
    said = {i: rows[i].issue for i in rows if rows[i].issue is not None}
    about = {i for i in which if (said[i] in scope if i in said else i in on_issue)}
    members = members_of_many(map_, about, asked.on, asked.audience)
    named = {a.id for a in (*asked.must, *asked.exclude, *(x for pair in asked.never for x in pair))}
    named |= {ours.id} if ours else set()
    wanted = on_issue | {s.actor for s in stances} | named | about | {m for found in members.values() for m in found}
    seen = {
        i: a for i, a in some_actors(map_, wanted).items()
        if a.audience in audiences and (there_on(a.status, a.founded, asked.on, now) or i in named | about)
    }  # fmt: skip
    worth = {i: a for i, a in seen.items() if a.kind not in NOT_ASKED or i in named or any(i in m for m in members.values())}
    known = [
        Known(seen[i].ref, rows.get(i), tuple(sorted(m for m in members[i] if m in worth)), seen[i].status != "closed")
        for i in sorted(about & seen.keys(), key=lambda i: seen[i].handle)
    ]
    inside = None
    if asked.area is not None:
        around = {a.id for a in areas_around(map_, [asked.area.id])}
        inside = frozenset(areas_below(map_, asked.area.id) | around)
    work = work_of(map_, worth, asked.on, asked.audience, asked.target)
    return PlanRows(
        work, ours, frozenset(on_issue & worth.keys()), stances, ties_on(rivalries(map_, audiences), asked.on, now), known, inside
    )


def work_of(map_: Map, actors: Mapping[int, Actor], on: str, audience: str, target: ActorRef | None = None) -> Work:
    """What these actors do, where, for whom, and how they get to the target."""
    audiences, now = visible_to(audience), today(map_)
    terms = {t.id: t for t in all_terms(map_)}
    places = areas_of(map_, actors.values(), audience)
    activities = seen_activities(map_, audiences, actors)
    seen = seen_areas(map_, {a for found in places.values() for a in found} | {v.area for v in activities}, audiences)
    doors: Mapping[int, Mapping[int, Tie]] = {}
    handles = {i: a.handle for i, a in actors.items()}
    if target is not None:
        close = seen_ties(map_, audiences, [target.id])
        between = {t.other(target.id) for t in close}
        ties = {t.id: t for t in (*close, *ties_among(map_, between, actors, audiences))}
        step = [a for a in some_actors(map_, between).values() if a.audience in audiences]
        handles |= {a.id: a.handle for a in step if there_on(a.status, a.founded, on, now)}
        handles |= {target.id: target.handle}
        doors = open_doors(ties_on(ties.values(), on, now), on, handles)
    return Work(
        actors, terms, terms_of(map_, actors), {i: found & seen for i, found in places.items()},
        [v for v in activities if v.area in seen], doors, target, handles,
    )  # fmt: skip


def members_of_many(map_: Map, coalitions: Iterable[int], on: str, audience: str) -> dict[int, list[int]]:
    """The ids of the members of each coalition on the day, as far as the audience may see them."""
    found: dict[int, list[int]] = {i: [] for i in coalitions}
    for tie in membership_ties(map_, list(found), on, audience):
        found[tie.b].append(tie.a)
    return {i: sorted(set(rows)) for i, rows in found.items()}


def requests_for(map_: Map, rows: PlanRows, asked: Asked, choice: Choice) -> list[Request]:
    """Who asks each of the chosen, in which order."""
    audiences = visible_to(asked.audience)
    chosen = [p.actor for p in choice.picks]
    actors = rows.work.actors
    handles = {i: actors[i].handle for i in chosen}
    ties = ties_on(ties_among(map_, chosen, chosen, audiences), asked.on, today(map_))
    doors = open_doors(ties, asked.on, handles)
    own = rows.us
    if own is None or own.id not in handles:
        own = own if own is not None and own.id in actors else None
        if own is not None:
            handles[own.id] = own.handle
            more = ties_on(ties_among(map_, [own.id], chosen, audiences), asked.on, today(map_))
            doors = open_doors([*ties, *more], asked.on, handles)
    if own is None:
        return asking_order(None, chosen, doors, {}, handles)
    far = [i for i in chosen if i != own.id and i not in doors.get(own.id, {})]
    ways = {}
    for circle in circles_of_many(map_, own, [actors[i].ref for i in far], asked.on, asked.audience) if far else []:
        best = find_introductions(circle, asked.on).best
        if best is not None:
            ways[circle.target.id] = best
    return asking_order(own.id, chosen, doors, ways, handles)


def told_with(
    map_: Map, rows: PlanRows, choice: Choice, requests: Sequence[Request]
) -> tuple[Gazetteer, dict[int, ActorRef]]:
    """The names that the answer uses."""
    areas: set[int] = {int(key) for things in choice.covers.values() for sort, key in things if sort == "area"}
    known = {i: a.ref for i, a in rows.work.actors.items()}
    people = set(rows.work.handles) | set(choice.opponents)
    people |= {a for r in requests if r.way for a in r.way.nodes}
    people |= {k.row.target for k in rows.coalitions if k.row and k.row.target is not None}
    return Gazetteer(rows.work.terms.values(), areas_around(map_, areas)), refs_of(map_, people - known.keys()) | known


def refs_of(map_: Map, ids: Iterable[int]) -> dict[int, ActorRef]:
    """These actors in short, by id."""
    return {i: a.ref for i, a in some_actors(map_, ids).items()}


def seen_us(map_: Map, audience: str) -> ActorRef | None:
    """Us, if the audience may see us."""
    ours = us(map_)
    if ours is None or some_actors(map_, [ours.id])[ours.id].audience not in visible_to(audience):
        return None
    return ours
