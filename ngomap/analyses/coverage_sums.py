"""Which rows and columns a matrix of coverage has, what each adds up to, and which of them are the worst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from ngomap.analyses.cells import EVERYONE, Cells, frame
from ngomap.analyses.coverage_kinds import NO_PRESENCE, NOT_SURVEYED, PLANNED, SINGLE, STALE
from ngomap.analyses.coverage_table import AreaCells, CoverageTable, Entry
from ngomap.analyses.coverage_tally import Column, Tally
from ngomap.analyses.coverage_words import CoverageWords
from ngomap.analyses.presence import Presences
from ngomap.analyses.situation import Situation
from ngomap.model.actors import ActorRef
from ngomap.model.coverage_matrix import MatrixLine
from ngomap.model.words import Area, Term
from ngomap.model.work import Work

ROWS: Final = ("area", "population")
COLUMNS: Final = ("issue", "service", "sector")
EMPTY: Final = (NO_PRESENCE, PLANNED, STALE, NOT_SURVEYED)
"""Kinds of cells in which nobody is now."""
WHOLE: Final = ", as a whole"
WHOLE_MAP: Final = -1
ASKED: Final = "asked for"
EVERYBODY: Final = ""
"""The handle of the row of everyone."""


@dataclass(slots=True)
class MatrixAsked:
    """The ISO day `on`; what the rows and columns are (of ROWS and COLUMNS), which of them, at most how many (0: all), and for
    whom; `focus` is marked where it works.
    """

    on: str
    rows: str = "area"
    columns: str = "issue"
    areas: Sequence[Area] = ()
    terms: Sequence[Term] = ()
    population: Term | None = None
    level: str | None = None
    focus: ActorRef | None = None
    most_rows: int = 0
    most_columns: int = 0


class Row(NamedTuple):
    """The area and the table that a row of the matrix is taken from."""

    table: CoverageTable
    area: int


@dataclass(slots=True)
class Sums:
    """The matrix before its cells are told: rows and columns, the worst first, each with its sums. `lines` and `heads` are
    those to be shown; `total` counts the cells of all.
    """

    asked: MatrixAsked
    situation: Situation
    cells: Cells
    lines: list[MatrixLine]
    heads: list[MatrixLine]
    row_of: dict[str, Row]
    all_lines: int = 0
    all_heads: int = 0
    total: int = 0
    _columns: dict[str, int] = field(default_factory=dict)
    _chosen: dict[tuple[str, str], Column] = field(default_factory=dict)

    def chosen(self, row: str, column: str) -> Column:
        """The term and the population that a cell is about."""
        return self._chosen.get((row, column)) or (self._columns[column], self.row_of[row].table.population)

    def wanted(self) -> set[tuple[int, int]]:
        """The areas and terms whose activities say who is in the cells to be shown, or near them."""
        areas, words = self.cells.areas, self.cells.words
        terms = {t for head in self.heads for t in words.down(self._columns[head.handle])}
        found: set[int] = set()
        for line in self.lines:
            way = areas.up(self.row_of[line.handle].area)
            found |= {*way, *areas.down(way[1] if len(way) > 1 else way[0])}
        return {(area, term) for area in found for term in terms}


def sum_matrix(situation: Situation, work: Work, asked: MatrixAsked) -> Sums:
    """The sums of a matrix; see `find_coverage_matrix`."""
    by_area, areas, population = asked.rows == "area", asked.areas, asked.population
    if not by_area:
        situation = _as_one(situation, areas)
    cells = frame(
        situation, work.terms(), asked.on, asked.level if by_area else ASKED,
        asked_area=areas[0].id if len(areas) == 1 and by_area else None, asked_terms=[t.id for t in asked.terms],
    )  # fmt: skip
    vocabulary, levels = {t.id: t.vocabulary for t in situation.terms}, {a.id: a.level or "" for a in situation.areas}
    tally = Tally(cells, work, population.id if population and by_area else EVERYONE)
    words = CoverageWords(cells, Presences(cells, {}, asked.on), [], situation.areas, situation.terms)
    named = _columns(words, asked.columns, asked.terms)
    heads = {t.slug: MatrixLine(t.slug, t.name, _name(words.terms.get(t.parent or 0))) for t in named}
    adding = _Adding(words, named, heads)
    if by_area:
        adding.by_area(CoverageTable(tally, vocabulary, levels), areas)
    else:
        for whom in _populations(situation, work, words, population):
            table = CoverageTable(tally.of_others(whom.id if whom else EVERYONE), vocabulary, levels)
            adding.by_population(table, whom)
    lines = sorted(_worst(adding.lines.values()), key=lambda line: line.handle != EVERYBODY)
    return Sums(
        asked, situation, cells, lines[: asked.most_rows or None],
        _worst(heads.values())[: asked.most_columns or None], adding.row_of, len(lines), len(heads), adding.total,
        {t.slug: t.id for t in named}, adding.chosen,
    )  # fmt: skip


def _as_one(situation: Situation, areas: Sequence[Area]) -> Situation:
    """The same with one area alone of the level ASKED: the one given, or one around all."""
    if areas:
        return replace(situation, areas=[replace(a, level=ASKED) if a.id == areas[0].id else a for a in situation.areas])
    known = {a.id for a in situation.areas}
    whole = Area(WHOLE_MAP, "whole-map", "the whole map", ASKED)
    inside = (a if a.parent in known else replace(a, parent=WHOLE_MAP) for a in situation.areas)
    return replace(situation, areas=[whole, *inside])


def _columns(words: CoverageWords, vocabulary: str, terms: Iterable[Term]) -> list[Term]:
    """The terms of the vocabulary that have a column, as far as they are asked for."""
    asked = {below for t in terms if t.vocabulary == vocabulary for below in words.cells.words.down(t.id)}
    found = (words.terms[t] for t in words.cells.terms)
    return [t for t in found if t.vocabulary == vocabulary and (not asked or t.id in asked)]


def _populations(
    situation: Situation, work: Work, words: CoverageWords, population: Term | None
) -> list[Term | None]:
    """Everyone (None) and each population that a record names, with those it is part of; or one and what is in it."""
    tree = words.cells.words
    wanted = tree.down(population.id) if population else None
    recorded = {p for area in work.rows for _, p, _, _ in work.of(area)} | {f.population for f in situation.figures}
    found = {above for p in recorded if p for above in tree.up(p) if wanted is None or above in wanted}
    return [*([] if population else [None]), *sorted((words.terms[p] for p in found), key=lambda t: t.slug)]


class _Adding:
    """Rows and columns while they are added up."""

    def __init__(self, words: CoverageWords, columns: Sequence[Term], heads: Mapping[str, MatrixLine]) -> None:
        self.words = words
        self.columns = columns
        self.heads = heads
        self.lines: dict[str, MatrixLine] = {}
        self.row_of: dict[str, Row] = {}
        self.chosen: dict[tuple[str, str], Column] = {}
        self.total = 0
        self._head_actors: dict[str, set[int]] = {slug: set() for slug in heads}

    def by_area(self, table: CoverageTable, areas: Sequence[Area]) -> None:
        """Rows that are the areas, or those that lie in these."""
        cells = self.words.cells
        shown = {a for area in areas for a in cells.areas.down(area.id)} if areas else {*cells.places, *cells.wider_places}
        places = [a for a in [*cells.places, *cells.wider_places] if a in shown]
        namesakes = {name for name, n in Counter(self.words.areas[a].name for a in places).items() if n > 1}
        wide = set(cells.wider_places)
        names = {}
        for place in places:
            area = self.words.areas[place]
            name = self.words.place(place) if area.name in namesakes else area.name
            around = _name(self.words.areas.get(area.parent or 0))
            names[place] = area.handle
            self.lines[area.handle] = MatrixLine(area.handle, name + (WHOLE if place in wide else ""), around)
        self._add(table, names)

    def by_population(self, table: CoverageTable, whom: Term | None) -> None:
        """A row that is a population, or everyone."""
        line = MatrixLine(whom.slug, whom.name) if whom else MatrixLine(EVERYBODY, "Everyone")
        self.lines[line.handle] = line
        self._add(table, dict.fromkeys(self.words.cells.places, line.handle))

    def _add(self, table: CoverageTable, names: Mapping[int, str]) -> None:
        later: list[tuple[str, str, Entry, list[tuple[Entry, set[int]]]]] = []
        actors: dict[str, set[int]] = {name: set() for name in names.values()}
        wide = set(self.words.cells.wider_places)
        around: tuple[object, set[int]] = None, set()
        for found in table.all_areas():
            name = names.get(found.area)
            if name is None:
                continue
            self.row_of[name] = Row(table, found.area)
            alike = found.area not in wide and not found.counted.served
            if alike:
                if around[0] is not found.counted.around:
                    around = found.counted.around, self._around(found, table.population)
                actors[name] |= around[1]
            for term in self.columns:
                first = term.id, table.population
                figured = sorted(column for column in found.counted.served if column[0] == term.id)
                if figured:
                    later.append((name, term.slug, *self._options(table, found, first, figured)))
                elif alike or table.cells.stands_for_itself((found.area, *first)):
                    there = found.counted.own(*first) if alike else found.counted.there(*first)
                    self._count(name, term.slug, found.kinds[first], there, actors[name])
        # In the order of the rows: sums of fractions depend on it.
        order = {name: n for n, name in enumerate(names.values())}
        for name, slug, entry, options in sorted(later, key=lambda x: order[x[0]]):
            self._choose(table, name, slug, entry, options, actors[name])
        for name, who in actors.items():
            self.lines[name].organizations = len(who)
        for slug, who in self._head_actors.items():
            self.heads[slug].organizations = len(who)

    def _around(self, found: AreaCells, population: int) -> set[int]:
        """Who is known from around a place, added up for all places within the same areas."""
        everybody: set[int] = set()
        for term in self.columns:
            there = found.counted.beside(term.id, population)
            self._head_actors[term.slug] |= there
            everybody |= there
        return everybody

    def _options(
        self, table: CoverageTable, found: AreaCells, first: Column, figured: Sequence[Column]
    ) -> tuple[Entry, list[tuple[Entry, set[int]]]]:
        """What a cell may be about: first everyone, then whoever has a need figure of their own and a gap."""
        open_ = [c for c in figured if found.kinds[c] and table.cells.stands_for_itself((found.area, *c))]
        return table.entry(found, first), [(table.entry(found, c), found.counted.there(*c)) for c in (first, *open_)]

    def _choose(
        self, table: CoverageTable, name: str, slug: str, first: Entry, options: list[tuple[Entry, set[int]]], actors: set[int]
    ) -> None:
        """The largest gap among those with a figure and a gap; else that of everyone."""
        slugs = self.words.terms
        entry, there = min(
            options[1:],
            key=lambda o: (-table.gap(o[0])[0], slugs[o[0].key[2]].slug if o[0].key[2] else ""),
            default=options[0],
        )
        if not table.cells.stands_for_itself(entry.key):
            return
        self.chosen[name, slug] = entry.key[1:]
        self._count(name, slug, entry.kind, there, actors)
        need = table.needed(entry.key) if table.figured(entry.key) else 0
        if need and entry.kind != NOT_SURVEYED:
            gap, _ = table.gap(entry)
            for line in (self.lines[name], self.heads[slug]):
                line.unmet = (line.unmet or 0.0) + gap

    def _count(self, name: str, slug: str, kind: str, there: set[int], actors: set[int]) -> None:
        self.total += 1
        actors |= there
        self._head_actors[slug] |= there
        for line in (self.lines[name], self.heads[slug]):
            line.empty += kind in EMPTY
            line.single += kind == SINGLE


def _worst(lines: Iterable[MatrixLine]) -> list[MatrixLine]:
    return sorted(lines, key=lambda x: (-(x.unmet or 0.0), -x.empty, -x.single, x.organizations, x.handle))


def _name(thing: Area | Term | None) -> str:
    return thing.name if thing else ""
