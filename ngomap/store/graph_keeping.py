"""A file beside a large map that keeps its graph as it was read, so that the next question need not read it again.

It holds numbers of rows and no names, is readable for those alone who may read the map, and is no part of it: whoever
deletes it loses a second. It is for one state of one file: what SQLite and the file system tell of that state stands in its
first line, and where they now tell otherwise it is as if there were none. Every write takes it away, and no encrypted map
has one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from ngomap.store.connection import Map
from ngomap.store.graph_file import BEGIN, graph_file, is_graph_file, opened, take_away
from ngomap.store.new_files import held_file_beside

DIGEST: Final = 32
LONGEST_LINE: Final = 2000
PART: Final = ".graph.part"
STATE: Final = """SELECT (SELECT max(id) FROM history), (SELECT max(id) FROM changes),
  (SELECT at FROM changes ORDER BY id DESC LIMIT 1), (SELECT schema_version FROM pragma_schema_version)"""


@dataclass(frozen=True, slots=True)
class GraphFile:
    """The file for a map in one state, whether it is there or not."""

    map: Path
    state: tuple[int, ...]
    line: bytes

    def content(self) -> bytes | None:
        """What was kept of the map in this state; None if nothing was, if the file is damaged, or somebody else's."""
        with suppress(OSError), opened(graph_file(self.map), os.O_RDONLY) as file:
            owner = os.fstat(file.fileno()).st_uid
            if owner == self.map.stat().st_uid and file.readline(LONGEST_LINE) == self.line:
                digest, content = file.read(DIGEST), file.read()
                return content if digest == _digest(content) else None
        return None

    def keep(self, content: bytes) -> None:
        """Keep this of the map in this state; nothing if the map is in another by now, if it lies where nothing may be
        written, or if the disk would have less room than the map itself may need.
        """
        path = graph_file(self.map)
        with suppress(OSError):
            known = self.map.stat()
            if shutil.disk_usage(path.parent).free < len(content) + known.st_size or not _replaceable(path):
                return
            with held_file_beside(self.map.resolve(), PART) as part:
                with part.open("wb") as file:
                    _give_rights(file.fileno(), known)
                    file.write(self.line + _digest(content) + content)
                if _state(self.map) != self.state:
                    return
                part.replace(path)
            # Somebody may have written, or encrypted it, between the look and the naming.
            if _state(self.map) != self.state:
                take_away(self.map)


def graph_file_of(map_: Map, asked: Sequence[object]) -> GraphFile | None:
    """The file for the map as it is now, and for what was asked of it; None for an encrypted map, one in memory, and one
    that has other names elsewhere, beside which a file would stay.
    """
    if map_.file is None or not isinstance(map_.connection, sqlite3.Connection):
        return None
    # Asked first: whoever is inside a transaction lets nobody else write from now on.
    told = map_.connection.execute(STATE).fetchone()
    try:
        state = _state(map_.path)
        alone = map_.path.stat().st_nlink == 1
    except OSError:
        return None
    if not alone or state[:2] != map_.file:
        return None
    line = json.dumps([version("ngomap"), state, told, asked], separators=(",", ":"))
    return GraphFile(map_.path, state, BEGIN + line.encode() + b"\n")


def _give_rights(descriptor: int, like: os.stat_result) -> None:
    """Let those read and write it who may read and write the map, as far as we can give it to them, and nobody else."""
    if os.name == "nt":
        return
    with suppress(OSError):
        os.fchown(descriptor, like.st_uid, like.st_gid)
    if os.fstat(descriptor).st_gid == like.st_gid:
        os.fchmod(descriptor, stat.S_IMODE(like.st_mode) & 0o660)


def _state(path: Path) -> tuple[int, ...]:
    """What the file system tells of the state of a file: every change that anybody makes to it changes one of these."""
    known = path.stat()
    return known.st_dev, known.st_ino, known.st_size, known.st_mtime_ns, known.st_ctime_ns


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=DIGEST).digest()


def _replaceable(path: Path) -> bool:
    return is_graph_file(path) or not os.path.lexists(path)
