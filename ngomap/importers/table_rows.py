"""The rows of one table of organizations: each checked like what is typed, or rejected with the reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from ngomap.errors import InvalidValue, UsageError
from ngomap.importers.cells import several, tidy
from ngomap.importers.contacts import ALONE, is_name, people_in
from ngomap.importers.counting import counted_note
from ngomap.importers.figures import day, people
from ngomap.importers.grid import Grid, Row
from ngomap.importers.headers import IGNORE, IGNORED, Columns
from ngomap.importers.marks import Marks
from ngomap.importers.meanings import kind_and_level, meant
from ngomap.importers.records import ActorRow, Said, TieRow
from ngomap.importers.source import Reading
from ngomap.importers.table_columns import INSTEAD, VOCABULARY_FIELDS, currency_in
from ngomap.model.actors import LONG_TEXTS
from ngomap.model.answers import Rejected
from ngomap.model.countries import country_code
from ngomap.model.facts import UNSTATED_REGISTER, fact, identifier
from ngomap.model.points import point
from ngomap.model.text import counted, name_key, paragraphs
from ngomap.model.values import number

LISTS: Final = (*VOCABULARY_FIELDS, "aliases", "serves", "identifiers")
_ORG_ID: Final = re.compile(r"([A-Z]{2}-[A-Z]{2,8})-([^:]+)")
"""An identifier as org-id.guide writes it: the register and the number in one."""
_PLAIN: Final = ("currency", "audience", "source", *LONG_TEXTS)
CHARITIES: Final = frozenset(("GB-CHC", "GB-SC", "GB-NIC", "IE-CRA", "NZ-CC", "AU-ACNC"))
"""Registers, as org-id.guide lists them, in which nobody but charities stands."""
_OF_TEXT: Final = "text in which issues are looked for"


class TableReader:
    """Reads rows of one table; counts what it could not understand. `part` names the sheet or file among several."""

    def __init__(
        self, columns: Columns, marks: Marks, grid: Grid, reading: Reading, part: str, optional: frozenset[str]
    ) -> None:
        self.columns = columns
        self.marks = marks
        self.grid = grid
        self.part = part
        self.separator = reading.separator
        self.order = reading.date_order
        self.schemes = {field: field.removeprefix("id:").upper() for field in columns.index if field.startswith("id:")}
        budget_at = columns.index.get("budget")
        self.budget_currency = None if budget_at is None else currency_in(grid.headers[budget_at])
        head_at = columns.index.get("head")
        self.head_title = "" if head_at is None else tidy(grid.headers[head_at])
        self.has_people = not {"contact", "head"}.isdisjoint(columns.index)
        self.unwanted = {h.strip().casefold() for h, field in reading.columns.items() if field == IGNORE}
        self.texts = self._text_columns(reading, optional)
        self.unknown_types: Counter[str] = Counter()
        self.unknown_countries: Counter[str] = Counter()
        self.unstated_registers = self.in_the_sea = self.more_mail = self.nameless = self.read = 0
        self.people = self.no_person = self.no_website = self.no_year = self.charities = 0

    def _text_columns(self, reading: Reading, optional: frozenset[str]) -> list[int]:
        by_header = {header.casefold(): at for at, header in enumerate(self.grid.headers)}
        found: list[int] = []
        for header in reading.tag_from:
            at = by_header.get(header.strip().casefold())
            if at is not None:
                found.append(at)
                if self.columns.taken[self.grid.headers[at]] == IGNORED:
                    self.columns.taken[self.grid.headers[at]] = _OF_TEXT
            elif header.strip().casefold() not in optional | reading.optional:
                hint = f"Its columns: {', '.join(self.grid.headers)}."
                raise UsageError(f"There is no column {header!r} in the file.", hint)
        return found

    def rows(self) -> Iterator[Said | Rejected]:
        """What each row says, or why it cannot be taken."""
        where = f"{self.part}: " if self.part else ""
        for row in self.grid.rows:
            self.read += 1
            try:
                yield self._said(row)
            except InvalidValue as error:
                yield Rejected(row.line, f"{where}{error.message} {error.hint}".strip(), self.grid.record(row))

    def _said(self, row: Row) -> Said:
        organization = self.organization(row)
        text = "\n".join(filter(None, (row.cells[at].strip() for at in self.texts))) if self.texts else ""
        if not self.has_people:
            return Said(row, (organization,), part=self.part, text=text)
        actors, ties = self._people(row, organization)
        return Said(row, (organization, *actors), ties, self.part, text)

    def _people(self, row: Row, organization: ActorRow) -> tuple[tuple[ActorRow, ...], tuple[TieRow, ...]]:
        fields = ("contact", "contact_title", "contact_email", "contact_phone", "head")
        texts = {field: text for field in fields if (text := tidy(self.columns.cell(row.cells, field)))}
        for field in ("contact", "head"):
            # Line ends separate people too; `tidy` takes them away.
            cell = self.columns.cell(row.cells, field)
            others = [text for text in several(cell, self.separator) if not is_name(text)]
            if others:
                organization.remarks += (f"{self.grid.headers[self.columns.index[field]]}: {'; '.join(others)}",)
                self.no_person += len(others)
            if field in texts:
                texts[field] = cell
        organization.key = f"{self.part}/{row.line}"
        found = list(people_in(texts, self.head_title, organization.key, self.separator))
        self.people += len(found)
        return tuple(person for person, _ in found), tuple(tie for _, tie in found)

    def organization(self, row: Row) -> ActorRow:
        """The organization of one row. Raises InvalidValue, which says why the row cannot be taken."""
        lists = {field: self._values(row, field) for field in LISTS}
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
        found = self._identifiers(texts, lists["identifiers"])
        if "kind" not in self.columns.index and any(scheme in CHARITIES for scheme, _ in found):
            facts["kind"] = "ngo"
            self.charities += 1
        # Nothing is lost, and an organization is not refused because its web page was being built.
        no_website = "website" in texts and "website" not in facts and meant("status", texts["website"]) != "dormant"
        no_year = "audited" in texts and "audited" not in facts
        self.no_website += no_website
        self.no_year += no_year
        noted = [field for field, odd in (("website", no_website), ("audited", no_year)) if odd]
        remarks = tuple(f"{self.grid.headers[self.columns.index[field]]}: {texts[field]}" for field in noted)
        terms = tuple((vocabulary, word) for field, vocabulary in VOCABULARY_FIELDS.items() for word in lists[field])
        serves = lists["serves"]
        if self.marks.columns:
            marked, marked_areas = self.marks.said(row.cells)
            terms, serves = tuple(dict.fromkeys(terms + marked)), tuple(dict.fromkeys(serves + marked_areas))
        where = [texts[f] for f in ("address", "place", "state", "postcode") if f in texts]
        if where:
            facts["place"] = ", ".join(dict.fromkeys(where))
        return ActorRow(
            name, facts, lists["aliases"],
            acronym if name_key(acronym) != name_key(name) else "", found, terms,
            serves, tuple(texts[f] for f in ("place", "state") if f in texts),
            texts.get("area", ""), texts.get("handle", ""), texts.get("uid", ""), remarks=remarks,
        )  # fmt: skip

    def _values(self, row: Row, field: str) -> tuple[str, ...]:
        found = several(self.columns.cell(row.cells, field), self.separator)
        if self.columns.further:
            more = (several(row.cells[at], self.separator) for at, f in self.columns.further.items() if f == field)
            found = tuple(dict.fromkeys((*found, *(value for values in more for value in values))))
        return found

    def _facts(self, texts: dict[str, str]) -> dict[str, object]:
        facts: dict[str, object] = {field: fact(field, texts[field]) for field in _PLAIN if field in texts}
        if "website" in texts and (address := _website(texts["website"])):
            facts["website"] = address
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
        if "audited" in texts:
            with suppress(InvalidValue):
                facts["audited"] = fact("audited", day(texts["audited"].removesuffix(".0"), "audited", self.order)[:4])
        for field, instead in INSTEAD.items():
            # Nobody is named in this row, so what stands there is how to reach the organization.
            if field in texts and instead not in texts and "contact" not in texts:
                texts[instead] = texts[field]
        if "phone" in texts:
            facts["phone"] = fact("phone", texts["phone"])
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

    def notes(self) -> list[str]:
        """What was read but not understood, or passed over."""
        headers = self.grid.headers
        found = self.grid.remarks()
        if self.nameless * 2 > self.read and "name" in self.columns.index:
            found.append(
                f"{headers[self.columns.index['name']]!r} was taken for the name, but is empty in {self.nameless} of "
                f'{self.read} rows. If another column holds the names: --column "HEADER=name".'
            )
        ignored = [h for h, meaning in self.columns.taken.items() if meaning == IGNORED and h.casefold() not in self.unwanted]
        if ignored:
            found.append(
                f"Columns that were not understood are ignored: {', '.join(ignored)}. To use one: "
                f'--column "{ignored[0]}=FIELD" (the fields: ngomap import --list).'
            )
        if "kind" not in self.columns.index:
            said = "No column says what kind of organizations they are; "
            if self.charities:
                said += f"the {self.charities} in a register of charities are recorded as 'ngo', others as 'other'."
            else:
                said += "new ones are recorded as 'other'."
            found.append(said)
        found += counted_note(self.unknown_types, "The type {} is not known; new ones are recorded as 'other'")
        found += counted_note(self.unknown_countries, "The country {} is not known; left out")
        if self.unstated_registers:
            header = headers[self.columns.index["identifiers"]]
            found.append(
                f"Registration numbers without a register are kept as {UNSTATED_REGISTER}:NUMBER. If you know the "
                f'register, say it: --column "{header}=id:GB-CHC" (codes as org-id.guide lists them).'
            )
        if self.in_the_sea:
            found.append(f"Points at 0,0, in the sea off Africa, were left out: {self.in_the_sea}.")
        if self.more_mail:
            found.append(f"Of several e-mail addresses in one cell the first was kept: {counted(self.more_mail, 'time')}.")
        if self.people:
            found.append(
                f"People named in it are recorded as persons that nobody else sees ({ALONE}), each tied to the "
                f"organization by works-for: {self.people}."
            )
        if self.no_website:
            found.append(f"What is no web address went into the notes: {counted(self.no_website, 'time')}.")
        if self.no_year:
            found.append(f"What is no year of audited accounts went into the notes: {counted(self.no_year, 'time')}.")
        if self.no_person:
            found.append(f"What stands under a person but is no name went into the notes: {counted(self.no_person, 'time')}.")
        return found


def _website(text: str) -> str | None:
    """The address of a web page, or None if the cell says something else, such as "in progress"."""
    try:
        address = str(fact("website", text))
    except InvalidValue:
        return None
    return address if "." in address.partition("://")[2].strip(".") else None
