"""A whole map taken in from a `map/1` document, in one transaction: all of it or nothing.

A record that the map has (by id, else by identifier or place code, else by handle and name; ties and the like by what
they connect) is completed and corrected, never blanked, and never shown to more people than before. Reading the same
document twice changes nothing. An empty map also takes over whose map it is, and the vocabularies as they are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ngomap.errors import BadFile, InvalidValue
from ngomap.model.audience import DEFAULT_AUDIENCE
from ngomap.model.relationships import check_ends
from ngomap.model.shipped import shipped_rows
from ngomap.model.text import counted, counted_of, name_key
from ngomap.model.whole_document import NOTHING, Document, Record, checked, consistent, ordered_ends
from ngomap.model.whole_format import SECTIONS, record_kind
from ngomap.model.words import VOCABULARIES, VOCABULARY_FILES
from ngomap.store.connection import Map
from ngomap.store.database import Database
from ngomap.store.search_index import index_actors
from ngomap.store.settings import setting, us
from ngomap.store.term_edits import free_name
from ngomap.store.whole_merge import DEFAULTS, Merged, completed, items, matches, refuse_circles, refuse_twins
from ngomap.store.whole_put import IN_WORDS, Ids, put
from ngomap.store.whole_rows import PLURALS, WITH_TERMS, rows
from ngomap.store.writing import new_uid, upsert_setting, write

# Within the transaction a row may point to one that is written after it.
LATER = "PRAGMA defer_foreign_keys = ON"
LAST_IDS: Final = {
    "terms": "SELECT ifnull(max(id), 0) FROM terms", "areas": "SELECT ifnull(max(id), 0) FROM areas",
    "actors": "SELECT ifnull(max(id), 0) FROM actors", "relationships": "SELECT ifnull(max(id), 0) FROM relationships",
    "trust": "SELECT ifnull(max(id), 0) FROM trust", "stances": "SELECT ifnull(max(id), 0) FROM stances",
    "events": "SELECT ifnull(max(id), 0) FROM events",
    "agreements": "SELECT ifnull(max(id), 0) FROM agreements", "labour": "SELECT ifnull(max(id), 0) FROM labour",
    "exchanges": "SELECT ifnull(max(id), 0) FROM exchanges", "projects": "SELECT ifnull(max(id), 0) FROM projects",
    "project_partners": "SELECT ifnull(max(id), 0) FROM project_partners",
    "assessments": "SELECT ifnull(max(id), 0) FROM assessments", "grants": "SELECT ifnull(max(id), 0) FROM grants",
    "coalitions": "SELECT ifnull(max(id), 0) FROM coalitions", "approaches": "SELECT ifnull(max(id), 0) FROM approaches",
    "commitments": "SELECT ifnull(max(id), 0) FROM commitments",
    "observations": "SELECT ifnull(max(id), 0) FROM observations", "monitors": "SELECT ifnull(max(id), 0) FROM monitors",
    "resources": "SELECT ifnull(max(id), 0) FROM resources",
    "activities": "SELECT ifnull(max(id), 0) FROM activities",
    "need_figures": "SELECT ifnull(max(id), 0) FROM need_figures", "surveys": "SELECT ifnull(max(id), 0) FROM surveys",
}  # fmt: skip
# Fields that name something by its handle, and the section that it is in.
POINTERS: Final = {
    **dict.fromkeys(
        ("from", "to", "actor", "participants", "introduces", "by", "of", "funder", "target", "observer"), "actors"
    ),
    **dict.fromkeys(("area", "serves", "areas"), "areas"), "project": "projects", "commitment": "commitments",
}  # fmt: skip
NAMED: Final = {"areas": "area", "actors": "actor", "projects": "project", "commitments": "commitment", "grants": "grant"}
"""Sections whose records have a handle, and what one of them is called."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a document brought, by section, and what is worth knowing about it."""

    added: dict[str, int]
    changed: dict[str, int]
    unchanged: dict[str, int]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Load:
    """A document on its way into a map."""

    map_: Map
    database: Database
    document: Document
    fresh: bool
    ids: Ids = field(default_factory=Ids)
    handles: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in NAMED})
    kinds: dict[str, str] = field(default_factory=dict)
    uids: dict[str, str] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    counts: dict[str, list[int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def load(map_: Map, document: object) -> Loaded:
    """Take a document into the map. Raises BadFile, naming section, record and field, and then nothing was stored."""
    about, sections = checked(document)
    with write(map_) as database:
        database.execute(LATER)
        fresh = not any(True for section in ("actors", "areas") for _ in rows(map_, section))
        loading = _Load(map_, database, sections, fresh)
        for section in SECTIONS:
            _load_section(loading, section, about)
        _load_about(loading, about)
        index_actors(database, sorted(loading.touched))
    added, changed, unchanged = ({s: n[i] for s, n in loading.counts.items() if n[i]} for i in range(3))
    return Loaded(added, changed, unchanged, tuple(loading.notes))


def _load_section(loading: _Load, section: str, about: Record) -> None:
    if section not in loading.document and section not in ("terms", *NAMED):
        return
    fields = SECTIONS[section]
    existing = {
        id_: {name: record[name] for name in fields if name in record} for id_, record in rows(loading.map_, section)
    }
    incoming = loading.document.get(section, [])
    if section == "activities":
        incoming = [{**DEFAULTS[section], **record} for record in incoming]
    known = existing
    if section == "terms":
        if incoming and loading.fresh and about.get("audience") == "internal" and _is_starting_vocabulary(existing):
            _take_vocabulary(loading, incoming, existing)
            known = {}
        incoming = _without_taken_aliases(loading, incoming, known)
    if section not in ("terms", "areas", "actors"):
        incoming = [_resolved(loading, section, n, record) for n, record in enumerate(incoming, 1)]
    found = matches(section, incoming, existing)
    if section in NAMED:
        _settle_handles(loading, section, incoming, found, existing)
    if section in ("areas", "actors"):
        incoming = [_resolved(loading, section, n, record) for n, record in enumerate(incoming, 1)]
    merged = []
    for n, (id_, record) in enumerate(zip(found, incoming, strict=True), 1):
        if id_ is None:
            merged.append(_new(section, n, record))
        elif id_ in known:
            merged.append(_completed(section, n, id_, known[id_], record))
        else:
            merged.append(Merged(n, id_, record, record != existing[id_]))
    _check(loading, section, merged, known)
    _count(loading, section, merged)
    _store(loading, section, merged, known)


def _where(section: str, number: int, record: Record) -> str:
    name = record.get("handle", record.get("slug", record.get("title")))
    return f"{section}, record {number}" + (f" ({name})" if name else "")


def _new(section: str, number: int, record: Record) -> Merged:
    start: Record = {"uid": new_uid()} if "uid" in SECTIONS[section] else {}
    if "audience" in SECTIONS[section]:
        start["audience"] = DEFAULT_AUDIENCE[record_kind(section, record)]
    return Merged(number, None, {**start, **DEFAULTS.get(section, {}), **record})


def _completed(section: str, number: int, id_: int, old: Record, new: Record) -> Merged:
    if section == "actors" and (old["kind"] == "person") != (new["kind"] == "person"):
        raise BadFile(
            f"{_where(section, number, new)}: in the map it is {old['kind']}, in the file {new['kind']}.",
            f"A person cannot become an organization, nor the other way round. {NOTHING}",
        )
    return completed(number, id_, old, new)


def _check(loading: _Load, section: str, merged: list[Merged], existing: Mapping[int, Record]) -> None:
    def where(m: Merged) -> str:
        return _where(section, m.number, m.record)

    for m in merged:
        if m.changed:
            consistent(section, m.record, f"{section}, record {m.number}, with what the map has")
    refuse_twins(section, merged, existing, where)
    if section in ("terms", "areas"):
        refuse_circles(section, merged, existing, where)
    if section == "relationships":
        for m in merged:
            try:
                first, second = (loading.kinds[str(m.record[end])] for end in ("from", "to"))
                check_ends(str(m.record["type"]), first, second)
            except InvalidValue as error:
                raise BadFile(f"{where(m)}: {error.message}", f"{error.hint} {NOTHING}") from error


def _count(loading: _Load, section: str, merged: list[Merged]) -> None:
    added = sum(m.id is None for m in merged)
    changed = sum(m.changed for m in merged)
    loading.counts[section] = [added, changed, len(merged) - added - changed]
    closed = sum(m.kept_closed for m in merged)
    if closed:
        what, are, stay = counted_of(closed, section.replace("_", " ")), *(("is", "stays") if closed == 1 else ("are", "stay"))
        loading.notes.append(f"{what} {are} for fewer people in the map than in the file, and {stay} so.")


def _store(loading: _Load, section: str, merged: list[Merged], known: Mapping[int, Record]) -> None:
    next_id = int(loading.map_.connection.execute(LAST_IDS[section]).fetchone()[0])
    numbered: list[tuple[int, Record, bool]] = []
    for m in merged:
        id_ = m.id
        fresh = id_ is None or id_ not in known
        if id_ is None or fresh:
            next_id += 1
            id_ = next_id
        numbered.append((id_, m.record, fresh))
        if fresh or m.changed:
            loading.touched.update([id_] if section == "actors" else ())
    final = {**known, **{id_: record for id_, record, _ in numbered}}
    loading.ids.learn(section, final)
    if section == "actors":
        loading.kinds = {str(r["handle"]): str(r["kind"]) for r in final.values()}
        loading.uids = {str(r["handle"]): str(r["uid"]) for r in final.values()}
    if section in WITH_TERMS:
        _check_terms(loading, section, merged)
    if section == "terms":
        _check_wider(loading, merged)
    if section in ("terms", "areas") and any(m.changed for m in merged):
        # Their names are part of what actors are found by.
        loading.touched.update(id_ for id_, _ in rows(loading.map_, "actors"))
    written = [(id_, r) for m, (id_, r, new) in zip(merged, numbered, strict=True) if new or m.changed]
    try:
        put(loading.map_.connection, section, written, loading.ids)
    except sqlite3.IntegrityError as error:
        raise BadFile(f"{section}: the map refused a record: {error}.", NOTHING) from error


def _settle_handles(
    loading: _Load, section: str, incoming: list[Record], found: list[int | None], existing: Mapping[int, Record]
) -> None:
    """Under which handle each record of the document stands in the map: its own, unless another has it there."""
    taken = {str(record["handle"]) for record in existing.values()}
    # A handle that stays free of the document's own keeps its meaning for every record of it.
    wanted = {str(record["handle"]) for record in incoming}
    handles = loading.handles[section]
    for record, id_ in zip(incoming, found, strict=True):
        own = str(record["handle"])
        if id_ is not None:
            handles[own] = str(existing[id_]["handle"])
        elif own not in taken:
            handles[own] = own
    moved = []
    for record in incoming:
        own = str(record["handle"])
        if own not in handles:
            handles[own] = free_name(own, taken | wanted)
            wanted.add(handles[own])
            moved.append(f"{own} is {handles[own]}")
        record["handle"] = handles[own]
    for old in taken:
        handles.setdefault(old, old)
    if moved:
        more = f" and {len(moved) - 5} more" if len(moved) > 5 else ""
        loading.notes.append(f"Handles that others have in the map were changed: {', '.join(moved[:5])}{more}.")


def _resolved(loading: _Load, section: str, number: int, record: Record) -> Record:
    """The record with the handles of the map for those of the document, each of which must be there."""
    found = dict(record)
    where = _where(section, number, record)
    for name, kind in {"parent": "areas"}.items() if section == "areas" else POINTERS.items():
        if (section, name) in IN_WORDS:
            continue
        value = found.get(name)
        if isinstance(value, list):
            found[name] = sorted({_handle(loading, kind, str(v), f"{where}: {name}") for v in value})
        elif value is not None:
            found[name] = _handle(loading, kind, str(value), f"{where}: {name}")
    for name, prefix in (("term", ""), ("issue", "issue:"), ("population", "population:")):
        if name in found:
            _require_term(loading, f"{prefix}{found[name]}", f"{where}: {name}")
    if section in ("relationships", "agreements", "labour"):
        if found["from"] == found.get("to"):
            raise BadFile(f"{where}: its two ends are one actor in the map, {found['from']}.", NOTHING)
        return ordered_ends(section, found)
    return found


def _handle(loading: _Load, section: str, handle: str, where: str) -> str:
    found = loading.handles[section].get(handle)
    if found is None:
        raise BadFile(f"{where}: there is no {NAMED[section]} {handle!r}, neither in the file nor in the map.", NOTHING)
    return found


def _require_term(loading: _Load, term: str, where: str) -> None:
    if term not in loading.ids.terms:
        vocabulary, _, slug = term.partition(":")
        raise BadFile(f"{where}: there is no {vocabulary} {slug!r}, neither in the file nor in the map.", NOTHING)


def _check_terms(loading: _Load, section: str, merged: list[Merged]) -> None:
    for m in merged:
        for vocabulary, plural in PLURALS.items():
            for slug in items(m.record, plural):
                _require_term(loading, f"{vocabulary}:{slug}", f"{_where(section, m.number, m.record)}: {plural}")


def _check_wider(loading: _Load, merged: list[Merged]) -> None:
    for m in merged:
        if "parent" in m.record:
            term = f"{m.record['vocabulary']}:{m.record['parent']}"
            _require_term(loading, term, f"{_where('terms', m.number, m.record)}: parent")


def _without_taken_aliases(loading: _Load, incoming: list[Record], existing: Mapping[int, Record]) -> list[Record]:
    """The terms without the aliases that already mean another term: an alias means one thing in a vocabulary."""
    owners: dict[tuple[object, str], object] = {}
    for record in existing.values():
        for alias in items(record, "aliases"):
            owners[record["vocabulary"], name_key(str(alias))] = record["slug"]
    left_out = 0
    found = []
    for record in incoming:
        kept = []
        for alias in items(record, "aliases"):
            if owners.setdefault((record["vocabulary"], name_key(str(alias))), record["slug"]) == record["slug"]:
                kept.append(alias)
            else:
                left_out += 1
        rest = {name: value for name, value in record.items() if name != "aliases"}
        found.append({**rest, "aliases": sorted(map(str, kept))} if kept else rest)
    if left_out:
        means = "means another term; it was" if left_out == 1 else "mean another term; they were"
        loading.notes.append(f"{counted(left_out, 'alias', 'aliases')} of terms already {means} left out.")
    return found


def _is_starting_vocabulary(existing: Mapping[int, Record]) -> bool:
    shipped = {(v, row["slug"], row["name"]) for v in VOCABULARIES for row in shipped_rows(VOCABULARY_FILES[v])}
    return shipped == {(r["vocabulary"], r["slug"], r["name"]) for r in existing.values()}


def _take_vocabulary(loading: _Load, incoming: Iterable[Record], existing: Mapping[int, Record]) -> None:
    """An empty map takes the vocabularies of a whole map as they are: what was merged or removed there stays so."""
    loading.database.table("terms").delete_where("id > 0")
    mine = {(r["vocabulary"], r["slug"]) for r in existing.values()}
    gone = len(mine - {(r["vocabulary"], r["slug"]) for r in incoming})
    if gone:
        were = "is not in the file and was" if gone == 1 else "are not in the file and were"
        loading.notes.append(f"{gone} of the starting terms {were} taken away.")


def _load_about(loading: _Load, about: Record) -> None:
    """Whose map it is, its name and its day: taken over by an empty map only."""
    ours = about.get("us")
    handle = _handle(loading, "actors", str(ours), "map: us") if ours else None
    if loading.fresh:
        if handle:
            upsert_setting(loading.database, "us", loading.uids[handle])
        for key in ("name", "today", "freshness"):
            if key in about:
                upsert_setting(loading.database, key, str(about[key]))
        weights = about.get("weights")
        for key, value in weights.items() if isinstance(weights, dict) else ():
            upsert_setting(loading.database, f"weights.{key}", repr(value))
        return
    keeper = us(loading.map_)
    other_keeper = handle is not None and (keeper is None or keeper.handle != handle)
    if other_keeper or about.get("today") not in (None, setting(loading.map_, "today")):
        loading.notes.append("Whose map this is, and its day, were left as they are.")
