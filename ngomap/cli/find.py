"""`ngomap find`: search by words."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.list_ import COLUMNS
from ngomap.cli.options import Limit
from ngomap.cli.records import actor_records
from ngomap.cli.session import session
from ngomap.errors import UsageError
from ngomap.model.records import Records
from ngomap.store.actors import actor_by_id
from ngomap.store.search import search

app = command_app()


@app.command(cls=Command)
def find(
    words: Annotated[list[str], typer.Argument(help="Words, or the beginnings of words.", metavar="WORD...")],
    limit: Limit = 20,
) -> None:
    """Search names, aliases, places, missions, notes and terms; if no word fits, names spelt alike are shown.

    Examples:

        ngomap find theatre

        ngomap find elect old town --format json
    """
    text = " ".join(words)
    if not any(c.isalnum() for c in text):
        raise UsageError(
            f"{text!r} has no word to search for.", "Give a word or the beginning of one: ngomap find elect"
        )
    notes: tuple[str, ...] = ()
    with session().map() as map_:
        ids = search(map_, text)
        if not ids:
            from ngomap.matching.spelling import spelt_alike

            ids = [a.id for a in spelt_alike(map_, text, limit=5)]
            notes = (f"Nobody is found by {text!r}; these names are spelt alike.",) if ids else ()
        shown = ids[:limit] if limit else ids
        records = actor_records(map_, [actor_by_id(map_, id_) for id_ in shown])
        session().answer(Records("actors", records, len(ids), COLUMNS, notes))
