"""The commands that take a change back, as they are typed."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from ngomap.model.actors import ACTOR_FIELDS, Actor, ActorRef
from ngomap.model.relationships import Tie

ActorLists = Mapping[str, Sequence[str]]
TIE_FIELDS = (
    "status", "rung", "rung_since", "wanted", "stance", "title", "since", "until", "amount", "currency", "notes", "source",
    "audience",
)  # fmt: skip
AS_NEW = {"status": "active", "audience": "partners"}
SET_APART = ("place", "lat", "lon", "verified_on")
LIST_OPTIONS = {
    "issues": "issue",
    "populations": "population",
    "services": "service",
    "sectors": "sector",
    "serves": "serves",
    "aliases": "alias",
    "identifiers": "id",
}


def command(*words: object) -> str:
    """An ngomap command, each word quoted for the shell where it must be.

    >>> command("edit", "arts-for-all", "--budget", 1200.0, "--place", "Old Town")
    "ngomap edit arts-for-all --budget 1200 --place 'Old Town'"
    """
    return " ".join(["ngomap", *(shlex.quote(_word(word)) for word in words)])


def _word(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def undo_edit(before: Actor, after: Actor, had: ActorLists, has: ActorLists) -> str:
    """The command that makes an actor say again what it said before."""
    words: list[object] = []
    if (before.place, before.area) != (after.place, after.area):
        words += _set("place", before.area or before.place)
    if (before.lat, before.lon) != (after.lat, after.lon):
        # Clearing one half of a point clears it whole.
        words += ["--clear", "lat"] if before.lat is None else ["--lat", before.lat, "--lon", before.lon]
    for field in ACTOR_FIELDS:
        if field not in SET_APART and getattr(before, field) != getattr(after, field):
            words += _set(field, getattr(before, field))
    words += [w for name, option in LIST_OPTIONS.items() for w in _list_words(option, had[name], has[name])]
    if before.name != after.name and after.name not in had["aliases"]:
        # A new name leaves the old one behind as an alias.
        words += ["--no-alias", after.name]
    return command("edit", after.handle, *words) if words else ""


def _set(field: str, value: object) -> list[object]:
    option = field.replace("_", "-")
    return ["--clear", option] if value is None else [f"--{option}", value]


def undo_link(a: ActorRef, b: ActorRef, before: Tie | None, after: Tie) -> str:
    """The command that makes a tie say again what it said before, or takes a new one away."""
    if before is None:
        return command("unlink", a.handle, b.handle, "--type", after.type)
    words: list[object] = []
    for field in TIE_FIELDS:
        if getattr(before, field) != getattr(after, field):
            words += _set(field, getattr(before, field))
    return command("link", a.handle, b.handle, "--type", after.type, *words) if words else ""


def undo_unlink(a: ActorRef, b: ActorRef, gone: Tie) -> str:
    """The command that records a tie of these two again."""
    first, second = (a, b) if gone.a == a.id else (b, a)
    words: list[object] = ["--type", gone.type]
    for field in TIE_FIELDS:
        value = getattr(gone, field)
        words += _set(field, value) if value not in (None, AS_NEW.get(field)) else []
    return command("link", first.handle, second.handle, *words)


def _list_words(option: str, had: Sequence[str], has: Sequence[str]) -> list[object]:
    words: list[object] = []
    for value in had:
        words += [f"--{option}", value] if value not in has else []
    for value in has:
        words += [f"--no-{option}", value] if value not in had else []
    return words
