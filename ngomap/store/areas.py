"""Areas, read."""

from __future__ import annotations

from collections.abc import Iterable

from ngomap.model.text import counted, folded_handle, name_key
from ngomap.model.words import Area
from ngomap.store.connection import Map

COLUMNS = "p.id, p.handle, p.name, p.level, p.parent_id, p.code, p.country, p.lat, p.lon"
ALL = f"SELECT {COLUMNS} FROM areas p ORDER BY p.handle"  # noqa: S608
SOME = f"SELECT {COLUMNS} FROM areas p WHERE p.id IN (SELECT value FROM json_each(?))"  # noqa: S608
BY_HANDLE = f"SELECT {COLUMNS} FROM areas p WHERE p.handle = ?"  # noqa: S608
BY_CODE = f"SELECT {COLUMNS} FROM areas p WHERE p.code = ? COLLATE NOCASE"  # noqa: S608
BY_NAME = f"""SELECT {COLUMNS} FROM areas p WHERE p.name_key = ?1
UNION SELECT {COLUMNS} FROM area_aliases x JOIN areas p ON p.id = x.area_id WHERE x.alias_key = ?1 ORDER BY 2"""  # noqa: S608
USAGE = """SELECT (SELECT count(*) FROM actors WHERE area_id = ?1), (SELECT count(*) FROM actor_areas WHERE area_id = ?1),
(SELECT count(*) FROM activities WHERE area_id = ?1), (SELECT count(*) FROM need_figures WHERE area_id = ?1),
(SELECT count(*) FROM surveys WHERE area_id = ?1), (SELECT count(*) FROM resources WHERE area_id = ?1),
(SELECT count(*) FROM labour WHERE area_id = ?1), (SELECT count(*) FROM project_areas WHERE area_id = ?1),
(SELECT count(*) FROM grants WHERE area_id = ?1), (SELECT count(*) FROM commitments WHERE area_id = ?1),
(SELECT count(*) FROM areas WHERE parent_id = ?1)"""
USES = (
    ("actor that sits there", "actors that sit there"), ("actor that serves it", "actors that serve it"),
    ("activity", "activities"), ("need figure",), ("survey",), ("offer or need", "offers and needs"),
    ("task divided among partners", "tasks divided among partners"), ("project",), ("grant",), ("commitment",),
    ("area in it", "areas in it"),
)  # fmt: skip
SUBTREE = """WITH RECURSIVE below(id) AS (SELECT ?1 UNION SELECT p.id FROM areas p JOIN below b ON p.parent_id = b.id)
SELECT id FROM below"""
LISTING = """SELECT p.handle, p.name, p.level, q.handle, p.code, p.country, p.lat, p.lon,
  (SELECT count(*) FROM areas x WHERE x.parent_id = p.id),
  (SELECT count(*) FROM actors x WHERE x.area_id = p.id),
  (SELECT count(DISTINCT x.actor_id) FROM activities x WHERE x.area_id = p.id), p.id
FROM areas p LEFT JOIN areas q ON q.id = p.parent_id ORDER BY p.handle"""
BEGINNING = "SELECT handle FROM areas WHERE handle >= ? AND handle < ? ORDER BY handle LIMIT ?"
ALIASES = "SELECT area_id, alias FROM area_aliases ORDER BY area_id, alias"


def all_areas(map_: Map) -> list[Area]:
    """Every area, by handle."""
    return [Area(*row) for row in map_.connection.execute(ALL)]


def some_areas(map_: Map, area_ids: Iterable[int]) -> dict[int, Area]:
    """The areas with these ids, by id."""
    wanted = "[" + ",".join(map(str, area_ids)) + "]"
    return {row[0]: Area(*row) for row in map_.connection.execute(SOME, [wanted])}


def area_handles_beginning(map_: Map, beginning: str, limit: int = 200) -> list[str]:
    """The first handles of areas that begin so."""
    return [row[0] for row in map_.connection.execute(BEGINNING, [beginning, beginning + chr(0x10FFFF), limit])]


def areas_named(map_: Map, text: str) -> list[Area]:
    """The areas that the text names: one by handle or place code, else all with that name or alias, else one by a
    handle typed in capitals.
    """
    stripped = text.strip()
    attempts = [(BY_HANDLE, stripped), (BY_CODE, stripped), (BY_NAME, name_key(text)), (BY_HANDLE, folded_handle(text))]
    for sql, value in attempts:
        rows = map_.connection.execute(sql, [value]).fetchall() if value else []
        if rows:
            return [Area(*row) for row in rows]
    return []


def below(map_: Map, area_id: int) -> set[int]:
    """The ids of an area and of every area in it."""
    return {row[0] for row in map_.connection.execute(SUBTREE, [area_id])}


def area_aliases(map_: Map) -> dict[int, list[str]]:
    """The other names of every area that has some, by area id."""
    found: dict[int, list[str]] = {}
    for area_id, alias in map_.connection.execute(ALIASES):
        found.setdefault(area_id, []).append(alias)
    return found


def usage(map_: Map, area_id: int) -> list[str]:
    """How much is said of an area, in words; nothing if nothing is."""
    counts = map_.connection.execute(USAGE, [area_id]).fetchone()
    return [counted(n, *nouns) for n, nouns in zip(counts, USES, strict=True) if n]


def listing(map_: Map) -> list[dict[str, object]]:
    """Every area with how much is known of it."""
    aliases = area_aliases(map_)
    names = ("handle", "name", "level", "parent", "code", "country", "lat", "lon", "areas", "actors", "active_actors")
    return [
        {**dict(zip(names, row[:-1], strict=True)), "aliases": aliases.get(row[-1], [])}
        for row in map_.connection.execute(LISTING)
    ]
