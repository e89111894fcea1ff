"""`ngomap verify`: somebody has checked an entry."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import completing
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.model.answers import Change
from ngomap.model.text import one_line
from ngomap.model.values import iso_date
from ngomap.store.actors import actor_by_id
from ngomap.store.settings import today

app = command_app()


@app.command(cls=Command)
def verify(
    refs: Annotated[
        list[str],
        typer.Argument(help="Whose entries were checked.", metavar="REF...", autocompletion=completing("actor")),
    ],
    on: Annotated[str | None, typer.Option("--on", help="The day they were checked [today].", metavar="DATE")] = None,
    source: Annotated[str | None, typer.Option("--source", help="How, or with whom.", metavar="TEXT")] = None,
) -> None:
    """Record that somebody checked what the map says of an actor. Terms that were only suggested are then settled.

    Examples:

        ngomap verify fair-elections-now --source "telephone call"

        ngomap verify arts-for-all health-link --on 2026-03-01
    """
    from ngomap.cli.undoing import command
    from ngomap.store.actor_edits import edit_actor
    from ngomap.store.suggestion_edits import settle
    from ngomap.store.terms import all_terms
    from ngomap.store.writing import write

    said = one_line(source) if source else None
    with session().map() as map_, write(map_):
        day = iso_date(on, "on") if on else today(map_)
        actors = [actor_by_id(map_, find_actor(map_, ref).id) for ref in refs]
        terms = {t.id: f"{t.vocabulary}:{t.slug}" for t in all_terms(map_)}
        settled = {actor.handle: [terms[id_] for id_ in settle(map_, actor.id)] for actor in actors}
        for actor in actors:
            edit_actor(map_, actor.id, {"verified_on": day, **({"source": said} if said else {})})
    undo = []
    for actor in actors:
        if actor.verified_on is None:
            undo.append(command("edit", actor.handle, "--clear", "verified_on"))
        elif actor.verified_on != day:
            undo.append(command("verify", actor.handle, "--on", actor.verified_on))
        if said and said != actor.source:
            back = ("--source", actor.source) if actor.source else ("--clear", "source")
            undo.append(command("edit", actor.handle, *back))
        if settled[actor.handle]:
            undo.append(command("suggest-terms", actor.handle, *(w for t in settled[actor.handle] for w in ("--doubt", t))))
    session().answer(
        Change(
            "verified",
            "actor",
            {"handles": [a.handle for a in actors], "on": day},
            f"Verified on {day}: {', '.join(a.name for a in actors)}.",
            " && ".join(undo),
            tuple(f"No longer only suggested for {a.name}: {', '.join(settled[a.handle])}." for a in actors if settled[a.handle]),
        )
    )
