"""Records of a `map/1` document as rows of the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ngomap.model.text import name_key
from ngomap.model.whole_document import Record, identifier_key
from ngomap.model.whole_format import MUTUAL_TYPES, SECTIONS
from ngomap.store.whole_merge import items
from ngomap.store.whole_rows import PLURALS
from ngomap.store.writing import now

TERM_ALIAS = "INSERT OR IGNORE INTO term_aliases(term_id, alias, alias_key, vocabulary) VALUES (?, ?, ?, ?)"
AREA_ALIAS = "INSERT OR IGNORE INTO area_aliases(area_id, alias, alias_key) VALUES (?, ?, ?)"
ALIAS = "INSERT OR IGNORE INTO aliases(actor_id, alias, alias_key) VALUES (?, ?, ?)"
IDENTIFIER = "INSERT OR IGNORE INTO identifiers(actor_id, scheme, value) VALUES (?, ?, ?)"
SERVED = "INSERT OR IGNORE INTO actor_areas(actor_id, area_id) VALUES (?, ?)"
TERM = "INSERT OR IGNORE INTO actor_terms(actor_id, term_id) VALUES (?, ?)"
PROJECT_TERM = "INSERT OR IGNORE INTO project_terms(project_id, term_id) VALUES (?, ?)"
PROJECT_AREA = "INSERT OR IGNORE INTO project_areas(project_id, area_id) VALUES (?, ?)"
PARTICIPANT = "INSERT OR IGNORE INTO event_participants(event_id, actor_id) VALUES (?, ?)"
POINTERS: Final = {
    "from": "from_id", "to": "to_id", "actor": "actor_id", "area": "area_id", "parent": "parent_id",
    "project": "project_id", "by": "by_id", "of": "of_id", "funder": "funder_id", "target": "target_id",
    "commitment": "commitment_id", "observer": "observer_id", "issue": "issue_id", "introduces": "introduces_id",
    "term": "term_id", "population": "population_id",
}  # fmt: skip
ENDS: Final = {"from": "a_id", "to": "b_id"}
"""Of what partners agreed: neither end comes first."""
IN_WORDS: Final = (("activities", "project"),)
"""An activity names its project in words: it may be of one that the map does not hold."""
NAMED: Final = ("terms", "areas", "actors")

Numbered = Sequence[tuple[int, Record]]

# Fields with one value, which are columns of the section's own table.
PLAIN_FIELDS: Final = {s: tuple(f for f, spec in fields.items() if not spec.several) for s, fields in SECTIONS.items()}


def pointers_of(section: str) -> dict[str, str]:
    """The columns in which the records of a section point to others, by the fields that name these."""
    if section in ("agreements", "labour"):
        return {**POINTERS, **ENDS}
    return {field: column for field, column in POINTERS.items() if (section, field) not in IN_WORDS}


def _upsert(section: str) -> str:
    pointers = pointers_of(section)
    columns = ["id", *(pointers.get(name, name) for name in PLAIN_FIELDS[section])]
    columns += ["name_key"] if section in NAMED else []
    columns += ["created_at", "updated_at"] if section == "actors" else []
    names = ", ".join(columns)
    places = ", ".join("?" * len(columns))
    news = ", ".join(f"{c} = excluded.{c}" for c in columns if c not in ("id", "created_at"))
    return f"INSERT INTO {section}({names}) VALUES ({places}) ON CONFLICT(id) DO UPDATE SET {news}"  # noqa: S608


UPSERTS: Final = {section: _upsert(section) for section in SECTIONS}
POINTED: Final = {section: frozenset(pointers_of(section)) for section in SECTIONS}


@dataclass(slots=True)
class Ids:
    """Row ids by handle, and of terms by `vocabulary:slug`."""

    terms: dict[str, int] = field(default_factory=dict)
    areas: dict[str, int] = field(default_factory=dict)
    actors: dict[str, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    commitments: dict[str, int] = field(default_factory=dict)

    def learn(self, section: str, records: Mapping[int, Record]) -> None:
        """Remember the rows of a section that others point to."""
        if section == "terms":
            self.terms = {f"{r['vocabulary']}:{r['slug']}": id_ for id_, r in records.items()}
        elif section in ("areas", "actors", "projects", "commitments"):
            setattr(self, section, {str(r["handle"]): id_ for id_, r in records.items()})

    def of(self, section: str, name: str, record: Record) -> int | None:
        """The row that a field of a record points to, or None where it says nothing."""
        if name not in record:
            return None
        value = str(record[name])
        if name == "parent":
            return self.terms[f"{record['vocabulary']}:{value}"] if section == "terms" else self.areas[value]
        if name in ("issue", "population"):
            return self.terms[f"{name}:{value}"]
        rows = {"term": self.terms, "area": self.areas, "project": self.projects, "commitment": self.commitments}
        return rows.get(name, self.actors)[value]


def put(connection: sqlite3.Connection, section: str, numbered: Numbered, ids: Ids) -> None:
    """Write records (row id and record; a row that is there is corrected) and their lists; what lists have stays."""
    stamp = now()
    connection.executemany(UPSERTS[section], (_row(section, id_, record, ids, stamp) for id_, record in numbered))
    for statement, rows in _lists(section, numbered, ids).items():
        connection.executemany(statement, rows)


def _row(section: str, id_: int, record: Record, ids: Ids, stamp: str) -> tuple[object, ...]:
    pointers = POINTED[section]
    values = [ids.of(section, f, record) if f in pointers else record.get(f) for f in PLAIN_FIELDS[section]]
    if section == "relationships" and record["type"] in MUTUAL_TYPES:
        first, second = (PLAIN_FIELDS[section].index(end) for end in ("from", "to"))
        values[first], values[second] = sorted((ids.actors[str(record["from"])], ids.actors[str(record["to"])]))
    if section in NAMED:
        values.append(name_key(str(record["name"])))
    return (id_, *values, stamp, stamp) if section == "actors" else (id_, *values)


def _lists(section: str, numbered: Numbered, ids: Ids) -> dict[str, Iterator[tuple[object, ...]]]:
    """What the lists of the records hold, by the statement that stores it."""
    if section == "terms":
        return {TERM_ALIAS: ((i, *a, r["vocabulary"]) for i, r in numbered for a in _aliases(r))}
    if section == "areas":
        return {AREA_ALIAS: ((i, *a) for i, r in numbered for a in _aliases(r))}
    if section == "events":
        return {PARTICIPANT: ((i, ids.actors[str(p)]) for i, r in numbered for p in items(r, "participants"))}
    if section == "projects":
        return {
            PROJECT_TERM: _terms(numbered, ids),
            PROJECT_AREA: ((i, ids.areas[str(p)]) for i, r in numbered for p in items(r, "areas")),
        }
    if section != "actors":
        return {}
    return {
        ALIAS: ((i, *a) for i, r in numbered for a in _aliases(r)),
        IDENTIFIER: ((i, s, v) for i, r in numbered for s, v in map(identifier_key, items(r, "identifiers"))),
        SERVED: ((i, ids.areas[str(p)]) for i, r in numbered for p in items(r, "serves")),
        TERM: _terms(numbered, ids),
    }


def _terms(numbered: Numbered, ids: Ids) -> Iterator[tuple[int, int]]:
    for id_, record in numbered:
        for vocabulary, plural in PLURALS.items():
            yield from ((id_, ids.terms[f"{vocabulary}:{slug}"]) for slug in items(record, plural))


def _aliases(record: Record) -> Iterator[tuple[str, str]]:
    for alias in items(record, "aliases"):
        yield str(alias), name_key(str(alias))
