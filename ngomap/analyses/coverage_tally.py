"""How many are in every cell of the coverage table, counted from bare numbers an area at a time.

What is kept of an area is gone when the next is counted, so that a register of a million activities fits into a laptop; who
they are, and why, says `Presences` of the few cells that are told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ngomap.analyses.cells import EVERYONE, Cells
from ngomap.analyses.coverage_kinds import NO_PRESENCE, NOT_CONFIRMED, PLANNED, SINGLE, STALE
from ngomap.model.work import ASSUMED_ENDED, RANKS, Work
from ngomap.model.work import PLANNED as PLANNED_ROW

EIGHTHS: Final = 8
"""Presence x freshness is counted in eighths, the least being a quarter of a half: sums are exact in any order."""
ONE: Final = 1 << 48
"""Somebody who is there now counts one so high, beside the weight: a single sum has both."""
WEIGHT: Final = ONE - 1
# By rank: as recorded for the very place and population, and as inferred for another. What is assumed counts half anyway.
WHOLE: Final = (0, 0, 1, 2, ONE + 2, ONE + 4, ONE + 4, ONE + 8)
HALF: Final = (0, 0, 1, 1, ONE + 2, ONE + 2, ONE + 4, ONE + 4)

Column = tuple[int, int]
"""Term and population (ids); the population 0 is everyone."""
Ranks = dict[int, int]
"""By actor the highest rank of its rows."""
NOBODY: Final[Ranks] = {}
NOTHING: Final[Mapping[int, Ranks]] = {}


@dataclass(slots=True)
class _Pile:
    """Rows of some areas by column and population (0: they name none). `absent` has the populations that rows of nobody who
    is there name; `people` the rows of some columns that say how many they serve, of who is there or was.
    """

    by: dict[int, dict[int, Ranks]] = field(default_factory=dict)
    planned: set[Column] = field(default_factory=set)
    absent: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    people: defaultdict[int, list[tuple[int, int, int, int]]] = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True)
class _Around:
    """Rows of the areas around a place, with what was counted of them already: by term and population, or by term and the
    complement of the population for that which only rows that name it add.
    """

    pile: _Pile
    counted: dict[Column, tuple[Ranks, int]] = field(default_factory=dict)


class Line(NamedTuple):
    """A population with those in it, those it is part of, and all of them."""

    below: tuple[int, ...]
    above: tuple[int, ...]
    related: tuple[int, ...]


@dataclass(slots=True)
class Counted:
    """The cells of an area by term and population, each term's cell of everyone first: the sum of who is there now (see ONE)
    and what all count, in eighths, and the kind of gap as far as it depends on who is there. `outside` are those without
    anybody now of which all is known from around the place; `served`, of those with need figures, the people that can be
    served (see `Presence.served`).
    """

    sums: dict[Column, int]
    kinds: dict[Column, str]
    outside: set[Column]
    served: dict[Column, float | None]
    _tally: Tally
    _pile: _Pile
    around: _Around
    """The same for all areas within the same."""

    @property
    def terms(self) -> Collection[int]:
        """The terms that the place has rows of, of who is there, was or plans to be."""
        return self._pile.by.keys()

    def populations(self, term: int) -> Collection[int]:
        """The populations that these rows name; 0 if some name none."""
        return self._pile.by.get(term, NOTHING).keys()

    def recorded(self, term: int, population: int) -> set[int]:
        """Who is there by the rows of the place that are for the population."""
        return self._tally.recorded(term, population, self._pile)

    def there(self, term: int, population: int) -> set[int]:
        """Who is in a cell now."""
        return self.own(term, population) | self.beside(term, population)

    def own(self, term: int, population: int) -> set[int]:
        """Who is there by what is recorded for the place."""
        return self._tally.own_there(term, population, self._pile)

    def beside(self, term: int, population: int) -> set[int]:
        """Who is there by what is recorded for the areas around it."""
        return self._tally.around_there(term, population, self.around)


class Tally:
    """The counts of a table. `population` is whom the cells are for; with everyone, the populations that a record names
    have cells of their own.
    """

    def __init__(self, cells: Cells, work: Work, population: int) -> None:
        self.cells = cells
        self.population = population
        self._work = work
        self._terms = set(cells.terms)
        self._columns: dict[int, tuple[int, ...]] = {}
        self._lines: dict[int, Line] = {}
        self._parts = {term for term in cells.words.ids if cells.words.parent(term) is not None}
        self._last: dict[int, _Pile] = {}
        self._kept: dict[tuple[int, ...], _Around] = {(): _Around(_Pile())}
        self.figured: dict[int, set[Column]] = {}
        """The cells of each area, as term and population, that have need figures, of their own or of the areas in it."""
        for area, term, whom in cells.figures:
            for above in cells.areas.up(area):
                self.figured.setdefault(above, set()).add((term, whom))

    def areas(self) -> list[int]:
        """Every area of the table and beside it; an area stands before those in it, and what lies together together."""
        up = self.cells.areas.up
        return sorted((*self.cells.places, *self.cells.wider_places), key=lambda area: up(area)[::-1])

    def of(self, area: int) -> Counted:
        """What is counted in an area."""
        figured: Collection[Column] = self.figured.get(area, ())
        found = self.bare(area)
        pile, around = found._pile, found.around
        for term in self.cells.terms:
            by, beside = pile.by.get(term, NOTHING), around.pile.by.get(term, NOTHING)
            if self.population == EVERYONE:
                self._put(found, (term, EVERYONE), *self._everyone(term, by, around))
                named: Collection[int] = self._named(term, by, pile, figured)
            else:
                named = (self.population,)
            if named:
                self._put_populations(found, term, named, by, beside)
        found.served = {(t, p): self._served(t, p, pile, around) for t, p in figured if (t, p) in found.sums}
        return found

    def bare(self, area: int) -> Counted:
        """An area of which nothing is counted, for those who only ask who is there."""
        pile = self._pile(area, {term for term, _ in self.figured.get(area, ())})
        return Counted({}, {}, set(), {}, self, pile, self._around(self.cells.areas.up(area)[1:]))

    def _put(self, found: Counted, column: Column, total: int, confirmed: bool, own: bool) -> None:
        found.sums[column] = total
        if total >= ONE:
            found.kinds[column] = NOT_CONFIRMED if not confirmed else SINGLE if total < 2 * ONE else ""
            return
        planned = self._plans(*column, found)
        found.kinds[column] = PLANNED if planned else STALE if total else NO_PRESENCE
        if not own:
            found.outside.add(column)

    def _everyone(self, term: int, by: Mapping[int, Ranks], around: _Around) -> tuple[int, bool, bool]:
        """The sum of the cell of everyone, whether somebody there is recorded for the very place, and whether it has rows."""
        ranks, total = self._from(term, EVERYONE, around)
        if not by:
            return total, False, False
        own = _highest(by.values())
        for actor in own.keys() & ranks.keys():
            total -= min(WHOLE[own[actor]], HALF[ranks[actor]])
        return total + sum(map(WHOLE.__getitem__, own.values())), max(own.values()) >= ASSUMED_ENDED, True

    def _put_populations(
        self, found: Counted, term: int, named: Collection[int], by: Mapping[int, Ranks], beside: Mapping[int, Ranks]
    ) -> None:
        """The same of the cells of populations. Who does not say for whom counts half in all of them, so that each has only to
        look at its own rows, and at those of its own around.
        """
        lines, counted = self._lines, found.around.counted
        unsaid, others = by.get(EVERYONE, NOBODY), beside.get(EVERYONE, NOBODY)
        base = sum(map(HALF.__getitem__, unsaid.values()))
        if others:
            if (term, ~EVERYONE) not in counted:
                counted[term, ~EVERYONE] = others, sum(map(HALF.__getitem__, others.values()))
            base += counted[term, ~EVERYONE][1]
            for actor in unsaid.keys() & others.keys():
                base -= HALF[min(unsaid[actor], others[actor])]
        for whom in named:
            line = lines.get(whom) or self.line(whom)
            total, confirmed, own = base, False, bool(unsaid)
            more = NOBODY
            if beside:
                more, extra = counted.get((term, ~whom)) or self._more(term, whom, beside, found.around)
                total += extra
                if more and unsaid:
                    for actor in unsaid.keys() & more.keys():
                        mine = unsaid[actor]
                        total -= HALF[min(mine, more[actor])] - HALF[min(mine, others.get(actor, 0))]
            said = [by[p] for p in line.below if p in by]
            if len(said) > 1 or (line.above and any(p in by for p in line.above)):
                own = True
                confirmed = any(max(rows.values()) >= ASSUMED_ENDED for rows in said)
                for actor, n in self._own(whom, {p: by[p] for p in line.related if p in by}).items():
                    known = HALF[max(unsaid.get(actor, 0), others.get(actor, 0), more.get(actor, 0))]
                    if n > known:
                        total += n - known
            elif said:
                own = True
                for actor, rank in said[0].items():
                    if rank >= ASSUMED_ENDED:
                        confirmed = True
                    n = WHOLE[rank]
                    known = HALF[max(unsaid.get(actor, 0), others.get(actor, 0), more.get(actor, 0))]
                    if n > known:
                        total += n - known
            self._put(found, (term, whom), total, confirmed, own)

    def _more(self, term: int, whom: int, beside: Mapping[int, Ranks], around: _Around) -> tuple[Ranks, int]:
        """Who counts more by the rows around that are for a population than by those that name none, and how much more."""
        others = beside.get(EVERYONE, NOBODY)
        more: Ranks = {}
        for p in self.line(whom).related:
            for actor, rank in beside.get(p, NOBODY).items():
                if rank > max(others.get(actor, 0), more.get(actor, 0)):
                    more[actor] = rank
        extra = sum(HALF[rank] - HALF[others.get(actor, 0)] for actor, rank in more.items())
        found = around.counted[term, ~whom] = more, extra
        return found

    def of_others(self, population: int) -> Tally:
        """The same table for a population."""
        other = copy(self)
        other.population = population
        return other

    def recorded(self, term: int, whom: int, pile: _Pile) -> set[int]:
        """Who is there now by the rows of the place that are for the population."""
        by = pile.by.get(term, NOTHING)
        said = by.values() if whom == EVERYONE else [by[p] for p in self.line(whom).below if p in by]
        return _now(said)

    def own_there(self, term: int, whom: int, pile: _Pile) -> set[int]:
        """Who is there now by the rows of the place."""
        by = pile.by.get(term, NOTHING)
        said = by.values() if whom == EVERYONE else [by[p] for p in (EVERYONE, *self.line(whom).related) if p in by]
        return _now(said)

    def around_there(self, term: int, whom: int, around: _Around) -> set[int]:
        """Who is taken to be there now by the rows of the areas around it."""
        return _now([self._from(term, whom, around)[0]])

    def _pile(self, area: int, counted: Collection[int]) -> _Pile:
        # The same area is often asked for again: for the next population, or to be told.
        if area not in self._last:
            self._last.clear()
            pile = self._last[area] = _Pile()
            self._add(pile, self.cells.areas.down(area), counted)
        return self._last[area]

    def _named(self, term: int, by: Mapping[int, Ranks], pile: _Pile, figured: Collection[Column]) -> set[int]:
        """The populations that have a cell of their own."""
        found = {*by, *pile.absent[term]} if term in pile.absent else {*by}
        found.update(whom for t, whom in figured if t == term)
        for whom in found & self._parts:
            found.update(self.line(whom).above)
        found.discard(EVERYONE)
        return found

    def _own(self, whom: int, by: Mapping[int, Ranks]) -> dict[int, int]:
        """What each actor counts by the rows of the place."""
        if whom == EVERYONE:
            down, half = list(by.values()), []
        else:
            line = self.line(whom)
            down = [by[p] for p in line.below if p in by]
            half = [by[p] for p in (EVERYONE, *line.above) if p in by]
        own: dict[int, int] = {}
        for rows in half:
            for actor, rank in rows.items():
                own[actor] = max(HALF[rank], own.get(actor, 0))
        for rows in down:
            for actor, rank in rows.items():
                own[actor] = max(WHOLE[rank], own.get(actor, 0))
        return own

    def _from(self, term: int, whom: int, around: _Around) -> tuple[Ranks, int]:
        """Who is known from around a place, and the sum of what they count."""
        found = around.counted.get((term, whom))
        if found is None:
            by = around.pile.by.get(term, NOTHING)
            related = by if whom == EVERYONE else (EVERYONE, *self.line(whom).related)
            ranks = _highest([by[p] for p in related if p in by])
            found = around.counted[term, whom] = ranks, sum(map(HALF.__getitem__, ranks.values()))
        return found

    def _plans(self, term: int, whom: int, found: Counted) -> bool:
        for pile in (found._pile, found.around.pile):
            related = pile.by.get(term, NOTHING) if whom == EVERYONE else (EVERYONE, *self.line(whom).related)
            if any((term, p) in pile.planned for p in related):
                return True
        return False

    def _served(self, term: int, whom: int, pile: _Pile, around: _Around) -> float | None:
        own = self._own(whom, pile.by.get(term, NOTHING))
        ranks, _ = self._from(term, whom, around)
        below, above, _ = self.line(whom)
        known: set[int] = set()
        total = 0
        for said, actor, rank, people in pile.people.get(term, ()):
            if whom == EVERYONE or said in below:
                total += people * (WHOLE[rank] & WEIGHT)
                known.add(actor)
            if whom != EVERYONE and (said == EVERYONE or said in above):
                total += people * (HALF[rank] & WEIGHT)
                known.add(actor)
        counts = [*own.items(), *((actor, HALF[rank]) for actor, rank in ranks.items())]
        there = {actor for actor, n in counts if n >= ONE}
        return total / EIGHTHS if known >= (there or {actor for actor, n in counts if n}) else None

    def _around(self, chain: tuple[int, ...]) -> _Around:
        """What is recorded for these areas, the nearest first. Only the last is kept, with those it is made of."""
        found = self._kept.get(chain)
        if found is None:
            wider = self._around(chain[1:])
            rows = {term: {p: {**ranks} for p, ranks in by.items()} for term, by in wider.pile.by.items()}
            pile = _Pile(rows, {*wider.pile.planned})
            self._add(pile, chain[:1], ())
            found = _Around(pile)
            parts = [chain[n:] for n in range(1, len(chain) + 1)]
            self._kept = {part: self._kept[part] for part in parts} | {chain: found}
        return found

    def _add(self, pile: _Pile, areas: Iterable[int], counted: Collection[int]) -> None:
        """Put the rows of the areas on the pile, those of the counted columns with how many people they serve."""
        by, columns = pile.by, self._columns
        for area in areas:
            for term, whom, actor, what in self._work.of(area):
                rank = what % RANKS
                for column in columns.get(term) or self._columns_of(term):
                    if not rank:
                        if whom:
                            pile.absent[column].add(whom)
                        continue
                    try:
                        ranks = by[column][whom]
                    except KeyError:
                        ranks = by.setdefault(column, {}).setdefault(whom, {})
                    if rank > ranks.get(actor, 0):
                        ranks[actor] = rank
                    if rank == PLANNED_ROW:
                        pile.planned.add((column, whom))
                    elif counted and what >= RANKS and column in counted:
                        pile.people[column].append((whom, actor, rank, what // RANKS - 1))

    def _columns_of(self, term: int) -> tuple[int, ...]:
        found = self._columns[term] = tuple(t for t in self.cells.words.up(term) if t in self._terms)
        return found

    def line(self, whom: int) -> Line:
        """The populations in one and around it."""
        found = self._lines.get(whom)
        if found is None:
            below, above = tuple(sorted(self.cells.words.down(whom))), self.cells.words.up(whom)[1:]
            found = self._lines[whom] = Line(below, above, tuple(dict.fromkeys((*below, *above))))
        return found


def _now(rows: Iterable[Ranks]) -> set[int]:
    """Who of them is there now."""
    return {actor for ranks in rows for actor, rank in ranks.items() if rank >= ASSUMED_ENDED}


def _highest(rows: Collection[Ranks]) -> Ranks:
    """All of them as one."""
    found: Ranks = {}
    if len(rows) == 1:
        (found,) = rows
        return found
    for ranks in rows:
        found.update(ranks)
    # Most have a single row.
    if len(found) < sum(map(len, rows)):
        for ranks in rows:
            for actor, rank in ranks.items():
                if rank > found[actor]:
                    found[actor] = rank
    return found
