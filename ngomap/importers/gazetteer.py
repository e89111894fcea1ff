"""Areas: GeoNames' own files, or any table of names with what they lie in, their codes and their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final

from ngomap.errors import BadFile, InvalidValue, UsageError
from ngomap.importers.cells import several, tidy
from ngomap.importers.counting import counted_note
from ngomap.importers.geonames import is_geonames, read_geonames
from ngomap.importers.grid import REJECT_COLUMNS, Grid, Row
from ngomap.importers.headers import Columns, assign, header_words, knows, overridden
from ngomap.importers.records import AreaRow, Gazetteer
from ngomap.importers.sound_table import sound_table
from ngomap.importers.source import Part, Reading, Source
from ngomap.model.answers import Rejected
from ngomap.model.countries import country_code
from ngomap.model.points import point
from ngomap.model.shipped import shipped_rows
from ngomap.model.text import name_key
from ngomap.model.words import AREA_LEVELS

TITLE: Final = "Areas: GeoNames (tab-separated, 19 columns), or a table with name and parent, code or coordinates."
SURE: Final = 0.85
FIELDS: Final[dict[str, str]] = {
    "name": "name", "code": "place code", "parent": "area it lies in", "level": "level", "country": "country",
    "lat": "degrees north", "lon": "degrees east", "aliases": "other names",
}  # fmt: skip
LEVEL_WORDS: Final = {
    "adm0": "country", "0": "country", "admin0": "country", "nation": "country", "adm1": "province", "1": "province",
    "admin1": "province", "state": "province", "governorate": "province", "departement": "province",
    "adm2": "district", "2": "district", "admin2": "district", "county": "district", "adm3": "municipality",
    "3": "municipality", "admin3": "municipality", "commune": "municipality", "town": "city", "pays": "country",
    "settlement": "village", "ville": "city", "ciudad": "city", "provincia": "province", "distrito": "district",
}  # fmt: skip


@cache
def _headers() -> dict[str, str]:
    return {
        " ".join(header_words(text)): row["field"]
        for row in shipped_rows("imports/gazetteer_headers.csv")
        for text in row["headers"].split("|")
    }


def recognise(source: Source, reading: Reading) -> float:
    """How surely the file is a list of areas, 0 to 1."""
    if not knows(FIELDS, reading):
        return 0.0
    if any(is_geonames(part) for part in source.parts):
        return 1.0
    grid = sound_table(source.only) if len(source.parts) == 1 else None
    return SURE if grid and _lists_areas(grid) else 0.0


def _lists_areas(grid: Grid) -> bool:
    """Whether all columns are such as areas have, and one of them such as organizations have not. A name with a point
    or a code alone may be an organization's.
    """
    headers = [header for header in grid.headers if header not in REJECT_COLUMNS]
    fields = {_headers().get(" ".join(header_words(header))) for header in headers}
    if None in fields or "name" not in fields or "handle" in grid.headers:
        return False
    if "level" in fields:
        at = next(i for i, h in enumerate(grid.headers) if _headers().get(" ".join(header_words(h))) == "level")
        filled = [cell for cell in grid.column(at) if tidy(cell)]
        if not all(_level(cell) for cell in filled):
            return False
    places = {"lat", "lon"} <= fields
    words = {word for header in grid.headers for word in header_words(header)}
    return "parent" in fields or "pcode" in words or ("level" in fields and ("code" in fields or places)) or (
        places and "code" in fields
    )


def read(source: Source, reading: Reading) -> Gazetteer:
    """The areas in the file. Raises BadFile without a column of names, UsageError for a column that is not there."""
    named = [part for part in source.parts if is_geonames(part)]
    if named:
        if reading.columns:
            raise UsageError("The columns of GeoNames are known; --column is not for it.", "Leave it out.")
        others = [part.name for part in source.parts if part not in named]
        return read_geonames(named, others)
    return _read_table(source.only, reading)


def _read_table(part: Part, reading: Reading) -> Gazetteer:
    grid = part.grid
    chosen = overridden(grid, reading.columns, FIELDS)
    columns = assign(grid, lambda at: _headers().get(" ".join(header_words(grid.headers[at]))), FIELDS, chosen)
    if "name" not in columns.index:
        raise BadFile(
            f"No column of {part.name} is known to hold names of areas; its columns: {', '.join(grid.headers)}.",
            f'Say which one does: --column "{grid.headers[0]}=name"',
        )
    reader = _Reader(grid, columns, reading)
    return Gazetteer(reader.rows(), columns.taken, grid.headers, reader.notes)


class _Reader:
    """Reads rows of one table; counts what it did not understand."""

    def __init__(self, grid: Grid, columns: Columns, reading: Reading) -> None:
        self.grid = grid
        self.columns = columns
        self.separator = reading.separator
        self.in_the_sea = 0
        self.unknown_levels: Counter[str] = Counter()
        self.unknown_countries: Counter[str] = Counter()

    def rows(self) -> Iterator[AreaRow | Rejected]:
        """What each row says, or why it cannot be taken."""
        for row in self.grid.rows:
            try:
                yield self._area(row)
            except InvalidValue as error:
                yield Rejected(row.line, f"{error.message} {error.hint}".strip(), self.grid.record(row))

    def _area(self, row: Row) -> AreaRow:
        texts = {field: text for field in self.columns.index if (text := tidy(self.columns.cell(row.cells, field)))}
        name = texts.get("name", "")
        if not name_key(name):
            raise InvalidValue(f"{name!r} is not a name: it has no letters or digits." if name else "It has no name.")
        if ("lat" in texts) != ("lon" in texts):
            raise InvalidValue("A point needs both latitude and longitude.")
        north, east = point(texts.get("lat"), texts.get("lon"))
        if (north, east) == (0, 0):
            north = east = None
            self.in_the_sea += 1
        level = _level(texts["level"]) if "level" in texts else None
        if "level" in texts and not level:
            self.unknown_levels[texts["level"]] += 1
        country = country_code(texts["country"]) if "country" in texts else None
        if "country" in texts and not country:
            self.unknown_countries[texts["country"]] += 1
        aliases = several(self.columns.cell(row.cells, "aliases"), self.separator)
        return AreaRow(
            row, name, texts.get("code", ""), texts.get("parent", ""), level, country, north, east,
            tuple(a for a in aliases if name_key(a) not in ("", name_key(name))),
        )  # fmt: skip

    def notes(self) -> list[str]:
        """What was not understood."""
        found = counted_note(self.unknown_levels, f"Levels that are not one of {', '.join(AREA_LEVELS)} were left out: {{}}")
        found += counted_note(self.unknown_countries, "The country {} is not known; left out")
        if self.in_the_sea:
            found.append(f"Points at 0,0, in the sea off Africa, were left out: {self.in_the_sea}.")
        return found


def _level(text: str) -> str | None:
    key = name_key(text).removesuffix(".0")
    for word in (key, key.removesuffix("s"), key.replace(" ", "")):
        if word in AREA_LEVELS:
            return word
        if word in LEVEL_WORDS:
            return LEVEL_WORDS[word]
    return None
