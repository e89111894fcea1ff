"""`ngomap project assess`: what came of a project."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.options import ShownTo, completing
from ngomap.cli.project_options import ProjectRef
from ngomap.cli.project_rows import EVERYONE, find_project
from ngomap.cli.references import find_actor, our_actor
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, UsageError
from ngomap.model.actors import ActorRef
from ngomap.model.answers import Change
from ngomap.model.audience import AUDIENCES, visible_to
from ngomap.model.choice import one_of
from ngomap.model.records import Record
from ngomap.model.report import Report
from ngomap.model.text import paragraphs
from ngomap.model.together import AGAIN, Project
from ngomap.model.values import iso_date, whole
from ngomap.store.actors import some_refs
from ngomap.store.connection import Map, snapshot
from ngomap.store.projects import assessments
from ngomap.store.settings import today, us

LAID_ASIDE = "ngomap undo"
HIGHEST = 4


def assess(
    project: ProjectRef,
    by: Annotated[
        str | None, typer.Option("--by", help="Who says so [us].", metavar="REF", autocompletion=completing("actor"))
    ] = None,
    of: Annotated[
        str | None,
        typer.Option("--of", help="Of working with this partner, not of all.", metavar="REF", autocompletion=completing("actor")),
    ] = None,
    worked: Annotated[str | None, typer.Option("--worked", help="What worked well.", metavar="TEXT")] = None,
    failed: Annotated[str | None, typer.Option("--failed", help="What did not.", metavar="TEXT")] = None,
    benefit: Annotated[
        str | None, typer.Option("--benefit", help="To who says so: 0 none, 1 little, 2 some, 3 much, 4 very much.", metavar="0-4")
    ] = None,
    again: Annotated[
        str | None, typer.Option("--again", help=f"Would you work together again: {', '.join(AGAIN)}.", metavar="WORD")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", help="The day it was said [today].", metavar="DATE")] = None,
    audience: ShownTo = EVERYONE,
) -> None:
    """Show what each says of a project, side by side; with --worked, --failed, --benefit or --again: record what one says.

    What is said of a partner shows in 'allies'. Trust is never changed by it: the command to do so is offered.

    Examples:

        ngomap project assess school-walks

        ngomap project assess school-walks --of bright-slate --worked "The maps" --benefit 3 --again yes
    """
    reader = one_of(audience, AUDIENCES, "audience")
    fields: dict[str, object] = {}
    for name, text in (("worked", worked), ("failed", failed)):
        if text is not None:
            fields[name] = paragraphs(text) or None
    if benefit is not None:
        fields["benefit"] = whole(benefit, "benefit", 0, HIGHEST)
    if again is not None:
        fields["again"] = one_of(again, AGAIN, "again")
    if fields:
        session().answer(_record(project, by, of, iso_date(on, "on") if on else None, fields))
        return
    if by or of:
        raise UsageError(
            "What do they say?", "Add --worked, --failed, --benefit or --again; alone, 'project assess' shows what was said."
        )
    with session().map() as map_, snapshot(map_):
        report = _compare(map_, project, reader, iso_date(on, "on") if on else today(map_))
    session().answer(report)


def _compare(map_: Map, text: str, reader: str, on: str) -> Report:
    from ngomap.analyses.project_assessments import compare_assessments

    project = find_project(map_, text, reader)
    rows = assessments(map_, visible_to(reader), [project.id])
    who = {p.actor for p in project.partners} | {i for s in rows for i in (s.by, s.of) if i is not None}
    return compare_assessments(project, some_refs(map_, sorted(who)), rows, on, us(map_), reader)


def _record(text: str, by: str | None, of: str | None, on: str | None, fields: dict[str, object]) -> Change:
    from ngomap.store.project_edits import record_assessment

    with session().map() as map_:
        project = find_project(map_, text)
        who = find_actor(map_, by) if by else our_actor(map_)
        whom = find_actor(map_, of) if of else None
        for actor in filter(None, (who, whom)):
            _refuse_strangers(project, actor)
        if whom is not None and whom.id == who.id:
            raise InvalidValue(f"{who.name} cannot say how it was to work with itself.", "Leave --of out, or name a partner.")
        day = on or today(map_)
        number, new = record_assessment(map_, project, who, whom, day, fields)
        others = [p.actor for p in project.partners if p.actor != who.id]
        alone = some_refs(map_, others) if whom is None and len(others) == 1 else {}
    record: Record = {"id": number, "project": project.handle, "by": who.handle, "of": whom.handle if whom else None}
    record |= {"on": day, **fields}
    said = f"{who.name} on {project.name}{f', of working with {whom.name}' if whom else ''}, {day}: recorded."
    notes = _trust(who, whom, day, fields) if whom else [
        f"Of working with {a.name} alone, add: --of {a.handle}; only that shows in allies." for a in alone.values()
    ]  # fmt: skip
    return Change("added" if new else "edited", "assessment", record, said, LAID_ASIDE, tuple(notes))


def _trust(who: ActorRef, whom: ActorRef, day: str, fields: dict[str, object]) -> list[str]:
    """What it bears on, and the command that would say so: a judgement is not ours to make."""
    from ngomap.analyses.project_assessments import trust_items
    from ngomap.cli.trust_items import again, said_of

    word, benefit = fields.get("again"), fields.get("benefit")
    items = trust_items(str(word) if word else None, benefit if isinstance(benefit, int) else None)
    if not items:
        return []
    return [f"It bears on {said_of(items)}. If you judge so: {again(who, whom, day, items)}"]


def _refuse_strangers(project: Project, actor: ActorRef) -> None:
    if not any(p.actor == actor.id for p in project.partners):
        raise InvalidValue(
            f"{actor.name} has no part in {project.name}.",
            f"If it has: ngomap project partner {project.handle} {actor.handle} --role partner",
        )
