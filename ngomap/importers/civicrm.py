"""Contacts and relationships as CiviCRM exports them, a CSV file each; either alone or both together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final

from ngomap.errors import BadFile, InvalidValue, UsageError
from ngomap.importers.cells import tidy
from ngomap.importers.counting import counted_note
from ngomap.importers.figures import day
from ngomap.importers.grid import REJECT_COLUMNS, Grid, Row
from ngomap.importers.headers import IGNORED
from ngomap.importers.records import ActorRow, Network, Said, TieRow
from ngomap.importers.sound_table import refuse_unsound, sound_table
from ngomap.importers.source import Part, Reading, Source
from ngomap.model.answers import Rejected
from ngomap.model.countries import country_code
from ngomap.model.facts import fact
from ngomap.model.points import point
from ngomap.model.shipped import shipped_rows
from ngomap.model.text import name_key, paragraphs

TITLE: Final = "CiviCRM: exported contacts, relationships, or both (CSV)."
SURE: Final = 0.96
SCHEME: Final = "CIVICRM"
TYPES: Final = frozenset(("individual", "organization", "household"))
CONTACT: Final = {
    "contact type": "type", "contact id": "id", "internal contact id": "id", "id": "id",
    "contact name": "display", "display name": "display", "organization name": "organization",
    "first name": "first", "middle name": "middle", "last name": "last", "legal name": "legal", "nickname": "nickname",
    "nick name": "nickname", "job title": "title", "current employer": "employer", "current employer id": "employer-id",
    "street address": "street", "supplemental address 1": "street-2", "city": "city", "state": "state",
    "state province": "state", "postal code": "postcode", "country": "country", "latitude": "lat", "longitude": "lon",
    "email": "email", "phone": "phone", "website": "website", "note s": "notes", "note": "notes", "notes": "notes",
    "do not email": "no-email", "do not phone": "no-phone", "do not mail": "no-mail", "do not trade": "no-trade",
    "no bulk emails user opt out": "no-bulk", "contact is in trash": "deleted", "is deleted": "deleted",
    "contact is deceased": "deceased", "deceased": "deceased", "is deceased": "deceased",
}  # fmt: skip
RELATIONSHIP: Final = {
    "contact a": "a", "contact a display name": "a", "contact b": "b", "contact b display name": "b",
    "contact id a": "a-id", "contact a id": "a-id", "contact a contact id": "a-id", "contact id b": "b-id",
    "contact b id": "b-id", "contact b contact id": "b-id", "relationship type": "type",
    "relationship type label a to b": "type", "relationship type a": "type", "start date": "start",
    "relationship start date": "start", "end date": "end", "relationship end date": "end", "is active": "active",
    "active": "active", "enabled": "active", "relationship is active": "active", "description": "notes",
    "relationship description": "notes",
}  # fmt: skip
WISHES: Final = {
    "no-email": "Do not e-mail.", "no-phone": "Do not telephone.", "no-mail": "Do not write.",
    "no-trade": "Do not pass on.", "no-bulk": "No mass mail.", "deceased": "Has died.",
}  # fmt: skip
_YES: Final = frozenset(("yes", "1", "true", "y"))
_NO: Final = frozenset(("no", "0", "false", "n"))
_Say = Callable[[dict[str, str]], tuple[tuple[ActorRow, ...], tuple[TieRow, ...]]]
OF_PEOPLE: Final = frozenset(("works-for", "on-board-of", "volunteers-for"))


def recognise(source: Source, reading: Reading) -> float:
    """How surely these are exports of CiviCRM, 0 to 1."""
    known = [_what(part) for part in source.parts]
    return SURE if known and not reading.columns and all(known) else 0.0


def _what(part: Part) -> str:
    """`contacts`, `relationships`, or nothing."""
    grid = sound_table(part)
    if grid is None:
        return ""
    relation = set(_columns(grid, RELATIONSHIP))
    if {"type"} <= relation and all(relation & {end, f"{end}-id"} for end in ("a", "b")):
        return "relationships"
    contact = _columns(grid, CONTACT)
    if "type" not in contact or not contact.keys() & {"display", "organization", "last"}:
        return ""
    types = {cell.strip().casefold() for cell in grid.column(contact["type"]) if cell.strip()}
    return "contacts" if types and types <= TYPES else ""


def _columns(grid: Grid, names: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, header in enumerate(grid.headers):
        field = names.get(name_key(header))
        if field:
            found.setdefault(field, at)
    return found


def read(source: Source, reading: Reading) -> Network:
    """The contacts and their relationships. Raises BadFile if the files are something else, UsageError for --column."""
    if reading.columns:
        raise UsageError("The columns of CiviCRM are known; --column is not for it.", "Or say --as table.")
    parts = [(part, _what(part)) for part in source.parts]
    strange = [part.name for part, what in parts if not what]
    if strange:
        refuse_unsound(source)
        raise BadFile(
            f"{strange[0]} is no export of contacts or relationships.",
            "Contacts need the columns Contact Type and Display Name; relationships Contact A, Contact B, Relationship Type.",
        )
    reader = _Reader(parts, reading.date_order)
    return Network(
        reader.rows(), reader.taken(), {reader.part(p): p.grid.headers for p, _ in parts}, notes=reader.notes
    )


@cache
def _relations() -> dict[str, tuple[str, bool]]:
    rows = shipped_rows("imports/civicrm_relations.csv")
    return {name_key(row["label"]): (row["type"], row["turned"] == "yes") for row in rows}


class _Reader:
    """Reads both kinds of files; contacts come first, so that relationships find them."""

    def __init__(self, parts: Sequence[tuple[Part, str]], order: str | None) -> None:
        self.parts = parts
        self.order = order
        self.kinds: dict[str, str] = {}
        self.by_name: dict[str, set[str]] = {}
        self.households = self.deleted = self.family = self.in_the_sea = 0
        self.unknown: Counter[str] = Counter()
        self.unknown_countries: Counter[str] = Counter()

    def part(self, part: Part) -> str:
        """The name of a file, if there are several."""
        return part.name if len(self.parts) > 1 else ""

    def taken(self) -> dict[str, str]:
        """What each column is taken for."""
        found: dict[str, str] = {}
        for part, what in self.parts:
            names = CONTACT if what == "contacts" else RELATIONSHIP
            for header in part.grid.headers:
                if header not in REJECT_COLUMNS:
                    found[header] = names.get(name_key(header), found.get(header, IGNORED))
        return found

    def rows(self) -> Iterator[Said | Rejected]:
        """What each row says, or why it cannot be taken."""
        contacts = [part for part, what in self.parts if what == "contacts"]
        for part in contacts:
            self._learn(part.grid)
        for part in contacts:
            columns = _columns(part.grid, CONTACT)
            for row in part.grid.rows:
                fields = {f: text for f, at in columns.items() if (text := tidy(row.cells[at]))}
                yield self._tried(part, row, fields, self._contact)
        for part, what in self.parts:
            if what == "relationships":
                columns = _columns(part.grid, RELATIONSHIP)
                for row in part.grid.rows:
                    fields = {f: text for f, at in columns.items() if (text := tidy(row.cells[at]))}
                    yield self._tried(part, row, fields, self._relationship)

    def _tried(self, part: Part, row: Row, fields: dict[str, str], say: _Say) -> Said | Rejected:
        try:
            actors, ties = say(fields)
        except InvalidValue as error:
            return Rejected(row.line, f"{error.message} {error.hint}".strip(), part.grid.record(row))
        return Said(row, actors, ties, self.part(part))

    def _learn(self, grid: Grid) -> None:
        """Keys and kinds of all contacts, and who bears which name."""
        columns = _columns(grid, CONTACT)
        for row in grid.rows:
            fields = {f: text for f, at in columns.items() if (text := tidy(row.cells[at]))}
            key, name = _key(fields), _name(fields)
            gone = fields.get("deleted", "").casefold() in _YES
            self.kinds[key] = "gone" if gone else fields.get("type", "").casefold()
            for text in {name, fields.get("display", "")} - {""}:
                self.by_name.setdefault(name_key(text), set()).add(key)

    def _contact(self, fields: dict[str, str]) -> tuple[tuple[ActorRow, ...], tuple[TieRow, ...]]:
        type_ = fields.get("type", "").casefold()
        if fields.get("deleted", "").casefold() in _YES:
            self.deleted += 1
            return (), ()
        if type_ == "household":
            self.households += 1
            return (), ()
        if type_ not in TYPES:
            raise InvalidValue(f"Contact Type: {fields.get('type', '')!r} is not known.", "Individual or Organization.")
        name = _name(fields)
        if not name_key(name):
            raise InvalidValue("The contact has no name.")
        person = type_ == "individual"
        facts: dict[str, object] = {"kind": "person", "audience": "internal"} if person else {}
        for field in ("email", "phone", "website"):
            if field in fields:
                facts[field] = fact(field, fields[field])
        where = [fields[f] for f in ("street", "street-2", "city", "state", "postcode") if f in fields]
        if where:
            facts["place"] = ", ".join(dict.fromkeys(where))
        code = country_code(fields["country"]) if "country" in fields else None
        if code:
            facts["country"] = code
        elif "country" in fields:
            self.unknown_countries[fields["country"]] += 1
        spot = point(fields.get("lat"), fields.get("lon"))
        if spot == (0, 0):
            self.in_the_sea += 1
        elif spot[0] is not None:
            facts["lat"], facts["lon"] = spot
        if "notes" in fields:
            facts["notes"] = paragraphs(fields["notes"])
        remarks = tuple(text for field, text in WISHES.items() if fields.get(field, "").casefold() in _YES)
        key = _key(fields)
        others = (fields[f] for f in ("legal", "nickname") if f in fields)
        aliases = tuple(dict.fromkeys(text for text in others if name_key(text) != name_key(name)))
        actor = ActorRow(
            name, facts, aliases, identifiers=((SCHEME, fields["id"]),) if "id" in fields else (),
            areas=tuple(fields[f] for f in ("city", "state") if f in fields), key=key, remarks=remarks,
        )  # fmt: skip
        if not person or "employer" not in fields:
            return (actor,), ()
        employer, extra = self._named(fields["employer"], fields.get("employer-id", ""), {})
        title: dict[str, object] = {"title": fields["title"]} if "title" in fields else {}
        return (actor, *extra), (TieRow("works-for", key, employer, {**title, "audience": "internal"}),)

    def _relationship(self, fields: dict[str, str]) -> tuple[tuple[ActorRow, ...], tuple[TieRow, ...]]:
        label = fields.get("type", "")
        type_, turned = _relations().get(name_key(label), ("related", False))
        if not label:
            raise InvalidValue("It does not say what sort of relationship it is.")
        if not type_:
            self.family += 1
            return (), ()
        if name_key(label) not in _relations():
            self.unknown[label] += 1
        first, second = ("b", "a") if turned else ("a", "b")
        # Somebody only named here may be a person; until somebody looks, that name is for internal eyes.
        inside: dict[str, object] = {"audience": "internal"}
        start: dict[str, object] = {"kind": "person", **inside} if type_ in OF_PEOPLE else dict(inside)
        a, more_a = self._named(fields.get(first, ""), fields.get(f"{first}-id", ""), start)
        end: dict[str, object] = {} if type_ in OF_PEOPLE else dict(inside)
        b, more_b = self._named(fields.get(second, ""), fields.get(f"{second}-id", ""), end)
        if {self.kinds.get(a), self.kinds.get(b)} & {"household", "gone"}:
            self.family += 1
            return (), ()
        if a == b:
            raise InvalidValue("Both ends of the relationship are the same contact.")
        facts: dict[str, object] = {}
        if not {self.kinds.get(a), self.kinds.get(b)} <= {"organization"}:
            facts["audience"] = "internal"
        if type_ in ("related", "knows"):
            facts["title"] = label
        for field, column in (("since", "start"), ("until", "end")):
            if column in fields:
                facts[field] = day(fields[column], f"{column} date", self.order)
        if fields.get("active", "").casefold() in _NO:
            facts["status"] = "ended"
        if "notes" in fields:
            facts["notes"] = paragraphs(fields["notes"])
        return (*more_a, *more_b), (TieRow(type_, a, b, facts),)

    def _named(self, name: str, id_: str, facts: dict[str, object]) -> tuple[str, tuple[ActorRow, ...]]:
        """The key of a contact that is named elsewhere, and its row if no row of contacts declares it."""
        key = f"id:{id_}" if id_ else ""
        if key in self.kinds:
            return key, ()
        bearers = self.by_name.get(name_key(name), set())
        if not key and len(bearers) == 1:
            return next(iter(bearers)), ()
        if not key and len(bearers) > 1:
            raise InvalidValue(f"{name!r} is the name of {len(bearers)} contacts.", "Export the contact IDs with it.")
        if not name_key(name):
            raise InvalidValue(f"Contact {id_} is not in the file, and has no name here." if id_ else "A name is missing.")
        key = key or f"name:{name_key(name)}"
        return key, (ActorRow(name, facts, identifiers=((SCHEME, id_),) if id_ else (), key=key),)

    def notes(self) -> list[str]:
        """What was passed over, or not understood."""
        found = []
        if any(what == "contacts" for _, what in self.parts):
            found.append(
                "Individuals are for internal eyes only. Contact IDs are kept as CIVICRM:NUMBER; another CiviCRM counts "
                "from 1 too, so bring its contacts in without their IDs."
            )
        if self.households:
            found.append(f"Households were passed over: {self.households}.")
        if self.deleted:
            found.append(f"Contacts in the trash were passed over: {self.deleted}.")
        if self.family:
            found.append(f"Relationships with households or contacts in the trash were passed over: {self.family}.")
        if self.in_the_sea:
            found.append(f"Points at 0,0, in the sea off Africa, were left out: {self.in_the_sea}.")
        found += counted_note(self.unknown, "Relationship types that are not known stand as 'related': {}")
        found += counted_note(self.unknown_countries, "The country {} is not known; left out")
        ignored = [header for header, field in self.taken().items() if field == IGNORED]
        if ignored:
            found.append(f"Columns that are not read: {', '.join(ignored)}.")
        return found


def _key(fields: dict[str, str]) -> str:
    return f"id:{fields['id']}" if "id" in fields else f"name:{name_key(_name(fields))}"


def _name(fields: dict[str, str]) -> str:
    if fields.get("type", "").casefold() != "individual":
        return fields.get("organization") or fields.get("display", "")
    whole = " ".join(fields[f] for f in ("first", "middle", "last") if f in fields)
    return whole or fields.get("display", "")
