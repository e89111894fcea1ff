"""Terms proposed from text, decided on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from ngomap.store.connection import Map
from ngomap.store.search_index import index_actors
from ngomap.store.suggestions import Pair
from ngomap.store.writing import write

ADD = """INSERT INTO term_suggestions(actor_id, term_id, score, words, state) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING"""
DECIDE = """INSERT INTO term_suggestions(actor_id, term_id, score, words, state) VALUES (?, ?, ?, ?, ?)
ON CONFLICT(actor_id, term_id) DO UPDATE SET state = excluded.state"""
GIVE = "INSERT INTO actor_terms(actor_id, term_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
TAKE = "DELETE FROM actor_terms WHERE actor_id = ? AND term_id = ?"
SETTLED = """SELECT s.term_id FROM term_suggestions s JOIN actor_terms x ON x.actor_id = s.actor_id AND x.term_id = s.term_id
WHERE s.actor_id = ? AND s.state = 'accepted' ORDER BY s.term_id"""
SETTLE = """DELETE FROM term_suggestions WHERE actor_id = ?1 AND state = 'accepted'
AND term_id IN (SELECT term_id FROM actor_terms WHERE actor_id = ?1)"""


@dataclass(frozen=True, slots=True)
class Found:
    """A term that the words of an actor suggest, and how surely (0-1)."""

    actor: int
    term: int
    score: float
    words: tuple[str, ...] = ()


def add_suggestions(map_: Map, accepted: Iterable[Found], open_: Iterable[Found]) -> None:
    """Suggestions that nobody has decided on: the `accepted` become terms of their actors, marked as suggested; the
    `open_` wait. None may be stored already.
    """
    with write(map_) as database:
        taken = list(accepted)
        rows = [*((f, "accepted") for f in taken), *((f, "open") for f in open_)]
        database.conn.executemany(ADD, [_row(found, state) for found, state in rows])
        database.conn.executemany(GIVE, [(found.actor, found.term) for found in taken])
        index_actors(database, sorted({found.actor for found in taken}))


def decide(map_: Map, found: Iterable[Found], state: str) -> None:
    """Let suggestions be `accepted` (the actors have the terms, marked as suggested), `refused` or `open` again (they
    do not have them).
    """
    with write(map_) as database:
        rows = list(found)
        database.conn.executemany(DECIDE, [_row(one, state) for one in rows])
        database.conn.executemany(GIVE if state == "accepted" else TAKE, [(one.actor, one.term) for one in rows])
        index_actors(database, sorted({one.actor for one in rows}))


def settle(map_: Map, actor_id: int) -> list[int]:
    """Let the suggested terms of an actor be plain facts, for somebody has verified them; the ids of these terms."""
    with write(map_) as database:
        terms = [row[0] for row in database.execute(SETTLED, [actor_id])]
        if terms:
            database.execute(SETTLE, [actor_id])
    return terms


def doubt(map_: Map, pairs: Iterable[Pair]) -> None:
    """Mark terms that actors have as only suggested, until somebody verifies them."""
    with write(map_) as database:
        database.conn.executemany(DECIDE, [(actor, term, 1.0, "[]", "accepted") for actor, term in pairs])


def _row(found: Found, state: str) -> tuple[int, int, float, str, str]:
    return found.actor, found.term, found.score, json.dumps(list(found.words), ensure_ascii=False), state
