"""Which column of a table of organizations holds what: headers in English, French, Spanish, Portuguese and Arabic."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from ngomap.importers.grid import Grid
from ngomap.importers.headers import Columns, assign, header_words, overridden
from ngomap.importers.meanings import meant
from ngomap.importers.source import Reading
from ngomap.model.shipped import shipped_rows

FIELDS: Final[dict[str, str]] = {
    "name": "name",
    "acronym": "acronym",
    "aliases": "other names",
    "kind": "type",
    "level": "level",
    "status": "status",
    "address": "address",
    "place": "town or place",
    "state": "district, province or state of the address",
    "postcode": "postal code of the address",
    "area": "area it sits in",
    "country": "country",
    "lat": "degrees north",
    "lon": "degrees east",
    "website": "website",
    "email": "e-mail",
    "phone": "telephone",
    "contact": "person to contact",
    "contact_title": "position of that person",
    "contact_email": "e-mail of that person",
    "contact_phone": "telephone of that person",
    "head": "person who leads it",
    "staff": "people employed",
    "budget": "annual budget",
    "currency": "currency of the budget",
    "founded": "founded",
    "audited": "last year whose accounts were audited",
    "mission": "mission",
    "vision": "vision",
    "notes": "notes",
    "source": "source",
    "verified_on": "last checked",
    "audience": "audience",
    "issues": "issues",
    "populations": "populations",
    "services": "services",
    "sectors": "sectors",
    "serves": "areas served",
    "identifiers": "registration number",
    "handle": "handle",
    "uid": "id in ngomap",
}
SYNONYMS: Final[dict[str, str]] = {"type": "kind", "town": "place", "id": "identifiers", "alias": "aliases"} | {
    plural.removesuffix("s"): plural for plural in ("issues", "populations", "services", "sectors", "identifiers")
}
"""Other words for fields in `--column`, as the options of `add` spell them."""
VOCABULARY_FIELDS: Final = {
    "issues": "issue", "populations": "population", "services": "service", "sectors": "sector",
}  # fmt: skip
MARKED_FIELDS: Final = (*VOCABULARY_FIELDS, "serves")
"""Fields of which each value may have a column of its own, marked with an X."""
PERSON_FIELDS: Final = ("contact", "contact_title", "contact_email", "contact_phone", "head")
INSTEAD: Final = {"contact_email": "email", "contact_phone": "phone"}
"""Where no person is named, contact data are the organization's."""
OWN_FORM: Final = frozenset(("handle", "name", "kind"))
"""Columns by which our own CSV is known: there `area` is where an actor sits, elsewhere it is where it works."""

_IN_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


@cache
def _known_headers() -> dict[str, tuple[str, int]]:
    """Header to the field it means and how readily. Of two columns for one field, the one whose header stands further
    left in the shipped list is taken: `Organization` before `Name`, which may be that of a contact.
    """
    return {
        " ".join(header_words(text)): (row["field"], rank)
        for row in shipped_rows("imports/table_headers.csv")
        for rank, text in reversed(list(enumerate(row["headers"].split("|"))))
    }


def find_columns(grid: Grid, reading: Reading, optional: frozenset[str] = frozenset()) -> Columns:
    """Which column holds which field of an organization. Raises UsageError for a column or field there is not."""
    wanted = {header: SYNONYMS.get(field, field) for header, field in reading.columns.items()}
    chosen = overridden(grid, wanted, FIELDS, optional or reading.optional, MARKED_FIELDS)
    own = set(grid.headers) >= OWN_FORM
    best: dict[str, tuple[int, int]] = {}
    for at, header in enumerate(grid.headers):
        tagged = _from_tag(grid.tags[at]) if grid.tags else None
        found = (tagged, -1) if tagged else ("area", 0) if own and header == "area" else _ranked(header)
        if found and at not in chosen and _fits(found[0], at, grid):
            field, rank = found
            best[field] = min(best.get(field, (rank, at)), (rank, at))
    people = {"contact", "head"} & {*best, *chosen.values()}
    for field, instead in INSTEAD.items():
        if field in best and not people:
            best.setdefault(instead, best.pop(field))
    places = {at: field for field, (_, at) in best.items()}
    return assign(grid, places.get, FIELDS, chosen)


def _from_tag(tag: str) -> str | None:
    """The field of an organization that an HXL hashtag names; where it is, a tag does not say.

    >>> _from_tag("#org +name"), _from_tag("#contact+email"), _from_tag("#org+type+code")
    ('name', 'email', None)
    """
    name, *attributes = "".join(tag.split()).casefold().split("+")
    has = set(attributes)
    if name == "#org" and not has & {"code", "id", "funder", "impl"}:
        return "acronym" if has & {"acronym", "abbrev"} else "kind" if "type" in has else "name" if has <= {"name"} else None
    if name == "#contact":
        return next((field for field in ("email", "phone", "url") if field in has), "").replace("url", "website") or None
    return None


def _fits(field: str, at: int, grid: Grid) -> bool:
    """Whether the cells can be what the header seems to say: registers have codes under the plainest of words."""
    if field in ("name", "acronym"):
        return not grid.mostly_numbers(at)
    if field in ("contact", "head"):
        return not _mostly(grid, at, lambda cell: "@" in cell or sum(c.isdigit() for c in cell) > 4)
    if field in ("level", "status"):
        words = {cell.strip() for cell in grid.column(at) if cell.strip()}
        return not words or any(meant(field, word) for word in words)
    return True


def _mostly(grid: Grid, at: int, test: Callable[[str], bool]) -> bool:
    filled = [cell for cell in grid.column(at) if cell.strip()]
    return sum(map(test, filled)) * 2 > len(filled)


def currency_in(header: str) -> str | None:
    """The currency that the header of a budget names in brackets.

    >>> currency_in("Annual budget (KES)"), currency_in("Budget")
    ('KES', None)
    """
    inside = _IN_BRACKETS.search(header)
    return inside[1].strip() if inside and _CURRENCY.fullmatch(inside[1].strip()) else None


def _ranked(header: str) -> tuple[str, int] | None:
    """The field that a header means and how readily; a remark in brackets counts only if it is needed."""
    whole = _known_headers().get(" ".join(header_words(header)))
    return whole or _known_headers().get(" ".join(header_words(_IN_BRACKETS.sub(" ", header))))


def field_of(header: str) -> str | None:
    """The field of an organization itself, not of its people, that a header means, or None.

    >>> field_of("Web site"), field_of("Colour"), field_of("Contact person")
    ('website', None, None)
    """
    found = _ranked(header)
    return found[0] if found and found[0] not in (*PERSON_FIELDS, "postcode") else None


def person_field(header: str) -> bool:
    """Whether a header means a person of the organization or that person's contact data."""
    found = _ranked(header)
    return found is not None and found[0] in PERSON_FIELDS
