"""Offers and needs: recorded, closed, opened again, taken away."""

from __future__ import annotations

import pytest

from ngomap.errors import NotFound
from ngomap.model.actors import ActorRef
from ngomap.store.actor_edits import add_actor
from ngomap.store.connection import Map
from ngomap.store.coverage import resources
from ngomap.store.resource_edits import add_resource, remove_resource, set_resource_status

ROOM = {"kind": "space", "description": "Room"}


@pytest.fixture
def actor(bare_map: Map) -> ActorRef:
    return add_actor(bare_map, {"name": "A", "kind": "ngo"}).ref


def test_offers_stand_before_needs(bare_map: Map, actor: ActorRef) -> None:
    need = add_resource(bare_map, actor, "need", ROOM)
    offer = add_resource(bare_map, actor, "offer", ROOM)
    assert [r.id for r in resources(bare_map, actor.id)] == [offer, need]
    assert resources(bare_map) == resources(bare_map, actor.id)


def test_a_life(bare_map: Map, actor: ActorRef) -> None:
    number = add_resource(bare_map, actor, "offer", ROOM)
    assert set_resource_status(bare_map, actor, "offer", number, "closed").status == "open"
    assert resources(bare_map)[0].status == "closed"
    assert remove_resource(bare_map, actor, "offer", number).status == "closed"
    assert resources(bare_map) == []


def test_an_offer_of_somebody_else_or_a_need_is_not_touched(bare_map: Map, actor: ActorRef) -> None:
    other = add_actor(bare_map, {"name": "B", "kind": "ngo"}).ref
    number = add_resource(bare_map, actor, "offer", ROOM)
    for who, direction, n in ((other, "offer", number), (actor, "need", number), (actor, "offer", number + 1)):
        with pytest.raises(NotFound, match=f"has no {direction}"):
            remove_resource(bare_map, who, direction, n)
        with pytest.raises(NotFound):
            set_resource_status(bare_map, who, direction, n, "closed")
    assert len(resources(bare_map)) == 1
