"""Figures of need: how many people in an area need something."""

from __future__ import annotations

from functools import cache
from typing import Final

from ngomap.errors import BadFile, InvalidValue
from ngomap.importers.cells import several, tidy
from ngomap.importers.figures import day, people
from ngomap.importers.grid import Grid
from ngomap.importers.headers import IGNORED, Columns, assign, header_words, knows, overridden
from ngomap.importers.records import Presence, Presences
from ngomap.importers.sound_table import sound_table
from ngomap.importers.source import Reading, Source
from ngomap.model.answers import Rejected
from ngomap.model.countries import country_code, country_name
from ngomap.model.shipped import shipped_rows
from ngomap.model.words import AREA_LEVELS

TITLE: Final = "Figures of need: an area, an issue and a number of people in each row."
SURE: Final = 0.98
FIELDS: Final[dict[str, str]] = {
    "area": "area", "area-code": "place code of the area", "country": "country",
    "issue": "issue", "people": "people in need", "population": "population", "date": "date", "source": "source",
}  # fmt: skip
NEEDED: Final = ("issue", "people")
TAGS: Final = {"#sector": "issue", "#inneed": "people", "#date": "date", "#beneficiary": "population"}
"""What hashtags mean here; those of areas are told by their level."""
_TAG_LEVELS: Final = {"#adm1": "province", "#adm2": "district", "#adm3": "municipality", "#region": "region"}
_SIGNS_OF_ORGANIZATIONS: Final = frozenset(
    ("org", "organization", "organisation", "organizacion", "organizacao", "ngo", "ong", "agency", "acronym", "partner",
     "implementer", "donor", "funder", "email", "mail", "website", "phone", "telephone", "mission", "name")
)  # fmt: skip


@cache
def _headers() -> dict[str, tuple[str, str]]:
    return {
        " ".join(header_words(text)): (row["field"], row["level"])
        for row in shipped_rows("imports/need_headers.csv")
        for text in reversed(row["headers"].split("|"))
    }


def _meaning(grid: Grid, at: int) -> tuple[str, str] | None:
    """The field and the level of area that a column stands for."""
    tag = "".join(grid.tags[at].split()).casefold() if grid.tags else ""
    name, *attributes = tag.split("+")
    if name in _TAG_LEVELS:
        return "area-code" if {"code", "pcode"} & set(attributes) else "area", _TAG_LEVELS[name]
    if name in TAGS:
        return TAGS[name], ""
    found = _headers().get(" ".join(header_words(grid.headers[at])))
    return None if found and found[0] == "population" and grid.mostly_numbers(at) else found


def find_columns(grid: Grid, reading: Reading) -> tuple[Columns, list[tuple[str, int | None, int | None]]]:
    """Which column holds which field, and the kinds of area from the widest to the narrowest: level, and the columns of
    name and code. Raises UsageError.
    """
    chosen = overridden(grid, reading.columns, FIELDS)
    meanings = {at: _meaning(grid, at) for at in range(len(grid.headers)) if at not in chosen}
    seats: dict[str, dict[str, int]] = {}
    for at, meaning in meanings.items():
        if meaning and meaning[0].startswith("area"):
            seats.setdefault(meaning[1], {}).setdefault(meaning[0], at)
    for at, field in chosen.items():
        if field.startswith("area"):
            seats.setdefault("", {})[field] = at
    if "" in seats and "area" not in seats[""] and len(seats) > 1:
        # "pcode" beside "District" is the code of the district.
        finest = max((level for level in seats if level), key=AREA_LEVELS.index)
        seats[finest].setdefault("area-code", seats.pop("")["area-code"])
    columns = assign(grid, lambda at: (meanings.get(at) or (None,))[0], FIELDS, chosen)
    for level, columns_of in seats.items():
        for field, at in columns_of.items():
            columns.taken[grid.headers[at]] = " ".join(filter(None, (level or "area", field[5:] and "code")))
    order = sorted(seats, key=lambda level: AREA_LEVELS.index(level) if level else len(AREA_LEVELS))
    return columns, [(level, seats[level].get("area"), seats[level].get("area-code")) for level in order]


def recognise(source: Source, reading: Reading) -> float:
    """How surely the file holds figures of need, 0 to 1."""
    if len(source.parts) != 1 or not knows(FIELDS, reading):
        return 0.0
    grid = sound_table(source.only)
    if grid is None or any(_SIGNS_OF_ORGANIZATIONS & set(_plain_words(header)) for header in grid.headers):
        return 0.0
    columns, areas = find_columns(grid, Reading(reading.columns) if reading.columns else Reading())
    if not areas or not all(field in columns.index for field in NEEDED):
        return 0.0
    return SURE if grid.mostly_numbers(columns.index["people"]) or not grid.head else 0.0


def _plain_words(header: str) -> tuple[str, ...]:
    words = header_words(header)
    return tuple(w for w in words if w != "name") if len(words) > 1 else words


def read(source: Source, reading: Reading) -> Presences:
    """The figures in the table. Raises BadFile if it has none, UsageError for a column that is not there."""
    grid = source.grid
    columns, areas = find_columns(grid, reading)
    missing = [field for field in NEEDED if field not in columns.index] + (["area"] if not areas else [])
    if missing:
        raise BadFile(
            f"{source.name} has no column for {', '.join(FIELDS[f] for f in missing)}; its columns: "
            f"{', '.join(grid.headers)}.",
            f'Say which one it is: --column "{grid.headers[0]}={missing[0]}"',
        )
    rows: list[Presence] = []
    rejected: list[Rejected] = []
    read_rows = 0
    for row in grid.rows:
        read_rows += 1
        try:
            rows.append(_figure(row.line, row.cells, columns, areas, reading))
        except InvalidValue as error:
            rejected.append(Rejected(row.line, f"{error.message} {error.hint}".strip(), grid.record(row)))
    ignored = [h for h, meaning in columns.taken.items() if meaning == IGNORED or meaning.startswith("source")]
    notes = [f"Not kept with the figures: {', '.join(ignored)}. The file is their source."] if ignored else []
    # Nobody says that the areas were looked at for organizations, so no level is one that was surveyed.
    return Presences(read_rows, tuple(rows), tuple(rejected), columns.taken, grid, (), tuple(notes))


def _figure(
    line: int, cells: tuple[str, ...], columns: Columns, areas: list[tuple[str, int | None, int | None]], reading: Reading
) -> Presence:
    texts = {field: tidy(columns.cell(cells, field)) for field in columns.index}
    number = texts["people"]
    if not number:
        raise InvalidValue("It has no number of people.")
    if not texts["issue"]:
        raise InvalidValue("It names no issue.")
    steps = []
    country = country_code(texts.get("country", "")) or ""
    if country:
        steps.append(("country", country_name(country), ""))
    named = False
    for level, at_name, at_code in areas:
        name = tidy(cells[at_name]) if at_name is not None else ""
        code = tidy(cells[at_code]) if at_code is not None else ""
        if name or code:
            steps.append((level, name, code))
            named = True
    if not named and not country:
        raise InvalidValue("It names no area.")
    date = texts.get("date", "").removesuffix(".0")
    return Presence(
        line, (), ((texts["issue"], ""),), (tuple(steps),), country,
        several(texts.get("population", ""), reading.separator),
        reported=day(date, "date", reading.date_order) if date else None, need=people(number, "people"),
    )  # fmt: skip
