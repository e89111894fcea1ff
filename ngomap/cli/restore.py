"""`ngomap restore`: a backup in the place of the map."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli import options as o
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session

app = command_app()


@app.command(cls=Command)
def restore(
    backup: Annotated[str, typer.Argument(help="The copy to go back to.", metavar="BACKUP")],
    identity: o.Identity = None,
) -> None:
    """Put a backup in the place of the map. What stands there is first copied beside it, and the answer says where.

    The backup is looked through before anything is done, and itself left as it is. The map may be damaged or missing.
    Nothing is done while another process writes to it. An older backup is brought up to date afterwards. A sealed one
    needs --identity.

    Examples:

        ngomap restore ngomap.db-backups/ngomap-2026-11-01T02-00-00Z.db

        ngomap restore /media/stick/ngomap-2026-10-25T02-00-00Z.db --map ngomap.db
    """
    from pathlib import Path

    from ngomap.cli.undoing import command
    from ngomap.model.answers import Change
    from ngomap.model.records import Record
    from ngomap.model.text import counted
    from ngomap.store.restore import restore as put_back

    path = session().map_path
    done = put_back(Path(backup), path, Path(identity) if identity else None)
    with session().map():
        # Opening it brings an older one up to date.
        pass
    actors = done.rows.get("actors", 0)
    record: Record = {
        "map": str(path), "backup": backup, "before": str(done.before) if done.before else None,
        "was_damaged": done.was_damaged, "actors": actors, "rows": sum(done.rows.values()),
    }  # fmt: skip
    was = "the damaged file" if done.was_damaged else "what it said before"
    text = f"{path} says what {backup} says ({counted(actors, 'actor')})."
    notes = (f"{was[0].upper()}{was[1:]} lies in {done.before}.",) if done.before else ("There was no map before.",)
    undo = f"delete the file {path}"
    if done.before:
        undo = "" if done.was_damaged else command("restore", done.before)
    session().answer(Change("restored", "map", record, text, undo, notes))
