"""Who can introduce one actor to another: the ties one can ask along, and the ways of at most three of them.

Works on the rows of a neighbourhood, so that it stays fast beside a map of any size and loads no graph library.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ngomap.errors import InvalidValue
from ngomap.graph.strength import strength
from ngomap.model.relationships import Tie

Doors = Mapping[int, Mapping[int, Tie]]
"""By actor: whom one can ask to open a door, and the tie that says so."""

NO_DOOR: Final = frozenset({"rivals", "monitors"})
"""A rival opens no door, nor does who is watched."""
SAME: Final = 9
"""Digits that count: the same factors in another order make a product that differs only after them."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way from the first actor to the last: the strongest tie of each step, and the product of their strengths."""

    nodes: tuple[int, ...]
    ties: tuple[Tie, ...]
    strength: float

    @property
    def steps(self) -> int:
        """How many ties it crosses."""
        return len(self.ties)

    @property
    def between(self) -> tuple[int, ...]:
        """Who stands between the first and the last."""
        return self.nodes[1:-1]

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """The two ends of each step."""
        return tuple(pairwise(self.nodes))


def open_doors(ties: Iterable[Tie], on: str, handles: Mapping[int, str]) -> dict[int, dict[int, Tie]]:
    """The ties along which one can ask on the ISO day `on`, by both ends: of each pair the strongest that stands then.

    Monitoring opens no door. Two actors between whom a rivalry or a confrontational tie stands are not joined at all,
    whatever else ties them. Ties to an actor without a handle here are left out. Neighbours stand in the order of
    handles, whatever the order of the rows.

    Raises InvalidValue for a tie of an actor to itself.

    >>> doors = open_doors([
    ...     Tie(1, "knows", 1, 2, "active"), Tie(2, "on-board-of", 1, 2, "active"), Tie(3, "monitors", 2, 3, "active"),
    ...     Tie(4, "knows", 1, 3, "active"), Tie(5, "rivals", 1, 3, "active")], "2024-03-31", {1: "a", 2: "b", 3: "c"})
    >>> {actor: [(other, tie.type) for other, tie in found.items()] for actor, found in doors.items()}
    {1: [(2, 'on-board-of')], 2: [(1, 'on-board-of')]}
    """
    apart: set[tuple[int, int]] = set()
    best: dict[tuple[int, int], Tie] = {}
    for tie in ties:
        if tie.a == tie.b:
            raise InvalidValue(f"Tie {tie.id} joins an actor to itself.", "Take it out of the map.")
        if tie.a not in handles or tie.b not in handles or not tie.open_on(on):
            continue
        pair = (min(tie.a, tie.b), max(tie.a, tie.b))
        if at_odds(tie):
            apart.add(pair)
        elif opens_doors(tie) and (pair not in best or _rank(tie, handles) < _rank(best[pair], handles)):
            best[pair] = tie
    doors: dict[int, dict[int, Tie]] = {}
    for pair in sorted(best.keys() - apart, key=lambda p: sorted((handles[p[0]], handles[p[1]]))):
        for end, other in (pair, pair[::-1]):
            doors.setdefault(end, {})[other] = best[pair]
    return doors


def at_odds(tie: Tie) -> bool:
    """Whether it keeps two apart whatever else ties them."""
    return tie.type == "rivals" or tie.stance == "confrontational"


def opens_doors(tie: Tie) -> bool:
    """Whether one can ask along it."""
    return tie.type not in NO_DOOR


def _rank(tie: Tie, handles: Mapping[int, str]) -> tuple[float, str, str, str, str]:
    return -strength(tie), tie.type, tie.since or "", tie.until or "", handles[tie.a]


def find_ways(
    doors: Doors,
    source: int,
    target: int,
    handles: Mapping[int, str],
    avoid: Collection[int] = (),
    first: Collection[int] | None = None,
    between: Collection[int] | None = None,
) -> list[Way]:
    """Every simple way of at most three ties from the source to the target, the strongest first; of equally strong ones
    the shorter, then the one whose handles come first.

    Its strength is the product of those of its ties, each in (0, 1]. Nobody to `avoid` stands between; if given,
    `first` are those whom the source may ask, `between` those who may stand between. Looks only at the contacts of
    the source, those of the target, and the ties between them. No way leads to oneself.

    >>> handles = {1: "us", 2: "ana", 3: "board", 4: "them"}
    >>> doors = open_doors([
    ...     Tie(1, "on-board-of", 2, 1, "active"), Tie(2, "on-board-of", 2, 3, "active"),
    ...     Tie(3, "works-with", 3, 4, "active", rung=5), Tie(4, "knows", 2, 4, "active")], "2024-03-31", handles)
    >>> [(way.nodes, round(way.strength, 2)) for way in find_ways(doors, 1, 4, handles)]
    [((1, 2, 3, 4), 0.64), ((1, 2, 4), 0.24)]
    """
    if source == target:
        return []
    ours, theirs = doors.get(source, {}), doors.get(target, {})
    chains: list[tuple[int, ...]] = [(source, target)] if target in ours else []
    for one in ours:
        if one == target or one in avoid or not (_may(one, first) and _may(one, between)):
            continue
        if one in theirs:
            chains.append((source, one, target))
        few, many = sorted((doors[one], theirs), key=len)
        for two in few:
            if two in many and two not in (source, target) and two not in avoid and _may(two, between):
                chains.append((source, one, two, target))
    return ranked([way_along(doors, chain) for chain in chains], handles)


def _may(actor: int, allowed: Collection[int] | None) -> bool:
    return allowed is None or actor in allowed


def ranked(ways: Iterable[Way], handles: Mapping[int, str]) -> list[Way]:
    """The strongest first; of equally strong ones the shorter, then the one whose handles come first."""
    return sorted(ways, key=lambda w: (-round(w.strength, SAME), w.steps, [handles[n] for n in w.nodes]))


def way_along(doors: Doors, nodes: tuple[int, ...]) -> Way:
    """The way through these, each of whom has a door to the next."""
    ties = tuple(doors[a][b] for a, b in pairwise(nodes))
    return Way(nodes, ties, math.prod(map(strength, ties)))


def separate(ways: Sequence[Way]) -> tuple[list[Way], list[Way]]:
    """The first way and then each that shares nobody in between with those taken before it; and the other ways.

    >>> direct, one, two = (Way((1, *via, 9), (), 0.5) for via in ((), (2,), (2, 3)))
    >>> [[way.nodes for way in part] for part in separate([direct, one, two])]
    [[(1, 9), (1, 2, 9)], [(1, 2, 3, 9)]]
    """
    taken: set[int] = set()
    apart: list[Way] = []
    rest: list[Way] = []
    for way in ways:
        if taken.isdisjoint(way.between):
            apart.append(way)
            taken.update(way.between)
        else:
            rest.append(way)
    return apart, rest
