"""Another map merged into ours, as plain data: which of their records are ours, what ours take over from them, and where
the two differ. What comes out is a document of just the news, for the map to load.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ngomap.errors import BadFile, InvalidValue
from ngomap.model.records import Record
from ngomap.model.relationships import check_ends
from ngomap.model.text import name_key
from ngomap.model.whole_document import Document, consistent, identifier_key, ordered_ends
from ngomap.model.whole_format import SECTIONS
from ngomap.sharing.three_way import Base, Difference, Outcome, base_of, compare, digest, without
from ngomap.store.merged_rows import Memory
from ngomap.store.term_edits import free_name
from ngomap.store.whole import ENDS, IN_AREA
from ngomap.store.whole_load import NAMED, POINTERS
from ngomap.store.whole_merge import DEFAULTS, ONCE, items, matches, natural_key
from ngomap.store.whole_put import IN_WORDS
from ngomap.store.whole_rows import PLURALS
from ngomap.store.writing import new_uid

Ours = Mapping[str, Mapping[int, Record]]
"""Our records by section and row id."""


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
    of them in which a newer word of theirs replaced an older one; `left_out` and `untold` are in words.
    """

    document: Record = field(default_factory=lambda: {"ngomap": "map/1"})
    found: list[Found] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    handles: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in NAMED})
    added: dict[str, int] = field(default_factory=dict)
    completed: dict[str, int] = field(default_factory=dict)
    newer: int = 0
    unchanged: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    untold: int = 0


@dataclass(slots=True)
class _Merging:
    ours: Ours
    memory: Memory
    actors: Mapping[int, int]
    told: Mapping[str, Base]
    result: Merged = field(default_factory=Merged)
    terms: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    numbers: dict[tuple[str, str], str] = field(default_factory=dict)


def reference(section: str, record: Record) -> str:
    """Which record it is, in the words of this map: its uid, or a digest of what it is known by."""
    if "uid" in SECTIONS[section]:
        return str(record["uid"])
    return digest([section, *natural_key(section, {**DEFAULTS.get(section, {}), **record})])


def about(section: str, record: Record) -> tuple[str, ...]:
    """The handles of the first two actors that a record is about."""
    if section == "actors":
        return (str(record["handle"]),)
    named = [str(record[end]) for end in ENDS.get(section, ()) if end in record]
    return tuple(dict.fromkeys([*named, *map(str, items(record, "participants"))]))[:2]


def merge(ours: Ours, theirs: Document, memory: Memory, actors: Mapping[int, int], told: Mapping[str, Base]) -> Merged:
    """Merge a checked document into our records. `actors` are the row ids of ours by the number of theirs; `told` is what
    we had said before of records of ours, by their uid.
    """
    merging = _Merging(ours, memory, actors, told)
    merging.kinds = {str(r["handle"]): str(r["kind"]) for r in ours["actors"].values()}
    merging.numbers = {identifier_key(i): str(r["uid"]) for r in ours["actors"].values() for i in items(r, "identifiers")}
    for section in SECTIONS:
        _merge_section(merging, section, theirs.get(section, []))
    return merging.result


def _merge_section(m: _Merging, section: str, theirs: list[Record]) -> None:
    existing = m.ours[section]
    by_uid = {str(r["uid"]): id_ for id_, r in existing.items() if "uid" in r}
    if section == "terms":
        _learn_terms(m, theirs)
    incoming: list[tuple[str | None, Record]] = []
    for number, record in enumerate(theirs):
        said = {**DEFAULTS.get(section, {}), **record} if section == "activities" else dict(record)
        called = str(said["uid"]) if "uid" in said else None
        meant = m.memory.ours.get((section, called)) if called else None
        if section == "actors":
            row = m.actors.get(number)
            meant = str(existing[row]["uid"]) if row is not None else None
        if meant in by_uid:
            said["uid"] = meant
        if section not in ("areas", "actors") and not _translate(m, section, said):
            continue
        incoming.append((called, said))
    if section == "actors":
        rows = [by_uid.get(str(record.get("uid"))) for _, record in incoming]
    else:
        rows = matches(section, [record for _, record in incoming], existing)
    if section in NAMED:
        _handles(m, section, incoming, rows, existing)
    taken: set[int] = set()
    for (called, record), row in zip(incoming, rows, strict=True):
        if section in NAMED and str(record["handle"]) not in m.result.handles[section]:
            continue
        if row is not None and row in taken:
            _leave_out(m, "already one with another")
            continue
        if section in NAMED:
            record["handle"] = m.result.handles[section][str(record["handle"])]
        if section in ("areas", "actors"):
            _translate(m, section, record)
        if row is None:
            _add(m, section, called, record)
        else:
            taken.add(row)
            _complete(m, section, called, record, existing[row])


