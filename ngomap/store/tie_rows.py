"""Many ties at a time, for imports."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ngomap.store.connection import Map
from ngomap.store.writing import insert_many, new_uid

FIELDS: Final = (
    "status", "rung", "rung_since", "wanted", "stance", "title", "since", "until", "amount", "currency", "notes", "source",
    "audience", "reference",
)  # fmt: skip
"""The columns of `relationships` that an import may fill, in the order of the statements below."""
KINDS = "SELECT id, kind, handle FROM actors WHERE id IN (SELECT value FROM json_each(?))"
TIES_FROM = f"""SELECT id, from_id, to_id, type, {', '.join(FIELDS)} FROM relationships
WHERE from_id IN (SELECT value FROM json_each(?)) ORDER BY id"""  # noqa: S608
INSERT = f"""INSERT INTO relationships(uid, from_id, to_id, type, {', '.join(FIELDS)})
VALUES (?, ?, ?, ?{', ?' * len(FIELDS)})"""  # noqa: S608
LAST = "SELECT ifnull(max(id), 0) FROM relationships"
UPDATE = f"UPDATE relationships SET {' = ?, '.join(FIELDS)} = ? WHERE id = ?"  # noqa: S608

Ends = tuple[int, int, str]
"""From, to, type."""


@dataclass(slots=True)
class Stored:
    """A tie of the map with the fields above."""

    id: int
    facts: dict[str, object]


def kinds_of(map_: Map, actor_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The kind and the handle of some actors, by id."""
    rows = map_.connection.execute(KINDS, [json.dumps(sorted(set(actor_ids)))])
    return {id_: (kind, handle) for id_, kind, handle in rows}


def ties_from(map_: Map, actor_ids: Iterable[int]) -> dict[Ends, list[Stored]]:
    """The ties that lead from some actors, by ends and type."""
    found: dict[Ends, list[Stored]] = {}
    for row in map_.connection.execute(TIES_FROM, [json.dumps(sorted(set(actor_ids)))]):
        found.setdefault(row[1:4], []).append(Stored(row[0], dict(zip(FIELDS, row[4:], strict=True))))
    return found


def write_ties(
    map_: Map, new: Iterable[tuple[Ends, Mapping[str, object]]], changed: Iterable[Stored]
) -> range:
    """New ties, and known ones with all the fields they have now; the ids of the new ones."""
    first = int(map_.connection.execute(LAST).fetchone()[0]) + 1
    insert_many(map_, INSERT, ((new_uid(), *ends, *(facts.get(field) for field in FIELDS)) for ends, facts in new))
    map_.connection.executemany(UPDATE, [(*(t.facts[field] for field in FIELDS), t.id) for t in changed])
    return range(first, int(map_.connection.execute(LAST).fetchone()[0]) + 1)
