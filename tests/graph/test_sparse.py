"""The graph as arrays against networkx, on any graph of up to two hundred actors; and a hub of ten thousand."""

from __future__ import annotations

import random
from collections.abc import Iterator

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.errors import InvalidValue
from ngomap.graph import brokers, sparse_communities, sparse_measures
from ngomap.graph.alliance import alliance_graph, components, steps_from, ties_between
from ngomap.graph.brokers import constraints, effective_size, pairs_joined
from ngomap.graph.communities import communities, lone_links
from ngomap.graph.constraint import constraint, strengths
from ngomap.graph.core import core
from ngomap.graph.cuts import find_cuts
from ngomap.graph.sparse import SparseGraph
from ngomap.graph.sparse_arrays import lay_out
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import TIE_TYPES, Tie
from ngomap.store.standing import END, TYPES, WHAT

ON = "2026-05-01"
NEAR = {"rel": 1e-9, "abs": 1e-9}


def numbers(ties: list[Tie]) -> Iterator[int]:
    for tie in ties:
        rung = 0 if tie.rung is None else tie.rung + 1
        flags = 2 * (tie.status == "dormant") + (tie.stance == "confrontational")
        yield tie.id * WHAT + TYPES.index(tie.type) * 32 + rung * 4 + flags
        yield tie.a * END + tie.b


def sparse_of(actors: list[ActorRef], ties: list[Tie]) -> SparseGraph:
    refs = sorted(actors, key=lambda a: a.handle)
    return SparseGraph(actors, lay_out([a.id for a in refs], " ".join(map(str, numbers(ties)))))


@st.composite
def maps(draw: st.DrawFn) -> tuple[list[ActorRef], list[Tie]]:
    """Actors whose handles stand in another order than their ids, hubs among them, and ties of all strengths."""
    size = draw(st.one_of(st.integers(0, 12), st.integers(13, 200)))
    chance = random.Random(draw(st.integers(0, 2**32)))
    ids = chance.sample(range(1, 3 * size + 2), size)
    actors = [ActorRef(id_, f"h{n:03d}", str(id_), "ngo") for n, id_ in enumerate(ids)]
    chance.shuffle(actors)
    plain, ties = draw(st.booleans()), list[Tie]()
    for number in range(int(size * draw(st.sampled_from([0, 0.5, 1, 2, 4])))):
        a, b = (ids[int(size * chance.random() ** 2)] for _ in range(2))
        if a != b:
            type_ = "works-with" if plain else chance.choice(list(TIE_TYPES))
            rung = chance.choice([None, *range(6)]) if type_ == "works-with" and not plain else None
            status = "active" if plain else chance.choice(["active", "dormant"])
            stance = None if plain else chance.choice([None, "confrontational"])
            ties.append(Tie(number + 1, type_, a, b, status, rung, stance=stance))
    return actors, ties


def both(actors: list[ActorRef], ties: list[Tie]) -> tuple[nx.Graph, SparseGraph]:
    shuffled = random.Random(3).sample(ties, len(ties))
    return alliance_graph(actors, ties, ON), sparse_of(actors, shuffled)


@settings(max_examples=60, deadline=None)
@given(maps())
def test_the_graph_reads_like_that_of_networkx(given_: tuple[list[ActorRef], list[Tie]]) -> None:
    graph, sparse = both(*given_)
    assert list(sparse) == list(graph)
    assert (sparse.number_of_nodes(), sparse.number_of_edges()) == (graph.number_of_nodes(), graph.number_of_edges())
    assert sparse.degree == dict(graph.degree)
    for n in graph:
        assert dict(sparse.adj[n]) == dict(graph.adj[n])
        assert list(sparse.adj[n]) == list(graph.adj[n])
    assert all(sparse.edges[a, b] == graph.edges[a, b] and sparse.has_edge(b, a) for a, b in graph.edges)
    some, others = list(graph)[::2], list(graph)[1:]
    assert sparse.ties_between(some, others) == ties_between(graph, some, others)
    standing = {t for _, _, ids in graph.edges(data="ties") for t in ids}
    knows = {t.id: (t.a, t.b) for t in given_[1] if t.type == "knows" and t.id in standing}
    assert {id_: (t.a, t.b) for id_, t in sparse.ties_of_types(["knows"]).items()} == knows


