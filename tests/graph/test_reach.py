"""The strongest paths, against every simple path tried out."""

from __future__ import annotations

from itertools import combinations, pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.graph.reach import MAX_STEPS, Path, strongest_paths

STRENGTHS = (0.1, 0.25, 0.3, 0.5, 0.55, 0.75, 1.0)


def graph_of(edges: dict[tuple[int, int], float], nodes: int = 0) -> nx.Graph:
    graph = nx.Graph()
    for node in range(nodes):
        graph.add_node(node, handle=f"h{node}")
    for (a, b), strength in edges.items():
        graph.add_node(a, handle=f"h{a}")
        graph.add_node(b, handle=f"h{b}")
        graph.add_edge(a, b, strength=strength)
    return graph


@st.composite
def graphs(draw: st.DrawFn) -> nx.Graph:
    nodes = draw(st.integers(1, 7))
    pairs = list(combinations(range(nodes), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return graph_of({pair: draw(st.sampled_from(STRENGTHS)) for pair in chosen}, nodes)


def product(graph: nx.Graph, nodes: tuple[int, ...]) -> float:
    strength = 1.0
    for a, b in pairwise(nodes):
        strength *= graph.edges[a, b]["strength"]
    return strength


@given(graphs(), st.integers(1, 4), st.sets(st.integers(0, 6), max_size=3))
def test_is_the_best_of_all_simple_paths(graph: nx.Graph, steps: int, avoid: set[int]) -> None:
    found = strongest_paths(graph, 0, steps, avoid)
    expected: dict[int, float] = {}
    for target in set(graph) - {0}:
        ways = [
            product(graph, tuple(way))
            for way in nx.all_simple_paths(graph, 0, target, cutoff=steps)
            if not avoid.intersection(way[1:-1])
        ]
        if ways:
            expected[target] = max(ways)
    assert {target: path.strength for target, path in found.items()} == expected
    for targets in ({1, 2}, {3}) if steps <= MAX_STEPS else ():
        some = strongest_paths(graph, 0, steps, avoid, to=targets & set(graph))
        assert {t: some.get(t) for t in targets} == {t: found.get(t) for t in targets}
    for target, path in found.items():
        assert path.nodes[0] == 0
        assert path.nodes[-1] == target
        assert len(set(path.nodes)) == len(path.nodes) <= steps + 1
        assert product(graph, path.nodes) == path.strength


def test_three_steps_and_no_more() -> None:
    line = graph_of({(i, i + 1): 1.0 for i in range(5)})
    assert sorted(strongest_paths(line, 0)) == [1, 2, 3]
    assert MAX_STEPS == 3


def test_equally_strong_the_shorter_then_the_first_handle() -> None:
    graph = graph_of({(0, 1): 0.5, (1, 4): 0.5, (0, 2): 0.5, (2, 4): 0.5, (0, 3): 1.0, (3, 2): 0.5, (0, 4): 0.25})
    assert strongest_paths(graph, 0)[4] == Path((0, 4), 0.25)
    graph.remove_edge(0, 4)
    assert strongest_paths(graph, 0)[4] == Path((0, 1, 4), 0.25)
    graph.nodes[1]["handle"] = "z"
    assert strongest_paths(graph, 0)[4] == Path((0, 2, 4), 0.25)


def test_a_longer_way_may_be_the_stronger_one() -> None:
    graph = graph_of({(0, 1): 0.1, (0, 2): 1.0, (2, 3): 1.0, (3, 1): 0.5})
    assert strongest_paths(graph, 0)[1] == Path((0, 2, 3, 1), 0.5)
    assert strongest_paths(graph, 0, steps=2)[1] == Path((0, 1), 0.1)


def test_who_is_avoided_is_reached_but_not_crossed() -> None:
    graph = graph_of({(0, 1): 1.0, (1, 2): 1.0})
    assert sorted(strongest_paths(graph, 0, avoid={1})) == [1]


@pytest.mark.parametrize("source", [5, 99])
def test_a_source_without_ties_or_not_there_reaches_nobody(source: int) -> None:
    assert strongest_paths(graph_of({(0, 1): 1.0}, nodes=6), source) == {}
