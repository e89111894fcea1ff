"""A copy of the map that holds nothing but what an audience may see, in memory.

A report or an atlas asks many questions. Asked of such a copy, none of them can tell, count or lead through what is
withheld: it is not there. The copy is made by the same allow-list as every file for others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from ngomap.store.connection import Map
from ngomap.store.database import Database
from ngomap.store.migrations import MIGRATIONS
from ngomap.store.settings import setting, today
from ngomap.store.whole import Withheld, dump
from ngomap.store.whole_load import load
from ngomap.store.writing import change_setting

TOLD: Final = ("freshness",)
"""Settings that change answers and say nothing of anybody."""


@contextmanager
def copy_for(map_: Map, audience: str) -> Iterator[tuple[Map, Withheld]]:
    """The copy, and how many records of each kind were withheld from it. Its ids are its own; handles are the map's.

    Raises InvalidValue for `secret`.
    """
    document, withheld = dump(map_, audience)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        MIGRATIONS.apply(Database(connection, execute_plugins=False))
        copy = Map(map_.path, connection)
        load(copy, document)
        change_setting(copy, "today", today(map_))
        for key in TOLD:
            value = setting(map_, key)
            if value is not None:
                change_setting(copy, key, value)
        yield copy, withheld
    finally:
        connection.close()
