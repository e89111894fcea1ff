"""`ngomap forget`: erase an actor for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import Ref
from ngomap.cli.session import session

if TYPE_CHECKING:
    from ngomap.model.records import Record
    from ngomap.store.connection import Map
    from ngomap.store.forget import Forgotten
    from ngomap.store.forget_words import Mention

app = command_app()

MOST_NAMED = 10
GONE = "somebody no longer in the map"


@app.command(cls=Command)
def forget(ref: Ref) -> None:
    """Erase an actor for good: its entry, ties and contacts with us alone, every fact about it in the history, the
    commands that said them, and the bytes of the file that held them. It cannot be taken back.

    Contacts with others stay, without it. Where texts of others name it, they are listed, for you to change. The answer
    also lists what ngomap cannot reach: backups, and files that were given away. Also for one that was removed before, by
    the handle or name it had. The REF must be exact; without a terminal it needs --yes.

    Examples:

        ngomap forget jonna-vell

        ngomap forget "Jonna Vell" --yes --format json
    """
    from ngomap.errors import NgomapError, UsageError
    from ngomap.model.answers import Change
    from ngomap.model.text import counted
    from ngomap.store.forget import forget_actor, looked_at
    from ngomap.store.settings import us

    with session().map() as map_:
        actor, name = _whom(map_, ref)
        ours = us(map_)
        if ours and ours.id == actor:
            raise NgomapError(f"{name} is who you are: it cannot be forgotten.", "Say first who else: ngomap edit REF --us")
        contacts, named = looked_at(map_, actor)
        what = f", with {counted(contacts, 'contact')} that nobody else had a part in" if contacts else ""
        question = f"Forget {name} for good{what}? This cannot be taken back."
        if named and not session().yes:
            session().say(f"{_told(named)} Change them first: what is changed afterwards stays in the history.")
        if not session().yes and not session().interactive:
            raise UsageError(f"Forgetting {name} cannot be taken back.", "Say that you mean it with --yes.")
        if not session().confirm(question):
            raise NgomapError("Nobody was forgotten.")
        done = forget_actor(map_, actor)
    text = f"Forgot {name} for good{what}. This cannot be taken back."
    session().answer(Change("forgotten", "actor", _record(done), text, "", tuple(_notes(done))))


def _whom(map_: Map, ref: str) -> tuple[int, str]:
    from ngomap.cli.references import find_actor
    from ngomap.errors import NotFound
    from ngomap.store.history import removed_actor

    try:
        found = find_actor(map_, ref, forgiving=False)
    except NotFound:
        gone = removed_actor(map_, ref)
        if gone is None:
            raise
        return gone, GONE
    return found.id, found.name


def _record(done: Forgotten) -> Record:
    mentions = [{"table": m.table, "key": m.key, "field": m.field, "about": m.about} for m in done.mentions]
    return {
        "contacts": done.contacts, "still_named_in": mentions, "not_reached": [str(p) for p in done.copies],
        "rewritten": done.rewritten, "traces": done.traces, "change": done.change,
    }  # fmt: skip


def _told(mentions: tuple[Mention, ...]) -> str:
    from ngomap.model.text import counted

    told = list(dict.fromkeys(f"{m.field} of {m.about or f'{m.table} {m.key}'}" for m in mentions))
    more = f" and {len(told) - MOST_NAMED} more" if len(told) > MOST_NAMED else ""
    use = "uses" if len(told) == 1 else "use"
    return f"{counted(len(told), 'text')} of others still {use} the name: {', '.join(told[:MOST_NAMED])}{more}."


def _notes(done: Forgotten) -> list[str]:
    from ngomap.model.text import counted

    notes = []
    if done.mentions:
        notes.append(_told(done.mentions))
    if done.copies:
        told = [str(p) for p in done.copies[:MOST_NAMED]]
        more = f" and {len(done.copies) - MOST_NAMED} more" if len(done.copies) > MOST_NAMED else ""
        notes.append(f"Not reached: {counted(len(done.copies), 'copy', 'copies')} of the map: {', '.join(told)}{more}.")
    notes.append("Nor can ngomap reach copies elsewhere, files that were exported, and what a disk keeps of deleted files.")
    if not done.rewritten:
        notes.append("Others were using the map, so the file was not written anew; what was deleted is zeros all the same.")
    if done.traces:
        notes.append("The name still occurs in the file, as a part of something else.")
    return notes
