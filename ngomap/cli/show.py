"""`ngomap show`: the whole picture of one actor."""

from __future__ import annotations

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, Ref
from ngomap.cli.picture import picture_of
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.model.records import Records
from ngomap.model.values import iso_date
from ngomap.store.settings import today

app = command_app()


@app.command(cls=Command)
def show(ref: Ref, as_of: AsOf = None) -> None:
    """Show everything about one actor: facts, terms, ties with rung and trust, contacts, the next step, offers and
    needs, and what is not known.

    Examples:

        ngomap show fair-elections-now

        ngomap show GB-CHC:1234567 --format json
    """
    with session().map() as map_:
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        record = picture_of(map_, find_actor(map_, ref), on)
        session().answer(Records("actor", [record], 1))
