"""Every format that can be read in. A further one is a module with `TITLE`, `recognise` and `read`, and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ngomap.errors import BadFile, UsageError
from ngomap.importers import (
    civicrm,
    edges,
    ftm,
    gazetteer,
    gephi,
    gexf,
    graphml,
    hsds,
    irs_bmf,
    kumu,
    map_json,
    need_figures,
    own_entry,
    table,
    table_columns,
    threesixty,
    threew,
    threew_columns,
)
from ngomap.importers.headers import overridden
from ngomap.importers.records import Found
from ngomap.importers.source import Reading, Source

SHOWN_TABLES: Final = 4


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
    "own-entry": Format(own_entry.TITLE, own_entry.recognise, own_entry.read),
    "irs-bmf": Format(irs_bmf.TITLE, irs_bmf.recognise, irs_bmf.read),
    "gazetteer": Format(gazetteer.TITLE, gazetteer.recognise, gazetteer.read, gazetteer.FIELDS),
    "hsds": Format(hsds.TITLE, hsds.recognise, hsds.read),
    "360giving": Format(threesixty.TITLE, threesixty.recognise, threesixty.read),
    "civicrm": Format(civicrm.TITLE, civicrm.recognise, civicrm.read),
    "needs": Format(need_figures.TITLE, need_figures.recognise, need_figures.read, need_figures.FIELDS),
    "graphml": Format(graphml.TITLE, graphml.recognise, graphml.read, table_columns.FIELDS),
    "gexf": Format(gexf.TITLE, gexf.recognise, gexf.read, table_columns.FIELDS),
    "kumu": Format(kumu.TITLE, kumu.recognise, kumu.read, table_columns.FIELDS),
    "gephi": Format(gephi.TITLE, gephi.recognise, gephi.read, table_columns.FIELDS),
    "ftm": Format(ftm.TITLE, ftm.recognise, ftm.read),
    "edges": Format(edges.TITLE, edges.recognise, edges.read, edges.FIELDS),
    "3w": Format(threew.TITLE, threew.recognise, threew.read, threew_columns.FIELDS),
    "table": Format(table.TITLE, table.recognise, table.read, table_columns.FIELDS),
}


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
        raise _unknown(source, reading)
    return best


def _unknown(source: Source, reading: Reading) -> BadFile:
    known = {name: "" for form in FORMATS.values() for name in form.fields}
    tables = [part for part in source.parts if part.shape in ("table", "sheet")]
    if not tables:
        return BadFile(f"{source.name} is in no format that is known.", "'ngomap import --list' says what can be read.")
    named = frozenset(header.strip().casefold() for header in reading.columns) if len(tables) > 1 else reading.optional
    for part in tables:
        overridden(part.grid, reading.columns, known, named, known)
    headers = "; ".join(", ".join(part.grid.headers) for part in tables[:SHOWN_TABLES])
    return BadFile(
        f"No column of {source.name} is known to hold names of organizations; its columns: {headers}.",
        f'Say which one does: --column "{tables[0].grid.headers[0]}=name"',
    )
