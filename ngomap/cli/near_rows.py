"""What `ngomap near` works on: from a word to a point, and from a point to who lies near."""

from __future__ import annotations

from dataclasses import dataclass

from ngomap.cli.intro_rows import shown_actor
from ngomap.cli.references import find_area
from ngomap.errors import Ambiguous, InvalidValue, NotFound
from ngomap.model.actors import Actor
from ngomap.model.audience import allowed_fields, visible_to
from ngomap.model.points import Point, is_like_a_point, point_of
from ngomap.model.words import Area
from ngomap.places.distance import standing_point
from ngomap.places.doubts import written
from ngomap.places.near import box_around, direction, nearest, within
from ngomap.store.areas import areas_named, some_areas
from ngomap.store.connection import Map
from ngomap.store.filters import Filters
from ngomap.store.near import area_audience, area_points, areas_above, own_points, sitting_in, without_point
from ngomap.store.neighbourhood import some_actors
from ngomap.store.refs import actor_named


@dataclass(frozen=True, slots=True)
class Centre:
    """The point from which to measure, whose it is, in a sentence, and the actor that is not to be listed."""

    point: Point
    text: str
    actor: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """How far and which way somebody is, and the area that stands for it, if it has no point of its own."""

    km: float
    direction: str | None
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Those within the distance, the nearest first, with how many there are in all and how many nobody can place."""

    actors: list[Actor]
    hits: list[Hit]
    total: int
    without: int


def centre_of(map_: Map, text: str, audience: str) -> Centre:
    """The point that the text means. Raises InvalidValue, NotFound, Ambiguous."""
    if is_like_a_point(text):
        found = point_of(text)
        return Centre(found, f"Distances are from {written(*found)}.")
    sort, _, name = text.partition(":")
    if sort.casefold() == "area" and name:
        return _of_area(map_, find_area(map_, name), audience)
    if sort.casefold() == "actor" and name:
        return _of_actor(map_, name, audience)
    actor, areas = actor_named(map_, text), areas_named(map_, text)
    if actor and areas:
        raise Ambiguous(
            f"{text!r} names an actor ({actor.handle}) and an area ({areas[0].handle}).",
            f"Say which: actor:{actor.handle} or area:{areas[0].handle}",
        )
    if areas:
        return _of_area(map_, find_area(map_, text), audience)
    try:
        return _of_actor(map_, text, audience)
    except NotFound as error:
        if actor or text.strip().casefold() == "us":
            raise
        try:
            find_area(map_, text)
        except NotFound as other:
            near = " ".join(hint for e in (error, other) if (hint := e.hint).startswith(("Did you mean", "Nearest")))
            raise NotFound(
                f"There is no actor and no area {text!r} in the map.", near or "See 'ngomap list' and 'ngomap area list'."
            ) from error
        raise


def _of_actor(map_: Map, text: str, audience: str) -> Centre:
    found = shown_actor(map_, text, audience)
    actor = some_actors(map_, [found.id])[found.id]
    if "lat" not in allowed_fields("person" if actor.kind == "person" else "organization", audience):
        raise NotFound(f"Where {actor.name} is found is not for the audience {audience}.", "Name an area or a point instead.")
    if actor.lat is not None and actor.lon is not None:
        point = (actor.lat, actor.lon)
        return Centre(point, f"Distances are from {actor.name} ({written(*point)}).", actor.id)
    seat = areas_named(map_, actor.area)[0] if actor.area else None
    stands = _standing(map_, seat, audience)
    if stands is None:
        raise InvalidValue(
            f"{actor.name} has no point, nor an area with one.", f"Give it one: ngomap edit {actor.handle} --lat LAT --lon LON"
        )
    point, area = stands
    text = f"Distances are from {area.name} ({written(*point)}), which stands for {actor.name}."
    return Centre(point, text, actor.id)


def _of_area(map_: Map, area: Area, audience: str) -> Centre:
    if area_audience(map_, area.id) not in visible_to(audience):
        raise NotFound(f"There is no area {area.handle!r} for the audience {audience}.", "See 'ngomap area list'.")
    if area.lat is not None and area.lon is not None:
        point = (area.lat, area.lon)
        return Centre(point, f"Distances are from {area.name} ({written(*point)}).")
    stands = _standing(map_, area, audience)
    if stands is None:
        raise InvalidValue(
            f"{area.name} has no point, nor a wider area with one.",
            f"Give it one: ngomap geocode --areas {area.handle} --lat LAT --lon LON",
        )
    point, wider = stands
    return Centre(point, f"Distances are from {wider.name} ({written(*point)}), which stands for {area.name}.")


def _standing(map_: Map, area: Area | None, audience: str) -> tuple[Point, Area] | None:
    if area is None:
        return None
    shown = areas_above(map_, area.id, audience)
    return standing_point(area.id, some_areas(map_, shown))


def found_near(map_: Map, centre: Centre, km: float, filters: Filters, limit: int) -> Found:
    """Who meets the filters and lies within the distance, by its own point or by the area that stands for it."""
    box = box_around(centre.point, km)
    points: dict[int, Point] = {}
    rough: dict[int, float] = {}
    own = own_points(map_, box, filters)
    rough |= within(centre.point, km, own)
    points |= {id_: (lat, lon) for id_, lat, lon in own if id_ in rough}
    placed = {id_: (lat, lon) for id_, lat, lon in area_points(map_, box, filters.audience or "secret")}
    reached = within(centre.point, km, ((id_, *point) for id_, point in placed.items()))
    by_area = dict(sitting_in(map_, reached, filters))
    for actor, area in by_area.items():
        points[actor], rough[actor] = placed[area], reached[area]
    if centre.actor is not None:
        rough.pop(centre.actor, None)
    actors = some_actors(map_, rough)
    ranked = nearest(centre.point, points, rough, {i: a.handle for i, a in actors.items()}, limit)
    areas = some_areas(map_, {by_area[i] for i, _ in ranked if i in by_area})
    hits = [Hit(far, direction(centre.point, points[i]), areas[by_area[i]] if i in by_area else None) for i, far in ranked]
    return Found([actors[i] for i, _ in ranked], hits, len(rough), without_point(map_, filters))
