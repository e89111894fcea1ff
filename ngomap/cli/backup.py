"""`ngomap backup`: a copy of the map, verified."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli import options as o
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session

if TYPE_CHECKING:
    from pathlib import Path

    from ngomap.store.backup import Backup

app = command_app()

MOST = 100_000


@app.command(cls=Command)
def backup(
    to: Annotated[
        str | None,
        typer.Option("--to", help="The file to write, or a folder for it [MAP-backups].", metavar="FILE|FOLDER"),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option("--keep", help="Keep so many in the folder; older ones go.", metavar="N", parser=o.whole_number(1, MOST)),
    ] = None,
    if_changed: Annotated[
        bool, typer.Option("--if-changed", help="Make none if the latest in the folder says the same.")
    ] = False,
    recipient: o.Recipient = None,
) -> None:
    """Copy the map, secret records included, to a new file that only you may read. It is read again and compared with
    the map before it counts, and works while others write.

    In a folder the copy is named by its time (UTC), and nothing is ever written over. --keep takes away the oldest of
    these copies, nothing else, and only once the new one is known to be sound. For cron: --quiet says nothing unless
    something is wrong. With --recipient only they can open the copy; 'ngomap keygen' makes a key, and it needs ngomap[secure].

    Examples:

        ngomap backup

        ngomap backup --to /media/stick/ --keep 30 --if-changed --quiet

        ngomap backup --to /mnt/server/ --recipient age1qjx0...
    """
    from pathlib import Path

    from ngomap.errors import UsageError
    from ngomap.store.backup import back_up, backup_folder, make_folder
    from ngomap.store.connection import open_map

    if if_changed and recipient:
        raise UsageError(
            "Of a sealed copy nobody can tell whether it says the same.", "Leave out --if-changed, or --recipient."
        )
    path = session().map_path
    with open_map(path, session().words) as map_:
        target = Path(to) if to else backup_folder(path)
        folder = to is None or to.endswith(("/", "\\")) or target.is_dir()
        if folder:
            make_folder(target)
        elif keep is not None or if_changed:
            raise UsageError(f"--keep and --if-changed are for a folder, and {to} is a file.", f"Make it one: --to {to}/")
        done = back_up(map_, target, keep, if_changed, recipient or ())
    _answer(path, done, keep)


def _answer(path: Path, done: Backup, keep: int | None) -> None:
    from ngomap.model.answers import Change
    from ngomap.model.records import Record
    from ngomap.model.text import counted

    rows = sum(done.rows.values())
    record: Record = {
        "map": str(path), "path": str(done.path), "size": done.size, "rows": rows,
        "actors": done.rows.get("actors", 0), "unchanged": done.unchanged, "removed": [str(p) for p in done.removed],
    }  # fmt: skip
    text = f"Backed up {path} to {done.path} ({size_said(done.size)}, {counted(done.rows.get('actors', 0), 'actor')})."
    if done.unchanged:
        text = f"{path} is unchanged since {done.path}; no new copy was made."
    notes = []
    if done.removed:
        notes.append(f"Took away {counted(len(done.removed), 'older copy', 'older copies')}; --keep {keep}.")
    if session().quiet and session().format == "table":
        return
    session().answer(Change("unchanged" if done.unchanged else "backed-up", "map", record, text, "", tuple(notes)))


def size_said(size: int) -> str:
    """So many bytes, as people say it."""
    said = float(size)
    for unit in ("kB", "MB"):
        said /= 1000
        if said < 1000:
            return f"{said:.0f} {unit}"
    return f"{said / 1000:.1f} GB"
