"""`ngomap stance`: where an actor stands on an issue."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import Ref, Source, completing
from ngomap.cli.references import find_actor, find_term
from ngomap.cli.session import session
from ngomap.errors import UsageError
from ngomap.model.answers import Change
from ngomap.model.records import Record
from ngomap.model.text import one_line
from ngomap.model.values import iso_date, whole
from ngomap.store.settings import today

app = command_app()

WORDS = {-2: "an active opponent", -1: "a passive opponent", 0: "neutral", 1: "a passive ally", 2: "an active ally"}


@app.command(cls=Command, context_settings={"ignore_unknown_options": True})
def stance(
    ref: Ref,
    value: Annotated[
        str | None, typer.Argument(help="-2 active opponent, -1, 0 neutral, +1, +2 active ally.", metavar="[STANCE]")
    ] = None,
    issue: Annotated[
        str, typer.Option("--issue", help="On which issue.", metavar="ISSUE", autocompletion=completing("issue"))
    ] = "",
    influence: Annotated[
        str | None, typer.Option("--influence", help="On this issue, 0 none to 5 decisive.", metavar="0-5")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", help="The day [today]; older ones are kept.", metavar="DATE")
    ] = None,
    source: Source = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take away what was recorded of that day.")] = False,
) -> None:
    """Record where an actor stands on an issue and how much it counts there, on a day.

    Examples:

        ngomap stance procurement-office +1 --issue procurement --influence 5

        ngomap stance builders-chamber -2 --issue corruption --on 2026-03-01
    """
    from ngomap.cli.undoing import command
    from ngomap.store.tie_edits import forget_stance, record_stance

    if value is not None and value.startswith("--"):
        raise UsageError(f"No such option: {value}.", "See 'ngomap stance --help'.")
    if not issue:
        raise UsageError("stance needs --issue.", "For example: --issue procurement")
    position = whole(value, "stance", -2, 2) if value is not None else None
    weight = whole(influence, "influence", 0, 5) if influence is not None else None
    fields: Record = {k: n for k, n in (("stance", position), ("influence", weight)) if n is not None}
    if not fields and not remove:
        raise UsageError(
            "stance needs a value from -2 to +2, or --influence.",
            f"For example: {command('stance', ref, '+1', '--issue', issue)}",
        )
    if fields and remove:
        raise UsageError("--remove takes no value and no --influence: it takes away the whole day.")
    said = one_line(source) if source else None
    with session().map() as map_:
        actor, term = find_actor(map_, ref), find_term(map_, "issue", issue)
        day = iso_date(on, "on") if on else today(map_)
        answer = partial(Change, kind="stance", record={"actor": actor.handle, "issue": term.slug, "on": day, **fields})
        where: list[object] = ["--issue", term.slug, "--on", day]
        if remove:
            forget_stance(map_, actor, term.id, day)
            text = f"Took away what was recorded on {day} of {actor.name} on {term.name}."
            session().answer(answer(action="removed", text=text))
            return
        old = record_stance(map_, actor, term.id, day, {**fields, **({"source": said} if said else {})})
    if position is None:
        text = f"On {day}, {actor.name} has influence {weight} on {term.name}."
    else:
        more = f", influence {weight}" if weight is not None else ""
        text = f"On {day}, {actor.name} is {WORDS[position]} on {term.name}{more}."
    undo = command("stance", actor.handle, "--remove", *where)
    if old:
        again: list[object] = [old["stance"]] if old["stance"] is not None else []
        again += [w for f in ("influence", "source") if old[f] is not None for w in (f"--{f}", old[f])]
        undo += " && " + command("stance", actor.handle, *again, *where)
    session().answer(answer(action="recorded", text=text, undo=undo))
