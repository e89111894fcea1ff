"""A `map/1` document, checked record by record before anything is stored."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final

from ngomap.errors import BadFile, InvalidValue
from ngomap.model.relationships import TIE_TYPES
from ngomap.model.text import name_key
from ngomap.model.whole_format import MAP_FIELDS, MAP_FORMAT, SECTIONS, Field, shown

Record = dict[str, object]
Document = dict[str, list[Record]]

PAIRED: Final = ("relationships", "trust", "agreements", "labour", "exchanges", "approaches")
"""Sections whose records are about two, `from` and `to`, who are not one."""
NOTHING: Final = "Nothing was stored."


def checked(document: object) -> tuple[Record, Document]:
    """The map's own facts and its records by section, every value checked and in the form it is stored in.

    Raises BadFile that names section, record and field.
    """
    if not isinstance(document, dict):
        raise BadFile(f"This is not a map: it is {_kind(document)} instead of an object.", _what_is_wanted())
    found = document.get("ngomap")
    if found != MAP_FORMAT:
        raise BadFile(f"This is not a map: {_said(document, found)}.", _what_is_wanted())
    unknown = [key for key in document if key not in SECTIONS and key not in ("ngomap", "map")]
    if unknown:
        raise BadFile(f"The section {unknown[0]!r} is not known.", f"Sections: map, {', '.join(SECTIONS)}. {NOTHING}")
    about = document.get("map", {})
    if not isinstance(about, dict):
        raise BadFile(f"map: {shown(about)} is not an object.", NOTHING)
    return _record("map", MAP_FIELDS, about), {
        section: _section(section, document[section]) for section in SECTIONS if section in document
    }


def _what_is_wanted() -> str:
    return f"A map is an object with \"ngomap\": \"{MAP_FORMAT}\", as 'ngomap export json' writes it. {NOTHING}"


def _said(document: dict[str, object], found: object) -> str:
    return f'"ngomap" is {shown(found)}' if "ngomap" in document else 'it does not say "ngomap"'


def _kind(value: object) -> str:
    names = {list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "nothing")


def _section(section: str, records: object) -> list[Record]:
    if not isinstance(records, list):
        raise BadFile(f"{section}: {shown(records)} is not a list.", NOTHING)
    found = []
    for number, record in enumerate(records, 1):
        where = f"{section}, record {number}"
        if not isinstance(record, dict):
            raise BadFile(f"{where}: {shown(record)} is not an object.", NOTHING)
        found.append(_record(where, SECTIONS[section], record))
        consistent(section, found[-1], where)
    _refuse_twins(section, found)
    return found


def _called(record: Record) -> str:
    for field in ("handle", "slug", "title"):
        if isinstance(record.get(field), str):
            return f" ({shown(record[field])[1:-1]})"
    return ""


def _record(where: str, fields: dict[str, Field], record: Record) -> Record:
    found: Record = {}
    try:
        for key, value in record.items():
            field = fields.get(key)
            if field is None:
                raise InvalidValue(f"the field {key!r} is not known.", f"Fields: {', '.join(fields)}.")
            if value is None:
                raise InvalidValue(f"{key}: null is not a value.", "Leave the field out when it is not known.")
            if not field.several:
                found[key] = field.check(value, key)
            elif not isinstance(value, list):
                raise InvalidValue(f"{key}: {shown(value)} is not a list.", 'Write it as ["...", "..."].')
            elif value:
                found[key] = _distinct(key, [field.check(item, key) for item in value])
        for key, field in fields.items():
            if field.required and key not in found:
                raise InvalidValue(f"{key} is missing.")
    except InvalidValue as error:
        raise BadFile(f"{where}{_called(record)}: {error.message}", f"{error.hint} {NOTHING}".strip()) from error
    return found


def _distinct(key: str, items: list[object]) -> list[object]:
    """The items without repetitions; two spellings of one alias count as one."""
    return list({item_key(key, item): item for item in reversed(items)}.values())[::-1]


def item_key(field: str, item: object) -> Hashable:
    """What makes an item of a list the same as another."""
    if field == "identifiers":
        return identifier_key(item)
    return name_key(str(item)) if field == "aliases" else str(item)


def identifier_key(item: object) -> tuple[str, str]:
    """Scheme and value of an identifier, as a document writes it."""
    return (item["scheme"], item["value"]) if isinstance(item, dict) else ("", "")


def consistent(section: str, record: Record, where: str) -> None:
    """Raises BadFile where the fields of a record contradict each other."""
    problem = _contradiction(section, record)
    if problem:
        raise BadFile(f"{where}{_called(record)}: {problem}", NOTHING)


def _contradiction(section: str, record: Record) -> str | None:
    if ("lat" in record) != ("lon" in record):
        return "a point needs both lat and lon."
    own = record.get("handle", record.get("slug"))
    if section in ("areas", "terms") and own == record.get("parent"):
        return "it cannot lie in itself."
    if section in PAIRED and record["from"] == record.get("to"):
        return "an actor cannot be tied to itself."
    if section == "assessments" and record["by"] == record.get("of"):
        return "nobody assesses working with itself."
    if section == "grants" and _number(record.get("most", float("inf"))) < _number(record.get("least", 0)):
        return f"most ({record['most']}) is less than least ({record['least']})."
    if section == "stances" and "stance" not in record and "influence" not in record:
        return "it needs a stance or an influence."
    if section in ("labour", "projects", "coalitions") and _ends_before_it_begins(record):
        return f"until ({record['until']}) lies before since ({record['since']})."
    if section == "relationships":
        if _ends_before_it_begins(record):
            return f"until ({record['until']}) lies before since ({record['since']})."
        if "rung" in record and record["type"] != "works-with":
            return f"only a 'works-with' tie has a rung; this one is '{record['type']}'."
    return None


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _ends_before_it_begins(record: Record) -> bool:
    since, until = str(record.get("since", "")), str(record.get("until", "9999"))
    return until < since and not since.startswith(until)


def ordered_ends(section: str, record: Record) -> Record:
    """A relationship or agreement as it is written: a mutual one from the alphabetically smaller handle."""
    mutual = section != "relationships" or TIE_TYPES[str(record["type"])].mutual
    if mutual and "to" in record and str(record["to"]) < str(record["from"]):
        return {**record, "from": record["to"], "to": record["from"]}
    return record


def twins(records: list[Record]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Records, counted from 1, that bear the same name, of which a map has one: the first, the later one, the fields."""
    for fields in (("uid",), ("vocabulary", "slug"), ("handle",), ("code",)):
        first: dict[tuple[object, ...], int] = {}
        for number, record in enumerate(records, 1):
            if all(field in record for field in fields):
                key = tuple(str(record[field]).casefold() for field in fields)
                if first.setdefault(key, number) != number:
                    yield first[key], number, fields


def _refuse_twins(section: str, records: list[Record]) -> None:
    for first, number, fields in twins(records):
        name = ":".join(str(records[number - 1][field]) for field in fields)
        raise BadFile(f"{section}: records {first} and {number} have the same {fields[-1]} {name!r}.", NOTHING)
