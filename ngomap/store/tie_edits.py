"""Relationships, trust, contacts and stances, changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ngomap.errors import AlreadyExists, InvalidValue, NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event
from ngomap.model.relationships import TRUST_ITEMS, Tie, check_ends
from ngomap.store.connection import Map
from ngomap.store.ties import event_by_id, ties_between
from ngomap.store.writing import insert_row, new_uid, write

FORGET_STANCE = "DELETE FROM stances WHERE actor_id = ? AND issue_id = ? AND on_date = ?"
FORGET_TRUST = "DELETE FROM trust WHERE from_id = ? AND to_id = ? AND on_date = ?"
SAME_STANCE = "actor_id = ? AND issue_id = ? AND ifnull(on_date, '') = ifnull(?, '')"
SAME_TRUST = "from_id = ? AND to_id = ? AND ifnull(on_date, '') = ifnull(?, '')"


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


def record_trust(
    map_: Map, who: ActorRef, in_whom: ActorRef, on_date: str | None, items: Mapping[str, int]
) -> dict[str, int | None] | None:
    """One actor's trust in another on a day, 0-4 an item; what was known of the same day stays where not said anew.
    What that was, or None if there was nothing.
    """
    if who.id == in_whom.id:
        raise InvalidValue(f"{who.handle} cannot be tied to itself.")
    with write(map_) as database:
        table = database.table("trust")
        old = list(table.rows_where(SAME_TRUST, [who.id, in_whom.id, on_date]))
        if old:
            table.update(old[0]["id"], dict(items))
            return {item: old[0][item] for item in TRUST_ITEMS}
        table.insert({"from_id": who.id, "to_id": in_whom.id, "on_date": on_date, **items})
    return None


def forget_trust(map_: Map, who: ActorRef, in_whom: ActorRef, on_date: str) -> None:
    """Take away what was recorded of one actor's trust in another on a day. Raises NotFound."""
    with write(map_):
        gone = map_.connection.execute(FORGET_TRUST, [who.id, in_whom.id, on_date]).rowcount
        if not gone:
            raise NotFound(
                f"Nothing is recorded of how {who.handle} trusted {in_whom.handle} on {on_date}.",
                f"See 'ngomap show {in_whom.handle}'.",
            )


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
            return {field: old[0][field] for field in ("stance", "influence", "source")}
        table.insert({"actor_id": actor.id, "issue_id": issue, "on_date": on_date, **fields})
    return None


def forget_stance(map_: Map, actor: ActorRef, issue: int, on_date: str) -> None:
    """Take away what was recorded of an actor's stance on an issue on a day. Raises NotFound."""
    with write(map_):
        gone = map_.connection.execute(FORGET_STANCE, [actor.id, issue, on_date]).rowcount
        if not gone:
            raise NotFound(
                f"Nothing is recorded of where {actor.handle} stood on that issue on {on_date}.",
                f"See 'ngomap show {actor.handle}'.",
            )


def log_event(map_: Map, fields: Mapping[str, object], participants: Iterable[ActorRef]) -> int:
    """A dated contact with its participants (at least one); its id."""
    people = {p.id for p in participants}
    if not people:
        raise InvalidValue("An event needs somebody who took part.")
    with write(map_) as database:
        event_id = insert_row(database, "events", {"uid": new_uid(), **fields})
        database.table("event_participants").insert_all([{"event_id": event_id, "actor_id": p} for p in sorted(people)])
    return event_id


def remove_event(map_: Map, event_id: int) -> Event:
    """Take a contact out of the map; what it said. Raises NotFound."""
    with write(map_) as database:
        event = event_by_id(map_, event_id)
        database.table("events").delete(event_id)
    return event


def step_done(map_: Map, event_id: int, on_date: str | None) -> Event:
    """What was agreed at a contact was done on a day, or (None) is open again; the contact. Raises NotFound."""
    with write(map_) as database:
        event = event_by_id(map_, event_id)
        if event.next_step is None:
            raise NotFound(f"At contact {event_id} ({event.title}) nothing was agreed to do next.")
        database.table("events").update(event_id, {"next_done_on": on_date})
    return event
