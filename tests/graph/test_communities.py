"""Communities of graphs small enough to draw, whatever the ids and the order of rows."""

from __future__ import annotations

import itertools
import random

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from ngomap.graph.alliance import alliance_graph
from ngomap.graph.communities import communities, lone_links
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import Tie


def graph_of(names: str, *pairs: str) -> nx.Graph:
    actors = [ActorRef(ord(n) - 96, n, n.upper(), "ngo") for n in names]
    ties = [Tie(i, "works-with", ord(a) - 96, ord(b) - 96, "active", rung=5) for i, (a, b) in enumerate(pairs, 1)]
    return alliance_graph(actors, ties, "2026-01-01")


def named(graph: nx.Graph) -> list[str]:
    return ["".join(graph.nodes[n]["handle"] for n in part) for part in communities(graph)]


def test_none_where_there_are_no_ties() -> None:
    assert communities(nx.Graph()) == []
    assert named(graph_of("abc")) == []


def test_two_circles_joined_by_one_tie_equally_strong_come_by_handle() -> None:
    assert named(graph_of("abcdef", "ab", "bc", "ca", "de", "ef", "fd", "cd")) == ["abc", "def"]


def test_the_best_connected_member_comes_first() -> None:
    assert named(graph_of("abcd", "db", "dc", "da")) == ["dabc"]


def test_components_share_no_community_and_isolated_actors_have_none() -> None:
    assert named(graph_of("abcdz", "ab", "cd")) == ["ab", "cd"]


EDGES = st.lists(st.sampled_from([a + b for a, b in itertools.combinations("abcdefghij", 2)]), unique=True)


@given(EDGES, st.integers(0, 5))
def test_neither_ids_nor_the_order_of_rows_decide(pairs: list[str], seed: int) -> None:
    shuffled = random.Random(seed)
    ids = shuffled.sample(range(1, 5000), 10)
    actors = [ActorRef(i, n, n.upper(), "ngo") for i, n in zip(ids, "abcdefghij", strict=True)]
    by_name = {a.handle: a.id for a in actors}
    rows = [Tie(n, "works-with", by_name[a], by_name[b], "active", rung=5) for n, (a, b) in enumerate(pairs, 1)]
    shuffled.shuffle(actors)
    shuffled.shuffle(rows)
    assert named(alliance_graph(actors, rows, "2026-01-01")) == named(graph_of("abcdefghij", *pairs))


@given(EDGES)
def test_everybody_with_ties_is_in_exactly_one(pairs: list[str]) -> None:
    graph = graph_of("abcdefghij", *pairs)
    members = [n for part in communities(graph) for n in part]
    assert sorted(members) == sorted(n for n in graph if graph.degree[n])


def test_they_are_as_good_as_those_of_networkx() -> None:
    graph = nx.karate_club_graph()
    nx.set_edge_attributes(graph, 1.0, "strength")
    nx.set_node_attributes(graph, {n: f"{n:02}" for n in graph}, "handle")
    theirs = max(
        nx.community.modularity(graph, nx.community.louvain_communities(graph, weight="strength", seed=seed), weight="strength")
        for seed in (1, 2, 3, 4, 5)
    )
    assert nx.community.modularity(graph, communities(graph), weight="strength") >= theirs - 0.01


@given(EDGES)
def test_they_are_better_than_no_division(pairs: list[str]) -> None:
    graph = graph_of("abcdefghij", *pairs)
    graph.remove_nodes_from([n for n in graph if not graph.degree[n]])
    if pairs:
        ours = nx.community.modularity(graph, communities(graph), weight="strength")
        assert ours >= max(0.0, nx.community.modularity(graph, list(nx.connected_components(graph)))) - 1e-9


@given(EDGES)
def test_an_isolated_actor_changes_no_community(pairs: list[str]) -> None:
    assert named(graph_of("abcdefghijz", *pairs)) == named(graph_of("abcdefghij", *pairs))


@given(EDGES)
def test_lone_links_are_those_without_whom_two_communities_are_not_tied(pairs: list[str]) -> None:
    graph = graph_of("abcdefghij", *pairs)
    parts = communities(graph)
    expected: dict[int, set[tuple[int, int]]] = {}
    for one, other in itertools.permutations(range(len(parts)), 2):
        if nx.edge_boundary(graph, parts[one], parts[other]) and list(nx.edge_boundary(graph, parts[one], parts[other])):
            for n in parts[one]:
                if not list(nx.edge_boundary(graph, set(parts[one]) - {n}, parts[other])):
                    expected.setdefault(n, set()).add((one, other))
    assert {n: set(ways) for n, ways in lone_links(graph, parts).items()} == expected
