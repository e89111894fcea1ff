"""One record of ours and the same one of others, field by field, against what they said of it the last time. Plain data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from ngomap.model.records import Record
from ngomap.model.text import name_key
from ngomap.model.whole_document import item_key
from ngomap.model.whole_format import SECTIONS

UNITS: Final = (
    ("lat", "lon"), ("budget", "currency"), ("amount", "currency"), ("worth", "currency"), ("since", "until"),
    ("rung", "rung_since"), ("quantity", "unit"), ("least", "most"),
)  # fmt: skip
"""Fields that say one thing together."""
NOT_MERGED: Final = ("uid", "handle", "slug", "vocabulary", "audience")
"""What each map has of its own, or what the record is known by."""
DIGITS: Final = 20

Base = dict[str, object]
"""What the others said last, by field: a digest, or a list of digests."""


@dataclass(slots=True)
class Difference:
    """Where they say another thing than we do; `ours` is None where we took out what they had said."""

    field: str
    ours: Record | None
    theirs: Record


@dataclass(slots=True)
class Outcome:
    """What becomes of a record: `news` are the fields that it takes over, of which `newer` replace what they had said
    before; `agreed` are fields in which both say the same; `untold` ones they no longer tell.
    """

    news: Record = field(default_factory=dict)
    newer: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    agreed: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)


def digest(value: object) -> str:
    """A short stand-in for a value, which tells only whether another one is the same.

    >>> digest("a") == digest("a"), digest("a") == digest("b")
    (True, False)
    """
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:DIGITS]


@cache
def units_of(section: str) -> tuple[tuple[str, ...], ...]:
    """The fields of a section that have one value, those together that say one thing together.

    >>> units_of("surveys")
    (('area',), ('term',), ('on_date',), ('source',))
    """
    left = [name for name, spec in SECTIONS[section].items() if not spec.several and name not in NOT_MERGED]
    found: list[tuple[str, ...]] = []
    for name in left:
        unit = next((u for u in UNITS if name in u and all(f in left for f in u)), (name,))
        if unit not in found:
            found.append(unit)
    return tuple(found)


@cache
def lists_of_section(section: str) -> tuple[str, ...]:
    """The fields of a section that have several values."""
    return tuple(name for name, spec in SECTIONS[section].items() if spec.several)


def base_of(section: str, theirs: Record) -> Base:
    """What to remember of what they say."""
    found: Base = {f: digest(theirs[f]) for unit in units_of(section) for f in unit if f in theirs}
    for name in lists_of_section(section):
        if name in theirs:
            found[name] = sorted(digest(item_key(name, item)) for item in _items(theirs, name))
    return found


def compare(section: str, ours: Record, theirs: Record, base: Base, told: Base | None = None) -> Outcome:
    """What becomes of our record: what is unknown here is filled; equal is left; what they changed since they last said
    it replaces what came from them and was left alone here; what only we changed stays; all else is a difference.

    `told` is what we ourselves had said of it when they last took it over: if they still say that, ours is newer.

    >>> compare("terms", {"name": "Aid"}, {"name": "Aid", "sdg": 1}, {}).news
    {'sdg': 1}
    >>> [d.field for d in compare("terms", {"name": "Aid"}, {"name": "Relief"}, {}).differences]
    ['name']
    >>> compare("terms", {"name": "Aid"}, {"name": "Relief"}, {"name": digest("Aid")}).news
    {'name': 'Relief'}
    >>> compare("terms", {"name": "Help"}, {"name": "Aid"}, {"name": digest("Aid")}).differences
    []
    """
    outcome = Outcome()
    for unit in units_of(section):
        _compare_unit(outcome, unit, ours, theirs, base, told or {})
    for name in lists_of_section(section):
        _join(outcome, name, ours, theirs, base)
    return outcome


def _compare_unit(outcome: Outcome, unit: tuple[str, ...], ours: Record, theirs: Record, base: Base, told: Base) -> None:
    said = {f: theirs[f] for f in unit if f in theirs}
    have = {f: ours[f] for f in unit if f in ours}
    before = {f: base[f] for f in unit if f in base}
    if not said:
        outcome.untold += [unit[0]] if before and have else []
        return
    now = {f: digest(value) for f, value in said.items()}
    if _within(said, have) or (unit == ("name",) and _same_name(ours, said)):
        outcome.agreed.append(unit[0])
    elif now == before or (have and now == {f: told[f] for f in unit if f in told}):
        # They say what they said before, or what we said before: what differs was changed here.
        return
    elif have and before == {f: digest(value) for f, value in have.items()}:
        outcome.news |= said
        outcome.newer.append(unit[0])
    elif not before and _within(have, said):
        outcome.news |= said
    else:
        outcome.differences.append(Difference(unit[0], have or None, said))


def _join(outcome: Outcome, name: str, ours: Record, theirs: Record, base: Base) -> None:
    """What they have more goes into our list, except what they told before and somebody took out here."""
    before = base.get(name)
    taken_out = set(before) if isinstance(before, list) else set()
    have = {item_key(name, item) for item in _items(ours, name)}
    own_name = name_key(str(ours.get("name", ""))) if name == "aliases" else None
    more = [
        item for item in _items(theirs, name)
        if (key := item_key(name, item)) not in have and key != own_name and digest(key) not in taken_out
    ]  # fmt: skip
    if more:
        outcome.news[name] = [*_items(ours, name), *more]
    told = {digest(item_key(name, item)) for item in _items(theirs, name)}
    if name in theirs and any(digest(key) in taken_out - told for key in have):
        outcome.untold.append(name)


def _same_name(ours: Record, said: Record) -> bool:
    """Whether what they call it is our name in another spelling, or one of our other names."""
    theirs = name_key(str(said["name"]))
    return theirs in {name_key(str(ours.get("name"))), *(name_key(str(a)) for a in _items(ours, "aliases"))}


def _within(part: Record, whole: Record) -> bool:
    return all(name in whole and whole[name] == value for name, value in part.items())


def _items(record: Record, name: str) -> list[object]:
    found = record.get(name)
    return found if isinstance(found, list) else []


def without(outcome: Outcome, section: str, ours: Record) -> Iterator[Difference]:
    """The fields that it would take over, as differences: together with ours they would contradict each other."""
    for unit in units_of(section):
        said = {f: outcome.news[f] for f in unit if f in outcome.news}
        if said:
            yield Difference(unit[0], {f: ours[f] for f in unit if f in ours} or None, said)
