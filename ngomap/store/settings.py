"""What the map knows about itself: its name, who we are, and the day it is pinned to."""

from __future__ import annotations

from datetime import date

from ngomap.model.actors import ActorRef
from ngomap.store.connection import Map

GET = "SELECT value FROM settings WHERE key = ?"
ALL = "SELECT key, value FROM settings ORDER BY key"
WEIGHTS = "SELECT substr(key, length(?) + 1), value FROM settings WHERE key LIKE ? || '%'"
US = """SELECT a.id, a.handle, a.name, a.kind, a.level FROM settings s JOIN actors a ON a.uid = s.value WHERE s.key = 'us'"""


def setting(map_: Map, key: str) -> str | None:
    """One setting of the map."""
    row = map_.connection.execute(GET, [key]).fetchone()
    return None if row is None else str(row[0])


def all_settings(map_: Map) -> dict[str, str]:
    """Every setting of the map, by key."""
    return {str(key): str(value) for key, value in map_.connection.execute(ALL)}


def us(map_: Map) -> ActorRef | None:
    """The actor that keeps this map."""
    row = map_.connection.execute(US).fetchone()
    return ActorRef(*row) if row else None


def today(map_: Map) -> str:
    """The day answers are given for, ISO: the one the map is pinned to (examples are), else the machine's."""
    return setting(map_, "today") or date.today().isoformat()


def weights(map_: Map, analysis: str) -> dict[str, float]:
    """The weights of an analysis that were set in this map."""
    prefix = f"weights.{analysis}."
    return {name: float(value) for name, value in map_.connection.execute(WEIGHTS, [prefix, prefix])}
