"""What importers hand on: records as the file states them, checked, not yet matched with the map."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ngomap.importers.grid import Grid, Row
from ngomap.model.answers import Rejected
from ngomap.model.own_entry import Returned


@dataclass(slots=True)
class ActorRow:
    """What a row says of one actor. `facts` holds only fields that the row states; terms and areas are words still.

    `key` is how ties of the file name it; empty: they do not. `areas` are what the place may be called, the likeliest
    first; `country` is a code. `terms` are (vocabulary, word); of the vocabulary `any` a word is taken as the term it is
    in whichever vocabulary, and kept in the notes if it is none. `remarks` are further lines for the notes.
    """

    name: str
    facts: dict[str, object] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    acronym: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    serves: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    sits_in: str = ""
    handle: str = ""
    uid: str = ""
    key: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class TieRow:
    """What a row says of one tie: its type, the keys of both ends, and the fields of `relationships` it states
    (`status rung wanted stance title since until amount currency notes reference audience`).
    """

    type: str
    a: str
    b: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Said:
    """What one row says of actors and ties; it is taken whole or rejected whole. `text` is free text in which issues
    may be found, if the user named columns for that.
    """

    row: Row
    actors: tuple[ActorRow, ...] = ()
    ties: tuple[TieRow, ...] = ()
    part: str = ""
    text: str = ""


@dataclass(slots=True)
class Network:
    """Actors and ties, row by row, in the order of the file. `rows` can be read once; a row that is not sound comes as
    Rejected. A tie may come before the actors it names.

    `headers` are the columns of each part, for the file of rejected rows. `sector_column` is the header that was only
    guessed to hold sectors; its words may turn out to be issues. `notes` is asked when all rows were read. `samples` are
    the first filled cells below the headers, so that a person sees whether a column was taken for the right thing.
    `as_file` makes of rejected records, which are no rows of a table, a file that this format reads again.
    """

    rows: Iterator[Said | Rejected]
    columns: dict[str, str] = field(default_factory=dict)
    headers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    sector_column: str | None = None
    notes: Callable[[], Iterable[str]] = tuple
    samples: dict[str, str] = field(default_factory=dict)
    as_file: Callable[[list[str]], str] | None = None


@dataclass(slots=True)
class AreaRow:
    """What a row of a gazetteer says of one area. `parent` is the code, handle or name of the area it lies in."""

    row: Row
    name: str
    code: str = ""
    parent: str = ""
    level: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    aliases: tuple[str, ...] = ()


@dataclass(slots=True)
class Gazetteer:
    """Areas, row by row; like Network."""

    rows: Iterator[AreaRow | Rejected]
    columns: dict[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    notes: Callable[[], Iterable[str]] = tuple


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
    """A 3W. `levels` are the area levels of the file from the widest to the narrowest; none: nobody says that its areas
    were looked at.
    """

    read: int
    rows: tuple[Presence, ...]
    rejected: tuple[Rejected, ...]
    columns: dict[str, str]
    grid: Grid
    levels: tuple[str, ...]
    notes: tuple[str, ...] = ()
    samples: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WholeMap:
    """A map that ngomap itself wrote."""

    document: dict[str, object]
    records: dict[str, int] = field(default_factory=dict)


Found = Network | Presences | Gazetteer | WholeMap | Returned
