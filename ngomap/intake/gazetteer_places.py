"""The rows of a gazetteer as a tree, and the areas of the map that they may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ngomap.importers.records import AreaRow
from ngomap.matching.keys import key_of
from ngomap.model.countries import country_name
from ngomap.model.text import folded_handle, slug
from ngomap.model.words import Area
from ngomap.store.gazetteer_rows import Completion, NewArea


class Problem(str):
    """Why it cannot be told which area a row means."""

    __slots__ = ()


@dataclass(slots=True, eq=False)
class Entry:
    """A row, what it lies in - another row, or an area of the map by its id - and which area of the map it is."""

    row: AreaRow
    parent: Entry | int | None = None
    area: int | None = None
    problem: str = ""
    orphan: bool = False

    @property
    def parent_id(self) -> int | None:
        """The id of the wider area, once that is stored."""
        return self.parent.area if isinstance(self.parent, Entry) else self.parent


@dataclass(slots=True)
class _Place:
    """An area as the map has it."""

    handle: str
    key: str
    level: str | None
    parent: int | None
    code: str | None
    country: str | None
    placed: bool


class Known:
    """The areas of the map by code, handle and name. `claimed` are those that a row of this file is."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self.areas: dict[int, _Place] = {}
        self.codes: dict[str, int] = {}
        self.handles: dict[str, int] = {}
        self.names: dict[str, list[int]] = {}
        self.claimed: set[int] = set()
        for a in areas:
            self._add(a.id, _Place(a.handle, key_of(a.name), a.level, a.parent, a.code, a.country, a.lat is not None))

    def _add(self, id_: int, place: _Place) -> None:
        self.areas[id_] = place
        self.handles[place.handle] = id_
        self.names.setdefault(place.key, []).append(id_)
        if place.code:
            self.codes[place.code.casefold()] = id_

    def put(self, id_: int, area: NewArea) -> None:
        """An area that was just made."""
        self._add(
            id_,
            _Place(area.handle, key_of(area.name), area.level, area.parent, area.code, area.country, area.lat is not None),
        )
        self.claimed.add(id_)

    def bears_code(self, area: int, code: str) -> bool:
        """Whether the area has this place code."""
        own = self.areas[area].code
        return bool(own and code and own.casefold() == code.casefold())

    def meant(self, entry: Entry) -> int | Problem | None:
        """The area that a row is, None if it is a new one."""
        row = entry.row
        by_code = self.codes.get(row.code.casefold()) if row.code else None
        if by_code is not None:
            return by_code
        found = self._called(entry, row.name)
        if not found and row.level and entry.parent_id is not None:
            # Another spelling counts only where place and level leave little else.
            others = dict.fromkeys(a for alias in row.aliases for a in self._called(entry, alias))
            found = [a for a in others if self.areas[a].level == row.level and self.areas[a].parent == entry.parent_id]
        if len(found) > 1:
            shown = ", ".join(sorted(self.areas[a].handle for a in found)[:5])
            return Problem(f"{row.name!r} may be any of {len(found)} areas of the map: {shown}; give the place code.")
        return found[0] if found else None

    def _called(self, entry: Entry, name: str) -> list[int]:
        row = entry.row
        if row.level == "country" and row.country:
            names = {key_of(name), key_of(country_name(row.country))}
            ids = [a for key in sorted(names) for a in self.names.get(key, ())]
        else:
            ids = self.names.get(key_of(name), [])
        fitting = []
        for id_ in dict.fromkeys(ids):
            place = self.areas[id_]
            if id_ in self.claimed and (place.code or row.code):
                continue
            if row.level and place.level and row.level != place.level:
                continue
            if row.country and place.country and row.country != place.country:
                continue
            fitting.append(id_)
        if entry.parent_id is not None:
            inside = [a for a in fitting if self.areas[a].parent == entry.parent_id]
            fitting = inside or [a for a in fitting if self.areas[a].parent is None and a != entry.parent_id]
        exact = [a for a in fitting if self.areas[a].level == row.level]
        return exact or fitting

    def complete(self, entry: Entry) -> Completion | None:
        """What the row adds to its area, or nothing; the area is taken to have it from now on."""
        assert entry.area is not None  # noqa: S101 - only asked of known ones
        place, row = self.areas[entry.area], entry.row
        parent = entry.parent_id
        level = row.level if place.level is None else None
        above = parent if place.parent is None and parent is not None and not self._lies_in(parent, entry.area) else None
        code = row.code if place.code is None and row.code and row.code.casefold() not in self.codes else None
        country = row.country if place.country is None else None
        lat, lon = (None, None) if place.placed else (row.lat, row.lon)
        if all(value is None for value in (level, above, code, country, lat)):
            return None
        place.level, place.parent, place.code = place.level or level, place.parent or above, place.code or code
        place.country, place.placed = place.country or country, place.placed or lat is not None
        if code:
            self.codes[code.casefold()] = entry.area
        return level, above, code, country, lat, lon, entry.area

    def _lies_in(self, area: int, other: int) -> bool:
        seen: set[int] = set()
        here: int | None = area
        while here is not None and here not in seen:
            if here == other:
                return True
            seen.add(here)
            here = self.areas[here].parent
        return False


