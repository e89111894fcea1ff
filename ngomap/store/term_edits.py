"""The four vocabularies, changed."""

from __future__ import annotations

from collections.abc import Iterable

from ngomap.errors import AlreadyExists, InUse, InvalidValue
from ngomap.model.shipped import shipped_rows
from ngomap.model.text import name_key, name_line, one_line, slug
from ngomap.model.words import VOCABULARIES, VOCABULARY_FILES, Term
from ngomap.store.connection import Map
from ngomap.store.database import Database
from ngomap.store.merging import TERM_CONTRADICTIONS, TERM_MOVES, move_all
from ngomap.store.search_index import index_actors
from ngomap.store.terms import below, term_named, usage
from ngomap.store.writing import insert_row, write

SLUGS = "SELECT slug FROM terms WHERE vocabulary = ?1 AND (slug = ?2 OR (slug >= ?2 || '-' AND slug < ?2 || '.'))"
ADD_TERM = """INSERT INTO terms(vocabulary, slug, name, name_key, parent_id, sdg, description)
VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id"""
ADD_ALIAS = """INSERT INTO term_aliases(vocabulary, alias_key, alias, term_id) VALUES (?, ?, ?, ?)
ON CONFLICT DO NOTHING"""
TAKE_ALIAS = "DELETE FROM term_aliases WHERE term_id = ? AND alias_key = ?"
ACTORS = "SELECT actor_id FROM actor_terms WHERE term_id IN (?, ?)"


def fill_vocabularies(map_: Map) -> int:
    """Put the shipped starting vocabularies into an empty map; how many terms there are."""
    count = 0
    with write(map_):
        for vocabulary in VOCABULARIES:
            rows = shipped_rows(VOCABULARY_FILES[vocabulary])
            ids: dict[str, int] = {}
            for row in rows:
                values = (
                    vocabulary, row["slug"], row["name"], name_key(row["name"]), ids.get(row["parent"]),
                    int(row["sdg"]) if row["sdg"] else None, row["description"] or None,
                )  # fmt: skip
                ids[row["slug"]] = map_.connection.execute(ADD_TERM, values).fetchone()[0]
            map_.connection.executemany(
                ADD_ALIAS,
                [
                    (vocabulary, key, alias, ids[row["slug"]])
                    for row in rows
                    for alias in row["aliases"].split("|")
                    if (key := name_key(alias))
                ],
            )
            count += len(rows)
    return count


def add_term(
    map_: Map,
    vocabulary: str,
    name: str,
    parent: Term | None = None,
    aliases: Iterable[str] = (),
    sdg: int | None = None,
    description: str | None = None,
) -> Term:
    """A new term. Raises AlreadyExists if the name, or one of the aliases, is taken; InvalidValue if it is empty."""
    name = name_line(name)
    aliases = [one_line(a) for a in aliases]
    with write(map_) as database:
        for text in (name, *aliases):
            taken = term_named(map_, vocabulary, text)
            if taken:
                raise AlreadyExists(f"{text!r} is already the {vocabulary} {taken.slug} ({taken.name}).")
        handle = _free_slug(map_, vocabulary, slug(name, vocabulary))
        id_ = _insert(database, vocabulary, handle, name, parent.id if parent else None, sdg, description)
        _add_aliases(database, vocabulary, id_, aliases)
    return Term(id_, vocabulary, handle, name, parent.id if parent else None, sdg)


def add_aliases(map_: Map, term: Term, aliases: Iterable[str]) -> int:
    """Further names of a term; those that already mean it are passed over. Returns how many are new."""
    with write(map_) as database:
        new = 0
        for alias in aliases:
            taken = term_named(map_, term.vocabulary, alias)
            if taken and taken.id != term.id:
                raise AlreadyExists(f"{alias!r} is already the {term.vocabulary} {taken.slug} ({taken.name}).")
            if not taken:
                new += _add_aliases(database, term.vocabulary, term.id, [one_line(alias)])
        return new


def remove_aliases(map_: Map, term: Term, aliases: Iterable[str]) -> int:
    """Take names away from a term; how many it had."""
    with write(map_):
        rows = [(term.id, name_key(alias)) for alias in aliases]
        return map_.connection.executemany(TAKE_ALIAS, rows).rowcount


def move_term(map_: Map, term: Term, under: Term | None) -> None:
    """Let a term lie under another of its vocabulary, or (None) at the top. Raises InvalidValue for a circle."""
    with write(map_) as database:
        if under and under.vocabulary != term.vocabulary:
            raise InvalidValue(f"{term.slug} is a {term.vocabulary}, {under.slug} a {under.vocabulary}.")
        if under and under.id in below(map_, term.id):
            raise InvalidValue(f"{under.slug} lies under {term.slug}, which cannot come to lie under it.")
        database.table("terms").update(term.id, {"parent_id": under.id if under else None})


def remove_term(map_: Map, term: Term) -> None:
    """Take a term that nothing is said with out of its vocabulary. Raises InUse."""
    with write(map_) as database:
        used = usage(map_, term.id)
        if used:
            raise InUse(
                f"{term.slug} is in use: {', '.join(used)}.",
                f"Merge it into another: ngomap term merge {term.vocabulary} {term.slug} OTHER",
            )
        database.table("terms").delete(term.id)


def merge_terms(map_: Map, losing: Term, winning: Term) -> int:
    """Make two terms one: everything said with the losing one is said with the winning one, which keeps its name as
    an alias. How many records contradicted those of the winning one and were dropped.

    Raises InvalidValue for one term, or for terms of two vocabularies.
    """
    if losing.id == winning.id:
        raise InvalidValue(f"{losing.slug} cannot be merged with itself.")
    if losing.vocabulary != winning.vocabulary:
        raise InvalidValue(f"{losing.slug} is a {losing.vocabulary}, {winning.slug} a {winning.vocabulary}.")
    with write(map_) as database:
        if winning.id in below(map_, losing.id):
            database.table("terms").update(winning.id, {"parent_id": losing.parent})
        actors = [row[0] for row in map_.connection.execute(ACTORS, [losing.id, winning.id])]
        dropped = move_all(database, TERM_MOVES, TERM_CONTRADICTIONS, losing.id, winning.id)
        database.table("terms").delete(losing.id)
        known = (name_key(winning.name), name_key(winning.slug))
        names = [text for text in (losing.name, losing.slug) if name_key(text) not in known]
        _add_aliases(database, winning.vocabulary, winning.id, names)
        index_actors(database, actors)
    return dropped


def _insert(
    database: Database,
    vocabulary: str,
    handle: str,
    name: str,
    parent: int | None,
    sdg: int | None,
    description: str | None,
) -> int:
    return insert_row(
        database,
        "terms",
        {
            "vocabulary": vocabulary,
            "slug": handle,
            "name": name,
            "name_key": name_key(name),
            "parent_id": parent,
            "sdg": sdg,
            "description": description,
        },
    )


def _add_aliases(database: Database, vocabulary: str, term_id: int, aliases: Iterable[str]) -> int:
    rows = [(vocabulary, name_key(alias), alias, term_id) for alias in aliases if name_key(alias)]
    return int(database.conn.executemany(ADD_ALIAS, rows).rowcount)


def _free_slug(map_: Map, vocabulary: str, wanted: str) -> str:
    taken = {row[0] for row in map_.connection.execute(SLUGS, [vocabulary, wanted])}
    return free_name(wanted, taken)


def free_name(wanted: str, taken: set[str]) -> str:
    """The wanted handle, or the first of `wanted-2`, `wanted-3`, ... that is free."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
