"""A new map, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ngomap.cli.session import session
from ngomap.store.connection import Map
from ngomap.store.migrations import creating
from ngomap.store.term_edits import fill_vocabularies
from ngomap.store.writing import mark_change, write


@contextmanager
def new_map(path: Path) -> Iterator[Map]:
    """A new map with the starting vocabularies, to be filled; if that fails, there is no map.

    Raises AlreadyExists; nothing that exists is written over.
    """
    with creating(path, session().words) as map_, write(map_):
        mark_change(map_, "start")
        fill_vocabularies(map_)
        yield map_
