"""Pairs of organizations that may be one: kept for a person to look at, with what was decided."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from ngomap.model.pairs import Pair
from ngomap.store.connection import Map
from ngomap.store.writing import now, write

Verdict = Literal["different", "later"]
KEEP: Final = """INSERT INTO match_pairs(a_id, b_id, score, relation, reasons) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET score = excluded.score, relation = excluded.relation, reasons = excluded.reasons
WHERE score <> excluded.score OR relation <> excluded.relation OR reasons <> excluded.reasons"""
DECIDE: Final = """INSERT INTO match_pairs(a_id, b_id, score, reasons, verdict, decided_at) VALUES (?, ?, 0, '[]', ?, ?)
ON CONFLICT DO UPDATE SET verdict = excluded.verdict, decided_at = excluded.decided_at
WHERE verdict IS NOT excluded.verdict"""
FORGET: Final = "UPDATE match_pairs SET verdict = NULL, decided_at = NULL WHERE a_id = ? AND b_id = ? AND verdict IS NOT NULL"
ALL: Final = "SELECT a_id, b_id, score, relation, reasons, verdict FROM match_pairs ORDER BY score DESC, a_id, b_id"
PARENTS: Final = "SELECT from_id, to_id FROM relationships WHERE type = 'parent-of'"


@dataclass(frozen=True, slots=True)
class KeptPair:
    """A pair as the map keeps it: `verdict` is what was decided, if anything was."""

    pair: Pair
    verdict: str | None


def keep_pairs(map_: Map, pairs: Iterable[Pair]) -> int:
    """Keep pairs of actors of the map (by id) for review; what was decided of a pair stays. How many were given.

    The table stands the lower id first; of a parent and its branch the reasons say which is which, and `kept_pairs`
    gives them in that order again.
    """
    rows = [
        (min(a, b), max(a, b), pair.score, pair.relation, json.dumps([pair.relation == "parent-of" and a > b, *pair.reasons]))
        for pair in pairs
        for a, b in [(_id(pair.a), _id(pair.b))]
    ]
    with write(map_):
        map_.connection.executemany(KEEP, rows)
    return len(rows)


def kept_pairs(map_: Map) -> list[KeptPair]:
    """All pairs that the map keeps, the best first. None of them is sure: a sure one would not have been kept."""
    found = []
    for low, high, score, relation, reasons, verdict in map_.connection.execute(ALL):
        turned, *texts = json.loads(reasons) or [False]
        a, b = (high, low) if turned is True else (low, high)
        found.append(KeptPair(Pair(a, b, score, False, relation, tuple(texts)), verdict))
    return found


def decide(map_: Map, a: int, b: int, verdict: Verdict) -> None:
    """Remember what was decided of a pair: it is never proposed again (`different`), or the last (`later`)."""
    with write(map_):
        map_.connection.execute(DECIDE, [min(a, b), max(a, b), verdict, now()])


def forget_verdict(map_: Map, a: int, b: int) -> bool:
    """Take back what was decided of a pair; whether anything was."""
    with write(map_):
        return bool(map_.connection.execute(FORGET, [min(a, b), max(a, b)]).rowcount)


def parents_and_branches(map_: Map) -> set[frozenset[int]]:
    """The pairs that are tied as parent and branch: nobody need ask about them."""
    return {frozenset(row) for row in map_.connection.execute(PARENTS)}


def _id(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"not the id of an actor: {value!r}")
    return value
