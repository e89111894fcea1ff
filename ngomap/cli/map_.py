"""`ngomap map`: who is where, as a table in the terminal and as a picture in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli import options as o
from ngomap.cli.drawing import DrawnFor, Force, To, audience_of, form_of, need_pictures, save
from ngomap.cli.filtered import ANY, FilterWords, filtered
from ngomap.cli.filtering import one_of
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session
from ngomap.model.records import Record, Records
from ngomap.model.values import iso_date
from ngomap.store.connection import snapshot
from ngomap.store.settings import today

if TYPE_CHECKING:
    from ngomap.analyses.by_area import Peopled
    from ngomap.pictures.map_rows import MapRows
    from ngomap.store.filters import Filters

app = command_app()

SCREENFUL = 30
BAR = 16
FEW_KINDS = 3
NO_AREA = {True: "A point, but no area", False: "No place known"}


@app.command("map", cls=Command)
@filtered()
def draw_map(
    typed: FilterWords = ANY,
    people: Annotated[bool, typer.Option("--people", help="People too.")] = False,
    color: Annotated[
        str | None,
        typer.Option(
            "--color",
            help="What the colours say: issue, rung (where we stand with each), kind, level. [rung, else kind]",
            metavar="WHAT",
        ),
    ] = None,
    size: Annotated[
        str, typer.Option("--size", help="What the sizes say: staff, budget, ties, reached, none.", metavar="WHAT")
    ] = "none",
    focus: Annotated[
        str | None,
        typer.Option("--focus", help="Show whom this actor is tied to.", metavar="REF",
                     autocompletion=o.completing("actor")),
    ] = None,
    as_of: o.AsOf = None,
    audience: DrawnFor = None,
    to: To = None,
    force: Force = False,
    limit: o.Limit = SCREENFUL,
) -> None:  # fmt: skip
    """Show who is where: in the terminal a table of how many sit, serve and are active in each area, with --to a map.

    On the map the shape tells the kind and the colour what --color says. Who has no point of its own stands at the middle
    of its area, and is marked so; who has no place is only in the table of the page.

    Examples:

        ngomap map --issue corruption

        ngomap map --to map.html --color issue --size staff
    """
    from ngomap.cli.map_rows import map_rows
    from ngomap.cli.references import find_actor, find_term
    from ngomap.errors import NotFound
    from ngomap.pictures.map_rows import SIZES

    reader = audience_of(audience, to)
    chosen = one_of(color, ("issue", "rung", "kind", "level"), "color") if color else None
    sized = one_of(size, SIZES, "size")
    if to is not None:
        form_of(to)
        need_pictures()
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        filters = typed.on(map_, None if people else False)
        seen = find_actor(map_, focus) if focus else None
        rows, withheld = map_rows(map_, filters, on, reader, [seen.id] if seen else [])
        top = find_term(map_, "issue", typed.issue[0]).id if typed.issue and len(typed.issue) == 1 else None
    if seen is not None and seen.id not in {a.id for a in rows.actors}:
        raise NotFound(
            f"{focus} is not among those to be shown to the audience {reader} on {on}.", "Name another, or --audience."
        )
    if to is None:
        session().answer(_table(rows, limit, reader))
        return
    from ngomap.pictures.map_picture import map_picture
    from ngomap.pictures.map_view import map_view

    view = map_view(rows, chosen, sized, seen.id if seen else None, top, _title(rows, filters))
    written = {"actors": len(view.sites)}
    answer = save(lambda: map_picture(view), to, force, reader, written, {"actors": withheld})
    session().answer(answer)


def _title(rows: MapRows, filters: Filters) -> str:
    words = [rows.terms[t].name for t in filters.terms] + [rows.areas[a].name for a in filters.areas if a in rows.areas]
    return f"{rows.name}: who is where" + (f" ({', '.join(words)})" if words else "")


def _table(rows: MapRows, limit: int, reader: str) -> Records:
    from ngomap.analyses.by_area import by_area

    pointed = {a.id for a in rows.actors if a.lat is not None}
    found, total = by_area(
        [a.ref for a in rows.actors], list(rows.areas.values()), rows.seat, rows.serves, rows.active, limit, pointed
    )
    decorated = session().format in ("table", "md")
    most = max((row.here for row in found), default=0)
    records = [_decorated(row, most) if decorated else _record(row) for row in found]
    notes = [] if reader == "secret" else [f"What is above the audience {reader} was left out."]
    if found:
        notes.append("A picture of it: ngomap map --to map.html")
    columns = ("area", "actors", "bar", "sit", "serve", "active", "kinds")
    names = columns if decorated else tuple(c for c in columns if c != "bar")
    return Records("areas", records, total, names, tuple(notes))


def _record(row: Peopled) -> Record:
    area = row.area
    return {
        "area": area.handle if area else None, "name": area.name if area else NO_AREA[row.point],
        "level": area.level if area else None,
        "depth": row.depth, "actors": row.here, "sit": row.sit, "serve": row.serve, "active": row.active,
        "kinds": dict(row.kinds),
    }  # fmt: skip


def _decorated(row: Peopled, most: int) -> Record:
    """The row for people: the tree by dots before the name, the number as a bar."""
    name = row.area.name if row.area else NO_AREA[row.point]
    kinds = [f"{n} {kind}" for kind, n in row.kinds]
    more = len(kinds) - FEW_KINDS
    return {
        "area": "· " * row.depth + name,
        "actors": row.here,
        "bar": bar(row.here, most),
        "sit": row.sit if row.area else None,
        "serve": row.serve if row.area else None,
        "active": row.active if row.area else None,
        "kinds": ", ".join(kinds[:FEW_KINDS]) + (f" +{more}" if more > 0 else ""),
    }


def bar(number: int, most: int) -> str:
    """A bar as long as the number is of the most, at least a stroke for one.

    >>> bar(5, 10), bar(0, 10), bar(1, 1000)
    ('████████', '', '▏')
    """
    if not number or not most:
        return ""
    eighths = max(1, round(8 * BAR * number / most))
    return "█" * (eighths // 8) + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[eighths % 8]
