"""Grants in the 360Giving standard, as JSON or as a table: who gave how much to whom, when and for what."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from ngomap.errors import BadFile, InvalidValue, UsageError
from ngomap.importers.cells import tidy
from ngomap.importers.counting import counted_note
from ngomap.importers.figures import day
from ngomap.importers.grid import REJECT_COLUMNS, Grid, Row
from ngomap.importers.headers import IGNORED
from ngomap.importers.json_text import AGAIN
from ngomap.importers.org_ids import KINDS, charity_number, org_id
from ngomap.importers.records import ActorRow, Network, Said, TieRow
from ngomap.importers.sound_table import sound_table
from ngomap.importers.source import Part, Reading, Source
from ngomap.model.answers import Rejected
from ngomap.model.countries import country_code
from ngomap.model.facts import currency, fact
from ngomap.model.text import name_key, one_line, paragraphs
from ngomap.model.values import number

TITLE: Final = "Grants in the 360Giving standard, JSON or CSV: who funds whom, how much, when, for what."
SURE: Final = 0.97
JSON_MARKS: Final = (b'"fundingOrganization"', b'"recipientOrganization"', b'"amountAwarded"')

GRANT: Final = {
    "identifier": "id", "id": "id", "title": "title", "description": "description", "currency": "currency",
    "amountawarded": "amount", "awarddate": "awarded", "url": "url",
}  # fmt: skip
GROUPS: Final = {
    "recipientorg": "recipient", "recipientorganization": "recipient", "recipientorganisation": "recipient",
    "fundingorg": "funder", "fundingorganization": "funder", "fundingorganisation": "funder",
    "recipientind": "individual", "recipientindividual": "individual", "planneddates": "dates",
    "grantprogramme": "programme", "beneficiarylocation": "location",
}  # fmt: skip
LEAVES: Final = {
    "recipient": {
        "identifier": "id", "id": "id", "name": "name", "charitynumber": "charity", "companynumber": "company",
        "streetaddress": "street", "city": "city", "addresslocality": "city", "county": "county",
        "addressregion": "county", "country": "country", "addresscountry": "country", "postalcode": "postcode",
        "webaddress": "website", "url": "website", "description": "mission", "telephone": "phone", "email": "email",
        "alternatename": "alias",
    },
    "individual": {"identifier": "id", "id": "id", "name": "name"},
    "dates": {"startdate": "start", "enddate": "end"},
    "programme": {"title": "title"},
    "location": {"name": "name"},
}  # fmt: skip
_SEAMS: Final = re.compile(r"[:/.]")
Key = tuple[str, int, str]
"""Group of fields (empty: the grant itself), which of several, and the field in it."""


def recognise(source: Source, reading: Reading) -> float:
    """How surely the file holds such grants, 0 to 1."""
    if len(source.parts) != 1 or reading.columns:
        return 0.0
    part = source.only
    if part.shape == "json":
        begin = part.begin.replace(b"\x00", b"")
        return SURE if b'"grants"' in begin and all(mark in begin for mark in JSON_MARKS[1:]) else 0.0
    grid = sound_table(part)
    return SURE if grid and _has_grants(grid) else 0.0


def _has_grants(grid: Grid) -> bool:
    found = {key for key in map(key_of_header, grid.headers) if key}
    return ("", 0, "amount") in found and any(g == "funder" for g, _, _ in found) and any(
        g in ("recipient", "individual") for g, _, _ in found
    )


def read(source: Source, reading: Reading) -> Network:
    """The grants in the file. Raises BadFile if it has none, UsageError for --column."""
    if reading.columns:
        raise UsageError("The columns of 360Giving are known; --column is not for it.", "Or say --as table.")
    part = source.only
    reader = _Reader(reading)
    if part.shape == "json":
        return Network(reader.said(_from_json(part), None), headers={"": ("record",)}, notes=reader.notes, as_file=_as_file)
    grid = part.grid
    if not _has_grants(grid):
        raise BadFile(
            f"{source.name} lacks columns of 360Giving: Amount Awarded, Funding Org, Recipient Org.",
            f"Its columns: {', '.join(grid.headers)}.",
        )
    keys = [key_of_header(header) for header in grid.headers]
    taken = {
        header: (" ".join(filter(None, (key[0], key[2]))) if key else IGNORED)
        for header, key in zip(grid.headers, keys, strict=True)
        if header not in REJECT_COLUMNS
    }
    return Network(reader.said(_from_grid(grid, keys), grid), taken, {"": grid.headers}, notes=reader.notes)


def key_of_header(header: str) -> Key | None:
    """What a column of the table holds; None if it is not read.

    >>> key_of_header("Recipient Org:Name"), key_of_header("fundingOrganization/1/id"), key_of_header("Amount Awarded")
    (('recipient', 0, 'name'), ('funder', 1, 'id'), ('', 0, 'amount'))
    """
    segments = ["".join(segment.split()).casefold() for segment in _SEAMS.split(header)]
    which = next((int(s) for s in segments if s.isascii() and s.isdigit() and len(s) < 4), 0)
    words = [s for s in segments if not s.isdigit()]
    if len(words) == 1:
        return ("", 0, GRANT[words[0]]) if words[0] in GRANT else None
    group = GROUPS.get(words[0]) if len(words) == 2 else None
    leaf = LEAVES["recipient" if group == "funder" else group].get(words[1]) if group else None
    return (group, which, leaf) if group and leaf else None


@dataclass(slots=True)
class _Grant:
    """One grant as text: its own fields, and those of each group."""

    row: Row
    fields: dict[str, str] = field(default_factory=dict)
    groups: dict[str, dict[int, dict[str, str]]] = field(default_factory=dict)

    def put(self, key: Key, text: str) -> None:
        """One field, if it says something."""
        if text and tidy(text):
            group, which, leaf = key
            target = self.groups.setdefault(group, {}).setdefault(which, {}) if group else self.fields
            target.setdefault(leaf, text)

    def of(self, group: str) -> list[dict[str, str]]:
        """The members of a group that say something, in order."""
        return [fields for _, fields in sorted(self.groups.get(group, {}).items())]

    def first(self, group: str, leaf: str) -> str:
        """A field of the first member of a group."""
        return next((tidy(fields[leaf]) for fields in self.of(group) if leaf in fields), "")


def _from_grid(grid: Grid, keys: list[Key | None]) -> Iterator[_Grant | Rejected]:
    for row in grid.rows:
        grant = _Grant(row)
        for key, cell in zip(keys, row.cells, strict=True):
            if key and cell:
                grant.put(key, cell)
        yield grant


def _as_file(grants: list[str]) -> str:
    return f'{{"grants": [{", ".join(grants)}]}}'


def _from_json(part: Part) -> Iterator[_Grant | Rejected]:
    document = part.json
    grants = document.get("grants") if isinstance(document, dict) else None
    if not isinstance(grants, list):
        raise BadFile(f"{part.name} has no list of grants.", AGAIN)
    for number_, record in enumerate(grants, 1):
        grant = _Grant(Row(number_, (json.dumps(record, ensure_ascii=False, separators=(",", ":")),)))
        if not isinstance(record, dict):
            yield Rejected(number_, "It is not a grant but some other value.", {"record": grant.row.cells[0]})
            continue
        try:
            _put_all(grant, record)
        except InvalidValue as error:
            yield Rejected(number_, f"{error.message} {error.hint}".strip(), {"record": grant.row.cells[0]})
            continue
        yield grant


def _put_all(grant: _Grant, record: dict[str, object]) -> None:
    for name, value in record.items():
        group = GROUPS.get(name.casefold())
        if group is None:
            key = key_of_header(name)
            if key:
                grant.put(key, _text(value))
            continue
        leaves = LEAVES["recipient" if group == "funder" else group]
        for which, member in enumerate(value if isinstance(value, list) else [value]):
            for leaf, inner in member.items() if isinstance(member, dict) else ():
                if leaf.casefold() in leaves:
                    grant.put((group, which, leaves[leaf.casefold()]), _text(inner))


def _text(value: object) -> str:
    """A value as a cell would have it; objects and lists say nothing here."""
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return ""
    return str(value)


class _Reader:
    """Makes ties of grants; counts what was left out."""

    def __init__(self, reading: Reading) -> None:
        self.order = reading.date_order
        self.tag_from = [key[2] for header in reading.tag_from if (key := key_of_header(header)) and not key[0]]
        self.individuals = self.shared = self.before = 0
        self.unknown_countries: Counter[str] = Counter()

    def said(self, grants: Iterator[_Grant | Rejected], grid: Grid | None) -> Iterator[Said | Rejected]:
        """What each grant says, or why it cannot be taken."""
        for grant in grants:
            if isinstance(grant, Rejected):
                yield grant
                continue
            try:
                yield self._one(grant)
            except InvalidValue as error:
                record = grid.record(grant.row) if grid else {"record": grant.row.cells[0]}
                yield Rejected(grant.row.line, f"{error.message} {error.hint}".strip(), record)

    def _one(self, grant: _Grant) -> Said:
        funders = [self._actor(fields, "funder") for fields in grant.of("funder")]
        recipients = [self._actor(fields, "recipient") for fields in grant.of("recipient")]
        if not funders:
            raise InvalidValue("It does not say who gave the grant.")
        facts = self._tie(grant, len(funders) * len(recipients))
        if not recipients:
            if not grant.of("individual"):
                raise InvalidValue("It does not say who got the grant.")
            # Who in need gets money is nobody's business; the funder is there all the same.
            self.individuals += 1
            return Said(grant.row, tuple(funders))
        ties = tuple(TieRow("funds", f.key, r.key, dict(facts)) for f in funders for r in recipients if f.key != r.key)
        if not ties:
            raise InvalidValue("The organization that gave the grant is the one that got it.")
        text = "\n".join(tidy(grant.fields[name]) for name in self.tag_from if name in grant.fields)
        return Said(grant.row, (*funders, *recipients), ties, text=text)

    def _actor(self, fields: Mapping[str, str], role: str) -> ActorRow:
        identifiers = [org_id(fields["id"])] if "id" in fields else []
        schemes = {scheme for scheme, _ in identifiers}
        if "charity" in fields and (pair := charity_number(fields["charity"]))[0] not in schemes:
            identifiers.append(pair)
        if "company" in fields and "GB-COH" not in schemes:
            identifiers.append(("GB-COH", one_line(fields["company"]).replace(" ", "").upper().zfill(8)))
        name = tidy(fields.get("name", ""))
        if not name_key(name):
            said = f" ({tidy(fields['id'])})" if "id" in fields else ""
            raise InvalidValue(f"The {role} has no name{said}.")
        facts: dict[str, object] = {}
        kind = next((KINDS[scheme] for scheme, _ in identifiers if KINDS.get(scheme)), "")
        if role == "funder" and kind != "government":
            kind = "donor"
        if kind:
            facts["kind"] = kind
        for name_, text in fields.items():
            if name_ in ("website", "phone", "email"):
                facts[name_] = fact(name_, text)
        if "mission" in fields:
            facts["mission"] = paragraphs(fields["mission"])
        where = [tidy(fields[f]) for f in ("street", "city", "county", "postcode") if f in fields]
        if where:
            facts["place"] = ", ".join(dict.fromkeys(where))
        if "country" in fields:
            code = country_code(tidy(fields["country"]))
            if code:
                facts["country"] = code
            else:
                self.unknown_countries[tidy(fields["country"])] += 1
        areas = tuple(tidy(fields[f]) for f in ("city", "county") if f in fields)
        aliases = (tidy(fields["alias"]),) if "alias" in fields else ()
        key = ":".join(identifiers[0]) if identifiers else f"name:{name_key(name)}"
        return ActorRow(name, facts, aliases, identifiers=tuple(identifiers), areas=areas, key=key)

    def _tie(self, grant: _Grant, pairs: int) -> dict[str, object]:
        said = grant.fields
        facts: dict[str, object] = {}
        if "awarded" in said:
            facts["since"] = day(said["awarded"], "Award Date", self.order)
        if "amount" in said:
            amount = number(said["amount"], "Amount Awarded", low=0)
            if pairs == 1:
                facts["amount"] = amount
                if "currency" in said:
                    facts["currency"] = currency(said["currency"])
            elif pairs:
                self.shared += 1
        if "title" in said:
            facts["title"] = one_line(said["title"])
        if "id" in said:
            facts["reference"] = one_line(said["id"])
        start, end = (
            day(text, f"planned {leaf}", self.order) if (text := grant.first("dates", leaf)) else ""
            for leaf in ("start", "end")
        )
        since = str(facts.get("since", ""))
        if end and end >= since[: len(end)]:
            facts["until"] = end
        elif end:
            self.before += 1
        notes = [paragraphs(said["description"])] if "description" in said else []
        if start or end:
            notes.append(f"Planned {' to '.join(('from ' + start if start else '', end)).strip()}.")
        for group, leaf, words in (("programme", "title", "Programme"), ("location", "name", "For people in")):
            text = ", ".join(dict.fromkeys(tidy(fields[leaf]) for fields in grant.of(group) if leaf in fields))
            if text:
                notes.append(f"{words}: {text}.")
        if notes:
            facts["notes"] = "\n".join(notes)
        return facts

    def notes(self) -> list[str]:
        """What was left out, or not understood."""
        found = []
        if self.individuals:
            found.append(f"Grants to individuals were left out, only their funders were taken: {self.individuals}.")
        if self.shared:
            found.append(
                "An amount that stands once for several funders or recipients was left out, because nobody knows whose "
                f"it is: {self.shared}."
            )
        if self.before:
            found.append(f"A planned end before the day of the award was left in the notes only: {self.before}.")
        found += counted_note(self.unknown_countries, "The country {} is not known; left out")
        return found
