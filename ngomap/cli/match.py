"""`ngomap match`: who has what somebody needs."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, Limit, ShownTo, completing
from ngomap.cli.references import find_area
from ngomap.cli.session import session
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.values import iso_date
from ngomap.model.words import RESOURCE_KINDS
from ngomap.store.areas import below
from ngomap.store.connection import snapshot
from ngomap.store.settings import today, us

app = command_app()

OF_EACH_GROUP = 2


@app.command(cls=Command)
def match(
    for_: Annotated[
        str | None,
        typer.Option(
            "--for", help="Only matches of this actor; 'us' is you.", metavar="REF", autocompletion=completing("actor")
        ),
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="Only this kind of offers and needs.", metavar="KIND")
    ] = None,
    area: Annotated[
        str | None,
        typer.Option("--area", help="Only in this area or one in it.", metavar="AREA", autocompletion=completing("area")),
    ] = None,
    as_of: AsOf = None,
    audience: ShownTo = "secret",
    limit: Limit = OF_EACH_GROUP,
) -> None:
    """Match offers with needs, so that all together are met as well as they can be: by kind, words, place, trust, dates
    and amounts. A large offer may serve several needs, and several offers one large need. Also circles in which A gives
    to B, B to C, and C to A; and what is left over, with why.

    Examples:

        ngomap match --for us

        ngomap match --kind training --area "Old Town" --limit 0
    """
    from ngomap.analyses.match import find_matches
    from ngomap.cli.intro_rows import shown_actor
    from ngomap.cli.match_rows import contacts, market_rows

    audience = one_of(audience, AUDIENCES, "audience")
    wanted = one_of(kind, RESOURCE_KINDS, "kind") if kind else None
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        asked = shown_actor(map_, for_, audience) if for_ else None
        rows = market_rows(map_, on, audience, wanted)
        shown = None
        if area:
            places = below(map_, find_area(map_, area).id)
            shown = {r.id for r in rows.resources if r.area in places}
        people = contacts(map_, set(rows.actors), us(map_), on, audience)
    session().answer(find_matches(rows, on, asked, people, shown, limit, audience))
