"""`ngomap merge-map`: another map taken in, field by field."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ngomap.cli import options as o
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session

app = command_app()


@app.command("merge-map", cls=Command)
def merge_map(
    file: Annotated[Path, typer.Argument(help="A share, another map, or a map as JSON.", metavar="FILE")],
    from_: Annotated[
        str | None, typer.Option("--from", help="Who made it, if the file does not say.", metavar="NAME")
    ] = None,
    identity: o.Identity = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")] = False,
) -> None:
    """Take in what another organization shares: a share of theirs, a whole map, or one as JSON.

    Who is new is added; what you did not know is filled in. Where both say something else, yours stays, and the
    difference is listed for you to settle ('ngomap conflicts list'). Only what came from them before, and was not changed
    here since, gives way to their newer word. What they no longer tell stays, and so does what you took out. Taking in
    the same file again changes nothing. 'ngomap show REF --sources' tells what came from whom, 'ngomap undo' takes the
    whole of it back.

    Examples:

        ngomap merge-map from-river-trust.db --dry-run

        ngomap merge-map their-map.json --from "River Trust"

        ngomap merge-map from-river-trust.db.age --identity our.key
    """
    from ngomap.cli.merging_maps import merged_answer

    session().answer(merged_answer(file, from_, dry_run, Path(identity) if identity else None))
