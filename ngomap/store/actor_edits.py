"""Actors, changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ngomap.errors import AlreadyExists
from ngomap.model.actors import Actor
from ngomap.model.audience import DEFAULT_AUDIENCE
from ngomap.model.text import name_key, name_line, one_line, slug
from ngomap.store.actors import actor_by_id
from ngomap.store.connection import Map
from ngomap.store.database import Database
from ngomap.store.search_index import index_actors
from ngomap.store.term_edits import free_name
from ngomap.store.writing import insert_row, new_uid, now, write

HANDLES = "SELECT handle FROM actors WHERE handle = ?1 OR (handle >= ?1 || '-' AND handle < ?1 || '.')"
ADD_ALIAS = "INSERT INTO aliases(actor_id, alias, alias_key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
ADD_IDENTIFIER = "INSERT INTO identifiers(scheme, value, actor_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
ADD_TERM = "INSERT INTO actor_terms(actor_id, term_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
ADD_AREA = "INSERT INTO actor_areas(actor_id, area_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
OWNER = (
    "SELECT a.handle, a.name FROM identifiers i JOIN actors a ON a.id = i.actor_id WHERE i.scheme = ? AND i.value = ?"
)


@dataclass(frozen=True, slots=True)
class Lists:
    """List-valued facts of an actor: `terms` and `serves` are ids, `identifiers` pairs of scheme and value."""

    aliases: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    terms: tuple[int, ...] = ()
    serves: tuple[int, ...] = ()


def add_actor(map_: Map, fields: Mapping[str, object], lists: Lists | None = None) -> Actor:
    """A new actor. `fields` are columns of the table (`name` and `kind` at least).

    Raises InvalidValue, AlreadyExists (an identifier that another actor has).
    """
    name = name_line(str(fields["name"]))
    kind = str(fields["kind"])
    stamp = now()
    with write(map_) as database:
        row = {
            "uid": new_uid(),
            "audience": DEFAULT_AUDIENCE["person" if kind == "person" else "organization"],
            **fields,
            "name": name,
            "name_key": name_key(name),
            "created_at": stamp,
            "updated_at": stamp,
        }
        row.setdefault("handle", free_handle(map_, name))
        actor_id = insert_row(database, "actors", row)
        _add_lists(map_, database, actor_id, lists or Lists())
        index_actors(database, [actor_id])
    return actor_by_id(map_, actor_id)


def edit_actor(
    map_: Map, actor_id: int, fields: Mapping[str, object], add: Lists | None = None, take: Lists | None = None
) -> Actor:
    """Change some fields of an actor, add to its lists, take from them. A field set to None becomes unknown."""
    changes = dict(fields)
    if "name" in changes:
        changes["name"] = name_line(str(changes["name"]))
        changes["name_key"] = name_key(str(changes["name"]))
    with write(map_) as database:
        database.table("actors").update(actor_id, {**changes, "updated_at": now()})
        _take_lists(database, actor_id, take or Lists())
        _add_lists(map_, database, actor_id, add or Lists())
        index_actors(database, [actor_id])
    return actor_by_id(map_, actor_id)


def remove_actor(map_: Map, actor_id: int) -> None:
    """Take an actor out of the map, with its ties, activities, offers and needs; events stay without it."""
    with write(map_) as database:
        database.table("actors").delete(actor_id)
        index_actors(database, [actor_id])


def free_handle(map_: Map, name: str) -> str:
    """A handle for a new actor of this name; never `us`, which means whoever keeps the map."""
    wanted = slug(name, "actor")
    return free_name(wanted, {"us", *(row[0] for row in map_.connection.execute(HANDLES, [wanted]))})


def _add_lists(map_: Map, database: Database, actor_id: int, lists: Lists) -> None:
    for scheme, value in lists.identifiers:
        owner = map_.connection.execute(OWNER, [scheme, value]).fetchone()
        if owner and owner[0] != actor_by_id(map_, actor_id).handle:
            raise AlreadyExists(
                f"{scheme}:{value} is already the identifier of {owner[0]} ({owner[1]}).",
                f"If it is the same organization, edit that one: ngomap edit {owner[0]}",
            )
    aliases = [(actor_id, one_line(alias), name_key(alias)) for alias in lists.aliases if name_key(alias)]
    # sqlite-utils cannot leave out what is there already in tables without a rowid.
    database.conn.executemany(ADD_ALIAS, aliases)
    database.conn.executemany(ADD_IDENTIFIER, [(*identifier, actor_id) for identifier in lists.identifiers])
    database.conn.executemany(ADD_TERM, [(actor_id, term) for term in lists.terms])
    database.conn.executemany(ADD_AREA, [(actor_id, area) for area in lists.serves])


def _take_lists(database: Database, actor_id: int, lists: Lists) -> None:
    for alias in lists.aliases:
        database.table("aliases").delete_where("actor_id = ? AND alias_key = ?", [actor_id, name_key(alias)])
    for scheme, value in lists.identifiers:
        database.table("identifiers").delete_where(
            "actor_id = ? AND scheme = ? AND value = ?", [actor_id, scheme, value]
        )
    for term in lists.terms:
        database.table("actor_terms").delete_where("actor_id = ? AND term_id = ?", [actor_id, term])
    for area in lists.serves:
        database.table("actor_areas").delete_where("actor_id = ? AND area_id = ?", [actor_id, area])
