"""When reports were made. Written."""

from __future__ import annotations

from ngomap.store.connection import Map
from ngomap.store.reports import is_noted
from ngomap.store.writing import insert_row, now, write


def note_report(map_: Map, audience: str, on: str) -> None:
    """Note that a report for the audience tells of this day; once is enough."""
    if is_noted(map_, audience, on):
        return
    with write(map_) as database:
        if not is_noted(map_, audience, on):
            insert_row(database, "reports", {"on_date": on, "audience": audience, "at": now()})
