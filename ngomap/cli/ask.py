"""`ngomap ask`: an organization's own entry as a workbook, for it to correct."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import completing
from ngomap.cli.session import session
from ngomap.errors import UsageError
from ngomap.model.audience import file_audience

app = command_app()


@app.command(cls=Command)
def ask(
    ref: Annotated[str, typer.Argument(help="Whose entry it is.", metavar="REF", autocompletion=completing("actor"))],
    to: Annotated[str | None, typer.Option("--to", help="The workbook to write.", metavar="FILE.xlsx")] = None,
    audience: Annotated[
        str, typer.Option("--audience", help="What they may see: public, partners or internal.", metavar="AUDIENCE")
    ] = "partners",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that says something else.")] = False,
) -> None:
    """Write a small workbook with what the map knows of an organization, for it to look through, correct and send back: what
    it is and does, where and for whom, how to reach it, its activities, offers and needs.

    Nothing that the audience may not see is in the file, nor your notes, what you think of them, their ties, people and
    sources. When it comes back, 'ngomap import FILE.xlsx' takes in what they changed, and nothing else: where you changed
    the same meanwhile, yours stays and the difference is listed ('ngomap conflicts list').

    Examples:

        ngomap ask fair-elections-now --to for-fair-elections-now.xlsx

        ngomap ask arts-for-all --audience public --to arts-for-all.xlsx --force
    """
    from pathlib import Path

    from ngomap.cli.asked import asked_answer

    reader = file_audience(audience)
    if to is None:
        raise UsageError("ask needs --to: which file?", "For example: --to for-them.xlsx")
    session().answer(asked_answer(ref, Path(to), reader, force))
