"""The ties of a register: a few hubs, most within a district, chapters under their heads, some with none."""

from __future__ import annotations

import sqlite3
from typing import Final

import numpy as np

from tests.bench.register_parts import KINDS, SHIFT, Numbers, People, insert, uid_of, zipf

OURS: Final = 60
"""With how many we work ourselves."""
HUBS: Final = 20
LARGEST_HUB: Final = 10_000
INSIDE: Final = 0.8
"""The part of the ties that stay within a district."""
ALONE: Final = 0.06
"""The part of the actors that have no tie."""


def pairs_of(who: People, ties: int, dice: np.random.Generator) -> Numbers:
    """Who is tied to whom, each pair once, the smaller number first: ours, those of the hubs, those within districts
    and some across.
    """
    actors = len(who.kinds) - 1
    hubs = min(HUBS, actors // 20)
    lone = dice.random(actors + 1) < ALONE
    lone[: hubs + 2] = False
    # Whoever is a chapter, or has some, is not alone.
    lone[[*who.heads, *who.heads.values()]] = False
    lone[-1] = True
    free = np.flatnonzero(~lone[hubs + 2 :]) + hubs + 2
    chosen = [_joined(np.ones(OURS, int), dice.choice(free, OURS))]
    largest = min(LARGEST_HUB, actors // 10)
    for n in range(hubs):
        others = dice.choice(free, max(1, largest // (n + 1)), replace=False)
        chosen.append(_joined(np.full(len(others), n + 2), others))
    fixed = np.unique(np.concatenate(chosen))
    order = free[np.argsort(who.districts[free], kind="stable")]
    ordered = who.districts[order]
    first, size = (np.searchsorted(ordered, ordered, side=side) for side in ("left", "right"))
    size = size - first
    more = max(ties - len(fixed), 0)
    inside, across = int(more * INSIDE), more - int(more * INSIDE)
    at = dice.integers(0, len(order), inside * 5 // 4)
    near = _joined(order[at], order[first[at] + (size[at] * dice.random(len(at)) ** 1.5).astype(int)])
    mixed = dice.permutation(order)
    far = _joined(dice.choice(free, across * 5 // 4), mixed[(len(mixed) * dice.random(across * 5 // 4) ** 2).astype(int)])
    drawn = np.setdiff1d(np.unique(np.concatenate([near, far])), fixed)
    drawn = drawn[drawn >> SHIFT != drawn & (1 << SHIFT) - 1]
    return np.sort(np.concatenate([fixed, dice.permutation(drawn)[:more]]))


def _joined(a: Numbers, b: Numbers) -> Numbers:
    return np.minimum(a, b) << SHIFT | np.maximum(a, b)


def add_ties(connection: sqlite3.Connection, who: People, pairs: Numbers, dice: np.random.Generator) -> None:
    """Ties of types that may stand between such ends, and the chapters of everybody."""
    a, b = pairs >> SHIFT, pairs & (1 << SHIFT) - 1
    kind = {name: KINDS.index(name) for name in KINDS}
    ends = who.kinds[a], who.kinds[b]
    usual = ("works-with",) * 14 + ("funds", "related", "related", "advises", "mentors", "rivals")
    names = list(dict.fromkeys((*usual, "member-of", "monitors", "works-for", "on-board-of", "volunteers-for", "holds-office-in", "knows")))
    types = np.array([names.index(name) for name in usual])[dice.integers(0, len(usual), len(pairs))]
    luck = dice.random(len(pairs))
    swapped = np.zeros(len(pairs), bool)

    def stands(towards: int | None, away: int | None, to: str, odds: float) -> None:
        """Let pairs with such an end have this type, the first end being the other one (or, `away`, this one)."""
        wanted = towards if towards is not None else away
        for side in (0, 1):
            fits = (ends[side] == wanted) & (ends[1 - side] != kind["person"]) & (luck < odds)
            types[fits] = names.index(to)
            swapped[fits] = (side == 0) == (towards is not None)

    for group in ("network", "coalition"):
        stands(kind[group], None, "member-of", 0.7)
    stands(None, kind["donor"], "funds", 0.6)
    stands(kind["government"], None, "monitors", 0.3)
    for side in (0, 1):
        human = (ends[side] == kind["person"]) & (ends[1 - side] != kind["person"])
        types[human] = np.array([names.index(n) for n in ("works-for", "on-board-of", "volunteers-for", "knows")])[
            np.minimum((luck[human] * 4).astype(int), 3)
        ]
        swapped[human] = (side == 1) & (types[human] != names.index("knows"))
        office = human & np.isin(ends[1 - side], (kind["government"], kind["legislature"])) & (luck < 0.5)
        types[office], swapped[office] = names.index("holds-office-in"), side == 1
    types[(ends[0] == kind["person"]) & (ends[1] == kind["person"])] = names.index("knows")
    swapped[np.isin(types, [names.index(n) for n in ("works-with", "related", "rivals", "knows")])] = False
    ours = a == 1
    types[ours], swapped[ours] = names.index("works-with"), False
    together = (types == names.index("works-with")).tolist()
    rungs = np.minimum(zipf(dice, 6, len(pairs)), 5).tolist()
    since = [f"{year}-{month:02d}" for year in range(2008, 2026) for month in range(1, 13)]
    begun = dice.integers(0, len(since), len(pairs)).tolist()
    statuses = ("active",) * 17 + ("dormant", "ended", "wanted")
    stand = np.where(ours, 0, dice.integers(0, len(statuses), len(pairs))).tolist()
    start, end = np.where(swapped, b, a).tolist(), np.where(swapped, a, b).tolist()
    named = types.tolist()
    into = "relationships(id, uid, type, from_id, to_id, status, rung, since)"
    insert(connection, into, (
        (n + 1, uid_of(3, n + 1), names[named[n]], start[n], end[n], statuses[stand[n]], rungs[n] if together[n] else None, since[begun[n]])
        for n in range(len(pairs))
    ))  # fmt: skip
    last = len(pairs)
    insert(connection, into, (
        (last + n, uid_of(3, last + n), "parent-of", head, chapter, "active", None, "2010")
        for n, (chapter, head) in enumerate(sorted(who.heads.items()), 1)
    ))  # fmt: skip
