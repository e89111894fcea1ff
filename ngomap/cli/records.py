"""Actors as the records that lists print."""

from __future__ import annotations

from dataclasses import asdict

from ngomap.model.actors import Actor
from ngomap.model.records import Record
from ngomap.store.actors import lists_of
from ngomap.store.connection import Map


def actor_records(map_: Map, actors: list[Actor]) -> list[Record]:
    """Each actor with its lists; the row number is left out, the `uid` is the id that lasts."""
    lists = lists_of(map_, [a.id for a in actors])
    records: list[Record] = []
    for actor in actors:
        record: Record = asdict(actor)
        del record["id"]
        record["place"] = actor.place or actor.area
        records.append({**record, **lists[actor.id]})
    return records
