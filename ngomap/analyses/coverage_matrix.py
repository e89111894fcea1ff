"""Who serves what where, as a matrix to look at: areas (or populations) by issues, services or sectors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ngomap.analyses.cells import EVERYONE, Cells, Key, lay_out
from ngomap.analyses.coverage_words import CoverageWords, thousands
from ngomap.analyses.describing import count
from ngomap.analyses.gaps_coverage import NOT_SURVEYED, SINGLE, CoverageTable
from ngomap.analyses.presence import Presences
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity, NeedFigure, Survey
from ngomap.model.coverage_matrix import ELSEWHERE, SERVED, CoverageMatrix, MatrixCell, MatrixLine
from ngomap.model.records import Record
from ngomap.model.words import Area, Term

ROWS: Final = ("area", "population")
COLUMNS: Final = ("issue", "service", "sector")
EMPTY: Final = ("no presence", "planned only", "stale", NOT_SURVEYED)
"""Kinds of cells in which nobody is now."""
WHOLE: Final = ", as a whole"
WHOLE_MAP: Final = -1
ASKED: Final = "asked for"
EVERYBODY: Final = ""
"""The handle of the row of everyone."""


@dataclass(slots=True)
class CoverageRows:
    """The rows of a map that its coverage is reckoned from, for one audience. `statuses` are those of the actors."""

    actors: Sequence[ActorRef]
    areas: Sequence[Area]
    terms: Sequence[Term]
    activities: Sequence[Activity]
    figures: Sequence[NeedFigure]
    surveys: Sequence[Survey]
    statuses: Mapping[int, str | None]


def find_coverage_matrix(
    given: CoverageRows,
    on: str,
    rows: str = "area",
    columns: str = "issue",
    areas: Sequence[Area] = (),
    terms: Sequence[Term] = (),
    population: Term | None = None,
    level: str | None = None,
    focus: ActorRef | None = None,
    most_rows: int = 0,
    most_columns: int = 0,
) -> CoverageMatrix:
    """Which needs are served by whom, where, at one look?

    The cells are those of `find_coverage_gaps`, reckoned by the same table, so that a cell is of the same kind in both.
    Its rows are the areas (with `level`, those of that level; with `areas`, those in them), its columns the issues,
    services or sectors that something is recorded for (with `terms`, those and what lies under them). A cell that has
    need figures for some populations only stands for the one of them with most people left without; else it is about
    everyone, or with `population` about that one. With rows `population`, each row is everyone or one population, in the
    whole map or the one area given.

    The worst rows and columns come first: by people left without, as far as figures say so, then by cells where nobody
    works (whether or not somebody has looked), then by cells with one organization alone; ties break by handle. At
    most `most_rows` and `most_columns` of them, 0 means all.

    An empty map has no rows; one organization alone makes single providers of all its cells.

    Reference: the operational presence matrix ("who does what where") of humanitarian coordination.

    >>> places = [Area(1, "city", "City"), Area(2, "east", "East", parent=1), Area(3, "west", "West", parent=1)]
    >>> words = [Term(1, "issue", "health", "Health"), Term(2, "issue", "water", "Water")]
    >>> matrix = find_coverage_matrix(CoverageRows(
    ...     [ActorRef(1, "clinic", "Clinic", "ngo"), ActorRef(2, "wells", "Wells", "ngo")], places, words,
    ...     [Activity(1, 1, 1, 2), Activity(2, 2, 2, 2), Activity(3, 1, 2, 2)], [], [Survey(1, 3, 1, "2024-01-05")], {}),
    ...     "2024-03-31")
    >>> [line.handle for line in matrix.lines], [line.handle for line in matrix.heads]
    (['west', 'east'], ['health', 'water'])
    >>> [(cell.label, cell.kind, cell.sign) for cell in matrix.cells]  # doctest: +NORMALIZE_WHITESPACE
    [('Health in West', 'no presence', '0'), ('Water in West', 'not surveyed', '?'),
     ('Health in East', 'single provider', '1!'), ('Water in East', 'served', '2')]
    """
    if rows == "population":
        found = _by_population(given, on, columns, areas, terms, population, focus)
    else:
        found = _by_area(given, on, columns, areas, terms, population, level, focus)
    lines, heads, cells = _in_order(found)
    kept_lines, kept_heads = lines[: most_rows or None], heads[: most_columns or None]
    places = {line.handle: n for n, line in enumerate(kept_lines)}
    order = {head.handle: n for n, head in enumerate(kept_heads)}
    kept = sorted(
        (c for c in cells if c.row in places and c.column in order), key=lambda c: (places[c.row], order[c.column])
    )
    names = {line.handle: line.name for line in lines}, {head.handle: head.name for head in heads}
    return CoverageMatrix(
        kind="cells",
        records=[_record(c, rows, columns, *names) for c in kept if c.kind != ELSEWHERE],
        total=sum(1 for c in cells if c.kind != ELSEWHERE),
        columns=(f"{rows}_name", f"{columns}_name", *([] if rows == "population" else ["for"]), "kind", "sign", "text"),
        lines=tuple(kept_lines),
        heads=tuple(kept_heads),
        cells=tuple(kept),
        all_lines=len(lines),
        all_heads=len(heads),
        row_noun=rows,
        column_noun=columns,
        focus=focus.name if focus else "",
    )


@dataclass(slots=True)
class _Found:
    """Cells with who works in each, and the names of rows and columns."""

    lines: dict[str, MatrixLine]
    heads: dict[str, MatrixLine]
    cells: list[tuple[MatrixCell, frozenset[int]]]


def _by_area(
    given: CoverageRows, on: str, columns: str, areas: Sequence[Area], terms: Sequence[Term], population: Term | None,
    level: str | None, focus: ActorRef | None,
) -> _Found:  # fmt: skip
    asked = areas[0].id if len(areas) == 1 else None
    reckoned = _Reckoned(given, on, population.id if population else EVERYONE, level, asked, terms, focus)
    cells = reckoned.cells
    shown = {a for area in areas for a in cells.areas.down(area.id)} if areas else {*cells.places, *cells.wider_places}
    places = [a for a in [*cells.places, *cells.wider_places] if a in shown]
    columns_ = reckoned.columns(columns, terms)
    by_cell: dict[tuple[int, int], list[Key]] = {}
    for key in reckoned.table.all_cells():
        by_cell.setdefault(key[:2], []).append(key)
    namesakes = {name for name, n in Counter(reckoned.words.areas[a].name for a in places).items() if n > 1}
    wide = set(cells.wider_places)
    lines = {}
    for place in places:
        area = reckoned.words.areas[place]
        around = reckoned.words.areas.get(area.parent or 0)
        name = reckoned.words.place(place) if area.name in namesakes else area.name
        name += WHOLE if place in wide else ""
        lines[area.handle] = MatrixLine(area.handle, name, around.name if around else "")
    found = []
    for place in places:
        handle = reckoned.words.areas[place].handle
        for term in columns_:
            worst = reckoned.worst(by_cell[place, term.id])
            found.append(reckoned.cell(worst, handle, term.slug, by_cell[place, term.id]))
    return _Found(lines, {t.slug: reckoned.head(t) for t in columns_}, found)


def _by_population(
    given: CoverageRows, on: str, columns: str, areas: Sequence[Area], terms: Sequence[Term], population: Term | None,
    focus: ActorRef | None,
) -> _Found:  # fmt: skip
    if areas:
        places = [replace(a, level=ASKED) if a.id == areas[0].id else a for a in given.areas]
    else:
        known = {a.id for a in given.areas}
        whole = Area(WHOLE_MAP, "whole-map", "the whole map", ASKED)
        places = [whole, *(a if a.parent in known else replace(a, parent=WHOLE_MAP) for a in given.areas)]
    given = replace(given, areas=places)
    recorded = {v.population for v in given.activities} | {f.population for f in given.figures}
    everyone = _Reckoned(given, on, EVERYONE, ASKED, None, terms, focus)
    words = everyone.cells.words
    wanted = words.down(population.id) if population else None
    rows = sorted(
        {p for r in recorded if r is not None for p in words.up(r) if wanted is None or p in wanted},
        key=lambda p: everyone.words.terms[p].slug,
    )
    columns_ = everyone.columns(columns, terms)
    lines = {} if population else {EVERYBODY: MatrixLine(EVERYBODY, "Everyone")}
    found: list[tuple[MatrixCell, frozenset[int]]] = []
    for row in [*([] if population else [EVERYONE]), *rows]:
        reckoned = everyone if row == EVERYONE else _Reckoned(given, on, row, ASKED, None, terms, focus)
        term = reckoned.words.terms.get(row)
        handle, name = (term.slug, term.name) if term else (EVERYBODY, "Everyone")
        lines[handle] = MatrixLine(handle, name)
        for place in reckoned.cells.places:
            for column in columns_:
                key = (place, column.id, row)
                found.append(reckoned.cell(key, handle, column.slug, [key]))
    return _Found(lines, {t.slug: everyone.head(t) for t in columns_}, found)


class _Reckoned:
    """The table of coverage, as `find_coverage_gaps` reckons it, and its words."""

    def __init__(
        self, given: CoverageRows, on: str, population: int, level: str | None, asked: int | None,
        terms: Sequence[Term], focus: ActorRef | None,
    ) -> None:  # fmt: skip
        self.cells: Cells = lay_out(
            given.areas, given.terms, given.activities, given.figures, given.surveys, on, level,
            asked_area=asked, asked_terms=[t.id for t in terms],
        )  # fmt: skip
        self.presences = Presences(self.cells, given.statuses, on)
        self.table = CoverageTable(
            self.cells, self.presences, {t.id: t.vocabulary for t in given.terms},
            {a.id: a.level or "" for a in given.areas}, population,
        )  # fmt: skip
        self.words = CoverageWords(self.cells, self.presences, given.actors, given.areas, given.terms)
        self.focus = focus

    def columns(self, vocabulary: str, terms: Iterable[Term]) -> list[Term]:
        """The terms of the vocabulary that have a column, as far as they are asked for."""
        asked = {below for t in terms if t.vocabulary == vocabulary for below in self.cells.words.down(t.id)}
        found = (self.words.terms[t] for t in self.cells.terms)
        return [t for t in found if t.vocabulary == vocabulary and (not asked or t.id in asked)]

    def head(self, term: Term) -> MatrixLine:
        """The column of a term."""
        above = self.words.terms.get(term.parent or 0)
        return MatrixLine(term.slug, term.name, above.name if above else "")

    def worst(self, keys: Sequence[Key]) -> Key:
        """Of a cell and those of the populations named in it, the one to show: the largest gap among those that have a
        need figure of their own and a gap; else that of everyone.
        """
        first = keys[0]
        figured = [k for k in keys if self.cells.need(k) and self.cells.stands_for_itself(k) and self.table.kind(k)]
        slugs = self.words.terms
        return min(
            figured,
            key=lambda k: (-self.table.gap(k, self.table.kind(k))[0], slugs[k[2]].slug if k[2] else ""),
            default=first,
        )

    def cell(self, key: Key, row: str, column: str, also: Sequence[Key]) -> tuple[MatrixCell, frozenset[int]]:
        """A cell in words, with who works there now; `also` are those of all its populations."""
        population = self.words.terms[key[2]].slug if key[2] else None
        label = self.words.label(key)
        if not self.cells.stands_for_itself(key):
            empty = MatrixCell(row, column, population, label, ELSEWHERE, (), None, None, "", "Told by the areas in it.")
            return empty, frozenset()
        presence = self.presences.of(key)
        kind = self.table.kind(key)
        gap, unit = self.table.gap(key, kind)
        figures = self.cells.need(key)
        if kind:
            text = " ".join(reason.text for reason in self.words.reasons(key, kind, unit))
        else:
            text = f"{count(len(presence.present), 'organization')}: {self.words.names(set(presence.present))}."
            if figures:
                text += f" {thousands(sum(f.people for f in figures))} people need it."
        involved = {a for k in also for a in self._involved(k)} if self.focus else set()
        handles = sorted(self.words.actors[a].handle for a in presence.present)
        need = sum(f.people for f in figures) if figures else None
        return MatrixCell(
            row, column, population, label, kind or SERVED, tuple(handles), need, gap, unit, text,
            focus=self.focus is not None and self.focus.id in involved,
        ), frozenset(presence.present)  # fmt: skip

    def _involved(self, key: Key) -> Collection[int]:
        presence = self.presences.of(key)
        return presence.present.keys() | presence.stale.keys() | presence.planned


def _in_order(found: _Found) -> tuple[list[MatrixLine], list[MatrixLine], list[MatrixCell]]:
    """Rows and columns, the worst first, each with its sums."""
    who: dict[int, set[int]] = {}
    for cell, actors in found.cells:
        for line in (found.lines[cell.row], found.heads[cell.column]):
            who.setdefault(id(line), set()).update(actors)
            line.empty += cell.kind in EMPTY
            line.single += cell.kind == SINGLE
            if cell.unmet is not None and cell.gap is not None:
                line.unmet = (line.unmet or 0.0) + cell.gap
    for line in (*found.lines.values(), *found.heads.values()):
        line.organizations = len(who.get(id(line), ()))
    lines = sorted(_worst(found.lines.values()), key=lambda line: line.handle != EVERYBODY)
    return lines, _worst(found.heads.values()), [cell for cell, _ in found.cells]


def _worst(lines: Iterable[MatrixLine]) -> list[MatrixLine]:
    return sorted(lines, key=lambda x: (-(x.unmet or 0.0), -x.empty, -x.single, x.organizations, x.handle))


def _record(cell: MatrixCell, rows: str, columns: str, names: Mapping[str, str], heads: Mapping[str, str]) -> Record:
    record: Record = {
        rows: cell.row, f"{rows}_name": names[cell.row], columns: cell.column, f"{columns}_name": heads[cell.column],
    }  # fmt: skip
    if rows != "population":
        record["for"] = cell.population
    return record | {
        "kind": cell.kind, "sign": cell.sign, "organizations": len(cell.providers), "providers": list(cell.providers),
        "need": cell.need, "gap": cell.gap, "unit": cell.unit, "focus": cell.focus, "text": cell.text,
    }  # fmt: skip
