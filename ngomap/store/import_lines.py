"""Where in a file each actor was read."""

from __future__ import annotations

from collections.abc import Iterable

from ngomap.store.connection import Map
from ngomap.store.writing import insert_many

NOTE = "INSERT OR IGNORE INTO import_lines(actor_id, change_id, line, part) VALUES (?, ?, ?, ?)"


def note_lines(map_: Map, change: int, lines: Iterable[tuple[int, int, str | None]]) -> None:
    """Remember the line, and the part of the file, from which an import made or changed actors; the first stays."""
    insert_many(map_, NOTE, [(actor, change, line, part) for actor, line, part in lines])
