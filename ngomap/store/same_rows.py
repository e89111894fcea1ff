"""Whether two copies of a map say the same, apart from what jobs that run by themselves note for themselves."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from typing import Final

from ngomap.errors import NgomapError
from ngomap.store.connection import connect

OBJECTS: Final = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
TABLES: Final = """SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
AND name NOT IN ('schedules', 'reports') ORDER BY name IN ('history', 'changes') DESC, name"""


def same_rows(one: Path, other: Path) -> bool:
    """Whether every table but `schedules` and `reports` has the same rows, in the same order, in both; False, too, if one
    cannot be read. What the history tells first tells most maps apart.
    """
    try:
        with closing(connect(one)) as a, closing(connect(other)) as b:
            if a.execute(OBJECTS).fetchall() != b.execute(OBJECTS).fetchall():
                return False
            for (name,) in a.execute(TABLES).fetchall():
                quoted = str(name).replace('"', '""')
                rows = (c.execute(f'SELECT * FROM "{quoted}"') for c in (a, b))  # noqa: S608
                if any(x != y for x, y in zip_longest(*rows)):
                    return False
            return True
    except (sqlite3.DatabaseError, NgomapError):
        return False
