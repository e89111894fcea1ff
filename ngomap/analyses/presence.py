"""Who counts as being in a cell of the coverage table, and how much."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from ngomap.analyses.cells import EVERYONE, Cells, Key
from ngomap.analyses.freshness import ENDED as ENDED_COUNTS
from ngomap.analyses.freshness import LONG_ENDED, State, freshness
from ngomap.model.coverage import Activity
from ngomap.model.work import ABSENT, ASSUMED, ASSUMED_ENDED, ASSUMED_OVER, ENDED, GOING_ON, OVER, PLANNED, RANKS, Work

INFERRED: Final = 0.5
"""What presence counts that nobody recorded for the very place and population."""


MOST_KEPT: Final = 20_000
"""Cells are asked for place by place, so that the last are enough to keep; those of a country would fill the memory."""


class Ground(IntEnum):
    """Why an actor is taken to be in a cell, the surest first."""

    RECORDED = 0
    ASSUMED = 1  # it has the issue and serves the area, but no activity is recorded
    UNSAID = 2  # recorded, but not for whom
    AROUND = 3  # recorded for an area around it


Row = tuple[Activity, State, float, Ground]


@dataclass(slots=True)
class Presence:
    """The actors of a cell with their weight (presence x freshness), apart by whether they are there now, were there,
    or plan to be. `own` has every activity of the cell itself that says so, with its weight; `around` is the presence
    that it shares with the places beside it, by what is recorded for the areas around them.
    """

    present: dict[int, float] = field(default_factory=dict)
    grounds: dict[int, Ground] = field(default_factory=dict)
    stale: dict[int, float] = field(default_factory=dict)
    planned: set[int] = field(default_factory=set)
    own: list[Row] = field(default_factory=list)
    around: Presence | None = None

    def copy(self) -> Presence:
        """The same actors, by no row yet."""
        return Presence({**self.present}, {**self.grounds}, {**self.stale}, {*self.planned})

    @property
    def rows(self) -> list[Row]:
        """Every activity that says so, with its state, its weight, and why."""
        return [*self.own, *self.around.own] if self.around else self.own

    @property
    def served(self) -> float | None:
        """People that can be served: capacity (or else people reached) x presence x freshness. None if it is not known
        for somebody who is there now (or, where nobody is, who was), or not which part of it is meant for this place.
        """
        total = 0.0
        known: set[int] = set()
        for row, state, weight, ground in self.own:
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
        self._around: dict[tuple[tuple[int, ...], int, int], Presence] = {}
        self._said: dict[tuple[int, int], dict[int, list[Activity]]] = {}
        self._said_around: dict[tuple[tuple[int, ...], int], dict[int, list[Activity]]] = {}
        self._unnamed: dict[tuple[tuple[int, ...], int], Presence] = {}

    def of(self, key: Key) -> Presence:
        """The presence in a cell. It is shared: cells in which nothing of their own is recorded have that of the areas around."""
        found = self._found.get(key)
        return self._weigh(key) if found is None else found

    def _weigh(self, key: Key) -> Presence:
        area, term, population = key
        here = self.cells.here.get(key, [])
        unsaid = self._unsaid(key) if population != EVERYONE else []
        around = self._from_around(area, term, population) if self.cells.wider else NOBODY
        if not here and not unsaid:
            return around
        presence = around.copy()
        presence.around = around
        for row in here:
            self._add(presence, row, Ground.ASSUMED if row.inferred else Ground.RECORDED)
        for row in unsaid:
            self._add(presence, row, Ground.UNSAID)
        if len(self._found) >= MOST_KEPT:
            self._found.clear()
        self._found[key] = _told_once(presence)
        return presence

    def _unsaid(self, key: Key) -> list[Activity]:
        """The rows of the place that do not say that they are for the population: for nobody in particular, or wider."""
        area, term, population = key
        said = self._said.get((area, term))
        if said is None:
            said = self._said[area, term] = _by_population(self.cells.here.get((area, term, EVERYONE), ()))
        return [row for p in (EVERYONE, *self.cells.words.up(population)[1:]) for row in said.get(p, ())]

    def _from_around(self, area: int, term: int, population: int) -> Presence:
        """The presence by what is recorded for the areas around a place: weighed once for all places within the same."""
        areas = self.cells.areas.up(area)[1:]
        found = self._around.get((areas, term, population))
        if found is None:
            said = self._said_around.get((areas, term))
            if said is None:
                said = self._said_around[areas, term] = _by_population(self.cells.around(area, term))
            if population == EVERYONE:
                found = self._weighed(NOBODY, [row for rows in said.values() for row in rows])
            else:
                related = {*self.cells.words.up(population), *self.cells.words.down(population)}
                found = self._weighed(
                    self._for_nobody_in_particular(areas, term, said), [row for p in said.keys() & related for row in said[p]]
                )
            if len(self._around) >= MOST_KEPT:
                self._around.clear()
            self._around[areas, term, population] = found
        return found

    def _for_nobody_in_particular(self, areas: tuple[int, ...], term: int, said: Mapping[int, Sequence[Activity]]) -> Presence:
        found = self._unnamed.get((areas, term))
        if found is None:
            found = self._unnamed[areas, term] = self._weighed(NOBODY, said.get(EVERYONE, ()))
        return found

    def _weighed(self, with_: Presence, rows: Sequence[Activity]) -> Presence:
        """A presence with rows more that are recorded for areas around."""
        if not rows:
            return with_
        presence = with_.copy()
        presence.own = [*with_.own]
        for row in rows:
            self._add(presence, row, Ground.AROUND)
        return _told_once(presence)

    def _add(self, presence: Presence, row: Activity, ground: Ground) -> None:
        state, fresh = self._state(row)
        if state == "absent":
            return
        weight = fresh if ground is Ground.RECORDED else fresh * INFERRED
        presence.own.append((row, state, weight, ground))
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
            found = self._states[kind] = state_of(row, status, self.on)
        return found


def state_of(row: Activity, status: str | None, on: str) -> tuple[State, float]:
    """What a row counts for on the ISO day, and how much of it, given the status of its actor: what a closed one does is
    nowhere, what a dormant one does is stale.

    >>> state_of(Activity(1, 1, 1, 1), "dormant", "2024-06-30"), state_of(Activity(1, 1, 1, 1), "closed", "2024-06-30")
    (('stale', 0.25), ('absent', 0.0))
    """
    found = freshness(row, on)
    if status == "closed":
        return "absent", 0.0
    if status == "dormant" and found[0] == "present":
        return "stale", LONG_ENDED
    return found


def work_of(activities: Iterable[Activity], statuses: Mapping[int, str | None], on: str) -> Work:
    """The rows as bare numbers."""
    work = Work()
    assumed = set()
    for row in activities:
        people = row.capacity if row.capacity is not None else row.reached
        what = rank_of(row, statuses.get(row.actor), on) + RANKS * (0 if people is None else people + 1)
        work.rows.setdefault(row.area, array("q")).extend((row.term, row.population or EVERYONE, row.actor, what))
        if row.inferred:
            assumed.add(row.actor)
        elif row.role != "funder":
            work.recorded += 1
            work.undated += row.until is None and row.status not in ("completed", "suspended", "planned")
    work.assumed = len(assumed)
    return work


def rank_of(row: Activity, status: str | None, on: str) -> int:
    """Where a row stands among others of its actor on the ISO day.

    >>> rank_of(Activity(1, 1, 1, 1, until="2024-01"), None, "2024-06-30") == ENDED
    True
    """
    state, fresh = state_of(row, status, on)
    if state == "absent":
        return ABSENT
    if state == "planned":
        return PLANNED
    if state == "stale":
        return ASSUMED_OVER if row.inferred else OVER
    if fresh == ENDED_COUNTS:
        return ASSUMED_ENDED if row.inferred else ENDED
    return ASSUMED if row.inferred else GOING_ON


def _by_population(rows: Iterable[Activity]) -> dict[int, list[Activity]]:
    found: dict[int, list[Activity]] = {}
    for row in rows:
        found.setdefault(row.population or EVERYONE, []).append(row)
    return found


def _told_once(presence: Presence) -> Presence:
    """Who is there now is not told again as one who was."""
    for actor in presence.present.keys() & presence.stale.keys():
        del presence.stale[actor]
    return presence
