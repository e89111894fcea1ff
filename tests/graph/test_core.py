"""The core of small graphs."""

from __future__ import annotations

import networkx as nx

from ngomap.graph.core import core


def test_no_ties_no_core() -> None:
    assert core(nx.Graph()) == (0, [])
    assert core(nx.empty_graph(3)) == (0, [])


def test_the_innermost_group_in_which_all_have_most_ties() -> None:
    graph = nx.complete_graph(4)
    nx.add_cycle(graph, [4, 5, 6])
    graph.add_edges_from([(3, 4), (6, 7)])
    assert core(graph) == (3, [0, 1, 2, 3])
