"""A new map, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ngomap.cli.session import session
from ngomap.store.connection import Map
from ngomap.store.migrations import creating
from ngomap.store.term_edits import fill_vocabularies
from ngomap.store.writing import mark_change, write

if TYPE_CHECKING:
    from ngomap.store.cipher import Secret


@contextmanager
def new_map(path: Path, secret: Secret | None = None) -> Iterator[Map]:
    """A new map with the starting vocabularies, to be filled; if that fails, there is no map. With a secret it is encrypted.

    Raises AlreadyExists; nothing that exists is written over.
    """
    with _creating(path, secret) as map_, write(map_):
        mark_change(map_, "start")
        fill_vocabularies(map_)
        yield map_


@contextmanager
def _creating(path: Path, secret: Secret | None) -> Iterator[Map]:
    if secret is None:
        with creating(path, session().words) as map_:
            yield map_
        return
    from ngomap.store.cipher import unlocked
    from ngomap.store.encrypting import begin_encrypted

    with unlocked(secret), creating(path, session().words, lambda new: begin_encrypted(new, secret)) as map_:
        yield map_
