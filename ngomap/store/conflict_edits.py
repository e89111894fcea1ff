"""Where the shares of others say another thing than the map, and what was decided. Written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from ngomap.store.conflicts import Conflict
from ngomap.store.connection import Map
from ngomap.store.writing import write

NOTE: Final = """INSERT INTO conflicts(source_id, section, record, field, ours, theirs, on_date, actor_id, other_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(source_id, section, record, field) WHERE state = 'open' DO UPDATE SET
ours = excluded.ours, theirs = excluded.theirs, on_date = excluded.on_date
WHERE ours IS NOT excluded.ours OR theirs <> excluded.theirs"""
AGREED: Final = """UPDATE conflicts SET state = 'theirs'
WHERE source_id = ? AND section = ? AND record = ? AND field = ? AND state = 'open'"""
SETTLE: Final = "UPDATE conflicts SET state = ? WHERE id = ?"

Noted = tuple[str, str, str, dict[str, object] | None, dict[str, object], int | None, int | None]
"""Section, record, field, what we say, what they say, and the row ids of up to two actors that it is about."""


def note_conflicts(map_: Map, source: int, on: str, noted: Iterable[Noted]) -> None:
    """Keep, inside a write, what a source says otherwise; its newer word on the same takes the place of the older."""
    with write(map_):
        map_.connection.executemany(
            NOTE,
            (
                (source, section, record, field, None if ours is None else _json(ours), _json(theirs), on, actor, other)
                for section, record, field, ours, theirs, actor, other in noted
            ),
        )


def close_agreed(map_: Map, source: int, agreed: Iterable[tuple[str, str, str]]) -> None:
    """The fields (section, record, field) in which a source and the map now say the same are settled."""
    with write(map_):
        map_.connection.executemany(AGREED, ((source, *which) for which in agreed))


def mark_settled(map_: Map, conflict: Conflict, state: str) -> None:
    """Note, inside a write, whose word counts."""
    with write(map_):
        map_.connection.execute(SETTLE, [state, conflict.id])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
