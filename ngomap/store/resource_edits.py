"""Offers and needs, changed."""

from __future__ import annotations

from collections.abc import Mapping

from ngomap.errors import NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Resource
from ngomap.store.connection import Map
from ngomap.store.coverage import resources
from ngomap.store.writing import insert_row, new_uid, write


def add_resource(map_: Map, actor: ActorRef, direction: str, fields: Mapping[str, object]) -> int:
    """An offer or a need of an actor; its id."""
    with write(map_) as database:
        row = {"uid": new_uid(), "actor_id": actor.id, "direction": direction, **fields}
        return insert_row(database, "resources", row)


def edit_resource(map_: Map, number: int, fields: Mapping[str, object]) -> None:
    """Change some fields of an offer or need. One that is set to None becomes unknown."""
    with write(map_) as database:
        database.table("resources").update(number, dict(fields))


def remove_resource(map_: Map, actor: ActorRef, direction: str, number: int) -> Resource:
    """Take an offer or need of an actor away; what it was. Raises NotFound."""
    with write(map_) as database:
        gone = _existing(map_, actor, direction, number)
        database.table("resources").delete(number)
    return gone


def set_resource_status(map_: Map, actor: ActorRef, direction: str, number: int, status: str) -> Resource:
    """Close an offer or need of an actor, or open it again; what it was before. Raises NotFound."""
    with write(map_) as database:
        before = _existing(map_, actor, direction, number)
        database.table("resources").update(number, {"status": status})
    return before


def _existing(map_: Map, actor: ActorRef, direction: str, number: int) -> Resource:
    for resource in resources(map_, actor.id):
        if (resource.id, resource.direction) == (number, direction):
            return resource
    raise NotFound(f"{actor.name} has no {direction} {number}.", f"See 'ngomap show {actor.handle}'.")
