"""By how many ways that have nobody in common one actor reaches others, and whose loss would cut it off."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

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


Place = tuple[int, bool]
"""An actor as one arrives there (False) and as one leaves (True): only one way may pass from one to the other."""


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
        self.seen: dict[Place, Place] = {}

    def augment(self) -> bool:
        """One way more, if there is one; else `seen` is all that can still be reached."""
        start: Place = (self.source, True)
        seen = self.seen = {start: start}
        line = deque([start])
        while line:
            place = line.popleft()
            node, leaving = place
            if not leaving:
                # Where a way passes already, it can only be taken back to where it came from.
                onward: Place = (self.back[node], True) if node in self.back else (node, True)
                if onward not in seen:
                    seen[onward] = place
                    line.append(onward)
                continue
            if self._ends_at(node):
                end: Place = (self.target, False)
                seen[end] = place
                self._take(end)
                return True
            others = [(other, False) for other in self.neighbours.get(node, ()) if other not in self.closed]
            if node in self.back:
                others.append((node, False))
            for other_place in others:
                if other_place not in seen:
                    seen[other_place] = place
                    line.append(other_place)
        return False

    def _ends_at(self, node: int) -> bool:
        """Whether one step from here, which is not taken yet, is the last."""
        return node in self.last and (node, self.target) not in self.steps

    def _take(self, place: Place) -> None:
        while self.seen[place] != place:
            earlier = self.seen[place]
            if earlier[0] != place[0]:
                if earlier[1]:
                    self.steps.add((earlier[0], place[0]))
                else:
                    self.steps.discard((place[0], earlier[0]))
            place = earlier
        self.onward = {a: b for a, b in self.steps if a != self.source}
        self.back = {b: a for a, b in self.steps if b != self.target}

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
        arrived = (node for node, leaving in self.seen if not leaving and node != self.target)
        return tuple(sorted(node for node in arrived if (node, True) not in self.seen))
