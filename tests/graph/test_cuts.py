"""Cuts, against networkx and against taking nodes and edges away one by one."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from ngomap.graph.cuts import find_cuts

GRAPHS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda e: e[0] != e[1]), max_size=24)


def graph_of(edges: list[tuple[int, int]]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(12))
    graph.add_edges_from(edges)
    return graph


def test_a_star_hangs_on_its_middle() -> None:
    cuts = find_cuts(nx.star_graph(3))
    assert set(cuts.actors) == {0}
    assert len(cuts.actors[0]) == 2
    assert sorted(cuts.ties.values()) == [[1], [2], [3]]


def test_two_triangles_with_one_node_in_common() -> None:
    cuts = find_cuts(nx.Graph([(1, 2), (2, 3), (3, 1), (3, 4), (4, 5), (5, 3)]))
    assert set(cuts.actors) == {3}
    assert set(cuts.actors[3]) in ({1, 2}, {4, 5})
    assert cuts.ties == {}


def test_nothing_to_cut() -> None:
    for graph in (nx.Graph(), nx.empty_graph(3), nx.cycle_graph(5)):
        assert find_cuts(graph).actors == {}
        assert find_cuts(graph).ties == {}


def test_a_long_path_does_not_exhaust_the_stack() -> None:
    cuts = find_cuts(nx.path_graph(3000))
    assert len(cuts.actors) == 2998
    assert len(cuts.actors[1]) == 1


@given(GRAPHS)
def test_cut_points_and_bridges_are_those_of_networkx(edges: list[tuple[int, int]]) -> None:
    graph = graph_of(edges)
    cuts = find_cuts(graph)
    assert set(cuts.actors) == set(nx.articulation_points(graph))
    assert {frozenset(e) for e in cuts.ties} == {frozenset(e) for e in nx.bridges(graph)}


@given(GRAPHS)
def test_who_is_cut_off_is_all_but_the_largest_part(edges: list[tuple[int, int]]) -> None:
    graph = graph_of(edges)
    cuts = find_cuts(graph)
    for node, lost in cuts.actors.items():
        component = nx.node_connected_component(graph, node)
        parts = [set(c) for c in nx.connected_components(graph.subgraph(component - {node}))]
        kept = component - {node} - set(lost)
        assert kept in parts
        assert len(kept) == max(map(len, parts))
        assert len(lost) == len(set(lost)) == len(component) - 1 - len(kept)
    for (a, b), lost in cuts.ties.items():
        component = nx.node_connected_component(graph, a)
        without = nx.Graph(graph.subgraph(component))
        without.remove_edge(a, b)
        parts = [set(c) for c in nx.connected_components(without)]
        assert set(lost) in parts
        assert len(lost) == min(map(len, parts))
