"""`ngomap project`: what several do together, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from ngomap.cli import options as o
from ngomap.cli.lazy import Command, group_app
from ngomap.cli.options import completing
from ngomap.cli.project_assess import assess
from ngomap.cli.project_edit import (
    CLEARABLE,
    About,
    Said,
    add_project,
    change_partner,
    close_project,
    edit_project,
    remove_project,
)
from ngomap.cli.project_ideas import ideas
from ngomap.cli.project_options import ProjectRef, about, not_about, said
from ngomap.cli.project_rows import EVERYONE, find_project, project_records
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.model.audience import AUDIENCES, visible_to
from ngomap.model.choice import one_of
from ngomap.model.records import Records
from ngomap.model.together import PROJECT_ROLES, PROJECT_STATUSES
from ngomap.model.values import iso_date
from ngomap.store.connection import snapshot
from ngomap.store.projects import activities_of, assessments, projects
from ngomap.store.settings import today, us

app = group_app("Joint projects: who does what together, with whose money, and what came of it.")

COLUMNS = ("handle", "name", "status", "partners", "since", "until")


@app.command(cls=Command)
def add(
    name: Annotated[str, typer.Argument(help="What it is called.", metavar="NAME")],
    lead: Annotated[str | None, typer.Option("--lead", help="Who leads it.", metavar="REF")] = None,
    with_: Annotated[
        list[str] | None, typer.Option("--with", help="Who else takes part (repeat for more).", metavar="REF")
    ] = None,
    issue: Annotated[list[str] | None, about("issue")] = None,
    service: Annotated[list[str] | None, about("service")] = None,
    population: Annotated[list[str] | None, about("population")] = None,
    area: Annotated[list[str] | None, about("area")] = None,
    status: Annotated[str | None, said("status", ", ".join(PROJECT_STATUSES[:4]) + " [planned].", "STATUS")] = None,
    since: Annotated[str | None, said("since", "From when.", "DATE")] = None,
    until: Annotated[str | None, said("until", "Until when.", "DATE")] = None,
    budget: Annotated[str | None, said("budget", "The whole budget, in --currency.", "AMOUNT")] = None,
    currency: Annotated[str | None, said("currency", "ISO 4217 code.", "CODE")] = None,
    goal: Annotated[str | None, said("goal", "What it is for, in a sentence.", "TEXT")] = None,
    source: o.Source = None,
    audience: o.Audience = None,
) -> None:
    """Record a joint project. What it does where for whom counts as the work of each who takes part, so coverage,
    duplication and the ladder see it at once.

    Activities of that name that are recorded already are not repeated.

    Examples:

        ngomap project add "School walks" --lead us --with bright-slate --issue basic-education --area "Old Town"

        ngomap project add "Street plays" --with us --with arts-for-all --service street-theatre --area market --status running
    """
    facts = Said(status, since, until, budget, currency, goal, source, audience)
    session().answer(add_project(name, lead, with_, facts, About(issue, service, population, area)))


@app.command(cls=Command)
def partner(
    project: ProjectRef,
    ref: o.Ref,
    role: Annotated[str | None, typer.Option("--role", help=", ".join(PROJECT_ROLES) + ".", metavar="ROLE")] = None,
    share: Annotated[
        str | None, typer.Option("--share", help="Its part of the budget, in the project's currency.", metavar="AMOUNT")
    ] = None,
    task: Annotated[str | None, typer.Option("--task", help="What it does in it.", metavar="TEXT")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="It has no part in it, and had none.")] = False,
) -> None:
    """Let an organization take part in a project, or change as what. Funders are not present in the areas; advisers do
    none of the work.

    Examples:

        ngomap project partner school-walks bright-slate --role lead --share 4000 --task "Trains the guides"

        ngomap project partner school-walks city-trust --role funder
    """
    session().answer(change_partner(project, ref, role, share, task, remove))


@app.command(cls=Command)
def edit(
    project: ProjectRef,
    name: Annotated[str | None, typer.Option("--name", help="Another name; the handle stays.", metavar="NAME")] = None,
    issue: Annotated[list[str] | None, about("issue")] = None,
    service: Annotated[list[str] | None, about("service")] = None,
    population: Annotated[list[str] | None, about("population")] = None,
    area: Annotated[list[str] | None, about("area")] = None,
    no_issue: Annotated[list[str] | None, not_about("issue")] = None,
    no_service: Annotated[list[str] | None, not_about("service")] = None,
    no_population: Annotated[list[str] | None, not_about("population")] = None,
    no_area: Annotated[list[str] | None, not_about("area")] = None,
    status: Annotated[str | None, said("status", ", ".join(PROJECT_STATUSES[:3]) + ".", "STATUS")] = None,
    since: Annotated[str | None, said("since", "From when.", "DATE")] = None,
    until: Annotated[str | None, said("until", "Until when.", "DATE")] = None,
    budget: Annotated[str | None, said("budget", "The whole budget, in --currency.", "AMOUNT")] = None,
    currency: Annotated[str | None, said("currency", "ISO 4217 code.", "CODE")] = None,
    goal: Annotated[str | None, said("goal", "What it is for, in a sentence.", "TEXT")] = None,
    clear: Annotated[
        list[str] | None, typer.Option("--clear", help=f"Make unknown: {', '.join(CLEARABLE)} (repeat for more).", metavar="FIELD")
    ] = None,
    source: o.Source = None,
    audience: o.Audience = None,
) -> None:
    """Change a project, and its activities with it.

    Examples:

        ngomap project edit school-walks --status running --since 2026-09-01

        ngomap project edit school-walks --area "North District" --no-area "Old Town"
    """
    facts = Said(status, since, until, budget, currency, goal, source, audience)
    add, drop = About(issue, service, population, area), About(no_issue, no_service, no_population, no_area)
    session().answer(edit_project(project, name, facts, clear or [], add, drop))


@app.command("list", cls=Command)
def list_(
    with_: Annotated[
        str | None,
        typer.Option("--with", help="Only those in which it has a part.", metavar="REF", autocompletion=completing("actor")),
    ] = None,
    status: Annotated[
        str | None, typer.Option("--status", help=f"Only these: {', '.join(PROJECT_STATUSES)}.", metavar="STATUS")
    ] = None,
    as_of: o.AsOf = None,
    audience: o.ShownTo = EVERYONE,
    limit: o.Limit = 30,
) -> None:
    """List joint projects, those that go on before those that are over.

    Examples:

        ngomap project list

        ngomap project list --with bright-slate --as-of 2025-12-31
    """
    reader = one_of(audience, AUDIENCES, "audience")
    state = one_of(status, PROJECT_STATUSES, "status") if status else None
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        who = find_actor(map_, with_) if with_ else None
        rows = [
            replace(p, status="running") if as_of and p.status in ("closed", "cancelled") and (p.until or "") > on else p
            for p in projects(map_, visible_to(reader), who.id if who else None)
            if not as_of or (p.since or "") <= on
        ]
        rows = [p for p in rows if who is None or any(x.actor == who.id for x in p.partners)]
        rows = sorted((p for p in rows if state in (None, p.status)), key=lambda p: (_order(p.status), p.handle))
        shown = rows[:limit] if limit else rows
        records = project_records(map_, shown, reader)
    left_out = () if reader == EVERYONE else (f"What is above the audience {reader} was left out.",)
    session().answer(Records("projects", records, len(rows), COLUMNS, left_out))


@app.command(cls=Command)
def show(project: ProjectRef, audience: o.ShownTo = EVERYONE) -> None:
    """Show a project: who is in it as what, shares against the budget, what it is about, what was said of it.

    Examples:

        ngomap project show school-walks

        ngomap project show "School walks" --audience partners --format md
    """
    from ngomap.analyses.project import tell_project
    from ngomap.store.actors import some_refs
    from ngomap.store.areas import some_areas
    from ngomap.store.terms import all_terms

    reader = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        found = find_project(map_, project, reader)
        said_of_it = assessments(map_, visible_to(reader), [found.id])
        ours = us(map_)
        who = {p.actor for p in found.partners} | {i for s in said_of_it for i in (s.by, s.of) if i is not None}
        terms = [t for t in all_terms(map_) if t.id in found.terms]
        areas = some_areas(map_, found.areas)
        report = tell_project(
            found, some_refs(map_, sorted(who)), terms, [areas[a] for a in found.areas], said_of_it, today(map_),
            activities_of(map_, found.name, visible_to(reader)), ours, reader,
        )  # fmt: skip
    session().answer(report)


@app.command(cls=Command)
def close(
    project: ProjectRef,
    on: Annotated[str | None, typer.Option("--on", help="The day it ended [today].", metavar="DATE")] = None,
    cancelled: Annotated[bool, typer.Option("--cancelled", help="It was called off.")] = False,
) -> None:
    """End a project: its activities are completed that day (or, called off, suspended).

    Examples:

        ngomap project close school-walks

        ngomap project close school-walks --on 2026-10-31 --cancelled
    """
    session().answer(close_project(project, on, cancelled))


@app.command(cls=Command)
def remove(project: ProjectRef) -> None:
    """Take a project out of the map, with the activities it made and what was said of it.

    Examples:

        ngomap project remove school-walks --yes

        ngomap project remove "School walks" --yes --map example.db
    """
    session().answer(remove_project(project))


app.command(cls=Command)(assess)
app.command(cls=Command)(ideas)


def _order(status: str) -> int:
    return ("running", "planned", "idea", "closed", "cancelled").index(status)
