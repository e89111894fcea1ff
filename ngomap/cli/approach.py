"""`ngomap approach`: how we stand to an office or official on an issue."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import Ref, completing
from ngomap.cli.references import find_actor, find_term, our_actor
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, UsageError
from ngomap.model.answers import Change
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.records import Record
from ngomap.model.text import paragraphs
from ngomap.model.together import APPROACHES
from ngomap.model.values import iso_date
from ngomap.store.settings import today

app = command_app()


@app.command(cls=Command)
def approach(
    ref: Ref,
    how: Annotated[
        str | None, typer.Argument(help=f"{', '.join(APPROACHES)}.", metavar="[APPROACH]", show_default=False)
    ] = None,
    issue: Annotated[
        str | None,
        typer.Option("--issue", help="On which issue [all].", metavar="ISSUE", autocompletion=completing("issue")),
    ] = None,
    on: Annotated[str | None, typer.Option("--on", help="Since when [today]; older ones are kept.", metavar="DATE")] = None,
    note: Annotated[str | None, typer.Option("--note", help="What it consists of.", metavar="TEXT")] = None,
    audience: Annotated[
        str | None,
        typer.Option("--audience", help=f"Who may see it [internal]: {', '.join(AUDIENCES)}.", metavar="AUDIENCE"),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take away what was recorded --on that day.")] = False,
) -> None:
    """Record how we stand to an office or official on an issue: with it, against it, or both. 'ngomap balance' shows what
    we do beside it.

    Examples:

        ngomap approach procurement-office mixed --issue procurement --note "We train its staff and read its contracts"

        ngomap approach city-council confrontational --on 2026-03-01
    """
    from ngomap.cli.undoing import command
    from ngomap.store.approach_edits import forget_approach, record_approach
    from ngomap.store.writing import current_change, write

    if remove == (how is not None):
        raise UsageError(
            "--remove takes no approach." if remove else f"approach needs one of: {', '.join(APPROACHES)}.",
            f"For example: {command('approach', ref, 'mixed')}",
        )
    if remove and (note is not None or audience is not None):
        raise UsageError("--remove takes the whole day away; leave out --note and --audience.")
    fields: dict[str, object] = {} if how is None else {"approach": one_of(how, APPROACHES, "approach")}
    if note is not None:
        fields["note"] = paragraphs(note) or None
    if audience is not None:
        fields["audience"] = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_:
        ours, actor = our_actor(map_), find_actor(map_, ref)
        if ours.id == actor.id:
            raise InvalidValue(f"{actor.handle} is who you are.", "Name an office or an official.")
        term = find_term(map_, "issue", issue) if issue else None
        day = iso_date(on, "on") if on else today(map_)
        with write(map_):
            if remove:
                forget_approach(map_, ours, actor, term.id if term else None, day)
                old = None
            else:
                old = record_approach(map_, ours, actor, term.id if term else None, day, fields)
            undo = command("undo", current_change(map_))
    about = f" on {term.name}" if term else ""
    record: Record = {"actor": actor.handle, "issue": term.slug if term else None, "on": day, **fields}
    if remove:
        text = f"Took away how we stood to {actor.name}{about} from {day} on."
        session().answer(Change("removed", "approach", record, text, undo))
        return
    text = f"From {day} on, we are {fields['approach']} towards {actor.name}{about}."
    see = f"What we do beside it: {command('balance', actor.handle)}"
    session().answer(Change("edited" if old else "recorded", "approach", record, text, undo, (see,)))
