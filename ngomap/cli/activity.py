"""`ngomap activity`: who does what where for whom."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli import options as o
from ngomap.cli.lazy import Command, group_app
from ngomap.cli.options import completing
from ngomap.cli.references import find_actor, find_area, find_term, find_terms
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, NotFound, UsageError
from ngomap.model.answers import Change
from ngomap.model.choice import one_of
from ngomap.model.coverage import ROLES, Activity
from ngomap.model.records import Record, Records
from ngomap.model.text import one_line
from ngomap.model.values import partial_date, whole
from ngomap.model.words import ACTIVITY_STATUSES
from ngomap.store.actors import all_refs
from ngomap.store.areas import all_areas
from ngomap.store.areas import below as areas_below
from ngomap.store.connection import Map
from ngomap.store.coverage import activities
from ngomap.store.terms import all_terms
from ngomap.store.terms import below as terms_below

app = group_app("Activities: who does what where for whom, from when to when.")

COLUMNS = ("number", "actor", "what", "area", "population", "status", "since", "until")


@app.command(cls=Command)
def add(
    ref: o.Ref,
    issue: o.Issues = None,
    service: o.Services = None,
    area: Annotated[
        list[str] | None,
        typer.Option("--area", help="Where (repeat for more).", metavar="AREA", autocompletion=completing("area")),
    ] = None,
    population: Annotated[str | None, typer.Option("--population", help="For whom.", metavar="POPULATION")] = None,
    status: Annotated[
        str | None, typer.Option("--status", help=", ".join(ACTIVITY_STATUSES) + ".", metavar="STATUS")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", help="From when.", metavar="DATE")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Until when.", metavar="DATE")] = None,
    reached: Annotated[str | None, typer.Option("--reached", help="People reached.", metavar="N")] = None,
    capacity: Annotated[str | None, typer.Option("--capacity", help="People it can serve.", metavar="N")] = None,
    project: Annotated[str | None, typer.Option("--project", help="The project it is part of.", metavar="NAME")] = None,
    role: Annotated[
        str, typer.Option("--role", help=", ".join(ROLES) + "; a funder is not present.", metavar="ROLE")
    ] = "implementer",
    source: o.Source = None,
) -> None:
    """Record what an actor does where; 'us' is you. What is recorded already is not repeated: its dates widen.

    Examples:

        ngomap activity add us --issue procurement --area "Old Town" --population voters --status ongoing --since 2026-03

        ngomap activity add clear-wells-trust --service training --area kethira --status planned --since 2027-01
    """
    from ngomap.store.coverage_edits import add_activities

    dates = {k: partial_date(v, k) if v else None for k, v in (("since", since), ("until", until))}
    if since and until and str(dates["until"]) < str(dates["since"])[: len(str(dates["until"]))]:
        raise InvalidValue(f"until: {until} is before since: {since}.")
    people = {k: whole(v, k) if v else None for k, v in (("reached", reached), ("capacity", capacity))}
    state = one_of(status, ACTIVITY_STATUSES, "status") if status else None
    part = one_of(role, ROLES, "role")
    if not area or not (issue or service):
        raise UsageError(
            "activity add needs an --issue or a --service, and an --area.",
            f"For example: ngomap activity add {ref} --issue health --area AREA",
        )
    with session().map() as map_:
        actor = find_actor(map_, ref)
        terms = [*find_terms(map_, "issue", issue), *find_terms(map_, "service", service)]
        places = [find_area(map_, text) for text in area]
        whom = find_term(map_, "population", population) if population else None
        rows = [
            Activity(
                0, actor.id, term.id, place.id, whom.id if whom else None, part, state, dates["since"], dates["until"],
                people["reached"], people["capacity"], one_line(project) if project else None,
            )
            for term in terms
            for place in places
        ]  # fmt: skip
        before = {v.id for v in activities(map_, actor.id, inferred=False)}
        add_activities(map_, rows, one_line(source) if source else None)
        new = sorted({v.id for v in activities(map_, actor.id, inferred=False)} - before)
    what = ", ".join(t.name for t in terms)
    said = f"{actor.name} works on {what} in {', '.join(p.name for p in places)}" + (
        f" for {whom.name}" if whom else ""
    )
    record: Record = {"actor": actor.handle, "numbers": new, "terms": [t.slug for t in terms]}
    record |= {"areas": [p.handle for p in places], "population": whom.slug if whom else None, "status": state}
    text = f"Recorded: {said}." if new else f"It was recorded before that {said}."
    undo = " && ".join(f"ngomap activity remove {number} --yes" for number in new)
    session().answer(
        Change("added" if new else "edited", "activity", record, text, undo, ("Next: ngomap gaps coverage",))
    )


@app.command("list", cls=Command)
def list_(
    ref: Annotated[str | None, typer.Option("--of", help="Only this actor's.", metavar="REF")] = None,
    issue: Annotated[
        str | None, typer.Option("--issue", help="Only on this issue or one under it.", metavar="ISSUE")
    ] = None,
    area: Annotated[
        str | None,
        typer.Option(
            "--area", help="Only in this area or one in it.", metavar="AREA", autocompletion=completing("area")
        ),
    ] = None,
    limit: o.Limit = 30,
) -> None:
    """List who does what where for whom.

    Examples:

        ngomap activity list --of us

        ngomap activity list --issue health --area "North District" --format csv --limit 0
    """
    with session().map() as map_:
        rows = activities(map_, find_actor(map_, ref).id if ref else None, inferred=False)
        if issue:
            wanted = terms_below(map_, find_term(map_, "issue", issue).id)
            rows = [v for v in rows if v.term in wanted]
        if area:
            there = areas_below(map_, find_area(map_, area).id)
            rows = [v for v in rows if v.area in there]
        shown = rows[:limit] if limit else rows
        session().answer(Records("activities", _records(map_, shown), len(rows), COLUMNS))


def _records(map_: Map, rows: list[Activity]) -> list[Record]:
    actors = {a.id: a.handle for a in all_refs(map_)}
    terms = {t.id: t for t in all_terms(map_)}
    areas = {a.id: a.handle for a in all_areas(map_)}
    return [
        {
            "number": v.id,
            "actor": actors[v.actor],
            "what": terms[v.term].slug,
            "vocabulary": terms[v.term].vocabulary,
            "area": areas[v.area],
            "population": terms[v.population].slug if v.population else None,
            "role": v.role,
            "status": v.status,
            "since": v.since,
            "until": v.until,
            "reached": v.reached,
            "capacity": v.capacity,
            "project": v.project,
        }
        for v in rows
    ]


@app.command(cls=Command)
def remove(
    number: Annotated[str, typer.Argument(help="The number that 'ngomap activity list' gives.", metavar="N")],
) -> None:
    """Take an activity away. One that is over is better ended: activity add with the same words and --until.

    Examples:

        ngomap activity remove 12 --yes

        ngomap activity remove 12 --map example.db
    """
    from ngomap.store.coverage_edits import remove_activity

    id_ = whole(number, "number", 1)
    with session().map() as map_:
        found = [v for v in activities(map_, inferred=False) if v.id == id_]
        if not found:
            raise NotFound(f"There is no activity number {id_}.", "See 'ngomap activity list'.")
        (record,) = _records(map_, found)
        said = f"{record['actor']}, {record['what']} in {record['area']}"
        if not session().yes and not session().interactive:
            raise UsageError(f"Removing activity {id_} ({said}) needs a yes.", "Say that you mean it with --yes.")
        if not session().confirm(f"Remove {said}?"):
            raise UsageError("Nothing was removed.")
        remove_activity(map_, id_)
    session().answer(Change("removed", "activity", record, f"Removed activity {id_}: {said}."))
