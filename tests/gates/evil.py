"""The example's map with a text in every place that people fill which a terminal, a page or a spreadsheet would obey."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

EVIL: Final = (
    "=Zq[bold]Zq[/] [/] [link=http://e.example]l[/link] \x1b]8;;http://e.example\x07\x1b[31m \x9b31m \u202eevil\u2066 \x08\ufffe "
    "</script><script>Zq()</script> <img src=x onerror=Z()> &lol; ]]> 'Zq' \"Zq\" | `Zq`"
)
COLUMNS: Final = {
    "areas": ("name",), "area_aliases": ("alias",), "terms": ("name", "description"),
    "actors": ("name", "place", "mission", "vision", "notes", "source", "phone"), "stances": ("source",),
    "events": ("title", "outcome", "next_step", "source"), "resources": ("description", "unit", "conditions"),
    "activities": ("project", "source"), "need_figures": ("source",), "relationships": ("title", "notes", "source"),
    "agreements": ("text", "source"), "labour": ("task",), "exchanges": ("description", "unit", "source"),
    "projects": ("name", "goal", "source"), "project_partners": ("task",), "assessments": ("worked", "failed"),
    "grants": ("name", "notes", "source"), "coalitions": ("objective", "asks"), "approaches": ("note",),
    "commitments": ("what", "source"), "observations": ("text", "evidence"), "monitors": ("training", "impartiality"),
}  # fmt: skip


def make_evil(path: Path) -> None:
    """Put the text before what stands there; a column that no longer is there is an error."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for table, columns in COLUMNS.items():
            for column in columns:
                connection.execute(f"UPDATE {table} SET {column} = ? || {column} WHERE {column} IS NOT NULL", [EVIL])
