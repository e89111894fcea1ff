"""`ngomap trust`: how far two actors trust each other, and what each is worth to the other."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, ShownTo, completing
from ngomap.cli.references import find_actor, our_actor
from ngomap.cli.session import session
from ngomap.cli.trust_items import VALUE, again, item_option, read_items, said_of, undo_trust
from ngomap.errors import InvalidValue, NotFound, UsageError
from ngomap.model.actors import ActorRef
from ngomap.model.answers import Change
from ngomap.model.audience import AUDIENCES, may_see, visible_to
from ngomap.model.choice import one_of
from ngomap.model.report import Report
from ngomap.model.trust_scale import ITEMS
from ngomap.model.values import iso_date
from ngomap.store.connection import Map, snapshot
from ngomap.store.settings import today, us

app = command_app()

UNDATED = "undated"
EVERYONE = AUDIENCES[-1]


@app.command(cls=Command)
def trust(
    a: Annotated[
        str,
        typer.Argument(
            help="Who trusts; 'us' is you. Alone: whom we trust.", metavar="A", autocompletion=completing("actor")
        ),
    ],
    b: Annotated[
        str | None,
        typer.Argument(help="In whom.", metavar="[B]", autocompletion=completing("actor"), show_default=False),
    ] = None,
    reliability: Annotated[str | None, item_option("reliability")] = None,
    shared_mission: Annotated[str | None, item_option("shared_mission")] = None,
    openness: Annotated[str | None, item_option("openness")] = None,
    influence: Annotated[str | None, item_option("influence", VALUE)] = None,
    involvement: Annotated[str | None, item_option("involvement", VALUE)] = None,
    resources: Annotated[str | None, item_option("resources", VALUE)] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", help="The day of the judgement [today]; older ones are kept.", metavar="DATE"),
    ] = None,
    clear: Annotated[
        list[str] | None,
        typer.Option("--clear", help="Make an item of that day unknown (repeat for more).", metavar="ITEM"),
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help=f"Take away what was recorded --on that day ('{UNDATED}': without one).")
    ] = False,
    as_of: AsOf = None,
    audience: ShownTo = EVERYONE,
) -> None:
    """Show how far two actors trust each other and what each is worth to the other, with the gap between both sides and
    what changed; with figures: record a judgement of a day.

    Figures are judgements. Trust: 0 never, 1 rarely, 2 sometimes, 3 mostly, 4 always. Value: 0 none, 1 little, 2 some,
    3 much, 4 very much. They are for yourselves: no file for others holds them.

    Examples:

        ngomap trust fair-elections-now

        ngomap trust us fair-elections-now --reliability 3 --openness 4 --involvement 2 --on 2026-03-01
    """
    given = {
        "reliability": reliability, "shared_mission": shared_mission, "openness": openness, "influence": influence,
        "involvement": involvement, "resources": resources,
    }  # fmt: skip
    items: dict[str, int | None] = {**read_items(given), **_cleared(clear or [])}
    reader = one_of(audience, AUDIENCES, "audience")
    if remove and items:
        raise UsageError("--remove takes no figures: it takes away the whole day.")
    if remove and not on:
        raise UsageError("--remove needs --on: which day?", "For example: --remove --on 2026-03-01")
    if on and not (items or remove):
        raise UsageError("--on is the day of a judgement: say which, too.", "To look back: --as-of 2026-03-01")
    if (items or remove) and (as_of or reader != EVERYONE):
        raise UsageError("--as-of and --audience choose what is shown; here something is recorded.", "Leave them out.")
    with session().map() as map_:
        if not (items or remove):
            with snapshot(map_):
                report = _both_sides(map_, *_two(map_, a, b), iso_date(as_of, "as-of") if as_of else today(map_), reader)
            session().answer(report)
            return
        first, second = _two(map_, a, b)
        session().answer(_removed(map_, first, second, on) if remove else _recorded(map_, first, second, items, on))


def _cleared(names: list[str]) -> dict[str, int | None]:
    allowed = tuple(item.replace("_", "-") for item in ITEMS)
    return dict.fromkeys((one_of(name, allowed, "clear").replace("-", "_") for name in names), None)


def _two(map_: Map, a: str, b: str | None) -> tuple[ActorRef, ActorRef]:
    first, second = (our_actor(map_), find_actor(map_, a)) if b is None else (find_actor(map_, a), find_actor(map_, b))
    if first.id == second.id:
        raise InvalidValue(f"{first.handle} cannot be tied to itself.", "Name another: ngomap trust us REF")
    return first, second


def _both_sides(map_: Map, a: ActorRef, b: ActorRef, on: str, reader: str) -> Report:
    from ngomap.analyses.trust_sides import find_trust_sides
    from ngomap.store.ladder_rows import audience_of, seen_trust_between

    for end in (a, b):
        if not may_see(audience_of(map_, end.id), reader):
            raise NotFound(f"There is no actor {end.handle!r} for the audience {reader}.", "See 'ngomap list'.")
    shown = seen_trust_between(map_, visible_to(reader), a.id, b.id)
    return find_trust_sides(a, b, shown, on, us(map_), reader)


def _recorded(map_: Map, a: ActorRef, b: ActorRef, items: dict[str, int | None], on: str | None) -> Change:
    from ngomap.store.trust_edits import record_trust

    day = iso_date(on, "on") if on else today(map_)
    before = record_trust(map_, a, b, day, items)
    text = f"Recorded of {day}, {a.name} on {b.name}: {said_of(items)}."
    record: dict[str, object] = {"from": a.handle, "to": b.handle, "on": day, **items}
    return Change("recorded", "trust", record, text, undo_trust(a, b, day, before, items))


def _removed(map_: Map, a: ActorRef, b: ActorRef, on: str | None) -> Change:
    from ngomap.store.trust_edits import forget_trust

    day = None if on == UNDATED else iso_date(on or "", "on")
    gone = forget_trust(map_, a, b, day)
    when = f"on {day}" if day else "without a day"
    text = f"Took away what was recorded {when} of how {a.name} saw {b.name}."
    return Change("removed", "trust", {"from": a.handle, "to": b.handle, "on": day}, text, again(a, b, day, gone) if day else "")
