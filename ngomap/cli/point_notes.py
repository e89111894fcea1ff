"""What is said of a point that is hardly meant, when somebody gives it. Nothing is refused or changed for it."""

from __future__ import annotations

from ngomap.cli.undoing import command
from ngomap.model.actors import Actor
from ngomap.model.words import Area
from ngomap.places.doubts import country_of, doubt_of
from ngomap.store.areas import areas_named, some_areas
from ngomap.store.connection import Map
from ngomap.store.near import areas_above


def notes_on_actor(map_: Map, actor: Actor) -> tuple[str, ...]:
    """What is doubtful about the point of an actor, with the command that mends it."""
    if actor.lat is None:
        return ()
    country = actor.country or (_country_above(map_, areas_named(map_, actor.area)[0]) if actor.area else None)
    doubt = doubt_of(actor.lat, actor.lon, country)
    if doubt is None:
        return ()
    if doubt.swapped:
        return (f"{doubt.text} If so: {command('edit', actor.handle, '--lat', doubt.swapped[0], '--lon', doubt.swapped[1])}",)
    return (f"{doubt.text} If it is not meant: {command('edit', actor.handle, '--clear', 'lat')}",)


def notes_on_area(map_: Map, area: Area) -> tuple[str, ...]:
    """The same of an area."""
    doubt = doubt_of(area.lat, area.lon, _country_above(map_, area))
    if doubt is None:
        return ()
    if doubt.swapped:
        words = ("geocode", "--areas", area.handle, "--lat", doubt.swapped[0], "--lon", doubt.swapped[1])
        return (f"{doubt.text} If so: {command(*words)}",)
    return (doubt.text,)


def _country_above(map_: Map, area: Area) -> str | None:
    return country_of(area.id, some_areas(map_, areas_above(map_, area.id, "secret")))
