"""A depth-first walk through a graph, of networkx or of plain rows: what cuts and circles are told from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

Walk = tuple[list[int], list[int], list[int], list[int]]


def walk_from(graph: nx.Graph | Mapping[int, Collection[int]], root: int) -> Walk:
    """A depth-first walk through all that is reached from a node: the nodes as they are met and, by their place in that
    order, the place of the node before each, the lowest place that an edge from what lies below it leads back to, and
    how many lie below it, itself included.
    """
    order, place = [root], {root: 0}
    above, low, size = [0], [0], [1]
    rest = [(0, iter(graph[root]))]
    while rest:
        node, neighbours = rest[-1]
        before = order[above[node]] if node else None
        for other in neighbours:
            if other not in place:
                place[other] = len(order)
                low.append(len(order))
                above.append(node)
                size.append(1)
                rest.append((len(order), iter(graph[other])))
                order.append(other)
                break
            if other != before:
                low[node] = min(low[node], place[other])
        else:
            rest.pop()
            if rest:
                parent = rest[-1][0]
                low[parent] = min(low[parent], low[node])
                size[parent] += size[node]
    return order, above, low, size
