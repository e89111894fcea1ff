"""Whom the actors of another map mean: actors of ours, or somebody new. The same decisions as for any import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ngomap.matching.organizations import Known, Mention, match_organizations
from ngomap.matching.similar import similar
from ngomap.model.pairs import Entry, Pair
from ngomap.model.records import Record
from ngomap.model.whole_document import identifier_key
from ngomap.store.connection import Map
from ngomap.store.intake_rows import known_names
from ngomap.store.match_entries import candidates_for

PERSON: Final = "person"


@dataclass(slots=True)
class Whom:
    """Row ids of ours by the number of their record; pairs for a person to look at, told by that number and our row; and
    what could not be told.
    """

    rows: dict[int, int] = field(default_factory=dict)
    doubtful: list[Pair] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def match_actors(map_: Map, theirs: list[Record], linked: Mapping[int, int]) -> Whom:
    """Whom each of their records means. `linked` are those that are known already, as row ids by number: by the id that
    they have in shares of the same source.
    """
    found = Whom(dict(linked))
    for people in (False, True):
        _by_name(map_, theirs, found, people)
    _by_likeness(map_, theirs, found)
    return found


def _by_name(map_: Map, theirs: list[Record], found: Whom, people: bool) -> None:
    mentions = {n: _mention(r) for n, r in enumerate(theirs) if n not in found.rows and (r["kind"] == PERSON) is people}
    every = set(mentions.values())
    names = known_names(
        map_, {m.key for m in every if m.key}, sorted({i for m in every for i in m.identifiers}), (),
        {m.uid for m in every if m.uid}, people,
    )  # fmt: skip
    known = Known(names.names, names.aliases, names.identifiers, {}, names.uids, names.identifiers_of, names.handle_of)
    meant = match_organizations(every, known)
    for n, mention in mentions.items():
        who = meant[mention]
        if who.actor is not None:
            found.rows[n] = who.actor
        elif who.problem and mention.key:
            found.notes.append(f"{mention.name} was added, though it may be one that the map has. {who.problem}")


def _mention(record: Record) -> Mention:
    numbers = record.get("identifiers")
    identifiers = tuple(sorted(map(identifier_key, numbers))) if isinstance(numbers, list) else ()
    return Mention(str(record["name"]), "", identifiers, str(record.get("uid", "")))


def _by_likeness(map_: Map, theirs: list[Record], found: Whom) -> None:
    """Organizations that are spelt otherwise here: sure ones are the same, the others are for a person to decide."""
    new = [_entry(n, r) for n, r in enumerate(theirs) if n not in found.rows and r["kind"] != PERSON]
    if not new:
        return
    pairs = similar(new, candidates_for(map_, new))
    sure = [(p.a, p.b) if isinstance(p.b, int) else (p.b, p.a) for p in pairs if p.sure]
    times = Counter(end for pair in sure for end in pair)
    for pair in pairs:
        new_end, old_end = (pair.a, pair.b) if isinstance(pair.b, int) else (pair.b, pair.a)
        if not isinstance(new_end, tuple) or not isinstance(old_end, int):
            continue
        if pair.sure and times[new_end] == 1 and times[old_end] == 1 and old_end not in found.rows.values():
            found.rows[int(new_end[1])] = old_end
        else:
            found.doubtful.append(pair)


def _entry(number: int, record: Record) -> Entry:
    aliases = record.get("aliases")
    place = str(record.get("place", ""))
    street = any(c.isdigit() for c in place)
    return Entry(
        ("new", number), str(record["name"]), tuple(map(str, aliases)) if isinstance(aliases, list) else (), "",
        _mention(record).identifiers, str(record.get("email", "")), str(record.get("website", "")), str(record.get("phone", "")),
        str(record.get("country", "")), (), "" if street else place, place if street else "",
    )  # fmt: skip
