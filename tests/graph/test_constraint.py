"""Burt's constraint by hand and against networkx."""

from __future__ import annotations

import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.graph.constraint import constraint, strengths
from tests.analyses.test_partners_network import graph, random_graphs


def burt(g: nx.Graph, actor: str, new: dict[str, float] | None = None) -> float | None:
    return constraint(g, actor, strengths(g), new)


def test_constraint_by_hand() -> None:
    assert burt(graph(["ab", "ac", "ad"]), "a") == pytest.approx(1 / 3)
    # b and c know each other: (1/2 + 1/2 x 1/2)^2 for each.
    assert burt(graph(["ab", "ac", "bc"]), "a") == pytest.approx(2 * 0.75**2)
    assert burt(graph([], alone="a"), "a") is None


@given(random_graphs)
def test_constraint_is_that_of_networkx(edges: dict[str, float]) -> None:
    g = graph(edges, alone="abcdefg")
    oracle = nx.constraint(g, weight="strength")
    for node in g:
        ours = burt(g, node)
        assert math.isnan(oracle[node]) if ours is None else ours == pytest.approx(oracle[node])


@given(random_graphs, st.sampled_from([0.25, 1.0]))
def test_constraint_with_a_tie_that_is_not_there_yet(edges: dict[str, float], strength: float) -> None:
    g = graph(edges, alone="abcdefg")
    if g.has_edge("a", "b"):
        g.remove_edge("a", "b")
    with_it = g.copy()
    with_it.add_edge("a", "b", strength=strength)
    assert burt(g, "a", {"b": strength}) == pytest.approx(nx.constraint(with_it, ["a"], weight="strength")["a"])
