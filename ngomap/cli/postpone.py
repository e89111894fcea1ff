"""`ngomap postpone`: what was agreed at a contact is due on another day."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.done import Number, step_words
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session
from ngomap.cli.undoing import command
from ngomap.model.answers import Change
from ngomap.model.values import iso_date, whole
from ngomap.store.settings import today

app = command_app()


@app.command(cls=Command)
def postpone(
    number: Number,
    due: Annotated[str, typer.Argument(help="The new day (ISO).", metavar="DATE")],
) -> None:
    """Give what was agreed at a contact another day, later or earlier. The day it had stays in 'ngomap history'.

    Examples:

        ngomap postpone 17 2026-12-15

        ngomap postpone 42 2027-01-31 --format json
    """
    from ngomap.store.event_edits import step_postponed

    id_ = whole(number, "number", 1)
    day = iso_date(due, "due")
    with session().map() as map_:
        event, change = step_postponed(map_, id_, day)
        now = today(map_)
    record: dict[str, object] = {"id": id_, "due": day, "was_due": event.next_due}
    if change is None:
        text = f"It was due on {day} already, nothing was changed: {step_words(event)}."
        session().answer(Change("unchanged", "event", record, text))
        return
    was = event.next_due
    said = "Due" if was is None else "Postponed" if day > was else "Brought forward"
    text = f"{said}{'' if was is None else f' from {was} to'} {day}: {step_words(event)}."
    undo = command("undo", change) if was is None else command("postpone", id_, was)
    notes = ("That day has passed, so it is overdue.",) if day < now else ()
    session().answer(Change("edited", "event", record, text, undo, notes))
