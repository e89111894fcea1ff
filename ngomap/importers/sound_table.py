"""A part as a table, if it is one: to recognise a format nobody need hear what is wrong with a file of another."""

from __future__ import annotations

from ngomap.errors import BadFile
from ngomap.importers.grid import Grid
from ngomap.importers.source import Part, Source


def sound_table(part: Part) -> Grid | None:
    """The table in a part, None if it is none or not sound."""
    try:
        return part.grid if part.shape in ("table", "sheet") else None
    except BadFile:
        return None


def refuse_damaged(source: Source) -> None:
    """A damaged table among several files would be passed over, as if it were something else. Raises BadFile."""
    for part in source.parts if len(source.parts) > 1 else ():
        if part.name.casefold().endswith((".csv", ".tsv")) and part.shape == "table":
            _ = part.grid


def refuse_unsound(source: Source) -> None:
    """Say what is wrong with a table that was taken for none. Raises BadFile."""
    for part in source.parts:
        if part.shape == "table":
            _ = part.grid
