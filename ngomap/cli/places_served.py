"""Where actors work by their own records, as far as an audience may see it."""

from __future__ import annotations

from collections.abc import Collection

from ngomap.model.actors import Actor, ActorRef
from ngomap.model.audience import AUDIENCES, allowed_fields, visible_to
from ngomap.store.connection import Map
from ngomap.store.withheld import withheld
from ngomap.store.work_rows import seats_of, serves_of


def areas_of(map_: Map, actors: Collection[Actor | ActorRef], audience: str) -> dict[int, set[int]]:
    """The ids of the areas that each serves; of one that names none, of the area it sits in. Where a person lives and works
    is for fewer readers than where an organization does.
    """
    allowed = {a.id: allowed_fields("person" if a.kind == "person" else "organization", audience) for a in actors}
    seats = seats_of(map_, [i for i, fields in allowed.items() if "area" in fields])
    found = seats | serves_of(map_, [i for i, fields in allowed.items() if "serves" in fields])
    hidden = _hidden(map_, audience)
    return {i: areas - hidden for i, areas in found.items()}


def seated_unseen(map_: Map, actors: Collection[Actor | ActorRef], audience: str) -> set[int]:
    """Those who sit in an area that the audience may not see: then neither their point nor their address in words is told."""
    hidden = _hidden(map_, audience)
    seats = seats_of(map_, [a.id for a in actors]) if hidden else {}
    return {i for i, areas in seats.items() if areas & hidden}


def _hidden(map_: Map, audience: str) -> set[int]:
    return set() if audience == AUDIENCES[-1] else withheld(map_, "area", visible_to(audience))
