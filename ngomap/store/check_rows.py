"""What a map says, held against what no constraint of SQLite can say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ngomap.errors import InvalidValue
from ngomap.model.relationships import check_ends
from ngomap.model.text import counted, is_handle, name_key
from ngomap.store.connection import Map
from ngomap.store.search_index import SAID

NOT_INDEXED: Final = "SELECT id FROM actors WHERE id NOT IN (SELECT rowid FROM actor_search) ORDER BY id"
INDEXED_ONLY: Final = "SELECT rowid FROM actor_search WHERE rowid NOT IN (SELECT id FROM actors) ORDER BY rowid"
INDEXED: Final = "SELECT rowid, name, aliases, place, words FROM actor_search ORDER BY rowid"
SAYS: Final = f"{SAID} ORDER BY a.id"
TIES: Final = """SELECT r.id, r.type, x.kind, y.kind, x.handle, y.handle FROM relationships r
JOIN actors x ON x.id = r.from_id JOIN actors y ON y.id = r.to_id ORDER BY r.id"""
NO_US: Final = "SELECT value FROM settings WHERE key = 'us' AND value NOT IN (SELECT uid FROM actors)"
CYCLES: Final = {
    "areas": """WITH RECURSIVE up(id, above) AS (SELECT id, parent_id FROM areas UNION
SELECT up.id, p.parent_id FROM up JOIN areas p ON p.id = up.above)
SELECT a.id, a.handle FROM up JOIN areas a ON a.id = up.id WHERE up.id = up.above ORDER BY a.handle""",
    "terms": """WITH RECURSIVE up(id, above) AS (SELECT id, parent_id FROM terms UNION
SELECT up.id, t.parent_id FROM up JOIN terms t ON t.id = up.above)
SELECT a.id, a.slug FROM up JOIN terms a ON a.id = up.id WHERE up.id = up.above ORDER BY a.slug""",
}
BACKWARDS: Final = """SELECT 'relationships', id, since, until FROM relationships UNION ALL
SELECT 'resources', id, since, until FROM resources UNION ALL
SELECT 'activities', id, since, until FROM activities UNION ALL
SELECT 'projects', id, since, until FROM projects UNION ALL
SELECT 'coalitions', id, since, until FROM coalitions UNION ALL
SELECT 'labour', id, since, until FROM labour"""
POINTS: Final = """SELECT 'actors', handle FROM actors WHERE lat NOT BETWEEN -90 AND 90 OR lon NOT BETWEEN -180 AND 180
UNION ALL SELECT 'areas', handle FROM areas WHERE lat NOT BETWEEN -90 AND 90 OR lon NOT BETWEEN -180 AND 180"""
NAMED: Final = {
    "actors": "SELECT id, handle, name, name_key FROM actors ORDER BY id",
    "areas": "SELECT id, handle, name, name_key FROM areas ORDER BY id",
    "terms": "SELECT id, slug, name, name_key FROM terms ORDER BY id",
}
SET_KEY: Final = {
    "actors": "UPDATE actors SET name_key = ? WHERE id = ?",
    "areas": "UPDATE areas SET name_key = ? WHERE id = ?",
    "terms": "UPDATE terms SET name_key = ? WHERE id = ?",
}
RECORDING: Final = "SELECT count(*) FROM recording"
LOST_CHANGES: Final = """SELECT count(*) FROM history
WHERE change_id IS NOT NULL AND change_id NOT IN (SELECT id FROM changes)"""
FTS_CHECK: Final = "INSERT INTO actor_search(actor_search) VALUES ('integrity-check')"
MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, in a sentence, with what to do; `code` is stable, `safe` what --mend does by itself."""

    code: str
    what: str
    do: str
    safe: bool = False


