"""`ngomap keygen`: a pair of keys, for files that only we can open."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session

app = command_app()


@app.command(cls=Command)
def keygen(
    to: Annotated[str, typer.Option("--to", help="The file for the secret key.", metavar="FILE")],
) -> None:
    """Make a pair of keys: the secret one goes to a new file that only you may read, the public one is the answer.

    Give the public one to whoever sends you shares or keeps your backups: what they seal for it (--recipient), only the
    secret key opens (--identity). Whoever has that file can open everything; whoever loses it, nothing. Keep a copy of
    it on paper, away from the laptop. It is a key of age, and any program that knows age can use it.

    Examples:

        ngomap keygen --to our.key

        ngomap keygen --to /media/stick/backups.key --format json
    """
    from pathlib import Path

    from ngomap.model.answers import Change
    from ngomap.model.records import Record
    from ngomap.store.sealing import make_identity

    public = make_identity(Path(to))
    record: Record = {"recipient": public, "path": to}
    notes = (f"The secret key lies in {to}: keep it, and show it to nobody.",)
    session().answer(Change("made", "key", record, f"For those who seal for you: --recipient {public}", "", notes))
