"""What the rows that the history speaks of are called, whether they are still there or not."""

from __future__ import annotations

import json
from typing import Final

from ngomap.model.history import Fact
from ngomap.store.connection import Map

NOW: Final = {
    "actors": "SELECT name FROM actors WHERE id = ?",
    "terms": "SELECT name FROM terms WHERE id = ?",
    "areas": "SELECT name FROM areas WHERE id = ?",
    "events": "SELECT title FROM events WHERE id = ?",
    "relationships": "SELECT type FROM relationships WHERE id = ?",
    "resources": "SELECT direction || ' ' || description FROM resources WHERE id = ?",
    "exchanges": "SELECT description FROM exchanges WHERE id = ?",
    "projects": "SELECT name FROM projects WHERE id = ?",
    "grants": "SELECT name FROM grants WHERE id = ?",
    "commitments": "SELECT what FROM commitments WHERE id = ?",
}
SAID: Final = {
    "actors": "name", "terms": "name", "areas": "name", "events": "title", "relationships": "type",
    "resources": "description", "exchanges": "description", "projects": "name", "grants": "name", "commitments": "what",
}  # fmt: skip
ONCE = """SELECT old FROM history WHERE table_name = ? AND row_key = ? AND action = 'removed' AND field = ?
ORDER BY id DESC LIMIT 1"""
VOCABULARY = "SELECT vocabulary FROM terms WHERE id = ?"
AREA_OF: Final = {
    "need_figures": "SELECT area_id FROM need_figures WHERE id = ?", "surveys": "SELECT area_id FROM surveys WHERE id = ?",
}  # fmt: skip

NOUNS: Final = {
    "settings": "setting", "terms": "term", "term_aliases": "term alias", "areas": "area", "area_aliases": "area alias",
    "actors": "actor", "aliases": "alias", "identifiers": "identifier", "actor_terms": "term", "actor_areas": "area served",
    "stances": "stance", "relationships": "tie", "trust": "trust", "events": "contact",
    "event_participants": "presence", "resources": "offer or need", "activities": "activity",
    "need_figures": "need figure", "surveys": "survey", "match_pairs": "likely pair",
    "term_suggestions": "suggested term", "import_lines": "source", "agreements": "agreement", "labour": "division of labour",
    "exchanges": "exchange", "projects": "project", "project_partners": "part in a project", "project_terms": "term of a project",
    "project_areas": "area of a project", "assessments": "assessment", "grants": "grant", "coalitions": "aim",
    "approaches": "approach", "commitments": "commitment", "observations": "observation", "monitors": "monitor",
    "share_sources": "source", "merged_records": "what a share said", "conflicts": "conflict",
}  # fmt: skip


def name_of(map_: Map, table: str, key: object) -> str | None:
    """What a row is called now, or was when it was taken away."""
    row = map_.connection.execute(NOW[table], [key]).fetchone()
    row = row or map_.connection.execute(ONCE, [table, key, SAID[table]]).fetchone()
    return str(row[0]) if row and row[0] is not None else None


def subject_of(map_: Map, fact: Fact) -> str:
    """Whom or what a fact is about: the actors, or the term, area or contact itself."""
    whose = [name_of(map_, "actors", end) or f"actor {end}" for end in (fact.actor, fact.other) if end is not None]
    if whose:
        return " and ".join(whose)
    key = _key(fact)
    if fact.table in ("terms", "areas", "events", "projects"):
        return name_of(map_, fact.table, key[0]) or f"{NOUNS[fact.table]} {key[0]}"
    if fact.table == "area_aliases":
        return name_of(map_, "areas", key[0]) or f"area {key[0]}"
    if fact.table in AREA_OF:
        row = map_.connection.execute(AREA_OF[fact.table], key).fetchone()
        return (name_of(map_, "areas", row[0]) if row else None) or f"{NOUNS[fact.table]} {key[0]}"
    return NOUNS.get(fact.table, fact.table)


def thing_of(map_: Map, fact: Fact) -> str:
    """Which row of its subject a fact is: an alias, a term, a tie of a type."""
    key, noun = _key(fact), NOUNS.get(fact.table, fact.table)
    match fact.table:
        case "actors" | "areas" | "events" | "projects":
            return noun if fact.table != "actors" else ""
        case "terms":
            return _vocabulary(map_, key[0]) or noun
        case "actor_terms" | "term_suggestions":
            what = noun if fact.table == "term_suggestions" else _vocabulary(map_, key[1]) or noun
            return f"{what} {name_of(map_, 'terms', key[1]) or key[1]}"
        case "actor_areas":
            return f"{noun} {name_of(map_, 'areas', key[1]) or key[1]}"
        case "event_participants":
            return f"{noun} at {name_of(map_, 'events', key[0]) or key[0]}"
        case "identifiers":
            return f"{noun} {key[0]}:{key[1]}"
        case "aliases" | "area_aliases" | "term_aliases":
            return f"{noun} {key[1]}"
        case "settings":
            return str(key[0])
        case "relationships" | "resources" | "exchanges" | "grants" | "commitments":
            return f"{noun} {name_of(map_, fact.table, key[0]) or ''}".rstrip()
        case _:
            return noun


def _key(fact: Fact) -> list[object]:
    if isinstance(fact.key, str) and fact.key.startswith("["):
        found: list[object] = json.loads(fact.key)
        return found
    return [fact.key]


def _vocabulary(map_: Map, term_id: object) -> str | None:
    row = map_.connection.execute(VOCABULARY, [term_id]).fetchone()
    row = row or map_.connection.execute(ONCE, ["terms", term_id, "vocabulary"]).fetchone()
    return str(row[0]) if row else None
