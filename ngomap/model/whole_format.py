"""The whole map as one JSON document, `map/1`: its sections, their fields, and what each field may hold.

A field that is not known is absent, never null. Actors and areas are named by their handles, terms by their slugs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from ngomap.errors import InvalidValue
from ngomap.model.actors import ACTOR_STATUSES, KINDS, LEVELS
from ngomap.model.agreements import COALITION_POINTS, PARTNER_POINTS, STATES
from ngomap.model.audience import AUDIENCES
from ngomap.model.coverage import ROLES
from ngomap.model.map_settings import months_of_rungs
from ngomap.model.relationships import TIE_STANCES, TIE_STATUSES, TIE_TYPES
from ngomap.model.text import is_handle, name_key, one_line, paragraphs
from ngomap.model.together import (
    AGAIN,
    APPROACHES,
    FINDINGS,
    GRANT_STATUSES,
    MODES,
    PROJECT_ROLES,
    PROJECT_STATUSES,
)
from ngomap.model.values import iso_date, number, partial_date, whole
from ngomap.model.words import ACTIVITY_STATUSES, EVENT_KINDS, RESOURCE_KINDS, VOCABULARIES

MAP_FORMAT: Final = "map/1"

Check = Callable[[object, str], object]
MUTUAL_TYPES: Final = tuple(t.name for t in TIE_TYPES.values() if t.mutual)

_UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PLAIN_HANDLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_HANDLE = 300
_LARGEST = 10**18


@dataclass(frozen=True, slots=True)
class Field:
    """What a field may hold: `check` reads one value; `several` is a list of such values, without order."""

    check: Check
    required: bool = False
    several: bool = False


def shown(value: object) -> str:
    """A value as the document has it, cut short for an error."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


def _text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise InvalidValue(f"{field}: {shown(value)} is not text.", 'Write it in quotation marks: "...".')
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise InvalidValue(f"{field}: {shown(value)} has half a character.", "Save the file as UTF-8.") from error
    if "\x00" in value:
        raise InvalidValue(f"{field}: the text contains a NUL character.", "Remove it and try again.")
    return value


def _filled(text: str, field: str) -> str:
    if not text:
        raise InvalidValue(f"{field}: the text is empty.", "Leave the field out when it is not known.")
    return text


def line(value: object, field: str) -> str:
    """A text of one line."""
    return _filled(one_line(_text(value, field)), field)


def long_text(value: object, field: str) -> str:
    """A text of several lines."""
    return _filled(paragraphs(_text(value, field)), field)


def name(value: object, field: str) -> str:
    """A text that names something: it has letters or digits."""
    text = line(value, field)
    if not name_key(text):
        raise InvalidValue(f"{field}: {text!r} is not a name: it has no letters or digits.")
    return text


def handle(value: object, field: str) -> str:
    """A handle or slug."""
    text = _text(value, field)
    if not (_PLAIN_HANDLE.fullmatch(text) or is_handle(text)) or len(text) > _LONGEST_HANDLE:
        raise InvalidValue(f"{field}: {shown(value)} is not a handle.", "Lower case letters, digits, hyphens.")
    return text


def _uid(value: object, field: str) -> str:
    text = _text(value, field)
    if not _UID.fullmatch(text):
        raise InvalidValue(f"{field}: {shown(value)} is not an id.", "Leave it out; the record gets a new one.")
    return text


def _code(length: int, value: object, field: str) -> str:
    text = _text(value, field)
    if len(text) != length or not (text.isascii() and text.isalpha() and text.isupper()):
        raise InvalidValue(f"{field}: {shown(value)} is not a code.", f"It is {length} capital letters.")
    return text


def _website(value: object, field: str) -> str:
    text = line(value, field)
    if ":" in text and not text.casefold().startswith(("http://", "https://")):
        raise InvalidValue(f"{field}: {shown(value)} is not a web address.", "It must begin with http:// or https://.")
    return text


