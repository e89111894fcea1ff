"""`ngomap history`: what changed, when, by which command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import Limit, completing
from ngomap.cli.session import session
from ngomap.model.records import Record, Records
from ngomap.store.connection import Map

if TYPE_CHECKING:
    from ngomap.model.history import ChangeRow

app = command_app()

SCREENFUL = 20
MOST_FACTS = 1000
"""An import or its undo may have changed a whole register: JSON tells the first of its facts, and how many there are."""
COLUMNS = ("number", "when", "author", "what", "command", "undone")
ONLY_IF_ANY = ("author", "undone")


@app.command(cls=Command)
def history(
    ref: Annotated[
        str | None,
        typer.Argument(
            help="Only what is about this actor: handle, name, ...; also one that was removed.",
            metavar="[REF]",
            autocompletion=completing("actor"),
        ),
    ] = None,
    since: Annotated[str | None, typer.Option("--since", help="Only from this day on (ISO).", metavar="DATE")] = None,
    limit: Limit = SCREENFUL,
) -> None:
    """Show what changed in the map, the latest first: when, by which command, what. Each change has a number, with
    which 'ngomap undo' takes it back. With --format json every fact of a change is told, with what it was before.

    Times are UTC. Who it was stands there if $NGOMAP_AUTHOR or the map's setting 'author' says so.

    Examples:

        ngomap history

        ngomap history fair-elections-now --since 2026-10-01
    """
    from ngomap.model.values import iso_date
    from ngomap.store.connection import snapshot
    from ngomap.store.history import changes

    day = iso_date(since, "since") if since else None
    with session().map() as map_, snapshot(map_):
        actor = _actor(map_, ref) if ref else None
        found, total = changes(map_, day, actor, limit)
        records = [_record(map_, change, actor) for change in found]
    columns = tuple(c for c in COLUMNS if c not in ONLY_IF_ANY or any(record[c] for record in records))
    notes = ("Take one back: ngomap undo NUMBER",) if records else ()
    session().answer(Records("changes", records, total, columns, notes))


def _actor(map_: Map, ref: str) -> int:
    from ngomap.cli.references import find_actor
    from ngomap.errors import NotFound
    from ngomap.store.history import removed_actor

    try:
        return find_actor(map_, ref, forgiving=False).id
    except NotFound:
        gone = removed_actor(map_, ref)
        if gone is None:
            return find_actor(map_, ref).id
        return gone


def _record(map_: Map, change: ChangeRow, actor: int | None) -> Record:
    from dataclasses import asdict

    from ngomap.cli.history_words import what_changed
    from ngomap.store.history import facts_of_change

    record: Record = {
        "number": change.id, "when": change.at[:16].replace("T", " "), "author": change.author,
        "command": change.command or "(a program)", "what": what_changed(map_, change, actor), "kind": change.kind,
        "file": change.file, "at": change.at, "undone": f"by {change.undone_by}" if change.undone_by else None,
        "undone_by": change.undone_by, "undoes": change.undoes, "first_actor": change.first_actor,
        "last_actor": change.last_actor,
    }  # fmt: skip
    if session().format == "json":
        facts, total = facts_of_change(map_, change.id, MOST_FACTS, actor)
        told = [asdict(fact) for fact in facts]
        record |= {"facts": [{n: v for n, v in f.items() if n not in ("id", "change")} for f in told]}
        record["facts_in_all"] = total
    return record
