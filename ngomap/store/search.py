"""Full-text search over actors."""

from __future__ import annotations

import re
import unicodedata

from ngomap.store.connection import Map

SEARCH = """SELECT s.rowid FROM actor_search s JOIN actors a ON a.id = s.rowid WHERE actor_search MATCH ?
ORDER BY bm25(actor_search, 10.0, 8.0, 2.0, 1.0), a.handle"""
WORD = re.compile(r"[^\W_]+")


def search(map_: Map, text: str) -> list[int]:
    """The ids of the actors in which every word of the text occurs (as the beginning of a word), best first.

    Punctuation has no meaning: `action-aid` is two words, and a text without any word finds nothing.
    """
    words = WORD.findall(unicodedata.normalize("NFC", text))
    query = " ".join(f'"{word}"*' for word in words)
    return [row[0] for row in map_.connection.execute(SEARCH, [query])] if words else []
