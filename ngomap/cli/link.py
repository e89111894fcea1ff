"""`ngomap link`: a relationship between two actors."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import Audience, Currency, Notes, Source, completing
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.cli.trust_items import item_option, read_items, said_of, undo_trust
from ngomap.errors import InvalidValue, UsageError
from ngomap.model.answers import Change
from ngomap.model.choice import one_of
from ngomap.model.facts import fact
from ngomap.model.relationships import RUNGS, TIE_STANCES, TIE_STATUSES, TIE_TYPES, Tie, rung_name
from ngomap.model.text import one_line
from ngomap.model.values import iso_date, number, partial_date, whole
from ngomap.store.settings import today

app = command_app()

CLEARABLE = ("rung", "rung-since", "wanted", "stance", "title", "since", "until", "amount", "currency", "notes", "source")
LADDER = ", ".join(f"{n} {name}" for n, name in enumerate(RUNGS))


@app.command(cls=Command)
def link(
    a: Annotated[str, typer.Argument(help="The first; 'us' is you.", metavar="A", autocompletion=completing("actor"))],
    b: Annotated[str, typer.Argument(help="The second.", metavar="B", autocompletion=completing("actor"))],
    type_: Annotated[str, typer.Option("--type", help=", ".join(TIE_TYPES) + ".", metavar="TYPE")] = "works-with",
    rung: Annotated[
        str | None, typer.Option("--rung", help=f"Where they stand on the ladder: {LADDER}.", metavar="0-5")
    ] = None,
    rung_since: Annotated[
        str | None,
        typer.Option("--rung-since", help="Since when on that rung [--on, when it changes].", metavar="DATE"),
    ] = None,
    wanted: Annotated[str | None, typer.Option("--wanted", help="The rung we would like.", metavar="0-5")] = None,
    status: Annotated[
        str | None, typer.Option("--status", help=", ".join(TIE_STATUSES) + ".", metavar="STATUS")
    ] = None,
    stance: Annotated[
        str | None,
        typer.Option("--stance", help="Towards a government body: " + ", ".join(TIE_STANCES) + ".", metavar="STANCE"),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="Title of a position.", metavar="TEXT")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Since when.", metavar="DATE")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Until when.", metavar="DATE")] = None,
    amount: Annotated[str | None, typer.Option("--amount", help="Of a grant, in --currency.", metavar="AMOUNT")] = None,
    currency: Currency = None,
    reliability: Annotated[str | None, item_option("reliability")] = None,
    shared_mission: Annotated[str | None, item_option("shared_mission")] = None,
    openness: Annotated[str | None, item_option("openness")] = None,
    notes: Notes = None,
    source: Source = None,
    audience: Audience = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            "--as-of",
            help="The day the rung or the trust is of [today]; older trust is kept.",
            metavar="DATE",
        ),
    ] = None,
    clear: Annotated[
        list[str] | None, typer.Option("--clear", help="Make a field unknown (repeat for more).", metavar="FIELD")
    ] = None,
) -> None:
    """Record a relationship, or change the one that is there.

    Ties that read the same from both ends (works-with, knows, rivals, related) stand once.

    Examples:

        ngomap link us fair-elections-now --rung 3 --wanted 5 --reliability 4 --openness 3

        ngomap link city-trust arts-for-all --type funds --amount 12000 --currency EUR --since 2026
    """
    from ngomap.cli.undoing import undo_link
    from ngomap.store import tie_edits
    from ngomap.store.trust_edits import record_trust
    from ngomap.store.writing import write

    kind = one_of(type_, tuple(TIE_TYPES), "type")
    if kind != "works-with" and (rung is not None or wanted is not None):
        raise InvalidValue(
            f"A tie '{kind}' has no rung: the ladder is for works-with.", "Leave out --rung and --wanted, or --type."
        )
    texts = {"rung": rung, "rung_since": rung_since, "wanted": wanted, "status": status, "stance": stance, "title": title}
    texts |= {"since": since, "until": until, "amount": amount, "currency": currency, "notes": notes, "source": source}
    fields = {**_cleared(clear or []), **_tie_fields({**texts, "audience": audience})}
    trust = read_items({"reliability": reliability, "shared_mission": shared_mission, "openness": openness})
    if on and not trust and rung is None:
        raise UsageError("--on is the day of a rung or of trust: say which, too.", "For example: --rung 3")
    with session().map() as map_, write(map_):
        first, second = find_actor(map_, a), find_actor(map_, b)
        day = iso_date(on, "on") if on else today(map_)
        before = tie_edits.existing_tie(map_, first, second, kind, str(fields["since"]) if since else None)
        fields |= _since_when(fields, before, day)
        tie, new = tie_edits.link(map_, first, second, kind, fields)
        undo = [undo_link(first, second, before, tie)]
        if trust:
            undo.append(undo_trust(first, second, day, record_trust(map_, first, second, day, trust), trust))
    said = f"{first.name} {TIE_TYPES[kind].forward} {second.name}{_details(tie)}."
    notes_ = (f"Trust on {day}: {said_of(trust)}.",) if trust else ()
    record: dict[str, object] = {
        "id": tie.id,
        "type": kind,
        "from": first.handle,
        "to": second.handle,
        "status": tie.status,
        "rung": tie.rung,
        "wanted": tie.wanted,
        "trust": trust or None,
    }
    back = " && ".join(filter(None, undo))
    session().answer(Change("added" if new else "edited", "relationship", record, said, back, notes_))


def _tie_fields(texts: dict[str, str | None]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for field, text in texts.items():
        if text is None:
            continue
        match field:
            case "rung" | "wanted":
                fields[field] = whole(text, field, 0, 5)
            case "status":
                fields[field] = one_of(text, TIE_STATUSES, field)
            case "stance":
                fields[field] = one_of(text, TIE_STANCES, field)
            case "amount":
                fields[field] = number(text, field, low=0)
            case "since" | "until" | "rung_since":
                fields[field] = partial_date(text, field)
            case "title":
                fields[field] = one_line(text)
            case _:
                fields[field] = fact(field, text)
        if fields[field] == "":
            raise InvalidValue(f"{field}: it is empty.", f"To make it unknown: --clear {field}")
    return fields


def _since_when(fields: dict[str, object], before: Tie | None, day: str) -> dict[str, object]:
    """Since when a tie stands on its rung, where the rung changes and nobody says."""
    if "rung" not in fields or "rung_since" in fields or (before is not None and before.rung == fields["rung"]):
        return {}
    return {"rung_since": None if fields["rung"] is None else day}


def _cleared(names: list[str]) -> dict[str, object]:
    return dict.fromkeys((one_of(name, CLEARABLE, "clear").replace("-", "_") for name in names), None)


def _details(tie: Tie) -> str:
    parts = [tie.status] if tie.status != "active" else []
    parts += [f"at {rung_name(tie.rung)}"] if tie.rung is not None else []
    parts += [f"wanted {rung_name(tie.wanted)}"] if tie.wanted is not None else []
    return f" ({', '.join(parts)})" if parts else ""
