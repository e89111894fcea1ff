"""`ngomap project ideas`: what two could do together that neither can alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.options import AsOf, Limit, ShownTo, completing
from ngomap.cli.references import find_actor, find_area, find_term, our_actor
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.audience import AUDIENCES, may_see, visible_to
from ngomap.model.choice import one_of
from ngomap.model.values import iso_date
from ngomap.model.words import Term
from ngomap.store.actors import some_refs
from ngomap.store.connection import Map, snapshot
from ngomap.store.settings import today, us
from ngomap.store.terms import all_terms

if TYPE_CHECKING:
    from ngomap.analyses.project_ideas import IdeaRows

IN_EACH_LIST = 3
WORK = ("issue", "service")


def ideas(
    with_: Annotated[
        str, typer.Option("--with", help="With whom.", metavar="REF", autocompletion=completing("actor"))
    ],
    for_: Annotated[
        str | None, typer.Option("--for", help="Who looks for ideas [us].", metavar="REF", autocompletion=completing("actor"))
    ] = None,
    issue: Annotated[
        str | None,
        typer.Option("--issue", help="Only on this issue or one under it.", metavar="ISSUE", autocompletion=completing("issue")),
    ] = None,
    area: Annotated[
        str | None, typer.Option("--area", help="Only in this area.", metavar="AREA", autocompletion=completing("area"))
    ] = None,
    as_of: AsOf = None,
    audience: ShownTo = AUDIENCES[-1],
    limit: Limit = IN_EACH_LIST,
) -> None:
    """Find what we could do with somebody that neither of us can do alone, the easiest first: one brings the work, the
    other the place or the people. And what one has that the other needs.

    Examples:

        ngomap project ideas --with bright-slate

        ngomap project ideas --with fair-elections-now --area "Old Town" --limit 0
    """
    from ngomap.analyses.project_ideas import find_project_ideas

    reader = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        ours = us(map_)
        first = find_actor(map_, for_) if for_ else our_actor(map_)
        second = find_actor(map_, with_)
        _refuse(map_, first, second, reader)
        place = find_area(map_, area) if area else None
        issues = [find_term(map_, "issue", issue)] if issue else []
        rows = idea_rows(map_, first, second, on, reader, issues)
    report = find_project_ideas(first, second, rows, on, issues, place, ours)
    if reader != AUDIENCES[-1]:
        report = replace(report, caveats=(*report.caveats, f"What is above the audience {reader} was left out."))
    session().answer(report.limited(limit))


def idea_rows(map_: Map, first: ActorRef, second: ActorRef, on: str, audience: str, issues: list[Term]) -> IdeaRows:
    """What is recorded around the two, as far as the audience may see it."""
    from ngomap.analyses.cells import Tree
    from ngomap.analyses.project_ideas import IdeaRows
    from ngomap.model.as_of import ties_on
    from ngomap.store.coverage import activities
    from ngomap.store.ladder_rows import seen_ties
    from ngomap.store.local_coverage import surroundings
    from ngomap.store.projects import assessments
    from ngomap.store.work_rows import areas_of, seen_activities, seen_resources, terms_of

    visible, two = visible_to(audience), [first.id, second.id]
    terms = all_terms(map_)
    words, places = terms_of(map_, two), areas_of(map_, two)
    own = seen_activities(map_, visible, two)
    recorded = {v.actor for v in own}
    # Who has no activities of its own counts as present where it says it works.
    own += [v for i in two if i not in recorded for v in activities(map_, i) if v.inferred]
    kinds = {t.id: t.vocabulary for t in terms}
    mine = {t for found in words.values() for t in found if kinds[t] in WORK} | {v.term for v in own} | {t.id for t in issues}
    where = {a for found in places.values() for a in found} | {v.area for v in own}
    tree = Tree({t.id: t.parent for t in terms})
    rows = surroundings(map_, where, {i for t in mine for i in tree.down(t)}, visible)
    known = {a.id: a for a in (*rows.inside, *rows.around)}
    own = [v for v in own if v.area in known]
    seen = {v.id for v in own if not v.inferred}
    everybody = [v for v in rows.activities if v.actor not in two or (not v.inferred and v.id not in seen)]
    actors = some_refs(map_, {*two, *(v.actor for v in everybody)})
    return IdeaRows(
        actors=sorted(actors.values(), key=lambda a: a.handle),
        areas=list(known.values()),
        terms=terms,
        activities=[*own, *everybody],
        words=words,
        places=places,
        figures=rows.figures,
        surveys=rows.surveys,
        statuses=rows.statuses,
        ties=[t for t in ties_on(seen_ties(map_, visible, [first.id]), on, today(map_)) if second.id in (t.a, t.b)],
        resources=seen_resources(map_, visible, two),
        assessments=[s for s in assessments(map_, visible) if {s.by, s.of} == set(two)],
    )


def _refuse(map_: Map, first: ActorRef, second: ActorRef, reader: str) -> None:
    from ngomap.store.ladder_rows import audience_of

    for who in (first, second):
        if not may_see(audience_of(map_, who.id), reader):
            raise NotFound(f"There is no actor {who.handle!r} for the audience {reader}.", "See 'ngomap list'.")
        if who.kind == "person":
            raise InvalidValue(f"{who.name} is a person; projects are done by organizations.", "Name the organization.")
    if first.id == second.id:
        raise InvalidValue(f"{first.name} does nothing together with itself.", "Name somebody else: --with REF")
