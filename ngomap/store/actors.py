"""Actors, read."""

from __future__ import annotations

from collections.abc import Iterable

from ngomap.model.actors import Actor, ActorRef
from ngomap.store.connection import Map
from ngomap.store.filters import Filters

COLUMNS = """a.id, a.uid, a.handle, a.kind, a.name, a.level, a.status, a.place, p.handle, a.country, a.lat, a.lon,
a.website, a.email, a.phone, a.staff, a.budget, a.currency, a.founded, a.mission, a.vision, a.notes, a.source,
a.verified_on, a.audience, a.audited"""
FROM = "FROM actors a LEFT JOIN areas p ON p.id = a.area_id"
BY_ID = f"SELECT {COLUMNS} {FROM} WHERE a.id = ?"
COUNT = "SELECT count(*) FROM actors a WHERE "
SELECT = f"SELECT {COLUMNS} {FROM} WHERE "
ORDER = " ORDER BY a.handle LIMIT ? OFFSET ?"
# What is gathered from the indexes of terms and areas is gathered once, for the rows and for how many there are.
CHOSEN = "WITH chosen(id, handle) AS MATERIALIZED (SELECT a.id, a.handle FROM actors a WHERE "
SHOWN = f"""), shown(id, total) AS (SELECT id, (SELECT count(*) FROM chosen) FROM chosen ORDER BY handle LIMIT ? OFFSET ?)
SELECT s.total, {COLUMNS} FROM shown s JOIN actors a ON a.id = s.id LEFT JOIN areas p ON p.id = a.area_id ORDER BY a.handle"""  # noqa: S608
REFS = "SELECT a.id, a.handle, a.name, a.kind, a.level FROM actors a WHERE "
SOME_REFS = f"{REFS}a.id IN (SELECT value FROM json_each(?))"  # noqa: S608
OPEN_REFS = f"{SOME_REFS} AND a.status IS NOT 'closed'"
TERMS_OF = """SELECT x.actor_id, t.vocabulary, t.slug FROM actor_terms x JOIN terms t ON t.id = x.term_id
WHERE x.actor_id IN (SELECT value FROM json_each(?)) ORDER BY x.actor_id, t.vocabulary, t.slug"""
ALIASES_OF = """SELECT actor_id, alias FROM aliases WHERE actor_id IN (SELECT value FROM json_each(?))
ORDER BY actor_id, alias"""
IDENTIFIERS_OF = """SELECT actor_id, scheme, value FROM identifiers WHERE actor_id IN (SELECT value FROM json_each(?))
ORDER BY actor_id, scheme, value"""
SERVES_OF = """SELECT x.actor_id, p.handle FROM actor_areas x JOIN areas p ON p.id = x.area_id
WHERE x.actor_id IN (SELECT value FROM json_each(?)) ORDER BY x.actor_id, p.handle"""
ALL_IDS = "SELECT id FROM actors ORDER BY handle"
NAMES = "SELECT a.id, a.handle, a.name, a.kind, a.level FROM actors a ORDER BY a.handle"
ALIAS_NAMES = """SELECT x.alias, a.id, a.handle, a.name, a.kind, a.level FROM aliases x JOIN actors a ON a.id = x.actor_id
ORDER BY a.handle, x.alias"""
BEGINNING = "SELECT handle FROM actors WHERE handle >= ? AND handle < ? ORDER BY handle LIMIT ?"
PLURALS = {"issue": "issues", "population": "populations", "service": "services", "sector": "sectors"}


def actor_by_id(map_: Map, actor_id: int) -> Actor:
    """The actor with this id, which must exist."""
    return Actor(*map_.connection.execute(BY_ID, [actor_id]).fetchone())


def matching_actors(map_: Map, filters: Filters, limit: int = 0, offset: int = 0) -> tuple[list[Actor], int]:
    """The actors that meet the filters, by handle, and how many there are in all."""
    where, values = filters.where()
    if filters.terms or filters.areas:
        found = map_.connection.execute(CHOSEN + where + SHOWN, [*values, limit or -1, offset]).fetchall()
        if found or not offset:
            return [Actor(*row[1:]) for row in found], found[0][0] if found else 0
    total = int(map_.connection.execute(COUNT + where, values).fetchone()[0])
    rows = map_.connection.execute(SELECT + where + ORDER, [*values, limit or -1, offset])
    return [Actor(*row) for row in rows], total


def matching_refs(map_: Map, filters: Filters) -> list[ActorRef]:
    """The short forms of the actors that meet the filters, by handle."""
    where, values = filters.where()
    return [ActorRef(*row) for row in map_.connection.execute(f"{REFS}{where} ORDER BY a.handle", values)]


def some_refs(map_: Map, actor_ids: Iterable[int]) -> dict[int, ActorRef]:
    """The actors with these ids in short, by id."""
    wanted = "[" + ",".join(map(str, actor_ids)) + "]"
    return {row[0]: ActorRef(*row) for row in map_.connection.execute(SOME_REFS, [wanted])}


def open_refs(map_: Map, actor_ids: Iterable[int]) -> dict[int, ActorRef]:
    """Those of the actors that are not closed, in short, by id."""
    wanted = "[" + ",".join(map(str, actor_ids)) + "]"
    return {row[0]: ActorRef(*row) for row in map_.connection.execute(OPEN_REFS, [wanted])}


def all_ids(map_: Map) -> list[int]:
    """The ids of every actor, by handle."""
    return [row[0] for row in map_.connection.execute(ALL_IDS)]


def all_refs(map_: Map) -> list[ActorRef]:
    """Every actor in short, by handle."""
    return [ActorRef(*row) for row in map_.connection.execute(NAMES)]


def all_alias_refs(map_: Map) -> list[tuple[str, ActorRef]]:
    """Every alias with the actor it names."""
    return [(row[0], ActorRef(*row[1:])) for row in map_.connection.execute(ALIAS_NAMES)]


def handles_beginning(map_: Map, beginning: str, limit: int = 200) -> list[str]:
    """The first handles that begin so."""
    return [row[0] for row in map_.connection.execute(BEGINNING, [beginning, beginning + chr(0x10FFFF), limit])]


def lists_of(map_: Map, actor_ids: list[int]) -> dict[int, dict[str, list[str]]]:
    """The list-valued facts of some actors, by id: aliases, identifiers (`SCHEME:VALUE`), serves, and the slugs of the
    four vocabularies. Every list is there, if only empty.
    """
    wanted = "[" + ",".join(map(str, actor_ids)) + "]"
    found: dict[int, dict[str, list[str]]] = {
        id_: {"aliases": [], "identifiers": [], "serves": [], **{plural: [] for plural in PLURALS.values()}}
        for id_ in actor_ids
    }
    for id_, alias in map_.connection.execute(ALIASES_OF, [wanted]):
        found[id_]["aliases"].append(alias)
    for id_, scheme, value in map_.connection.execute(IDENTIFIERS_OF, [wanted]):
        found[id_]["identifiers"].append(f"{scheme}:{value}")
    for id_, handle in map_.connection.execute(SERVES_OF, [wanted]):
        found[id_]["serves"].append(handle)
    for id_, vocabulary, slug in map_.connection.execute(TERMS_OF, [wanted]):
        found[id_][PLURALS[vocabulary]].append(slug)
    return found
