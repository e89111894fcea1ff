"""The core of a network: those who are tied most closely among themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from ngomap.graph.sparse import SparseGraph


def core(graph: nx.Graph | SparseGraph) -> tuple[int, list[int]]:
    """The innermost k-core: the largest k for which there is a group in which everybody is tied to at least k others of
    the group, and all who are in such a group, in the order of the graph. A graph without ties has none: (0, []).

    >>> core(nx.Graph([(1, 2), (2, 3), (1, 3), (3, 4)]))
    (2, [1, 2, 3])

    Seidman, S. (1983). Network structure and minimum degree. Social Networks 5.
    """
    if not isinstance(graph, nx.Graph):
        return graph.core()
    depth: dict[int, int] = nx.core_number(graph)
    most = max(depth.values(), default=0)
    return most, [n for n in graph if depth[n] == most] if most else []
