"""A share, or another map, of somebody else: read without touching it, and believed only as far as a document is."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

from ngomap.errors import DamagedMap
from ngomap.store.connection import Map, explained, in_memory, map_in_memory, open_map, pending_migrations
from ngomap.store.database import Database
from ngomap.store.migrations import MIGRATIONS
from ngomap.store.settings import all_settings, today, us
from ngomap.store.whole import dump

MARKS: Final = {name: f"share.{name}" for name in ("id", "by", "on", "audience", "whole")}
"""Settings of a share: who made it - in words, and as an id that is the same in all that they make for us -, when, for
whom, and whether all that the audience may see is in it.
"""
MARKED: Final = "SELECT 1 FROM settings WHERE key = 'share.audience'"
TOLD: Final = "SELECT section, record, theirs, base FROM merged_records WHERE theirs IS NOT NULL ORDER BY id"


@dataclass(frozen=True, slots=True)
class Told:
    """What a share says that we said of a record: what both call it, and digests of our words by field."""

    theirs: str
    ours: str
    base: dict[str, object]


@dataclass(frozen=True, slots=True)
class Foreign:
    """A map of others as a `map/1` document, with what the file says of itself: `source` is the same in all that they
    make for us, or empty; `lasting` is whether its ids will come again.
    """

    document: object
    name: str
    source: str
    on: str = ""
    whole: bool = False
    told: tuple[Told, ...] = field(default=())
    lasting: bool = True


def is_share(path: Path) -> bool:
    """Whether the file at `path` is a share that ngomap made."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)) as connection:
            return connection.execute(MARKED).fetchone() is not None
    except sqlite3.Error:
        return False


def read_map(path: Path) -> Foreign:
    """What a share or a map says. The file is copied into memory, and an older one brought up to date there.

    Raises NoMap, DamagedMap, NewerMap.
    """
    with open_map(path) as original, closing(in_memory(original.connection)) as connection, explained(path):
        original.connection.backup(connection)
        return _brought_up_to_date(Map(path, connection))


def read_content(content: bytes, path: Path) -> Foreign:
    """What a share says whose bytes were sealed in the file at `path`; they stay in memory.

    Raises DamagedMap, NewerMap.
    """
    with map_in_memory(content, path) as map_:
        return _brought_up_to_date(map_)


def _brought_up_to_date(copy: Map) -> Foreign:
    if pending_migrations(copy):
        MIGRATIONS.apply(Database(copy.connection, execute_plugins=False))
    return _read(copy)


def _read(map_: Map) -> Foreign:
    document, _ = dump(map_, "internal")
    said = all_settings(map_)
    keeper = us(map_)
    name = said.get(MARKS["by"]) or said.get("name") or (keeper.name if keeper else "")
    told = []
    for section, record, theirs, base in map_.connection.execute(TOLD):
        try:
            found = json.loads(base)
        except ValueError as error:
            raise DamagedMap(f"{map_.path} is damaged: {section} cannot be read.", "Ask for another copy.") from error
        if isinstance(found, dict):
            told.append(Told(str(record), str(theirs), found))
    on, whole = said.get(MARKS["on"], today(map_)), said.get(MARKS["whole"]) == "yes"
    source = said.get(MARKS["id"], "")
    lasting = bool(source) or MARKS["audience"] not in said
    return Foreign(document, name, source, on, whole, tuple(told), lasting)
