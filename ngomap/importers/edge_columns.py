"""Which two columns of a table name the ends of ties, and what kind of ties its headers speak of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ngomap.errors import BadFile
from ngomap.importers.grid import Grid
from ngomap.importers.source import Part
from ngomap.importers.table_columns import field_of
from ngomap.importers.tie_facts import tie_field
from ngomap.importers.tie_words import UNKNOWN
from ngomap.model.text import name_key

STRONG: Final = 0.8
WEAK: Final = 0.7
"""Pairs of headers that a table of organizations might have too: they count if nothing else is said of organizations."""
_PAIRS: Final = (
    ("source", "target", UNKNOWN, STRONG),
    ("from", "to", UNKNOWN, STRONG),
    ("from name|from organization|from organisation", "to name|to organization|to organisation", UNKNOWN, STRONG),
    ("source name|source label", "target name|target label", UNKNOWN, STRONG),
    ("origin|origen|origine", "destination|destino", UNKNOWN, STRONG),
    ("donor|funder|grantmaker|grantor|giver|donateur|bailleur|financeur|donante|financiador|funding organization|"
     "funding organisation|funder name|donor name",
     "donee|recipient|grantee|receiver|beneficiary organization|beneficiary organisation|beneficiaire|destinataire|"
     "receptor|beneficiario|recipient organization|recipient organisation|recipient name|grantee name|donee name",
     "funds", STRONG),
    ("payer", "payee|beneficiary", "funds", STRONG),
    ("organization|organisation|ngo|actor|name|organizacion|ong|organisme",
     "partner|partners|partner organization|partner organisation|ally|collaborator|works with|partenaire|allie|socio|"
     "aliado", "works-with", WEAK),
    ("member|member organization|member organisation|organization|organisation|ngo|membre|miembro",
     "network|coalition|alliance|platform|member of|consortium|reseau|plateforme|red|coalicion|plataforma",
     "member-of", WEAK),
    ("parent|parent organization|parent organisation|parent company",
     "child|subsidiary|branch|chapter|affiliate|filiale|filial", "parent-of", WEAK),
    ("mentor", "mentee", "mentors", WEAK),
    ("employee|person", "employer", "works-for", WEAK),
)  # fmt: skip
_NUMBERED: Final = re.compile(r"(?P<what>[a-z ]+?) ?(?P<which>[12abij]|one|two|first|second)")
_SECOND: Final = {"1": "2", "a": "b", "i": "j", "one": "two", "first": "second"}
_NUMBERED_WHAT: Final = frozenset(
    ("organization", "organisation", "org", "actor", "ngo", "name", "node", "entity", "party", "partner", "member",
     "organizacion", "ong", "acteur", "nom", "nombre", "noeud", "nodo")
)  # fmt: skip
_ABOUT_ONE: Final = frozenset(("website", "email", "phone", "address", "lat", "lon", "mission", "vision", "founded", "staff"))
"""Fields that tell of one organization: a table that has them is a table of organizations."""


@dataclass(slots=True)
class Ends:
    """Where the first and the second end stand, the type of ties the headers mean, and how sure that is."""

    a: int
    b: int
    usual: str
    score: float


@cache
def _pairs() -> tuple[tuple[frozenset[str], frozenset[str], str, float], ...]:
    return tuple((frozenset(a.split("|")), frozenset(b.split("|")), usual, score) for a, b, usual, score in _PAIRS)


def table_of(part: Part) -> Grid | None:
    """The part as a table of at least two columns, or None: it may be a text beside the data."""
    if part.shape not in ("table", "sheet"):
        return None
    try:
        grid = part.grid
    except BadFile:
        return None
    return grid if len(grid.headers) > 1 else None


def ends_in(grid: Grid, wanted: Mapping[str, str]) -> Ends | None:
    """The ends of the ties in a table, if it is one of ties. `wanted` are the fields that the user gave to headers."""
    said = {wanted[h.casefold()]: at for at, h in enumerate(grid.headers) if h.casefold() in wanted}
    if "from" in said and "to" in said:
        return Ends(said["from"], said["to"], UNKNOWN, 1.0)
    keys = [name_key(header) for header in grid.headers]
    found = _by_pair(keys) or _by_number(keys) or _by_content(grid)
    if found is None or not all(_names(grid, at) for at in (found.a, found.b)):
        return None
    others = [h for at, h in enumerate(grid.headers) if at not in (found.a, found.b)]
    if any(field_of(h) in _ABOUT_ONE for h in others):
        return None
    if found.score < STRONG and not all(tie_field(h) or name_key(h) in ("id", "weight") for h in others):
        return None
    return found


def _by_pair(keys: list[str]) -> Ends | None:
    for first, second, usual, score in _pairs():
        a = next((at for at, key in enumerate(keys) if key in first), None)
        b = next((at for at, key in enumerate(keys) if key in second), None)
        if a is not None and b is not None and a != b:
            return Ends(a, b, usual, score)
    return None


def _by_number(keys: list[str]) -> Ends | None:
    """`Organization A` and `Organization B`."""
    for a, key in enumerate(keys):
        match = _NUMBERED.fullmatch(key)
        if match and match["what"] in _NUMBERED_WHAT and match["which"] in _SECOND:
            for other in (f"{match['what']} {_SECOND[match['which']]}", match["what"] + _SECOND[match["which"]]):
                if other in keys:
                    return Ends(a, keys.index(other), UNKNOWN, STRONG)
    return None


def _by_content(grid: Grid) -> Ends | None:
    """Two columns and no more, with names that occur in both."""
    if len(grid.headers) != 2 or grid.tags:
        return None
    first, second = ({name_key(cell) for cell in grid.column(at)} - {""} for at in (0, 1))
    return Ends(0, 1, UNKNOWN, WEAK) if first & second and len(first | second) > 2 else None


def _names(grid: Grid, at: int) -> bool:
    """Whether the cells can be names or ids: dates under `From` and `To` are none."""
    cells = [cell.strip() for cell in grid.column(at) if cell.strip()]
    return sum(bool(re.fullmatch(r"\d{4}(-\d\d){0,2}|\d\d?[/.]\d\d?[/.]\d{2,4}", cell)) for cell in cells) * 2 <= len(cells)
