"""The table behind coverage: places by issues (or services), with who is recorded in each cell, for whom.

Everything is kept in dictionaries from a cell to the rows that concern it; a cell without rows costs nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ngomap.analyses.situation import Situation
from ngomap.model.coverage import Activity, NeedFigure, Survey

Key = tuple[int, int, int]
"""Area, term, population (ids); the population 0 is everyone."""
EVERYONE = 0

K = TypeVar("K")
Dated = TypeVar("Dated", NeedFigure, Survey)


class Tree:
    """Ids with the id each lies under; a parent that is not among them, or a circle, ends the way up."""

    def __init__(self, parents: Mapping[int, int | None]) -> None:
        self._parents = {n: p if p in parents else None for n, p in parents.items()}
        self._up: dict[int, tuple[int, ...]] = {}
        self.children: dict[int | None, list[int]] = {}
        for node, parent in self._parents.items():
            self.children.setdefault(parent, []).append(node)

    @property
    def ids(self) -> Collection[int]:
        """All of them."""
        return self._parents

    def parent(self, node: int) -> int | None:
        """The node that this one lies under."""
        return self._parents.get(node)

    def up(self, node: int) -> tuple[int, ...]:
        """The node and all above it, the nearest first.

        >>> Tree({1: None, 2: 1, 3: 2}).up(3)
        (3, 2, 1)
        """
        found = self._up.get(node)
        if found is None:
            way = [node]
            above = self._parents.get(node)
            while above is not None and above not in way:
                way.append(above)
                above = self._parents.get(above)
            found = self._up[node] = tuple(way)
        return found

    def down(self, node: int) -> set[int]:
        """The node and all below it.

        >>> sorted(Tree({1: None, 2: 1, 3: 2}).down(2))
        [2, 3]
        """
        found = {node}
        rest = [node]
        while rest:
            below = [c for c in self.children.get(rest.pop(), ()) if c not in found]
            found.update(below)
            rest += below
        return found


@dataclass(slots=True)
class Cells:
    """The table.

    Its rows are `places`, its columns `terms`. `wider_places` are areas around places that have need figures or surveys
    of their own, which cannot be shared out: cells beside the table, not in it. `here` has the rows of a cell: in its
    area (or within it), for its term (or under it), for everyone and once more for each population they name or imply.
    `wider` has the rows recorded for an area around the places. `figures` has the newest need figure, `looked` the
    newest survey of an area for a term (0: for all terms).
    """

    places: list[int]
    wider_places: list[int]
    terms: list[int]
    areas: Tree
    words: Tree
    here: dict[Key, list[Activity]] = field(default_factory=dict)
    wider: dict[tuple[int, int], list[Activity]] = field(default_factory=dict)
    figures: dict[Key, NeedFigure] = field(default_factory=dict)
    looked: dict[tuple[int, int], Survey] = field(default_factory=dict)
    _within: dict[tuple[int, int], tuple[Survey, ...]] = field(default_factory=dict)
    _beside: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self._beside = set(self.wider_places)

    def around(self, area: int, term: int) -> list[Activity]:
        """The rows recorded for areas around this one."""
        if not self.wider:
            return []
        return [row for above in self.areas.up(area)[1:] for row in self.wider.get((above, term), ())]

    def surveys(self, area: int, term: int) -> tuple[Survey, ...]:
        """The surveys by which somebody looked for the term in the whole of the area: its own newest one, or else those
        of all the areas in it. None if any part was never looked at: a survey of a wider area may have passed it by.
        """
        own = self._own(area, term)
        return (own,) if own else self._of_all_parts(area, term)

    def survey_around(self, area: int, term: int) -> Survey | None:
        """The newest survey of the nearest area around this one that was looked at for the term."""
        return next((s for above in self.areas.up(area)[1:] if (s := self._own(above, term))), None)

    def stands_for_itself(self, key: Key) -> bool:
        """Whether the cell is in the table, or beside it with a need figure or a survey of its own."""
        return key[0] not in self._beside or self.stands_beside(key)

    def stands_beside(self, key: Key) -> bool:
        """Whether the cell is that of an area around places with a need figure or a survey of its own."""
        return key[0] in self._beside and (key in self.figures or self._own(key[0], key[1]) is not None)

    def looked_for(self, area: int, term: int) -> bool:
        """Whether somebody looked in the area, or a part of it, for this very term and not only for all terms."""
        return (area, term) in self.looked or any(s.term == term for s in self._of_all_parts(area, term))

    def need(self, key: Key) -> tuple[NeedFigure, ...]:
        """The newest figure of the cell, or else those of the areas in it, to be added up."""
        own = self.figures.get(key)
        if own is not None or not self.figures:
            return () if own is None else (own,)
        area, term, population = key
        return tuple(f for part in self.areas.children.get(area, ()) for f in self.need((part, term, population)))

    def _own(self, area: int, term: int) -> Survey | None:
        found = [s for t in (term, 0) if (s := self.looked.get((area, t))) is not None]
        return max(found, key=_age) if found else None

    def _of_all_parts(self, area: int, term: int) -> tuple[Survey, ...]:
        if (area, term) not in self._within:
            parts = [self.surveys(part, term) for part in self.areas.children.get(area, ())]
            self._within[area, term] = tuple(s for part in parts for s in part) if all(parts) else ()
        return self._within[area, term]


def places_beside(
    words: Tree, areas: Tree, places: Collection[tuple[int, int]], theirs: Collection[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Those of the places (a term and an area each) whose work counts in a cell in which that of `theirs` does, or around one."""
    touched: set[tuple[int, int]] = set()
    for term, area in theirs:
        for part in areas.down(area):
            touched.update((wider, above) for above in areas.up(part) for wider in words.up(term))
    return {
        (term, area) for term, area in places
        if any((wider, above) in touched for above in areas.up(area) for wider in words.up(term))
    }  # fmt: skip


