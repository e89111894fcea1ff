"""A part as a table, if it is one: to recognise a format nobody need hear what is wrong with a file of another."""

from __future__ import annotations

from ngomap.errors import BadFile
from ngomap.importers.grid import Grid
from ngomap.importers.source import Part


def sound_table(part: Part) -> Grid | None:
    """The table in a part, None if it is none or not sound."""
    try:
        return part.grid if part.shape in ("table", "sheet") else None
    except BadFile:
        return None
