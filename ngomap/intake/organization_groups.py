"""Rows of a table that are about one organization, put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from ngomap.importers.records import OrganizationRow
from ngomap.intake.wishes import most_usual
from ngomap.matching.keys import key_of
from ngomap.matching.organizations import Meant

# Fields that say one thing together are taken from one row together.
TOGETHER: Final = (("lat", "lon"), ("place", "area_id"), ("budget", "currency"))
SUREST: Final = ("uid", "identifier", "handle", "acronym", "name", "alias", "file")
"""Ways of knowing an organization, the one that tells most about its name first."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A row's facts with its words as ids of terms and areas."""

    facts: dict[str, object]
    terms: frozenset[int]
    areas: frozenset[int]


@dataclass(slots=True)
class Group:
    """One organization: what its rows say together. `differing` names fields in which they do not agree."""

    actor: int | None
    by: str
    name: str
    facts: dict[str, object]
    other_names: dict[str, str]
    identifiers: set[tuple[str, str]]
    terms: set[int]
    areas: set[int]
    lines: list[int] = field(default_factory=list)
    differing: str = ""


Row = tuple[OrganizationRow, Meant, Resolved]


def group_rows(rows: Iterable[Row]) -> list[Group]:
    """The organizations of a table, by name. Where rows on one organization differ, what most say is taken, and of
    equals the first in the alphabet: the order of the rows decides nothing.
    """
    by_who: dict[Hashable, list[Row]] = {}
    for row in rows:
        by_who.setdefault(row[1].who, []).append(row)
    groups = [_group(of_one) for of_one in by_who.values()]
    return sorted(
        groups, key=lambda g: (key_of(g.name), g.name, sorted(g.identifiers), repr(sorted(g.facts.items())))
    )


def _group(rows: list[Row]) -> Group:
    lines = sorted(row.line for row, _, _ in rows)
    # A row that is repeated word for word says no more than once, so it has no second vote.
    if len(rows) > 1:
        rows = list({repr((replace(row[0], line=0), row[2].facts)): row for row in rows}.values())
    names = Counter(row.name for row, _, _ in rows)
    short = {key_of(row.acronym) for row, _, _ in rows if row.acronym}
    longer = Counter({name: n for name, n in names.items() if key_of(name) not in short})
    name = most_usual(longer or names)
    others = sorted({text for row, _, _ in rows for text in (row.name, row.acronym, *row.aliases) if key_of(text)})
    facts, differing = _agreed([resolved.facts for _, _, resolved in rows])
    # The surest way in which one of the rows was known says most about the name.
    ways = sorted({meant.by for _, meant, _ in rows if meant.by}, key=SUREST.index)
    return Group(
        rows[0][1].actor, ways[0] if ways else "", name, facts,
        {key_of(text): text for text in others if key_of(text) != key_of(name)},
        {i for row, _, _ in rows for i in row.identifiers},
        {t for _, _, resolved in rows for t in resolved.terms}, {a for _, _, resolved in rows for a in resolved.areas},
        lines, ", ".join(differing),
    )  # fmt: skip


def _agreed(said: list[dict[str, object]]) -> tuple[dict[str, object], list[str]]:
    if len(said) == 1:
        return said[0], []
    facts: dict[str, object] = {}
    differing: list[str] = []
    alone = dict.fromkeys(f for one in said for f in one if not any(f in unit for unit in TOGETHER))
    units = [*TOGETHER, *((f,) for f in alone)]
    for unit in units:
        values: dict[str, Mapping[str, object]] = {}
        counted: Counter[str] = Counter()
        for one in said:
            part = {f: one[f] for f in unit if f in one}
            if part:
                values[repr(part)] = part
                counted[repr(part)] += 1
        if counted:
            facts |= values[most_usual(counted)]
        if len(counted) > 1:
            differing.append(unit[0])
    return facts, differing
