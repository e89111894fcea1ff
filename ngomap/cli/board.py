"""`ngomap board`: whom our board members reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, ShownTo, count
from ngomap.cli.references import our_actor
from ngomap.cli.session import session
from ngomap.model.actors import ActorRef
from ngomap.model.audience import AUDIENCES, visible_to
from ngomap.model.choice import one_of
from ngomap.model.values import iso_date
from ngomap.store.connection import Map, snapshot
from ngomap.store.settings import today

if TYPE_CHECKING:
    from ngomap.analyses.board_reach import BoardRows

app = command_app()

OF_EACH_GROUP = 5


@app.command(cls=Command)
def board(
    as_of: AsOf = None,
    audience: ShownTo = "secret",
    limit: Annotated[
        int, typer.Option("--limit", help="How many of each group, named in short; 0 shows all.", metavar="N", parser=count)
    ] = OF_EACH_GROUP,
) -> None:
    """Show whom each of our board members reaches that nobody else of ours reaches, whose term ends soon or is over, and
    which boards have somebody in common.

    Examples:

        ngomap board

        ngomap board --as-of 2026-06-30 --audience partners --limit 0
    """
    from ngomap.analyses.board import find_board_reach

    audience = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        rows = board_rows(map_, our_actor(map_), on, audience)
    session().answer(find_board_reach(rows, on, audience, limit))


def board_rows(map_: Map, us: ActorRef, on: str, audience: str = "secret") -> BoardRows:
    """What stands around us, as far as our board leads and the audience may see."""
    from ngomap.analyses.board_reach import BoardRows
    from ngomap.analyses.introductions import ON_BOARD
    from ngomap.model.as_of import ties_on
    from ngomap.store.neighbourhood import last_contacts, some_actors, ties_of_many

    audiences = visible_to(audience)
    ties = {t.id: t for t in ties_of_many(map_, [us.id], audiences)}
    contacts = {t.other(us.id) for t in ties.values()}
    ties |= {t.id: t for t in ties_of_many(map_, contacts, audiences)}
    known = some_actors(map_, {i for t in ties.values() for i in (t.a, t.b)})
    # A step further lead the people that somebody knows, and the other boards of those on the boards our own leads to.
    people = {i for i, a in known.items() if a.kind == "person"} - contacts
    ties |= {t.id: t for t in ties_of_many(map_, people, audiences)}
    seats = {t.a for t in ties.values() if t.type == ON_BOARD and t.b == us.id}
    beside = {t.other(i) for t in ties.values() for i in seats & {t.a, t.b}}
    beside |= {t.other(i) for t in ties.values() for i in beside & people & {t.a, t.b}}
    ties |= {t.id: t for t in ties_of_many(map_, beside - contacts - people - {us.id}, audiences)}
    everybody = known | some_actors(map_, {i for t in ties.values() for i in (t.a, t.b)} - known.keys() | {us.id})
    shown = {i: a for i, a in everybody.items() if a.audience in audiences or i == us.id}
    kept = ties_on((t for t in ties.values() if t.a in shown and t.b in shown), on, today(map_))
    return BoardRows(shown[us.id], shown, kept, last_contacts(map_, [(us.id, i) for i in seats], on, audiences))
