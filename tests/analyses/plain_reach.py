"""The gaps in reach reckoned the plain way, cell by cell from the presence in each: what the counting is held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ngomap.analyses.cells import EVERYONE, Cells, Key
from ngomap.analyses.coverage_words import CoverageWords
from ngomap.analyses.gaps_asked import Asked
from ngomap.analyses.gaps_coverage import Gap
from ngomap.analyses.gaps_reach import ONE_THERE, PEOPLE, THERE, ReachGaps, tell_reach_gaps
from ngomap.analyses.presence import Ground, Presences
from ngomap.analyses.reach_table import (
    GOVERNMENT,
    KINDS,
    NGOS,
    NOT_CONFIRMED,
    NOT_SURVEYED,
    ONLY_GOVERNMENT,
    ONLY_NGOS,
)
from ngomap.analyses.situation import CoverageRows
from ngomap.model.actors import CIVIL_SOCIETY_KINDS, GOVERNMENT_KINDS
from ngomap.model.report import Report
from tests.analyses.plain_coverage import laid_out, shown


def plain_reach_gaps(rows: CoverageRows, asked: Asked) -> Report:
    """The gaps, told in the same words."""
    presences, words = laid_out(rows, asked)
    cells = presences.cells
    table = _Table(cells, presences, words, asked.population.id if asked.population else EVERYONE)
    found: dict[str, list[Gap]] = {kind: [] for kind in KINDS}
    for key in shown(table.all_cells(), cells, asked):
        kind = table.kind(key)
        if kind and not table.said_already(key, kind):
            found[kind].append(table.gap(key))
    for gaps in found.values():
        gaps.sort(key=lambda gap: (gap.uncounted, gap.less, gap.subject))
    near = {gap.key: table.near(gap.key) for kind, gaps in found.items() if kind != NOT_CONFIRMED for gap in gaps}
    all_gaps = ReachGaps(rows, asked, cells, found, {}, near, table.government)
    return tell_reach_gaps(all_gaps, rows.actors, (), rows.statuses)


@dataclass(slots=True)
class _Table:
    """What each side does in every cell."""

    cells: Cells
    presences: Presences
    words: CoverageWords
    population: int
    _named: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    _doing: dict[tuple[str, int], set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for area, term, population in (*self.cells.here, *self.cells.figures):
            if population != EVERYONE and self.population in (EVERYONE, population):
                self._named.setdefault((area, term), set()).add(population)
            if population == EVERYONE and (area, term, population) in self.cells.here:
                for actor in self.presences.of((area, term, EVERYONE)).present:
                    side = self._side(actor)
                    if side:
                        self._doing.setdefault((side, term), set()).add(actor)

    def all_cells(self) -> Iterator[Key]:
        """Every cell in which something may be recorded, those of everyone first."""
        for area in [*self.cells.places, *self.cells.wider_places]:
            for term in self.cells.terms:
                yield area, term, self.population
                if self.population == EVERYONE:
                    for population in sorted(self._named.get((area, term), ())):
                        yield area, term, population

    def kind(self, key: Key) -> str:
        """Which kind of gap the cell is, if it is one: one side is surely there, the other is not."""
        ngos, government = self._there(key, NGOS), self._there(key, GOVERNMENT)
        sure = (self._sure(key, ngos), self._sure(key, government))
        if sure == (set(), set()) or all(sure):
            return ""
        if ngos and government:
            return NOT_CONFIRMED
        if not self.cells.surveys(key[0], key[1]):
            return NOT_SURVEYED
        return ONLY_NGOS if ngos else ONLY_GOVERNMENT

    def said_already(self, key: Key, kind: str) -> bool:
        """Whether the cell of everyone, or of a narrower issue, says the same of the same organizations."""
        area, term, population = key
        if key in self.cells.figures:
            return False
        here = set(self.presences.of(key).present)
        if population != self.population and self.kind((area, term, self.population)) == kind:
            return True
        below = self.cells.words.down(term) - {term}
        return any(
            self.kind((area, t, population)) == kind and set(self.presences.of((area, t, population)).present) == here
            for t in sorted(below) if t in self.cells.terms
        )  # fmt: skip

    @property
    def government(self) -> bool:
        """Whether any government body works anywhere."""
        return any(side == GOVERNMENT for side, _ in self._doing)

    def gap(self, key: Key) -> Gap:
        """The people in need in a cell; where none are counted, the organizations of the side that is there."""
        subject, figures = self.words.subject(key), self.cells.need(key)
        if figures:
            return Gap(False, -sum(f.people for f in figures), subject, PEOPLE, key)
        there = len(self._there(key, self._reaching(key)))
        return Gap(True, -there, subject, ONE_THERE if there == 1 else THERE, key)

    def near(self, key: Key) -> set[int]:
        """Those of the side that is missing in a cell who do it in the nearest area around the place in which any of them
        does; else anywhere.
        """
        area, term, _ = key
        everywhere = self._doing.get((GOVERNMENT if self._reaching(key) == NGOS else NGOS, term), set())
        for around in self.cells.areas.up(area)[1:]:
            inside = self.cells.areas.down(around)
            found = {
                actor for place in (*self.cells.places, *self.cells.wider_places) if place in inside
                for actor in self.presences.of((place, term, EVERYONE)).present if actor in everywhere
            }  # fmt: skip
            if found:
                return found
        return everywhere

    def _reaching(self, key: Key) -> str:
        """The side that is surely there."""
        return NGOS if self._sure(key, self._there(key, NGOS)) else GOVERNMENT

    def _there(self, key: Key, side: str) -> set[int]:
        return {a for a in self.presences.of(key).present if self._side(a) == side}

    def _sure(self, key: Key, actors: set[int]) -> set[int]:
        presence = self.presences.of(key)
        return {a for a in actors if presence.grounds[a] not in (Ground.AROUND, Ground.UNSAID)}

    def _side(self, actor: int) -> str:
        kind = self.words.actors[actor].kind
        return NGOS if kind in CIVIL_SOCIETY_KINDS else GOVERNMENT if kind in GOVERNMENT_KINDS else ""
