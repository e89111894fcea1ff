"""Which of two actors stays when they become one, and many pairs made one at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ngomap.errors import NgomapError
from ngomap.model.actors import ActorRef
from ngomap.model.facts import UNSTATED_REGISTER
from ngomap.store.actor_merging import merge_actors
from ngomap.store.actors import some_refs
from ngomap.store.connection import Map
from ngomap.store.settings import us
from ngomap.store.writing import mark_change, write

CLEARLY: Final = 3
"""By so many facts one entry must be ahead, or a person is asked which one stays."""
KNOWN: Final = """SELECT (SELECT count(*) FROM json_each(json_array(level, status, place, country, lat, website, email, phone,
  staff, budget, founded, mission, vision, notes, source, verified_on)) WHERE value IS NOT NULL)
+ (kind <> 'other') + (SELECT count(*) FROM identifiers WHERE actor_id = a.id)
+ (SELECT count(*) FROM aliases WHERE actor_id = a.id) + (SELECT count(*) FROM actor_terms WHERE actor_id = a.id)
+ (SELECT count(*) FROM relationships WHERE a.id IN (from_id, to_id))
+ (SELECT count(*) FROM activities WHERE actor_id = a.id)
+ (SELECT count(*) FROM event_participants WHERE actor_id = a.id) FROM actors a WHERE id = ?"""
NUMBERS: Final = "SELECT scheme, value FROM identifiers WHERE actor_id = ? AND scheme <> ?"


@dataclass(frozen=True, slots=True)
class MergedAll:
    """What became of many pairs: handles of who stayed and who went, and of those that were left, with why."""

    merged: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str, str], ...]


def by_completeness(map_: Map, a: ActorRef, b: ActorRef) -> tuple[ActorRef, ActorRef, bool]:
    """The one of whom more is known, the other, and whether that is clear. Whoever keeps the map always stays."""
    keeper = us(map_)
    if keeper and keeper.id in (a.id, b.id):
        return (a, b, True) if keeper.id == a.id else (b, a, True)
    known = {ref.id: int(map_.connection.execute(KNOWN, [ref.id]).fetchone()[0]) for ref in (a, b)}
    first, second = sorted((a, b), key=lambda ref: (-known[ref.id], ref.id))
    return first, second, known[first.id] - known[second.id] >= CLEARLY


def merge_all(map_: Map, pairs: Iterable[tuple[int, int]]) -> MergedAll:
    """Make one of each pair, in one transaction. A pair is left when the two, with what was merged into them before,
    have different numbers in one register, or cannot be merged at all.
    """
    merged: list[tuple[str, str]] = []
    left: list[tuple[str, str, str]] = []
    now_in: dict[int, int] = {}
    with write(map_):
        mark_change(map_, "merge")
        for a, b in pairs:
            ids = {_last(now_in, a), _last(now_in, b)}
            if len(ids) < 2:
                continue
            first, second = (some_refs(map_, ids)[i] for i in sorted(ids))
            stays, goes, _ = by_completeness(map_, first, second)
            if _contradict(map_, stays.id, goes.id):
                left.append((stays.handle, goes.handle, "They have different numbers in one register."))
                continue
            map_.connection.execute("SAVEPOINT one_merge")
            try:
                merge_actors(map_, stays, goes)
            except NgomapError as error:
                map_.connection.execute("ROLLBACK TO one_merge")
                left.append((stays.handle, goes.handle, error.message))
            else:
                now_in[goes.id] = stays.id
                merged.append((stays.handle, goes.handle))
            map_.connection.execute("RELEASE one_merge")
    return MergedAll(tuple(merged), tuple(left))


def _last(now_in: dict[int, int], actor: int) -> int:
    while actor in now_in:
        actor = now_in[actor]
    return actor


def _contradict(map_: Map, a: int, b: int) -> bool:
    held: list[dict[str, set[str]]] = []
    for actor in (a, b):
        numbers: dict[str, set[str]] = {}
        for scheme, value in map_.connection.execute(NUMBERS, [actor, UNSTATED_REGISTER]):
            numbers.setdefault(scheme, set()).add(value)
        held.append(numbers)
    return any(not (values & held[1][scheme]) for scheme, values in held[0].items() if scheme in held[1])
