"""`ngomap merge`: two entries that are one actor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import completing
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.errors import NgomapError, UsageError
from ngomap.model.answers import Change
from ngomap.model.records import Record
from ngomap.model.text import counted

if TYPE_CHECKING:
    from ngomap.model.actors import ActorRef
    from ngomap.store.actor_merging import Merged

app = command_app()

NOUNS = {
    "ties": ("tie",),
    "trust": ("entry of trust", "entries of trust"),
    "agreements": ("agreed point", "agreed points"),
    "activities": ("activity", "activities"),
    "resources": ("offer or need", "offers and needs"),
    "stances": ("stance",),
    "event_participants": ("contact",),
    "identifiers": ("identifier",),
    "actor_terms": ("term",),
    "actor_areas": ("area served", "areas served"),
}
UNDO = "ngomap undo"


@app.command(cls=Command)
def merge(
    a: Annotated[str, typer.Argument(help="The one that stays.", metavar="A", autocompletion=completing("actor"))],
    b: Annotated[str, typer.Argument(help="The one that goes into it.", metavar="B", autocompletion=completing("actor"))],
) -> None:
    """Make two entries one: A stays, and everything known of B becomes A's.

    Names of B become aliases of A, its ties, activities, contacts and the rest move over. Where both say something, A's
    word stands; the answer names what had to give way, and the stricter audience holds. At a terminal it is asked for;
    elsewhere --yes says that you mean it. 'ngomap undo' takes it back.

    Examples:

        ngomap merge danish-refugee-council drc

        ngomap merge "Clean Water Trust" "Clean Water Trust Ltd" --yes
    """
    from ngomap.store.actor_merging import merge_actors

    with session().map() as map_:
        stays, goes = (find_actor(map_, text, forgiving=False) for text in (a, b))
        if not session().yes and not session().interactive:
            raise UsageError(f"{goes.name} would become part of {stays.name}.", "Say that you mean it with --yes.")
        if not session().confirm(f"Make {goes.name} ({goes.handle}) part of {stays.name} ({stays.handle})?"):
            raise NgomapError("Nothing was merged.")
        done = merge_actors(map_, stays, goes)
    session().answer(merged_change(done, goes))


def merged_change(done: Merged, goes: ActorRef) -> Change:
    """The answer to one merge."""
    moved = {name: n for name, n in done.moved.items() if name in NOUNS}
    record: Record = {
        "handle": done.actor.handle,
        "name": done.actor.name,
        "merged": goes.handle,
        "moved": moved,
        "gave_way": [{"field": field, "kept": kept, "lost": lost} for field, kept, lost in done.gave_way],
        "ended": list(done.ended),
    }
    what = ", ".join(counted(n, *NOUNS[name]) for name, n in moved.items())
    text = f"{goes.name} ({goes.handle}) is now part of {done.actor.name} ({done.actor.handle})"
    text += f", with {what}." if what else "."
    notes = [f"{field}: {kept or 'nothing'} stands, {lost} gave way." for field, kept, lost in done.gave_way]
    notes += [f"A tie of the two with each other is gone: {tie}." for tie in done.ended]
    return Change("merged", "actor", record, text, UNDO, tuple(notes))
