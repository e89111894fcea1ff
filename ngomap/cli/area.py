"""`ngomap area`: places with an extent."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, group_app
from ngomap.cli.options import Lat, Limit, Lon, completing
from ngomap.cli.references import find_area
from ngomap.cli.session import session
from ngomap.cli.subtree import subtree
from ngomap.errors import InvalidValue, UsageError
from ngomap.model.answers import Change
from ngomap.model.choice import one_of
from ngomap.model.points import point
from ngomap.model.records import Record, Records
from ngomap.model.text import name_key, one_line
from ngomap.model.words import AREA_LEVELS
from ngomap.store.areas import area_aliases, areas_named, listing, some_areas

app = group_app(
    "The places of the map: countries, provinces, districts, towns, villages, as a tree with codes and aliases."
)

SCREENFUL = 60

Area = Annotated[
    str, typer.Argument(help="Its handle, place code or name.", metavar="AREA", autocompletion=completing("area"))
]


@app.command(cls=Command)
def add(
    name: Annotated[str, typer.Argument(help="Its name.", metavar="NAME")],
    under: Annotated[str | None, typer.Option("--under", help="The area it lies in.", metavar="AREA")] = None,
    level: Annotated[str | None, typer.Option("--level", help=", ".join(AREA_LEVELS) + ".", metavar="LEVEL")] = None,
    code: Annotated[str | None, typer.Option("--code", help="Official place code (p-code).", metavar="CODE")] = None,
    country: Annotated[str | None, typer.Option("--country", help="ISO 3166-1 alpha-2 code.", metavar="CC")] = None,
    lat: Lat = None,
    lon: Lon = None,
    alias: Annotated[list[str] | None, typer.Option("--alias", help="Another name for it.", metavar="NAME")] = None,
) -> None:
    """Add an area, or more aliases to one that is there.

    Examples:

        ngomap area add "North District" --level district --code XX0101 --lat 12.5 --lon 42.1

        ngomap area add "Old Town" --under "North District" --level city
    """
    from ngomap.cli.undoing import command
    from ngomap.model.facts import country as country_code
    from ngomap.store.area_edits import add_aliases, add_area

    with session().map() as map_:
        known = areas_named(map_, name)
        if len(known) == 1 and alias and not (under or level or code or country or lat or lon):
            has = {name_key(a) for a in area_aliases(map_).get(known[0].id, [])}
            fresh = [a for a in alias if name_key(a) not in has]
            new = add_aliases(map_, known[0], alias)
            text = f"{known[0].name} ({known[0].handle}) is also called {', '.join(alias)}."
            undo = command("area", "remove", known[0].handle, *(w for a in fresh for w in ("--alias", a)))
            record: Record = {"handle": known[0].handle, "aliases": new}
            session().answer(Change("edited", "area", record, text, undo if new else ""))
            return
        parent = find_area(map_, under) if under else None
        cc = country_code(country) if country else parent.country if parent else None
        if code is not None and not code.strip():
            raise InvalidValue("code: it is empty.")
        area = add_area(
            map_,
            name,
            parent,
            one_of(level, AREA_LEVELS, "level") if level else None,
            one_line(code) if code else None,
            cc,
            point(lat, lon),
            alias or (),
        )
        notes: tuple[str, ...] = ()
        if area.lat is not None:
            from ngomap.cli.point_notes import notes_on_area

            notes = notes_on_area(map_, area)
    text = f"Added the area {area.name} ({area.handle})" + (f" in {parent.name}." if parent else ".")
    record = {"handle": area.handle, "name": area.name, "code": area.code}
    session().answer(Change("added", "area", record, text, command("area", "remove", area.handle), notes))


@app.command("list", cls=Command)
def list_(
    under: Annotated[str | None, typer.Option("--under", help="Only areas in this one.", metavar="AREA")] = None,
    level: Annotated[str | None, typer.Option("--level", help="Only of this level.", metavar="LEVEL")] = None,
    limit: Limit = SCREENFUL,
) -> None:
    """List areas with how many actors sit or work there.

    Examples:

        ngomap area list --level district

        ngomap area list --under "North District" --format csv --limit 0
    """
    with session().map() as map_:
        records = listing(map_)
        if under:
            records = subtree(records, "handle", find_area(map_, under).handle)
    if level:
        # Imported areas may have levels of their own.
        wanted = one_of(
            level, tuple(dict.fromkeys((*AREA_LEVELS, *(str(r["level"]) for r in records if r["level"])))), "level"
        )
        records = [r for r in records if r["level"] == wanted]
    columns = ("handle", "name", "level", "parent", "code", "areas", "actors", "active_actors")
    session().answer(Records("areas", records[:limit] if limit else records, len(records), columns))


@app.command(cls=Command)
def move(
    name: Area,
    under: Annotated[str | None, typer.Option("--under", help="The area it shall lie in.", metavar="AREA")] = None,
    top: Annotated[bool, typer.Option("--top", help="It shall lie in none.")] = False,
) -> None:
    """Let an area, with all in it, lie in another one.

    Examples:

        ngomap area move old-town --under "North District"

        ngomap area move old-town --top
    """
    from ngomap.cli.undoing import command
    from ngomap.store.area_edits import move_area

    if top == (under is not None):
        raise UsageError("move needs --under AREA or --top, one of the two.")
    with session().map() as map_:
        area = find_area(map_, name)
        parent = find_area(map_, under) if under else None
        before = some_areas(map_, [area.parent])[area.parent].handle if area.parent else None
        move_area(map_, area, parent)
    text = (
        f"{area.name} ({area.handle}) lies in {parent.name}."
        if parent
        else f"{area.name} ({area.handle}) lies in no other."
    )
    undo = command("area", "move", area.handle, *(("--under", before) if before else ("--top",)))
    record: Record = {"handle": area.handle, "parent": parent.handle if parent else None}
    session().answer(Change("edited", "area", record, text, undo))


@app.command(cls=Command)
def remove(
    name: Area,
    alias: Annotated[
        list[str] | None, typer.Option("--alias", help="Take away only this name of it.", metavar="NAME")
    ] = None,
) -> None:
    """Take an area away that nothing is said of, or names of an area. One that is in use can be merged.

    Examples:

        ngomap area remove old-town

        ngomap area remove kabul --alias Kabol
    """
    from ngomap.cli.undoing import command
    from ngomap.store.area_edits import remove_aliases, remove_area

    with session().map() as map_:
        area = find_area(map_, name)
        names = alias or area_aliases(map_).get(area.id, [])
        words: list[object] = [w for a in names for w in ("--alias", a)]
        if alias:
            gone = remove_aliases(map_, area, alias)
            text = f"{area.name} ({area.handle}) has {gone} alias{'es' * (gone != 1)} less."
            undo = command("area", "add", area.handle, *words) if gone else ""
            session().answer(Change("edited", "area", {"handle": area.handle, "aliases": -gone}, text, undo))
            return
        parent = some_areas(map_, [area.parent])[area.parent].handle if area.parent else None
        remove_area(map_, area)
    given: Record = {"under": parent, "level": area.level, "code": area.code, "country": area.country}
    given |= {"lat": area.lat, "lon": area.lon}
    words += [w for field, value in given.items() if value is not None for w in (f"--{field}", value)]
    undo = command("area", "add", area.name, *words)
    session().answer(Change("removed", "area", {"handle": area.handle}, f"Removed the area {area.name}.", undo))


@app.command(cls=Command)
def merge(
    losing: Annotated[str, typer.Argument(help="The area that goes.", metavar="LOSING")],
    winning: Annotated[str, typer.Argument(help="The area that stays.", metavar="WINNING")],
) -> None:
    """Make two areas one: everything said of the first is said of the second, which keeps its name as an alias.

    Examples:

        ngomap area merge kabol kabul

        ngomap area merge XX0101-old XX0101
    """
    from ngomap.cli.term import merge_notes
    from ngomap.store.area_edits import merge_areas
    from ngomap.store.writing import current_change, write

    with session().map() as map_:
        gone, stays = find_area(map_, losing), find_area(map_, winning)
        with write(map_):
            dropped = merge_areas(map_, gone, stays)
            undo = f"ngomap undo {current_change(map_)}"
    record: Record = {"gone": gone.handle, "handle": stays.handle, "dropped": dropped}
    text = f"{gone.name} ({gone.handle}) is now {stays.name} ({stays.handle})."
    session().answer(Change("merged", "area", record, text, undo, merge_notes(stays.name, dropped)))
