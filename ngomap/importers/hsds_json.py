"""Open Referral HSDS 3.0 as JSON: organizations with what they have inside them, or services with their organization."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from ngomap.errors import BadFile
from ngomap.importers.grid import Row
from ngomap.importers.hsds_tables import Listing, Record
from ngomap.importers.json_text import AGAIN
from ngomap.importers.source import Part
from ngomap.model.answers import Rejected

MARKS: Final = re.compile(
    rb'"(services|service_at_locations|service_areas|taxonomy_term|legal_status|assured_date|year_incorporated|'
    rb'organization_identifiers|eligibility_description)"\s*:'
)
"""Names of fields that only this standard has together; a colon tells them from a list of such names."""
ENOUGH_MARKS: Final = 2


def looks_like_hsds(part: Part) -> bool:
    """Whether the beginning of the JSON has the names of fields that only this standard has together."""
    return len(set(MARKS.findall(part.begin.replace(b"\x00", b"")))) >= ENOUGH_MARKS


def as_file(records: list[str]) -> str:
    """A document with only these records."""
    return f"[{', '.join(records)}]"


def listings(part: Part) -> Iterator[Listing | Rejected]:
    """The organizations of the document. Raises BadFile if it has no list of records."""
    document = part.json
    if isinstance(document, dict):
        document = document.get("contents", [document] if "id" in document else None)
    if not isinstance(document, list):
        raise BadFile(f"{part.name} has no list of organizations or services.", AGAIN)
    for number, record in enumerate(document, 1):
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        if not isinstance(record, dict):
            yield Rejected(number, "It is not an organization but some other value.", {"record": text})
            continue
        owner = record.get("organization")
        listing = Listing(Row(number, (text,)), _flat(owner if isinstance(owner, dict) else record))
        if isinstance(owner, dict):
            _below(listing, owner)
            _service(listing, record)
        else:
            _below(listing, record)
        yield listing


def _below(listing: Listing, record: dict[str, object]) -> None:
    """What an organization has inside it."""
    for service in _members(record, "services"):
        _service(listing, service)
    for location in _members(record, "locations"):
        _location(listing, location)
    listing.phones += _own(record, "phones", "organization_id")
    _contacts(listing, record)
    listing.identifiers += [_flat(r) for r in _members(record, "organization_identifiers")]
    listing.terms += _terms(record)


def _service(listing: Listing, service: dict[str, object]) -> None:
    flat = _flat(service)
    found = _terms(service)
    if found:
        flat["terms"] = "\n".join(found)
    listing.services.append(flat)
    listing.phones += _own(service, "phones", "service_id")
    _contacts(listing, service)
    listing.areas += [_flat(r).get("name") or _flat(r).get("extent", "") for r in _members(service, "service_areas")]
    for place in _members(service, "service_at_locations"):
        location = place.get("location")
        if isinstance(location, dict):
            _location(listing, location)
        listing.phones += _own(place, "phones", "service_at_location_id")
        _contacts(listing, place)


def _location(listing: Listing, location: dict[str, object]) -> None:
    flat = _flat(location)
    if any(known.get("id") == flat.get("id") and "id" in flat for known in listing.locations):
        return
    listing.locations.append(flat)
    listing.addresses += _own(location, "addresses", "location_id")
    listing.phones += _own(location, "phones", "location_id")
    _contacts(listing, location)


def _contacts(listing: Listing, record: dict[str, object]) -> None:
    for contact in _members(record, "contacts"):
        listing.contacts.append(_flat(contact))
        listing.phones += _own(contact, "phones", "contact_id")


def _terms(record: dict[str, object]) -> list[str]:
    found = []
    for attribute in _members(record, "attributes"):
        term = attribute.get("taxonomy_term")
        if isinstance(term, dict):
            found.append(_flat(term).get("name") or _flat(term).get("term", ""))
    return [text for text in dict.fromkeys(found) if text]


def _own(record: dict[str, object], name: str, column: str) -> list[Record]:
    """Records inside another, which say what they belong to as the tables do."""
    return [{column: str(record.get("id", "?")), **_flat(member)} for member in _members(record, name)]


def _members(record: dict[str, object], name: str) -> list[dict[str, object]]:
    members = record.get(name)
    return [m for m in members if isinstance(m, dict)] if isinstance(members, list) else []


def _flat(record: dict[str, object]) -> Record:
    """The plain fields of a record as text."""
    return {
        name: str(value)
        for name, value in record.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip()
    }
