"""Ties as a matrix: names in the first row and in the first column, and marks or weights where they cross."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ngomap.errors import InvalidValue
from ngomap.importers.cells import tidy
from ngomap.importers.grid import Grid, Row
from ngomap.importers.records import ActorRow, Network, Said, TieRow
from ngomap.importers.tie_words import UNKNOWN
from ngomap.model.answers import Rejected
from ngomap.model.text import name_key
from ngomap.model.values import number

NONE: Final = frozenset(("", "0", "0.0", "no", "non", "false"))
MARKS: Final = frozenset(("x", "yes", "oui", "si", "true", "✓", "✔", "•"))


def is_matrix(grid: Grid, square: bool = True) -> bool:
    """Whether the table is a matrix; a square one has the same names above and beside."""
    if len(grid.headers) < 3 or not grid.head or grid.tags:
        return False
    above = {name_key(h) for h in grid.headers[1:]}
    beside = {name_key(row.cells[0]) for row in grid.head}
    if square and (len(above & beside) < 0.8 * len(above | beside) or len(above) < 3):
        return False
    return all(_is_mark(cell) for row in grid.head[:200] for cell in row.cells[1:])


def _is_mark(cell: str) -> bool:
    text = tidy(cell).casefold()
    if text in NONE or text in MARKS:
        return True
    try:
        number(text, "weight")
    except InvalidValue:
        return False
    return True


def read_matrix(grid: Grid) -> Network:
    """The ties of a matrix. The kind of ties is not known; whether they read both ways or one, `related` is the type."""
    reader = _Reader(grid)
    taken = {grid.headers[0]: "from"} | dict.fromkeys(grid.headers[1:], "to")
    return Network(reader.rows(), taken, {"": grid.headers}, notes=reader.notes)


class _Reader:
    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.ties = self.one_way = self.own = 0
        self.declared: set[str] = set()

    def rows(self) -> Iterator[Said | Rejected]:
        """What each row says: ties from the name beside to the names above."""
        headers = self.grid.headers
        # Both halves of a symmetric matrix say the same; only marked cells are kept, which are few.
        marked = {
            (name_key(row.cells[0]), name_key(headers[at])): tidy(cell)
            for row in self.grid.rows for at, cell in enumerate(row.cells) if at and tidy(cell).casefold() not in NONE
        }  # fmt: skip
        for row in self.grid.rows:
            try:
                yield self._row(row, marked)
            except InvalidValue as error:
                yield Rejected(row.line, f"{error.message} {error.hint}".strip(), self.grid.record(row))

    def _row(self, row: Row, marked: dict[tuple[str, str], str]) -> Said:
        name = tidy(row.cells[0])
        a = name_key(name)
        if not a:
            raise InvalidValue(f"{name!r} is not a name: it has no letters or digits." if name else "The row has no name.")
        actors = [(a, name)]
        ties: list[TieRow] = []
        for at, cell in enumerate(row.cells):
            text = tidy(cell)
            if not at or text.casefold() in NONE:
                continue
            other = tidy(self.grid.headers[at])
            b = name_key(other)
            if not _is_mark(cell):
                raise InvalidValue(f"{other}: {text!r} is neither a mark nor a weight.", "Write 1, x or a number.")
            if a == b:
                self.own += 1
                continue
            back = marked.get((b, a))
            if back is None:
                self.one_way += 1
            elif back == text and b < a:
                continue
            facts: dict[str, object] = {}
            if text not in ("1", "1.0") and text.casefold() not in MARKS:
                facts["notes"] = f"Weight: {text}" if back in (None, text) else f"Weight: {text} from {name} to {other}"
            if back not in (None, text) and b < a:
                # The other half has said this tie, with a weight of its own.
                facts = {}
            actors.append((b, other))
            ties.append(TieRow(UNKNOWN, a, b, facts))
            self.ties += 1
        fresh = []
        for key, text in dict(actors).items():
            if key not in self.declared:
                self.declared.add(key)
                fresh.append(ActorRow(text, key=key))
        return Said(row, tuple(fresh), tuple(ties))

    def notes(self) -> list[str]:
        """What the matrix does not say, or the map cannot hold."""
        found = [f"The file does not say what kind of ties these are; recorded as 'related': {self.ties}."]
        if self.one_way:
            found.append(f"A tie 'related' reads both ways, so the direction of the file is not kept: {self.one_way}.")
        if self.own:
            found.append(f"Marks that tie an actor to itself are passed over: {self.own}.")
        return found
