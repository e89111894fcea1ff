"""Terms proposed from text, read: what was decided on them, and the texts they come from."""

from __future__ import annotations

import json
from collections.abc import Iterable

from ngomap.store.connection import Map

STORED = """SELECT actor_id, term_id, state, score, words FROM term_suggestions
WHERE ?1 IS NULL OR actor_id IN (SELECT value FROM json_each(?1)) ORDER BY actor_id, term_id"""
HELD = """SELECT actor_id, term_id FROM actor_terms
WHERE ?1 IS NULL OR actor_id IN (SELECT value FROM json_each(?1))"""
SUGGESTED = """SELECT t.slug FROM term_suggestions s JOIN terms t ON t.id = s.term_id
JOIN actor_terms x ON x.actor_id = s.actor_id AND x.term_id = s.term_id
WHERE s.actor_id = ? AND s.state = 'accepted' GROUP BY t.slug ORDER BY t.slug"""
TEXTS = """SELECT a.id, a.handle, a.name, ifnull(a.mission, ''), ifnull(a.vision, ''), ifnull(a.notes, '') FROM actors a
WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY a.handle"""
WANTING = """SELECT a.id, a.handle, a.name, ifnull(a.mission, ''), ifnull(a.vision, ''), ifnull(a.notes, '') FROM actors a
WHERE (a.kind <> 'person' AND (a.mission IS NOT NULL OR a.vision IS NOT NULL OR a.notes IS NOT NULL)
  AND (SELECT count(*) FROM actor_terms x JOIN terms t ON t.id = x.term_id
    WHERE x.actor_id = a.id AND t.vocabulary <> 'sector') < ?)
OR EXISTS (SELECT 1 FROM term_suggestions s WHERE s.actor_id = a.id AND s.state = 'open') ORDER BY a.handle"""

Pair = tuple[int, int]
"""The ids of an actor and of a term."""
Decision = tuple[str, float, tuple[str, ...]]
"""The state of a suggestion (`open`, `accepted`, `refused`), its score, and the words that caused it."""
Text = tuple[int, str, str, str, str, str]
"""Id, handle and name of an actor, its mission, its vision, its notes; empty where there are none."""


def decisions(map_: Map, actor_ids: Iterable[int] | None = None) -> dict[Pair, Decision]:
    """Every suggestion that is stored, of some actors or of all."""
    rows = map_.connection.execute(STORED, [_list(actor_ids)])
    return {(actor, term): (state, score, tuple(json.loads(words))) for actor, term, state, score, words in rows}


def terms_held(map_: Map, actor_ids: Iterable[int] | None = None) -> set[Pair]:
    """Which actors have which terms, for some actors or all."""
    return {(actor, term) for actor, term in map_.connection.execute(HELD, [_list(actor_ids)])}


def suggested_terms(map_: Map, actor_id: int) -> list[str]:
    """The slugs of the terms that an actor has because its words suggest them, and that nobody has verified yet."""
    return [row[0] for row in map_.connection.execute(SUGGESTED, [actor_id])]


def texts_of(map_: Map, actor_ids: Iterable[int]) -> list[Text]:
    """What some actors say of themselves, by handle."""
    return [tuple(row) for row in map_.connection.execute(TEXTS, [_list(actor_ids)])]


def texts_wanting_terms(map_: Map, fewer_than: int) -> list[Text]:
    """What organizations with text and fewer terms than these (sectors aside), or with open suggestions, say of
    themselves, by handle.
    """
    return [tuple(row) for row in map_.connection.execute(WANTING, [fewer_than])]


def _list(ids: Iterable[int] | None) -> str | None:
    return None if ids is None else json.dumps(sorted(set(ids)))
