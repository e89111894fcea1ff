"""The four vocabularies, read."""

from __future__ import annotations

from ngomap.model.text import counted, folded_handle, name_key
from ngomap.model.words import Term
from ngomap.store.connection import Map

COLUMNS = "t.id, t.vocabulary, t.slug, t.name, t.parent_id, t.sdg"
ALL = f"SELECT {COLUMNS} FROM terms t ORDER BY t.vocabulary, t.slug"  # noqa: S608
BY_SLUG = f"SELECT {COLUMNS} FROM terms t WHERE t.vocabulary = ? AND t.slug = ?"  # noqa: S608
BY_NAME = f"SELECT {COLUMNS} FROM terms t WHERE t.vocabulary = ? AND t.name_key = ? ORDER BY t.slug"  # noqa: S608
BY_ALIAS = f"""SELECT {COLUMNS} FROM term_aliases x JOIN terms t ON t.id = x.term_id
WHERE x.vocabulary = ? AND x.alias_key = ?"""  # noqa: S608
BEGINNING = "SELECT slug FROM terms WHERE vocabulary = ? AND slug >= ? AND slug < ? ORDER BY slug LIMIT ?"
ALIASES = "SELECT term_id, alias FROM term_aliases ORDER BY term_id, alias"
LISTING = """SELECT t.id, t.vocabulary, t.slug, t.name, p.slug, t.sdg, t.description,
  (SELECT count(*) FROM actor_terms x WHERE x.term_id = t.id),
  (SELECT count(*) FROM activities x WHERE x.term_id = t.id OR x.population_id = t.id)
FROM terms t LEFT JOIN terms p ON p.id = t.parent_id
WHERE (?1 IS NULL OR t.vocabulary = ?1) ORDER BY t.vocabulary, t.slug"""
USAGE = """SELECT (SELECT count(*) FROM actor_terms WHERE term_id = ?1),
(SELECT count(*) FROM activities WHERE term_id = ?1 OR population_id = ?1),
(SELECT count(*) FROM need_figures WHERE term_id = ?1 OR population_id = ?1),
(SELECT count(*) FROM surveys WHERE term_id = ?1), (SELECT count(*) FROM stances WHERE issue_id = ?1),
(SELECT count(*) FROM labour WHERE population_id = ?1), (SELECT count(*) FROM project_terms WHERE term_id = ?1),
(SELECT count(*) FROM grants WHERE term_id = ?1), (SELECT count(*) FROM coalitions WHERE issue_id = ?1),
(SELECT count(*) FROM approaches WHERE issue_id = ?1), (SELECT count(*) FROM commitments WHERE issue_id = ?1),
(SELECT count(*) FROM terms WHERE parent_id = ?1)"""
USES = (
    ("actor",), ("activity", "activities"), ("need figure",), ("survey",), ("stance",),
    ("task divided among partners", "tasks divided among partners"), ("project",), ("grant",), ("coalition",),
    ("approach", "approaches"), ("commitment",), ("term under it", "terms under it"),
)  # fmt: skip
SUBTREE = """WITH RECURSIVE below(id) AS (SELECT ?1 UNION SELECT t.id FROM terms t JOIN below b ON t.parent_id = b.id)
SELECT id FROM below"""


def all_terms(map_: Map) -> list[Term]:
    """Every term, by vocabulary and slug."""
    return [Term(*row) for row in map_.connection.execute(ALL)]


def slugs_beginning(map_: Map, vocabulary: str, beginning: str, limit: int = 200) -> list[str]:
    """The first slugs of a vocabulary that begin so."""
    values = [vocabulary, beginning, beginning + chr(0x10FFFF), limit]
    return [row[0] for row in map_.connection.execute(BEGINNING, values)]


def term_named(map_: Map, vocabulary: str, text: str) -> Term | None:
    """The term with this slug, name or alias (case, accents and punctuation aside), or None."""
    key = name_key(text)
    for sql, value in ((BY_SLUG, folded_handle(text)), (BY_NAME, key), (BY_ALIAS, key)):
        row = map_.connection.execute(sql, [vocabulary, value]).fetchone()
        if row:
            return Term(*row)
    return None


def term_aliases(map_: Map) -> dict[int, list[str]]:
    """The aliases of every term that has some, by term id."""
    found: dict[int, list[str]] = {}
    for term_id, alias in map_.connection.execute(ALIASES):
        found.setdefault(term_id, []).append(alias)
    return found


def below(map_: Map, term_id: int) -> set[int]:
    """The ids of a term and of every narrower one."""
    return {row[0] for row in map_.connection.execute(SUBTREE, [term_id])}


def usage(map_: Map, term_id: int) -> list[str]:
    """How much is said with a term, in words; nothing if nothing is."""
    counts = map_.connection.execute(USAGE, [term_id]).fetchone()
    return [counted(n, *nouns) for n, nouns in zip(counts, USES, strict=True) if n]


def listing(map_: Map, vocabulary: str | None) -> list[dict[str, object]]:
    """Every term of one vocabulary (or all) with how often it is used."""
    aliases = term_aliases(map_)
    return [
        {
            "vocabulary": vocab,
            "slug": slug,
            "name": name,
            "parent": parent,
            "sdg": sdg,
            "description": description,
            "aliases": aliases.get(id_, []),
            "actors": actors,
            "activities": activities,
        }
        for id_, vocab, slug, name, parent, sdg, description, actors, activities in map_.connection.execute(
            LISTING, [vocabulary]
        )
    ]
