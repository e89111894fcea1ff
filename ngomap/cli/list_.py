"""`ngomap list`: who is here."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.filtered import ANY, FilterWords, filtered
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import (
    Limit,
    Offset,
)
from ngomap.cli.records import actor_records
from ngomap.cli.session import session
from ngomap.model.records import Records
from ngomap.store.actors import matching_actors

app = command_app()

COLUMNS = ("handle", "name", "kind", "level", "area", "issues")
SCREENFUL = 30


@app.command("list", cls=Command)
@filtered()
def list_(
    typed: FilterWords = ANY,
    people: Annotated[bool, typer.Option("--people", help="People too.")] = False,
    limit: Limit = SCREENFUL,
    offset: Offset = 0,
) -> None:
    """List organizations (and with --people, people) that meet every filter.

    Examples:

        ngomap list --issue corruption --level local

        ngomap list --area "Old Town" --kind cbo --format csv --limit 0
    """
    with session().map() as map_:
        filters = typed.on(map_, None if people else False)
        actors, total = matching_actors(map_, filters, limit, offset)
        session().answer(Records("actors", actor_records(map_, actors), total, COLUMNS))
