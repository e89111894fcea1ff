"""The rows that a map is drawn from, for one audience and one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ngomap.model.actors import Actor
from ngomap.model.relationships import Tie
from ngomap.model.words import Area, Term
from ngomap.places.distance import TOO_WIDE, Point, standing_point

SIZES: Final = ("staff", "budget", "ties", "reached", "none")


@dataclass(slots=True)
class MapRows:
    """The actors to draw with what may be told of them. Ids throughout. `seat` is the area an actor sits in, `serves` and
    `active` where else it is; `ties` are those of the actors drawn, to whomever the audience may see (`names`).
    """

    name: str
    on: str
    audience: str
    actors: list[Actor]
    areas: dict[int, Area]
    terms: dict[int, Term]
    seat: dict[int, int] = field(default_factory=dict)
    serves: dict[int, list[int]] = field(default_factory=dict)
    active: dict[int, list[int]] = field(default_factory=dict)
    issues: dict[int, list[int]] = field(default_factory=dict)
    reached: dict[int, int] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    us: int | None = None
    us_name: str = ""
    rungs_told: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an actor is drawn, and the area whose middle stands in for its own point, if one does. `by_work`: it is where
    most of its work is, not where it sits.
    """

    point: Point
    area: Area | None = None
    by_work: bool = False


def places(rows: MapRows) -> dict[int, Placed]:
    """Where each actor is drawn: its own point; else the middle of the area it sits in, or of the nearest wider one that has
    a point; else, of the area where most of the places lie that it serves and works in. The middle of a country stands in
    only where the map shows several countries. Who has none of these is left out.
    """
    found: dict[int, Placed] = {}
    wide: dict[int, tuple[Area, bool]] = {}
    children = _middles(rows.areas)
    for actor in rows.actors:
        if actor.lat is not None and actor.lon is not None:
            found[actor.id] = Placed((actor.lat, actor.lon))
            continue
        seat = rows.seat.get(actor.id)
        worked = [*rows.serves.get(actor.id, ()), *rows.active.get(actor.id, ())]
        area = seat if seat is not None else _most(worked, rows.areas, children)
        standing = standing_point(area, rows.areas)
        if standing:
            found[actor.id] = Placed(standing[0], standing[1], seat is None)
            continue
        country = _country(area, rows.areas)
        if country is not None:
            wide[actor.id] = country, seat is None
    countries = {a.country for a in rows.actors if a.id in found} | {area.country for area, _ in wide.values()}
    if len(countries - {None}) > 1:
        for id_, (area_, by_work) in wide.items():
            if area_.lat is not None and area_.lon is not None:
                found[id_] = Placed((area_.lat, area_.lon), area_, by_work)
    return found


def way_up(area: int | None, areas: Mapping[int, Area]) -> list[Area]:
    """The area and all it lies in, the nearest first."""
    way: list[Area] = []
    while area is not None and area in areas and areas[area] not in way:
        way.append(areas[area])
        area = areas[area].parent
    return way


def _country(area: int | None, areas: Mapping[int, Area]) -> Area | None:
    return next((a for a in way_up(area, areas) if a.level in TOO_WIDE), None)


def _middles(areas: Mapping[int, Area]) -> set[int]:
    """The areas that have a point or lie in one, below the country, that has."""
    return {i for i in areas if standing_point(i, areas)}


def _most(worked: list[int], areas: Mapping[int, Area], middles: set[int]) -> int | None:
    """The area that holds more than half of the places, as small as it can be; below a country, that with the most."""
    ways = [way_up(i, areas)[::-1] for i in sorted(set(worked)) if i in areas]
    chosen: int | None = None
    depth = 0
    while ways:
        counts = Counter(way[depth].id for way in ways if len(way) > depth)
        if not counts:
            break
        best = min(counts, key=lambda i: (-counts[i], areas[i].handle))
        # Higher up there is no middle to draw; from there on a place must be that of most.
        if chosen in middles and 2 * counts[best] <= len(ways):
            break
        chosen = best
        ways = [way for way in ways if len(way) > depth and way[depth].id == best]
        depth += 1
    return chosen
