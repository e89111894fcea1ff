"""What ties say of a possible partner, worked out by hand and against networkx."""

from __future__ import annotations

import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.analyses.partners_network import (
    adamic_adar,
    common_contacts,
    expected_closeness,
    horizon,
    openness,
    rough_closeness,
    share_of_ties,
)
from ngomap.graph.constraint import strengths


def opens(g: nx.Graph, actor: str, candidate: str, known: set[str]) -> float:
    """The openness with a tie of strength 1."""
    return openness(g, actor, candidate, known, 1.0, strengths(g))


def graph(edges: dict[str, float] | list[str], alone: str = "") -> nx.Graph:
    """A graph of one-letter actors from edges such as `ab`."""
    weights = edges if isinstance(edges, dict) else dict.fromkeys(edges, 1.0)
    made = nx.Graph()
    made.add_nodes_from((n, {"handle": n}) for n in sorted(set("".join(weights)) | set(alone)))
    made.add_edges_from((*edge, {"strength": s}) for edge, s in weights.items())
    return made


def test_adamic_adar_by_hand() -> None:
    g = graph(["az", "bz", "ay", "by", "yc"])
    assert common_contacts(g, "a", "b") == ["y", "z"]
    assert adamic_adar(g, "a", "b") == pytest.approx(1 / math.log(2) + 1 / math.log(3))
    assert adamic_adar(g, "a", "c") == pytest.approx(1 / math.log(3))
    assert adamic_adar(g, "z", "c") == 0


def test_a_weak_tie_counts_less() -> None:
    g = graph({"az": 0.5, "bz": 0.4})
    assert adamic_adar(g, "a", "b") == pytest.approx(0.2 / math.log(2))


def test_what_many_ties_bring_by_themselves() -> None:
    # m = 5. z has two ties, y three; b has two.
    g = graph(["az", "bz", "ay", "by", "yc"])
    by_chance = (1 * 2 / 10) / math.log(2) + (2 * 2 / 10) / math.log(3)
    assert expected_closeness(g, "a", "b", 5) == pytest.approx(by_chance)
    assert expected_closeness(graph(["az"], alone="b"), "a", "b", 1) == 0


def test_the_best_connected_is_not_the_closest() -> None:
    # h is tied to nearly everyone, v only to our two contacts: both share the same two.
    g = graph(["ay", "az", "vy", "vz", "hy", "hz", *(f"h{x}" for x in "123456")])
    assert adamic_adar(g, "a", "v") == adamic_adar(g, "a", "h")
    beyond = {c: adamic_adar(g, "a", c) - expected_closeness(g, "a", c, 12) for c in "vh"}
    assert beyond["v"] > 2 * max(beyond["h"], 0)


def test_an_isolated_actor_changes_no_expectation() -> None:
    edges = ["az", "bz", "ay", "by", "yc"]
    alone = graph(edges, alone="q")
    assert alone.number_of_edges() == 5
    assert expected_closeness(graph(edges), "a", "b", 5) == expected_closeness(alone, "a", "b", 5)


def test_horizon_and_shares() -> None:
    g = graph({"ab": 1.0, "bc": 0.5, "cd": 1.0, "ce": 0.5})
    assert horizon(g, "a") == {"a", "b", "c"}
    assert share_of_ties(g, "c", {"b"}, strengths(g)) == 0.25
    assert share_of_ties(g, "c", set("de"), strengths(g)) == 0.75
    alone = graph([], alone="a")
    assert share_of_ties(alone, "a", {"b"}, strengths(alone)) == 0


random_graphs = st.dictionaries(
    st.sampled_from([a + b for i, a in enumerate("abcdefg") for b in "abcdefg"[i + 1 :]]),
    st.sampled_from([0.1, 0.4, 0.75, 1.0]),
    min_size=1,
)


@given(random_graphs)
def test_adamic_adar_is_that_of_networkx_when_all_ties_are_whole(edges: dict[str, float]) -> None:
    g = graph(list(edges), alone="abcdefg")
    for a, b, oracle in nx.adamic_adar_index(g, [("a", "b"), ("c", "f")]):
        assert adamic_adar(g, a, b) == pytest.approx(oracle)


@given(random_graphs)
def test_closeness_found_in_one_walk_is_that_of_pair_by_pair(edges: dict[str, float]) -> None:
    g = graph(edges, alone="abcdefg")
    ties = g.number_of_edges()
    met = {n for z in g["a"] for n in g[z]} - {"a", *g["a"]}
    exact = {n: adamic_adar(g, "a", n) - expected_closeness(g, "a", n, ties) for n in met}
    assert rough_closeness(g, "a", met, ties, strengths(g)) == pytest.approx(exact, abs=1e-12)


def test_a_bridge_to_three_circles_beats_the_best_connected_in_one() -> None:
    # k is in a circle of eight that all know each other; b has three ties to three circles.
    circle = "k1234567"
    edges = [x + y for i, x in enumerate(circle) for y in circle[i + 1 :]] + ["bp", "pq", "br", "rs", "bt", "tu"]
    g = graph(edges, alone="a")
    assert g.degree["k"] > 2 * g.degree["b"]
    assert opens(g, "a", "b", {"a"}) > opens(g, "a", "k", {"a"})


def test_what_we_know_already_opens_nothing() -> None:
    g = graph(["ab", "bc", "cd", "ce"])
    assert opens(g, "a", "d", horizon(g, "a")) == 0
    # c: two of three ties lead beyond; with ours it has four equal ones to strangers, so its constraint is 1/4,
    # and a bit more because b is tied to a: (1/4 + 1/4 x 1/2)^2 for each of the two.
    spread = 2 * (1 / 4) ** 2 + (1 / 4 + 1 / 4 * 1 / 2) ** 2 + (1 / 4 + 1 / 4 * 1 / 2) ** 2
    assert opens(g, "a", "c", horizon(g, "a")) == pytest.approx(2 / 3 * (1 - spread))
