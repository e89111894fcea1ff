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
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.records import Record
from ngomap.model.stances import read_stance, with_article
from ngomap.model.text import one_line
from ngomap.model.values import iso_date, whole
from ngomap.store.connection import Map
from ngomap.store.settings import today
from ngomap.store.ties import ties_of

app = command_app()

UNDATED = "undated"


@app.command(cls=Command, context_settings={"ignore_unknown_options": True})
def stance(
    ref: Ref,
    value: Annotated[
        str | None, typer.Argument(help="-2 active opponent, -1, 0 neutral, +1, +2 active ally; or the word.", metavar="[STANCE]")
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
    audience: Annotated[
        str | None,
        typer.Option(
            "--audience",
            help=f"Who may see it [internal; that an official is with us: secret]: {', '.join(AUDIENCES)}.",
            metavar="AUDIENCE",
            autocompletion=completing("audience"),
        ),
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help=f"Take away what was recorded --on that day ('{UNDATED}': without one).")
    ] = False,
) -> None:
    """Record where an actor stands on an issue and how much it counts there, on a day.

    Examples:

        ngomap stance procurement-office +1 --issue procurement --influence 5

        ngomap stance builders-chamber active-opponent --issue corruption --on 2026-03-01
    """
    from ngomap.cli.undoing import command
    from ngomap.store.trust_edits import forget_stance, record_stance

    if value is not None and value.startswith("--"):
        raise UsageError(f"No such option: {value}.", "See 'ngomap stance --help'.")
    if not issue:
        raise UsageError("stance needs --issue.", "For example: --issue procurement")
    position = read_stance(value) if value is not None else None
    weight = whole(influence, "influence", 0, 5) if influence is not None else None
    fields: Record = {k: n for k, n in (("stance", position), ("influence", weight)) if n is not None}
    if not fields and not remove:
        raise UsageError(
            "stance needs a value from -2 to +2, or --influence.",
            f"For example: {command('stance', ref, '+1', '--issue', issue)}",
        )
    if remove and (fields or audience is not None):
        raise UsageError("--remove takes no value, --influence or --audience: it takes away the whole day.")
    if audience is not None:
        fields["audience"] = one_of(audience, AUDIENCES, "audience")
    said = one_line(source) if source else None
    with session().map() as map_:
        actor, term = find_actor(map_, ref), find_term(map_, "issue", issue)
        day = None if remove and on == UNDATED else iso_date(on, "on") if on else today(map_)
        inside = audience is None and (position or 0) > 0 and _holds_office(map_, actor.id, day or today(map_))
        if inside:
            fields["audience"] = "secret"
        answer = partial(Change, kind="stance", record={"actor": actor.handle, "issue": term.slug, "on": day, **fields})
        where: list[object] = ["--issue", term.slug, "--on", day]
        if remove:
            forget_stance(map_, actor, term.id, day)
            when = f"on {day}" if day else "without a day"
            text = f"Took away what was recorded {when} of {actor.name} on {term.name}."
            session().answer(answer(action="removed", text=text))
            return
        old = record_stance(map_, actor, term.id, day, {**fields, **({"source": said} if said else {})})
    if position is None:
        text = f"On {day}, {actor.name} has influence {weight} on {term.name}."
    else:
        more = f", influence {weight}" if weight is not None else ""
        text = f"On {day}, {actor.name} is {with_article(position)} on {term.name}{more}."
    undo = command("stance", actor.handle, "--remove", *where)
    if old:
        again: list[object] = [old["stance"]] if old["stance"] is not None else []
        again += [w for f in ("influence", "source", "audience") if old[f] is not None for w in (f"--{f}", old[f])]
        undo += " && " + command("stance", actor.handle, *again, *where)
    again_open = command("stance", actor.handle, position, *where, "--audience", "internal")
    notes = (f"{actor.name} holds office, so this is stored secret: it leaves no map. If it may: {again_open}",) if inside else ()
    session().answer(answer(action="recorded", text=text, undo=undo, notes=notes))


def _holds_office(map_: Map, actor: int, day: str) -> bool:
    """Whether the actor holds office then: whose help inside must not be told, unless one says so."""
    return any(t.type == "holds-office-in" and t.a == actor and t.open_on(day) for t in ties_of(map_, actor))
