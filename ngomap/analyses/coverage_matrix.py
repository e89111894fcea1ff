"""Who serves what where, as a matrix to look at: areas (or populations) by issues, services or sectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ngomap.analyses.cells import sort_in
from ngomap.analyses.coverage_sums import MatrixAsked, Sums, sum_matrix
from ngomap.analyses.coverage_table import CoverageTable, Entry
from ngomap.analyses.coverage_words import CoverageWords, thousands
from ngomap.analyses.describing import count
from ngomap.analyses.presence import Presences, work_of
from ngomap.analyses.situation import CoverageRows
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity
from ngomap.model.coverage_matrix import ELSEWHERE, SERVED, CoverageMatrix, MatrixCell
from ngomap.model.records import Record


def find_coverage_matrix(given: CoverageRows, asked: MatrixAsked) -> CoverageMatrix:
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

    >>> from ngomap.model.coverage import Survey
    >>> from ngomap.model.words import Area, Term
    >>> places = [Area(1, "city", "City"), Area(2, "east", "East", parent=1), Area(3, "west", "West", parent=1)]
    >>> words = [Term(1, "issue", "health", "Health"), Term(2, "issue", "water", "Water")]
    >>> matrix = find_coverage_matrix(CoverageRows(
    ...     places, words, surveys=[Survey(1, 3, 1, "2024-01-05")],
    ...     actors=[ActorRef(1, "clinic", "Clinic", "ngo"), ActorRef(2, "wells", "Wells", "ngo")],
    ...     activities=[Activity(1, 1, 1, 2), Activity(2, 2, 2, 2), Activity(3, 1, 2, 2)]), MatrixAsked("2024-03-31"))
    >>> [line.handle for line in matrix.lines], [line.handle for line in matrix.heads]
    (['west', 'east'], ['health', 'water'])
    >>> [(cell.label, cell.kind, cell.sign) for cell in matrix.cells]  # doctest: +NORMALIZE_WHITESPACE
    [('Health in West', 'no presence', '0'), ('Water in West', 'not surveyed', '?'),
     ('Health in East', 'single provider', '1!'), ('Water in East', 'served', '2')]
    """
    sums = sum_matrix(given, work_of(given.activities, given.statuses, asked.on), asked)
    return tell_matrix(sums, given.actors, given.activities, given.statuses)


def tell_matrix(
    sums: Sums,
    actors: Sequence[ActorRef],
    activities: Sequence[Activity],
    statuses: Mapping[int, str | None],
) -> CoverageMatrix:
    """The matrix with its cells in words; only the activities that are `wanted` and the actors whose they are need to be
    given.
    """
    sort_in(sums.cells, activities)
    presences = Presences(sums.cells, statuses, sums.asked.on)
    words = CoverageWords(sums.cells, presences, actors, sums.situation.areas, sums.situation.terms)
    cells = _told(sums, presences, words)
    names = {line.handle: line.name for line in sums.lines}, {head.handle: head.name for head in sums.heads}
    rows, columns, focus = sums.asked.rows, sums.asked.columns, sums.asked.focus
    return CoverageMatrix(
        kind="cells",
        records=[_record(c, rows, columns, *names) for c in cells if c.kind != ELSEWHERE],
        total=sums.total,
        columns=(f"{rows}_name", f"{columns}_name", *([] if rows == "population" else ["for"]), "kind", "sign", "text"),
        lines=tuple(sums.lines),
        heads=tuple(sums.heads),
        cells=tuple(cells),
        all_lines=sums.all_lines,
        all_heads=sums.all_heads,
        row_noun=rows,
        column_noun=columns,
        focus=focus.name if focus else "",
    )


def _told(sums: Sums, presences: Presences, words: CoverageWords) -> list[MatrixCell]:
    focus, told = sums.asked.focus, []
    for line in sums.lines:
        row = sums.row_of[line.handle]
        found = row.table.of(row.area) if row else None
        for head in sums.heads if row and found else ():
            key = (row.area, *sums.chosen(line.handle, head.handle))
            entry = row.table.entry(found, key[1:])
            cell = _cell(entry, row.table, presences, words, line.handle, head.handle)
            if focus:
                also = [column for column in found.counted.sums if column[0] == key[1]] if sums.asked.rows == "area" else [key[1:]]
                there = (presences.of((row.area, *column)) for column in also)
                cell.focus = cell.kind != ELSEWHERE and any(
                    focus.id in p.present or focus.id in p.stale or focus.id in p.planned for p in there
                )
            told.append(cell)
    return told


def _cell(entry: Entry, table: CoverageTable, presences: Presences, words: CoverageWords, row: str, column: str) -> MatrixCell:
    """A cell in words."""
    key = entry.key
    population = words.terms[key[2]].slug if key[2] else None
    label = words.label(key)
    if not table.cells.stands_for_itself(key):
        return MatrixCell(row, column, population, label, ELSEWHERE, (), None, None, "", "Told by the areas in it.")
    presence = presences.of(key)
    gap, unit = table.gap(entry)
    need = table.needed(key) if table.figured(key) else None
    if entry.kind:
        text = " ".join(reason.text for reason in words.reasons(key, entry.kind, unit))
    else:
        text = f"{count(len(presence.present), 'organization')}: {words.names(set(presence.present))}."
        if need is not None:
            text += f" {thousands(need)} people need it."
    handles = sorted(words.actors[a].handle for a in presence.present)
    return MatrixCell(row, column, population, label, entry.kind or SERVED, tuple(handles), need, gap, unit, text)


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
