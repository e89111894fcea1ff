"""`ngomap whatif`: what breaks without somebody?"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from ngomap.cli.filtering import one_of
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, Limit, ShownTo, completing
from ngomap.cli.session import session
from ngomap.errors import InvalidValue
from ngomap.model.audience import AUDIENCES
from ngomap.model.values import iso_date
from ngomap.store.connection import snapshot
from ngomap.store.settings import today, us

app = command_app()

OF_EACH_GROUP = 2


@app.command(cls=Command)
def whatif(
    without: Annotated[
        list[str],
        typer.Option(
            "--without", help="Who would be gone (repeat for more).", metavar="REF", autocompletion=completing("actor")
        ),
    ],
    as_of: AsOf = None,
    audience: ShownTo = "secret",
    limit: Limit = OF_EACH_GROUP,
) -> None:
    """Show what would break without somebody: places that nobody would serve, actors we would no longer reach, who
    could no longer protect us, what coalitions would lose, and what is open between us and them.

    Examples:

        ngomap whatif --without fair-elections-now

        ngomap whatif --without city-trust --without arts-for-all --as-of 2026-06-30 --limit 0
    """
    from ngomap.analyses.whatif import find_whatif
    from ngomap.cli.intro_rows import shown_actor
    from ngomap.cli.whatif_rows import not_looked_at, whatif_rows

    readers = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        gone = {a.id: a for a in (shown_actor(map_, text, readers) for text in without)}
        ours = us(map_)
        if ours and ours.id in gone:
            raise InvalidValue(
                f"{ours.name} is you: without yourselves there is nothing to keep whole.",
                "Name somebody else; 'ngomap network' says who needs a backup.",
            )
        rows = whatif_rows(map_, on, readers, gone)
    report = find_whatif(rows, sorted(gone.values(), key=lambda a: a.handle), readers)
    notes = () if readers == "secret" else (f"What is above the audience {readers} was left out.",)
    session().answer(replace(report, caveats=(*not_looked_at(rows), *report.caveats, *notes)).limited(limit))