def _handles(
    m: _Merging, section: str, incoming: list[tuple[str | None, Record]], rows: list[int | None], existing: Mapping[int, Record]
) -> None:
    """Settle under which handle each of theirs stands here; those that were taken out of our map stand nowhere."""
    handles = m.result.handles[section]
    taken = {str(r["handle"]) for r in existing.values()}
    for (called, record), row in zip(incoming, rows, strict=True):
        own = str(record["handle"])
        if row is not None:
            handles[own] = str(existing[row]["handle"])
        elif called is not None and _was_taken_out(m, section, called):
            _leave_out(m, "taken out here")
        else:
            handles[own] = own if own not in taken else free_name(own, taken)
            taken.add(handles[own])
        if section == "actors" and own in handles and row is None:
            m.kinds[handles[own]] = str(record["kind"])


def _was_taken_out(m: _Merging, section: str, called: str) -> bool:
    """Whether it came from them before and is no longer here."""
    return (section, called) in m.memory.gone or (section, called) in m.memory.ours


def _leave_out(m: _Merging, why: str) -> None:
    m.result.left_out[why] = m.result.left_out.get(why, 0) + 1


def _learn_terms(m: _Merging, theirs: list[Record]) -> None:
    """A term of theirs is ours if its slug is, or else if one of its names is a name of ours in the vocabulary."""
    known: dict[tuple[object, str], str] = {}
    slugs = set()
    for record in m.ours["terms"].values():
        slugs.add((record["vocabulary"], record["slug"]))
        for name in (record["name"], *items(record, "aliases")):
            known.setdefault((record["vocabulary"], name_key(str(name))), str(record["slug"]))
    for record in theirs:
        vocabulary, slug = record["vocabulary"], str(record["slug"])
        if (vocabulary, slug) not in slugs:
            slug = known.get((vocabulary, name_key(str(record["name"]))), slug)
        m.terms[f"{vocabulary}:{record['slug']}"] = slug


def _translate(m: _Merging, section: str, record: Record) -> bool:
    """Let the record speak of ours where it spoke of theirs; False if it would say another thing without those that are
    not here.
    """
    if section == "terms":
        vocabulary = record["vocabulary"]
        for name in ("slug", "parent"):
            if name in record:
                record[name] = m.terms.get(f"{vocabulary}:{record[name]}", record[name])
        if record.get("parent") == record["slug"]:
            del record["parent"]
        return True
    for name, prefix in (("issue", "issue:"), ("population", "population:")):
        if name in record:
            record[name] = m.terms.get(f"{prefix}{record[name]}", record[name])
    if "term" in record and (slug := m.terms.get(str(record["term"]))):
        record["term"] = f"{str(record['term']).partition(':')[0]}:{slug}"
    for vocabulary, plural in PLURALS.items():
        if plural in record:
            record[plural] = list(dict.fromkeys(m.terms.get(f"{vocabulary}:{slug}", str(slug)) for slug in items(record, plural)))
    return _point_to_ours(m, section, record)


def _point_to_ours(m: _Merging, section: str, record: Record) -> bool:
    needed = (*ENDS.get(section, ()), "project", "commitment", *(["area"] if section in IN_AREA else []))
    for name, kind in {"parent": "areas"}.items() if section == "areas" else POINTERS.items():
        if (section, name) in IN_WORDS or name not in record:
            continue
        handles = m.result.handles[kind]
        value = record[name]
        if isinstance(value, list):
            record[name] = sorted({handles[str(v)] for v in value if str(v) in handles})
            if not record[name]:
                del record[name]
                if name == "participants":
                    _leave_out(m, "about somebody taken out here")
                    return False
        elif str(value) in handles:
            record[name] = handles[str(value)]
        else:
            del record[name]
            if name in needed:
                _leave_out(m, "about somebody taken out here")
                return False
    if section in ("relationships", "agreements", "labour") and "to" in record:
        if record["from"] == record["to"]:
            _leave_out(m, "about two that are one here")
            return False
        record.update(ordered_ends(section, record))
    return section != "relationships" or _may_stand(m, record)


