"""The tables of Open Referral HSDS - 1.1 to 3.0, a CSV file each - put together by organization."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ngomap.importers.grid import Row
from ngomap.importers.sound_table import sound_table
from ngomap.importers.source import Part, Source
from ngomap.model.answers import Rejected

Record = dict[str, str]

TABLES: Final = {
    "organization": "organization", "service": "service", "location": "location",
    "serviceatlocation": "place-of-service", "servicesatlocation": "place-of-service",
    "servicearea": "area", "phone": "phone", "contact": "contact",
    "physicaladdress": "address", "address": "address", "postaladdress": "address",
    "organizationidentifier": "identifier", "taxonomy": "word", "taxonomyterm": "word",
    "servicetaxonomy": "link", "servicestaxonomy": "link", "serviceattribute": "link", "attribute": "link",
}  # fmt: skip
"""Names of files, without plural and punctuation, and the tables that are read."""
OF_ORGANIZATIONS: Final = frozenset(
    ("legal_status", "tax_status", "tax_id", "year_incorporated", "parent_organization_id", "alternate_name")
)
"""Columns, besides `id`, `name` and `description`, one of which a table of organizations has."""
_NOT_LETTERS: Final = re.compile(r"[^a-z]+")


@dataclass(slots=True)
class Listing:
    """An organization with what hangs on it. Each list holds records by the names of their columns; services carry the
    words of their taxonomies under `terms`, one a line.
    """

    row: Row
    record: Record
    part: str = ""
    services: list[Record] = field(default_factory=list)
    locations: list[Record] = field(default_factory=list)
    addresses: list[Record] = field(default_factory=list)
    phones: list[Record] = field(default_factory=list)
    contacts: list[Record] = field(default_factory=list)
    identifiers: list[Record] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)


def table_of(part: Part) -> str:
    """Which table the file is (`organization`, ...), or nothing if it is none that is read.

    Its name says so - that is how HSDS works - but only if it has the columns.
    """
    stem = part.name.rsplit("/", 1)[-1].casefold()
    letters = _NOT_LETTERS.sub("", stem.removesuffix(".csv"))
    table = next((TABLES[t] for t in (letters, letters.removesuffix("s"), letters.removesuffix("es")) if t in TABLES), "")
    if not stem.endswith(".csv") and part.sheet is None:
        table = ""
    if not table and part.shape == "table" and _has_organizations(part):
        return "organization"
    return table if table != "organization" or _has_organizations(part) else ""


def _has_organizations(part: Part) -> bool:
    """Whether the file has the columns of a table of organizations."""
    if part.sheet is None and b"description" not in part.begin[:4000].replace(b"\x00", b""):
        return False
    grid = sound_table(part)
    headers = {header.casefold() for header in grid.headers} if grid else set()
    return headers >= {"id", "name", "description"} and not OF_ORGANIZATIONS.isdisjoint(headers)


class Tables:
    """The tables of a source; everything but the organizations is kept by what it hangs on."""

    def __init__(self, source: Source) -> None:
        self.by_table: dict[str, list[Part]] = {}
        self.passed_over: list[str] = []
        for part in source.parts:
            table = table_of(part)
            if table:
                self.by_table.setdefault(table, []).append(part)
            else:
                self.passed_over.append(part.name)
        self.counted: dict[str, int] = {}
        self.strays: dict[str, int] = {}

    def listings(self) -> Iterator[Listing | Rejected]:
        """The organizations in the order of their file, each with what hangs on it."""
        services, owner_of_service = self._owned("service", {})
        locations, owner_of_location = self._owned("location", {})
        owner_of_place: dict[str, str] = {}
        for record in self._records("place-of-service"):
            # A place of a service is one of the organization, even if the table of places does not say so.
            owner = owner_of_service.get(record.get("service_id", ""))
            place = record.get("location_id", "")
            if owner:
                owner_of_place[record.get("id", "")] = owner
            if owner and place and place not in owner_of_location:
                owner_of_location[place] = owner
        for stray in locations.pop("", []):
            owner = owner_of_location.get(stray.get("id", ""), "")
            if owner:
                locations.setdefault(owner, []).append(stray)
        self._give_terms(services)
        at = {"service_id": owner_of_service, "location_id": owner_of_location, "service_at_location_id": owner_of_place}
        areas, _ = self._owned("area", at)
        contacts, owner_of_contact = self._owned("contact", at)
        phones, _ = self._owned("phone", at | {"contact_id": owner_of_contact})
        addresses, _ = self._owned("address", at)
        identifiers, _ = self._owned("identifier", {})
        links = self.organization_terms
        for part in self.by_table.get("organization", []):
            headers = [header.casefold() for header in part.grid.headers]
            for row in part.grid.rows:
                record = dict(zip(headers, row.cells, strict=True))
                id_ = record.get("id", "").strip()
                yield Listing(
                    row, record, part.name if len(self.by_table["organization"]) > 1 else "", services.get(id_, []),
                    locations.get(id_, []), addresses.get(id_, []), phones.get(id_, []), contacts.get(id_, []),
                    identifiers.get(id_, []),
                    [r.get("service_area") or r.get("name") or r.get("extent", "") for r in areas.get(id_, [])],
                    links.get(id_, []),
                )  # fmt: skip

    def _records(self, table: str) -> Iterator[Record]:
        for part in self.by_table.get(table, []):
            headers = [header.casefold() for header in part.grid.headers]
            for row in part.grid.rows:
                self.counted[table] = self.counted.get(table, 0) + 1
                yield {h: c for h, c in zip(headers, row.cells, strict=True) if c and not c.isspace()}

    def _owned(self, table: str, through: dict[str, dict[str, str]]) -> tuple[dict[str, list[Record]], dict[str, str]]:
        """The records of a table by the organization they belong to (empty: none is known), and its id by theirs."""
        found: dict[str, list[Record]] = {}
        owners: dict[str, str] = {}
        for record in self._records(table):
            owner = record.get("organization_id", "").strip()
            for column, known in through.items():
                owner = owner or known.get(record.get(column, "").strip(), "")
            if owner and "id" in record:
                owners[record["id"].strip()] = owner
            if not owner and table != "location":
                self.strays[table] = self.strays.get(table, 0) + 1
            found.setdefault(owner, []).append(record)
        return found, owners

    def _give_terms(self, services: dict[str, list[Record]]) -> None:
        """Let services know the words of the taxonomies that are tied to them."""
        words: dict[str, str] = {}
        for record in self._records("word"):
            word = record.get("name") or record.get("term", "")
            for column in ("id", "code"):
                if record.get(column) and word:
                    words.setdefault(record[column].strip(), word)
        tied: dict[str, list[str]] = {}
        for record in self._records("link"):
            to = record.get("service_id") or record.get("link_id") or ""
            word = words.get((record.get("taxonomy_term_id") or record.get("taxonomy_id") or "").strip(), "")
            if word:
                tied.setdefault(to.strip(), []).append(word)
        known = set()
        for records in services.values():
            for record in records:
                ids = [i.strip() for i in record.get("taxonomy_ids", "").split(",")]
                id_ = record.get("id", "").strip()
                known.add(id_)
                found = [*tied.get(id_, []), *(words[i] for i in ids if i in words)]
                if found:
                    record["terms"] = "\n".join(dict.fromkeys(found))
        self.organization_terms = {to: found for to, found in tied.items() if to not in known}
