"""Disjoint ways and the smallest cut, beside brute force over all sets of actors and beside networkx."""

from __future__ import annotations

import random
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.graph.disjoint import reached_twice, separate_paths, single_points, ways_apart

SEEDS = st.integers(0, 10**9)


def random_graph(chance: random.Random) -> nx.Graph:
    n = chance.randint(2, 9)
    graph = nx.gnp_random_graph(n, chance.choice([0.15, 0.3, 0.5, 0.8]), seed=chance.randint(0, 10**9))
    order = list(graph)
    chance.shuffle(order)
    return nx.relabel_nodes(graph, dict(zip(graph, order, strict=True)))


def neighbours(graph: nx.Graph) -> dict[int, list[int]]:
    return {node: list(graph[node]) for node in graph}


def smallest_cuts(graph: nx.Graph, source: int, ends: set[int], fixed: set[int]) -> list[set[int]]:
    """Every set of the fewest actors without whom none of the ends is reached: all sets are tried, the small ones first."""
    others = [n for n in graph if n != source and n not in fixed]
    for size in range(len(others) + 1):
        found = []
        for gone in combinations(others, size):
            left = graph.subgraph(set(graph) - set(gone))
            if not nx.node_connected_component(left, source) & (ends - set(gone)):
                found.append(set(gone))
        if found:
            return found
    return []


@settings(max_examples=200)
@given(SEEDS)
def test_the_cut_to_one_end_equals_brute_force(seed: int) -> None:
    chance = random.Random(seed)
    graph = random_graph(chance)
    source, end = chance.sample(list(graph), 2)
    found = separate_paths(neighbours(graph), source, [end])
    assert found.direct == graph.has_edge(source, end)
    without = graph.copy()
    if found.direct:
        without.remove_edge(source, end)
    cuts = smallest_cuts(without, source, {end}, {end})
    assert set(found.cut) in cuts
    assert len(found.paths) == len(cuts[0]) + found.direct
    if not found.direct and nx.has_path(graph, source, end):
        assert len(found.cut) == len(nx.minimum_node_cut(graph, source, end))
        assert len(found.paths) == len(list(nx.node_disjoint_paths(graph, source, end)))


@settings(max_examples=200)
@given(SEEDS)
def test_the_cut_to_all_ends_together_equals_brute_force(seed: int) -> None:
    chance = random.Random(seed)
    graph = random_graph(chance)
    source = chance.choice(list(graph))
    others = [n for n in graph if n != source]
    ends = set(chance.sample(others, chance.randint(min(2, len(others)), len(others))))
    found = separate_paths(neighbours(graph), source, ends)
    cuts = smallest_cuts(graph, source, ends, ends if len(ends) == 1 else set())
    if len(ends) > 1:
        assert set(found.cut) in cuts
        assert len(found.paths) == len(cuts[0])


@settings(max_examples=200)
@given(SEEDS)
def test_the_ways_are_ways_and_share_nobody(seed: int) -> None:
    chance = random.Random(seed)
    graph = random_graph(chance)
    source, *ends = chance.sample(list(graph), chance.randint(2, len(graph)))
    found = separate_paths(neighbours(graph), source, ends)
    for path in found.paths:
        assert path[0] == source and path[-1] in ends
        assert len(set(path)) == len(path)
        assert all(graph.has_edge(a, b) for a, b in nx.utils.pairwise(path))
    inside = [n for path in found.paths for n in (path[1:-1] if len(ends) == 1 else path[1:])]
    assert len(inside) == len(set(inside))


@settings(max_examples=200)
@given(SEEDS)
def test_single_points_are_all_whose_loss_cuts_off(seed: int) -> None:
    chance = random.Random(seed)
    graph = random_graph(chance)
    source, end = chance.sample(list(graph), 2)
    found = single_points(neighbours(graph), source, end)
    for one in set(graph) - {source, end}:
        left = graph.subgraph(set(graph) - {one})
        cuts = nx.has_path(graph, source, end) and not nx.has_path(left, source, end)
        assert (one in found) == cuts
    if found:
        assert separate_paths(neighbours(graph), source, [end]).cut == (found[0],)


@settings(max_examples=200)
@given(SEEDS)
def test_the_shorter_searches_find_the_same(seed: int) -> None:
    chance = random.Random(seed)
    rows = neighbours(random_graph(chance))
    source, *others = chance.sample(list(rows), len(rows))
    ways = {end: separate_paths(rows, source, [end]).paths for end in others}
    assert {end: ways_apart(rows, source, end) for end in others} == ways
    assert reached_twice(rows, source) == {end for end, found in ways.items() if len(found) > 1}


def test_a_way_is_taken_back_where_that_makes_room_for_two() -> None:
    # The first shortest way 1-2-5-6 blocks both others; there are two all the same.
    graph = {1: [2, 3], 2: [1, 5, 4], 3: [1, 7], 4: [2, 6], 5: [2, 6, 8], 6: [5, 4], 7: [3, 8], 8: [7, 5]}
    found = separate_paths(graph, 1, [6])
    assert found.paths == ((1, 2, 4, 6), (1, 3, 7, 8, 5, 6))
    assert found.cut == (2, 3)


@pytest.mark.parametrize("ends", [[], [1], [2], [9], [2, 9]])
def test_nobody_to_reach(ends: list[int]) -> None:
    found = separate_paths({1: [], 2: []}, 1, ends)
    assert (found.paths, found.cut, found.direct) == ((), (), False)
    assert separate_paths({}, 1, ends).paths == ()
    assert [ways_apart({1: [], 2: []}, 1, end) for end in ends] == [()] * len(ends)
    assert reached_twice({}, 1) == set()
