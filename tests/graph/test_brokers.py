"""Brokers against networkx and against counting by hand."""

from __future__ import annotations

import itertools
import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.graph import brokers
from ngomap.graph.brokers import effective_size, pairs_joined, sample_size
from ngomap.graph.constraint import constraint, strengths


@st.composite
def graphs(draw: st.DrawFn) -> nx.Graph:
    n = draw(st.integers(0, 9))
    pairs = list(itertools.combinations(range(n), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    for a, b in chosen:
        graph.add_edge(a, b, strength=draw(st.sampled_from([0.25, 0.5, 1.0])))
    return graph


@given(graphs())
def test_pairs_are_those_whose_shortest_ways_lead_by_an_actor(graph: nx.Graph) -> None:
    expected = dict.fromkeys(graph, 0.0)
    for a, b in itertools.combinations(graph, 2):
        if nx.has_path(graph, a, b):
            ways = list(nx.all_shortest_paths(graph, a, b))
            for way in ways:
                for between in way[1:-1]:
                    expected[between] += 1 / len(ways)
    assert pairs_joined(graph) == pytest.approx(expected)


@given(graphs())
def test_effective_size_and_constraint_are_those_of_networkx(graph: nx.Graph) -> None:
    totals = strengths(graph)
    for n in graph:
        if graph.degree[n]:
            assert effective_size(graph, n) == pytest.approx(nx.effective_size(graph, [n])[n])
            expected = nx.constraint(graph, [n], weight="strength")[n]
            assert constraint(graph, n, totals) == pytest.approx(expected)
        else:
            assert effective_size(graph, n) == 0.0
            assert constraint(graph, n, totals) is None
            assert math.isnan(nx.constraint(graph, [n])[n])


def test_of_many_a_sample_is_drawn_always_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.barabasi_albert_graph(150, 3, seed=4)
    exact = pairs_joined(graph)
    monkeypatch.setattr(brokers, "EXACT_UP_TO", 90)
    assert sample_size(150) == 54
    estimate = pairs_joined(graph)
    assert estimate == pairs_joined(graph) != exact
    best = max(exact, key=lambda n: exact[n])
    assert max(estimate, key=lambda n: estimate[n]) == best
    assert estimate[best] == pytest.approx(exact[best], rel=0.3)
