"""`ngomap show`: the whole picture of one actor."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, Ref
from ngomap.cli.picture import picture_of
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.model.records import Record, Records
from ngomap.model.values import iso_date
from ngomap.store.connection import Map
from ngomap.store.settings import today

app = command_app()

UNDATED = "Facts and terms carry no day: they are today's. Ties, trust, stances, contacts and activities are of that day."


@app.command(cls=Command)
def show(
    ref: Ref,
    as_of: AsOf = None,
    sources: Annotated[
        bool, typer.Option("--sources", help="Also where each fact comes from: file and line, or by hand, and when.")
    ] = False,
) -> None:
    """Show everything about one actor: facts, terms, ties with rung and trust, contacts, the next step, offers and
    needs, and what is not known.

    Examples:

        ngomap show fair-elections-now

        ngomap show GB-CHC:1234567 --sources --format json
    """
    with session().map() as map_:
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        actor = find_actor(map_, ref)
        record = picture_of(map_, actor, on)
        if sources:
            record["sources"] = _sources(map_, actor.id)
        notes = (UNDATED,) if on < today(map_) else ()
        session().answer(Records("actor", [record], 1, notes=notes))


def _sources(map_: Map, actor_id: int) -> list[Record]:
    from ngomap.store.origins import origins_of

    rows: list[Record] = []
    for origin in origins_of(map_, actor_id):
        by_hand = f"by hand ({origin.author})" if origin.author else "by hand"
        file = " ".join(filter(None, (origin.file or "a file", origin.part)))
        whence = "before the history" if origin.at is None else by_hand if origin.by_hand and not origin.file else file
        rows.append(
            {
                "field": origin.field, "value": origin.value, "from": whence, "line": origin.line,
                "on": (origin.at or "")[:10] or None, "change": origin.change,
            }
        )  # fmt: skip
    return rows
