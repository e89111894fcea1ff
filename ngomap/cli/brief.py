"""`ngomap brief`: two pages for a first informational meeting."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, Ref, completing, count
from ngomap.cli.references import find_actor, find_term
from ngomap.cli.session import session
from ngomap.errors import NotFound, UsageError
from ngomap.model.answers import Export
from ngomap.model.audience import AUDIENCES, file_audience, visible_to
from ngomap.model.choice import one_of
from ngomap.model.values import iso_date
from ngomap.store.connection import snapshot
from ngomap.store.settings import today, us

app = command_app()

IN_EACH_PART = 6
EVERYTHING = "secret"


@app.command(cls=Command)
def brief(
    ref: Ref,
    to: Annotated[str | None, typer.Option("--to", help="Write it to this file.", metavar="FILE.md")] = None,
    issue: Annotated[
        str | None,
        typer.Option(
            "--issue", help="What the meeting is about.", metavar="ISSUE", autocompletion=completing("issue")
        ),
    ] = None,
    as_of: AsOf = None,
    audience: Annotated[
        str | None,
        typer.Option(
            "--audience",
            help=f"Leave out what is not for this audience [the screen: nothing; a file: internal, for your own people]: "
            f"{', '.join(AUDIENCES)}.",
            metavar="AUDIENCE",
            autocompletion=completing("audience"),
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that says something else.")] = False,
    limit: Annotated[
        int,
        typer.Option("--limit", help="How much of a part that grows long; 0 shows all.", metavar="N", parser=count),
    ] = IN_EACH_PART,
) -> None:
    """Write a briefing for an informational meeting: who they are, what we share, what each could bring, whom we both
    know, history, what is not to be shown, questions to ask, an agenda, one easy first step.

    For the audiences partners and public, what is not to be shown is left out altogether.

    Examples:

        ngomap brief fair-elections-now --issue procurement

        ngomap brief "Ana Example" --to ana.md --force
    """
    from ngomap.analyses.brief import shortened, write_brief
    from ngomap.cli.brief_rows import known_of
    from ngomap.store.ladder_rows import audience_of

    if to is None:
        if force:
            raise UsageError("--force needs --to: which file?", "For example: --to brief.md")
        reader = one_of(audience, AUDIENCES, "audience") if audience else EVERYTHING
    else:
        reader = file_audience(audience or "internal")
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        them, ours = find_actor(map_, ref), us(map_)
        if ours is not None and them.id == ours.id:
            raise UsageError("A briefing on ourselves is not needed.", "Name whom you will meet (see 'ngomap list').")
        if audience_of(map_, them.id) not in visible_to(reader):
            raise NotFound(f"There is no actor {ref!r} for the audience {reader}.", "See 'ngomap list'.")
        about = find_term(map_, "issue", issue) if issue else None
        known, counts = known_of(map_, them, ours, on, reader, about)
        everything = known_of(map_, them, ours, on, EVERYTHING, about)[1] if to else counts
    report = shortened(write_brief(known), limit)
    if to is None:
        session().answer(report)
        return
    from pathlib import Path

    from ngomap.exporters.brief_file import brief_lines
    from ngomap.exporters.file_writing import write_file

    title = f"Briefing: {them.name}{f', on {about.name}' if about else ''}"
    unchanged = write_file(Path(to), (f"{line}\n" for line in brief_lines(report, title, reader)), force)
    withheld = {kind: everything[kind] - counts[kind] for kind in counts}
    session().answer(Export(to, "a briefing", reader, counts, withheld, unchanged))
