"""Relationships, changed."""

from __future__ import annotations

from collections.abc import Mapping

from ngomap.errors import AlreadyExists, InvalidValue, NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import Tie, check_ends
from ngomap.store.connection import Map
from ngomap.store.ties import ties_between
from ngomap.store.writing import insert_row, new_uid, write


def link(map_: Map, a: ActorRef, b: ActorRef, type_name: str, fields: Mapping[str, object]) -> tuple[Tie, bool]:
    """Record a relationship, or change the one of that type (and `since`) that is there; and whether it is new.

    Raises InvalidValue for an unknown type, ends that do not fit it, an actor with itself, or an end before the start.
    """
    first, second = _ends(a, b, type_name)
    with write(map_) as database:
        old = _existing(ties_between(map_, first.id, second.id), first, second, type_name, fields.get("since"))
        _check_dates(*(fields.get(f, getattr(old, f, None)) for f in ("since", "until")))
        if old:
            database.table("relationships").update(old.id, dict(fields))
            tie_id = old.id
        else:
            ends = {"type": type_name, "from_id": first.id, "to_id": second.id}
            tie_id = insert_row(database, "relationships", {"uid": new_uid(), **ends, **fields})
    return next(t for t in ties_between(map_, first.id, second.id) if t.id == tie_id), old is None


def existing_tie(map_: Map, a: ActorRef, b: ActorRef, type_name: str, since: str | None) -> Tie | None:
    """The relationship that `link` would change, or None."""
    first, second = _ends(a, b, type_name)
    return _existing(ties_between(map_, first.id, second.id), first, second, type_name, since)


def _ends(a: ActorRef, b: ActorRef, type_name: str) -> tuple[ActorRef, ActorRef]:
    if a.id == b.id:
        raise InvalidValue(f"{a.handle} cannot be tied to itself.")
    tie_type = check_ends(type_name, a.kind, b.kind)
    return (b, a) if tie_type.mutual and b.id < a.id else (a, b)


def _check_dates(since: object, until: object) -> None:
    if isinstance(since, str) and isinstance(until, str):
        length = min(len(since), len(until))
        if until[:length] < since[:length]:
            raise InvalidValue(f"until: {until} is before since: {since}.", "A tie ends after it has begun.")


def _existing(ties: list[Tie], first: ActorRef, second: ActorRef, type_name: str, since: object) -> Tie | None:
    same = [t for t in ties if t.type == type_name and t.a == first.id and t.b == second.id]
    exact = [t for t in same if t.since == since]
    if exact or since is not None:
        return exact[0] if exact else next((t for t in same if t.since is None), None)
    if len(same) > 1:
        raise AlreadyExists(
            f"There are {len(same)} ties '{type_name}' between {first.handle} and {second.handle}.",
            "Say which one with --since: " + ", ".join(str(t.since) for t in same) + ".",
        )
    return same[0] if same else None


def unlink(map_: Map, a: ActorRef, b: ActorRef, type_name: str | None = None) -> list[Tie]:
    """Take away the relationships of two actors (of one type); those that were there. Raises NotFound if none was."""
    with write(map_) as database:
        gone = [t for t in ties_between(map_, a.id, b.id) if type_name in (None, t.type)]
        if not gone:
            what = f"tie '{type_name}'" if type_name else "tie"
            raise NotFound(f"There is no {what} between {a.handle} and {b.handle}.", f"See 'ngomap show {a.handle}'.")
        for tie in gone:
            database.table("relationships").delete(tie.id)
    return gone
