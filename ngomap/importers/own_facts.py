"""Actors as our own exports for network tools write them: fields by their own names, lists divided by `|`."""

from __future__ import annotations

from typing import Final

from ngomap.importers.records import ActorRow
from ngomap.model.actors import KINDS
from ngomap.model.facts import identifier
from ngomap.model.text import is_handle, one_line
from ngomap.model.values import number, whole
from ngomap.model.whole_format import SECTIONS

OTHER_NAMES: Final = {"label": "name", "type": "kind", "description": "mission"}
"""What network tools call the fields that every node of theirs has."""
DERIVED: Final = frozenset(("id", "area_name", "tags", *OTHER_NAMES))
"""Attributes that say once more what others say."""
_VOCABULARIES: Final = {"issues": "issue", "populations": "population", "services": "service", "sectors": "sector"}
_NUMBERS: Final = ("lat", "lon", "budget")


def is_own(cells: list[tuple[str, str]]) -> bool:
    """Whether a node with these attributes was written by ngomap."""
    said = dict(cells)
    return is_handle(said.get("handle", "-")) and (said.get("kind") or said.get("type")) in KINDS


def own_actor(key: str, cells: list[tuple[str, str]]) -> ActorRow:
    """The actor that the attributes say. Raises InvalidValue."""
    said = {header: text for header, text in cells if header not in DERIVED}
    said = {OTHER_NAMES[h]: text for h, text in cells if h in OTHER_NAMES} | said
    remarks = tuple(f"{h}: {one_line(said.pop(h))}" for h in list(said) if h not in SECTIONS["actors"])
    lists = {field: _items(said.pop(field, "")) for field in ("aliases", "identifiers", "serves", *_VOCABULARIES)}
    handle, name, uid, area = (said.pop(field, "") for field in ("handle", "name", "uid", "area"))
    facts = {field: _value(field, text) for field, text in said.items()}
    if facts["kind"] == "person":
        facts.setdefault("audience", "internal")
    return ActorRow(
        one_line(name), facts, lists["aliases"], "", tuple(map(identifier, lists["identifiers"])),
        tuple((vocabulary, slug) for field, vocabulary in _VOCABULARIES.items() for slug in lists[field]),
        lists["serves"], (), area, handle, uid, key, remarks,
    )  # fmt: skip


def _items(text: str) -> tuple[str, ...]:
    # The exporters write a bar within an item as a broken one.
    return tuple(item.replace("¦", "|") for item in text.split("|") if item)


def _value(field: str, text: str) -> object:
    value: object = text
    if field in _NUMBERS:
        value = number(text, field)
    elif field in ("staff", "audited"):
        value = whole(text, field)
    return SECTIONS["actors"][field].check(value, field)
