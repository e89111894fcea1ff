"""A part of a large map in memory: some actors with what is recorded of them and between them, and all words and places."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from typing import Final

from ngomap.store.connection import Map, in_memory
from ngomap.store.schema_history import CONTENT, KINDS

KEPT: Final = "(SELECT value FROM json_each(?1))"
# What there is most of goes at once; the rest goes with its actors.
LEFT_OUT: Final = (
    f"DELETE FROM relationships WHERE from_id NOT IN {KEPT} OR to_id NOT IN {KEPT}",  # noqa: S608 - of constants
    f"DELETE FROM activities WHERE actor_id NOT IN {KEPT}",  # noqa: S608
    f"DELETE FROM actor_terms WHERE actor_id NOT IN {KEPT}",  # noqa: S608
    f"DELETE FROM actor_areas WHERE actor_id NOT IN {KEPT}",  # noqa: S608
    f"DELETE FROM actors WHERE id NOT IN {KEPT}",  # noqa: S608
    "DELETE FROM events WHERE id NOT IN (SELECT event_id FROM event_participants) AND ?1 = ?1",
)


@contextmanager
def part_of(map_: Map, actor_ids: Collection[int]) -> Iterator[Map]:
    """The map with these actors alone, ids and all, to read from; its file is not touched."""
    with closing(in_memory(map_.connection)) as connection:
        map_.connection.backup(connection)
        # Nobody asks what happened to the copy.
        for table in CONTENT:
            for kind in KINDS:
                connection.execute(f"DROP TRIGGER IF EXISTS history_{table}_{kind}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        for statement in LEFT_OUT:
            connection.execute(statement, [json.dumps(sorted(actor_ids))])
        connection.execute("COMMIT")
        yield Map(map_.path, connection)
