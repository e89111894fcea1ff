"""Calls of funders, changed."""

from __future__ import annotations

from collections.abc import Mapping

from ngomap.errors import AlreadyExists, InvalidValue
from ngomap.model.audience import DEFAULT_AUDIENCE, stricter
from ngomap.model.text import name_key, name_line, slug
from ngomap.model.together import Grant
from ngomap.store.connection import Map
from ngomap.store.grants import grant_by_id, grants
from ngomap.store.ladder_rows import audience_of
from ngomap.store.term_edits import free_name
from ngomap.store.writing import current_change, insert_row, new_uid, write

HANDLES = "SELECT handle FROM grants WHERE handle = ?1 OR (handle >= ?1 || '-' AND handle < ?1 || '.')"


def add_grant(map_: Map, fields: Mapping[str, object]) -> Grant:
    """A new call; `name` and `funder_id` at least. It is as hidden as its funder, unless the fields say otherwise.

    Raises AlreadyExists for a second one of the funder with that name, and InvalidValue.
    """
    name = name_line(str(fields["name"]))
    funder = int(str(fields["funder_id"]))
    _check(fields)
    with write(map_) as database:
        _check_name(map_, name, funder)
        taken = {row[0] for row in map_.connection.execute(HANDLES, [slug(name, "grant")])}
        row = {
            "uid": new_uid(),
            "handle": free_name(slug(name, "grant"), taken),
            "audience": stricter(DEFAULT_AUDIENCE["grant"], audience_of(map_, funder)),
            **fields,
            "name": name,
        }
        grant_id = insert_row(database, "grants", row)
    return grant_by_id(map_, grant_id)


def edit_grant(map_: Map, old: Grant, fields: Mapping[str, object]) -> tuple[Grant, int | None]:
    """Change some columns of a call; it as it is now, and the number of the change (None: nothing was changed).

    Raises AlreadyExists, InvalidValue.
    """
    columns = {"funder": "funder_id", "term": "term_id", "area": "area_id"}
    now = {columns.get(name, name): getattr(old, name) for name in Grant.__slots__}
    changes = {name: value for name, value in fields.items() if now[name] != value}
    if not changes:
        return old, None
    _check({**now, **changes})
    with write(map_) as database:
        if changes.keys() & {"name", "funder_id"}:
            merged = {**now, **changes}
            _check_name(map_, str(merged["name"]), int(str(merged["funder_id"])), old.id)
        database.table("grants").update(old.id, changes)
        change = current_change(map_)
    return grant_by_id(map_, old.id), change


def remove_grant(map_: Map, grant: Grant) -> int:
    """Take a call out of the map; the number of the change."""
    with write(map_) as database:
        database.table("grants").delete(grant.id)
        return current_change(map_)


def _check(fields: Mapping[str, object]) -> None:
    least, most = fields.get("least"), fields.get("most")
    if isinstance(least, float) and isinstance(most, float) and most < least:
        raise InvalidValue(f"most: {most:g} is less than least: {least:g}.", "The smallest sum first, then the largest.")
    money = [f for f in ("least", "most", "budget") if fields.get(f) is not None]
    if money and not fields.get("currency"):
        raise InvalidValue(
            f"{money[0]}: {fields[money[0]]:g} of which money?", "Say it as an ISO 4217 code, such as --currency EUR."
        )


def _check_name(map_: Map, name: str, funder: int, but: int | None = None) -> None:
    for other in grants(map_):
        if other.id != but and other.funder == funder and name_key(other.name) == name_key(name):
            raise AlreadyExists(
                f"That funder has a grant of that name already: {other.handle}.", f"Change it: ngomap grant edit {other.handle}"
            )
