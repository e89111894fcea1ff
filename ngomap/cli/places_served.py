"""Where actors work by their own records, as far as an audience may see it."""

from __future__ import annotations

from collections.abc import Collection

from ngomap.model.actors import Actor, ActorRef
from ngomap.model.audience import allowed_fields
from ngomap.store.connection import Map
from ngomap.store.work_rows import seats_of, serves_of


def areas_of(map_: Map, actors: Collection[Actor | ActorRef], audience: str) -> dict[int, set[int]]:
    """The ids of the areas that each serves; of one that names none, of the area it sits in. Where a person lives and works
    is for fewer readers than where an organization does.
    """
    allowed = {a.id: allowed_fields("person" if a.kind == "person" else "organization", audience) for a in actors}
    seats = seats_of(map_, [i for i, fields in allowed.items() if "area" in fields])
    return seats | serves_of(map_, [i for i, fields in allowed.items() if "serves" in fields])