@settings(max_examples=60, deadline=None)
@given(maps())
def test_measures_are_those_of_networkx(given_: tuple[list[ActorRef], list[Tie]]) -> None:
    graph, sparse = both(*given_)
    assert pairs_joined(sparse) == pytest.approx(pairs_joined(graph), **NEAR)
    drawn = random.Random(brokers.SEED).sample(range(len(graph)), len(graph) // 2)
    if len(drawn) > 1:
        expected = nx.betweenness_centrality(graph, k=len(drawn), normalized=False, seed=brokers.SEED)
        assert sparse.pairs_joined(drawn) == pytest.approx(expected, **NEAR)
    totals = strengths(graph)
    expected = nx.constraint(graph, weight="strength") if len(graph) else {}
    for n in graph:
        assert effective_size(sparse, n) == pytest.approx(effective_size(graph, n), **NEAR)
        assert constraints(sparse, [n])[n] == (None if not graph.degree[n] else pytest.approx(expected[n], **NEAR))
        assert constraint(graph, n, totals) == (None if not graph.degree[n] else pytest.approx(expected[n], **NEAR))


@settings(max_examples=60, deadline=None)
@given(maps())
def test_parts_cores_cuts_and_steps_are_those_of_networkx(given_: tuple[list[ActorRef], list[Tie]]) -> None:
    graph, sparse = both(*given_)
    assert sorted(map(sorted, components(sparse))) == sorted(map(sorted, components(graph)))
    assert core(sparse) == core(graph)
    mine, theirs = find_cuts(sparse), find_cuts(graph)
    assert list(mine.actors.items()) == list(theirs.actors.items())
    assert list(mine.ties.items()) == list(theirs.ties.items())
    parts = communities(graph)
    assert lone_links(sparse, parts) == lone_links(graph, parts)
    for source in list(graph)[:1]:
        gone = set(list(graph)[2::3])
        assert steps_from(sparse, source) == steps_from(graph, source)
        assert steps_from(sparse, source, gone) == steps_from(graph, source, gone)


@settings(max_examples=30, deadline=None)
@given(maps())
def test_communities_are_about_as_good_and_never_join_components(given_: tuple[list[ActorRef], list[Tie]]) -> None:
    graph, sparse = both(*given_)
    parts = communities(sparse)
    tied = {n for n in graph if graph.degree[n]}
    assert sorted(n for part in parts for n in part) == sorted(tied)
    assert [len(part) for part in parts] == sorted(map(len, parts), reverse=True)
    for part in parts:
        assert any(set(part) <= set(whole) for whole in components(graph))
    if tied:
        alone = [{n} for n in graph if n not in tied]
        best, found = (
            nx.community.modularity(graph, [*map(set, of), *alone], weight="strength") for of in (communities(graph), parts)
        )
        assert found >= best - 0.1


def test_communities_are_put_together_more_than_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparse_communities, "FEW", 3)
    monkeypatch.setattr(sparse_communities, "ROUNDS", 3)
    cliques = nx.relabel_nodes(nx.connected_caveman_graph(12, 5), lambda n: n + 1)
    actors = [ActorRef(n, f"h{n:03d}", str(n), "ngo") for n in cliques]
    graph, sparse = both(actors, [Tie(i, "knows", a, b, "active") for i, (a, b) in enumerate(cliques.edges, 1)])
    qualities = [nx.community.modularity(graph, communities(g)) for g in (graph, sparse)]
    assert qualities[1] > qualities[0] - 0.05
    assert communities(sparse) == communities(sparse_of(actors, ties_of(graph)))


def ties_of(graph: nx.Graph) -> list[Tie]:
    return [Tie(edge["ties"][0], "knows", b, a, "active") for a, b, edge in reversed(list(graph.edges(data=True)))]


def test_a_hub_of_ten_thousand_costs_no_square(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparse_measures, "AT_ONCE", 20_000)
    size = 10_001
    actors = [ActorRef(n, f"h{n:05d}", str(n), "ngo") for n in range(1, size + 1)]
    ring = [Tie(size + n, "knows", n, n + 1, "active") for n in range(2, size)]
    sparse = sparse_of(actors, [*(Tie(n, "knows", 1, n, "active") for n in range(2, size + 1)), *ring])
    # The hub knows a line of n: (n - 1) ties among them, so it joins n - 2(n - 1)/n separate circles.
    n = size - 1
    assert sparse.effective_sizes[1] == pytest.approx(n - 2 * (n - 1) / n)
    # Of one in the line: a third of its ties each to the hub and to two neighbours, who have three ties as well.
    third = 1 / 3
    hub, side = third + 2 * third * third, third + third / n
    assert sparse.constraints[5000] == pytest.approx(hub**2 + 2 * side**2)
    assert sparse.core() == (2, list(range(1, size + 1)))


def test_a_tie_to_itself_is_refused_and_one_to_a_stranger_is_none() -> None:
    actors = [ActorRef(1, "a", "A", "ngo"), ActorRef(2, "b", "B", "ngo")]
    with pytest.raises(InvalidValue, match="Tie 9"):
        sparse_of(actors, [Tie(9, "knows", 1, 1, "active")])
    assert sparse_of(actors, [Tie(9, "knows", 1, 7, "active")]).number_of_edges() == 0
    with pytest.raises(KeyError):
        sparse_of(actors, []).edges[1, 2]


def test_large_samples_are_drawn_as_networkx_draws_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brokers, "EXACT_UP_TO", 60)
    tree = nx.barabasi_albert_graph(120, 2, seed=4)
    actors = [ActorRef(n + 1, f"h{n:03d}", str(n), "ngo") for n in tree]
    graph, sparse = both(actors, [Tie(i, "knows", a + 1, b + 1, "active") for i, (a, b) in enumerate(tree.edges, 1)])
    assert pairs_joined(sparse) == pytest.approx(pairs_joined(graph), **NEAR)
