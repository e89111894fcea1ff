"""Which of two sides, civil society and government, is in every cell of the coverage table, counted from bare numbers."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ngomap.analyses.cells import EVERYONE, Cells
from ngomap.analyses.coverage_tally import Column, Counted, Tally
from ngomap.model.work import ASSUMED_ENDED, RANKS, Work

ONLY_NGOS: Final = "NGOs reach them, government does not"
ONLY_GOVERNMENT: Final = "government reaches them, NGOs do not"
NOT_CONFIRMED: Final = "not confirmed"
NOT_SURVEYED: Final = "not surveyed"
KINDS: Final = (ONLY_NGOS, ONLY_GOVERNMENT, NOT_CONFIRMED, NOT_SURVEYED)

NGOS: Final = "civil society organization"
GOVERNMENT: Final = "government body"
OTHER: Final = {NGOS: GOVERNMENT, GOVERNMENT: NGOS}

Sides = Mapping[str, Collection[int]]
"""The ids of the actors of each side."""


class Reached(NamedTuple):
    """A cell that one side alone surely reaches: its kind, that side, how many of it are there, and how many of all."""

    kind: str
    side: str
    there: int
    everybody: int


@dataclass(slots=True)
class ReachTable:
    """The table, an area at a time. `government` says whether any government body was seen so far that works anywhere."""

    tally: Tally
    worked: Mapping[int, Collection[int]]
    sides: Mapping[str, frozenset[int]]
    government: bool = False
    _around: object = None
    _beside: dict[Column, dict[str, set[int]]] = field(default_factory=dict)
    _below: dict[int, set[int]] = field(default_factory=dict)

    def of(self, area: int) -> dict[Column, Reached]:
        """The cells of an area that one side alone surely reaches."""
        found, cells = self.tally.bare(area), {}
        for term in found.terms:
            for whom in self._populations(found, term):
                cell = self._cell(found, area, term, whom)
                if cell:
                    cells[term, whom] = cell
        return cells

    def look_for_government(self, area: int) -> None:
        """Note whether a government body is where something is recorded in the area."""
        if self.government or not self.sides[GOVERNMENT]:
            return
        cells = self.tally.cells
        terms = {t for a in cells.areas.down(area) for t in self.worked.get(a, ())}
        found = self.tally.bare(area)
        self.government = any(
            not found.recorded(t, EVERYONE).isdisjoint(self.sides[GOVERNMENT]) or self._known_around(found, t, EVERYONE)[GOVERNMENT]
            for t in {above for t in terms for above in cells.words.up(t)} & set(cells.terms)
        )

    def said_already(self, area: int, found: Mapping[Column, Reached], column: Column) -> bool:
        """Whether the cell of everyone, or of a narrower issue, says the same of the same organizations."""
        if (area, *column) in self.tally.cells.figures:
            return False
        term, whom = column
        cell = found[column]
        if whom != self.tally.population:
            everyone = found.get((term, self.tally.population))
            if everyone and everyone.kind == cell.kind:
                return True
        if term not in self._below:
            self._below[term] = self.tally.cells.words.down(term) - {term}
        # Who is there for a narrower issue is there for the wider one, so that as many are the same.
        return any(
            (narrower := found.get((t, whom))) and (narrower.kind, narrower.everybody) == (cell.kind, cell.everybody)
            for t in self._below[term]
        )

    def _populations(self, found: Counted, term: int) -> Iterable[int]:
        """Whom the cells of a term are for: of the populations, those that a row of the place names or implies."""
        if self.tally.population != EVERYONE:
            return (self.tally.population,)
        return {EVERYONE, *(above for p in found.populations(term) if p for above in self.tally.cells.words.up(p))}

    def _cell(self, found: Counted, area: int, term: int, whom: int) -> Reached | None:
        sure = found.recorded(term, whom)
        ngos, government = (not sure.isdisjoint(self.sides[side]) for side in (NGOS, GOVERNMENT))
        if ngos == government:
            return None
        side = NGOS if ngos else GOVERNMENT
        own = found.own(term, whom) if whom != EVERYONE else sure
        beside = self._known_around(found, term, whom)
        there = len(beside[side]) + len((own & self.sides[side]) - beside[side])
        everybody = len(beside[""]) + len(own - beside[""])
        if beside[OTHER[side]] or not own.isdisjoint(self.sides[OTHER[side]]):
            kind = NOT_CONFIRMED
        elif not self.tally.cells.surveys(area, term):
            kind = NOT_SURVEYED
        else:
            kind = ONLY_NGOS if ngos else ONLY_GOVERNMENT
        return Reached(kind, side, there, everybody)

    def _known_around(self, found: Counted, term: int, whom: int) -> dict[str, set[int]]:
        """Who is known from around the place, and who of them on each side: the same for all places within the same areas."""
        if self._around is not found.around:
            self._around = found.around
            self._beside.clear()
        if (term, whom) not in self._beside:
            everybody = found.beside(term, whom)
            self._beside[term, whom] = {"": everybody, **{side: everybody & ids for side, ids in self.sides.items()}}
        return self._beside[term, whom]


class Elsewhere:
    """Who of a side does something in the areas nearest to a place, for some sides and terms."""

    def __init__(
        self, cells: Cells, work: Work, worked: Mapping[int, Collection[int]], sides: Sides, wanted: Collection[tuple[str, int]]
    ) -> None:
        self._cells = cells
        self._places = {*cells.places, *cells.wider_places}
        self._who: dict[tuple[str, int], dict[int, array[int]]] = {asked: {} for asked in wanted}
        self._above: dict[int, set[int]] = {term: set() for _, term in wanted}
        self._anywhere: dict[tuple[str, int], set[int]] = {}
        self._near: dict[tuple[str, int, int], set[int]] = {}
        self._areas: dict[int, set[int]] = {}
        columns: dict[int, tuple[int, ...]] = {}
        for area in work.rows if wanted else ():
            for term in worked[area]:
                if term not in columns:
                    columns[term] = tuple(t for t in cells.words.up(term) if t in self._above)
                for column in columns[term]:
                    for place in self._places.intersection(cells.areas.up(area)):
                        self._above[column].update(cells.areas.up(place)[1:])
            for term, _, actor, what in work.of(area):
                if columns[term] and what % RANKS >= ASSUMED_ENDED:
                    side = next((side for side, ids in sides.items() if actor in ids), "")
                    for column in columns[term]:
                        if (side, column) in self._who:
                            self._who[side, column].setdefault(area, array("q")).append(actor)

    def near(self, side: str, area: int, term: int) -> set[int]:
        """Those of a side who do it in the nearest area around the place in which any of them does; else anywhere."""
        anywhere = self._doing(side, term)
        for around in self._cells.areas.up(area)[1:] if anywhere else ():
            if (side, around, term) not in self._near:
                rows = self._who[side, term]
                found = {actor for a in rows.keys() & self._concerning(around) for actor in rows[a]}
                self._near[side, around, term] = found & anywhere
            if self._near[side, around, term]:
                return self._near[side, around, term]
        return anywhere

    def _doing(self, side: str, term: int) -> set[int]:
        """Those of a side who are in a cell for which the place itself has a row."""
        if (side, term) not in self._anywhere:
            rows, above = self._who[side, term], self._above[term]
            self._anywhere[side, term] = {
                actor for area, who in rows.items() if area in above or not self._places.isdisjoint(self._cells.areas.up(area))
                for actor in who
            }  # fmt: skip
        return self._anywhere[side, term]

    def _concerning(self, around: int) -> set[int]:
        """The areas in the places inside an area, and around these."""
        if around not in self._areas:
            areas = self._cells.areas
            inside = self._places & areas.down(around)
            self._areas[around] = {a for place in inside for a in (*areas.down(place), *areas.up(place))}
        return self._areas[around]
