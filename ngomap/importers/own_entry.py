"""A workbook in which an organization corrected its own entry, as 'ngomap ask' writes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ngomap.errors import BadFile, UsageError
from ngomap.importers.grid import Row
from ngomap.importers.source import Reading, Source
from ngomap.model.cells import HELP_MARK
from ngomap.model.own_entry import (
    ANSWERS,
    COLUMNS,
    ENTRY,
    MARK,
    MARKS,
    NO_LONGER,
    NUMBER,
    SHEETS,
    Cell,
    Line,
    Returned,
)
from ngomap.model.text import name_key

TITLE: Final = "An entry that its organization corrected, as 'ngomap ask' writes it."
WITHOUT_MARKS: Final = 0.99
AGAIN: Final = "Ask for the file as it was sent, or write it anew with 'ngomap ask REF --to FILE.xlsx' and copy the corrections."


def recognise(source: Source, reading: Reading) -> float:
    """How surely the file is a corrected entry, 0 to 1. Who wrote it and what it is called now does not matter."""
    if _marks(source) is not None:
        return 1.0
    if ENTRY in source.sheets and any(ANSWERS in row.cells for row in _sheet(source, ENTRY)):
        return WITHOUT_MARKS
    return 0.0


def read(source: Source, reading: Reading) -> Returned:
    """What stands in the workbook. Raises BadFile for one that no longer says what was sent, or was damaged."""
    if reading.columns or reading.tag_from:
        raise UsageError("--column, --ignore and --tag-from are for tables; this is a corrected entry.", "Leave them out.")
    marks = _marks(source)
    if marks is None and ENTRY not in source.sheets:
        raise BadFile(f"{source.name} is no corrected entry.", "'ngomap ask REF --to FILE.xlsx' writes one.")
    if marks is None:
        raise BadFile(f"{source.name} no longer says what was sent: its hidden sheet {MARKS!r} is gone.", AGAIN)
    if marks[0] != ("format", "", MARK):
        raise BadFile(f"{source.name} was written by a newer ngomap.", "Install that.")
    back = Returned(source.name, marks)
    titles = {title.strip().casefold(): title for title in source.sheets}
    if (title := titles.get(ENTRY.casefold())) is not None:
        back.cells = [Cell(row.line, *_first_two(row)) for row in _sheet(source, title) if any(row.cells[:2])]
    for section, wanted in SHEETS.items():
        if (title := titles.get(wanted.casefold())) is not None:
            back.tables[section] = _lines(source, section, title)
    if back.cells is None and not back.tables:
        raise BadFile(f"{source.name} has none of its sheets left: {', '.join((ENTRY, *SHEETS.values()))}.", AGAIN)
    return back


def day_sent(source: Source) -> str | None:
    """The day on which the workbook was written, None if it is no such workbook."""
    return next((mark for what, _, mark in _marks(source) or () if what == "on"), None)


def _first_two(row: Row) -> tuple[str, str]:
    label, text, *_ = (*row.cells, "", "")
    return label, text


def _sheet(source: Source, title: str) -> Iterable[Row]:
    return source.sheets[title]()


def _marks(source: Source) -> list[tuple[str, str, str]] | None:
    """What was sent, as digests: the sheet that nobody sees."""
    title = next((title for title in source.sheets if title.strip().casefold() == MARKS), None)
    if title is None:
        return None
    found = []
    for row in _sheet(source, title):
        what, which, mark, *_ = (*(cell.strip() for cell in row.cells), "", "", "")
        found.append((what, which, mark))
    # Whoever sorts all sheets sorts this one too.
    found.sort(key=lambda mark: mark[0] != "format")
    return found if found and found[0][0] == "format" and found[0][2].startswith(MARK.split("/")[0]) else None


def _lines(source: Source, section: str, title: str) -> list[Line]:
    """The rows below the headings, by field; the columns may stand in any order. Raises BadFile."""
    fields = {name_key(q.label): q.field for q in COLUMNS[section]} | {name_key(NUMBER): "number", name_key(NO_LONGER): "no_longer"}
    places: dict[int, str] = {}
    found = []
    for row in _sheet(source, title):
        if not places:
            named = {at: fields[key] for at, cell in enumerate(row.cells) if (key := name_key(cell)) in fields}
            places = named if len(named) > len(fields) // 2 else {}
        elif not _is_help(row):
            found.append(Line(row.line, {field: row.cells[at] for at, field in places.items()}))
    missing = [q.label for q in COLUMNS[section] if q.field not in places.values()]
    if missing or "number" not in places.values():
        lost = ", ".join(missing or [NUMBER])
        raise BadFile(f"{source.name}, sheet {title!r}: the heading of a column is gone: {lost}.", "Write it as it was sent.")
    return found


def _is_help(row: Row) -> bool:
    texts = [cell for cell in row.cells if cell.strip()]
    return all(cell.startswith(HELP_MARK) for cell in texts)


