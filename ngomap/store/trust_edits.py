"""How far one actor trusts another and where it stands on an issue: judgements of a day, changed."""

from __future__ import annotations

from collections.abc import Mapping

from ngomap.errors import InvalidValue, NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import TRUST_ITEMS, VALUE_ITEMS
from ngomap.store.connection import Map
from ngomap.store.writing import write

ITEMS = (*TRUST_ITEMS, *VALUE_ITEMS)
FORGET_STANCE = "DELETE FROM stances WHERE actor_id = ? AND issue_id = ? AND ifnull(on_date, '') = ifnull(?, '')"
SAME_STANCE = "actor_id = ? AND issue_id = ? AND ifnull(on_date, '') = ifnull(?, '')"
SAME_TRUST = "from_id = ? AND to_id = ? AND ifnull(on_date, '') = ifnull(?, '')"


def record_trust(
    map_: Map, who: ActorRef, in_whom: ActorRef, on_date: str | None, items: Mapping[str, int | None]
) -> dict[str, int | None] | None:
    """One actor's trust in another on a day and what the other is worth to it, 0-4 an item, None to make it unknown;
    what was known of the same day stays where not said anew. What that was, or None if there was nothing.

    A day of which nothing is known any more is taken away. Raises InvalidValue for an actor in itself.
    """
    if who.id == in_whom.id:
        raise InvalidValue(f"{who.handle} cannot be tied to itself.")
    with write(map_) as database:
        table = database.table("trust")
        old = next(table.rows_where(SAME_TRUST, [who.id, in_whom.id, on_date]), None)
        before = None if old is None else {item: old[item] for item in ITEMS}
        known = any(value is not None for value in {**(before or {}), **items}.values())
        if old is not None and known:
            table.update(old["id"], dict(items))
        elif old is not None:
            table.delete(old["id"])
        elif known:
            table.insert({"from_id": who.id, "to_id": in_whom.id, "on_date": on_date, **items})
    return before


def forget_trust(map_: Map, who: ActorRef, in_whom: ActorRef, on_date: str | None) -> dict[str, int]:
    """Take away what was recorded of one actor's trust in another on a day, None: without one; what that was. Raises
    NotFound.
    """
    with write(map_) as database:
        table = database.table("trust")
        old = next(table.rows_where(SAME_TRUST, [who.id, in_whom.id, on_date]), None)
        if old is None:
            raise NotFound(
                f"Nothing is recorded of how {who.handle} trusted {in_whom.handle} {_of(on_date)}.",
                f"See 'ngomap trust {who.handle} {in_whom.handle}'.",
            )
        table.delete(old["id"])
    return {item: old[item] for item in ITEMS if old[item] is not None}


def record_stance(
    map_: Map, actor: ActorRef, issue: int, on_date: str | None, fields: Mapping[str, object]
) -> dict[str, object] | None:
    """Where an actor stands on an issue on a day: `stance` -2..2 and/or `influence` 0..5, `source`; what was known of
    the same day stays where not said anew. What that was, or None if there was nothing.
    """
    with write(map_) as database:
        table = database.table("stances")
        old = list(table.rows_where(SAME_STANCE, [actor.id, issue, on_date]))
        if old:
            table.update(old[0]["id"], dict(fields))
            return {field: old[0][field] for field in ("stance", "influence", "source", "audience")}
        table.insert({"actor_id": actor.id, "issue_id": issue, "on_date": on_date, **fields})
    return None


def forget_stance(map_: Map, actor: ActorRef, issue: int, on_date: str | None) -> None:
    """Take away what was recorded of an actor's stance on an issue on a day, None: without one. Raises NotFound."""
    with write(map_):
        gone = map_.connection.execute(FORGET_STANCE, [actor.id, issue, on_date]).rowcount
        if not gone:
            raise NotFound(
                f"Nothing is recorded of where {actor.handle} stood on that issue {_of(on_date)}.",
                f"See 'ngomap show {actor.handle}'.",
            )


def _of(day: str | None) -> str:
    return "without a day" if day is None else f"on {day}"
