"""Who counts as being in a cell of the coverage table, and how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from ngomap.analyses.cells import EVERYONE, Cells, Key
from ngomap.analyses.freshness import LONG_ENDED, State, freshness
from ngomap.model.coverage import Activity

INFERRED: Final = 0.5
"""What presence counts that nobody recorded for the very place and population."""


class Ground(IntEnum):
    """Why an actor is taken to be in a cell, the surest first."""

    RECORDED = 0
    ASSUMED = 1  # it has the issue and serves the area, but no activity is recorded
    UNSAID = 2  # recorded, but not for whom
    AROUND = 3  # recorded for an area around it


@dataclass(slots=True)
class Presence:
    """The actors of a cell with their weight (presence x freshness), apart by whether they are there now, were there,
    or plan to be. `rows` has every activity that says so, with its weight.
    """

    present: dict[int, float] = field(default_factory=dict)
    grounds: dict[int, Ground] = field(default_factory=dict)
    stale: dict[int, float] = field(default_factory=dict)
    planned: set[int] = field(default_factory=set)
    rows: list[tuple[Activity, State, float, Ground]] = field(default_factory=list)

    @property
    def count(self) -> float:
        """Organizations, each by its weight."""
        return sum(self.present.values()) + sum(self.stale.values())

    @property
    def served(self) -> float | None:
        """People that can be served: capacity (or else people reached) x presence x freshness. None if it is not known
        for somebody who is there now (or, where nobody is, who was), or not which part of it is meant for this place.
        """
        total = 0.0
        known: set[int] = set()
        for row, state, weight, ground in self.rows:
            people = row.capacity if row.capacity is not None else row.reached
            if people is not None and state in ("present", "stale") and ground is not Ground.AROUND:
                total += people * weight
                known.add(row.actor)
        return total if known >= (self.present or self.stale).keys() else None

    def evidence(self, *states: State) -> tuple[str, ...]:
        """The ids of the rows in these states; of presence that is assumed, the actor."""
        rows = {
            ("actor", r.actor) if r.inferred else ("activity", r.id) for r, state, _, _ in self.rows if state in states
        }
        return tuple(f"{kind}:{id_}" for kind, id_ in sorted(rows))


NOBODY: Final = Presence()


class Presences:
    """The presence in every cell of a table on a day. `statuses` are those of the actors: closed ones are nowhere,
    dormant ones are stale.
    """

    def __init__(self, cells: Cells, statuses: Mapping[int, str | None], on: str) -> None:
        self.cells = cells
        self.on = on
        self._status = statuses
        self._states: dict[tuple[object, ...], tuple[State, float]] = {}
        self._found: dict[Key, Presence] = {}

    def of(self, key: Key) -> Presence:
        """The presence in a cell."""
        found = self._found.get(key)
        return self._weigh(key) if found is None else found

    def _weigh(self, key: Key) -> Presence:
        area, term, population = key
        here = self.cells.here.get(key, [])
        around = self.cells.around(area, term)
        unsaid: list[Activity] = []
        if population != EVERYONE:
            above = self.cells.words.up(population)[1:]
            unsaid = [
                r for r in self.cells.here.get((area, term, EVERYONE), ())
                if r.population is None or r.population in above
            ]  # fmt: skip
            around = [
                r for r in around
                if r.population is None or r.population in above or population in self.cells.words.up(r.population)
            ]  # fmt: skip
        if not here and not around and not unsaid:
            return NOBODY
        presence = Presence()
        for row in here:
            self._add(presence, row, Ground.ASSUMED if row.inferred else Ground.RECORDED)
        for row in unsaid:
            self._add(presence, row, Ground.UNSAID)
        for row in around:
            self._add(presence, row, Ground.AROUND)
        for actor in presence.present.keys() & presence.stale.keys():
            del presence.stale[actor]
        self._found[key] = presence
        return presence

    def _add(self, presence: Presence, row: Activity, ground: Ground) -> None:
        state, fresh = self._state(row)
        if state == "absent":
            return
        weight = fresh if ground is Ground.RECORDED else fresh * INFERRED
        presence.rows.append((row, state, weight, ground))
        actor = row.actor
        if state == "present":
            presence.present[actor] = max(weight, presence.present.get(actor, 0.0))
            presence.grounds[actor] = min(ground, presence.grounds.get(actor, ground))
        elif state == "stale":
            presence.stale[actor] = max(weight, presence.stale.get(actor, 0.0))
        else:
            presence.planned.add(actor)

    def _state(self, row: Activity) -> tuple[State, float]:
        status = self._status.get(row.actor)
        kind = (row.role, row.status, row.since, row.until, status)
        found = self._states.get(kind)
        if found is None:
            found = freshness(row, self.on)
            if status == "closed":
                found = "absent", 0.0
            elif status == "dormant" and found[0] == "present":
                found = "stale", LONG_ENDED
            self._states[kind] = found
        return found


class Expected:
    """How many organizations the totals of its row and of its column let expect in a cell: their product divided by
    the grand total, separately for issues and services, for each population, and for the places of the table and the
    areas of each level around them. A row or column without anybody counts as an average one, for nothing would ever
    be expected there otherwise.
    """

    def __init__(
        self, counts: Mapping[Key, float], vocabulary: Mapping[int, str], cells: Cells, levels: Mapping[int, str]
    ) -> None:
        self._vocabulary = vocabulary
        self._layers = dict.fromkeys(cells.places, "") | {a: f"around: {levels[a]}" for a in cells.wider_places}
        self._rows: dict[tuple[int, str, int], float] = {}
        self._columns: dict[tuple[str, int, int], float] = {}
        self._grand: dict[tuple[str, str, int], float] = {}
        self._heights = Counter(self._layers.values())
        self._widths = Counter(vocabulary[term] for term in cells.terms)
        for (area, term, population), count in counts.items():
            layer, words = self._layers[area], vocabulary[term]
            self._rows[area, words, population] = self._rows.get((area, words, population), 0.0) + count
            self._columns[layer, term, population] = self._columns.get((layer, term, population), 0.0) + count
            self._grand[layer, words, population] = self._grand.get((layer, words, population), 0.0) + count

    def of(self, key: Key) -> float:
        """Organizations expected in a cell."""
        area, term, population = key
        layer, words = self._layers[area], self._vocabulary[term]
        grand = self._grand.get((layer, words, population), 0.0)
        if not grand:
            return 0.0
        row = self._rows.get((area, words, population), 0.0) or grand / self._heights[layer]
        column = self._columns.get((layer, term, population), 0.0) or grand / self._widths[words]
        return row * column / grand
