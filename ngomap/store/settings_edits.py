"""Who keeps the map, and how it is set, changed."""

from __future__ import annotations

from ngomap.errors import InvalidValue
from ngomap.model.actors import ActorRef
from ngomap.store.connection import Map
from ngomap.store.settings import setting, us
from ngomap.store.writing import change_setting, write

FORGET = "DELETE FROM settings WHERE key = ?"
UID = "SELECT uid FROM actors WHERE id = ?"


def set_us(map_: Map, actor: ActorRef, keeps: bool) -> ActorRef | None:
    """Record that the actor keeps this map, or that it does not; who kept it before. Raises InvalidValue."""
    with write(map_):
        before = us(map_)
        if keeps:
            change_setting(map_, "us", map_.connection.execute(UID, [actor.id]).fetchone()[0])
        elif before is None or before.id != actor.id:
            raise InvalidValue(f"{actor.name} is not who keeps this map.")
        else:
            map_.connection.execute(FORGET, ["us"])
    return before


def set_setting(map_: Map, key: str, value: str | None) -> str | None:
    """Set one setting, or with None leave it to what is usual; what it was before."""
    with write(map_):
        before = setting(map_, key)
        if value is None:
            map_.connection.execute(FORGET, [key])
        else:
            change_setting(map_, key, value)
    return before
