"""Where the shares of others say another thing than the map, and what was decided. Read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from ngomap.errors import NotFound
from ngomap.store.connection import Map

COLUMNS: Final = "c.id, c.section, c.record, c.field, c.ours, c.theirs, c.on_date, c.state, s.name, c.actor_id, c.other_id"
FROM: Final = "FROM conflicts c JOIN share_sources s ON s.id = c.source_id"
OPEN: Final = f"SELECT {COLUMNS} {FROM} WHERE c.state = 'open' ORDER BY c.id"
OF_ACTOR: Final = f"""SELECT {COLUMNS} {FROM} WHERE c.state = 'open' AND ? IN (c.actor_id, c.other_id)
ORDER BY c.id"""
ONE: Final = f"SELECT {COLUMNS} {FROM} WHERE c.id = ?"


@dataclass(slots=True)
class Conflict:
    """One field in which a source says another thing than the map did: values by field, `ours` None where it was taken
    out here; `source` is who says so.
    """

    id: int
    section: str
    record: str
    field: str
    ours: dict[str, object] | None
    theirs: dict[str, object]
    on_date: str
    state: str
    source: str
    actor: int | None
    other: int | None


def open_conflicts(map_: Map, actor: int | None = None) -> list[Conflict]:
    """What stands open, the first found first; with an actor, what is about it."""
    rows = map_.connection.execute(OF_ACTOR, [actor]) if actor is not None else map_.connection.execute(OPEN)
    return [_conflict(*row) for row in rows]


def conflict_numbered(map_: Map, number: int) -> Conflict:
    """The conflict of that number. Raises NotFound."""
    row = map_.connection.execute(ONE, [number]).fetchone()
    if row is None:
        raise NotFound(f"There is no conflict {number}.", "See 'ngomap conflicts list'.")
    return _conflict(*row)


def _conflict(
    id_: int, section: str, record: str, field: str, ours: str | None, theirs: str, on_date: str, state: str, source: str,
    actor: int | None, other: int | None,
) -> Conflict:  # fmt: skip
    return Conflict(
        id_, section, record, field, None if ours is None else json.loads(ours), json.loads(theirs), on_date, state, source,
        actor, other,
    )  # fmt: skip
