"""Areas as a 3W names them - a code or a name, in a wider area - to those of the map, as one tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ngomap.matching.keys import key_of
from ngomap.model.words import Area

T = TypeVar("T")
Step = tuple[str, str, str]
"""Level, name and place code of an area; name or code may be empty."""
Path = tuple[Step, ...]
"""An area with those it lies in, the widest first."""


class AreaIndex:
    """Every area of the map by handle, place code, and name or alias."""

    def __init__(self, areas: Iterable[Area], aliases: Mapping[int, Iterable[str]]) -> None:
        self.by_id: dict[int, Area] = {}
        self._handles: dict[str, Area] = {}
        self._codes: dict[str, Area] = {}
        self._names: dict[str, list[Area]] = {}
        for area in areas:
            self.add(area, aliases.get(area.id, ()))

    def add(self, area: Area, aliases: Iterable[str] = ()) -> None:
        """A further area."""
        self.by_id[area.id] = area
        self._handles[area.handle] = area
        if area.code:
            self._codes[area.code.casefold()] = area
        for key in dict.fromkeys(key_of(text) for text in (area.name, *aliases)):
            self._names.setdefault(key, []).append(area)

    def named(self, text: str) -> list[Area]:
        """The areas that the text names: one by place code, else all with that name or alias; a handle, written exactly
        so, names its own area.
        """
        coded = self._codes.get(text.strip().casefold())
        if coded:
            return [coded]
        called = self._names.get(key_of(text), [])
        own = self._handles.get(text.strip())
        return [own] if own and len(called) != 1 else called

    def coded(self, code: str) -> Area | None:
        """The area with that place code."""
        return self._codes.get(code.casefold())

    def called(self, name: str) -> list[Area]:
        """All areas with that name or alias."""
        return self._names.get(key_of(name), [])

    def lies_in(self, area: Area, other: int) -> bool:
        """Whether an area is another one or lies in it."""
        seen: set[int] = set()
        here: int | None = area.id
        while here is not None and here not in seen:
            if here == other:
                return True
            seen.add(here)
            here = self.by_id[here].parent
        return False


@dataclass(slots=True)
class Place:
    """An area of the file: what its rows call it, what it lies in (another of these, by key), and which area of the map
    it is. `problem` says why that cannot be told.
    """

    key: Hashable
    level: str
    """Empty: the file does not say."""
    name: str
    code: str
    parent: Hashable | None
    country: str
    known: Area | None = None
    problem: str = ""


@dataclass(slots=True)
class _Said:
    """What the rows say of one area."""

    level: str
    code: str
    names: Counter[str] = field(default_factory=Counter)
    parents: Counter[Hashable] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    rivals: tuple[str, ...] = ()

    def hear(self, name: str, parent: Hashable | None, country: str, times: int) -> None:
        """What some more rows say of it."""
        if name:
            self.names[name] += times
        if parent is not None:
            self.parents[parent] += times
        if country:
            self.countries[country] += times

    def bears(self, key: str) -> bool:
        """Whether some row calls it so."""
        return any(key_of(name) == key for name in self.names)


def match_areas(
    paths: Mapping[tuple[str, Path], int], index: AreaIndex
) -> tuple[list[Place], dict[tuple[str, Path], Hashable]]:
    """The areas of a file, the wider before the narrower, and the key of the one that each path leads to.

    `paths` counts the rows of each (country, path). A place code decides; without one the name decides within the wider
    area, so two districts of one name stay apart when their codes or provinces differ.
    """
    said, keys = _gather(paths)
    places: dict[Hashable, Place] = {}
    shared_codes = Counter(s.code.casefold() for s in said.values() if s.code)
    for key, s in said.items():
        parent = _most_usual(s.parents)
        place = Place(key, s.level, _most_usual(s.names) or s.code, s.code, parent, _most_usual(s.countries) or "")
        if s.rivals:
            place.problem = f"{place.name!r} may be any of {', '.join(s.rivals)} in the file; say which by its place code."
        else:
            _recognise(place, places.get(parent) if parent else None, index, shared_codes[s.code.casefold()] > 1)
        places[key] = place
    _refuse_rivals(places.values())
    return list(places.values()), keys


def _gather(paths: Mapping[tuple[str, Path], int]) -> tuple[dict[Hashable, _Said], dict[tuple[str, Path], Hashable]]:
    said: dict[Hashable, _Said] = {}
    # Where each path has got to: a level is settled for all paths before the next, so a row that gives only the name
    # finds the area that another row gives with its code.
    reached: dict[tuple[str, Path], Hashable | None] = dict.fromkeys(sorted(paths))
    for level in _levels(path for _, path in reached):
        here = [(k, step) for k in reached for step in k[1] if step[0] == level]
        # What says more is settled first: a code, then a name in a wider area, then a name alone.
        here.sort(key=lambda item: (not item[1][2], reached[item[0]] is None))
        before: dict[Hashable, _Said] = {}
        rank: tuple[bool, bool] | None = None
        for (country, path), (_, name, code) in here:
            parent = reached[country, path]
            if rank != (not code, parent is None):
                rank = (not code, parent is None)
                before = {key: found for key, found in said.items() if found.level == level}
            key: Hashable = (level, "code", code.casefold())
            rivals: list[_Said] = []
            if not code:
                key, rivals = _by_name(before, level, name, parent, country)
            names = sorted(r.code or _in_words(name, r, said) for r in rivals)
            found = said.setdefault(key, _Said(level, code, rivals=tuple(names)))
            found.hear(name, parent, country, paths[country, path])
            reached[country, path] = key
    return said, {k: key for k, key in reached.items() if key is not None}


def _in_words(name: str, area: _Said, said: Mapping[Hashable, _Said]) -> str:
    parent = _most_usual(area.parents)
    around = _most_usual(said[parent].names) if parent else None
    return f"{name} in {around}" if around else name


def _levels(paths: Iterable[Path]) -> list[str]:
    """All levels, the wider before the narrower as the paths have them."""
    order: list[str] = []
    for path in sorted(set(paths), key=lambda p: (-len(p), p)):
        before = 0
        for level, _, _ in path:
            if level in order:
                before = order.index(level) + 1
            else:
                order.insert(before, level)
                before += 1
    return order


def _by_name(
    before: Mapping[Hashable, _Said], level: str, name: str, parent: Hashable | None, country: str
) -> tuple[Hashable, list[_Said]]:
    """The key of an area that has only a name, given those of its level that say more; and which of these it may be, if
    that cannot be told.
    """
    key = key_of(name)
    fitting = [
        (k, s) for k, s in before.items()
        if s.bears(key) and (parent is None or not s.parents or parent in s.parents)
    ]  # fmt: skip
    if len(fitting) == 1:
        return fitting[0][0], []
    return (level, "name", key, str(parent), "" if parent else country), [s for _, s in fitting]


def _recognise(place: Place, parent: Place | None, index: AreaIndex, code_shared: bool) -> None:
    if not place.level:
        _recognise_anywhere(place, parent, index)
        return
    by_code = index.coded(place.code) if place.code else None
    if by_code and (not code_shared or by_code.level in (None, place.level)):
        place.known = by_code
        return
    fitting = [
        a for a in index.called(place.name)
        if a.level in (None, place.level) and not (a.code and place.code and a.code.casefold() != place.code.casefold())
        and (not a.country or not place.country or a.country == place.country)
    ]  # fmt: skip
    if parent:
        around = parent.known.id if parent.known else None
        inside = [a for a in fitting if around is not None and a.parent == around]
        fitting = inside or [a for a in fitting if a.parent is None and a.id != around]
    exact = [a for a in fitting if a.level == place.level]
    _settle(place, exact or fitting)


def _recognise_anywhere(place: Place, parent: Place | None, index: AreaIndex) -> None:
    """An area of which the file does not say what sort it is: any of the map with its code, handle or name, however deep
    it lies in the wider one.
    """
    by_code = index.coded(place.code) if place.code else None
    fitting = [by_code] if by_code else index.named(place.name)
    around = parent.known.id if parent and parent.known else None
    if around is not None:
        fitting = [a for a in fitting if a.parent is None or index.lies_in(a, around)]
    _settle(place, fitting)


def _settle(place: Place, fitting: list[Area]) -> None:
    if len(fitting) == 1:
        place.known = fitting[0]
    elif fitting:
        names = ", ".join(sorted(f"{a.handle}" + (f" ({a.code})" if a.code else "") for a in fitting)[:5])
        place.problem = f"{place.name!r} names {len(fitting)} areas of the map: {names}; give the place code."


def _refuse_rivals(places: Iterable[Place]) -> None:
    """Two areas of the file cannot be one of the map."""
    claimed: dict[int, list[Place]] = {}
    for place in places:
        if place.known:
            claimed.setdefault(place.known.id, []).append(place)
    for rivals in claimed.values():
        area = rivals[0].known
        if len(rivals) > 1 and area:
            for place in rivals:
                if not (place.code and area.code and place.code.casefold() == area.code.casefold()):
                    place.known = None
                    place.problem = (
                        f"{place.name!r} stands for {len(rivals)} areas in the file and for one in the map "
                        f"({area.handle}); give the place codes."
                    )


def _most_usual(counted: Counter[T]) -> T | None:
    return min(counted, key=lambda item: (-counted[item], str(item)), default=None)


def used(places: Sequence[Place], wanted: Iterable[Hashable]) -> list[Place]:
    """The places with these keys and all that they lie in, in the order given."""
    by_key = {place.key: place for place in places}
    kept: set[Hashable] = set()
    for key in wanted:
        here: Hashable | None = key
        while here is not None and here not in kept:
            kept.add(here)
            here = by_key[here].parent
    return [place for place in places if place.key in kept]