def entries_of(rows: Iterable[AreaRow], known: Known) -> tuple[list[Entry], int]:
    """The rows with what they lie in, and how many rows only repeat another."""
    entries: list[Entry] = []
    coded: dict[str, Entry] = {}
    seen: dict[tuple[object, ...], Entry] = {}
    named: dict[str, list[Entry]] = {}
    repeated = 0
    for row in rows:
        entry = Entry(row)
        code = row.code.casefold()
        twin = coded.get(code) if code else None
        said = (row.name, code, row.parent, row.level, row.country, row.lat, row.lon, row.aliases)
        if said in seen:
            repeated += 1
            continue
        seen[said] = entry
        if twin:
            for both in (twin, entry):
                both.problem = f"The place code {row.code} stands in two rows of the file."
        elif code:
            coded[code] = entry
        named.setdefault(key_of(row.name), []).append(entry)
        entries.append(entry)
    _tell_twins(entries)
    for entry in entries:
        if entry.row.parent:
            _settle(entry, coded, named, known)
    return entries, repeated


def _tell_twins(entries: list[Entry]) -> None:
    """Rows of one name, level and wider area are told apart only by their codes."""
    groups: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries:
        row = entry.row
        groups.setdefault((key_of(row.name), key_of(row.parent), row.level), []).append(entry)
    for group in groups.values():
        if len(group) > 1:
            for entry in group:
                if not entry.row.code and not entry.problem:
                    entry.problem = f"{entry.row.name!r} stands in {len(group)} rows that differ; give their place codes."


def _settle(entry: Entry, coded: dict[str, Entry], named: dict[str, list[Entry]], known: Known) -> None:
    """Find what the row lies in: by code in the file and the map, by handle, by name in the file and the map."""
    text = entry.row.parent
    by_code = coded.get(text.casefold())
    if by_code and by_code is not entry:
        entry.parent = by_code
        return
    in_map = known.codes.get(text.casefold(), known.handles.get(folded_handle(text)))
    if in_map is not None:
        entry.parent = in_map
        return
    rows = [e for e in named.get(key_of(text), []) if e is not entry and _wider(e.row.level, entry.row.level)]
    if len(rows) == 1:
        entry.parent = rows[0]
        return
    areas = known.names.get(key_of(text), [])
    if not rows and len(areas) == 1:
        entry.parent = areas[0]
        return
    if rows or areas:
        entry.problem = f"It lies in {text!r}, which may be any of {max(len(rows), len(areas))} areas; give the place code."
    elif ("." in text and " " not in text) or (len(text) == 2 and text.isupper()):
        _settle_by_wider(entry, text, coded, known)
    else:
        entry.problem = f"It lies in {text!r}, which is neither in the file nor in the map."


def _settle_by_wider(entry: Entry, text: str, coded: dict[str, Entry], known: Known) -> None:
    """Codes with points in them nest: where `US.NY.061` is not known, `US.NY` may be, or the country."""
    while "." in text:
        text = text.rpartition(".")[0]
        row, area = coded.get(text.casefold()), known.codes.get(text.casefold())
        if row and row is not entry:
            entry.parent = row
            return
        if area is not None:
            entry.parent = area
            return
    countries = [a for a in known.names.get(key_of(country_name(text)), []) if known.areas[a].level == "country"]
    if len(countries) == 1:
        entry.parent = countries[0]
    else:
        entry.orphan = True


def _wider(level: str | None, than: str | None) -> bool:
    """Whether an area of one level may hold one of another: the province Kabul holds the district Kabul."""
    return level is None or than is None or level != than


def in_order(entries: Iterable[Entry]) -> list[list[Entry]]:
    """The rows by depth, the widest first; those of a circle are told that they are in one."""
    depths: dict[int, int] = {}
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        path: list[Entry] = []
        here: Entry | int | None = entry
        on_path: set[int] = set()
        while isinstance(here, Entry) and id(here) not in depths and id(here) not in on_path:
            path.append(here)
            on_path.add(id(here))
            here = here.parent
        if isinstance(here, Entry) and id(here) in on_path:
            for one in path[path.index(here) :]:
                one.problem = f"It lies in {one.row.parent!r}, which lies in it."
                one.parent = None
        depth = depths[id(here)] + 1 if isinstance(here, Entry) and id(here) in depths else 0
        for one in reversed(path):
            depths[id(one)] = depth
            depth += 1
    for entry in entries:
        found.setdefault(depths[id(entry)], []).append(entry)
    # Which of two areas of one name gets the plain handle must not depend on the order of the rows.
    return [sorted(found[d], key=lambda e: (key_of(e.row.name), e.row.name, e.row.code)) for d in sorted(found)]


def free_handle(known: Known, row: AreaRow, parent: int | None) -> str:
    """A readable handle that no area has; it counts as taken from now on."""
    plain = slug(row.name, slug(row.code, "area") if row.code else "area")
    wanted = [plain]
    if parent is not None:
        wanted.append(f"{plain}-{known.areas[parent].handle}")
    if row.code:
        wanted.append(f"{plain}-{slug(row.code)}")
    handle = next((h for h in wanted if h not in known.handles), "")
    number = 2
    while not handle:
        if f"{plain}-{number}" not in known.handles:
            handle = f"{plain}-{number}"
        number += 1
    known.handles[handle] = -1
    return handle
