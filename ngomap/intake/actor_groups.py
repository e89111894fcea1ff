"""Rows of a file that are about one actor, put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ngomap.importers.records import ActorRow
from ngomap.intake.wishes import most_usual
from ngomap.intake.words import Resolved
from ngomap.matching.keys import key_of
from ngomap.matching.organizations import Meant

# Fields that say one thing together are taken from one row together.
TOGETHER: Final = (("lat", "lon"), ("place", "area_id"), ("budget", "currency"))
SUREST: Final = ("uid", "identifier", "handle", "key", "acronym", "name", "alias", "alike", "file")
"""Ways of knowing an actor, the one that tells most about its name first."""


OWN_IDS: Final = ("handle", "uid")
"""How another map knows an actor; a new one keeps them where they are free."""


@dataclass(slots=True)
class Group:
    """One actor: what its rows say together. `rows` are their numbers, `owner` is the one that answers for it, and
    `differing` names fields in which they do not agree.
    """

    who: Hashable
    actor: int | None
    by: str
    name: str
    facts: dict[str, object]
    other_names: dict[str, str]
    identifiers: frozenset[tuple[str, str]]
    terms: frozenset[int]
    areas: frozenset[int]
    owner: int
    rows: tuple[int, ...] = ()
    differing: str = ""
    handle: str = ""
    uid: str = ""


Row = tuple[int, ActorRow, Meant, Resolved]
"""The number of a row, what it says of an actor, whom it means, and its words resolved."""


def group_rows(rows: Iterable[Row]) -> list[Group]:
    """The actors of some rows, by name. Where rows on one actor differ, what most say is taken, and of equals the first
    in the alphabet: the order of the rows decides nothing.
    """
    first: dict[Hashable, Row] = {}
    several: dict[Hashable, list[Row]] = {}
    for row in rows:
        who = row[2].who
        known = first.setdefault(who, row)
        if known is not row:
            several.setdefault(who, [known]).append(row)
    if several:
        groups = [_group(several[who]) if who in several else _single(row) for who, row in first.items()]
    else:
        groups = list(map(_single, first.values()))
    return sorted(groups, key=_order)


def _order(group: Group) -> tuple[str, str, tuple[str, str], str]:
    numbers = group.identifiers
    if not numbers:
        return key_of(group.name), group.name, ("", ""), repr(group.facts)
    return key_of(group.name), group.name, min(numbers), ""


def _single(row: Row) -> Group:
    at, said, meant, (facts, terms, areas) = row
    others: dict[str, str] = {}
    if said.acronym or said.aliases:
        own = key_of(said.name)
        others = {key: text for text in sorted((said.acronym, *said.aliases)) if (key := key_of(text)) and key != own}
    return Group(
        meant.who, meant.actor, meant.by, said.name, facts, others, frozenset(said.identifiers), terms, areas, at, (), "",
        said.handle, said.uid,
    )  # fmt: skip


def _group(rows: list[Row]) -> Group:
    numbers = tuple(sorted({at for at, _, _, _ in rows}))
    # A row that is repeated word for word says no more than once, so it has no second vote.
    rows = list({repr((row[1], row[3][0])): row for row in rows}.values())
    named = [said for _, said, _, _ in rows if said.name]
    names = Counter(said.name for said in named)
    short = {key_of(said.acronym) for _, said, _, _ in rows if said.acronym}
    longer = Counter({name: n for name, n in names.items() if key_of(name) not in short})
    name = most_usual(longer or names)
    others = sorted({text for _, said, _, _ in rows for text in (said.name, said.acronym, *said.aliases) if key_of(text)})
    facts, differing = _agreed([said for _, _, _, (said, _, _) in rows])
    # The surest way in which one of the rows was known says most about the name.
    ways = sorted({meant.by for _, _, meant, _ in rows if meant.by}, key=SUREST.index)
    return Group(
        rows[0][2].who, rows[0][2].actor, ways[0] if ways else "", name, facts,
        {key_of(text): text for text in others if key_of(text) != key_of(name)},
        frozenset(i for _, said, _, _ in rows for i in said.identifiers),
        frozenset(t for _, _, _, (_, terms, _) in rows for t in terms),
        frozenset(a for _, _, _, (_, _, areas) in rows for a in areas), numbers[0], numbers,
        ", ".join(differing), *(min(filter(None, (getattr(said, f) for _, said, _, _ in rows)), default="") for f in OWN_IDS),
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
