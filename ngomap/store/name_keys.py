"""What actors are called, as the keys that spellings are compared by, and the words of names. Read."""

from __future__ import annotations

from collections.abc import Sequence

from ngomap.store.connection import Map

# Read from the indexes of keys alone.
KEYS = """SELECT a.name_key, a.id FROM actors a WHERE length(a.name_key) BETWEEN ?1 AND ?2
UNION ALL SELECT x.alias_key, x.actor_id FROM aliases x WHERE length(x.alias_key) BETWEEN ?1 AND ?2"""
ABOUT = "SELECT ifnull(max(id), 0) FROM actors"
VOCABULARY = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.name_words USING fts5vocab('main', 'actor_search', 'col')"
WORDS = "SELECT DISTINCT term FROM temp.name_words WHERE term >= ?1 AND term < ?1 || char(1114111) AND col IN ('name', 'aliases')"
WITH_WORDS = """WITH found(id) AS MATERIALIZED (SELECT rowid FROM actor_search WHERE actor_search MATCH ?)
SELECT a.name_key, a.id FROM found f JOIN actors a ON a.id = f.id
UNION ALL SELECT x.alias_key, x.actor_id FROM found f JOIN aliases x ON x.actor_id = f.id"""
NAMES_WITH = "{{name aliases}} : {}"


def about_how_many(map_: Map) -> int:
    """How many actors there have been in the map; those that were removed count too."""
    return int(map_.connection.execute(ABOUT).fetchone()[0])


def keys_of_length(map_: Map, least: float, most: float) -> list[tuple[str, int]]:
    """The keys of names and aliases that are so many characters long, each with the id of its actor."""
    return map_.connection.execute(KEYS, [least, most]).fetchall()


def words_beginning(map_: Map, beginning: str) -> list[str]:
    """The words of names and aliases that begin so."""
    map_.connection.execute(VOCABULARY)
    return [word for (word,) in map_.connection.execute(WORDS, [beginning])]


def keys_with_words(map_: Map, words: Sequence[Sequence[str]]) -> list[tuple[str, int]]:
    """The keys of the actors whose names have one of each of these groups of words."""
    query = " AND ".join("(" + " OR ".join(f'"{word}"' for word in group) + ")" for group in words)
    return map_.connection.execute(WITH_WORDS, [NAMES_WITH.format(f"({query})")]).fetchall()
