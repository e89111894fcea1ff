"""What importers hand on: records as the file states them, checked, not yet matched with the map."""

from __future__ import annotations

from dataclasses import dataclass, field

from ngomap.importers.grid import Grid
from ngomap.model.answers import Rejected


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """One row about one organization. `facts` holds only fields that the row states; terms and areas are words still.

    `areas` are what the place may be called, the likeliest first; `country` is a code.
    """

    line: int
    name: str
    facts: dict[str, object]
    aliases: tuple[str, ...] = ()
    acronym: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    serves: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    sits_in: str = ""
    handle: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Organizations:
    """A table of organizations. `sector_column` is the header that was
    only guessed to hold sectors; its words may turn out to be issues.
    """

    read: int
    rows: tuple[OrganizationRow, ...]
    rejected: tuple[Rejected, ...]
    columns: dict[str, str]
    grid: Grid
    sector_column: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Presence:
    """One row of a 3W: who does what where. Pairs are (name, code). Each of `places` is an area with those it lies in,
    the widest first, as (level, name, code).

    `organizations` are (name, acronym, type, role). Dates are ISO, possibly partial; `reported` is when the row was
    true as a whole, if the file has such a column. Two rows that say the same are equal wherever they stand.
    """

    line: int = field(compare=False)
    organizations: tuple[tuple[str, str, str, str], ...]
    sectors: tuple[tuple[str, str], ...]
    places: tuple[tuple[tuple[str, str, str], ...], ...]
    country: str = ""
    populations: tuple[str, ...] = ()
    status: str | None = None
    since: str | None = None
    until: str | None = None
    reported: str | None = None
    reached: int | None = None
    capacity: int | None = None
    need: int | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Presences:
    """A 3W. `levels` are the area levels of the file from the widest to the narrowest."""

    read: int
    rows: tuple[Presence, ...]
    rejected: tuple[Rejected, ...]
    columns: dict[str, str]
    grid: Grid
    levels: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WholeMap:
    """A map that ngomap itself wrote."""

    document: dict[str, object]
    records: dict[str, int] = field(default_factory=dict)


Found = Organizations | Presences | WholeMap
