"""Who serves what where, as a matrix: one record for each cell, and how the cells stand in rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ngomap.model.records import Records

SERVED: Final = "served"
"""Several work there, and nothing says that it is not enough."""
NEEDED: Final = "not surveyed, but needed"
"""How a cell looks that nobody has looked at, where a figure says that people need it."""
ELSEWHERE: Final = "told elsewhere"
"""An area around others, of which only some cells have figures or surveys of their own."""

SIGNS: Final[dict[str, str]] = {
    "no presence": "0", "single provider": "1!", "not enough": "<", "planned only": "+", "stale": "~",
    "not confirmed": "()", "not surveyed": "?", NEEDED: "?!", SERVED: "", ELSEWHERE: ".",
}  # fmt: skip
"""What tells the kinds of cells apart without colour; where somebody works, the sign goes with how many do."""
MEANINGS: Final[dict[str, str]] = {
    "no presence": "looked at, nobody works there",
    "single provider": "one organization alone",
    "not enough": "several, but too little for the need",
    "planned only": "only planned",
    "stale": "only work that is over",
    "not confirmed": "recorded only for a wider area, or without saying for whom",
    "not surveyed": "nothing recorded, nobody has looked",
    NEEDED: "nobody has looked, though people need it",
    SERVED: "several organizations",
    ELSEWHERE: "told by the areas in it",
}


@dataclass(slots=True, eq=False, repr=False)
class MatrixLine:
    """A row or a column: `handle` for scripts, `name` for people; `around` is where it lies or belongs. How many work
    there, in how many of its cells nobody does, or one alone, and how many people are left without, where it is known.
    """

    handle: str
    name: str
    around: str = ""
    organizations: int = 0
    empty: int = 0
    single: int = 0
    unmet: float | None = None


@dataclass(slots=True, eq=False, repr=False)
class MatrixCell:
    """A cell: handles of its row and column, and of whom it is for, if the worst of it concerns one population.

    `providers` are the handles of who works there now; `need` is people, where a figure says how many; `gap` is what is
    left open, in `unit`. `text` says all of it. `focus`: the actor looked for is there, was there, or plans to be.
    """

    row: str
    column: str
    population: str | None
    label: str
    kind: str
    providers: tuple[str, ...]
    need: int | None
    gap: float | None
    unit: str
    text: str
    focus: bool = False

    @property
    def look(self) -> str:
        """Of SIGNS and MEANINGS: its kind, or NEEDED."""
        return NEEDED if self.kind == "not surveyed" and self.need else self.kind

    @property
    def sign(self) -> str:
        """What stands in the cell where there is no colour.

        >>> cell = MatrixCell("a", "b", None, "", "not enough", ("x", "y"), None, None, "", "")
        >>> cell.sign
        '2<'
        """
        if self.kind in ("not enough", SERVED):
            return f"{len(self.providers)}{SIGNS[self.kind]}"
        return f"({len(self.providers)})" if self.kind == "not confirmed" else SIGNS[self.look]

    @property
    def unmet(self) -> float | None:
        """The share of the need that is not met, 0 to 1; None where no figure says how many need it, or nobody looked."""
        if not self.need or self.gap is None or self.kind == "not surveyed":
            return None
        return self.gap / self.need


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CoverageMatrix(Records):
    """The records are the cells, row by row. `lines` (rows) and `heads` (columns) stand in the order they are shown in;
    `total` counts the cells of the whole matrix, `all_lines` and `all_heads` its rows and columns.
    """

    lines: tuple[MatrixLine, ...] = ()
    heads: tuple[MatrixLine, ...] = ()
    cells: tuple[MatrixCell, ...] = ()
    all_lines: int = 0
    all_heads: int = 0
    row_noun: str = "area"
    column_noun: str = "issue"
    focus: str = ""
    whole: bool = False
    """Everything is to be shown, however wide it gets."""

    def of(self) -> dict[tuple[str, str], MatrixCell]:
        """The cells by the handles of their row and column."""
        return {(c.row, c.column): c for c in self.cells}
