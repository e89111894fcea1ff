"""SQL text cut into statements, comments kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator


def statements(script: str) -> Iterator[str]:
    """Each complete statement of a script, in order.

    `executescript` would commit the open transaction first, so a migration cannot use it.
    """
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if pending.strip() and sqlite3.complete_statement(pending):
            yield pending.strip()
            pending = ""
    if pending.strip():
        raise ValueError(f"unfinished statement: {pending[:80]!r}")
