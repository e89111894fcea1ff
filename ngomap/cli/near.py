"""`ngomap near`: who is within reach of a place?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ngomap.cli.filtered import ANY, FilterWords, filtered
from ngomap.cli.filtering import one_of
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import (
    Limit,
    ShownTo,
    completing,
)
from ngomap.cli.session import session
from ngomap.model.audience import AUDIENCES
from ngomap.model.points import is_like_a_point
from ngomap.model.records import Record, Records
from ngomap.store.connection import Map, snapshot

if TYPE_CHECKING:
    from ngomap.cli.near_rows import Centre, Found

app = command_app()

COLUMNS = ("handle", "name", "distance_km", "direction", "point")
SCREENFUL = 30
TO_THE_METRE = 3
"""Decimals of kilometres: no point is known better."""


class Near(Command):
    """A command whose first word may begin with a minus and still be no option: `near -1.29,36.82`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words; what looks like a point is set apart from the options."""
        if "--" not in args:
            points = [word for word in args if word.startswith("-") and is_like_a_point(word)]
            args = [*(word for word in args if word not in points), *(["--", *points] if points else [])]
        return list(super().parse_args(ctx, args))


@app.command(cls=Near)
@filtered()
def near(
    ref: Annotated[
        str,
        typer.Argument(
            help='An actor, an area or "LAT,LON"; area:NAME and actor:NAME say which.', metavar="REF|AREA|LAT,LON",
            autocompletion=completing("actor"),
        ),
    ],
    within: Annotated[str, typer.Option("--within", help="How far: 500m, 25km, 10mi.", metavar="DISTANCE")],
    typed: FilterWords = ANY,
    people: Annotated[bool, typer.Option("--people", help="People too.")] = False,
    audience: ShownTo = "secret",
    limit: Limit = SCREENFUL,
) -> None:  # fmt: skip
    """List who is within a distance of an actor, an area or a point, the nearest first.

    Whoever has no point of its own is taken to be where its area is; 'point' says which of the two it is.

    Examples:

        ngomap near us --within 25km --issue health

        ngomap near "-1.29,36.82" --within 10mi --kind ngo --format csv
    """
    from ngomap.cli.near_rows import centre_of, found_near
    from ngomap.places.near import kilometres_of

    km = kilometres_of(within)
    reader = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        filters = typed.on(map_, None if people else False, reader)
        centre = centre_of(map_, ref, reader)
        found = found_near(map_, centre, km, filters, limit)
        records = near_records(map_, found, reader)
    session().answer(Records("actors", records, found.total, COLUMNS, tuple(notes_on(centre, found, within, reader))))


def near_records(map_: Map, found: Found, reader: str) -> list[Record]:
    """The records of those found, as far as the audience may see them, with how far each is."""
    from ngomap.cli.records import actor_records
    from ngomap.model.audience import strip_fields

    records = []
    for actor, record, hit in zip(found.actors, actor_records(map_, found.actors), found.hits, strict=True):
        shown = strip_fields("person" if actor.kind == "person" else "organization", record, reader)
        place: Record = {
            "distance_km": round(hit.km, TO_THE_METRE), "direction": hit.direction,
            "point": f"of {hit.area.name}" if hit.area else "own", "point_area": hit.area.handle if hit.area else None,
        }  # fmt: skip
        records.append({"handle": actor.handle, "name": actor.name, "kind": actor.kind, **place, **shown})
    return records


def notes_on(centre: Centre, found: Found, within: str, reader: str) -> list[str]:
    """From where, and who may be near without our knowing."""
    notes = [centre.text]
    if not found.total:
        notes.append(f"Nobody that meets the filters is known within {within} of there.")
    if found.without:
        who = "1 other that meets the filters has" if found.without == 1 else f"{found.without} others that meet the filters have"
        notes.append(
            f"{who} no point, nor an area with one: they may be near too. Give one: ngomap edit REF --lat LAT --lon LON"
        )
    if reader != "secret":
        notes.append(f"What is above the audience {reader} was left out.")
    return notes
