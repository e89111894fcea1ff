"""`ngomap schema`: the tables of the map, for other tools."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session
from ngomap.errors import NotFound, UsageError
from ngomap.model.answers import Record, Records
from ngomap.store.description import Column, described

app = command_app()

COLUMNS = ("table", "column", "type", "description")


@app.command(cls=Command)
def schema(
    table: Annotated[str | None, typer.Argument(help="Only this table or view.", metavar="[TABLE]")] = None,
    datasette: Annotated[
        bool, typer.Option("--datasette", help="All of them as a file that tells Datasette what they mean.")
    ] = False,
) -> None:
    """Print every table and view of the map with its columns and what they mean.

    A map is a plain SQLite file: Datasette, a notebook or a spreadsheet may read it. The views organizations, people,
    ties, coverage and contacts_log have names instead of ids. Programs should read, and leave the writing to ngomap.

    Examples:

        ngomap schema ties

        ngomap schema --format csv

        ngomap schema --datasette --map share.db > metadata.json
    """
    with session().map() as map_:
        found = described(map_)
    if datasette:
        if table is not None:
            raise UsageError("--datasette tells of every table.", f"Leave out {table!r}, or --datasette.")
        _for_datasette(session().map_path.stem, found)
        return
    tables = list(dict.fromkeys(c.table for c in found))
    if table is not None and table not in tables:
        raise NotFound(f"There is no table {table!r} in the map.", f"One of: {', '.join(tables)}.")
    records: list[Record] = [
        {"table": c.table, "column": c.column or None, "type": c.type, "description": c.description}
        for c in found
        if table in (None, c.table)
    ]
    session().answer(Records("columns", records, len(records), COLUMNS))


def _for_datasette(database: str, found: list[Column]) -> None:
    """Datasette's `metadata.json`: for each table of the database what it holds and what its columns mean."""
    import json
    import sys

    tables: dict[str, dict[str, object]] = {}
    columns: dict[str, dict[str, str]] = {}
    for c in found:
        if not c.column:
            columns[c.table] = {}
            tables[c.table] = {"description": c.description, "columns": columns[c.table]}
        elif c.description:
            columns[c.table][c.column] = c.description
    said = {"databases": {database: {"tables": tables}}}
    sys.stdout.write(json.dumps(said, indent=2, ensure_ascii=False) + "\n")
