"""The register of tax-exempt organizations of the United States (the Business Master File of the tax office)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import itemgetter
from typing import Final

from ngomap.errors import BadFile, InvalidValue, UsageError
from ngomap.importers.capitals import readable
from ngomap.importers.grid import REJECT_COLUMNS, Grid
from ngomap.importers.headers import IGNORED
from ngomap.importers.irs_names import care_of, other_name
from ngomap.importers.ntee import classified, ntee
from ngomap.importers.records import ActorRow, Network, Said, TieRow
from ngomap.importers.sound_table import refuse_damaged, refuse_unsound, sound_table
from ngomap.importers.source import Part, Reading, Source
from ngomap.model.answers import Rejected
from ngomap.model.text import name_key, paragraphs
from ngomap.model.values import number

TITLE: Final = "The US register of exempt organizations (IRS EO BMF, 28 columns); one file or its regional parts."
SCHEME: Final = "US-EIN"
USED: Final = {
    "EIN": "identifier US-EIN", "NAME": "name", "ICO": "notes: in care of (stays internal)",
    "STREET": "notes: address (stays internal)", "CITY": "place", "STATE": "place", "ZIP": "notes: address (stays internal)",
    "GROUP": "ties to the central organization", "SUBSECTION": "type", "AFFILIATION": "ties to the central organization",
    "CLASSIFICATION": "type", "RULING": "notes: tax-exempt since", "FOUNDATION": "type", "STATUS": "status",
    "TAX_PERIOD": "notes: year of the revenue", "REVENUE_AMT": "annual budget: the revenue of a year, in USD",
    "NTEE_CD": "issues, populations, services, sector, type", "SORT_NAME": "other name",
}  # fmt: skip
"""The columns that are read, in the order of the file, and what for."""
MARKS: Final = frozenset(("EIN", "NAME", "SUBSECTION", "RULING", "FOUNDATION", "STATE"))
"""What a table must have to be this register."""
MISSING: Final = frozenset(("", "NA"))
CENTRAL: Final = frozenset(("6", "8"))
BELOW: Final = frozenset(("7", "9"))
"""Affiliations: central organizations of a group, and those in it."""
NO_GROUP: Final = frozenset(("", "NA", "0000", "0"))
EXEMPT: Final = frozenset(("01", "1", "02", "2", "12", "25"))
"""The codes under which an exemption is in force."""
OTHER_STATES: Final = frozenset(("NEW YORK", "WASHINGTON", "GEORGIA"))
"""States called like a city or another country: the name alone does not say which is meant."""
_DIGITS: Final = 9


def recognise(source: Source, reading: Reading) -> float:
    """How surely the file is this register, 0 to 1."""
    return 1.0 if not reading.columns and any(_is_register(part) for part in source.parts) else 0.0


def _is_register(part: Part) -> bool:
    # The header is looked at first: making a table of a file that is none costs time.
    begin = part.begin[:4000].replace(b"\x00", b"") if part.sheet is None else b""
    if part.sheet is None and not all(mark.encode() in begin for mark in MARKS):
        return False
    grid = sound_table(part)
    return grid is not None and set(grid.headers) >= MARKS


def read(source: Source, reading: Reading) -> Network:
    """The organizations of the register. Raises BadFile if it is another table, UsageError for --column."""
    if reading.columns:
        raise UsageError("The columns of this register are known; --column is not for it.", "Or say --as table.")
    parts = [part for part in source.parts if _is_register(part)]
    if not parts:
        refuse_unsound(source)
        raise BadFile(f"{source.name} lacks columns of the register: {', '.join(sorted(MARKS))}.", "Leave out --as.")
    refuse_damaged(source)
    passed_over = [part.name for part in source.parts if part not in parts]
    reader = _Reader(parts, passed_over)
    return Network(
        reader.rows(), reader.columns(), {_name(part, parts): part.grid.headers for part in parts}, notes=reader.notes
    )


def _name(part: Part, parts: list[Part]) -> str:
    return part.name if len(parts) > 1 else ""


class _Reader:
    """Reads rows; knows which groups have had their central organization, and counts what it did not understand."""

    def __init__(self, parts: list[Part], passed_over: list[str]) -> None:
        self.parts = parts
        self.passed_over = passed_over
        # By number of the group: its central organization, or those in it that came first.
        self.central: dict[str, str] = {}
        self.waiting: dict[str, dict[str, None]] = {}
        self.unknown_codes: Counter[str] = Counter()
        self.losses = self.not_in_force = self.nameless = 0

    def columns(self) -> dict[str, str]:
        """What each column is taken for."""
        headers = dict.fromkeys(header for part in self.parts for header in part.grid.headers)
        return {header: USED.get(header, IGNORED) for header in headers if header not in REJECT_COLUMNS}

    def rows(self) -> Iterator[Said | Rejected]:
        """What each row says, or why it cannot be taken."""
        for part in self.parts:
            yield from self._rows_of(part.grid, _name(part, self.parts))

    def _rows_of(self, grid: Grid, part: str) -> Iterator[Said | Rejected]:
        pick = _picker(grid)
        for row in grid.rows:
            (ein, name, ico, street, city, state, zip_, group, subsection, affiliation, classification, ruling,
             foundation, status, period, revenue, code, sort) = pick(row.cells)  # fmt: skip
            try:
                if name in MISSING or not (name[0].isalnum() or name_key(name)):
                    raise InvalidValue("It has no name.")
                if len(ein) != _DIGITS or not ein.isascii() or not ein.isdigit():
                    ein = _ein(ein)
                kind, terms = classified(code, subsection, classification, foundation)
                place, areas = _where(city, state)
                facts: dict[str, object] = {"country": "US", "place": place} if place else {"country": "US"}
                if kind:
                    facts["kind"] = kind
                if status in EXEMPT:
                    facts["status"] = "active"
                elif status not in MISSING:
                    self.not_in_force += 1
                notes = _since(ruling)
                amount = int(revenue) if revenue.isdigit() and revenue.isascii() else self._unusual(revenue)
                if amount:
                    facts["budget"] = float(amount)
                    facts["currency"] = "USD"
                    notes += _budget_of(period)
                if ico not in MISSING:
                    notes += care_of(ico)
                if street not in MISSING:
                    notes += f"\nAddress: {street}, {zip_}" if zip_ not in MISSING else f"\nAddress: {street}"
                if code not in MISSING and ntee(code) is None:
                    self.unknown_codes[code] += 1
            except InvalidValue as error:
                yield Rejected(row.line, f"{error.message} {error.hint}".strip(), grid.record(row))
                continue
            aliases: tuple[str, ...] = ()
            in_group = group not in NO_GROUP
            if sort not in MISSING:
                alias, remark = other_name(sort, name, in_group and affiliation in BELOW)
                aliases = (alias,) if alias else ()
                notes += remark
            if notes:
                facts["notes"] = notes.lstrip("\n") if notes.isascii() else paragraphs(notes)
            key = ""
            ties: tuple[TieRow, ...] = ()
            if in_group and affiliation not in MISSING and affiliation in "6789":
                key = ein
                ties = self._ties(ein, group, affiliation)
            yield Said(
                row, (ActorRow(readable(name), facts, aliases, "", ((SCHEME, ein),), terms, (), areas, "", "", "", key),),
                ties, part,
            )  # fmt: skip

    def _ties(self, ein: str, group: str, affiliation: str) -> tuple[TieRow, ...]:
        """The ties within a group that can be told when this row is read: the central organization may come last."""
        if affiliation in CENTRAL:
            if self.central.setdefault(group, ein) != ein:
                return ()
            return tuple(TieRow("parent-of", ein, below) for below in self.waiting.pop(group, ()) if below != ein)
        central = self.central.get(group)
        if central is None:
            self.waiting.setdefault(group, {})[ein] = None
            return ()
        return (TieRow("parent-of", central, ein),) if central != ein else ()

    def _unusual(self, revenue: str) -> float:
        """An amount that is not only digits; 0 if there is none. Raises InvalidValue."""
        amount = 0.0 if revenue in MISSING else number(revenue, "REVENUE_AMT")
        self.losses += amount < 0
        return max(amount, 0.0)

    def notes(self) -> list[str]:
        """What was read but not understood, or is worth knowing."""
        found = [
            "The budget is the revenue of one tax year. Names of people ('in care of'), streets and other second lines "
            "are in the notes, which leave the map only in files for 'internal'.",
            "Areas of the map are recognised as 'Boston, MA', by state (US.MA, US-MA or its name), never by the name "
            "of a town alone: there are many of one name.",
        ]
        if self.unknown_codes:
            codes = sorted(self.unknown_codes, key=lambda c: (-self.unknown_codes[c], c))
            more = f" and {len(codes) - 5} more" if len(codes) > 5 else ""
            found.append(f"NTEE codes that are not known, left out: {', '.join(codes[:5])}{more}.")
        if self.losses:
            found.append(f"A revenue below zero is no budget and was left out: {self.losses}.")
        if self.not_in_force:
            found.append(f"The status of an exemption is not known, left out: {self.not_in_force}.")
        if self.passed_over:
            found.append(f"Not part of the register, not read: {', '.join(self.passed_over)}.")
        return found


def _picker(grid: Grid) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    """What takes the cells of the columns of interest out of a row; of a column that is not there, nothing."""
    at = {header: n for n, header in enumerate(grid.headers)}
    wanted = [at.get(header, len(grid.headers)) for header in USED]
    pick = itemgetter(*wanted)
    return pick if max(wanted) < len(grid.headers) else lambda cells: pick((*cells, ""))


def _ein(text: str) -> str:
    """A number as the register has it, from one with a hyphen or one whose leading zeros a spreadsheet took."""
    digits = text.strip().replace("-", "", 1).removesuffix(".0")
    if not digits.isascii() or not digits.isdigit() or len(digits) > _DIGITS or not int(digits):
        raise InvalidValue(f"EIN: {text!r} is not a number of nine digits.")
    return digits.zfill(_DIGITS)


@lru_cache(maxsize=4096)
def _since(ruling: str) -> str:
    return f"Tax-exempt since {ruling[:4]}-{ruling[4:]}." if _month(ruling) else ""


@lru_cache(maxsize=4096)
def _budget_of(period: str) -> str:
    year = f" to {period[:4]}-{period[4:]}" if _month(period) else ""
    return f"\nBudget: revenue of the tax year{year}."


def _month(text: str) -> bool:
    return len(text) == 6 and text.isascii() and text.isdigit() and "01" <= text[4:] <= "12" and text[:4] > "1800"


@lru_cache(maxsize=50_000)
def _where(city: str, state: str) -> tuple[str, tuple[str, ...]]:
    """A town as text, and what areas of the map may be called that it lies in."""
    town = "" if city in MISSING else readable(city)
    if state in MISSING:
        return town, ()
    place = f"{town}, {state}" if town else state
    name = STATES.get(state)
    names = (f"US.{state}", f"US-{state}") + ((name,) if name and name.upper() not in OTHER_STATES else ())
    return place, (place, *names) if town else names


STATES: Final = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii",
    "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi",
    "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming", "GU": "Guam",
    "VI": "U.S. Virgin Islands", "AS": "American Samoa", "MP": "Northern Mariana Islands",
}  # fmt: skip
