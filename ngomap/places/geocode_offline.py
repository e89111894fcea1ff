"""Places in words found among the map's own areas, imported gazetteers included: nothing leaves the machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.model.countries import country_code
from ngomap.model.text import folded_handle, name_key
from ngomap.model.words import Area
from ngomap.store.areas import all_areas, area_aliases, areas_named, some_areas
from ngomap.store.connection import Map
from ngomap.store.geocodes import Wanting, names_of_area

COUNTRY: Final = "country"


@dataclass(slots=True)
class Match:
    """The areas that a place may be. `whole` if they are what the words name; else the place lies somewhere in them."""

    areas: tuple[Area, ...]
    whole: bool = True


class Gazetteer:
    """The map's areas, asked by name; each is read once. For many questions `whole` reads them all at the start."""

    def __init__(self, map_: Map, whole: bool = False) -> None:
        self._map = map_
        self._named: dict[str, list[Area]] = {}
        self._areas: dict[int, Area] = {}
        self._by: tuple[dict[str, list[Area]], ...] = ()
        if whole:
            self._read_all()
        self._chains: dict[int, list[Area]] = {}
        self._keys: dict[int, set[str]] = {}

    def named(self, text: str) -> list[Area]:
        """The areas of that name, alias or code."""
        if text not in self._named:
            self._named[text] = self._among_all(text) if self._by else areas_named(self._map, text)
        return self._named[text]

    def _read_all(self) -> None:
        """Finding a code in any case looks at every area: once is enough."""
        self._areas = {area.id: area for area in all_areas(self._map)}
        handles = {area.handle: [area] for area in self._areas.values()}
        codes = {area.code.casefold(): [area] for area in self._areas.values() if area.code}
        names: dict[str, dict[int, Area]] = {}
        for area in self._areas.values():
            names.setdefault(name_key(area.name), {})[area.id] = area
        for id_, aliases in area_aliases(self._map).items():
            for alias in aliases:
                names.setdefault(name_key(alias), {})[id_] = self._areas[id_]
        self._by = (handles, codes, {key: sorted(found.values(), key=lambda a: a.handle) for key, found in names.items()})

    def _among_all(self, text: str) -> list[Area]:
        handles, codes, names = self._by
        plain = text.strip()
        for table, key in ((handles, plain), (codes, plain.casefold()), (names, name_key(text)), (handles, folded_handle(text))):
            if key and key in table:
                return table[key]
        return []

    def area(self, area_id: int) -> Area:
        """The area with that id, which must exist."""
        if area_id not in self._areas:
            self._areas[area_id] = some_areas(self._map, [area_id])[area_id]
        return self._areas[area_id]

    def chain(self, area: Area) -> list[Area]:
        """The areas that the area lies in, the nearest first."""
        if area.id not in self._chains:
            found: list[Area] = []
            seen, parent = {area.id}, area.parent
            while parent is not None and parent not in seen:
                seen.add(parent)
                found.append(self.area(parent))
                parent = found[-1].parent
            self._chains[area.id] = found
        return self._chains[area.id]

    def country(self, area: Area) -> str | None:
        """The country of the area, its own or that of the nearest area around it that has one."""
        return next((a.country for a in (area, *self.chain(area)) if a.country), None)

    def keys(self, area: Area) -> set[str]:
        """What the area is called, for comparing."""
        if area.id not in self._keys:
            self._keys[area.id] = names_of_area(self._map, area.id) | {name_key(area.handle), name_key(area.code or "")}
        return self._keys[area.id]

    def lies_in(self, area: Area, words: str) -> bool:
        """Whether the words name an area around the area, or its country."""
        key = name_key(words)
        if any(key in self.keys(around) for around in self.chain(area)):
            return True
        country = self.country(area)
        return country is not None and country_code(words) == country

    def told(self, area: Area) -> str:
        """The area with what tells it from others of its name: level, where it lies, code, country."""
        around = [a.name for a in self.chain(area) if a.level != COUNTRY][:2]
        where = f" in {', '.join(around)}" if around else ""
        more = ", ".join(filter(None, (area.level, area.code, self.country(area))))
        return f"{area.name}{where}" + (f" ({more})" if more else "")

    def standing(self, area: Area) -> Area | None:
        """The area whose point stands for whoever sits in the area."""
        around = (a for a in (area, *self.chain(area)) if a.level != COUNTRY)
        return next((a for a in around if a.lat is not None), None)


def match_place(gazetteer: Gazetteer, place: str, country: str | None, within: int | None = None) -> Match:
    """The areas that a place in words may be: `Old Town`, `Old Town, North District`, `12 Mill Road, Old Town`.

    What follows a comma must lie around what stands before it. Areas of one name that lie in each other are one answer,
    the widest: that one is true in any case. `country` and `within` (an area) leave out what lies elsewhere.
    """
    parts = [part for part in (piece.strip() for piece in place.split(",")) if name_key(part)]
    attempts: list[tuple[str, list[str], bool]] = [(place, [], True)] if len(parts) > 1 else []
    attempts += [(part, parts[at + 1 :], at == 0) for at, part in enumerate(parts)]
    for words, around, whole in attempts:
        fitting = [
            area
            for area in gazetteer.named(words)
            if (country is None or gazetteer.country(area) in (None, country))
            and (whole or area.level != COUNTRY)
            and all(gazetteer.lies_in(area, outer) for outer in around)
            and (within is None or within in (area.id, *(a.id for a in gazetteer.chain(area))))
        ]
        if fitting:
            return Match(_one_of_nested(gazetteer, fitting), whole)
    return Match(())


def match_area(gazetteer: Gazetteer, area: Wanting) -> tuple[Area | None, tuple[Area, ...]]:
    """The area whose point can stand for one of the same name: it lies in it or around it, or beside it in the same
    one. And others of the name that may be the same, because it is not known where one of them lies.
    """
    parent = gazetteer.area(area.area) if area.area is not None else None
    mine = {a.id for a in ((parent, *gazetteer.chain(parent)) if parent else ())}
    country = area.country or (gazetteer.country(parent) if parent else None)
    sure: list[Area] = []
    perhaps: list[Area] = []
    for other in gazetteer.named(area.place):
        if other.id == area.id or other.lat is None or other.level == COUNTRY:
            continue
        theirs = {a.id for a in gazetteer.chain(other)}
        if country and gazetteer.country(other) not in (None, country):
            continue
        if other.id in mine or area.id in theirs or (area.area is not None and other.parent == area.area):
            sure.append(other)
        elif not mine or not theirs:
            perhaps.append(other)
    return (sure[0] if sure else None), tuple(perhaps)


def _one_of_nested(gazetteer: Gazetteer, areas: Sequence[Area]) -> tuple[Area, ...]:
    narrower = [a for a in areas if a.level != COUNTRY] or list(areas)
    for area in narrower:
        if all(other is area or area.id in {a.id for a in gazetteer.chain(other)} for other in narrower):
            return (area,)
    return tuple(narrower)
