"""What was given and lent, changed: recorded, returned, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ngomap.errors import InvalidValue, NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Resource
from ngomap.model.text import name_key
from ngomap.model.together import Exchange
from ngomap.store.connection import Map
from ngomap.store.coverage import resources
from ngomap.store.exchanges import exchange_by_id
from ngomap.store.writing import Database, current_change, insert_row, new_uid, write


@dataclass(frozen=True, slots=True)
class Recorded:
    """An exchange, what became of the offer and of the need that it was about, and the number of the change."""

    exchange: Exchange
    left: dict[str, float | None]
    change: int


def open_resource(map_: Map, actor: ActorRef, direction: str, number: int) -> Resource:
    """An open offer or need of an actor. Raises NotFound, and InvalidValue for one that is closed."""
    for resource in resources(map_, actor.id):
        if (resource.id, resource.direction) == (number, direction):
            if resource.status != "open":
                raise InvalidValue(
                    f"{direction}: {number} of {actor.name} is closed.", f"ngomap {direction} {actor.handle} --reopen {number}"
                )
            return resource
    raise NotFound(f"{actor.name} has no {direction} {number}.", f"See 'ngomap show {actor.handle}'.")


def record_exchange(
    map_: Map,
    giver: ActorRef,
    taker: ActorRef,
    fields: Mapping[str, object],
    offer: int | None = None,
    need: int | None = None,
) -> Recorded:
    """Record what one gave or lent the other. The offer of the giver and the need of the taker that it was about become
    smaller by the quantity, where the units agree, and are closed where nothing is left or nothing can be subtracted.

    Raises InvalidValue for an exchange with oneself and for what is closed, NotFound.
    """
    if giver.id == taker.id:
        raise InvalidValue(f"{giver.name} cannot give anything to itself.", "Name who gave, then who got it.")
    with write(map_) as database:
        left = {}
        for direction, actor, number in (("offer", giver, offer), ("need", taker, need)):
            if number is not None:
                resource = open_resource(map_, actor, direction, number)
                left[direction] = _reduce(database, resource, fields)
        row = {"uid": new_uid(), "from_id": giver.id, "to_id": taker.id, **fields}
        made = exchange_by_id(map_, insert_row(database, "exchanges", row))
        return Recorded(made, left, current_change(map_))


def return_exchange(map_: Map, number: int, on_date: str) -> tuple[Exchange, int]:
    """What was lent came back on a day; the exchange as it was, and the number of the change. Raises NotFound, InvalidValue."""
    with write(map_) as database:
        before = exchange_by_id(map_, number)
        if before.mode != "lent":
            raise InvalidValue(f"Exchange {number} was given, not lent.", "What was given is not returned.")
        if before.returned_on is not None:
            raise InvalidValue(f"Exchange {number} was returned on {before.returned_on}.", "See 'ngomap exchange list'.")
        if on_date < before.on_date:
            raise InvalidValue(f"on: {on_date} is before {before.on_date}, the day it was lent.", "Give a later day.")
        database.table("exchanges").update(number, {"returned_on": on_date})
        return before, current_change(map_)


def remove_exchange(map_: Map, number: int) -> tuple[Exchange, int]:
    """Take an exchange away; what it was, and the number of the change. Raises NotFound."""
    with write(map_) as database:
        before = exchange_by_id(map_, number)
        database.table("exchanges").delete(number)
        return before, current_change(map_)


def _reduce(database: Database, resource: Resource, fields: Mapping[str, object]) -> float | None:
    """What is left of an offer or a need; None: it is closed."""
    taken, unit = fields.get("quantity"), str(fields.get("unit") or "")
    agree = name_key(unit) == name_key(resource.unit or "")
    if isinstance(taken, float) and agree and resource.quantity is not None and taken < resource.quantity:
        left = round(resource.quantity - taken, 6)
        database.table("resources").update(resource.id, {"quantity": left})
        return left
    database.table("resources").update(resource.id, {"status": "closed"})
    return None
