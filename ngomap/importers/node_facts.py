"""What the attributes of a node say of an actor: its fields by their names, everything else as lines for its notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Final

from ngomap.errors import InvalidValue, UsageError
from ngomap.importers.cells import several, tidy
from ngomap.importers.counting import counted_note
from ngomap.importers.figures import day, people
from ngomap.importers.headers import IGNORE
from ngomap.importers.meanings import kind_and_level, meant
from ngomap.importers.own_facts import is_own, own_actor
from ngomap.importers.records import ActorRow
from ngomap.importers.source import Reading
from ngomap.importers.table_columns import FIELDS, SYNONYMS, currency_in, field_of
from ngomap.model.actors import LONG_TEXTS
from ngomap.model.countries import country_code
from ngomap.model.facts import UNSTATED_REGISTER, fact, identifier
from ngomap.model.points import point
from ngomap.model.text import counted, name_key, one_line, paragraphs
from ngomap.model.values import number

VOCABULARY_FIELDS: Final = {
    "issues": "issue", "populations": "population", "services": "service", "sectors": "sector", "tags": "any",
}  # fmt: skip
PERSON_WORDS: Final = frozenset(
    ("person", "people", "individual", "individuals", "contact person", "personne", "individu", "persona", "individuo",
     "pessoa", "human")
)  # fmt: skip
LAYOUT: Final = frozenset(
    ("x", "y", "z", "size", "color", "colour", "width", "height", "shape", "opacity", "r", "g", "b", "a", "graphics",
     "viz", "image", "avatar", "pin", "timeset", "interval")
)  # fmt: skip
"""How a node was drawn, which in other tables `x` and `y` are not."""
LABELS: Final = frozenset(("label", "etiquette", "etiqueta", "libelle"))
_TEXTS: Final = ("phone", "currency", "source")


@cache
def _meaning(header: str) -> str:
    """The field that a header of a node means: one of an organization, `tags`, `label`, `layout`, or nothing."""
    key = name_key(header)
    if key in LAYOUT:
        return "layout"
    if key in LABELS:
        return "label"
    if key in ("tags", "tag", "element tags", "etiquetas", "mots cles", "keywords"):
        return "tags"
    return "kind" if key == "element type" else field_of(header) or ""


def checked_columns(reading: Reading) -> dict[str, str]:
    """What the user said of attributes: lower-case header to field. Raises UsageError for a field there is not."""
    found: dict[str, str] = {}
    for header, field in reading.columns.items():
        field = SYNONYMS.get(field, field)
        if field not in FIELDS and field != IGNORE and not field.startswith("id:"):
            raise UsageError(f"{field!r} is not a field.", f"One of: {', '.join(FIELDS)}, {IGNORE}.")
        found[header.strip().casefold()] = field
    return found


class Nodes:
    """Reads what a file states of actors, and counts what it could not understand. `kinds` are the kinds of those it
    has read, by key; `taken` says what each attribute was taken for.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.wanted = checked_columns(reading)
        self.kinds: dict[str, str] = {}
        self.taken: dict[str, str] = {}
        self.unknown_types: Counter[str] = Counter()
        self.unreadable: Counter[str] = Counter()
        self.layout: Counter[str] = Counter()
        self.unstated_registers = self.kindless = 0

    def actor(self, key: str, label: str, stated: Iterable[tuple[str, str]]) -> ActorRow:
        """The actor that a node is. `stated` are the headers of its attributes with their texts, several values divided
        by `|` or `;`; its name is the attribute that says so, else the label, else the key.

        Raises InvalidValue if it has no name, or if a file of our own says what cannot be.
        """
        cells = [(header, text) for header, text in stated if text and not text.isspace()]
        if is_own(cells):
            row = own_actor(key, [("label", label or key), *cells])
            self.taken.update({header: FIELDS.get(header, header) for header, _ in cells})
        else:
            row = self._foreign(key, label, cells)
        if not name_key(row.name):
            raise InvalidValue(f"{row.name!r} is not a name: it has no letters or digits." if row.name else "It has no name.")
        if "kind" in row.facts:
            self.kinds[key] = str(row.facts["kind"])
        else:
            self.kinds.setdefault(key, "other")
            self.kindless += 1
        return row

    def _foreign(self, key: str, label: str, cells: list[tuple[str, str]]) -> ActorRow:
        said: dict[str, str] = {}
        row = ActorRow("", key=key)
        lines: list[str] = []
        identifiers: list[tuple[str, str]] = []
        for header, text in cells:
            field = self.wanted.get(header.strip().casefold()) or _meaning(header)
            cell = tidy(text)
            if field == "layout":
                self.layout[header] += 1
            if not cell or field in ("layout", IGNORE, "uid", "handle"):
                continue
            if field == "label":
                label = label or cell
            elif field.startswith("id:"):
                identifiers.append((field.removeprefix("id:").upper(), cell))
            elif field and field not in said:
                said[field] = text
                self.taken[header] = FIELDS.get(field, field)
                if field == "budget" and (code := currency_in(header)):
                    said.setdefault("currency", code)
            else:
                lines.append(f"{header}: {cell}")
                self.taken.setdefault(header, FIELDS["notes"])
        label = tidy(label)
        row.name = tidy(said.pop("name", "")) or label or tidy(said.get("acronym", "")) or tidy(key)
        row.acronym = tidy(said.pop("acronym", ""))
        if name_key(row.acronym) == name_key(row.name):
            row.acronym = ""
        aliases = self._several(said.pop("aliases", ""))
        if label and name_key(label) != name_key(row.name):
            aliases = (*aliases, label)
        row.aliases = tuple(a for a in aliases if name_key(a) and name_key(a) != name_key(row.name))
        row.serves = self._several(said.pop("serves", ""))
        row.sits_in = tidy(said.pop("area", ""))
        row.terms = tuple((v, word) for f, v in VOCABULARY_FIELDS.items() for word in self._several(said.pop(f, "")))
        row.identifiers = tuple(dict.fromkeys((*identifiers, *self._identifiers(said.pop("identifiers", "")))))
        row.areas = tuple(tidy(said[f]) for f in ("place", "state") if f in said)
        row.facts = self._facts(said, lines)
        row.remarks = tuple(lines)
        return row

    def _several(self, text: str) -> tuple[str, ...]:
        return several(text, self.reading.separator) if text else ()

    def _identifiers(self, text: str) -> list[tuple[str, str]]:
        found = []
        for cell in self._several(text):
            if ":" in cell.strip(":"):
                found.append(identifier(cell))
            else:
                found.append((UNSTATED_REGISTER, cell))
                self.unstated_registers += 1
        return found

    def _facts(self, said: dict[str, str], lines: list[str]) -> dict[str, object]:
        """The fields; one that cannot be read becomes a line of the notes, so that no tie is lost with its actor."""
        facts: dict[str, object] = {}
        where = [one_line(said.pop(f)) for f in ("address", "place", "state") if f in said]
        if where:
            facts["place"] = ", ".join(dict.fromkeys(where))
        if "lat" in said or "lon" in said:
            self._point(said.pop("lat", ""), said.pop("lon", ""), facts, lines)
        for field, text in said.items():
            first, *more = self._several(text) if field == "email" else (text,)
            lines += [f"{FIELDS[field]}: {other}" for other in more]
            try:
                facts |= self._fact(field, first)
            except InvalidValue:
                lines.append(f"{FIELDS[field]}: {tidy(text)}")
                if field == "kind":
                    self.unknown_types[tidy(text)] += 1
                else:
                    self.unreadable[f"{field}: {tidy(text)[:40]}"] += 1
        if facts.get("kind") == "person":
            facts.setdefault("audience", "internal")
        if "budget" not in facts:
            facts.pop("currency", None)
        return facts

    def _fact(self, field: str, text: str) -> dict[str, object]:
        cell = tidy(text)
        match field:
            case "kind":
                return _kind(cell)
            case "level" | "status":
                return {field: meant(field, cell) or fact(field, cell)}
            case "country":
                code = country_code(cell)
                if code is None:
                    raise InvalidValue(f"country: {cell!r} is not known.")
                return {field: code}
            case "staff":
                return {field: people(cell, field)}
            case "budget":
                return {field: number(cell, field, low=0)}
            case "founded" | "verified_on":
                return {field: day(cell.removesuffix(".0"), field, self.reading.date_order)}
            case "email":
                return {field: fact(field, text)}
        if field in LONG_TEXTS:
            return {field: paragraphs(text)}
        return {field: fact(field, cell)}

    def _point(self, lat: str, lon: str, facts: dict[str, object], lines: list[str]) -> None:
        try:
            north, east = point(tidy(lat) or None, tidy(lon) or None)
        except InvalidValue:
            north = east = None
        if north is None or (north == 0 and east == 0):
            lines.append(f"Point in the file: {tidy(lat)} {tidy(lon)}")
            self.unreadable[f"point: {tidy(lat)[:20]} {tidy(lon)[:20]}"] += 1
        else:
            facts |= {"lat": north, "lon": east}

    def notes(self) -> list[str]:
        """What was read but not understood, or passed over."""
        found = counted_note(self.unknown_types, "Types that are not known are kept in the notes, the kind is 'other': {}")
        found += counted_note(self.unreadable, "Values that their field cannot hold are kept in the notes: {}")
        kindless = self.kindless - self.unknown_types.total()
        if kindless:
            found.append(f"Of {counted(kindless, 'actor')} the file does not say the kind; new ones are recorded as 'other'.")
        if self.layout:
            found.append(f"How the picture was drawn is not kept: {', '.join(sorted(self.layout))}.")
        if self.unstated_registers:
            found.append(
                f"Registration numbers without a register are kept as {UNSTATED_REGISTER}:NUMBER: {self.unstated_registers}."
            )
        return found


def _kind(text: str) -> dict[str, object]:
    if name_key(text) in PERSON_WORDS:
        return {"kind": "person"}
    meaning = kind_and_level(text)
    if meaning is None:
        raise InvalidValue(f"kind: {text!r} is not known.")
    return {field: value for field, value in zip(("kind", "level"), meaning, strict=True) if value}
