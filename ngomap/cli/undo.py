"""`ngomap undo`: take a change back."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session

app = command_app()


@app.command(cls=Command)
def undo(
    number: Annotated[
        str | None,
        typer.Argument(help="The number of the change, from 'ngomap history'; left out: the last one.", metavar="[N]"),
    ] = None,
) -> None:
    """Take back the last change, or the one with that number: an edit, a removal, a merge, a whole import. Everything
    is then as it was before it.

    Without a number it goes further back each time. A change that later ones rest on stays, and you are told which
    to take back first. An undo is a change, too: with its number it is itself taken back.

    Examples:

        ngomap undo

        ngomap undo 12
    """
    from ngomap.cli.history_words import what_changed
    from ngomap.model.answers import Change
    from ngomap.model.records import Record
    from ngomap.model.values import whole
    from ngomap.store.undo import undo as take_back

    wanted = whole(number, "number", 1) if number is not None else None
    with session().map() as map_:
        done = take_back(map_, wanted)
        change = done.change
        what = what_changed(map_, change)
    said = f" ({change.command})" if change.command else ""
    record: Record = {"number": change.id, "command": change.command, "what": what, "undone_by": done.number}
    text = f"Took back change {change.id} of {change.at[:10]}{said}: {what}."
    session().answer(Change("undone", "change", record, text, f"ngomap undo {done.number}"))
