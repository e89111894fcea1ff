"""`ngomap unlink`: take a relationship away."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import completing
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.cli.trust_items import again
from ngomap.errors import UsageError
from ngomap.model.answers import Change
from ngomap.model.choice import one_of
from ngomap.model.records import Record
from ngomap.model.relationships import TIE_TYPES
from ngomap.model.values import iso_date

app = command_app()


@app.command(cls=Command)
def unlink(
    a: Annotated[str, typer.Argument(help="The one; 'us' is you.", metavar="A", autocompletion=completing("actor"))],
    b: Annotated[str, typer.Argument(help="The other.", metavar="B", autocompletion=completing("actor"))],
    type_: Annotated[
        str | None, typer.Option("--type", help="Only this type; left out: all ties of the two.", metavar="TYPE")
    ] = None,
    trust: Annotated[
        str | None,
        typer.Option("--trust", help="Only what was recorded on this day of A's trust in B.", metavar="DATE"),
    ] = None,
) -> None:
    """Take away the relationships between two actors. One that is over is better ended: link A B --status ended.

    Examples:

        ngomap unlink us city-chamber --type works-with

        ngomap unlink ana-example arts-for-all
    """
    from ngomap.cli.undoing import undo_unlink
    from ngomap.store import tie_edits, trust_edits

    if type_ and trust:
        raise UsageError("--type and --trust exclude each other.", "Take away the tie and the trust one by one.")
    with session().map() as map_:
        first, second = find_actor(map_, a), find_actor(map_, b)
        record: Record = {"a": first.handle, "b": second.handle}
        if trust:
            day = iso_date(trust, "trust")
            gone_trust = trust_edits.forget_trust(map_, first, second, day)
            text = f"Took away how {first.name} trusted {second.name} on {day}."
            session().answer(Change("removed", "trust", {**record, "on": day}, text, again(first, second, day, gone_trust)))
            return
        gone = tie_edits.unlink(map_, first, second, one_of(type_, tuple(TIE_TYPES), "type") if type_ else None)
    types = [t.type for t in gone]
    text = f"Took away: {first.name} and {second.name} ({', '.join(types)})."
    undo = " && ".join(undo_unlink(first, second, t) for t in gone)
    session().answer(Change("removed", "relationship", {**record, "types": types}, text, undo))
