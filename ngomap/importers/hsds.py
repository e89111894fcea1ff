"""Open Referral HSDS: a directory of organizations, their services and where they are given."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Final

from ngomap.errors import BadFile, InvalidValue, UsageError
from ngomap.importers import hsds_json
from ngomap.importers.cells import tidy
from ngomap.importers.counting import counted_note
from ngomap.importers.figures import day
from ngomap.importers.hsds_tables import Listing, Record, Tables, table_of
from ngomap.importers.meanings import kind_and_level
from ngomap.importers.org_ids import org_id
from ngomap.importers.records import ActorRow, Network, Said, TieRow
from ngomap.importers.sound_table import refuse_unsound
from ngomap.importers.source import Reading, Source
from ngomap.model.answers import Rejected
from ngomap.model.countries import country_code
from ngomap.model.facts import fact
from ngomap.model.points import point
from ngomap.model.shipped import shipped_rows
from ngomap.model.text import name_key, one_line, paragraphs

TITLE: Final = "Open Referral HSDS 1.1 to 3.0: a folder or ZIP of CSV files, or JSON with the services inside."
SURE: Final = 0.95
SCHEME: Final = "HSDS"
GONE: Final = frozenset(("inactive", "defunct", "temporarily closed"))
"""What is said of services that are not given now."""
VOICE: Final = frozenset(("", "voice", "landline", "telephone", "phone"))
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_EIN: Final = re.compile(r"\d{2}-?\d{7}", re.ASCII)
_ITEM: Final = re.compile(r"\s*<li\b[^>]*>\s*", re.IGNORECASE)
_BREAK: Final = re.compile(r"\s*(</?(p|br|div|ul|ol)\b[^>]*>|</li>)\s*", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_BLANK_LINES: Final = re.compile(r"\n\s*\n+")


def recognise(source: Source, reading: Reading) -> float:
    """How surely these are the tables or the JSON of such a directory, 0 to 1."""
    if reading.columns:
        return 0.0
    if len(source.parts) == 1 and source.only.shape == "json":
        return SURE if hsds_json.looks_like_hsds(source.only) else 0.0
    tables = {table_of(part) for part in source.parts}
    if "organization" not in tables:
        return 0.0
    # A table of organizations alone may be any table.
    return 1.0 if len(tables - {""}) > 1 else 0.0


def read(source: Source, reading: Reading) -> Network:
    """The organizations with their services. Raises BadFile if there is no table of them, UsageError for --column."""
    if reading.columns:
        raise UsageError("The columns of HSDS are known; --column is not for it.", "Or say --as table.")
    if len(source.parts) == 1 and source.only.shape == "json":
        reader = _Reader(reading, None)
        rows = reader.said(hsds_json.listings(source.only))
        return Network(rows, headers={"": ("record",)}, notes=reader.notes, as_file=hsds_json.as_file)
    tables = Tables(source)
    parts = tables.by_table.get("organization", [])
    if not parts:
        refuse_unsound(source)
        names = ", ".join(part.name for part in source.parts[:8])
        raise BadFile(f"{source.name} has no table of organizations; its files: {names}.", "Add organizations.csv to them.")
    reader = _Reader(reading, tables)
    headers = {part.name if len(parts) > 1 else "": part.grid.headers for part in parts}
    return Network(reader.said(tables.listings()), headers=headers, notes=reader.notes)


@cache
def _shipped_services() -> frozenset[str]:
    """What services are called in the vocabulary that every map begins with."""
    return frozenset(
        name_key(text)
        for row in shipped_rows("vocabularies/services.csv")
        for text in (row["name"], *row["aliases"].split("|"))
    )


def plain(text: str) -> str:
    """A text without its HTML; items of lists become lines.

    >>> plain("Help: <ul><li>Care</li> <li>Food &amp; rest</li></ul>")
    'Help:\\n- Care\\n- Food & rest'
    """
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub("", _BREAK.sub("\n", _ITEM.sub("\n- ", text))))
        text = _BLANK_LINES.sub("\n", text)
    return paragraphs(text)


class _Reader:
    """Makes actors of listings; counts what was left out."""

    def __init__(self, reading: Reading, tables: Tables | None) -> None:
        self.order = reading.date_order
        self.tag_from = reading.tag_from
        self.tables = tables
        self.several_points = self.in_the_sea = self.services = self.people = 0
        self.unknown_countries: Counter[str] = Counter()

    def said(self, listings: Iterable[Listing | Rejected]) -> Iterator[Said | Rejected]:
        """What each organization's record says, or why it cannot be taken."""
        for listing in listings:
            if isinstance(listing, Rejected):
                yield listing
                continue
            try:
                yield self._one(listing)
            except InvalidValue as error:
                record = {"record": listing.row.cells[0]} if self.tables is None else listing.record
                yield Rejected(listing.row.line, f"{error.message} {error.hint}".strip(), record)

    def _one(self, listing: Listing) -> Said:
        record = {name: text for name, text in listing.record.items() if tidy(text)}
        name = tidy(record.get("name", ""))
        if not name_key(name):
            raise InvalidValue("The organization has no name.")
        key = record.get("id", "").strip() or f"name:{name_key(name)}"
        facts = self._facts(record, listing)
        remarks = list(chain(self._places(listing), self._services(listing), self._numbers(listing, facts)))
        people, ties = self._people(listing, key, remarks)
        words = [("any", word) for word in self._words(listing)]
        cities = [tidy(a[c]) for a in listing.addresses[:1] for c in ("city", "state_province") if c in a]
        organization = ActorRow(
            name, facts, tuple(tidy(record[c]) for c in ("alternate_name",) if c in record),
            identifiers=self._identifiers(record, listing), terms=tuple(dict.fromkeys(words)),
            serves=tuple(dict.fromkeys(tidy(area) for area in listing.areas if tidy(area))), areas=tuple(cities),
            key=key, remarks=tuple(remarks),
        )  # fmt: skip
        parent = record.get("parent_organization_id", "").strip()
        if parent and parent != key:
            ties.append(TieRow("parent-of", parent, key))
        text = "\n".join(filter(None, (str(facts.get("mission", "")), *remarks))) if self.tag_from else ""
        return Said(listing.row, (organization, *people), tuple(ties), listing.part, text)

    def _facts(self, record: Record, listing: Listing) -> dict[str, object]:
        facts: dict[str, object] = {}
        if "description" in record:
            facts["mission"] = plain(record["description"])
        for field, columns in (("website", ("website", "url")), ("email", ("email",))):
            text = next((tidy(record[c]) for c in columns if c in record), "")
            if text:
                facts[field] = fact(field, text)
        if "year_incorporated" in record:
            facts["founded"] = day(tidy(record["year_incorporated"]).removesuffix(".0"), "year_incorporated", self.order)
        for column in ("legal_status", "tax_status"):
            meaning = kind_and_level(record.get(column, "").replace("_", " ")) if column in record else None
            if meaning:
                facts |= {f: value for f, value in zip(("kind", "level"), meaning, strict=True) if value}
                break
        checked = [day(s["assured_date"], "assured_date", self.order) for s in listing.services if "assured_date" in s]
        if checked:
            facts["verified_on"] = max(checked)
        if listing.addresses:
            facts |= self._address(listing.addresses[0])
        points = {p for location in listing.locations if (p := self._point(location))}
        if len(points) == 1:
            ((facts["lat"], facts["lon"]),) = points
        self.several_points += len(points) > 1
        return facts

    def _address(self, address: Record) -> dict[str, object]:
        columns = ("address_1", "address_2", "city", "state_province", "postal_code")
        found: dict[str, object] = {}
        where = [tidy(address[c]) for c in columns if tidy(address.get(c, ""))]
        if where:
            found["place"] = ", ".join(dict.fromkeys(where))
        code = country_code(address["country"]) if "country" in address else None
        if code:
            found["country"] = code
        elif "country" in address:
            self.unknown_countries[tidy(address["country"])] += 1
        return found

    def _point(self, location: Record) -> tuple[float | None, float | None] | None:
        lat, lon = (tidy(location.get(c, "")) or None for c in ("latitude", "longitude"))
        if lat is None and lon is None:
            return None
        found = point(lat, lon)
        if found == (0, 0):
            self.in_the_sea += 1
            return None
        return found

    def _places(self, listing: Listing) -> Iterator[str]:
        for location in listing.locations:
            names = [tidy(location[c]) for c in ("name", "alternate_name") if tidy(location.get(c, ""))]
            about = [plain(location[c]) for c in ("description", "transportation") if c in location]
            if names or about:
                yield " ".join([f"Place: {' / '.join(names)}.".replace(": .", ":"), *about])

    def _services(self, listing: Listing) -> Iterator[str]:
        for service in listing.services:
            self.services += 1
            status = tidy(service.get("status", ""))
            gone = f" ({status})" if status.casefold() in GONE else ""
            names = [tidy(service[c]) for c in ("name", "alternate_name") if tidy(service.get(c, ""))]
            about = [plain(service["description"])] if "description" in service else []
            how = [f"{label}: {tidy(service[c])}." for c, label in _HOW.items() if tidy(service.get(c, ""))]
            yield " ".join([f"Service: {' / '.join(names)}{gone}.", *about, *how])

    def _numbers(self, listing: Listing, facts: dict[str, object]) -> Iterator[str]:
        """Telephone numbers beside the one that becomes the organization's own, which `facts` gets."""
        numbers = [p for p in listing.phones if tidy(p.get("number", "")) and "contact_id" not in p]
        voices = [p for p in numbers if tidy(p.get("type", "")).casefold() in VOICE]
        own = next((p for c in ("organization_id", "location_id") for p in voices if _belongs(p, c)), None)
        if own:
            facts["phone"] = fact("phone", _number(own))
        for phone in numbers:
            if phone is not own and (own is None or _number(phone) != _number(own)):
                kind = tidy(phone.get("type", ""))
                about = ", ".join(filter(None, (tidy(phone.get("description", "")), kind if kind != "voice" else "")))
                yield f"Telephone{f' ({about})' if about else ''}: {_number(phone)}."

    def _people(self, listing: Listing, key: str, remarks: list[str]) -> tuple[list[ActorRow], list[TieRow]]:
        """The contacts that are people, for internal eyes, and their ties; those without a name become remarks."""
        actors, ties = [], []
        for contact in listing.contacts:
            name = tidy(contact.get("name", ""))
            numbers = [_number(p) for p in listing.phones if p.get("contact_id") == contact.get("id") and "number" in p]
            title = ", ".join(tidy(contact[c]) for c in ("title", "department") if tidy(contact.get(c, "")))
            if not name_key(name):
                reach = ", ".join(filter(None, (title, tidy(contact.get("email", "")), *numbers)))
                if reach:
                    remarks.append(f"Contact: {reach}.")
                continue
            facts: dict[str, object] = {"kind": "person", "audience": "internal"}
            if tidy(contact.get("email", "")):
                facts["email"] = fact("email", contact["email"])
            if numbers:
                facts["phone"] = one_line(numbers[0])
            person = f"contact:{contact.get('id') or f'{key}:{name_key(name)}'}"
            actors.append(ActorRow(name, facts, key=person))
            tie: dict[str, object] = {"audience": "internal"}
            if title:
                tie["title"] = title
            ties.append(TieRow("works-for", person, key, tie))
        self.people += len(actors)
        return actors, ties

    def _identifiers(self, record: Record, listing: Listing) -> tuple[tuple[str, str], ...]:
        found = []
        id_ = record.get("id", "").strip()
        if _UUID.fullmatch(id_):
            # Numbers that count from 1 are those of another directory too.
            found.append((SCHEME, id_.lower()))
        tax = tidy(record.get("tax_id", ""))
        if tax:
            countries = {country_code(a["country"]) for a in listing.addresses if "country" in a}
            found.append(("US-EIN", tax.replace("-", "")) if countries == {"US"} and _EIN.fullmatch(tax) else org_id(tax))
        for other in listing.identifiers:
            value = tidy(other.get("identifier", ""))
            scheme = tidy(other.get("identifier_scheme", "")) or tidy(other.get("identifier_type", ""))
            if value:
                found.append((scheme.upper().replace(" ", "-"), value) if scheme else org_id(value))
        return tuple(dict.fromkeys(found))

    def _words(self, listing: Listing) -> Iterator[str]:
        """The words of taxonomies, and the names of services that a vocabulary knows."""
        yield from listing.terms
        for service in listing.services:
            if tidy(service.get("status", "")).casefold() in GONE:
                continue
            yield from filter(None, map(tidy, service.get("terms", "").split("\n")))
            name = tidy(service.get("name", ""))
            if name_key(name) in _shipped_services():
                yield name

    def notes(self) -> list[str]:
        """What was read with the organizations, and what was left out."""
        found = []
        if self.services:
            found.append(f"Services are told in the notes of their organization: {self.services}.")
        if self.people:
            found.append(f"Contacts are people for internal eyes only: {self.people}.")
        if self.several_points:
            found.append(f"Organizations with several places got no point of their own: {self.several_points}.")
        if self.in_the_sea:
            found.append(f"Points at 0,0, in the sea off Africa, were left out: {self.in_the_sea}.")
        found += counted_note(self.unknown_countries, "The country {} is not known; left out")
        if self.tables:
            if self.tables.strays:
                strays = ", ".join(f"{n} of '{table}'" for table, n in sorted(self.tables.strays.items()))
                found.append(f"Rows that belong to no organization of the file were passed over: {strays}.")
            if self.tables.passed_over:
                found.append(f"Files that were not read: {', '.join(sorted(self.tables.passed_over))}.")
        return found


_HOW: Final = {
    "url": "Web", "email": "E-mail", "application_process": "How to apply", "wait_time": "Waiting time", "fees": "Fees",
    "fees_description": "Fees", "eligibility_description": "For whom", "interpretation_services": "Interpreting",
}  # fmt: skip


def _belongs(phone: Record, column: str) -> bool:
    return bool(phone.get(column, "").strip())


def _number(phone: Record) -> str:
    extension = tidy(phone.get("extension", ""))
    return one_line(phone["number"]) + (f" ext. {extension}" if extension else "")
