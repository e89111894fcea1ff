"""`ngomap conflicts`: where the shares of others say another thing than the map, listed and settled."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, group_app
from ngomap.cli.options import Limit, completing
from ngomap.cli.session import session

app = group_app("Where others say another thing than the map: list, settle.")

SCREENFUL = 20


@app.command("list", cls=Command)
def list_(
    ref: Annotated[
        str | None,
        typer.Argument(help="Only what is about this actor.", metavar="[REF]", autocompletion=completing("actor")),
    ] = None,
    limit: Limit = SCREENFUL,
) -> None:
    """List what stands open after 'ngomap merge-map': the record, the field, what you say, what they say, who and when.

    Examples:

        ngomap conflicts list

        ngomap conflicts list arts-for-all --format json
    """
    from ngomap.cli.conflict_rows import listed

    with session().map() as map_:
        session().answer(listed(map_, ref, limit))


@app.command(cls=Command)
def settle(
    number: Annotated[str, typer.Argument(help="The number of the conflict, from 'ngomap conflicts list'.", metavar="N")],
    ours: Annotated[bool, typer.Option("--ours", help="What the map says stays.")] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="What they say is taken over.")] = False,
    value: Annotated[str | None, typer.Option("--value", help="Neither: this is right.", metavar="TEXT")] = None,
) -> None:
    """Say whose word counts. Their next share raises the same again only if they have changed it by then.

    Examples:

        ngomap conflicts settle 3 --theirs

        ngomap conflicts settle 4 --value "12 Mill Lane"
    """
    from ngomap.cli.conflict_rows import settled

    session().answer(settled(number, ours, theirs, value))
