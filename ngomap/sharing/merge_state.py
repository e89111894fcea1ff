"""A merge of two maps while it is done: what is known of both, and what came of it so far. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ngomap.model.records import Record
from ngomap.model.whole_document import Document, identifier_key
from ngomap.sharing.three_way import Base, Difference
from ngomap.sharing.which_record import Names, label_among, names_in, with_defaults
from ngomap.store.merged_rows import Memory
from ngomap.store.whole_load import NAMED
from ngomap.store.whole_merge import ONCE, items, natural_key

TAKEN_OUT: Final = "taken out here"
ABOUT_TAKEN_OUT: Final = "about somebody taken out here"
NOT_TOLD: Final = "about what the file does not tell of"
TWO_ARE_ONE: Final = "about two that are one here"
CANNOT_STAND: Final = "a tie that cannot stand between what the two are here"
ONE_WITH_ANOTHER: Final = "already one with another"
SAYS_THE_SAME: Final = "another of theirs is about the same"

Ours = Mapping[str, Mapping[int, Record]]
"""Our records by section and row id."""


class Incoming(NamedTuple):
    """A record of theirs: the uid that it has there, what they told, and the same in our words."""

    called: str | None
    told: Record
    record: Record


@dataclass(slots=True)
class Found:
    """A difference, and which record of ours it is in; `about` are the handles of up to two actors."""

    section: str
    record: str
    about: tuple[str, ...]
    difference: Difference


@dataclass(slots=True)
class Said:
    """What they say of one record, to be remembered."""

    section: str
    record: str
    theirs: str | None
    base: Base
    about: tuple[str, ...]
    agreed: tuple[str, ...] = ()


@dataclass(slots=True)
class Merged:
    """What comes of it. `handles` are ours for theirs, by section; `added` and `completed` count records, `newer` those
    of them in which a newer word of theirs replaced an older one; `left_out` are what the records are called that were
    not taken, by why not; `withheld` tells in words what was not taken of others.
    """

    document: Document = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    handles: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in NAMED})
    added: dict[str, int] = field(default_factory=dict)
    completed: dict[str, int] = field(default_factory=dict)
    newer: int = 0
    unchanged: int = 0
    left_out: dict[str, list[str]] = field(default_factory=dict)
    withheld: list[str] = field(default_factory=list)
    untold: int = 0


@dataclass(slots=True)
class Merging:
    """Both maps, and what each name in them means. `kinds`, `numbers`, `codes`, `wider` and `keys` are what our records
    say with what was taken so far: of none of these may two say the same, or the wider of two be in a circle.
    """

    ours: Ours
    memory: Memory
    actors: Mapping[int, int]
    told: Mapping[str, Base]
    names: Names
    result: Merged = field(default_factory=Merged)
    terms: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    numbers: dict[tuple[str, str], str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    wider: dict[tuple[object, object], object] = field(default_factory=dict)
    keys: dict[str, set[object]] = field(default_factory=dict)

    def leave_out(self, section: str, told: Record, why: str) -> None:
        """A record of theirs is not taken."""
        self.result.left_out.setdefault(why, []).append(label_among(section, told, self.names))

    def put(self, section: str, record: Record) -> None:
        """A record of ours is to be so, or there is a new one."""
        self.result.document.setdefault(section, []).append(record)
        self._learn(section, record)

    def _learn(self, section: str, record: Record) -> None:
        if section == "actors":
            self.kinds[str(record["handle"])] = str(record["kind"])
            self.numbers |= {identifier_key(i): str(record["uid"]) for i in items(record, "identifiers")}
        elif section in ("terms", "areas"):
            self.wider[place_of(section, record)] = record.get("parent")
            if "code" in record:
                self.codes[str(record["code"]).casefold()] = str(record["uid"])
        if section in ONCE:
            self.keys[section].add(key_of(section, record))


def merging_of(ours: Ours, theirs: Document, memory: Memory, actors: Mapping[int, int], told: Mapping[str, Base]) -> Merging:
    """What is known before anything is merged."""
    m = Merging(ours, memory, actors, told, names_in(theirs), keys={section: set() for section in ONCE})
    for section in ("terms", "areas", "actors", *ONCE):
        for record in ours[section].values():
            m._learn(section, record)
    return m


def key_of(section: str, record: Record) -> object:
    """What a map holds only one of."""
    return natural_key(section, with_defaults(section, record))


def place_of(section: str, record: Record) -> tuple[object, object]:
    """A term or an area, among those that lie in one another."""
    return (record["vocabulary"], record["slug"]) if section == "terms" else (None, record["handle"])


def in_circle(m: Merging, section: str, record: Record) -> bool:
    """Whether it would lie in itself by way of others."""
    vocabulary, own = place_of(section, record)
    current, seen = record.get("parent"), {own}
    while current is not None:
        if current in seen:
            return True
        seen.add(current)
        current = m.wider.get((vocabulary, current))
    return False
