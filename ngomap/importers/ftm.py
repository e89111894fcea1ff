"""FollowTheMoney entities, one JSON object a line: organizations, people and what ties them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from ngomap.errors import BadFile, InvalidValue, UsageError
from ngomap.importers.counting import counted_note
from ngomap.importers.grid import Row
from ngomap.importers.json_text import parse
from ngomap.importers.node_facts import Nodes
from ngomap.importers.records import ActorRow, Network, Said, TieRow
from ngomap.importers.source import Reading, Source
from ngomap.importers.tie_facts import Ties
from ngomap.model.answers import Rejected
from ngomap.model.facts import UNSTATED_REGISTER
from ngomap.model.text import name_key, one_line
from ngomap.model.values import number

TITLE: Final = "FollowTheMoney: entities as JSON lines (organizations, people, memberships, payments, ...)."
ACTORS: Final = {
    "Organization": None, "LegalEntity": None, "Company": "business", "PublicBody": "government", "Person": "person",
}  # fmt: skip
"""Schemata that are actors, with the kind they say; an Organization may be of any."""


@dataclass(frozen=True)
class _Tie:
    """A schema that is a tie: the properties of its ends, its type, and the property that names a position in it."""

    a: str
    b: str
    type: str
    title: str = "role"


TIES: Final = {
    "Membership": _Tie("member", "organization", "member-of"),
    "Directorship": _Tie("director", "organization", "on-board-of"),
    "Employment": _Tie("employee", "employer", "works-for"),
    "Payment": _Tie("payer", "beneficiary", "funds", ""),
    "Ownership": _Tie("owner", "asset", "related"),
    "UnknownLink": _Tie("subject", "object", "related"),
    "Representation": _Tie("agent", "client", "related"),
    "Succession": _Tie("predecessor", "successor", "related", ""),
    "Family": _Tie("person", "relative", "knows", "relationship"),
    "Associate": _Tie("person", "associate", "knows", "relationship"),
}
_NAMED_AFTER_SCHEMA: Final = frozenset(("Ownership", "Representation", "Succession"))
_ALIASES: Final = ("alias", "previousName", "weakAlias")
_HEADERS: Final = {
    "website": "website", "email": "email", "phone": "phone", "address": "address", "country": "country",
    "mainCountry": "country", "jurisdiction": "country", "incorporationDate": "founded", "summary": "mission",
    "sector": "sectors", "legalForm": "legalForm",
}  # fmt: skip
_REGISTERS: Final = {"leiCode": "XI-LEI", "wikidataId": "WIKIDATA", "registrationNumber": UNSTATED_REGISTER,
                     "taxNumber": UNSTATED_REGISTER}  # fmt: skip
_TIE_HEADERS: Final = {"startDate": "since", "date": "since", "endDate": "until", "amount": "amount", "currency": "currency"}
_MOST: Final = 100
"""Pairs that one tie may make of its ends; more is no tie between some actors."""

Properties = dict[str, list[str]]


def recognise(source: Source, reading: Reading) -> float:
    """How surely the file holds FollowTheMoney entities, 0 to 1."""
    if len(source.parts) > 1 or source.only.shape != "json":
        return 0.0
    # In UTF-16 every other byte of these words is NUL.
    begin = source.only.begin.replace(b"\x00", b"")
    line = begin.decode("utf-8", "ignore").lstrip("\ufeff \r\n").partition("\n")[0]
    try:
        return 1.0 if _entity(json.loads(line)) else 0.0
    except (ValueError, RecursionError):
        # A first line of more than was looked at.
        return 1.0 if b'"schema"' in begin and b'"properties"' in begin and len(line) >= len(begin) // 2 else 0.0


def read(source: Source, reading: Reading) -> Network:
    """The entities, one at a time. A line that is no entity is rejected, and the others are taken."""
    if reading.columns:
        raise UsageError("--column is for tables; this file is JSON.", "Leave it out.")
    reader = _Reader(source, reading)
    return Network(reader.rows(), reader.taken, {"": ("record",)}, notes=reader.notes, as_file="\n".join)


def _entity(value: object) -> tuple[str, str, Properties] | None:
    """The id, the schema and the properties, or None."""
    if not isinstance(value, dict):
        return None
    key, schema, said = value.get("id"), value.get("schema"), value.get("properties")
    if not isinstance(key, str) or not key or not isinstance(schema, str) or not isinstance(said, dict):
        return None
    found: Properties = {}
    for name, values in said.items():
        texts = values if isinstance(values, list) else [values]
        # Entities may hold others instead of their ids.
        found[name] = [t["id"] if isinstance(t, dict) and isinstance(t.get("id"), str) else str(t) for t in texts if t]
    return key, schema, found


class _Reader:
    def __init__(self, source: Source, reading: Reading) -> None:
        self.part = source.only
        self.nodes = Nodes(Reading(separator="|", date_order=reading.date_order))
        self.ties = Ties(self.nodes.kinds, reading.date_order)
        self.taken = dict.fromkeys(("name", *_ALIASES, *_HEADERS, *_REGISTERS), "")
        self.passed_over: Counter[str] = Counter()
        self.several = 0

    def rows(self) -> Iterator[Said | Rejected]:
        """What each line says."""
        # Whether a director is a person is known before the first directorship, wherever the persons stand.
        for _, line in self.part.lines():
            if line.strip() and (entity := _entity(_lenient(line))):
                kind = ACTORS.get(entity[1])
                if entity[1] in ACTORS:
                    self.nodes.kinds[entity[0]] = kind or "other"
        known = dict(self.nodes.kinds)
        any_ = False
        for at, line in self.part.lines():
            text = line.strip().lstrip("\ufeff")
            if not text:
                continue
            any_ = True
            try:
                row = self._row(at, text, known)
            except InvalidValue as error:
                yield Rejected(at, f"{error.message} {error.hint}".strip(), {"record": text})
                continue
            except BadFile as error:
                yield Rejected(at, error.message, {"record": text})
                continue
            if row:
                yield row
        if not any_:
            raise BadFile(f"{self.part.name} has no entities.", "Export it again.")

    def _row(self, at: int, text: str, known: dict[str, str]) -> Said | None:
        entity = _entity(parse(text, self.part.name, at))
        if entity is None:
            raise InvalidValue('It is no entity: it needs "id", "schema" and "properties".')
        key, schema, said = entity
        if schema in ACTORS:
            return Said(Row(at, (text,)), (self._actor(key, schema, said, known),))
        if schema in TIES:
            ties = tuple(self._ties(schema, TIES[schema], said))
            if ties:
                return Said(Row(at, (text,)), (), ties)
        self.passed_over[schema] += 1
        return Said(Row(at, (text,)))

    def _actor(self, key: str, schema: str, said: Properties, known: dict[str, str]) -> ActorRow:
        names = said.pop("name", [])
        if not names:
            raise InvalidValue("It has no name.")
        aliases = [*names[1:], *(alias for field in _ALIASES for alias in said.pop(field, []))]
        identifiers = [(scheme, one_line(v)) for field, scheme in _REGISTERS.items() for v in said.pop(field, [])]
        short = said.pop("abbreviation", [])
        stated: list[tuple[str, str]] = [("acronym", short[0])] if short else []
        used: set[str] = set()
        for field, values in said.items():
            header = _HEADERS.get(field, field)
            if field in _HEADERS and header not in used and values:
                used.add(header)
                stated.append((header, "|".join(values) if header in ("sectors", "email") else values[0]))
                values = [] if header in ("sectors", "email") else values[1:]
            stated += [(f"ftm {field}", value) for value in values]
        row = self.nodes.actor(key, names[0], [("name", names[0]), *stated])
        row.remarks = tuple(line.removeprefix("ftm ") for line in row.remarks)
        row.aliases = tuple(dict.fromkeys(a for a in map(one_line, aliases) if name_key(a) not in ("", name_key(row.name))))
        row.identifiers = tuple(dict.fromkeys(identifiers))
        if ACTORS[schema]:
            row.facts["kind"] = ACTORS[schema]
        if ACTORS[schema] == "person":
            row.facts["audience"] = "internal"
        self.nodes.kinds[key] = known[key]
        return row

    def _ties(self, schema: str, shape: _Tie, said: Properties) -> Iterator[TieRow]:
        ends = said.pop(shape.a, []), said.pop(shape.b, [])
        if not all(ends):
            missing = shape.a if not ends[0] else shape.b
            raise InvalidValue(f"A {schema} without {missing!r}.")
        if len(ends[0]) * len(ends[1]) > _MOST:
            raise InvalidValue(f"A {schema} between {len(ends[0])} and {len(ends[1])} others is no tie of some actors.")
        self.several += len(ends[0]) * len(ends[1]) > 1
        word = _parent_if_most(said) if schema == "Ownership" else shape.type
        title = said.pop(shape.title, []) if shape.title else []
        if schema in _NAMED_AFTER_SCHEMA and word == "related":
            title = title or [schema]
        stated = [(_TIE_HEADERS.get(field, field), value) for field, values in said.items() for value in values]
        for a, b in product(*ends):
            tie = self.ties.tie(a, b, stated, word, one_way=False)
            if title:
                tie.facts["title"] = one_line("; ".join(title))
            yield tie

    def notes(self) -> list[str]:
        """What was read but not understood, or passed over."""
        found = [*self.nodes.notes(), *self.ties.notes()]
        found += counted_note(self.passed_over, "Entities that are neither actors nor ties were passed over: {}")
        if self.several:
            found.append(f"Ties with several actors at one end are recorded as several ties: {self.several}.")
        return found


def _lenient(line: str) -> object:
    try:
        return json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None


def _parent_if_most(said: Properties) -> str:
    """Who owns more than half is a parent; an owner of whom no more is said may own little."""
    for text in said.get("percentage", []):
        try:
            if number(text.strip().removesuffix("%"), "percentage") > 50:
                return "parent-of"
        except InvalidValue:
            continue
    return "related"
