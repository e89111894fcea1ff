"""Headers as words, and which column is taken for which field."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Final

from ngomap.errors import UsageError
from ngomap.importers.cells import tidy
from ngomap.importers.grid import REJECT_COLUMNS, Grid
from ngomap.importers.source import Reading, Source
from ngomap.model.text import name_key

IGNORE: Final = "ignore"
IGNORED: Final = "ignored"
SAMPLE_LENGTH: Final = 40
FILLERS: Final = frozenset(
    ("of", "the", "a", "for", "by", "in", "de", "la", "le", "les", "l", "d", "du", "des", "del", "el", "los", "las",
     "da", "do", "dos", "das", "en", "fr", "es", "pt", "e", "y", "et")
)  # fmt: skip
_APOSTROPHE: Final = re.compile("['’‘ʼ`´]")
_CAMEL: Final = re.compile(r"([a-z])([A-Z])")
_ADMIN: Final = re.compile(r"\b(?:adm|admin|administrative)\s*(?:level|lvl|niveau|nivel)?\s*([0-4])\s*")


def header_words(header: str) -> tuple[str, ...]:
    """The words of a header that carry meaning, in lower case without accents.

    >>> header_words("Nom de l'organisation"), header_words("admin1Pcode"), header_words("ORG_NAME")
    (('nom', 'organisation'), ('adm1', 'pcode'), ('org', 'name'))
    """
    key = name_key(_CAMEL.sub(r"\1 \2", _APOSTROPHE.sub(" ", header)))
    return tuple(w for w in _ADMIN.sub(r"adm\1 ", key).split() if w not in FILLERS)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands (field to column number), and what each header was taken for, in words. `further` are
    columns that the user named for a field that another column holds already.
    """

    index: dict[str, int]
    taken: dict[str, str]
    further: dict[int, str] = dataclass_field(default_factory=dict)

    def cell(self, cells: Sequence[str], field: str) -> str:
        """The cell of a field in a row, without space around it; empty where there is no such column."""
        at = self.index.get(field)
        return "" if at is None else cells[at].strip()


def knows(fields: Mapping[str, str], reading: Reading) -> bool:
    """Whether all fields that the user gave to columns are fields of this format."""
    return all(field in fields or field == IGNORE or field.startswith("id:") for field in reading.columns.values())


def overridden(
    grid: Grid,
    wanted: Mapping[str, str],
    fields: Mapping[str, str],
    optional: frozenset[str] = frozenset(),
    lists: Collection[str] = (),
) -> dict[int, str]:
    """The columns that the user named, checked: column number to field. Headers that are `optional` (as lower case)
    need not be there; of fields that are `lists` several columns may be parts. Raises UsageError.
    """
    by_header = {header.casefold(): i for i, header in enumerate(grid.headers)}
    chosen: dict[int, str] = {}
    for header, field in wanted.items():
        at = by_header.get(header.strip().casefold())
        if at is None and header.strip().casefold() in optional:
            continue
        if at is None:
            raise UsageError(f"There is no column {header!r} in the file.", f"Its columns: {', '.join(grid.headers)}.")
        if field != IGNORE and field not in fields and not field.startswith("id:"):
            raise UsageError(f"{field!r} is not a field.", f"One of: {', '.join(fields)}, {IGNORE}.")
        if field != IGNORE and field not in lists and field in chosen.values():
            raise UsageError(f"Two columns are to be {field!r}.", "Name one of them; two cells cannot fill one field.")
        chosen[at] = field
    return chosen


def everywhere_optional(source: Source, reading: Reading) -> frozenset[str]:
    """The headers that a single part of the source need not have, because another part has them. Raises UsageError if
    none has one that the user named.
    """
    if len(source.parts) == 1:
        return reading.optional
    grids = [part.grid for part in source.parts if part.shape in ("table", "sheet")]
    headers = {header.casefold() for grid in grids for header in grid.headers}
    for named in (*reading.columns, *reading.tag_from):
        if named.strip().casefold() not in headers | reading.optional:
            raise UsageError(
                f"There is no column {named!r} in {source.name}.",
                f"Its columns: {', '.join(dict.fromkeys(header for grid in grids for header in grid.headers))}.",
            )
    return frozenset((*headers, *reading.optional))


def sample_of(grid: Grid) -> dict[str, str]:
    """The first thing that stands below each header, cut to a few words."""
    found: dict[str, str] = {}
    for row in grid.head:
        for header, cell in zip(grid.headers, row.cells, strict=True):
            if header not in found and (text := tidy(cell)):
                found[header] = text if len(text) <= SAMPLE_LENGTH else text[: SAMPLE_LENGTH - 1].rstrip() + "…"
        if len(found) == len(grid.headers):
            break
    return {header: found[header] for header in grid.headers if header in found}


def assign(
    grid: Grid, guess: Callable[[int], str | None], fields: Mapping[str, str], chosen: Mapping[int, str]
) -> Columns:
    """Which column holds which field: what the user chose first, then what is guessed; of two columns guessed to be
    the same, the first. Columns of a file of rejected rows are passed over.
    """
    index: dict[str, int] = {}
    taken = dict.fromkeys(grid.headers, IGNORED)
    rejects = set(REJECT_COLUMNS) <= set(grid.headers)
    further: dict[int, str] = {}
    for at, field in chosen.items():
        if field in index:
            further[at] = field
        elif field != IGNORE:
            index[field] = at
    for at, header in enumerate(grid.headers):
        if at in chosen or (rejects and header in REJECT_COLUMNS):
            continue
        found = guess(at)
        if found:
            index.setdefault(found, at)
    for field, at in (*index.items(), *((field, at) for at, field in further.items())):
        label = fields.get(field, field)
        taken[grid.headers[at]] = label if label == field else f"{label} ({field})"
    return Columns(index, taken, further)
