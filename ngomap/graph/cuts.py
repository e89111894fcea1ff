"""Whom the loss of one actor, or of one tie, would cut off from the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx


@dataclass(frozen=True, slots=True)
class Cuts:
    """Who is cut off when an actor goes (`actors`), and when two actors part (`ties`, both ends as they are walked)."""

    actors: dict[int, list[int]]
    ties: dict[tuple[int, int], list[int]]


def find_cuts(graph: nx.Graph) -> Cuts:
    """The articulation points and bridges of a graph, each with the nodes that would lose their paths to the largest
    remaining part (of equal parts, to the one that a walk through the graph meets last).

    One walk through the graph, in time proportional to its size, and the lists it returns. Nothing on an empty graph;
    isolated nodes and separate components neither cut nor are cut.

    Reference: Hopcroft and Tarjan (1973), Algorithm 447: efficient algorithms for graph manipulation.

    >>> path = nx.path_graph([1, 2, 3, 4])
    >>> find_cuts(path).actors, find_cuts(path).ties
    ({2: [1], 3: [4]}, {(1, 2): [1], (2, 3): [3, 4], (3, 4): [4]})
    """
    found = Cuts({}, {})
    seen: set[int] = set()
    for root in graph:
        if root not in seen:
            walk = _Walk(graph, root)
            seen.update(walk.order)
            walk.report(found)
    return found


class _Walk:
    """A depth-first walk through one component. What lies below a node is a run in `order`: from its place on, as many
    as its `size`.
    """

    def __init__(self, graph: nx.Graph, root: int) -> None:
        self.order: list[int] = [root]
        self.place: dict[int, int] = {root: 0}
        self.above: dict[int, int] = {}
        self.low: dict[int, int] = {root: 0}
        self.size: dict[int, int] = {root: 1}
        rest = [(root, iter(graph[root]))]
        while rest:
            node, neighbours = rest[-1]
            for other in neighbours:
                if other not in self.place:
                    self.place[other] = self.low[other] = len(self.order)
                    self.order.append(other)
                    self.above[other], self.size[other] = node, 1
                    rest.append((other, iter(graph[other])))
                    break
                if other != self.above.get(node):
                    self.low[node] = min(self.low[node], self.place[other])
            else:
                rest.pop()
                if rest:
                    parent = rest[-1][0]
                    self.low[parent] = min(self.low[parent], self.low[node])
                    self.size[parent] += self.size[node]

    def report(self, found: Cuts) -> None:
        """Add what this component has to the cuts."""
        branches: dict[int, list[int]] = {}
        for node in self.order[1:]:
            parent = self.above[node]
            if self.low[node] >= self.place[parent]:
                branches.setdefault(parent, []).append(node)
            if self.low[node] > self.place[parent]:
                below = self._below(node)
                found.ties[parent, node] = below if 2 * len(below) <= len(self.order) else self._without(below)
        for node, heads in branches.items():
            parts = [self._below(head) for head in heads]
            rest = self._without([node, *(member for part in parts for member in part)])
            parts += [rest] if rest else []
            if len(parts) > 1:
                largest = max(range(len(parts)), key=lambda i: (len(parts[i]), i))
                found.actors[node] = [m for i, part in enumerate(parts) if i != largest for m in part]

    def _below(self, node: int) -> list[int]:
        first = self.place[node]
        return self.order[first : first + self.size[node]]

    def _without(self, gone: Iterable[int]) -> list[int]:
        out = set(gone)
        return [node for node in self.order if node not in out]
