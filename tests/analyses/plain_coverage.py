"""The gaps in coverage reckoned the plain way, cell by cell from the presence in each: what the counting is held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ngomap.analyses.cells import EVERYONE, Cells, Key, frame, sort_in
from ngomap.analyses.coverage_kinds import (
    BELOW,
    EXPECTED,
    KINDS,
    NO_PRESENCE,
    NOT_CONFIRMED,
    NOT_ENOUGH,
    NOT_SURVEYED,
    PEOPLE,
    PEOPLE_ESTIMATED,
    PEOPLE_IN_NEED,
    PLANNED,
    SINGLE,
    STALE,
    UNITS_OF_PEOPLE,
)
from ngomap.analyses.coverage_table import ENOUGH_ORGANIZATIONS
from ngomap.analyses.coverage_words import CoverageWords
from ngomap.analyses.gaps_asked import Asked
from ngomap.analyses.presence import Ground, Presence, Presences
from ngomap.analyses.situation import CoverageRows, Situation
from ngomap.model.coverage import Activity
from ngomap.model.report import Finding

_Found = tuple[int, bool, float, str, str, Key]


def lay_out(situation: Situation, activities: Sequence[Activity], on: str, level: str | None = None, **asked: Any) -> Cells:
    """The table of the whole map, with all these activities in it."""
    worked: dict[int, set[int]] = {}
    for row in activities:
        worked.setdefault(row.area, set()).add(row.term)
    cells = frame(situation, worked, on, level, **asked)
    sort_in(cells, activities)
    return cells


def laid_out(rows: CoverageRows, asked: Asked) -> tuple[Presences, CoverageWords]:
    """Everybody in the table of the whole map, and their names."""
    cells = lay_out(
        rows, rows.activities, asked.on, asked.level,
        asked_area=asked.area.id if asked.area else None, asked_terms=[t.id for t in asked.issues],
    )  # fmt: skip
    presences = Presences(cells, rows.statuses, asked.on)
    return presences, CoverageWords(cells, presences, rows.actors, rows.areas, rows.terms)


def shown(keys: Iterable[Key], cells: Cells, asked: Asked) -> Iterator[Key]:
    """The cells that are asked for."""
    areas = cells.areas.down(asked.area.id) if asked.area else {*cells.places, *cells.wider_places}
    terms = {t for issue in asked.issues for t in cells.words.down(issue.id)} if asked.issues else set(cells.terms)
    return (key for key in keys if key[0] in areas and key[1] in terms and cells.stands_for_itself(key))


def plain_gaps(rows: CoverageRows, asked: Asked) -> list[Finding]:
    presences, words = laid_out(rows, asked)
    cells = presences.cells
    table = CoverageTable(
        cells, presences, {t.id: t.vocabulary for t in rows.terms}, {a.id: a.level or "" for a in rows.areas},
        asked.population.id if asked.population else EVERYONE,
    )  # fmt: skip
    found: list[_Found] = []
    for key in shown(table.all_cells(), cells, asked):
        kind = table.kind(key)
        if kind and not table.said_already(key, kind):
            value, unit = table.gap(key, kind)
            # That everybody is recorded for a wider area is worth a question only where more are expected.
            if value or kind != NOT_CONFIRMED:
                rank = KINDS.index(kind), unit not in UNITS_OF_PEOPLE, -value
                found.append((*rank, words.subject(key), unit, key))
    found.sort()
    return [
        Finding(subject, words.label(key), abs(less), unit, words.reasons(key, KINDS[at], unit), KINDS[at])
        for at, _, less, subject, unit, key in found
    ]


@dataclass(slots=True)
class CoverageTable:
    """The kind and the gap of every cell: one reckoning for all that speak of coverage. `population` is whom the cells
    are for; with everyone, the populations that a record names have cells of their own.
    """

    cells: Cells
    presences: Presences
    vocabulary: dict[int, str]
    levels: dict[int, str]
    population: int
    _expected: Expected = field(init=False)
    _kinds: dict[Key, str] = field(default_factory=dict)
    _counts: dict[Key, float] = field(default_factory=dict)
    _terms: set[int] = field(init=False)
    _named: dict[tuple[int, int], set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._terms = set(self.cells.terms)
        if self.population == EVERYONE:
            for area, term, population in self.cells.here:
                if population != EVERYONE:
                    self._named.setdefault((area, term), set()).add(population)
            for area, term, population in self.cells.figures:
                for above in self.cells.areas.up(area) if population != EVERYONE else ():
                    self._named.setdefault((above, term), set()).add(population)
        for key in self.all_cells():
            # Both at once, while the presence is at hand.
            self._counts[key] = _count(self.presences.of(key))
            self.kind(key)
        self._expected = Expected(self._counts, self.vocabulary, self.cells, self.levels)

    def all_cells(self) -> Iterator[Key]:
        """Every cell: area by area, those of named populations after the one of everyone."""
        for area in [*self.cells.places, *self.cells.wider_places]:
            for term in self.cells.terms:
                yield area, term, self.population
                for population in self._named.get((area, term), ()):
                    yield area, term, population

    def kind(self, key: Key) -> str:
        """Which kind of gap the cell is, if it is one."""
        if key not in self._kinds:
            self._kinds[key] = self._kind(key)
        return self._kinds[key]

    def _kind(self, key: Key) -> str:
        presence = self.presences.of(key)
        if presence.present:
            if all(g in (Ground.AROUND, Ground.UNSAID) for g in presence.grounds.values()):
                return NOT_CONFIRMED
            if len(presence.present) == 1:
                return SINGLE
            return NOT_ENOUGH if self._too_little(key, presence) else ""
        if presence.planned:
            return PLANNED
        if presence.stale:
            return STALE
        return NO_PRESENCE if self.cells.surveys(key[0], key[1]) else NOT_SURVEYED

    def said_already(self, key: Key, kind: str) -> bool:
        """Whether another finding of the kind says as much: that of a population with a figure, where this cell has
        none; for a population, that of everyone or of a narrower one; of an empty cell, that of the wider issue; of
        what is only known from around a place, that of the area around it.
        """
        area, term, population = key
        if self.cells.need(key):
            return False
        for other in self._named.get((area, term), ()):
            narrower = other != population and population in self.cells.words.up(other)
            stronger = population == EVERYONE and self.cells.need((area, term, other))
            if (narrower or stronger) and self.kind((area, term, other)) == kind:
                return True
        if population not in (EVERYONE, self.population):
            return self.kind((area, term, EVERYONE)) == kind
        if kind in (STALE, PLANNED, NOT_SURVEYED) and self._known_from_around(key):
            around = [(a, term, population) for a in self.cells.areas.up(area)[1:]]
            same = NO_PRESENCE if kind == NOT_SURVEYED else kind
            if any(self.cells.stands_beside(k) and self.kind(k) == same for k in around):
                return True
        if kind not in (NO_PRESENCE, NOT_SURVEYED) or self.cells.looked_for(area, term):
            return False
        wider = (t for t in self.cells.words.up(term)[1:] if t in self._terms)
        return any(self.kind((area, t, population)) == kind for t in wider)

    def gap(self, key: Key, kind: str) -> tuple[float, str]:
        """The gap of a cell and its unit."""
        presence = self.presences.of(key)
        figures = self.cells.need(key)
        expected = self._expected.of(key)
        if not figures:
            return max(0.0, expected - _count(presence)), EXPECTED if kind == NOT_SURVEYED else BELOW
        people = sum(f.people for f in figures)
        if kind == NOT_SURVEYED:
            return float(people), PEOPLE_IN_NEED
        served = presence.served
        if served is not None:
            return float(max(0.0, people - served)), PEOPLE
        target = max(ENOUGH_ORGANIZATIONS, expected)
        return people * (1 - min(1.0, _count(presence) / target)), PEOPLE_ESTIMATED

    def _known_from_around(self, key: Key) -> bool:
        return all(ground is Ground.AROUND for _, _, _, ground in self.presences.of(key).rows)

    def _too_little(self, key: Key, presence: Presence) -> bool:
        figures = self.cells.need(key)
        served = presence.served if figures else None
        return served is not None and served < sum(f.people for f in figures)


def _count(presence: Presence) -> float:
    """Organizations, each by its weight."""
    return sum(presence.present.values()) + sum(presence.stale.values())


class Expected:
    """How many organizations the totals of its row and of its column let expect in a cell: their product divided by
    the grand total, separately for issues and services, for each population, and for the places of the table and the
    areas of each level around them. A row or column without anybody counts as an average one, for nothing would ever
    be expected there otherwise.
    """

    def __init__(
        self, counts: Mapping[Key, float], vocabulary: Mapping[int, str], cells: Cells, levels: Mapping[int, str]
    ) -> None:
        self._vocabulary = vocabulary
        self._layers = dict.fromkeys(cells.places, "") | {a: f"around: {levels[a]}" for a in cells.wider_places}
        self._rows: dict[tuple[int, str, int], float] = {}
        self._columns: dict[tuple[str, int, int], float] = {}
        self._grand: dict[tuple[str, str, int], float] = {}
        self._heights = Counter(self._layers.values())
        self._widths = Counter(vocabulary[term] for term in cells.terms)
        for (area, term, population), count in counts.items():
            layer, words = self._layers[area], vocabulary[term]
            self._rows[area, words, population] = self._rows.get((area, words, population), 0.0) + count
            self._columns[layer, term, population] = self._columns.get((layer, term, population), 0.0) + count
            self._grand[layer, words, population] = self._grand.get((layer, words, population), 0.0) + count

    def of(self, key: Key) -> float:
        """Organizations expected in a cell."""
        area, term, population = key
        layer, words = self._layers[area], self._vocabulary[term]
        grand = self._grand.get((layer, words, population), 0.0)
        if not grand:
            return 0.0
        row = self._rows.get((area, words, population), 0.0) or grand / self._heights[layer]
        column = self._columns.get((layer, term, population), 0.0) or grand / self._widths[words]
        return row * column / grand
