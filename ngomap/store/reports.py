"""When reports were made, and whom the map got to know since. Read."""

from __future__ import annotations

from typing import Final

from ngomap.store.connection import Map

LAST: Final = "SELECT max(on_date) FROM reports WHERE audience = ? AND on_date < ?"
NOTED: Final = "SELECT 1 FROM reports WHERE audience = ? AND on_date = ?"
# Of changes that stand, those that made actors; the making of a map is none.
ADDED: Final = """SELECT DISTINCT a.handle FROM changes c JOIN actors a ON a.id BETWEEN c.first_actor AND c.last_actor
WHERE c.first_actor > 0 AND c.undone_by IS NULL AND c.kind NOT IN ('undo', 'start')
  AND substr(c.at, 1, 10) BETWEEN ? AND ? ORDER BY a.handle"""


def last_report(map_: Map, audience: str, before: str) -> str | None:
    """The day of the last report for the audience that tells of a day before this one."""
    row = map_.connection.execute(LAST, [audience, before]).fetchone()
    return None if row[0] is None else str(row[0])


def is_noted(map_: Map, audience: str, on: str) -> bool:
    """Whether a report for the audience that tells of this day was made already."""
    return map_.connection.execute(NOTED, [audience, on]).fetchone() is not None


def added_between(map_: Map, since: str, on: str) -> list[str]:
    """The handles of the actors that came into the map from the one day to the other, and are still in it."""
    return [row[0] for row in map_.connection.execute(ADDED, [since, on])]
