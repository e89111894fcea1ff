"""Every format that can be read in. A further one is a module with `TITLE`, `recognise` and `read`, and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ngomap.errors import BadFile, UsageError
from ngomap.importers import delimited, map_json, table, table_columns, threew, threew_columns
from ngomap.importers.grid import Grid
from ngomap.importers.headers import overridden
from ngomap.importers.records import Found
from ngomap.importers.source import Reading, Source
from ngomap.importers.text_file import read_bytes


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what it is, how surely a file is in it (0: not at all, 1: certainly), its reader, and the fields that
    `--column` may name.

    `recognise` looks at the content only, never at the name of the file.
    """

    title: str
    recognise: Callable[[Source, Reading], float]
    read: Callable[[Source, Reading], Found]
    fields: Mapping[str, str] = field(default_factory=dict)


FORMATS: Final[dict[str, Format]] = {
    "json": Format(map_json.TITLE, map_json.recognise, map_json.read),
    "3w": Format(threew.TITLE, threew.recognise, threew.read, threew_columns.FIELDS),
    "table": Format(table.TITLE, table.recognise, table.read, table_columns.FIELDS),
}


def _delimited(source: Source) -> Grid:
    return delimited.read_grid(source.text, source.name)


# How the bytes of a file become rows: by its first bytes. What begins otherwise is text with separators.
GRIDS: Final[dict[bytes, Callable[[Source], Grid]]] = {}


def open_source(path: Path, encoding: str | None = None) -> Source:
    """The file, opened. Raises BadFile."""
    data = read_bytes(path)
    reader = next((read for magic, read in GRIDS.items() if data.startswith(magic)), _delimited)
    return Source(path.name, data, encoding, reader)


def choose(source: Source, reading: Reading, named: str | None = None) -> str:
    """The format of the file: the one that was named, else the one that is surest. Raises BadFile, UsageError."""
    if named is not None:
        if named not in FORMATS:
            raise UsageError(f"as: {named!r} is not a format.", f"One of: {', '.join(FORMATS)}.")
        return named
    scores: dict[str, float] = {}
    for name, form in FORMATS.items():
        scores[name] = form.recognise(source, reading)
        # What is certain is not read as something else to make sure: it may be no table at all.
        if scores[name] >= 1:
            return name
    best = max(scores, key=lambda name: scores[name])
    if scores[best] <= 0:
        headers = source.grid.headers
        overridden(source.grid, reading.columns, {name: "" for form in FORMATS.values() for name in form.fields})
        raise BadFile(
            f"No column of {source.name} is known to hold names of organizations; its columns: {', '.join(headers)}.",
            f'Say which one does: --column "{headers[0]}=name"',
        )
    return best
