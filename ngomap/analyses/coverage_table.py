"""The kind and the gap of every cell of the coverage table: one reckoning for all that speak of coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from ngomap.analyses.cells import EVERYONE, Key
from ngomap.analyses.coverage_kinds import (
    BELOW,
    EXPECTED,
    NO_PRESENCE,
    NOT_ENOUGH,
    NOT_SURVEYED,
    PEOPLE,
    PEOPLE_ESTIMATED,
    PEOPLE_IN_NEED,
    PLANNED,
    STALE,
)
from ngomap.analyses.coverage_tally import EIGHTHS, WEIGHT, Column, Counted, Tally

ENOUGH_ORGANIZATIONS: Final = 2.0
"""The least that is taken to be enough where nobody says how many people are served: one alone is a gap of its own."""


@dataclass(slots=True)
class AreaCells:
    """The cells of one area: who is there, and the kind of gap of each, if it is one. `totals` are the eighths of a row of
    the table, by vocabulary and population.
    """

    area: int
    counted: Counted
    kinds: dict[Column, str]
    totals: dict[str, dict[int, int]]


class Entry(NamedTuple):
    """A cell when the area it is in is no longer at hand: its kind, what counts in it and in all of its row, in eighths, and
    whom they can serve.
    """

    key: Key
    kind: str
    eighths: int
    total: int
    served: float | None


class CoverageTable:
    """The table, an area at a time."""

    def __init__(self, tally: Tally, vocabulary: Mapping[int, str], levels: Mapping[int, str]) -> None:
        self.tally = tally
        self.cells = cells = tally.cells
        self.population = tally.population
        self._vocabulary = vocabulary
        self._terms = set(cells.terms)
        self._layers = dict.fromkeys(cells.places, "") | {a: f"around: {levels[a]}" for a in cells.wider_places}
        self._beside: dict[Key, str] = {}
        self._columns: dict[str, dict[Column, int]] = {layer: {} for layer in self._layers.values()}
        self._grand: dict[tuple[str, str, int], int] = {}
        self._heights = Counter(self._layers.values())
        self._widths = Counter(vocabulary[term] for term in cells.terms)

    def all_areas(self) -> Iterator[AreaCells]:
        """The cells of every area. What is expected in any of them is known when all have been seen."""
        wide = set(self.cells.wider_places)
        for area in self.tally.areas():
            found = self.of(area)
            columns = self._columns[self._layers[area]]
            for column, total in found.counted.sums.items():
                columns[column] = columns.get(column, 0) + (total & WEIGHT)
            if area in wide:
                beside = ((area, *column) for column in found.kinds)
                self._beside |= {key: found.kinds[key[1:]] for key in beside if self.cells.stands_beside(key)}
            yield found
        for layer, columns in self._columns.items():
            for (term, population), eighths in columns.items():
                words = layer, self._vocabulary[term], population
                self._grand[words] = self._grand.get(words, 0) + eighths

    def of(self, area: int) -> AreaCells:
        """The cells of one area."""
        counted, totals = self.tally.of(area), {words: dict[int, int]() for words in self._widths}
        for (term, population), sum_ in counted.sums.items():
            row = totals[self._vocabulary[term]]
            row[population] = row.get(population, 0) + (sum_ & WEIGHT)
        kinds = counted.kinds
        for column, kind in kinds.items():
            if kind == NO_PRESENCE and not self.cells.surveys(area, column[0]):
                kinds[column] = NOT_SURVEYED
        for column, people in counted.served.items():
            if not kinds[column] and people is not None and people < self.needed((area, *column)):
                kinds[column] = NOT_ENOUGH
        return AreaCells(area, counted, kinds, totals)

    def said_already(self, found: AreaCells, column: Column) -> bool:
        """Whether another finding of the kind says as much: that of a population with a figure, where this cell has
        none; for a population, that of everyone or of a narrower one; of an empty cell, that of the wider issue; of
        what is only known from around a place, that of the area around it.
        """
        term, population = column
        kinds, served = found.kinds, found.counted.served
        kind = kinds[column]
        if served and column in served:
            return False
        if population == EVERYONE:
            if served and any(t == term and kinds[t, p] == kind for t, p in served):
                return True
        elif population != self.population:
            below = self.tally.line(population).below
            return kinds[term, EVERYONE] == kind or (
                len(below) > 1 and any(kinds.get((term, p)) == kind for p in below if p != population)
            )
        if kind in (STALE, PLANNED, NOT_SURVEYED) and self._beside and column in found.counted.outside:
            same = NO_PRESENCE if kind == NOT_SURVEYED else kind
            if any(self._beside.get((a, term, population)) == same for a in self.cells.areas.up(found.area)[1:]):
                return True
        if kind not in (NO_PRESENCE, NOT_SURVEYED) or self.cells.looked_for(found.area, term):
            return False
        wider = (t for t in self.cells.words.up(term)[1:] if t in self._terms)
        return any(kinds[t, population] == kind for t in wider)

    def entry(self, found: AreaCells, column: Column) -> Entry:
        """What the gap of a cell is reckoned from."""
        counted, total = found.counted, found.totals[self._vocabulary[column[0]]][column[1]]
        return Entry((found.area, *column), found.kinds[column], counted.sums[column] & WEIGHT, total, counted.served.get(column))

    def gap(self, entry: Entry) -> tuple[float, str]:
        """The gap of a cell and its unit."""
        key, kind = entry.key, entry.kind
        here, expected = entry.eighths / EIGHTHS, self._expected(key, entry.total)
        if not self.figured(key):
            return max(0.0, expected - here), EXPECTED if kind == NOT_SURVEYED else BELOW
        people = self.needed(key)
        if kind == NOT_SURVEYED:
            return float(people), PEOPLE_IN_NEED
        if entry.served is not None:
            return float(max(0.0, people - entry.served)), PEOPLE
        target = max(ENOUGH_ORGANIZATIONS, expected)
        return people * (1 - min(1.0, here / target)), PEOPLE_ESTIMATED

    def figured(self, key: Key) -> bool:
        """Whether the cell has need figures, of its own or of the areas in it."""
        return key[1:] in self.tally.figured.get(key[0], ())

    def needed(self, key: Key) -> int:
        """How many people need it, as figures say."""
        return sum(f.people for f in self.cells.need(key))

    def _expected(self, key: Key, total: int) -> float:
        """How many organizations the totals of its row and of its column let expect in a cell: their product divided by
        the grand total, separately for issues and services, for each population, and for the places of the table and the
        areas of each level around them. A row or column without anybody counts as an average one, for nothing would ever
        be expected there otherwise.
        """
        area, term, population = key
        layer, words = self._layers[area], self._vocabulary[term]
        grand = self._grand.get((layer, words, population), 0) / EIGHTHS
        if not grand:
            return 0.0
        row = total / EIGHTHS or grand / self._heights[layer]
        column = self._columns[layer].get((term, population), 0) / EIGHTHS or grand / self._widths[words]
        return row * column / grand
