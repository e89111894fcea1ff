"""`ngomap grant`: calls of funders, what they ask, and whether we qualify."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli import grant_fields as f
from ngomap.cli.grant_eligible import eligible
from ngomap.cli.lazy import Command, group_app
from ngomap.cli.options import Limit, ShownTo, completing
from ngomap.cli.session import session
from ngomap.cli.undoing import command
from ngomap.errors import NgomapError, UsageError
from ngomap.model.answers import Change
from ngomap.model.audience import AUDIENCES, allowed_fields, visible_to
from ngomap.model.choice import one_of
from ngomap.model.records import Record, Records
from ngomap.model.together import GRANT_STATUSES, Grant
from ngomap.model.values import iso_date
from ngomap.store.connection import Map, snapshot
from ngomap.store.grants import grant_named, grants

app = group_app("Grants: calls of funders, what they ask, and with whom we qualify.")


@app.command(cls=Command)
def add(
    name: Annotated[str, typer.Argument(help="The name of the call.", metavar="NAME")],
    funder: Annotated[
        str, typer.Option("--funder", help="Who gives.", metavar="REF", autocompletion=completing("actor"))
    ],
    deadline: f.Deadline = None,
    least: f.Least = None,
    most: f.Most = None,
    currency: f.Currency = None,
    registered: f.Registered = None,
    years: f.Years = None,
    budget: f.Budget = None,
    audited: f.Audited = None,
    projects: f.Projects = None,
    partners: f.Partners = None,
    own_share: f.OwnShare = None,
    issue: f.Issue = None,
    service: f.Service = None,
    area: f.Place = None,
    notes: f.Notes = None,
    source: f.Source = None,
    audience: f.Audience = None,
    status: f.Status = None,
) -> None:
    """Record a call of a funder, and what it asks of those who apply. What is left out it does not ask.

    Examples:

        ngomap grant add "Spring round" --funder "Old Mill Fund" --deadline 2027-02-01 --most 30000 --currency EUR

        ngomap grant add "Open budgets" --funder old-mill-fund --registered --years 3 --audited --partners 2 --issue corruption
    """
    from ngomap.store.grant_edits import add_grant
    from ngomap.store.writing import write

    texts: dict[str, str | bool | None] = {
        "name": name, "funder": funder, "deadline": deadline, "least": least, "most": most, "currency": currency,
        "registered": registered, "years": years, "budget": budget, "audited": audited, "projects": projects,
        "partners": partners, "own_share": own_share, "issue": issue, "service": service, "area": area, "notes": notes,
        "source": source, "audience": audience, "status": status,
    }  # fmt: skip
    with session().map() as map_, write(map_):
        grant = add_grant(map_, f.grant_fields(map_, texts))
        record = f.grant_record(map_, grant)
    text = f"Added the grant {grant.name} of {record['funder_name']} ({grant.handle})."
    undo = command("grant", "remove", grant.handle, "--yes")
    see = f"Next: {command('grant', 'eligible', grant.handle)}"
    session().answer(Change("added", "grant", record, text, undo, (see,)))


@app.command(cls=Command)
def edit(
    grant: f.Which,
    name: Annotated[str | None, typer.Option("--name", help="Its new name.", metavar="NAME")] = None,
    funder: Annotated[
        str | None, typer.Option("--funder", help="Who gives.", metavar="REF", autocompletion=completing("actor"))
    ] = None,
    deadline: f.Deadline = None,
    least: f.Least = None,
    most: f.Most = None,
    currency: f.Currency = None,
    registered: f.Registered = None,
    years: f.Years = None,
    budget: f.Budget = None,
    audited: f.Audited = None,
    projects: f.Projects = None,
    partners: f.Partners = None,
    own_share: f.OwnShare = None,
    issue: f.Issue = None,
    service: f.Service = None,
    area: f.Place = None,
    notes: f.Notes = None,
    source: f.Source = None,
    audience: f.Audience = None,
    status: f.Status = None,
    clear: Annotated[
        list[str] | None,
        typer.Option("--clear", help="Make a field unknown again (repeat for more).", metavar="FIELD"),
    ] = None,
) -> None:
    """Change what is known of a call, or how far we are with it.

    Examples:

        ngomap grant edit spring-round --status applied

        ngomap grant edit "Open budgets" --deadline 2027-03-15 --clear own-share
    """
    from ngomap.store.grant_edits import edit_grant
    from ngomap.store.writing import write

    texts: dict[str, str | bool | None] = {
        "name": name, "funder": funder, "deadline": deadline, "least": least, "most": most, "currency": currency,
        "registered": registered, "years": years, "budget": budget, "audited": audited, "projects": projects,
        "partners": partners, "own_share": own_share, "issue": issue, "service": service, "area": area, "notes": notes,
        "source": source, "audience": audience, "status": status,
    }  # fmt: skip
    with session().map() as map_, write(map_):
        old = grant_named(map_, grant)
        fields = f.cleared(clear) | f.grant_fields(map_, texts)
        if not fields:
            raise UsageError(
                "grant edit needs something to change.", f"For example: ngomap grant edit {old.handle} --status applied"
            )
        before = f.grant_record(map_, old)
        new, change = edit_grant(map_, old, fields)
        record = f.grant_record(map_, new)
    said = [f"{k.replace('_', ' ')}: {_said(before[k])} -> {_said(record[k])}" for k in record if record[k] != before[k]]
    text = f"Changed {new.name} ({new.handle}): {'; '.join(said)}." if said else f"Nothing of {new.name} was changed."
    session().answer(Change("edited", "grant", record, text, command("undo", change) if change else ""))


@app.command("list", cls=Command)
def list_(
    status: Annotated[
        list[str] | None,
        typer.Option("--status", help=f"Only with this status (repeat: or that): {', '.join(GRANT_STATUSES)}.", metavar="STATUS"),
    ] = None,
    open_on: Annotated[
        str | None, typer.Option("--open-on", help="Only those that can be applied for on this day (ISO).", metavar="DATE")
    ] = None,
    audience: ShownTo = "secret",
    limit: Limit = 30,
) -> None:
    """List calls of funders, the next deadline first.

    Examples:

        ngomap grant list --open-on 2026-12-01

        ngomap grant list --status applied --status won --format csv
    """
    reader = one_of(audience, AUDIENCES, "audience")
    wanted = [one_of(s, GRANT_STATUSES, "status") for s in status or ()]
    day = iso_date(open_on, "open-on") if open_on else None
    with session().map() as map_, snapshot(map_):
        rows = [g for g in grants(map_, visible_to(reader)) if not wanted or g.status in wanted]
        if day is not None:
            rows = [g for g in rows if g.status == "open" and (g.deadline is None or g.deadline >= day)]
        shown = rows[:limit] if limit else rows
        records = [{**_seen(map_, g, reader), "gives": f.gives(g), "asks": f.asks(g)} for g in shown]
    notes = () if records else ("Record one: ngomap grant add NAME --funder REF",)
    session().answer(Records("grants", records, len(rows), f.COLUMNS, notes))


@app.command(cls=Command)
def show(grant: f.Which, audience: ShownTo = "secret") -> None:
    """Show all that is known of a call.

    Examples:

        ngomap grant show spring-round

        ngomap grant show "Open budgets" --format json
    """
    reader = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        found = grant_named(map_, grant, visible_to(reader))
        record = {k: v for k, v in _seen(map_, found, reader).items() if v is not None}
    note = f"Do we qualify? ngomap grant eligible {found.handle}"
    session().answer(Records("grants", [record], 1, (), (note,)))


@app.command(cls=Command)
def remove(grant: f.Which) -> None:
    """Take a call out of the map. One that is over can stay: ngomap grant edit GRANT --status closed.

    Examples:

        ngomap grant remove spring-round

        ngomap grant remove "Open budgets" --yes
    """
    from ngomap.store.grant_edits import remove_grant

    with session().map() as map_:
        found = grant_named(map_, grant)
        record = f.grant_record(map_, found)
        if not session().yes and not session().interactive:
            raise UsageError(f"Removing the grant {found.name} needs a yes.", "Say that you mean it with --yes.")
        if not session().confirm(f"Remove the grant {found.name} of {record['funder_name']}?"):
            raise NgomapError("Nothing was removed.")
        number = remove_grant(map_, found)
    text = f"Removed the grant {found.name} ({found.handle})."
    session().answer(Change("removed", "grant", record, text, command("undo", number)))


app.command(cls=Command)(eligible)


def _seen(map_: Map, grant: Grant, reader: str) -> Record:
    """The record with only what the audience may see of it."""
    record = f.grant_record(map_, grant)
    fields = {*allowed_fields("grant", reader), "issue", "service"}
    return {name: value for name, value in record.items() if name in fields}


def _said(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    return "not known" if value is None else {"True": "yes", "False": "no"}.get(str(value), str(value))
