"""`ngomap remove`: take an actor out of the map."""

from __future__ import annotations

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import Ref
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.errors import NgomapError, UsageError
from ngomap.model.answers import Change
from ngomap.model.records import Record
from ngomap.model.text import counted
from ngomap.store.actors import actor_by_id
from ngomap.store.coverage import activities, resources
from ngomap.store.settings import us
from ngomap.store.ties import events, stances, ties_of

app = command_app()

NOUNS = {
    "ties": ("tie",),
    "activities": ("activity", "activities"),
    "offers_and_needs": ("offer or need", "offers and needs"),
    "stances": ("stance",),
    "contacts_that_lose_it": ("contact that loses it", "contacts that lose it"),
}


@app.command(cls=Command)
def remove(ref: Ref) -> None:
    """Take an actor out of the map, with its ties, activities, offers and needs. Contacts stay, without it.

    The REF must be exact. It is asked for at a terminal; elsewhere --yes says that you mean it. What is only over can
    stay: end it with 'ngomap edit REF --status closed'.

    Examples:

        ngomap remove old-town-choir

        ngomap remove "Closed Charity" --yes
    """
    from ngomap.store.actor_edits import remove_actor
    from ngomap.store.writing import current_change, write

    with session().map() as map_:
        actor = actor_by_id(map_, find_actor(map_, ref, forgiving=False).id)
        ours = us(map_)
        if ours and ours.id == actor.id:
            raise NgomapError(f"{actor.name} is who you are: it cannot be removed.", "Edit it instead.")
        goes = {
            "ties": len(ties_of(map_, actor.id)),
            "activities": len(activities(map_, actor.id, inferred=False)),
            "offers_and_needs": len(resources(map_, actor.id)),
            "stances": len(stances(map_, actor.id)),
            "contacts_that_lose_it": len(events(map_, actor.id)),
        }
        what = ", ".join(counted(n, *NOUNS[name]) for name, n in goes.items() if n) or "nothing else"
        if not session().yes and not session().interactive:
            raise UsageError(f"Removing {actor.handle} takes away with it: {what}.", "Say that you mean it with --yes.")
        if not session().confirm(f"Remove {actor.name}, and with it: {what}?"):
            raise NgomapError("Nothing was removed.")
        with write(map_):
            remove_actor(map_, actor.id)
            number = current_change(map_)
    record: Record = {"handle": actor.handle, "name": actor.name, **goes}
    text = f"Removed {actor.name} ({actor.handle}), and with it: {what}."
    session().answer(Change("removed", "actor", record, text, f"ngomap undo {number}"))
