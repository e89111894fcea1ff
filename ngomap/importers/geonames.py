"""GeoNames' files: 19 columns with tabs between them, no header, and no quotation marks that mean anything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from ngomap.errors import InvalidValue
from ngomap.importers.grid import Row
from ngomap.importers.records import AreaRow, Gazetteer
from ngomap.importers.source import Part
from ngomap.model.answers import Rejected
from ngomap.model.points import point
from ngomap.model.text import name_key, one_line

COLUMNS: Final = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class", "feature code",
    "country code", "cc2", "admin1 code", "admin2 code", "admin3 code", "admin4 code", "population", "elevation", "dem",
    "timezone", "modification date",
)  # fmt: skip
REJECTED_AS: Final = ("name", "code", "parent", "level", "country", "lat", "lon", "aliases")
"""The columns that a row is written with if it cannot be taken: a table that can be corrected and read in again."""
TAKEN: Final = {
    "geonameid": "place code, where there is no code of the administration", "name": "name", "asciiname": "other names",
    "alternatenames": "other names", "latitude": "degrees north", "longitude": "degrees east",
    "feature class": "which rows are read", "feature code": "level", "country code": "country",
    "admin1 code": "place code, area it lies in", "admin2 code": "place code, area it lies in",
    "admin3 code": "place code, area it lies in", "admin4 code": "place code, area it lies in", "population": "level",
}  # fmt: skip
CLASSES: Final = frozenset("AP")
"""Administrative areas and populated places; rivers, hills and hotels are no areas people work in."""
LEVELS: Final = {
    "PCLI": "country", "PCL": "country", "PCLD": "country", "PCLF": "country", "PCLS": "country", "PCLIX": "country",
    "TERR": "country", "ADM1": "province", "ADM2": "district", "ADM3": "municipality", "ADM4": "other", "ADM5": "other",
    "PPLC": "city", "PPLA": "city", "PPLA2": "city", "PPLX": "other",
}  # fmt: skip
GONE: Final = frozenset(("PPLH", "PPLQ", "PPLW", "PPLCH", "ADM1H", "ADM2H", "ADM3H", "ADM4H", "ADM5H", "ADMDH", "PCLH"))
"""Places that are no more."""
CITY: Final = 10_000
"""People from which on a place is called a city here, if it is no seat of a government."""
_LINE: Final = re.compile(
    rb"\d+\t[^\t]+(\t[^\t]*){2}\t-?\d+(\.\d+)?\t-?\d+(\.\d+)?\t[AHLPRSTUV]?\t[^\t]*(\t[^\t]*){11}\r?"
)
_NO_CODE: Final = frozenset(("", "00"))
_NO_NAME: Final = re.compile(r"[A-Z]{1,4}|https?:.*|\d+")
_DEPTH: Final = {"ADM1": 1, "ADM2": 2, "ADM3": 3, "ADM4": 4}


def is_geonames(part: Part) -> bool:
    """Whether the file begins as these do."""
    if part.sheet is not None:
        return False
    lines = part.begin.removeprefix(b"\xef\xbb\xbf").split(b"\n", 3)
    whole = lines[:3] if len(lines) > 3 else [line for line in lines if line]
    return bool(whole) and all(_LINE.fullmatch(line) for line in whole)


def read_geonames(parts: Sequence[Part], others: Sequence[str]) -> Gazetteer:
    """The administrative areas and populated places in the files."""
    reader = _Reader(parts, others)
    columns = {name: TAKEN.get(name, "ignored") for name in COLUMNS}
    return Gazetteer(reader.rows(), columns, REJECTED_AS, reader.notes)


class _Reader:
    """Reads lines; counts those that are of no interest."""

    def __init__(self, parts: Sequence[Part], others: Sequence[str]) -> None:
        self.parts = parts
        self.others = others
        self.passed_over: Counter[str] = Counter()

    def rows(self) -> Iterator[AreaRow | Rejected]:
        """What each line of interest says, or why it cannot be taken."""
        for part in self.parts:
            for number, line in part.lines():
                cells = tuple(line.removeprefix("\ufeff").rstrip("\r\n").split("\t"))
                if cells == ("",):
                    continue
                if len(cells) != len(COLUMNS):
                    yield Rejected(number, f"The line has {len(cells)} cells, not {len(COLUMNS)}.", {"name": line.strip()})
                elif cells[6] not in CLASSES or cells[7] in GONE:
                    self.passed_over["gone" if cells[6] in CLASSES else cells[6]] += 1
                else:
                    try:
                        yield _area(number, cells)
                    except InvalidValue as error:
                        record = dict(zip(REJECTED_AS, (cells[1], "", "", "", cells[8], *cells[4:6], ""), strict=True))
                        yield Rejected(number, f"{error.message} {error.hint}".strip(), record)

    def notes(self) -> list[str]:
        """What was passed over."""
        found = []
        gone = self.passed_over.pop("gone", 0)
        if self.passed_over:
            found.append(
                "Only administrative areas and populated places (feature classes A and P) are read; passed over: "
                f"{sum(self.passed_over.values())} of others."
            )
        if gone:
            found.append(f"Places that are no more were passed over: {gone}.")
        if self.others:
            found.append(f"Files that were not read: {', '.join(self.others)}.")
        return found


def _area(line: int, cells: tuple[str, ...]) -> AreaRow:
    id_, name, plain, others, lat, lon, _, feature, country = (text.strip() for text in cells[:9])
    name = one_line(name)
    if not name_key(name):
        raise InvalidValue(f"{name!r} is not a name: it has no letters or digits.")
    admins = []
    for code in cells[10:14]:
        if code.strip() in _NO_CODE:
            break
        admins.append(code.strip())
    depth = _DEPTH.get(feature, 0)
    if LEVELS.get(feature) == "country":
        code, parent = country, ""
    elif depth and len(admins) >= depth:
        code, parent = ".".join((country, *admins[:depth])), ".".join((country, *admins[: depth - 1]))
    else:
        code, parent = f"GN{id_}", ".".join((country, *admins))
    level = LEVELS.get(feature)
    people = cells[14].strip()
    if level is None and feature.startswith("PPL") and people.isascii() and people.isdigit() and int(people):
        level = "city" if int(people) >= CITY else "village"
    names = [plain, *(n for n in others.split(",") if not _NO_NAME.fullmatch(n.strip()))]
    if country == "US" and admins:
        # As addresses in that country have it; the name alone is that of many towns.
        names.append(f"{name}, {admins[0]}" if not depth else "")
    keys = {name_key(name)}
    aliases = []
    for other in map(one_line, names):
        key = name_key(other)
        if key and key not in keys:
            keys.add(key)
            aliases.append(other)
    north, east = point(lat or None, lon or None)
    where = country.upper() if len(country) == 2 else None
    row = Row(line, (name, code, parent, level or "", where or "", lat, lon, " | ".join(aliases)))
    return AreaRow(row, name, code, parent, level, where, north, east, tuple(aliases))
