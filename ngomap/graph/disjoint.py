"""By how many ways that have nobody in common one actor reaches others, and whose loss would cut it off."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ngomap.graph.walk import walk_from

Neighbours = Mapping[int, Collection[int]]

SINK: Final = -1
"""Stands behind several ends; no row has this id."""


@dataclass(frozen=True, slots=True)
class Separation:
    """Ways from a source to its end (or ends) that share nobody in between, as many as there can be; and the smallest
    set of actors without whom no way is left, the one nearest to the source if there are several.

    Where the source and its one end are tied themselves, no loss of others cuts them off: `direct` says so, and the cut
    is what would cut off all other ways.
    """

    paths: tuple[tuple[int, ...], ...]
    cut: tuple[int, ...]
    direct: bool


def separate_paths(neighbours: Neighbours, source: int, ends: Collection[int]) -> Separation:
    """Disjoint paths and the minimum cut between the source and its end, or any of its ends.

    One end is where the ways lead and cannot be lost itself; of several each can be lost like anybody else, and they
    are reached as one (a sink behind them). By Menger's theorem the ways are as many as the actors in the cut, and one
    more for a direct tie. Augmenting paths of unit flow through actors, each found by one walk in breadth; a source
    without ties, an unknown one and ends in other components give no way and no cut. Isolated actors change nothing.

    References: Menger, K. (1927). Zur allgemeinen Kurventheorie. Fundamenta Mathematicae 10. Ford, L. and Fulkerson, D.
    (1956). Maximal flow through a network. Canadian Journal of Mathematics 8.

    >>> square = {1: [2, 3], 2: [1, 4], 3: [1, 4], 4: [2, 3, 5], 5: [4]}
    >>> separate_paths(square, 1, [4])
    Separation(paths=((1, 2, 4), (1, 3, 4)), cut=(2, 3), direct=False)
    >>> separate_paths(square, 1, [5]).cut, separate_paths(square, 1, [2, 5]).cut
    ((4,), (2, 3))
    """
    flow = _Flow(neighbours, source, [end for end in ends if end != source])
    while flow.augment():
        pass
    paths = flow.paths()
    return Separation(paths, flow.cut(), any(len(path) == 2 for path in paths) and len(flow.ends) == 1)


def ways_apart(neighbours: Neighbours, source: int, end: int) -> tuple[tuple[int, ...], ...]:
    """The ways of `separate_paths` to one end, without the cut: where every contact of either is on a way there can be no
    more, and the walk through the whole graph that would find the cut is spared.

    >>> ways_apart({1: [2, 3], 2: [1, 4], 3: [1, 4], 4: [2, 3]}, 1, 4)
    ((1, 2, 4), (1, 3, 4))
    """
    flow = _Flow(neighbours, source, [end] if end != source else [])
    most = min(len(neighbours.get(one, ())) for one in (source, end))
    while most and flow.augment():
        most -= 1
    return flow.paths()


def reached_twice(neighbours: Neighbours, source: int) -> set[int]:
    """To whom two or more ways lead from the source that share nobody in between, a tie to them being one: those in a
    circle of three or more with it. One walk through all that it reaches.

    >>> sorted(reached_twice({1: [2, 3], 2: [1, 3, 4], 3: [1, 2], 4: [2, 5], 5: [4]}, 1))
    [2, 3]

    Hopcroft and Tarjan (1973), see `ngomap.graph.cuts` (the blocks of a graph).
    """
    if source not in neighbours:
        return set()
    order, above, low, _ = walk_from(neighbours, source)
    # The first of the source's circle through which each was met; 0 for those beyond it.
    home = [0] * len(order)
    circles: dict[int, list[int]] = {}
    for node in range(1, len(order)):
        parent = above[node]
        home[node] = node if not parent else home[parent] if low[node] < parent else 0
        if home[node]:
            circles.setdefault(home[node], []).append(order[node])
    return {one for circle in circles.values() if len(circle) > 1 for one in circle}


def single_points(neighbours: Neighbours, source: int, end: int) -> list[int]:
    """Everybody without whom no way leads from the source to the end, from the nearest to the source on.

    >>> single_points({1: [2], 2: [1, 3], 3: [2, 4], 4: [3]}, 1, 4)
    [2, 3]
    """
    way = _any_way(neighbours, source, end, None)
    return [one for one in way[1:-1] if not _any_way(neighbours, source, end, one)]


def _any_way(neighbours: Neighbours, source: int, end: int, without: int | None) -> list[int]:
    before: dict[int, int] = {source: source}
    line = deque([source])
    while line:
        node = line.popleft()
        if node == end:
            way = [end]
            while way[-1] != source:
                way.append(before[way[-1]])
            return way[::-1]
        for other in neighbours.get(node, ()):
            if other not in before and other != without:
                before[other] = node
                line.append(other)
    return []


class _Flow:
    """Ways found so far, as the step that each actor on one takes and the one it came by."""

    def __init__(self, neighbours: Neighbours, source: int, ends: Iterable[int]) -> None:
        self.neighbours = neighbours
        self.source = source
        self.ends = frozenset(ends)
        self.target = next(iter(self.ends)) if len(self.ends) == 1 else SINK
        self.last = self.ends if self.target == SINK else frozenset(neighbours.get(self.target, ()))
        self.closed = frozenset((source, self.target))
        self.steps: set[tuple[int, int]] = set()
        self.onward: dict[int, int] = {}
        self.back: dict[int, int] = {}
        # To arrive at an actor and to leave it are two things: only one way may pass from one to the other.
        self.arrived: dict[int, int] = {}
        self.left: dict[int, int] = {}

    def augment(self) -> bool:
        """One way more, if there is one; else `arrived` and `left` are all that can still be reached."""
        # By whom each was arrived at, and at whom one had arrived before leaving each.
        arrived, left = self.arrived, self.left = {}, {self.source: self.source}
        neighbours, back, closed = self.neighbours, self.back, self.closed
        if self._ends_at(self.source):
            return self._take(self.source)
        line = deque([self.source])
        while line:
            node = line.popleft()
            others: Iterable[int] = neighbours.get(node, ())
            for other in (*others, node) if node in back else others:
                if other in arrived or other in closed:
                    continue
                arrived[other] = node
                # Where a way passes already, it can only be taken back to where it came from.
                onward = back.get(other, other)
                if onward not in left:
                    left[onward] = other
                    if self._ends_at(onward):
                        return self._take(onward)
                    line.append(onward)
        return False

    def _ends_at(self, node: int) -> bool:
        """Whether one step from here, which is not taken yet, is the last."""
        return node in self.last and (node, self.target) not in self.steps

    def _take(self, node: int) -> bool:
        following = self.target
        while True:
            if node != following:
                self.steps.add((node, following))
            if node == self.source:
                break
            following = self.left[node]
            if following != node:
                self.steps.discard((node, following))
            node = self.arrived[following]
        self.onward = {a: b for a, b in self.steps if a != self.source}
        self.back = {b: a for a, b in self.steps if b != self.target}
        return True

    def paths(self) -> tuple[tuple[int, ...], ...]:
        """The ways, in the order of the source's neighbours."""
        found = []
        for first in self.neighbours.get(self.source, ()):
            if (self.source, first) in self.steps:
                path = [self.source, first]
                while path[-1] in self.onward and path[-1] != self.target:
                    path.append(self.onward[path[-1]])
                found.append(tuple(n for n in path if n != SINK))
        return tuple(found)

    def cut(self) -> tuple[int, ...]:
        """Who is arrived at but cannot be left: the smallest cut nearest to the source."""
        return tuple(sorted(node for node in self.arrived if node not in self.left))
