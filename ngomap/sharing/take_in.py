"""A share, or another map, taken in: merged field by field in one transaction, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ngomap.errors import InvalidValue
from ngomap.model.pairs import Pair
from ngomap.model.records import Record
from ngomap.model.text import counted, counted_of, name_key
from ngomap.model.whole_document import checked
from ngomap.model.whole_format import MAP_FORMAT, SECTIONS
from ngomap.sharing.merge_state import Found, Merged, Ours
from ngomap.sharing.merging import merge
from ngomap.sharing.three_way import Base
from ngomap.sharing.told_twice import each_once
from ngomap.sharing.which_record import label_among, names_in, reference
from ngomap.sharing.whom import Whom, match_actors
from ngomap.store.actors import all_refs
from ngomap.store.conflict_edits import close_agreed, note_conflicts
from ngomap.store.connection import Map
from ngomap.store.match_pairs import keep_pairs
from ngomap.store.merged_rows import Kept, Memory, remember, remembered
from ngomap.store.share_recipients import all_keys, ids_under
from ngomap.store.share_source import Foreign, Told
from ngomap.store.whole_load import load
from ngomap.store.whole_rows import rows
from ngomap.store.writing import current_change, mark_change, write

MOST_NAMED: Final = 5


@dataclass(slots=True)
class Taken:
    """What came of it: records `added` and `completed` by section, how many were `unchanged` or `newer`, the differences,
    what the records are called that were left out, by why, what is no longer told, in words, and the number of the change,
    if anything changed.
    """

    added: dict[str, int]
    completed: dict[str, int]
    newer: int
    unchanged: int
    differences: list[Found]
    left_out: dict[str, list[str]]
    notes: list[str] = field(default_factory=list)
    change: int | None = None


class _OnlyTried(Exception):
    """Takes a dry run back."""


def source_of(foreign: Foreign, name: str) -> str:
    """What tells this source from others: its own id where it has one for us, else its name. Raises InvalidValue."""
    if foreign.source:
        return foreign.source
    key = name_key(name)
    if not key:
        raise InvalidValue("The file does not say who made it.", 'Say it: --from "Their name"')
    return key


def take_in(map_: Map, foreign: Foreign, name: str, on: str, dry_run: bool = False) -> Taken:
    """Merge what others say into the map. Where both say something, ours stays and the difference is noted; only what
    came from them and was left alone here gives way to their newer word. Nothing is ever removed. Where their own records
    contradict each other, the first is taken and the others are told.

    Raises BadFile, naming section, record and field; then nothing was stored.
    """
    source = source_of(foreign, name)
    once = each_once(foreign.document)
    _, sections = checked(once.document)
    taken: Taken | None = None
    try:
        with write(map_):
            mark_change(map_, "import", f"{name}, share of {on}")
            memory = remembered(map_, source)
            ours = our_records(map_)
            theirs = sections.get("actors", [])
            told = _told(ours, foreign.told, map_)
            memory.ours = {**{(s, called): uid for called, (uid, _) in told.items() for s in SECTIONS}, **memory.ours}
            whom = match_actors(map_, theirs, _linked(ours, theirs, memory))
            merged = merge(ours, sections, memory, whom.rows, dict(told.values()))
            if not foreign.lasting:
                for said in merged.said:
                    said.theirs = None
            taken = _stored(map_, merged, source, name, on)
            keep_pairs(map_, _pairs(map_, whom, theirs, merged))
            names = names_in(sections)
            for why, others in once.left_out.items():
                taken.left_out.setdefault(why, []).extend(label_among(section, record, names) for section, record in others)
            taken.notes += [*once.withheld, *merged.withheld, *whom.notes]
            if foreign.whole:
                taken.notes += _no_longer_told(memory, merged, ours)
            if dry_run:
                raise _OnlyTried
    except _OnlyTried:
        pass
    if taken is None:
        raise InvalidValue("Nothing was read.")
    return taken


def our_records(map_: Map) -> Ours:
    """Every record of the map with the fields of the format, by section and row id."""
    return {
        section: {id_: {f: record[f] for f in fields if f in record} for id_, record in rows(map_, section)}
        for section, fields in SECTIONS.items()
    }


def _told(ours: Ours, told: Iterable[Told], map_: Map) -> dict[str, tuple[str, Base]]:
    """By the id that a record has in their share: the uid of ours, and what we had said of it when they took it over."""
    wanted = {t.ours: t for t in told}
    if not wanted:
        return {}
    found: dict[str, tuple[str, Base]] = {}
    for key in all_keys(map_):
        ids = ids_under(key)
        for records in ours.values():
            for record in records.values():
                if "uid" in record and (said := wanted.get(ids(str(record["uid"])))):
                    found[said.theirs] = (str(record["uid"]), said.base)
    return found


def _linked(ours: Ours, theirs: list[Record], memory: Memory) -> dict[int, int]:
    """Whom they told of before: known by the id that it has there, or else by its name and, of several, by its handle."""
    by_uid = {str(r["uid"]): id_ for id_, r in ours["actors"].items()}
    people = {id_: r["kind"] == "person" for id_, r in ours["actors"].items()}
    found = {}
    for n, record in enumerate(theirs):
        row = by_uid.get(memory.ours.get(("actors", str(record.get("uid"))), ""))
        if row is not None and people[row] == (record["kind"] == "person"):
            found[n] = row
    told: dict[tuple[bool, str], dict[int, str]] = {}
    for id_, r in ours["actors"].items():
        if ("actors", str(r["uid"])) in memory.base and id_ not in found.values():
            told.setdefault((people[id_], name_key(str(r["name"]))), {})[id_] = str(r["handle"])
    for n, record in enumerate(theirs):
        same = told.get((record["kind"] == "person", name_key(str(record["name"]))), {}) if n not in found else {}
        called = [id_ for id_, handle in same.items() if len(same) == 1 or handle == record["handle"]]
        if called:
            found[n] = called[0]
            del same[called[0]]
    return found


def _stored(map_: Map, merged: Merged, source: str, name: str, on: str) -> Taken:
    loaded = load(map_, {"ngomap": MAP_FORMAT, **merged.document})
    ids = {ref.handle: ref.id for ref in all_refs(map_)}

    def ends(about: tuple[str, ...]) -> tuple[int | None, int | None]:
        first, second, *_ = *(ids.get(handle) for handle in about), None, None
        return first, second

    said = [Kept(s.section, s.record, s.theirs, s.base, *ends(s.about)) for s in merged.said]
    row = remember(map_, source, name, said)
    close_agreed(map_, row, ((s.section, s.record, f) for s in merged.said for f in s.agreed))
    found = ((f.section, f.record, f.difference, ends(f.about)) for f in merged.found)
    note_conflicts(map_, row, on, ((section, record, d.field, d.ours, d.theirs, *about) for section, record, d, about in found))
    return Taken(
        merged.added, merged.completed, merged.newer, merged.unchanged, merged.found, merged.left_out,
        list(loaded.notes), current_change(map_),
    )  # fmt: skip


def _pairs(map_: Map, whom: Whom, theirs: list[Record], merged: Merged) -> Iterable[Pair]:
    """The likely pairs, now that the new ones are in the map too."""
    ids = {ref.handle: ref.id for ref in all_refs(map_)}
    for pair in whom.doubtful:
        ends = []
        for end in (pair.a, pair.b):
            if isinstance(end, int):
                ends.append(end)
            elif isinstance(end, tuple):
                ends.append(ids.get(merged.handles["actors"].get(str(theirs[end[1]]["handle"]), ""), 0))
        if len(ends) == 2 and all(ends) and ends[0] != ends[1]:
            yield Pair(ends[0], ends[1], pair.score, False, pair.relation, pair.reasons)


def _no_longer_told(memory: Memory, merged: Merged, ours: Ours) -> list[str]:
    now = {(s.section, s.record) for s in merged.said}
    gone: dict[str, int] = {}
    names: list[str] = []
    for section, records in ours.items():
        for record in records.values():
            which = (section, reference(section, record))
            if which in memory.base and which not in now:
                gone[section] = gone.get(section, 0) + 1
                names += [str(record["name"])] if section == "actors" else []
    notes = []
    if gone:
        kinds = ", ".join(counted_of(n, section.replace("_", " ")) for section, n in sorted(gone.items()))
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        who = f" ({', '.join(sorted(names)[:MOST_NAMED])}{more})" if names else ""
        notes.append(f"They told of these before and no longer do; they stay in the map: {kinds}{who}.")
    if merged.untold:
        notes.append(f"They no longer tell {counted(merged.untold, 'fact')} that they told before; what they said stays.")
    return notes
