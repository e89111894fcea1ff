"""What `offer` and `need` have in common: all but the direction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from ngomap.cli.options import completing
from ngomap.cli.references import find_actor, find_area
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, UsageError
from ngomap.model.answers import Change
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.records import Record
from ngomap.model.text import one_line
from ngomap.model.values import iso_date, positive, whole
from ngomap.model.words import RESOURCE_KINDS
from ngomap.store.areas import some_areas

LATER = "Later (N is the number that 'ngomap show' gives)"

What = Annotated[str | None, typer.Argument(help="In a few words.", metavar="WHAT")]
ResourceKind = Annotated[str | None, typer.Option("--kind", help=", ".join(RESOURCE_KINDS) + ".", metavar="KIND")]
Quantity = Annotated[str | None, typer.Option("--quantity", help="How much, in --unit.", metavar="N")]
Unit = Annotated[str | None, typer.Option("--unit", help="Of what: hours, places, EUR, ...", metavar="UNIT")]
Area = Annotated[str | None, typer.Option("--area", help="Where.", metavar="AREA", autocompletion=completing("area"))]
Since = Annotated[str | None, typer.Option("--since", help="From this day on.", metavar="DATE")]
Until = Annotated[str | None, typer.Option("--until", help="Until this day.", metavar="DATE")]
Conditions = Annotated[str | None, typer.Option("--conditions", help="On what terms.", metavar="TEXT")]
ResourceAudience = Annotated[
    str | None, typer.Option("--audience", help="Who may see it [partners].", metavar="AUDIENCE")
]


Close = Annotated[
    str | None,
    typer.Option("--close", help="It is over: met, or no longer to be had.", metavar="N", rich_help_panel=LATER),
]
Reopen = Annotated[
    str | None, typer.Option("--reopen", help="It is not over after all.", metavar="N", rich_help_panel=LATER)
]
Remove = Annotated[str | None, typer.Option("--remove", help="Take it away.", metavar="N", rich_help_panel=LATER)]


def record_resource(
    direction: str,
    ref: str,
    what: str | None,
    kind: str | None,
    quantity: str | None,
    unit: str | None,
    area: str | None,
    since: str | None,
    until: str | None,
    conditions: str | None,
    audience: str | None,
) -> None:
    """Check, store and answer."""
    from ngomap.store.resource_edits import add_resource

    description = one_line(what or "")
    if not description or not kind:
        raise UsageError(
            f"A{'n' * (direction == 'offer')} {direction} needs a few words and a --kind.",
            f"For example: ngomap {direction} {ref} 'Meeting room for twenty' --kind space",
        )
    with session().map() as map_:
        actor = find_actor(map_, ref)
        fields: dict[str, object] = {"kind": one_of(kind, RESOURCE_KINDS, "kind"), "description": description}
        if quantity is not None:
            fields["quantity"] = positive(quantity, "quantity")
        if area is not None:
            fields["area_id"] = find_area(map_, area).id
        if audience is not None:
            fields["audience"] = one_of(audience, AUDIENCES, "audience")
        fields |= {k: iso_date(v, k) for k, v in (("since", since), ("until", until)) if v is not None}
        if str(fields.get("until", "9999")) < str(fields.get("since", "")):
            raise InvalidValue(f"until: {until} is before since: {since}.")
        fields |= {k: one_line(v) for k, v in (("unit", unit), ("conditions", conditions)) if v}
        number_ = add_resource(map_, actor, direction, fields)
    verb = "offers" if direction == "offer" else "needs"
    session().answer(
        Change(
            "added",
            direction,
            {"id": number_, "actor": actor.handle, "kind": fields["kind"], "description": description},
            f"{actor.name} {verb}: {description} ({fields['kind']}).",
            undo=f"ngomap {direction} {actor.handle} --remove {number_}",
            notes=("Next: ngomap gaps resources",),
        )
    )


def change_resource(direction: str, ref: str, later: Mapping[str, str | None]) -> bool:
    """Close, open again or take away what is recorded, if that was asked for."""
    from ngomap.cli.undoing import command
    from ngomap.store.resource_edits import remove_resource, set_resource_status

    chosen = [(what, text) for what, text in later.items() if text is not None]
    if not chosen:
        return False
    if len(chosen) > 1:
        raise UsageError(f"--{chosen[0][0]} and --{chosen[1][0]} exclude each other.")
    what, text = chosen[0]
    number_ = whole(text, what, 1)
    with session().map() as map_:
        actor = find_actor(map_, ref)
        if what == "remove":
            before = remove_resource(map_, actor, direction, number_)
        else:
            status = "closed" if what == "close" else "open"
            before = set_resource_status(map_, actor, direction, number_, status)
        area = some_areas(map_, [before.area])[before.area].handle if before.area else None
    words: list[object] = [before.description, "--kind", before.kind, "--audience", before.audience]
    given = {f: getattr(before, f) for f in ("quantity", "unit", "since", "until", "conditions")} | {"area": area}
    words += [w for field, value in given.items() if value is not None for w in (f"--{field}", value)]
    if what != "remove":
        words = ["--close" if before.status == "closed" else "--reopen", number_]
    said = {"remove": "Took away", "close": "Closed", "reopen": "Open again"}[what]
    record: Record = {"id": number_, "actor": actor.handle, "description": before.description}
    change = Change(
        "removed" if what == "remove" else "edited",
        direction,
        record,
        f"{said}: {actor.name}, {direction} {number_}: {before.description} ({before.kind}).",
        command(direction, actor.handle, *words),
    )
    session().answer(change)
    return True
