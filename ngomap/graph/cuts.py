"""Whom the loss of one actor, or of one tie, would cut off from the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from ngomap.graph.walk import Walk, walk_from

if TYPE_CHECKING:
    from ngomap.graph.sparse import SparseGraph


@dataclass(frozen=True, slots=True)
class Cuts:
    """Who is cut off when an actor goes (`actors`), and when two actors part (`ties`, both ends as they are walked)."""

    actors: dict[int, list[int]]
    ties: dict[tuple[int, int], list[int]]


def find_cuts(graph: nx.Graph | SparseGraph) -> Cuts:
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
    walks = _walks(graph) if isinstance(graph, nx.Graph) else graph.walk()
    for order, above, low, size in walks:
        _Part(order, above, low, size).report(found)
    return found


def _walks(graph: nx.Graph) -> Iterator[Walk]:
    """A depth-first walk through each component."""
    seen: set[int] = set()
    for root in graph:
        if root not in seen:
            found = walk_from(graph, root)
            seen.update(found[0])
            yield found


@dataclass(slots=True)
class _Part:
    """A component as it was walked. What lies below a node is a run in `order`: from its place on, as many as its `size`."""

    order: list[int]
    above: list[int]
    low: list[int]
    size: list[int]

    def report(self, found: Cuts) -> None:
        """Add what this component has to the cuts."""
        branches: dict[int, list[int]] = {}
        for node in range(1, len(self.order)):
            parent = self.above[node]
            if self.low[node] >= parent:
                branches.setdefault(parent, []).append(node)
            if self.low[node] > parent:
                small = 2 * self.size[node] <= len(self.order)
                lost = self._below(node) if small else self._without([node])
                found.ties[self.order[parent], self.order[node]] = lost
        for node, heads in branches.items():
            sizes = [self.size[head] for head in heads]
            if rest := len(self.order) - 1 - sum(sizes):
                sizes.append(rest)
            if len(sizes) > 1:
                largest = max(range(len(sizes)), key=lambda i: (sizes[i], i))
                lost = [n for i, head in enumerate(heads) if i != largest for n in self._below(head)]
                if rest and largest < len(heads):
                    gone = self.order[node]
                    lost += [n for n in self._without(heads) if n != gone]
                found.actors[self.order[node]] = lost

    def _below(self, node: int) -> list[int]:
        return self.order[node : node + self.size[node]]

    def _without(self, heads: list[int]) -> list[int]:
        """All but what lies below these, each further on than the one before."""
        left: list[int] = []
        begin = 0
        for head in heads:
            left += self.order[begin:head]
            begin = head + self.size[head]
        return left + self.order[begin:]
