"""`ngomap intro`: who can introduce us."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, Ref, ShownTo, completing, count
from ngomap.cli.references import find_actor, our_actor
from ngomap.cli.session import session
from ngomap.errors import UsageError
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.values import iso_date
from ngomap.store.connection import snapshot
from ngomap.store.settings import today, us

app = command_app()

VIA = ("any", "board")
OF_EACH_GROUP = 3


@app.command(cls=Command)
def intro(
    ref: Ref,
    via: Annotated[
        str, typer.Option("--via", help="Whom to ask: any, or only our board and the boards they sit on.", metavar="VIA")
    ] = "any",
    draft: Annotated[bool, typer.Option("--draft", help="Write a draft of the message that asks for it.")] = False,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from", help="Who wants to be introduced [us].", metavar="REF", autocompletion=completing("actor")
        ),
    ] = None,
    as_of: AsOf = None,
    audience: ShownTo = "secret",
    limit: Annotated[
        int, typer.Option("--limit", help="How many ways of each kind; 0 shows all.", metavar="N", parser=count)
    ] = OF_EACH_GROUP,
) -> None:
    """Find who can introduce us to somebody: the strongest ways of at most three steps, through people, boards and
    organizations, with what each step rests on, how old it is, and what to mind.

    Examples:

        ngomap intro fair-elections-now --via board --draft

        ngomap intro "Ana Example" --from arts-for-all --as-of 2026-06-30 --limit 0
    """
    from ngomap.analyses.introductions_report import report_introductions
    from ngomap.cli.intro_rows import introductions_to, shown_actor, told_of

    via = one_of(via, VIA, "via")
    audience = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        source = find_actor(map_, from_) if from_ else our_actor(map_)
        target = shown_actor(map_, ref, audience)
        if source.id == target.id:
            raise UsageError(f"{source.name} needs no introduction to themselves.", "Name somebody else.")
        found = introductions_to(map_, source, target, on, audience, via)
        ours = us(map_)
        told = told_of(map_, found, ours.id if ours else None, audience, limit, draft)
        session().answer(report_introductions(found, told, limit))
