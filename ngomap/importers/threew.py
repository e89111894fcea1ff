"""A 3W: who does what where, one row a fact."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Final

from ngomap.errors import BadFile, InvalidValue
from ngomap.importers.cells import in_step, several, tidy
from ngomap.importers.figures import day, month_of, people
from ngomap.importers.grid import Grid, Row
from ngomap.importers.headers import Columns, everywhere_optional, knows, sample_of
from ngomap.importers.meanings import meant
from ngomap.importers.records import Presence, Presences
from ngomap.importers.source import Part, Reading, Source
from ngomap.importers.table_columns import field_of, person_field
from ngomap.importers.threew_columns import FIELDS, PLACE_LEVELS, find_columns, funds, has_three
from ngomap.model.answers import Rejected
from ngomap.model.countries import country_code, country_name
from ngomap.model.text import name_key

TITLE: Final = "A 3W table: who does what where (an organization, a sector and an area in each row)."
SURE: Final = 0.9
DOUBTFUL: Final = 0.4
"""Below what a table of organizations scores: contact data say that a row is an organization, not an activity."""
_CONTACT_FIELDS: Final = ("email", "phone", "website", "address", "mission", "budget")
ORGANIZATION_FIELDS: Final = ("org", "acronym", "type", "role", "implementer", "funder")
PLACE_FIELDS: Final = tuple(field for place in PLACE_LEVELS for field in (place, f"{place}-code"))
DATE_FIELDS: Final = frozenset(("start", "end", "date", "month", "year"))
_OURSELVES: Final = frozenset(("direct", "directly", "direct implementation", "self", "same", "none"))
"""What stands under "implementing partner" where there is none."""


def recognise(source: Source, reading: Reading) -> float:
    """How surely the file is a 3W, 0 to 1."""
    if not knows(FIELDS, reading):
        return 0.0
    return max((_likely(part.grid, reading, len(source.parts) > 1) for part in _tables(source)), default=0.0)


def _tables(source: Source) -> list[Part]:
    return [part for part in source.parts if part.shape in ("table", "sheet")]


def _likely(grid: Grid, reading: Reading, one_of_several: bool) -> float:
    named = frozenset(header.strip().casefold() for header in reading.columns)
    columns, _ = find_columns(grid, reading, named if one_of_several else frozenset())
    if not has_three(columns) or not _any_says_three(grid, columns):
        return 0.0
    contacts = any(person_field(h) or field_of(h) in _CONTACT_FIELDS for h in grid.headers)
    return DOUBTFUL if contacts and not grid.tags else SURE


def _any_says_three(grid: Grid, columns: Columns) -> bool:
    """Whether some row has all three; a list of names and what they are called elsewhere has the columns only."""
    needed = (("org", "acronym", "implementer"), ("sector", "sector-code"), PLACE_FIELDS)
    return not grid.head or any(
        all(any(columns.cell(row.cells, field) for field in fields) for fields in needed) for row in grid.head
    )


def read(source: Source, reading: Reading) -> Presences:
    """The facts of the table; of a workbook, of the one sheet that is a 3W. Raises BadFile if there is none or if there
    are several, UsageError for a column that is not there.
    """
    optional = everywhere_optional(source, reading)
    part, unread = _the_one(source, reading)
    grid = part.grid
    columns, levels = find_columns(grid, reading, optional)
    if not has_three(columns):
        raise BadFile(
            f"{part.name} has no organization, sector and area; its columns: {', '.join(grid.headers)}.",
            'Say which is which: --column "Who=org" --column "What=sector" --column "Where=adm1".',
        )
    reader = _Reader(columns, levels, reading)
    rows: list[Presence] = []
    rejected: list[Rejected] = []
    read_rows = 0
    for row in grid.rows:
        read_rows += 1
        try:
            rows.append(reader.presence(row))
        except InvalidValue as error:
            rejected.append(Rejected(row.line, f"{error.message} {error.hint}".strip(), grid.record(row)))
    shown = [levels[p] for p in PLACE_LEVELS if p in columns.index or f"{p}-code" in columns.index]
    return Presences(
        read_rows, tuple(rows), tuple(rejected), columns.taken, grid, tuple(dict.fromkeys(shown)),
        (*unread, *grid.remarks(), *reader.notes()), sample_of(grid),
    )  # fmt: skip


def _the_one(source: Source, reading: Reading) -> tuple[Part, list[str]]:
    """The part that is the 3W, and sentences on the others."""
    if len(source.parts) == 1:
        return source.only, []
    found = [part for part in _tables(source) if _likely(part.grid, reading, True)]
    if len(found) != 1:
        what = ", ".join(p.name for p in found) or "none"
        raise BadFile(
            f"{source.name} has several tables, and of those with an organization, a sector and an area there are "
            f"{len(found)}: {what}.",
            "Choose with --sheet NAME." if all(p.sheet for p in source.parts) else "Import them one at a time.",
        )
    others = [part.name for part in source.parts if part is not found[0]]
    return found[0], [f"Not read, because they have no organization, sector and area: {', '.join(others)}."]


class _Reader:
    """Reads rows of one table; counts what it could not understand."""

    def __init__(self, columns: Columns, levels: dict[str, str], reading: Reading) -> None:
        self.cell = columns.cell
        self.levels = levels
        self.separator = reading.separator
        self.order = reading.date_order
        self.has = columns.index
        self.dated = not DATE_FIELDS.isdisjoint(columns.index)
        self.unknown_statuses: Counter[str] = Counter()
        # Cells repeat from row to row; what they say is worked out once.
        self.organizations = cache(self._organizations)
        self.sectors = cache(lambda names, codes: in_step(names, codes, self.separator))
        self.places = cache(self._places)

    def presence(self, row: Row) -> Presence:
        """The fact of one row. Raises InvalidValue, which says why the row cannot be taken."""

        cells = row.cells
        organizations = self.organizations(*self._of(cells, ORGANIZATION_FIELDS))
        sectors = self.sectors(*self._of(cells, ("sector", "sector-code")))
        country, places = self.places(*self._of(cells, PLACE_FIELDS))
        need = self._count(row, "need")
        if not organizations and need is None:
            raise InvalidValue("It names no organization.")
        if not sectors:
            raise InvalidValue("It names no sector.")
        if not places:
            raise InvalidValue("It names no area.")
        since, until, reported = self._dates(row)
        return Presence(
            row.line, organizations, sectors, places, country,
            several(self.cell(cells, "population"), self.separator) if "population" in self.has else (),
            self._status(self.cell(cells, "status")) if "status" in self.has else None, since, until, reported,
            self._count(row, "reached"), self._count(row, "capacity"), need,
            " / ".join(filter(None, map(tidy, self._of(cells, ("project", "activity"))))) or None,
        )  # fmt: skip

    def _of(self, cells: tuple[str, ...], fields: tuple[str, ...]) -> list[str]:
        has = self.has
        return [cells[has[field]].strip() if field in has else "" for field in fields]

    def _organizations(
        self, name: str, acronym: str, type_: str, role: str, implementer: str, funder: str
    ) -> tuple[tuple[str, str, str, str], ...]:
        pairs = in_step(name, acronym, self.separator)
        types = several(type_, self.separator)
        kinds = types if len(types) == len(pairs) else (tidy(type_),) * len(pairs)
        doers = [n for n in several(implementer, self.separator) if name_key(n) not in _OURSELVES]
        main = "funder" if funds(role) else "partner" if doers else "implementer"
        found = [(n, a, kind, main) for (n, a), kind in zip(pairs, kinds, strict=True)]
        known = {name_key(text): i for i, (n, a, _, _) in enumerate(found) for text in (n, a) if text}
        for doer in doers:
            at = known.get(name_key(doer))
            if at is None:
                found.append((doer, "", "", "implementer"))
            else:
                found[at] = (*found[at][:3], "implementer")
        found += [(n, "", "", "funder") for n in several(funder, self.separator)]
        return tuple(dict.fromkeys(found))

    def _places(self, *cells: str) -> tuple[str, tuple[tuple[tuple[str, str, str], ...], ...]]:
        """The country's code, and every area named, each with the wider ones it lies in."""
        pairs = dict(zip(PLACE_LEVELS, zip(cells[::2], cells[1::2], strict=True), strict=True))
        name, code = map(tidy, pairs.pop("country"))
        country = country_code(code) or country_code(name) or ""
        wider: list[tuple[str, str, str]] = []
        if name or country:
            wider.append((self.levels["country"], country_name(country) if len(name) <= 3 and country else name, ""))
        filled = [(self.levels[p], *pair) for p, pair in pairs.items() if any(map(tidy, pair))]
        for level, text, place_code in filled[:-1]:
            wider.append((level, tidy(text), tidy(place_code)))
        if not filled:
            return country, ((tuple(wider),) if wider else ())
        level, text, place_code = filled[-1]
        return country, tuple((*wider, (level, *pair)) for pair in in_step(text, place_code, self.separator))

    def _dates(self, row: Row) -> tuple[str | None, str | None, str | None]:
        if not self.dated:
            return None, None, None
        start, end, single = (
            day(text, field, self.order) if (text := tidy(self.cell(row.cells, field))) else None
            for field in ("start", "end", "date")
        )
        reported = single or month_of(tidy(self.cell(row.cells, "month")), tidy(self.cell(row.cells, "year")))
        if start and end and end < start[: len(end)]:
            raise InvalidValue(f"It ends ({end}) before it begins ({start}).")
        return (start, end, reported) if start or end else (reported, reported, reported)

    def _count(self, row: Row, field: str) -> int | None:
        text = tidy(self.cell(row.cells, field)) if field in self.has else ""
        return people(text, field) if text else None

    def _status(self, text: str) -> str | None:
        status = meant("activity-status", text) if tidy(text) else None
        if status is None and tidy(text):
            self.unknown_statuses[tidy(text)] += 1
        return status

    def notes(self) -> list[str]:
        """What was read but not understood."""
        return [
            f"The status {text!r} ({n} row{'s' * (n != 1)}) is not one of planned, ongoing, completed, suspended: "
            "left as not stated."
            for text, n in sorted(self.unknown_statuses.items())
        ]