def _one_of(allowed: Sequence[str], value: object, field: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise InvalidValue(f"{field}: {shown(value)} is not known.", f"One of: {', '.join(allowed)}.")
    return value


def _number(value: object, field: str, low: float, high: float = float("inf")) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InvalidValue(f"{field}: {shown(value)} is not a number.", "Write it as 1234.5, without quotation marks.")
    if abs(value) > _LARGEST:
        raise InvalidValue(f"{field}: the number is too large.", "It must be below 10^18.")
    return number(repr(value), field, low, high) + 0.0


def _whole(low: int, high: int, value: object, field: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValue(f"{field}: {shown(value)} is not a whole number.", "Write it as 1234.")
    if abs(value) > _LARGEST:
        raise InvalidValue(f"{field}: the number is too large.", "It must be below 10^15.")
    return whole(repr(value), field, low, high)


def _degrees(limit: int, value: object, field: str) -> float:
    return _number(value, field, -limit, limit)


def _amount(value: object, field: str) -> float:
    return _number(value, field, 0)


def _quantity(value: object, field: str) -> float:
    found = _number(value, field, 0)
    if not found:
        raise InvalidValue(f"{field}: 0 is no quantity.", "It must be more than 0; leave it out when it is not known.")
    return found


def _percent(value: object, field: str) -> float:
    return _number(value, field, 0, 100)


def _day(value: object, field: str) -> str:
    return iso_date(_text(value, field), field)


def _date(value: object, field: str) -> str:
    return partial_date(_text(value, field), field)


def _term(vocabularies: Sequence[str], value: object, field: str) -> str:
    vocabulary, colon, slug = _text(value, field).partition(":")
    if not colon or vocabulary not in vocabularies or not is_handle(slug):
        ways = " or ".join(f'"{v}:SLUG"' for v in vocabularies)
        raise InvalidValue(f"{field}: {shown(value)} is not a term.", f"Write it as {ways}.")
    return f"{vocabulary}:{slug}"


def _identifier(value: object, field: str) -> dict[str, str]:
    if not isinstance(value, dict) or set(value) != {"scheme", "value"}:
        raise InvalidValue(
            f"{field}: {shown(value)} is not an identifier.", 'Write it as {"scheme": "...", "value": "..."}.'
        )
    scheme = line(value["scheme"], f"{field}, scheme").upper()
    return {"scheme": scheme, "value": line(value["value"], f"{field}, value")}


def _weights(value: object, field: str) -> dict[str, float]:
    if not isinstance(value, dict):
        raise InvalidValue(f"{field}: {shown(value)} are not weights.", 'Write them as {"allies.trust": 0.5}.')
    return {line(key, field): _number(weight, f"{field}, {key}", -_LARGEST) for key, weight in value.items()}


def _freshness(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise InvalidValue(f"{field}: {shown(value)} are not months.", 'Write them as "12,12,12,12,6,6".')
    return ",".join(map(str, months_of_rungs(value)))


_RUNG = partial(_whole, 0, 5)
_ITEM = partial(_whole, 0, 4)
_FLAG = partial(_whole, 0, 1)
_PEOPLE = partial(_whole, 0, 10**15)
_AUDIENCE = Field(partial(_one_of, AUDIENCES))
_HANDLES = Field(handle, several=True)
_ALIASES = Field(name, several=True)
_WORK: Final = ("issue", "service")

MAP_FIELDS: Final[dict[str, Field]] = {
    "name": Field(line), "us": Field(handle), "today": Field(_day), "audience": _AUDIENCE, "weights": Field(_weights),
    "freshness": Field(_freshness),
}  # fmt: skip

SECTIONS: Final[dict[str, dict[str, Field]]] = {
    "terms": {
        "vocabulary": Field(partial(_one_of, VOCABULARIES), required=True), "slug": Field(handle, required=True),
        "name": Field(line, required=True), "parent": Field(handle), "sdg": Field(partial(_whole, 1, 17)),
        "description": Field(long_text), "aliases": _ALIASES,
    },
    "areas": {
        "uid": Field(_uid), "handle": Field(handle, required=True), "name": Field(line, required=True),
        "level": Field(line), "parent": Field(handle), "code": Field(line), "country": Field(partial(_code, 2)),
        "lat": Field(partial(_degrees, 90)), "lon": Field(partial(_degrees, 180)), "aliases": _ALIASES,
        "audience": _AUDIENCE,
    },
    "actors": {
        "uid": Field(_uid), "handle": Field(handle, required=True),
        "kind": Field(partial(_one_of, KINDS), required=True), "level": Field(partial(_one_of, LEVELS)),
        "name": Field(name, required=True),
        "status": Field(partial(_one_of, ACTOR_STATUSES)), "place": Field(line), "area": Field(handle),
        "country": Field(partial(_code, 2)), "lat": Field(partial(_degrees, 90)), "lon": Field(partial(_degrees, 180)),
        "website": Field(_website), "email": Field(line), "phone": Field(line), "staff": Field(_PEOPLE),
        "budget": Field(_amount), "currency": Field(partial(_code, 3)), "founded": Field(_date),
        "audited": Field(partial(_whole, 1800, 2200)),
        "mission": Field(long_text), "vision": Field(long_text), "notes": Field(long_text), "source": Field(line),
        "verified_on": Field(_date), "audience": _AUDIENCE, "aliases": _ALIASES,
        "identifiers": Field(_identifier, several=True), "serves": _HANDLES, "issues": _HANDLES,
        "populations": _HANDLES, "services": _HANDLES, "sectors": _HANDLES,
    },
    "relationships": {
        "uid": Field(_uid), "type": Field(partial(_one_of, tuple(TIE_TYPES)), required=True),
        "from": Field(handle, required=True), "to": Field(handle, required=True),
        "status": Field(partial(_one_of, TIE_STATUSES)), "rung": Field(_RUNG), "rung_since": Field(_date),
        "wanted": Field(_RUNG), "stance": Field(partial(_one_of, TIE_STANCES)), "title": Field(line),
        "since": Field(_date), "until": Field(_date), "amount": Field(_amount), "currency": Field(partial(_code, 3)),
        "reference": Field(line), "notes": Field(long_text), "source": Field(line), "audience": _AUDIENCE,
    },
    "trust": {
        "from": Field(handle, required=True), "to": Field(handle, required=True), "on_date": Field(_date),
        "reliability": Field(_ITEM), "shared_mission": Field(_ITEM), "openness": Field(_ITEM),
        "influence": Field(_ITEM), "involvement": Field(_ITEM), "resources": Field(_ITEM), "audience": _AUDIENCE,
    },
    "stances": {
        "actor": Field(handle, required=True), "issue": Field(handle, required=True),
        "stance": Field(partial(_whole, -2, 2)), "influence": Field(partial(_whole, 0, 5)), "on_date": Field(_date),
        "source": Field(line), "audience": _AUDIENCE,
    },
    "events": {
        "uid": Field(_uid), "on_date": Field(_day, required=True),
        "kind": Field(partial(_one_of, EVENT_KINDS), required=True), "title": Field(line, required=True),
        "outcome": Field(long_text), "next_step": Field(long_text), "next_due": Field(_day),
        "next_done_on": Field(_day), "participants": _HANDLES, "introduces": Field(handle), "source": Field(line),
        "audience": _AUDIENCE,
    },
    "agreements": {
        "from": Field(handle, required=True), "to": Field(handle),
        "point": Field(partial(_one_of, (*PARTNER_POINTS, *COALITION_POINTS)), required=True),
        "state": Field(partial(_one_of, STATES), required=True), "text": Field(long_text),
        "on_date": Field(_day, required=True), "source": Field(line), "audience": _AUDIENCE,
    },
    "labour": {
        "uid": Field(_uid), "from": Field(handle, required=True), "to": Field(handle),
        "actor": Field(handle, required=True), "task": Field(line, required=True), "population": Field(handle),
        "area": Field(handle), "since": Field(_date), "until": Field(_date), "audience": _AUDIENCE,
    },
    "exchanges": {
        "uid": Field(_uid), "from": Field(handle, required=True), "to": Field(handle, required=True),
        "mode": Field(partial(_one_of, MODES), required=True),
        "kind": Field(partial(_one_of, RESOURCE_KINDS), required=True), "description": Field(line, required=True),
        "quantity": Field(_quantity), "unit": Field(line), "worth": Field(_amount), "currency": Field(partial(_code, 3)),
        "on_date": Field(_day, required=True), "due": Field(_day), "returned_on": Field(_day), "source": Field(line),
        "audience": _AUDIENCE,
    },
    "projects": {
        "uid": Field(_uid), "handle": Field(handle, required=True), "name": Field(name, required=True),
        "status": Field(partial(_one_of, PROJECT_STATUSES)), "goal": Field(long_text), "since": Field(_date),
        "until": Field(_date), "budget": Field(_amount), "currency": Field(partial(_code, 3)), "issues": _HANDLES,
        "populations": _HANDLES, "services": _HANDLES, "areas": _HANDLES, "source": Field(line), "audience": _AUDIENCE,
    },
    "project_partners": {
        "project": Field(handle, required=True), "actor": Field(handle, required=True),
        "role": Field(partial(_one_of, PROJECT_ROLES)), "share": Field(_amount), "task": Field(line),
    },
    "assessments": {
        "project": Field(handle, required=True), "by": Field(handle, required=True), "of": Field(handle),
        "on_date": Field(_day, required=True), "worked": Field(long_text), "failed": Field(long_text),
        "benefit": Field(_ITEM), "again": Field(partial(_one_of, AGAIN)), "audience": _AUDIENCE,
    },
    "grants": {
        "uid": Field(_uid), "handle": Field(handle, required=True), "funder": Field(handle, required=True),
        "name": Field(name, required=True), "status": Field(partial(_one_of, GRANT_STATUSES)), "deadline": Field(_day),
        "least": Field(_amount), "most": Field(_amount), "currency": Field(partial(_code, 3)), "registered": Field(_FLAG),
        "years": Field(_PEOPLE), "budget": Field(_amount), "audited": Field(_FLAG), "projects": Field(_PEOPLE),
        "partners": Field(_PEOPLE), "own_share": Field(_percent), "term": Field(partial(_term, _WORK)),
        "area": Field(handle), "notes": Field(long_text), "source": Field(line), "audience": _AUDIENCE,
    },
    "coalitions": {
        "actor": Field(handle, required=True), "objective": Field(long_text), "target": Field(handle),
        "issue": Field(handle), "asks": Field(long_text), "since": Field(_date), "until": Field(_date),
        "audience": _AUDIENCE,
    },
    "approaches": {
        "from": Field(handle, required=True), "to": Field(handle, required=True), "issue": Field(handle),
        "approach": Field(partial(_one_of, APPROACHES), required=True), "on_date": Field(_day, required=True),
        "note": Field(long_text), "audience": _AUDIENCE,
    },
    "commitments": {
        "uid": Field(_uid), "handle": Field(handle, required=True), "by": Field(handle, required=True),
        "to": Field(handle), "what": Field(line, required=True), "issue": Field(handle), "area": Field(handle),
        "on_date": Field(_day, required=True), "due": Field(_day), "source": Field(line), "audience": _AUDIENCE,
    },
    "observations": {
        "uid": Field(_uid), "commitment": Field(handle, required=True), "observer": Field(handle),
        "on_date": Field(_day, required=True), "finding": Field(partial(_one_of, FINDINGS), required=True),
        "text": Field(long_text), "evidence": Field(line), "audience": _AUDIENCE,
    },
    "monitors": {
        "actor": Field(handle, required=True), "training": Field(long_text), "impartiality": Field(long_text),
        "on_date": Field(_day), "audience": _AUDIENCE,
    },
    "resources": {
        "uid": Field(_uid), "actor": Field(handle, required=True),
        "direction": Field(partial(_one_of, ("offer", "need")), required=True),
        "kind": Field(partial(_one_of, RESOURCE_KINDS), required=True), "description": Field(long_text, required=True),
        "quantity": Field(_quantity), "unit": Field(line), "area": Field(handle), "since": Field(_date),
        "until": Field(_date), "conditions": Field(long_text), "status": Field(partial(_one_of, ("open", "closed"))),
        "audience": _AUDIENCE,
    },
    "activities": {
        "actor": Field(handle, required=True), "term": Field(partial(_term, _WORK), required=True),
        "area": Field(handle, required=True), "population": Field(handle),
        "role": Field(partial(_one_of, ROLES)),
        "status": Field(partial(_one_of, ACTIVITY_STATUSES)), "since": Field(_date), "until": Field(_date),
        "reached": Field(_PEOPLE), "capacity": Field(_PEOPLE), "project": Field(line), "source": Field(line),
        "audience": _AUDIENCE,
    },
    "need_figures": {
        "area": Field(handle, required=True), "term": Field(partial(_term, _WORK), required=True),
        "population": Field(handle), "people": Field(_PEOPLE, required=True), "on_date": Field(_date),
        "source": Field(line), "audience": _AUDIENCE,
    },
    "surveys": {
        "area": Field(handle, required=True), "term": Field(partial(_term, _WORK)), "on_date": Field(_date),
        "source": Field(line), "audience": _AUDIENCE,
    },
}  # fmt: skip

# What a record of the section is called in the allow-list; an actor is an organization or a person.
RECORD_KINDS: Final[dict[str, str]] = {
    "terms": "term", "areas": "area", "actors": "organization", "relationships": "relationship", "trust": "trust",
    "stances": "stance", "events": "event", "agreements": "agreement", "labour": "labour", "exchanges": "exchange",
    "projects": "project", "project_partners": "project_partner", "assessments": "assessment", "grants": "grant",
    "coalitions": "coalition", "approaches": "approach", "commitments": "commitment", "observations": "observation",
    "monitors": "monitor", "resources": "resource",
    "activities": "activity",
    "need_figures": "need_figure", "surveys": "survey",
}  # fmt: skip


def record_kind(section: str, record: dict[str, object]) -> str:
    """The kind of a record, by which its audience and its fields are looked up."""
    if section == "actors" and record.get("kind") == "person":
        return "person"
    return RECORD_KINDS[section]