def wrong_rows(map_: Map) -> Iterator[Wrong]:
    """Everything in the rows of the map that cannot be so."""
    unindexed = stale_in_search(map_)
    if unindexed:
        yield Wrong(
            "search-index", f"The search index does not say what {_some(len(unindexed), 'actor')} of the map say.",
            "ngomap check --mend", safe=True,
        )  # fmt: skip
    keys = [key for table in NAMED for key in stale_keys(map_, table)]
    if keys:
        yield Wrong(
            "name-keys", f"{_some(len(keys), 'name')} would not be found: another program changed them.",
            "ngomap check --mend", safe=True,
        )  # fmt: skip
    for table in NAMED:
        odd = [handle for _, handle, *_ in map_.connection.execute(NAMED[table]) if not is_handle(handle) or handle == "us"]
        if odd:
            yield Wrong("handle", f"Not handles, in {table}: {_few(odd)}.", "Change them in the program that made them.")
    yield from _wrong_ties(map_)
    for table, cycles in CYCLES.items():
        round_ = [handle for _, handle in map_.connection.execute(cycles)]
        if round_:
            noun = table.removesuffix("s")
            yield Wrong("cycle", f"These {table} lie in each other: {_few(round_)}.", f"ngomap {noun} move, to the one above.")
    if map_.connection.execute(NO_US).fetchone():
        yield Wrong("us", "Who keeps the map is not in it.", "Say who you are: ngomap edit REF --us")
    backwards = [f"{t} {i} ({a} to {b})" for t, i, a, b in map_.connection.execute(BACKWARDS) if _ends_before(a, b)]
    if backwards:
        yield Wrong("dates", f"Over before they began: {_few(backwards)}.", "Correct one of the two days of each.")
    points = [handle for _, handle in map_.connection.execute(POINTS)]
    if points:
        yield Wrong("point", f"Points that are not on the earth: {_few(points)}.", "ngomap edit REF --lat --lon")
    if map_.connection.execute(RECORDING).fetchone()[0]:
        yield Wrong("recording", "A change was left open by another program.", "ngomap check --mend", safe=True)
    if map_.connection.execute(LOST_CHANGES).fetchone()[0]:
        yield Wrong("history", "The history has facts of changes that it does not list.", "Restore a backup, or live with it.")


def _wrong_ties(map_: Map) -> Iterator[Wrong]:
    wrong = []
    for id_, type_, one, other, a, b in map_.connection.execute(TIES):
        try:
            check_ends(type_, one, other)
        except InvalidValue:
            wrong.append((id_, type_, one, other, a, b))
    for _, type_, one, other, a, b in wrong[:MOST_NAMED]:
        yield Wrong(
            "tie", f"{a} ({one}) cannot stand in '{type_}' to {b} ({other}).", f"ngomap unlink {a} {b} --type {type_}"
        )
    if len(wrong) > MOST_NAMED:
        yield Wrong("tie", f"And {counted(len(wrong) - MOST_NAMED, 'more tie')} whose ends do not fit.", "Mend these first.")


def stale_in_search(map_: Map) -> list[int]:
    """The ids of actors that the search index misses, has too many, or has with other words."""
    connection = map_.connection
    found = {row[0] for row in connection.execute(NOT_INDEXED)} | {row[0] for row in connection.execute(INDEXED_ONLY)}
    says = connection.execute(SAYS)
    has = {row[0]: _words(row) for row in connection.execute(INDEXED)}
    found |= {row[0] for row in says if row[0] in has and has[row[0]] != _words(row)}
    return sorted(found)


def stale_keys(map_: Map, table: str) -> list[tuple[str, int]]:
    """The keys that the names in a table should have, where they have others, with the id."""
    rows = map_.connection.execute(NAMED[table])
    return [(name_key(name), id_) for id_, _, name, key in rows if name_key(name) != key]


def _words(row: tuple[object, ...]) -> tuple[list[str], ...]:
    """What the index says of an actor; in which order words of one kind stand says nothing."""
    return tuple(sorted(str(value or "").split()) for value in row[1:])


def _ends_before(since: str | None, until: str | None) -> bool:
    if not since or not until:
        return False
    shorter = min(len(since), len(until))
    return until[:shorter] < since[:shorter]


def _some(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _few(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
