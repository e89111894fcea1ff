"""Decisions about how to read files of a kind, kept under a name, so that the next one needs no options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ngomap.errors import InvalidValue
from ngomap.importers.headers import IGNORE
from ngomap.importers.source import Reading
from ngomap.model.answers import Record, Records
from ngomap.model.text import one_line
from ngomap.store.connection import Map
from ngomap.store.profiles import all_profiles, profile, put_profile

LONGEST_NAME: Final = 60
_LISTS: Final = ("sheets", "tag_from")
_TEXTS: Final = ("form", "separator", "encoding", "date_order", "audience", "source")
_IN_WORDS: Final = {
    "form": "--as", "separator": "--separator", "encoding": "--encoding", "date_order": "--date-order",
    "audience": "--audience", "source": "--source", "sheets": "--sheet", "tag_from": "--tag-from",
}  # fmt: skip


@dataclass(slots=True)
class Decisions:
    """What was said about how to read a file; None or empty: nothing. `columns` are fields by header, `ignore` among
    them. `optional` are headers, as lower case, that a profile speaks of and this file need not have.
    """

    form: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    separator: str | None = None
    encoding: str | None = None
    date_order: str | None = None
    sheets: tuple[str, ...] = ()
    tag_from: tuple[str, ...] = ()
    audience: str | None = None
    source: str | None = None
    optional: frozenset[str] = frozenset()

    @property
    def reading(self) -> Reading:
        """As importers take it."""
        return Reading(self.columns, self.separator, self.date_order, self.tag_from, self.optional)


@dataclass(slots=True)
class Merged:
    """Decisions to read by, and sentences on where they come from."""

    decisions: Decisions
    notes: tuple[str, ...] = ()


def merged_reading(map_: Map, name: str | None, given: Decisions) -> Merged:
    """The decisions of the profile with those given now, which win. Nothing is written; `keep_profile` does that when
    the import has succeeded. Raises InvalidValue for a name that cannot be one.
    """
    if name is None:
        return Merged(given)
    name = _checked(name)
    kept = profile(map_, name)
    if kept is None:
        return Merged(given, (f"The decisions are kept as profile {name!r}.",))
    columns = _columns(kept)
    said_now = {header.casefold() for header in given.columns}
    old = {header: what for header, what in columns.items() if header.casefold() not in said_now}
    # A field that another column has now is no longer that of the old one.
    fields_now = {what for what in given.columns.values() if what != IGNORE}
    old = {header: what for header, what in old.items() if what not in fields_now}
    decisions = Decisions(columns={**old, **given.columns}, optional=frozenset(h.casefold() for h in old))
    for key in _TEXTS:
        setattr(decisions, key, getattr(given, key) or _text(kept, key))
    for key in _LISTS:
        setattr(decisions, key, getattr(given, key) or _texts(kept, key))
    used = _in_words(_document(decisions))
    notes = [f"Read by profile {name!r}: {used}." if used else f"Profile {name!r} holds no decisions."]
    if _document(decisions) != _document(_from(kept)):
        notes.append(f"Profile {name!r} is kept with what was said now.")
    return Merged(decisions, tuple(notes))


def keep_profile(map_: Map, name: str | None, decisions: Decisions) -> None:
    """Keep the decisions under the name, if there is one; not to be called on a dry run."""
    if name is not None:
        put_profile(map_, _checked(name), _document(decisions))


def list_profiles(map_: Map) -> Records:
    """Every profile of the map, with its decisions in words."""
    records: list[Record] = [
        {"profile": name, "decisions": _in_words(kept) or "none", "used_on": day, "reading": kept}
        for name, kept, day in all_profiles(map_)
    ]
    notes = () if records else ('None yet; --profile NAME keeps the options of an import under a name.',)
    return Records("profiles", records, len(records), ("profile", "decisions", "used_on"), notes)


def _checked(name: str) -> str:
    text = one_line(name)
    if not text or len(text) > LONGEST_NAME:
        raise InvalidValue(f"profile: {name!r} is not a name.", "Take a short one, such as: --profile members")
    return text


def _document(decisions: Decisions) -> dict[str, object]:
    """What is kept: only what was decided."""
    found: dict[str, object] = {"columns": dict(decisions.columns)} if decisions.columns else {}
    found |= {key: value for key in _TEXTS if (value := getattr(decisions, key))}
    return found | {key: list(value) for key in _LISTS if (value := getattr(decisions, key))}


def _from(kept: Mapping[str, object]) -> Decisions:
    decisions = Decisions(columns=_columns(kept))
    for key in _TEXTS:
        setattr(decisions, key, _text(kept, key))
    for key in _LISTS:
        setattr(decisions, key, _texts(kept, key))
    return decisions


def _columns(kept: Mapping[str, object]) -> dict[str, str]:
    found = kept.get("columns")
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _text(kept: Mapping[str, object], key: str) -> str | None:
    found = kept.get(key)
    return str(found) if found else None


def _texts(kept: Mapping[str, object], key: str) -> tuple[str, ...]:
    found = kept.get(key)
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _in_words(kept: Mapping[str, object]) -> str:
    """The decisions as the options that say them."""
    columns = _columns(kept)
    said = [f"{header!r} is {what}" for header, what in columns.items() if what != IGNORE]
    ignored = [repr(header) for header, what in columns.items() if what == IGNORE]
    said += [f"{', '.join(ignored)} ignored"] if ignored else []
    said += [f"{option} {_text(kept, key)}" for key, option in _IN_WORDS.items() if key in _TEXTS and kept.get(key)]
    said += [f"{_IN_WORDS[key]} {text}" for key in _LISTS for text in _texts(kept, key)]
    return "; ".join(said)
