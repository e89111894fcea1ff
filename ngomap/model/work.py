"""Who works on what where as bare numbers, for maps too large to be made of records."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

ABSENT, PLANNED, ASSUMED_OVER, OVER, ASSUMED_ENDED, ENDED, ASSUMED, GOING_ON = range(8)
"""What a row is. Of several of one actor in one cell the highest counts, whether all count whole or half."""
RANKS: Final = 8
"""A row's last number is its rank and, so many times, one more than the people it serves; 0 if they are not known."""
WIDTH: Final = 4


@dataclass(slots=True)
class Work:
    """By area four numbers for each row: the ids of its term, its population (0: it names none) and its actor, and what it
    is (see RANKS). Of all that is recorded: how many rows are no funder's and how many of these neither end nor say why;
    how many actors have no row of their own and are `assumed` by their issues and areas.
    """

    rows: dict[int, array[int]] = field(default_factory=dict)
    recorded: int = 0
    undated: int = 0
    assumed: int = 0

    def of(self, area: int) -> Iterator[tuple[int, int, int, int]]:
        """The rows of an area."""
        numbers = iter(self.rows.get(area, ()))
        return zip(numbers, numbers, numbers, numbers, strict=True)

    def terms(self) -> dict[int, set[int]]:
        """By area the ids of the terms that something is recorded for in it."""
        return {area: set(numbers[::WIDTH]) for area, numbers in self.rows.items()}