def frame(
    situation: Situation,
    worked: Mapping[int, Collection[int]],
    on: str,
    level: str | None = None,
    asked_area: int | None = None,
    asked_terms: Iterable[int] = (),
) -> Cells:
    """The table of the whole map on the ISO day `on`, with nobody in it yet. `worked` has the terms that activities are
    recorded for, by area.

    Its places are the areas without areas in them that have an activity, a need figure or a survey, or that stand
    beside one that has; an area with any of these but without such a place in it stands for itself. With `level`, they
    are the areas of that level. Its terms are those that something is recorded for in a place. What is asked for is
    always there.
    """
    areas, terms = situation.areas, situation.terms
    area_tree = Tree({a.id: a.parent for a in areas})
    word_tree = Tree({t.id: t.parent for t in terms})
    figures = [f for f in situation.figures if (f.on_date or "") <= on]
    surveys = [s for s in situation.surveys if (s.on_date or "") <= on]
    if level is None:
        active = worked.keys() | {f.area for f in figures} | {s.area for s in surveys}
        places = _places(area_tree, active, asked_area)
    else:
        places = {a.id for a in areas if a.level == level}
    above = _above(area_tree, places)
    recorded = {t for area, terms_ in worked.items() if area not in above for t in terms_} | {f.term for f in figures}
    recorded |= {s.term for s in surveys if s.term is not None} | set(asked_terms)
    handles, slugs = {a.id: a.handle for a in areas}, {t.id: (t.slug, t.vocabulary) for t in terms}
    wider_places = ({f.area for f in figures} | {s.area for s in surveys}) & above if level is None else set()
    cells = Cells(
        sorted(places, key=lambda a: handles[a]), sorted(wider_places, key=lambda a: handles[a]),
        sorted(recorded, key=lambda t: slugs[t]), area_tree, word_tree,
    )  # fmt: skip
    for figure in figures:
        _keep_newest(cells.figures, (figure.area, figure.term, figure.population or EVERYONE), figure)
    for survey in surveys:
        _keep_newest(cells.looked, (survey.area, survey.term or 0), survey)
    return cells


def sort_in(cells: Cells, activities: Iterable[Activity]) -> None:
    """Put the rows into the cells they concern."""
    places, above, terms = {*cells.places, *cells.wider_places}, _above(cells.areas, cells.places), set(cells.terms)
    for row in activities:
        columns = [t for t in cells.words.up(row.term) if t in terms]
        populations = (EVERYONE, *(cells.words.up(row.population) if row.population is not None else ()))
        for area in cells.areas.up(row.area):
            if area in places:
                for term in columns:
                    for population in populations:
                        cells.here.setdefault((area, term, population), []).append(row)
        if row.area in above:
            for term in columns:
                cells.wider.setdefault((row.area, term), []).append(row)


def _above(tree: Tree, places: Iterable[int]) -> set[int]:
    return {a for place in places for a in tree.up(place)[1:]}


def _places(tree: Tree, active: set[int], asked: int | None) -> set[int]:
    lively = {above for area in active for above in tree.up(area)}
    chosen: set[int] = set()
    for siblings in tree.children.values():
        if any(s in lively for s in siblings):
            chosen.update(a for a in siblings if not tree.children.get(a))
    covered = {above for area in chosen for above in tree.up(area)}
    # The deepest first: of an area and one around it, the one that is nearer to the ground stands for itself.
    for area in sorted(active, key=lambda a: -len(tree.up(a))):
        if area not in covered:
            chosen.add(area)
            covered.update(tree.up(area))
    if asked is not None and asked not in covered and not any(a in chosen for a in tree.up(asked)):
        chosen |= {a for a in tree.down(asked) if not tree.children.get(a)}
    return chosen


def _age(record: NeedFigure | Survey) -> str:
    return record.on_date or ""


def _keep_newest(kept: dict[K, Dated], key: K, record: Dated) -> None:
    old = kept.get(key)
    if old is None or _age(old) < _age(record):
        kept[key] = record
