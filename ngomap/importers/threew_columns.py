"""Which column of a 3W holds what: plain headers in four languages first, HXL hashtags as a help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from ngomap.importers.grid import Grid
from ngomap.importers.headers import Columns, assign, header_words, overridden
from ngomap.importers.source import Reading
from ngomap.model.shipped import shipped_rows
from ngomap.model.text import name_key
from ngomap.model.words import AREA_LEVELS

FIELDS: Final[dict[str, str]] = {
    "org": "organization",
    "acronym": "acronym of the organization",
    "type": "type of the organization",
    "implementer": "implementing organization",
    "funder": "funder (not counted as present)",
    "role": "role of the organization",
    "sector": "sector",
    "sector-code": "code of the sector",
    "country": "country",
    "country-code": "code of the country",
    "region": "region",
    "region-code": "place code of the region",
    "adm1": "area, first level",
    "adm1-code": "place code, first level",
    "adm2": "area, second level",
    "adm2-code": "place code, second level",
    "adm3": "area, third level",
    "adm3-code": "place code, third level",
    "population": "population served",
    "status": "status",
    "date": "date of the row",
    "month": "month of the row",
    "year": "year of the row",
    "start": "start",
    "end": "end",
    "reached": "people reached",
    "capacity": "people targeted",
    "need": "people in need",
    "project": "project",
    "activity": "activity",
}
PLACE_LEVELS: Final = ("country", "region", "adm1", "adm2", "adm3")
DEFAULT_LEVELS: Final = {
    "country": "country", "region": "region", "adm1": "province", "adm2": "district", "adm3": "municipality",
}  # fmt: skip

_FIXED_SEATS: Final = {"00": "country", "01": "region", "10": "country", "11": "adm1", "12": "adm2", "13": "adm3"}

_NUMBERED_LEVELS: Final = {"adm0": "country", "adm1": "province", "adm2": "district", "adm3": "municipality"}

Guess = tuple[str, str]
"""A field, or `place:RANK` for an area whose place in the tree depends on the other columns; and an area level."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What headers are made of: whole sayings, words by their role, areas by rank and level."""

    sayings: dict[str, str]
    roles: dict[str, frozenset[str]]
    attributes: dict[str, str]
    places: dict[str, Guess]


@cache
def _words() -> _Words:
    sayings = {
        " ".join(header_words(text)): row["field"]
        for row in shipped_rows("imports/threew_headers.csv")
        for text in row["headers"].split("|")
    }
    rows = [(r["role"], r["meaning"], r["words"].split("|")) for r in shipped_rows("imports/threew_words.csv")]
    # The rows of areas stand from the widest to the narrowest.
    ranked = [(meaning, words) for role, meaning, words in rows if role == "place"]
    places = {word: (f"place:{rank:02d}", level) for rank, (level, words) in enumerate(ranked) for word in words}
    places |= {word: (f"place:1{word[-1]}", level) for word, level in _NUMBERED_LEVELS.items()}
    roles = {role: frozenset(words) for role, meaning, words in rows if not meaning}
    return _Words(sayings, roles, {w: meaning for role, meaning, ws in rows if role == "attribute" for w in ws}, places)


def funds(role: str) -> bool:
    """Whether the role of an organization, as written, is to pay: a funder is not present."""
    return bool(_words().roles["funder"] & set(name_key(role).split()))


def find_columns(
    grid: Grid, reading: Reading, optional: frozenset[str] = frozenset()
) -> tuple[Columns, dict[str, str]]:
    """Which column holds which field of a 3W, and the level that each of its kinds of area has. Raises UsageError."""
    chosen = overridden(grid, reading.columns, FIELDS, optional or reading.optional)
    by_tag = [_from_tag(tag) for tag in grid.tags] or [None] * len(grid.headers)
    by_words = [_from_words(header_words(header), grid, at) for at, header in enumerate(grid.headers)]
    free = [at for at in range(len(grid.headers)) if at not in chosen]
    said = [words[0] for at in free if not by_tag[at] and (words := by_words[at])]
    seats = _seats([s for s in said if s.startswith("place:")], {*filter(None, by_tag), *chosen.values()})

    def guess(at: int) -> str | None:
        words = by_words[at]
        tagged = by_tag[at]
        if tagged or words is None:
            return tagged
        if not words[0].startswith("place:"):
            return words[0]
        place, _, attribute = words[0].removeprefix("place:").partition("+")
        seat = seats.get(place)
        return None if seat is None else seat + ("-code" if attribute else "")

    columns = assign(grid, guess, FIELDS, chosen)
    levels: dict[str, str] = {}
    for place in PLACE_LEVELS:
        level = _level(place, columns, by_words)
        # A state has counties, a department communes: two kinds of area of one file are two levels.
        here = AREA_LEVELS.index(level)
        levels[place] = next((x for x in AREA_LEVELS[here:] if x not in levels.values() and x != "city"), level)
    for place, level in levels.items():
        for field, label in ((place, level), (f"{place}-code", f"place code of the {level}")):
            if field in columns.index and not place.startswith("country"):
                columns.taken[grid.headers[columns.index[field]]] = f"{label} ({field})" if label != field else label
    return columns, levels


