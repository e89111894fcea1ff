"""What others said of the records of the map when their shares were taken in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ngomap.model.text import name_key
from ngomap.store.connection import Map
from ngomap.store.share_recipients import Ids
from ngomap.store.writing import insert_row, write

SOURCE: Final = "SELECT id FROM share_sources WHERE source = ?"
SOURCES: Final = "SELECT id, name FROM share_sources ORDER BY id"
# An actor that was made one with another has its uid.
REMEMBERED: Final = """SELECT m.section, ifnull(iif(m.section = 'actors', a.uid, NULL), m.record), m.theirs, m.base
FROM merged_records m LEFT JOIN actors a ON a.id = m.actor_id WHERE m.source_id = ? ORDER BY m.id"""
# What went with an actor that somebody took out of the map, and not into another one.
TAKEN_OUT: Final = """SELECT s.old, t.old FROM history t JOIN changes c ON c.id = t.change_id
JOIN history s ON s.change_id = t.change_id AND s.table_name = t.table_name AND s.row_key = t.row_key AND s.field = 'section'
JOIN history o ON o.change_id = t.change_id AND o.table_name = t.table_name AND o.row_key = t.row_key AND o.field = 'source_id'
WHERE t.table_name = 'merged_records' AND t.action = 'removed' AND t.field = 'theirs' AND o.old = ?
  AND c.kind = 'edit' AND c.undone_by IS NULL"""
KEEP: Final = """INSERT INTO merged_records(source_id, section, record, theirs, base, actor_id, other_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(source_id, section, record) DO UPDATE SET
theirs = ifnull(excluded.theirs, theirs), base = excluded.base
WHERE base <> excluded.base OR ifnull(excluded.theirs, theirs) IS NOT theirs"""
TELL_SOURCE: Final = "INSERT INTO share_sources(id, source, name) VALUES (1, 'you', 'you')"
TELL: Final = "INSERT INTO merged_records(source_id, section, record, theirs, base) VALUES (1, ?, ?, ?, ?)"


class Kept(NamedTuple):
    """What is to be remembered of a record: `theirs` is the id that it has in their shares."""

    section: str
    record: str
    theirs: str | None
    base: dict[str, object]
    actor: int | None
    other: int | None


@dataclass(slots=True)
class Memory:
    """What is remembered of one source: our records by theirs, what was said of them, and what was taken out here since."""

    ours: dict[tuple[str, str], str] = field(default_factory=dict)
    base: dict[tuple[str, str], dict[str, object]] = field(default_factory=dict)
    gone: set[tuple[str, str]] = field(default_factory=set)


def source_row(map_: Map, source: str) -> int | None:
    """The row of a source that something was taken in from before."""
    row = map_.connection.execute(SOURCE, [source]).fetchone()
    return None if row is None else int(row[0])


def remembered(map_: Map, source: str) -> Memory:
    """What the source said before."""
    row, memory = source_row(map_, source), Memory()
    if row is None:
        return memory
    for section, record, theirs, base in map_.connection.execute(REMEMBERED, [row]):
        memory.base[section, record] = json.loads(base)
        if theirs is not None:
            memory.ours[section, theirs] = record
    memory.gone = {(section, theirs) for section, theirs in map_.connection.execute(TAKEN_OUT, [row])}
    return memory


def remember(map_: Map, source: str, name: str, kept: Iterable[Kept]) -> int:
    """Keep inside a write what the source says now; its row."""
    with write(map_) as database:
        row = source_row(map_, source)
        if row is None:
            row = insert_row(database, "share_sources", {"source": source, "name": name})
        map_.connection.executemany(
            KEEP, ((row, k.section, k.record, k.theirs, json.dumps(k.base, sort_keys=True), k.actor, k.other) for k in kept)
        )
    return row


def tell_back(map_: Map, share: sqlite3.Connection, ids: Ids, recipient: str, present: set[str]) -> None:
    """Into a share for somebody whose shares were taken in goes what they call our records, and digests of what they
    said of them: of the records with these ids in the share, and of nothing else.
    """
    wanted = name_key(recipient)
    row = next((id_ for id_, name in map_.connection.execute(SOURCES) if name_key(str(name)) == wanted), None)
    if row is None:
        return
    known = [
        (section, ids(record), theirs, base)
        for section, record, theirs, base in map_.connection.execute(REMEMBERED, [row]).fetchall()
        if theirs is not None and ids(record) in present
    ]
    if known:
        share.execute(TELL_SOURCE)
        share.executemany(TELL, known)
