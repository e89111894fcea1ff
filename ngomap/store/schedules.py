"""What jobs with `--since-last` told last. Read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import blake2b, sha256
from typing import Final, NamedTuple

from ngomap.store.connection import Map

LAST: Final = "SELECT runs, on_date, told FROM schedules WHERE job = ?"
SIZE: Final = 10
"""Bytes of a digest: of a million things two are alike once in a million million maps."""


class Run(NamedTuple):
    """What the last run of a job told; `runs` is 0 if there was none."""

    job: str
    runs: int = 0
    on: str = ""
    told: frozenset[bytes] = frozenset()


def job_of(*parts: object) -> str:
    """The name of a job from all that makes it this one, such that nobody can read them from it.

    >>> job_of("export", "csv") == job_of("export", "csv"), job_of("export", "csv") == job_of("export", "json")
    (True, False)
    """
    return sha256(json.dumps(parts).encode()).hexdigest()


def digest(*parts: object) -> bytes:
    """What is kept of a thing that was told; it is another as soon as the thing says something else."""
    return blake2b(json.dumps(parts, sort_keys=True).encode(), digest_size=SIZE).digest()


def last_run(map_: Map, job: str) -> Run:
    """What the last run of the job told."""
    row = map_.connection.execute(LAST, [job]).fetchone()
    if row is None:
        return Run(job)
    runs, on, told = row
    return Run(job, runs, on, frozenset(told[i : i + SIZE] for i in range(0, len(told), SIZE)))


def packed(told: Iterable[bytes]) -> bytes:
    """Digests as they are stored."""
    return b"".join(sorted(told))
