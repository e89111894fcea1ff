"""What is taken out of a file, or blurred in it, so that it tells of the whole without naming anybody.

Pseudonyms are given in the order of the actors' ids, which are random: they are the same each time, and say nothing of the
names. What remains under a pseudonym is listed here, field by field, as what an audience sees is listed in
`model.audience`: text that somebody wrote is never among it, since it may hold a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ngomap.model.records import Record

UNDER_PSEUDONYM: Final[dict[str, tuple[str, ...]]] = {
    "map": ("us", "today", "audience", "weights"),
    "term": ("vocabulary", "slug", "name", "parent", "sdg", "description", "aliases"),
    "area": ("handle", "name", "level", "parent", "code", "country", "lat", "lon", "aliases", "audience"),
    "organization": (
        "handle", "kind", "level", "name", "status", "area", "area_name", "country", "lat", "lon", "audience", "serves",
        "issues", "populations", "services", "sectors", "verified_on",
    ),
    "person": ("handle", "kind", "level", "name", "status", "country", "audience", "issues"),
    "relationship": (
        "type", "from", "from_name", "to", "to_name", "status", "since", "until", "rung", "rung_since", "stance", "wanted",
        "audience",
    ),
    "trust": (
        "from", "from_name", "to", "to_name", "on_date", "reliability", "shared_mission", "openness", "influence",
        "involvement", "resources", "audience",
    ),
    "stance": ("actor", "actor_name", "issue", "stance", "influence", "on_date", "audience"),
    "event": ("on_date", "kind", "participants", "audience"),
    "resource": (
        "actor", "actor_name", "direction", "kind", "quantity", "area", "area_name", "since", "until", "status", "audience",
    ),
    "activity": (
        "actor", "actor_name", "term", "term_name", "area", "area_name", "area_code", "population", "role", "status",
        "since", "until", "reached", "capacity", "audience",
    ),
    "need_figure": ("area", "area_name", "area_code", "term", "term_name", "population", "people", "on_date", "audience"),
    "survey": ("area", "area_name", "area_code", "term", "term_name", "on_date", "audience"),
}  # fmt: skip
"""Kinds that are not here stay in the map: what is agreed, promised, granted or done together tells who did it."""
IN_ITS_PLACE: Final = {"event": ("title", "kind"), "resource": ("description", "kind")}
"""Words that a record cannot be without, and the field that is told instead."""
OF_ACTORS: Final = ("from", "to", "actor", "us")
NUMBERS_OF_PEOPLE: Final = ("reached", "capacity", "people")
COARSE: Final = 1
"""Decimals of a coarse point: within about eight kilometres of the true one."""


@dataclass(slots=True)
class Disguise:
    """How a file is blurred. `names` are the pseudonyms by handle, None when names stay; `coarse` blurs points; numbers of
    people below `least` are left out. `done` counts what that changed.
    """

    names: Mapping[str, tuple[str, str]] | None = None
    coarse: bool = False
    least: int = 0
    done: dict[str, int] = field(default_factory=dict)

    def of(self, kind: str, record: Record) -> Record | None:
        """The record as it leaves; None if nothing of it may."""
        worn = dict(record) if self.names is None else self._renamed(kind, record, self.names)
        if worn is None:
            return None
        if self.coarse:
            self._blur(kind, worn)
        for name in NUMBERS_OF_PEOPLE:
            value = worn.get(name)
            if isinstance(value, (int, float)) and 0 < value < self.least:
                self._count("small numbers")
                if name == "people":
                    return None
                del worn[name]
        return worn

    def _renamed(self, kind: str, record: Record, names: Mapping[str, tuple[str, str]]) -> Record | None:
        if kind not in UNDER_PSEUDONYM:
            return None
        # A point tells which house it is, unless it is blurred.
        kept = {f: v for f, v in record.items() if f in UNDER_PSEUDONYM[kind] and (f not in ("lat", "lon") or self.coarse)}
        if kind == "area":
            return {**kept, **{f: record[f] for f in ("lat", "lon") if f in record}}
        if kind in ("organization", "person"):
            kept["handle"], kept["name"] = names[str(record["handle"])]
        for end in OF_ACTORS:
            if end in kept:
                kept[end], name = names[str(record[end])]
                if f"{end}_name" in kept:
                    kept[f"{end}_name"] = name
        if kind in IN_ITS_PLACE:
            words, instead = IN_ITS_PLACE[kind]
            kept[words] = record[instead]
        people = record.get("participants")
        if isinstance(people, list):
            kept["participants"] = sorted(names[handle][0] for handle in people)
        return kept

    def _blur(self, kind: str, record: Record) -> None:
        if kind not in ("organization", "person"):
            return
        lat, lon = record.get("lat"), record.get("lon")
        if isinstance(lat, (int, float)) and isinstance(lon, (int, float)):
            record["lat"], record["lon"] = round(float(lat), COARSE), round(float(lon), COARSE)
            self._count("coarse points")
        record.pop("place", None)

    def _count(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1


def pseudonyms(actors: Iterable[tuple[str, str, bool]]) -> dict[str, tuple[str, str]]:
    """A handle and a name for each actor, given as (random id, handle, whether it is a person).

    >>> pseudonyms([("9f", "choir", False), ("1b", "fen", False), ("07", "amara", True)])["fen"]
    ('organization-1', 'Organization 1')
    """
    found: dict[str, tuple[str, str]] = {}
    numbers = {"person": 0, "organization": 0}
    for _, handle, is_person in sorted(actors):
        kind = "person" if is_person else "organization"
        numbers[kind] += 1
        found[handle] = (f"{kind}-{numbers[kind]}", f"{kind.capitalize()} {numbers[kind]}")
    return found
