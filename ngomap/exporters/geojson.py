"""Actors with a point on the map as a GeoJSON FeatureCollection (RFC 7946: longitude first)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ngomap.exporters.json_ import written
from ngomap.exporters.tally import Tally
from ngomap.model.records import Record
from ngomap.store.connection import Map
from ngomap.store.whole import Scope, records

NOT_PROPERTIES: Final = ("uid", "lat", "lon", "area_lat", "area_lon")


def geojson_pieces(map_: Map, scope: Scope, tally: Tally, _: str = "") -> Iterator[str]:
    """The features, actor by actor. Where an actor has no point of its own it stands at that of its area, and the
    property `point` says so; an actor without either is left out, never put somewhere.
    """
    yield '{"type": "FeatureCollection", "features": ['
    separator = "\n"
    lost = borrowed = 0
    for record in records(map_, "actors", scope, tally.withheld):
        whose = "own" if "lat" in record else "area"
        lat, lon = (record.get(name) for name in (("lat", "lon") if whose == "own" else ("area_lat", "area_lon")))
        if lat is None or lon is None:
            lost += 1
            continue
        borrowed += whose == "area"
        tally.wrote("actors", record)
        yield separator + written(_feature(record, [lon, lat], whose))
        separator = ",\n"
    yield "\n]}\n"
    if borrowed:
        tally.notes.append(f"{borrowed} without a point of their own stand at the point of their area.")
    if lost:
        tally.notes.append(f"{lost} have no known point and are not in the file.")


def _feature(record: Record, coordinates: list[object], whose: str) -> Record:
    properties = {name: value for name, value in record.items() if name not in NOT_PROPERTIES}
    return {
        "type": "Feature", "id": record["handle"], "geometry": {"type": "Point", "coordinates": coordinates},
        "properties": properties | {"point": whose},
    }  # fmt: skip
