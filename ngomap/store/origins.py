"""Where each fact of an actor comes from: which file and line, or whose hand, and when."""

from __future__ import annotations

import json
from typing import Final

from ngomap.model.history import Origin
from ngomap.store.connection import Map
from ngomap.store.history import FILLED, LAST_WORD, LISTS, MAKERS, PLAIN, STANDS

SHOWN_AS: Final = {"area_id": "area"}
AREA = "SELECT handle FROM areas WHERE id = ?"
OF_LISTS = f"""SELECT h.table_name, h.row_key, max(h.change_id) FROM history h JOIN changes c ON c.id = h.change_id
WHERE h.actor_id = ? AND h.action = 'added' AND {STANDS}
  AND h.table_name IN ('aliases', 'identifiers', 'actor_terms', 'actor_areas') GROUP BY 1, 2"""  # noqa: S608
SOURCES = """SELECT c.id, c.at, c.file, l.line, l.part, c.kind, c.author FROM changes c
LEFT JOIN import_lines l ON l.change_id = c.id AND l.actor_id = ? WHERE c.id IN (SELECT value FROM json_each(?))"""
# What the lists of an actor hold, each with the key that the history knows it by.
HELD: Final = {
    "aliases": ("aliases", """SELECT json_array(actor_id, alias_key), alias FROM aliases WHERE actor_id = ? ORDER BY 2"""),
    "identifiers": ("identifiers", """SELECT json_array(scheme, value), scheme || ':' || value FROM identifiers
WHERE actor_id = ? ORDER BY 2"""),
    "actor_terms": ("terms", """SELECT json_array(x.actor_id, x.term_id), t.slug FROM actor_terms x
JOIN terms t ON t.id = x.term_id WHERE x.actor_id = ? ORDER BY 2"""),
    "actor_areas": ("serves", """SELECT json_array(x.actor_id, x.area_id), p.handle FROM actor_areas x
JOIN areas p ON p.id = x.area_id WHERE x.actor_id = ? ORDER BY 2"""),
}  # fmt: skip


def origins_of(map_: Map, actor_id: int) -> list[Origin]:
    """Where what is known of an actor comes from: its plain facts one by one, then its lists, what came together
    together. The word of the last change that stands counts; a fact that has none was there with the actor.
    """
    connection, ids = map_.connection, json.dumps([actor_id])
    made = dict(connection.execute(MAKERS, [ids])).get(actor_id)
    last = {field: change for _, field, change, _ in connection.execute(LAST_WORD, [ids])}
    told: list[tuple[str, str, int | None]] = []
    for _, *values in connection.execute(FILLED, [ids]):
        for field, value in zip(PLAIN, values, strict=True):
            if value is not None:
                told.append((SHOWN_AS.get(field, field), _shown(map_, field, value), last.get(field, made)))
    later = {(table, key): change for table, key, change in connection.execute(OF_LISTS, [actor_id])}
    for table in LISTS:
        name, statement = HELD[table]
        together: dict[int | None, list[str]] = {}
        for key, text in connection.execute(statement, [actor_id]):
            together.setdefault(later.get((table, key), made), []).append(str(text))
        told += [(name, ", ".join(texts), change) for change, texts in together.items()]
    wanted = json.dumps(sorted({change for _, _, change in told if change is not None}))
    sources = {row[0]: row[1:] for row in connection.execute(SOURCES, [actor_id, wanted])}
    return [_origin(field, text, change, sources) for field, text, change in told]


def _shown(map_: Map, field: str, value: object) -> str:
    if field == "area_id":
        return str(map_.connection.execute(AREA, [value]).fetchone()[0])
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _origin(field: str, text: str, change: int | None, sources: dict[int, tuple[object, ...]]) -> Origin:
    if change is None or change not in sources:
        return Origin(field, text)
    at, file, line, part, kind, author = sources[change]
    return Origin(
        field, text, str(at), _text(file), line if isinstance(line, int) else None, _text(part), kind != "import",
        _text(author), change,
    )  # fmt: skip


def _text(value: object) -> str | None:
    return None if value is None else str(value)
