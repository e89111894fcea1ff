"""A plain table of organizations: one row an organization; of a workbook, every sheet that is one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from ngomap.errors import BadFile
from ngomap.importers.headers import Columns, everywhere_optional, knows, sample_of
from ngomap.importers.marks import find_marks
from ngomap.importers.records import Network
from ngomap.importers.source import Part, Reading, Source
from ngomap.importers.table_columns import FIELDS, SYNONYMS, find_columns
from ngomap.importers.table_rows import TableReader
from ngomap.model.tables import other_table

TITLE: Final = "A table of organizations, one in each row (needs at least their names)."
SCORE: Final = 0.5
SHOWN_HEADERS: Final = 6


def recognise(source: Source, reading: Reading) -> float:
    """How surely the file is a table of organizations, 0 to 1: it is one if something in it can be their names."""
    if not knows(FIELDS | SYNONYMS, reading):
        return 0.0
    named = frozenset(header.strip().casefold() for header in reading.columns)
    optional = named if len(source.parts) > 1 else reading.optional
    return SCORE if any(_other_table(part) or _names_in(part, reading, optional) for part in source.parts) else 0.0


def read(source: Source, reading: Reading) -> Network:
    """The organizations in the table, or in all tables that have a column of names. Raises BadFile if there is none,
    UsageError for a wrong --column.
    """
    optional = everywhere_optional(source, reading)
    readers: list[TableReader] = []
    unread: list[str] = []
    for part in source.parts:
        columns = _names_in(part, reading, optional)
        other = _other_table(part)
        if columns and not other:
            marks = find_marks(part.grid, columns, _wishes(reading))
            readers.append(TableReader(columns, marks, part.grid, reading, _label(part, source), optional))
        elif len(source.parts) == 1:
            raise _no_names(source, other)
        else:
            unread.append(_unread(part, other))
    if not readers:
        raise BadFile(
            f"Nothing in {source.name} is known to hold names. {' '.join(unread)}",
            'Say which column does: --column "HEADER=name"',
        )
    first = readers[0]
    guessed = _sectors_guessed(first, reading)
    columns_taken = {header: what for reader in reversed(readers) for header, what in reader.columns.taken.items()}
    samples = {header: text for reader in reversed(readers) for header, text in sample_of(reader.grid).items()}
    return Network(
        chain.from_iterable(reader.rows() for reader in readers), columns_taken,
        {reader.part: reader.grid.headers for reader in readers}, first.grid.tags, guessed,
        lambda: _notes(readers, unread), samples,
    )  # fmt: skip


def _wishes(reading: Reading) -> dict[str, str]:
    return {header: SYNONYMS.get(field, field) for header, field in reading.columns.items()}


def _names_in(part: Part, reading: Reading, optional: frozenset[str]) -> Columns | None:
    """The columns of the part, if one of them can be names of organizations."""
    if part.shape not in ("table", "sheet"):
        return None
    columns = find_columns(part.grid, reading, optional)
    return columns if "name" in columns.index or "acronym" in columns.index else None


def _other_table(part: Part) -> str | None:
    """Which other table of our own export the file is, if it is one."""
    if part.shape not in ("table", "sheet"):
        return None
    return other_table(part.grid.headers)


def _label(part: Part, source: Source) -> str:
    """How rows say which part they are of: the name of the sheet, or of the file among several."""
    if part.sheet:
        return part.name if any(p.sheet is None for p in source.parts) else part.name.partition(": ")[2]
    return part.name if len(source.parts) > 1 else ""


def _sectors_guessed(reader: TableReader, reading: Reading) -> str | None:
    index = reader.columns.index
    guessed = "sectors" in index and "sectors" not in _wishes(reading).values() and "issues" not in index
    return reader.grid.headers[index["sectors"]] if guessed else None


def _no_names(source: Source, other: str | None) -> BadFile:
    if other:
        return BadFile(
            f"{source.name} is a table of {other.replace('-', ' ')} that ngomap exported, not of organizations.",
            "Everything at once comes back from 'ngomap export json'.",
        )
    if source.only.shape not in ("table", "sheet"):
        return BadFile(f"{source.name} is no table.", "'ngomap import --list' says what can be read.")
    headers = source.grid.headers
    return BadFile(
        f"No column of {source.name} is known to hold names; its columns: {', '.join(headers)}.",
        f'Say which one does: --column "{headers[0]}=name"',
    )


def _unread(part: Part, other: str | None) -> str:
    if other:
        return f"{part.name} was not read: it holds {other.replace('-', ' ')}, not organizations."
    if part.shape not in ("table", "sheet"):
        return f"{part.name} was not read: it is no table."
    headers = part.grid.headers
    shown = ", ".join(header[:40] for header in headers[:SHOWN_HEADERS])
    more = f" and {len(headers) - SHOWN_HEADERS} more" if len(headers) > SHOWN_HEADERS else ""
    return f"{part.name} was not read: no column is known to hold names (it has {shown}{more})."


def _notes(readers: list[TableReader], unread: list[str]) -> Iterator[str]:
    yield from unread
    for reader in readers:
        where = f"{reader.part}: " if len(readers) > 1 else ""
        yield from (where + note for note in reader.notes())
