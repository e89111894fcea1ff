"""`ngomap done`: what was agreed at a contact is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session
from ngomap.cli.undoing import command
from ngomap.model.answers import Change
from ngomap.model.text import paragraphs
from ngomap.model.values import iso_date, whole
from ngomap.store.settings import today

if TYPE_CHECKING:
    from ngomap.model.contacts import Event

app = command_app()

Number = Annotated[
    str, typer.Argument(help="The number of the contact, as 'ngomap today' and 'ngomap show' give it.", metavar="N")
]


@app.command(cls=Command)
def done(
    number: Number,
    on: Annotated[str | None, typer.Option("--on", help="The day it was done [today].", metavar="DATE")] = None,
    outcome: Annotated[
        str | None,
        typer.Option("--outcome", help="What came of it; it is added to what came of the contact.", metavar="TEXT"),
    ] = None,
) -> None:
    """Record that what was agreed at a contact is done.

    Examples:

        ngomap done 17

        ngomap done 17 --on 2026-10-02 --outcome "They want to see the sheet again in spring"
    """
    mark_done(number, "number", on, outcome)


def mark_done(text: str, field: str, on: str | None, outcome: str | None = None) -> None:
    """Write that the step of a contact is done, and answer it. `field` is what the number is called where it is typed."""
    from ngomap.store.event_edits import step_done

    number = whole(text, field, 1)
    with session().map() as map_:
        day = iso_date(on, "on") if on else today(map_)
        event, change = step_done(map_, number, day, paragraphs(outcome) if outcome else None)
    said = f"Done on {day}: {step_words(event)}."
    session().answer(Change("edited", "event", {"id": number}, said, _undo(event, change)))


def mark_open(text: str, field: str) -> None:
    """Write that the step of a contact is open again, and answer it."""
    from ngomap.store.event_edits import step_done

    number = whole(text, field, 1)
    with session().map() as map_:
        event, _ = step_done(map_, number, None)
    said = f"Open again: {step_words(event)}."
    session().answer(Change("edited", "event", {"id": number}, said, _undo(event, None)))


def step_words(event: Event) -> str:
    """What was agreed, at which contact: `Send it (Call, 2026-05-01)`."""
    return f"{event.next_step} ({event.title}, {event.on_date})"


def _undo(event: Event, change: int | None) -> str:
    if change is not None:
        return command("undo", change)
    if event.next_done_on is None:
        return command("log", "--reopen", event.id)
    return command("done", event.id, "--on", event.next_done_on)
