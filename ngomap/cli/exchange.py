"""`ngomap exchange`: what was given and lent."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from ngomap.cli.lazy import Command, group_app
from ngomap.cli.options import AsOf, Limit, ShownTo, completing
from ngomap.cli.references import find_actor, our_actor
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, UsageError
from ngomap.model.answers import Change
from ngomap.model.audience import AUDIENCES, allowed_fields, visible_to
from ngomap.model.choice import one_of
from ngomap.model.records import Record, Records
from ngomap.model.text import one_line
from ngomap.model.together import Exchange
from ngomap.model.values import iso_date, number, positive, whole
from ngomap.model.words import RESOURCE_KINDS
from ngomap.store.actors import some_refs
from ngomap.store.connection import Map, snapshot
from ngomap.store.exchanges import exchanges
from ngomap.store.settings import today

app = group_app("Exchanges: what was given and lent, what came back, and what is owed.")

COLUMNS = ("number", "on", "from", "to", "mode", "what", "due", "returned", "overdue")

Number = Annotated[str, typer.Argument(help="The number that 'ngomap exchange list' gives.", metavar="N")]
Who = Annotated[
    str | None,
    typer.Argument(help="Whose; left out: everybody's.", metavar="[REF]", autocompletion=completing("actor"), show_default=False),
]
Whose = Annotated[
    str | None,
    typer.Argument(help="Whose; left out: ours.", metavar="[REF]", autocompletion=completing("actor"), show_default=False),
]


@app.command(cls=Command)
def record(
    giver: Annotated[
        str, typer.Argument(help="Who gave or lent; 'us' is you.", metavar="FROM", autocompletion=completing("actor"))
    ],
    taker: Annotated[str, typer.Argument(help="Who got it.", metavar="TO", autocompletion=completing("actor"))],
    what: Annotated[
        str | None, typer.Argument(help="In a few words [those of --offer or --need].", metavar="WHAT", show_default=False)
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help=", ".join(RESOURCE_KINDS) + ".", metavar="KIND")
    ] = None,
    given: Annotated[bool, typer.Option("--given", help="For good.")] = False,
    lent: Annotated[bool, typer.Option("--lent", help="To be returned.")] = False,
    due: Annotated[str | None, typer.Option("--due", help="By when it is to be returned.", metavar="DATE")] = None,
    quantity: Annotated[str | None, typer.Option("--quantity", help="How much, in --unit.", metavar="N")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="Of what: hours, places, EUR, ...", metavar="UNIT")] = None,
    worth: Annotated[
        str | None, typer.Option("--worth", help="What it would have cost, in --currency.", metavar="AMOUNT")
    ] = None,
    currency: Annotated[str | None, typer.Option("--currency", help="ISO 4217 code.", metavar="CODE")] = None,
    on: Annotated[str | None, typer.Option("--on", help="The day [today].", metavar="DATE")] = None,
    source: Annotated[str | None, typer.Option("--source", help="Where you know it from.", metavar="TEXT")] = None,
    audience: Annotated[
        str | None, typer.Option("--audience", help="Who may see it [partners].", metavar="AUDIENCE")
    ] = None,
    offer: Annotated[
        str | None, typer.Option("--offer", help="It was this offer of FROM: it becomes smaller, or is closed.", metavar="N")
    ] = None,
    need: Annotated[
        str | None, typer.Option("--need", help="It meets this need of TO, or a part of it.", metavar="N")
    ] = None,
) -> None:
    """Record what one actor gave or lent another. With --offer and --need, both become smaller by the quantity where the
    units agree; what nothing is left of is closed.

    Examples:

        ngomap exchange record arts-for-all us "Sound system" --kind equipment --lent --due 2026-12-01

        ngomap exchange record us law-clinic --offer 1 --need 2 --given --quantity 4 --unit places
    """
    from ngomap.model.facts import currency as currency_code
    from ngomap.store.exchange_edits import open_resource, record_exchange

    if given and lent:
        raise UsageError("--given and --lent exclude each other.", "What is to be returned was lent.")
    if due and given:
        raise UsageError("--due is of what was lent: what was given is not returned.", "Say --lent, or leave --due out.")
    if not (given or lent or due):
        raise UsageError("Was it given for good, or lent?", "Say --given, or --lent with --due DATE.")
    fields: dict[str, object] = {"mode": "given" if given else "lent"}
    fields |= {"due": iso_date(due, "due")} if due else {}
    fields |= {"quantity": positive(quantity, "quantity")} if quantity is not None else {}
    fields |= {"unit": one_line(unit)} if unit else {}
    if (worth is None) != (currency is None):
        raise UsageError("--worth and --currency go together.", "For example: --worth 120 --currency EUR")
    if worth is not None and currency is not None:
        fields |= {"worth": number(worth, "worth", 0), "currency": currency_code(currency)}
    fields |= {"source": one_line(source)} if source else {}
    fields |= {"audience": one_of(audience, AUDIENCES, "audience")} if audience else {}
    numbers = {d: whole(n, d, 1) if n is not None else None for d, n in (("offer", offer), ("need", need))}
    with session().map() as map_:
        one, other = find_actor(map_, giver), find_actor(map_, taker)
        day = iso_date(on, "on") if on else today(map_)
        if fields.get("due") is not None and str(fields["due"]) < day:
            raise InvalidValue(f"due: {due} is before {day}, the day it was lent.", "Give a later day.")
        about = None
        for direction, actor in (("need", other), ("offer", one)):
            n = numbers[direction]
            about = open_resource(map_, actor, direction, n) if n is not None else about
        said = one_line(what or "") or (about.description if about else "")
        sort = one_of(kind, RESOURCE_KINDS, "kind") if kind else (about.kind if about else None)
        if not said or sort is None:
            raise UsageError(
                "An exchange needs a few words and a --kind (or --offer or --need, which have them).",
                f"For example: ngomap exchange record {giver} {taker} 'Sound system' --kind equipment --given",
            )
        fields |= {"description": said, "kind": sort, "on_date": day}
        done = record_exchange(map_, one, other, fields, numbers["offer"], numbers["need"])
    made = done.exchange
    notes = []
    for direction, left in done.left.items():
        actor = one if direction == "offer" else other
        state = "is closed" if left is None else f"has {left:g} left"
        notes.append(f"The {direction} {numbers[direction]} of {actor.name} {state}.")
    if made.due:
        notes.append(f"When it is back: ngomap exchange return {made.id}")
    verb = "gave" if made.mode == "given" else "lent"
    until = f", due {made.due}" if made.due else ""
    text = f"Recorded on {day}: {one.name} {verb} {other.name}: {said}{until}."
    entry: Record = {"id": made.id, "from": one.handle, "to": other.handle, "mode": made.mode, "kind": sort, "description": said}
    undo = f"ngomap undo {done.change}" if done.left else f"ngomap exchange remove {made.id}"
    session().answer(Change("recorded", "exchange", entry, text, undo, tuple(notes)))


@app.command("return", cls=Command)
def return_(
    number_: Number,
    on: Annotated[str | None, typer.Option("--on", help="The day [today].", metavar="DATE")] = None,
) -> None:
    """Record that what was lent came back.

    Examples:

        ngomap exchange return 3

        ngomap exchange return 3 --on 2026-11-20
    """
    from ngomap.store.exchange_edits import return_exchange

    id_ = whole(number_, "number", 1)
    with session().map() as map_:
        day = iso_date(on, "on") if on else today(map_)
        before, change = return_exchange(map_, id_, day)
        names = some_refs(map_, [before.giver, before.taker])
    late = f", {before.due} was agreed" if before.due and day > before.due else ""
    text = f"{names[before.taker].name} returned to {names[before.giver].name} on {day}{late}: {before.description}."
    session().answer(
        Change("returned", "exchange", {"id": id_, "returned_on": day}, text, f"ngomap undo {change}")
    )


@app.command("list", cls=Command)
def list_(
    ref: Who = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what should be back and is not.")] = False,
    as_of: AsOf = None,
    audience: ShownTo = "secret",
    limit: Limit = 30,
) -> None:
    """List what was given and lent, the latest first.

    Examples:

        ngomap exchange list --overdue

        ngomap exchange list arts-for-all --format csv --limit 0
    """
    from ngomap.analyses.ledger import is_overdue
    from ngomap.cli.intro_rows import shown_actor

    audience = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        day = iso_date(as_of, "as-of") if as_of else today(map_)
        asked = shown_actor(map_, ref, audience) if ref else None
        rows = [e for e in _seen(map_, asked.id if asked else None, audience) if e.on_date <= day]
        rows = [e for e in reversed(rows) if not overdue or is_overdue(e, day)]
        shown = rows[:limit] if limit else rows
        names = {i: a.handle for i, a in some_refs(map_, {i for e in shown for i in (e.giver, e.taker)}).items()}
    said = () if audience == "secret" else (f"What is above the audience {audience} was left out.",)
    records = [_entry(e, names, day, is_overdue(e, day)) for e in shown]
    session().answer(Records("exchanges", records, len(rows), COLUMNS, said))


def _seen(map_: Map, actor: int | None, audience: str) -> list[Exchange]:
    """The exchanges with only what the audience may see of them."""
    told = allowed_fields("exchange", audience)
    hidden: dict[str, Any] = {name: None for name in ("worth", "currency", "source") if name not in told}
    found = exchanges(map_, actor, visible_to(audience))
    return [replace(e, **hidden) for e in found] if hidden else found


def _entry(e: Exchange, names: dict[int, str], day: str, overdue: bool) -> Record:
    back = e.returned_on if e.returned_on is not None and e.returned_on <= day else None
    return {
        "number": e.id, "on": e.on_date, "from": names[e.giver], "to": names[e.taker], "mode": e.mode, "kind": e.kind,
        "what": e.description, "quantity": e.quantity, "unit": e.unit, "worth": e.worth, "currency": e.currency,
        "due": e.due, "returned": back, "overdue": "overdue" if overdue else None, "source": e.source,
        "audience": e.audience,
    }  # fmt: skip


@app.command(cls=Command)
def remove(number_: Number) -> None:
    """Take away an exchange that was recorded by mistake. What came back is not removed: 'ngomap exchange return N'.

    Examples:

        ngomap exchange remove 3

        ngomap exchange remove 3 --map example.db
    """
    from ngomap.store.exchange_edits import remove_exchange

    id_ = whole(number_, "number", 1)
    with session().map() as map_:
        before, change = remove_exchange(map_, id_)
        names = some_refs(map_, [before.giver, before.taker])
    text = f"Took away exchange {id_}: {names[before.giver].name} to {names[before.taker].name}, {before.description}."
    session().answer(Change("removed", "exchange", {"id": id_}, text, f"ngomap undo {change}"))


@app.command(cls=Command)
def ledger(ref: Whose = None, as_of: AsOf = None, audience: ShownTo = "secret", limit: Limit = 5) -> None:
    """Show, partner by partner, what was given, lent, returned and is overdue, who gave more, and how much of what we got
    comes from one partner. Currencies are never added.

    Examples:

        ngomap exchange ledger

        ngomap exchange ledger arts-for-all --as-of 2026-06-30
    """
    from ngomap.analyses.ledger import find_ledger
    from ngomap.cli.intro_rows import shown_actor

    audience = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        day = iso_date(as_of, "as-of") if as_of else today(map_)
        asked = shown_actor(map_, ref, audience) if ref else our_actor(map_)
        rows = _seen(map_, asked.id, audience)
        names = {asked.id: asked, **some_refs(map_, {i for e in rows for i in (e.giver, e.taker)})}
    session().answer(find_ledger(asked, names, rows, day, audience, limit))