def _may_stand(m: _Merging, record: Record) -> bool:
    try:
        check_ends(str(record["type"]), m.kinds[str(record["from"])], m.kinds[str(record["to"])])
    except InvalidValue:
        _leave_out(m, "a tie that cannot stand between what the two are here")
        return False
    return True


def _add(m: _Merging, section: str, called: str | None, record: Record) -> None:
    if "uid" in SECTIONS[section]:
        record.setdefault("uid", new_uid())
        if called is not None and section not in NAMED and _was_taken_out(m, section, called):
            _leave_out(m, "taken out here")
            return
    elif (section, reference(section, record)) in m.memory.base:
        _leave_out(m, "taken out here")
        return
    for name in ("identifiers",):
        if name in record:
            record[name] = [i for i in items(record, name) if identifier_key(i) not in m.numbers]
            m.numbers |= {identifier_key(i): str(record["uid"]) for i in items(record, name)}
    _put(m, section, record)
    m.result.added[section] = m.result.added.get(section, 0) + 1
    m.result.said.append(Said(section, reference(section, record), called, base_of(section, record), about(section, record)))


def _put(m: _Merging, section: str, record: Record) -> None:
    found = m.result.document.setdefault(section, [])
    if isinstance(found, list):
        found.append(record)


def _complete(m: _Merging, section: str, called: str | None, theirs: Record, ours: Record) -> None:
    record = reference(section, ours)
    base = m.memory.base.get((section, record), {})
    outcome = compare(section, ours, theirs, base, m.told.get(record))
    _keep_sound(m, section, ours, outcome)
    m.result.untold += len(outcome.untold)
    whom = about(section, ours)
    m.result.found += [Found(section, record, whom, d) for d in outcome.differences]
    said = Said(section, record, called, {**base, **base_of(section, theirs)}, whom, (*outcome.agreed, *outcome.newer))
    m.result.said.append(said)
    if not outcome.news:
        m.result.unchanged += 1
        return
    m.result.newer += bool(outcome.newer)
    m.result.completed[section] = m.result.completed.get(section, 0) + 1
    _put(m, section, {**ours, **outcome.news})


def _keep_sound(m: _Merging, section: str, ours: Record, outcome: Outcome) -> None:
    """What would contradict the rest of ours is a difference, not news."""
    if "identifiers" in outcome.news:
        mine = [i for i in items(outcome.news, "identifiers") if m.numbers.get(identifier_key(i), ours["uid"]) == ours["uid"]]
        m.numbers |= {identifier_key(i): str(ours["uid"]) for i in mine}
        outcome.news["identifiers"] = mine
    if not any(not isinstance(value, list) for value in outcome.news.values()):
        return
    after = {**ours, **outcome.news}
    try:
        consistent(section, after, section)
        sound = _fits(m, section, ours, after)
    except (BadFile, InvalidValue):
        sound = False
    if not sound:
        outcome.differences += list(without(outcome, section, ours))
        outcome.news = {name: value for name, value in outcome.news.items() if isinstance(value, list)}
        outcome.newer = []


def _fits(m: _Merging, section: str, ours: Record, after: Record) -> bool:
    """Whether the record can stand beside our other ones: none says the same, no circle, a person stays one."""
    if section == "actors":
        return (ours["kind"] == "person") == (after["kind"] == "person")
    if section == "areas" and "code" in after and after["code"] != ours.get("code"):
        others = (r for r in m.ours[section].values() if r is not ours)
        return all(str(r.get("code", "")).casefold() != str(after["code"]).casefold() for r in others)
    if section in ("terms", "areas"):
        return after.get("parent") == ours.get("parent") or not _circle(m, section, after)
    if section == "relationships":
        check_ends(str(after["type"]), m.kinds[str(after["from"])], m.kinds[str(after["to"])])
    if section in ONCE and natural_key(section, after) != natural_key(section, ours):
        key = natural_key(section, after)
        put = m.result.document.get(section)
        new = put if isinstance(put, list) else []
        return all(r is ours or natural_key(section, r) != key for r in (*m.ours[section].values(), *new))
    return True


def _circle(m: _Merging, section: str, after: Record) -> bool:
    own = "slug" if section == "terms" else "handle"
    put = m.result.document.get(section)
    wider = {
        (r.get("vocabulary"), r[own]): r.get("parent")
        for r in (*m.ours[section].values(), *(put if isinstance(put, list) else ()), after)
    }
    current, seen = after.get("parent"), {after[own]}
    while current is not None:
        if current in seen:
            return True
        seen.add(current)
        current = wider.get((after.get("vocabulary"), current))
    return False


