"""Who is in an atlas of a large map: chosen before anything is copied, from what its readers may see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from ngomap.model.actors import Actor
from ngomap.model.as_of import there_on, ties_on
from ngomap.model.audience import may_see, visible_to
from ngomap.pictures.best_connected import best_connected, tied_pairs
from ngomap.pictures.network_marks import drawn_ties
from ngomap.store.actors import matching_actors
from ngomap.store.connection import Map
from ngomap.store.filters import Filters
from ngomap.store.neighbourhood import ties_among
from ngomap.store.settings import today, us


@dataclass(frozen=True, slots=True)
class Choice:
    """The actors chosen (ids), their handles, from how many, how many had closed or did not exist yet, and how many of each
    kind of record the readers may not see.
    """

    ids: list[int]
    handles: frozenset[str]
    total: int
    gone: int
    withheld: dict[str, int]


def choose(map_: Map, filters: Filters, reader: str, on: str, most: int) -> Choice:
    """The best connected of those who meet the filters, by facts and ties that the reader may see."""
    now = today(map_)
    found, _ = matching_actors(map_, replace(filters, facts_for=reader))
    gone = sum(may_see(a.audience, reader) for a in found)
    # Who has closed is left out unless that was asked for.
    there = [a for a in found if there_on(None if "closed" in filters.statuses else a.status, a.founded, on, now)]
    seen = [a for a in there if may_see(a.audience, reader)]
    handles = {a.id: a.handle for a in seen}
    ids = sorted(handles)
    ties = drawn_ties(ties_on(ties_among(map_, ids, ids, visible_to(reader)), on, now), on)
    ours = us(map_)
    kept = best_connected(handles, tied_pairs(ties, handles), most, ours.id if ours and ours.id in handles else None)
    return Choice(kept, frozenset(handles[i] for i in kept), len(seen), gone - len(seen), dict(_kinds(there) - _kinds(seen)))


def _kinds(actors: list[Actor]) -> Counter[str]:
    return Counter("people" if a.kind == "person" else "organizations" for a in actors)