def _level(place: str, columns: Columns, by_words: Sequence[Guess | None]) -> str:
    """What the header calls this kind of area, else what such areas usually are."""
    for field in (place, f"{place}-code"):
        words = by_words[columns.index[field]] if field in columns.index else None
        if words and words[1]:
            return words[1]
    return DEFAULT_LEVELS[place]


def has_three(columns: Columns) -> bool:
    """Whether an organization, a sector and an area are there: what makes a table a 3W."""
    index = columns.index
    areas = [*PLACE_LEVELS, *(f"{place}-code" for place in PLACE_LEVELS)]
    return (
        any(f in index for f in ("org", "acronym", "implementer"))
        and any(f in index for f in ("sector", "sector-code"))
        and any(f in index for f in areas)
    )


def _from_words(words: tuple[str, ...], grid: Grid, at: int) -> Guess | None:
    known = _words()
    field = known.sayings.get(" ".join(words))
    if field:
        # A count of beneficiaries is not a kind of people, and what it counts is not said.
        return None if field == "population" and grid.mostly_numbers(at) else (field, "")
    attributes = {known.attributes[w] for w in words if w in known.attributes}
    nouns = [w for w in words if w not in known.attributes and w != "p"]
    code = "-code" if "code" in attributes else ""
    if not nouns and len(attributes) == 1 and attributes <= {"acronym", "type"}:
        return attributes.pop(), ""
    if not nouns:
        return None
    organization, implementer, funder = (known.roles[r] for r in ("organization", "implementer", "funder"))
    if _made_of(nouns, funder, organization):
        return ("funder", "") if attributes <= {"name"} else None
    if _made_of(nouns, implementer, organization | known.roles["organization-adjective"]):
        return ("implementer", "") if attributes <= {"name"} else None
    if _made_of(nouns, organization, known.roles["organization-adjective"]):
        return None if code else (next((a for a in ("type", "acronym") if a in attributes), "org"), "")
    if attributes & {"type", "acronym"}:
        return None
    if _made_of(nouns, known.roles["sector"], known.roles["sector-adjective"]):
        return "sector" + code, ""
    place = known.places.get(" ".join(nouns))
    return (place[0] + ("+code" if code else ""), place[1]) if place else None


def _made_of(nouns: list[str], some: frozenset[str], others: frozenset[str]) -> bool:
    return any(n in some for n in nouns) and all(n in some or n in others for n in nouns)


def _seats(places: Iterable[str], taken: set[str]) -> dict[str, str]:
    """Where in the tree each kind of area sits: countries, regions and numbered levels in their own places, the others
    in order below one another.

    >>> _seats(["place:02", "place:04+code"], set())
    {'02': 'adm1', '04': 'adm2'}
    """
    ranks = sorted({place.removeprefix("place:").partition("+")[0] for place in places})
    seats = {rank: _FIXED_SEATS[rank] for rank in ranks if rank in _FIXED_SEATS}
    used = {*seats.values(), *(field.removesuffix("-code") for field in taken)}
    free = [seat for seat in ("adm1", "adm2", "adm3") if seat not in used]
    return seats | dict(zip((rank for rank in ranks if rank not in _FIXED_SEATS), free, strict=False))


def _from_tag(tag: str) -> str | None:
    """The field that an HXL hashtag names; attributes in any order, unknown ones passed over.

    >>> _from_tag("#org +type +name"), _from_tag("#adm2+code"), _from_tag("#org+funder"), _from_tag("")
    ('type', 'adm2-code', 'funder', None)
    """
    name, *attributes = ("".join(tag.split())).casefold().lstrip("#").split("+")
    has = set(attributes)
    code = "-code" if has & {"code", "pcode", "id"} else ""
    match name:
        case "org" if has & {"funder", "funding", "donor"}:
            return None if code else "funder"
        case "org" if "type" in has:
            return "type" if not code else None
        case "org" if has & {"acronym", "abbrev"}:
            return "acronym"
        case "org" if "role" in has:
            return "role"
        case "org":
            return None if code else "implementer" if "impl" in has else "org"
        case "sector" | "country" | "region" | "adm1" | "adm2" | "adm3":
            return name + code
        case "date":
            return next((f for f in ("start", "end", "month", "year") if f in has), "date")
        case "targeted" | "capacity":
            return "capacity"
        case "inneed":
            return "need"
        case "beneficiary":
            return "population"
        case "status" | "reached" | "project" | "activity" | "role":
            return name
    return None
