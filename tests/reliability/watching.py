"""A writer that says each of its commits aloud, in a world without chance: the same commands write the same bytes."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import uuid
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, tzinfo
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from ngomap.store import writing
from tests.reliability.processes import command


class Noon(datetime):
    """It is always noon."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Noon:
        return cls(2026, 5, 1, 12, tzinfo=tz)


def digest(path: Path) -> str:
    """All the bytes of the map, after what was left unfinished is taken back, as it is whenever a map is opened."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT count(*) FROM actors").fetchone()
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run_watched(map_path: Path, lines: Sequence[Sequence[str]], first: int, committed: Callable[[], object]) -> list[int]:
    """Run the commands, of which the first has the number `first`, calling `committed` after every commit that changed
    the map, before anything else is done; how often it was called by the end of each command.
    """
    calls = 0

    class Watched(sqlite3.Connection):
        seen = 0

        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            nonlocal calls
            cursor = super().execute(*arguments)
            if not self.in_transaction and (self.total_changes != self.seen or arguments[0] == "VACUUM"):
                self.seen = self.total_changes
                calls += 1
                committed()
            return cursor

    plain = sqlite3.connect

    def connect(database: str | Path, **more: Any) -> sqlite3.Connection:
        factory = Watched if f"{map_path}?" in str(database) else sqlite3.Connection
        return plain(database, factory=factory, **more)

    ends = []
    for number, line in enumerate(lines, first):
        chance = count(number * 1_000_000)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(writing, "datetime", Noon)
            patch.setattr(os, "urandom", lambda size, chance=chance: hashlib.shake_256(str(next(chance)).encode()).digest(size))
            patch.setattr(uuid, "uuid4", lambda: uuid.UUID(bytes=os.urandom(16), version=4))
            patch.setattr(sqlite3, "connect", connect)
            code, _, said = command(map_path, list(line))
        assert code in (0, 3), f"{' '.join(line)}: {said}"
        ends.append(calls)
    return ends
