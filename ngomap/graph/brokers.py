"""Who stands between others: how many ways lead through an actor, and how many separate circles its contacts form."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

import networkx as nx

from ngomap.graph.constraint import constraint, strengths

if TYPE_CHECKING:
    from ngomap.graph.sparse import SparseGraph

EXACT_UP_TO: Final = 1000
"""Actors. Counting takes time by their square, so of more only ways from some of them are counted."""
LEAST_SAMPLE: Final = 50
SEED: Final = 20


def sample_size(actors: int) -> int:
    """From how many actors ways are counted: from all up to `EXACT_UP_TO`, of more from fewer, but 50 at least.

    >>> sample_size(1000), sample_size(2000), sample_size(20000)
    (1000, 500, 50)
    """
    return min(actors, max(LEAST_SAMPLE, EXACT_UP_TO * EXACT_UP_TO // max(actors, 1)))


def pairs_joined(graph: nx.Graph | SparseGraph) -> dict[int, float]:
    """For how many pairs of others an actor lies on the shortest way between them (betweenness, not normalized); where
    several ways are equally short, each counts for its share. How strong a tie is plays no part.

    Above `EXACT_UP_TO` actors it is an estimate from the ways that begin at `sample_size` actors, drawn with a fixed
    seed from all of them in the order of the graph. Isolated actors have 0; an empty graph gives nothing; pairs that no
    way joins count for nobody.

    >>> pairs_joined(nx.path_graph(4))
    {0: 0.0, 1: 2.0, 2: 2.0, 3: 0.0}

    Freeman, L. (1977). A set of measures of centrality based on betweenness. Sociometry 40.
    Brandes, U., Pich, C. (2007). Centrality estimation in large networks. International Journal of Bifurcation 17.
    """
    actors = graph.number_of_nodes()
    sample = sample_size(actors)
    if not isinstance(graph, nx.Graph):
        # Drawn as networkx draws them.
        drawn = random.Random(SEED).sample(range(actors), sample)  # noqa: S311 - the same on every run, which is the point
        return graph.pairs_joined(drawn if sample < actors else None)
    found: dict[int, float] = nx.betweenness_centrality(
        graph, k=None if sample >= actors else sample, normalized=False, seed=SEED
    )
    return found


def effective_size(graph: nx.Graph | SparseGraph, actor: int) -> float:
    """How many separate circles the contacts of an actor come to: their number, less how many of the others each knows
    on average. 1 is one circle in which all know each other; as many as contacts, if none knows another; 0 without any.

        e(a) = n - 2t / n     with n contacts and t ties among them

    >>> graph = nx.Graph([(1, 2), (1, 3), (1, 4), (2, 3)])
    >>> round(effective_size(graph, 1), 3), effective_size(graph, 2), effective_size(graph, 4)
    (2.333, 1.0, 1.0)

    Burt, R. (1992). Structural Holes. Borgatti, S. (1997). Structural holes: unpacking Burt's redundancy measures.
    Connections 20.
    """
    if not isinstance(graph, nx.Graph):
        return graph.effective_sizes[actor]
    contacts = set(graph.adj[actor])
    if not contacts:
        return 0.0
    among = sum(len(contacts.intersection(graph.adj[contact])) for contact in contacts)
    return len(contacts) - among / len(contacts)


def constraints(graph: nx.Graph | SparseGraph, actors: Iterable[int]) -> Mapping[int, float | None]:
    """The `constraint` of each of these actors as they stand.

    >>> graph = nx.Graph()
    >>> graph.add_edges_from([(1, 2), (1, 3)], strength=1.0)
    >>> constraints(graph, [1, 3])
    {1: 0.5, 3: 1.0}
    """
    if not isinstance(graph, nx.Graph):
        return graph.constraints
    totals = strengths(graph)
    return {actor: constraint(graph, actor, totals) for actor in actors}
