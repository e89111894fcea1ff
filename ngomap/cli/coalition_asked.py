"""What `ngomap coalition` is asked: a plan, and how ready one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ngomap.analyses.coalition_choice import USUAL_SIZE, Asked, choose
from ngomap.analyses.coalition_plan import plan_report
from ngomap.analyses.coalition_readiness import find_readiness
from ngomap.cli.coalition_rows import (
    plan_rows,
    refs_of,
    requests_for,
    told_with,
)
from ngomap.cli.coalition_show import membership_ties, seen_row, shown_coalition
from ngomap.cli.intro_rows import shown_actor
from ngomap.cli.references import find_area, find_term
from ngomap.cli.session import session
from ngomap.errors import UsageError
from ngomap.model.actors import ActorRef
from ngomap.model.audience import allowed_fields, visible_to
from ngomap.model.values import iso_date, whole
from ngomap.store.agreements import agreements_between, labour_between
from ngomap.store.connection import Map, snapshot
from ngomap.store.ladder_rows import seen_events
from ngomap.store.settings import today, us

LARGEST = 100


def plan_it(
    issue: str, size: str | None, must: Sequence[str] | None, exclude: Sequence[str] | None, never: Sequence[str] | None,
    target: str | None, area: str | None, new: bool, as_of: str | None, audience: str, limit: int,
) -> None:  # fmt: skip
    """Answer who belongs in a coalition on an issue."""
    with session().map() as map_, snapshot(map_):
        needed = _named(map_, must, audience)
        ours = us(map_)
        least = len({a.id for a in needed} | ({ours.id} if ours else set()))
        asked = Asked(
            issue=find_term(map_, "issue", issue),
            on=iso_date(as_of, "as-of") if as_of else today(map_),
            size=whole(size, "size", 1, LARGEST) if size else max(USUAL_SIZE, least),
            must=needed,
            exclude=_named(map_, exclude, audience),
            never=tuple(_pair(map_, text, audience) for text in never or ()),
            target=shown_actor(map_, target, audience) if target else None,
            area=find_area(map_, area) if area else None,
            new=new,
            audience=audience,
        )
        rows = plan_rows(map_, asked)
        choice = choose(rows, asked)
        requests = requests_for(map_, rows, asked, choice)
        names, refs = told_with(map_, rows, choice, requests)
    session().answer(plan_report(rows, asked, choice, requests, names, refs, limit))


def _named(map_: Map, texts: Sequence[str] | None, audience: str) -> tuple[ActorRef, ...]:
    found = (shown_actor(map_, text, audience) for text in texts or ())
    return tuple({a.id: a for a in found}.values())


def _pair(map_: Map, text: str, audience: str) -> tuple[ActorRef, ActorRef]:
    parts = [part for part in (p.strip() for p in text.split(",")) if part]
    if len(parts) != 2:
        raise UsageError(f"never: {text!r} does not name two.", 'Two handles with a comma between them: --never "A,B"')
    one, other = (shown_actor(map_, part, audience) for part in parts)
    if one.id == other.id:
        raise UsageError(f"never: {one.name} sits with itself.", 'Name two: --never "A,B"')
    return one, other


def readiness_of(ref: str, as_of: str | None, audience: str) -> None:
    """Answer how ready a coalition is."""
    with session().map() as map_, snapshot(map_):
        coalition = shown_coalition(map_, ref, audience)
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        audiences = visible_to(audience)
        ties = membership_ties(map_, [coalition.id], on, audience)
        members = refs_of(map_, [t.a for t in ties])
        row = seen_row(map_, coalition, on, audience)
        points = [g for g in agreements_between(map_, coalition.id, None) if g.audience in audiences]
        if "source" not in allowed_fields("agreement", audience):
            points = [replace(g, source=None) for g in points]
        tasks = [t for t in labour_between(map_, coalition.id, None) if t.audience in audiences]
        report = find_readiness(
            coalition, row, members, ties, points, tasks, seen_events(map_, audiences, sorted(members)), on, audience
        )
    session().answer(report)
