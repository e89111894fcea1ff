"""A REF as people type it - handle, identifier, name, alias, or the beginning of an id - to the actor it names."""

from __future__ import annotations

from ngomap.errors import Ambiguous
from ngomap.model.actors import ActorRef
from ngomap.model.text import folded_handle, name_key
from ngomap.store.connection import Map

COLUMNS = "a.id, a.handle, a.name, a.kind, a.level"
BY_HANDLE = f"SELECT {COLUMNS} FROM actors a WHERE a.handle = ?"  # noqa: S608
BY_IDENTIFIER = f"""SELECT {COLUMNS} FROM identifiers i JOIN actors a ON a.id = i.actor_id
WHERE i.scheme = ? AND i.value = ?"""  # noqa: S608
BY_NAME = f"""SELECT {COLUMNS} FROM actors a WHERE a.name_key = ?1
UNION SELECT {COLUMNS} FROM aliases x JOIN actors a ON a.id = x.actor_id WHERE x.alias_key = ?1 ORDER BY 2"""  # noqa: S608
BY_UID = f"SELECT {COLUMNS} FROM actors a WHERE a.uid >= ?1 AND a.uid < ?1 || 'g' ORDER BY a.handle LIMIT 10"  # noqa: S608
SHORTEST_UID_PREFIX = 4


def actors_named(map_: Map, text: str) -> list[ActorRef]:
    """The actors that the text names exactly: at most one by handle or identifier, else all of that name or alias
    (case, accents and punctuation aside), else one by a handle typed in capitals, else those whose id begins so.
    """
    stripped = text.strip()
    attempts: list[tuple[str, list[str]]] = [(BY_HANDLE, [stripped])]
    scheme, colon, value = stripped.partition(":")
    if colon:
        attempts.append((BY_IDENTIFIER, [scheme.strip().upper(), value.strip()]))
    if name_key(stripped):
        attempts.append((BY_NAME, [name_key(stripped)]))
    attempts.append((BY_HANDLE, [folded_handle(stripped)]))
    if len(stripped) >= SHORTEST_UID_PREFIX:
        attempts.append((BY_UID, [stripped.casefold()]))
    for sql, values in attempts:
        rows = map_.connection.execute(sql, values).fetchall()
        if rows:
            return [ActorRef(*row) for row in rows]
    return []


def actor_named(map_: Map, text: str) -> ActorRef | None:
    """The one actor that the text names, or None. Raises Ambiguous with the candidates."""
    found = actors_named(map_, text)
    if len(found) > 1:
        names = ", ".join(f"{a.handle} ({a.name})" for a in found[:5])
        raise Ambiguous(f"{text!r} names {len(found)} actors: {names}.", "Use the handle of the one you mean.")
    return found[0] if found else None
