"""Areas, changed."""

from __future__ import annotations

from collections.abc import Iterable

from ngomap.errors import AlreadyExists, InUse, InvalidValue
from ngomap.model.text import name_key, name_line, one_line, slug
from ngomap.model.words import Area
from ngomap.store.areas import below, usage
from ngomap.store.connection import Map
from ngomap.store.merging import AREA_CONTRADICTIONS, AREA_MOVES, move_all
from ngomap.store.search_index import index_actors
from ngomap.store.term_edits import free_name
from ngomap.store.writing import insert_row, new_uid, write

HANDLES = "SELECT handle FROM areas WHERE handle = ?1 OR (handle >= ?1 || '-' AND handle < ?1 || '.')"
SIBLING = "SELECT handle FROM areas WHERE name_key = ? AND parent_id IS ? AND ifnull(level, '') = ifnull(?, '')"
CODE = "SELECT handle, name FROM areas WHERE code = ? COLLATE NOCASE"
ADD_ALIAS = "INSERT INTO area_aliases(area_id, alias, alias_key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
TAKE_ALIAS = "DELETE FROM area_aliases WHERE area_id = ? AND alias_key = ?"
ACTORS = "SELECT id FROM actors WHERE area_id IN (?, ?)"


def add_area(
    map_: Map,
    name: str,
    parent: Area | None = None,
    level: str | None = None,
    code: str | None = None,
    country: str | None = None,
    point: tuple[float | None, float | None] = (None, None),
    aliases: Iterable[str] = (),
    audience: str = "public",
) -> Area:
    """A new area. Two areas may share a name, but not a place code, nor name, level and parent.

    Raises AlreadyExists, InvalidValue.
    """
    name = name_line(name)
    with write(map_) as database:
        if code:
            taken = map_.connection.execute(CODE, [code]).fetchone()
            if taken:
                raise AlreadyExists(f"The code {code} is already that of {taken[0]} ({taken[1]}).")
        else:
            twin = map_.connection.execute(SIBLING, [name_key(name), parent.id if parent else None, level]).fetchone()
            if twin:
                raise AlreadyExists(
                    f"There is an area of that name there: {twin[0]}.", "Give its own --code to tell them apart."
                )
        handle = _free_handle(map_, name, parent, code)
        area_id = insert_row(
            database,
            "areas",
            {
                "uid": new_uid(),
                "handle": handle,
                "name": name,
                "name_key": name_key(name),
                "level": level,
                "parent_id": parent.id if parent else None,
                "code": code,
                "country": country,
                "lat": point[0],
                "lon": point[1],
                "audience": audience,
            },
        )
        area = Area(area_id, handle, name, level, parent.id if parent else None, code, country, point[0], point[1])
        add_aliases(map_, area, aliases)
    return area


def add_aliases(map_: Map, area: Area, aliases: Iterable[str]) -> int:
    """Other names of an area; those it has already are passed over. Returns how many are new."""
    rows = [(area.id, one_line(alias), name_key(alias)) for alias in aliases if name_key(alias)]
    with write(map_):
        return map_.connection.executemany(ADD_ALIAS, rows).rowcount


def remove_aliases(map_: Map, area: Area, aliases: Iterable[str]) -> int:
    """Take names away from an area; how many it had."""
    with write(map_):
        rows = [(area.id, name_key(alias)) for alias in aliases]
        return map_.connection.executemany(TAKE_ALIAS, rows).rowcount


def move_area(map_: Map, area: Area, under: Area | None) -> None:
    """Let an area lie in another, or (None) in none. Raises InvalidValue for a circle."""
    with write(map_) as database:
        if under and under.id in below(map_, area.id):
            raise InvalidValue(f"{under.handle} lies in {area.handle}, which cannot come to lie in it.")
        database.table("areas").update(area.id, {"parent_id": under.id if under else None})


def remove_area(map_: Map, area: Area) -> None:
    """Take an area that nothing is said of out of the map. Raises InUse."""
    with write(map_) as database:
        used = usage(map_, area.id)
        if used:
            raise InUse(
                f"{area.handle} is in use: {', '.join(used)}.",
                f"Merge it into another: ngomap area merge {area.handle} OTHER",
            )
        database.table("areas").delete(area.id)


def merge_areas(map_: Map, losing: Area, winning: Area) -> int:
    """Make two areas one: everything said of the losing one is said of the winning one, which keeps its name and code
    as aliases and takes from it what it does not know itself. How many records contradicted those of the winning one
    and were dropped. Raises InvalidValue for one area.
    """
    if losing.id == winning.id:
        raise InvalidValue(f"{losing.handle} cannot be merged with itself.")
    with write(map_) as database:
        if winning.id in below(map_, losing.id):
            database.table("areas").update(winning.id, {"parent_id": losing.parent})
        actors = [row[0] for row in map_.connection.execute(ACTORS, [losing.id, winning.id])]
        dropped = move_all(database, AREA_MOVES, AREA_CONTRADICTIONS, losing.id, winning.id)
        database.table("areas").delete(losing.id)
        filled: dict[str, object] = {
            field: getattr(losing, field)
            for field in ("level", "code", "country")
            if getattr(winning, field) is None and getattr(losing, field) is not None
        }
        if winning.lat is None and losing.lat is not None:
            filled |= {"lat": losing.lat, "lon": losing.lon}
        if filled:
            database.table("areas").update(winning.id, filled)
        known = {name_key(text) for text in (winning.name, winning.handle, winning.code or losing.code or "")}
        names = (losing.name, losing.handle, losing.code or "")
        add_aliases(map_, winning, [text for text in names if name_key(text) not in known])
        index_actors(database, actors)
    return dropped


def _free_handle(map_: Map, name: str, parent: Area | None, code: str | None) -> str:
    plain = slug(name, slug(code, "area") if code else "area")
    wanted = [plain]
    if parent:
        wanted.append(f"{plain}-{parent.handle}")
    if code:
        wanted.append(f"{plain}-{slug(code)}")
    for handle in wanted:
        taken = {row[0] for row in map_.connection.execute(HANDLES, [handle])}
        if handle not in taken:
            return handle
    return free_name(plain, {row[0] for row in map_.connection.execute(HANDLES, [plain])})
