"""Who keeps the map, changed."""

from __future__ import annotations

from ngomap.errors import InvalidValue
from ngomap.model.actors import ActorRef
from ngomap.store.connection import Map
from ngomap.store.settings import us
from ngomap.store.writing import change_setting, write

FORGET_US = "DELETE FROM settings WHERE key = 'us'"
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
            map_.connection.execute(FORGET_US)
    return before
