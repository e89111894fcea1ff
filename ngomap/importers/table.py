"""A plain table of organizations: one row an organization."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from ngomap.errors import BadFile, InvalidValue
from ngomap.importers.cells import several, tidy
from ngomap.importers.figures import day, people
from ngomap.importers.grid import Row
from ngomap.importers.headers import IGNORED, Columns, knows
from ngomap.importers.meanings import kind_and_level, meant
from ngomap.importers.records import OrganizationRow, Organizations
from ngomap.importers.source import Reading, Source
from ngomap.importers.table_columns import FIELDS, SYNONYMS, currency_in, find_columns
from ngomap.model.actors import LONG_TEXTS
from ngomap.model.answers import Rejected
from ngomap.model.countries import country_code
from ngomap.model.facts import UNSTATED_REGISTER, fact, identifier
from ngomap.model.text import name_key, paragraphs
from ngomap.model.values import number, point

TITLE: Final = "A table of organizations, one in each row (needs at least their names)."
SCORE: Final = 0.5
VOCABULARY_FIELDS: Final = {
    "issues": "issue", "populations": "population", "services": "service", "sectors": "sector",
}  # fmt: skip
LISTS: Final = (*VOCABULARY_FIELDS, "aliases", "serves", "identifiers")
OTHER_TABLES: Final = {
    "terms": {"vocabulary", "slug"}, "areas": {"handle", "parent", "code"}, "relationships": {"from", "to", "type"},
    "events": {"on_date", "participants"}, "offers and needs": {"actor", "direction"},
    "activities": {"actor", "term", "role"},
}  # fmt: skip
"""Headers by which the other tables of our own CSV export are known; some of them have a column `name` too."""
_ORG_ID: Final = re.compile(r"([A-Z]{2}-[A-Z]{2,8})-([^:]+)")
"""An identifier as org-id.guide writes it: the register and the number in one."""
_PLAIN: Final = ("website", "phone", "currency", "audience", "source", *LONG_TEXTS)


def recognise(source: Source, reading: Reading) -> float:
    """How surely the file is a table of organizations, 0 to 1: it is one if something in it can be their names."""
    if not knows(FIELDS | SYNONYMS, reading):
        return 0.0
    if _other_table(source):
        return SCORE
    columns = find_columns(source.grid, reading.columns)
    return SCORE if "name" in columns.index or "acronym" in columns.index else 0.0


def read(source: Source, reading: Reading) -> Organizations:
    """The organizations in the table. Raises BadFile without a column of names, UsageError for a wrong --column."""
    grid = source.grid
    other = _other_table(source)
    if other:
        raise BadFile(
            f"{source.name} is a table of {other} that ngomap exported, not of organizations.",
            "Everything at once comes back from 'ngomap export json'.",
        )
    columns = find_columns(grid, reading.columns)
    if "name" not in columns.index and "acronym" not in columns.index:
        raise BadFile(
            f"No column of {source.name} is known to hold names; its columns: {', '.join(grid.headers)}.",
            f'Say which one does: --column "{grid.headers[0]}=name"',
        )
    reader = _Reader(columns, grid.headers, reading)
    rows: list[OrganizationRow] = []
    rejected: list[Rejected] = []
    for row in grid.rows:
        try:
            rows.append(reader.organization(row))
        except InvalidValue as error:
            rejected.append(Rejected(row.line, f"{error.message} {error.hint}".strip(), grid.record(row)))
    guessed = "sectors" in columns.index and "sectors" not in reading.columns.values() and "issues" not in columns.index
    sector_column = grid.headers[columns.index["sectors"]] if guessed else None
    return Organizations(
        len(grid.rows), tuple(rows), tuple(rejected), columns.taken, grid, sector_column,
        tuple(reader.notes(grid.headers, len(grid.rows))),
    )  # fmt: skip


def _other_table(source: Source) -> str | None:
    """Which other table of our own export the file is, if it is one."""
    headers = set(source.grid.headers)
    return next((what for what, marks in OTHER_TABLES.items() if marks <= headers), None)


class _Reader:
    """Reads rows of one table; counts what it could not understand."""

    def __init__(self, columns: Columns, headers: tuple[str, ...], reading: Reading) -> None:
        self.columns = columns
        self.separator = reading.separator
        self.order = reading.date_order
        self.schemes = {field: field.removeprefix("id:").upper() for field in columns.index if field.startswith("id:")}
        budget_at = columns.index.get("budget")
        self.budget_currency = None if budget_at is None else currency_in(headers[budget_at])
        self.unknown_types: Counter[str] = Counter()
        self.unknown_countries: Counter[str] = Counter()
        self.unstated_registers = self.in_the_sea = self.more_mail = self.nameless = 0

    def organization(self, row: Row) -> OrganizationRow:
        """The organization of one row. Raises InvalidValue, which says why the row cannot be taken."""
        lists = {field: several(self.columns.cell(row.cells, field), self.separator) for field in LISTS}
        texts = {field: text for field in self.columns.index if (text := tidy(self.columns.cell(row.cells, field)))}
        acronym = texts.get("acronym", "")
        name = texts.get("name") or acronym
        if name_key(texts.get("kind", "")) == "person":
            raise InvalidValue("It is a person. People come with 'ngomap person add' or 'ngomap export json'.")
        self.nameless += not name
        if not name_key(name):
            raise InvalidValue(f"{name!r} is not a name: it has no letters or digits." if name else "It has no name.")
        for field in LONG_TEXTS:
            if field in texts:
                texts[field] = paragraphs(self.columns.cell(row.cells, field))
        facts = self._facts(texts)
        terms = tuple(
            (vocabulary, word)
            for field, vocabulary in VOCABULARY_FIELDS.items()
            for word in lists[field]
        )
        where = [texts[f] for f in ("address", "place", "state") if f in texts]
        if where:
            facts["place"] = ", ".join(dict.fromkeys(where))
        return OrganizationRow(
            row.line, name, facts, lists["aliases"],
            acronym if name_key(acronym) != name_key(name) else "", self._identifiers(texts, lists["identifiers"]), terms,
            lists["serves"], tuple(texts[f] for f in ("place", "state") if f in texts),
            texts.get("area", ""), texts.get("handle", ""), texts.get("uid", ""),
        )  # fmt: skip

    def _facts(self, texts: dict[str, str]) -> dict[str, object]:
        facts: dict[str, object] = {field: fact(field, texts[field]) for field in _PLAIN if field in texts}
        if "kind" in texts:
            meaning = kind_and_level(texts["kind"])
            if meaning is None:
                self.unknown_types[texts["kind"]] += 1
            else:
                facts |= {field: value for field, value in zip(("kind", "level"), meaning, strict=True) if value}
        for field in ("level", "status"):
            if field in texts:
                facts[field] = meant(field, texts[field]) or fact(field, texts[field])
        if "country" in texts:
            code = country_code(texts["country"])
            if code:
                facts["country"] = code
            else:
                self.unknown_countries[texts["country"]] += 1
        if "staff" in texts:
            facts["staff"] = people(texts["staff"], "staff")
        if "budget" in texts:
            facts["budget"] = number(texts["budget"], "budget", low=0)
            if self.budget_currency:
                facts.setdefault("currency", self.budget_currency)
        for field in ("founded", "verified_on"):
            if field in texts:
                facts[field] = day(texts[field].removesuffix(".0"), field, self.order)
        if "email" in texts:
            first, *more = several(texts["email"], self.separator) or ("",)
            facts["email"] = fact("email", first)
            self.more_mail += bool(more)
        if "lat" in texts or "lon" in texts:
            facts |= self._point(texts)
        return facts

    def _point(self, texts: dict[str, str]) -> dict[str, object]:
        lat, lon = texts.get("lat"), texts.get("lon")
        if lat is None or lon is None:
            there = "latitude" if lat else "longitude"
            raise InvalidValue(f"A point needs both latitude and longitude; only the {there} ({lat or lon}) is there.")
        north, east = point(lat, lon)
        if north == 0 and east == 0:
            self.in_the_sea += 1
            return {}
        return {"lat": north, "lon": east}

    def _identifiers(self, texts: dict[str, str], written: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        found = [(scheme, texts[field]) for field, scheme in self.schemes.items() if field in texts]
        for text in written:
            as_one = _ORG_ID.fullmatch(text)
            if as_one:
                found.append((as_one[1].upper(), as_one[2]))
            elif ":" in text:
                found.append(identifier(text))
            else:
                found.append((UNSTATED_REGISTER, text))
                self.unstated_registers += 1
        return tuple(dict.fromkeys(found))

    def notes(self, headers: tuple[str, ...], rows: int) -> list[str]:
        """What was read but not understood, or passed over."""
        found = []
        if self.nameless * 2 > rows and "name" in self.columns.index:
            found.append(
                f"{headers[self.columns.index['name']]!r} was taken for the name, but is empty in {self.nameless} of "
                f'{rows} rows. If another column holds the names: --column "HEADER=name".'
            )
        ignored = [header for header, meaning in self.columns.taken.items() if meaning == IGNORED]
        if ignored:
            found.append(
                f"Columns that were not understood are ignored: {', '.join(ignored)}. To use one: "
                f'--column "{ignored[0]}=FIELD" (the fields: ngomap import --list).'
            )
        if "kind" not in self.columns.index:
            found.append("No column says what kind of organizations they are; new ones are recorded as 'other'.")
        found += _counted(self.unknown_types, "The type {} is not known; new ones are recorded as 'other'")
        found += _counted(self.unknown_countries, "The country {} is not known; left out")
        if self.unstated_registers:
            header = headers[self.columns.index["identifiers"]]
            found.append(
                f"Registration numbers without a register are kept as {UNSTATED_REGISTER}:NUMBER. If you know the "
                f'register, say it: --column "{header}=id:GB-CHC" (codes as org-id.guide lists them).'
            )
        if self.in_the_sea:
            found.append(f"Points at 0,0, in the sea off Africa, were left out: {self.in_the_sea}.")
        if self.more_mail:
            found.append(f"Of several e-mail addresses in one cell the first was kept: {self.more_mail} times.")
        return found


def _counted(found: Counter[str], sentence: str) -> list[str]:
    if not found:
        return []
    shown = ", ".join(f"{text!r} ({n})" for text, n in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:5])
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    return [sentence.format(shown + more) + "."]
