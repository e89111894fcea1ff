"""Columns marked with an X: each header is a value - a population, a service, an area - and a mark says that it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ngomap.importers.grid import Grid
from ngomap.importers.headers import IGNORE, IGNORED, Columns
from ngomap.importers.table_columns import MARKED_FIELDS, VOCABULARY_FIELDS, field_of
from ngomap.model.shipped import shipped_rows
from ngomap.model.text import name_key, one_line
from ngomap.model.words import VOCABULARY_FILES

MARKS: Final = frozenset(
    ("x", "xx", "✓", "✔", "☑", "✅", "√", "•", "●", "*", "yes", "y", "true", "1", "oui", "o", "vrai", "si", "sí",
     "verdadero", "sim", "verdadeiro", "نعم")
)  # fmt: skip
NO_MARKS: Final = frozenset(
    ("", "-", "–", "no", "n", "false", "0", "non", "faux", "falso", "não", "nao", "لا", "n/a", "☐", "✗", "✘")
)
_PARTED: Final = re.compile(r"(.+?)\s*(?::|/|\s[-–]\s|\[)\s*(.+?)\]?")
"""A group and a value in one header, as forms on the web write them: `Services [Legal aid]`, `Services: Legal aid`."""


@dataclass(slots=True)
class Marks:
    """Which columns are marked, and what a mark says: a vocabulary (or `any`) and a word, or `serves` and an area."""

    columns: dict[int, tuple[str, str]]

    def said(self, cells: tuple[str, ...]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
        """The terms and the areas that the marks of a row say."""
        found = [word for at, word in self.columns.items() if is_mark(cells[at])]
        return (
            tuple((kind, word) for kind, word in found if kind != "serves"),
            tuple(word for kind, word in found if kind == "serves"),
        )


def is_mark(cell: str) -> bool:
    """Whether a cell says yes.

    >>> is_mark(" X "), is_mark("no"), is_mark("Oui"), is_mark("12")
    (True, False, True, False)
    """
    return cell.strip().casefold() in MARKS


def find_marks(grid: Grid, columns: Columns, chosen: Mapping[str, str]) -> Marks:
    """The marked columns among those that are not taken for anything else; `columns` is told what they are.

    A group above the headers, or in them, or in an empty column before them, says what its values are. Without one,
    the header must be a term that the vocabularies begin with, or stand beside one that is.
    """
    said = {header.strip().casefold(): field for header, field in chosen.items()}
    found: dict[int, tuple[str, str]] = {}
    unsure: list[list[int]] = [[]]
    before = ""
    for at, header in enumerate(grid.headers):
        wish = said.get(header.casefold())
        taken = columns.taken[header] != IGNORED and wish not in MARKED_FIELDS
        if taken or wish == IGNORE or not _is_marked(grid, at):
            empty = not any(cell.strip() for cell in grid.column(at))
            before = (field_of(header.rstrip(" :")) or "") if empty else ""
            unsure.append([])
            continue
        field, word = _grouped(grid.groups[at] if grid.groups else "", header)
        field = wish or field or (before if before in MARKED_FIELDS else "")
        if field:
            found[at] = (_kind(field), word)
        else:
            unsure[-1].append(at)
    for run in unsure:
        if any(name_key(grid.headers[at]) in _terms() for at in run):
            found |= {at: ("any", one_line(grid.headers[at])) for at in run}
    for at, (kind, word) in found.items():
        columns.taken[grid.headers[at]] = f"a mark for the {_IN_WORDS.get(kind, kind)} {word}"
        columns.further.pop(at, None)
        for field in [f for f, place in columns.index.items() if place == at]:
            del columns.index[field]
    return Marks(dict(sorted(found.items())))


_IN_WORDS: Final = {"any": "term", "serves": "area"}


def _kind(field: str) -> str:
    return VOCABULARY_FIELDS.get(field, field)


def _is_marked(grid: Grid, at: int) -> bool:
    cells = {cell.strip().casefold() for cell in grid.column(at)}
    return cells <= MARKS | NO_MARKS and not cells.isdisjoint(MARKS)


def _grouped(group: str, header: str) -> tuple[str, str]:
    """The field of the group that the value in a header belongs to, if any is known, and the value."""
    field = field_of(group.rstrip(" :")) if group else None
    if field in MARKED_FIELDS:
        return field or "", one_line(header)
    parted = _PARTED.fullmatch(header.strip())
    if parted and (field := field_of(parted[1])) in MARKED_FIELDS:
        return field or "", one_line(parted[2])
    return "", one_line(header)


@cache
def _terms() -> frozenset[str]:
    """What the terms of the shipped vocabularies are called."""
    return frozenset(key for file in VOCABULARY_FILES.values() for key in _names(file))


def _names(file: str) -> Iterator[str]:
    for row in shipped_rows(file):
        yield from filter(None, map(name_key, (row["name"], row["slug"], *row["aliases"].split("|"))))
