"""What jobs with `--since-last` told last. Written; it is no change of the map, and has no history."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Final

from ngomap.errors import MapLocked, NgomapError
from ngomap.store.connection import Map
from ngomap.store.schedules import Run, last_run, packed
from ngomap.store.writing import now, write

NOTE: Final = """INSERT INTO schedules(job, runs, on_date, at, told) VALUES (?1, 1, ?2, ?3, ?4)
ON CONFLICT(job) DO UPDATE SET runs = runs + 1, on_date = ?2, at = ?3, told = ?4"""
OLDEST: Final = "DELETE FROM schedules WHERE job NOT IN (SELECT job FROM schedules ORDER BY at DESC, job LIMIT ?)"
MOST_JOBS: Final = 50
"""So many are remembered: a job with the day in the name of its file is another one each time."""


def refuse_read_only(map_: Map) -> None:
    """Raises NgomapError if what was told could not be noted, before anything is told."""
    if not (os.access(map_.path, os.W_OK) and os.access(map_.path.absolute().parent, os.W_OK)):
        raise NgomapError(
            f"--since-last notes in the map what was told, and {map_.path} cannot be written.",
            "Leave out --since-last, or let the job run where the map may be written.",
        )


@contextmanager
def noting(map_: Map, last: Run, on: str, told: Collection[bytes]) -> Iterator[None]:
    """Write inside what the job tells; only when that went well is it noted: whatever fails repeats rather than loses.

    Others wait meanwhile, so that of two runs at once one tells what is new. Raises MapLocked in the other.
    """
    with write(map_):
        if last_run(map_, last.job).runs != last.runs:
            raise MapLocked(
                "Another run of the same job told what is new meanwhile; nothing was written.",
                "Let it run once at a time; the next run tells the rest.",
            )
        yield
        _note(map_, last.job, on, told)


def note_told(map_: Map, last: Run, on: str, told: Collection[bytes]) -> None:
    """Note what the job told already. Of two runs at once both told it, and the next may repeat some of it."""
    with write(map_):
        _note(map_, last.job, on, told)


def _note(map_: Map, job: str, on: str, told: Collection[bytes]) -> None:
    map_.connection.execute(NOTE, [job, on, now(), packed(told)])
    map_.connection.execute(OLDEST, [MOST_JOBS])
