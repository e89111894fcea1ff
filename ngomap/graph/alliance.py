"""Who stands with whom on a day: the undirected graph of actors that every question about the network starts from."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import networkx as nx

from ngomap.errors import InvalidValue
from ngomap.graph.strength import NOT_ALLIED, strength
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import Tie

if TYPE_CHECKING:
    from ngomap.graph.sparse import SparseGraph


def alliance_graph(actors: Iterable[ActorRef], ties: Iterable[Tie], on: str) -> nx.Graph:
    """The actors as nodes (their ids, with `handle`, `name`, `kind`, `level`), the ties that stood on the day `on`
    (ISO) as edges. Ties that are wanted, ended or declined, rivalries, and ties to an actor not given are no edges.

    Parallel ties are one edge: its `strength` is the strongest tie's, `ties` lists all their ids. Nodes and edges stand
    in the order of handles, whatever the order of the rows, so that what is computed from the graph is the same for
    the same map. No actor gives an empty graph; an actor without ties is an isolated node.

    Raises InvalidValue for a tie of an actor to itself.

    >>> people = [ActorRef(1, "a", "A", "ngo"), ActorRef(2, "b", "B", "ngo"), ActorRef(3, "c", "C", "ngo")]
    >>> graph = alliance_graph(people, [
    ...     Tie(7, "works-with", 1, 2, "active", rung=2), Tie(8, "member-of", 1, 2, "active"),
    ...     Tie(9, "works-with", 2, 3, "wanted", wanted=3)], on="2024-03-31")
    >>> graph.edges[1, 2]["strength"], graph.edges[1, 2]["ties"]
    (0.6, (7, 8))
    >>> sorted(graph), graph.has_edge(2, 3)
    ([1, 2, 3], False)
    """
    graph = nx.Graph()
    order: dict[int, int] = {}
    for actor in sorted(actors, key=lambda a: a.handle):
        order[actor.id] = len(order)
        graph.add_node(actor.id, handle=actor.handle, name=actor.name, kind=actor.kind, level=actor.level)
    pairs: dict[tuple[int, int], list[Tie]] = {}
    for tie in ties:
        if tie.a == tie.b:
            raise InvalidValue(f"Tie {tie.id} joins an actor to itself.", "Take it out of the map.")
        if tie.a in order and tie.b in order and tie.type not in NOT_ALLIED and tie.open_on(on):
            ends = (order[tie.a], order[tie.b])
            pairs.setdefault((min(ends), max(ends)), []).append(tie)
    ids = list(order)
    for (first, second), parallel in sorted(pairs.items()):
        graph.add_edge(
            ids[first], ids[second], strength=max(map(strength, parallel)), ties=tuple(sorted(t.id for t in parallel))
        )
    return graph


def components(graph: nx.Graph | SparseGraph) -> list[list[int]]:
    """The actors that ways join, apart by component; isolated ones are none.

    >>> components(nx.Graph([(1, 2), (2, 3), (4, 5)]))
    [[1, 2, 3], [4, 5]]
    """
    if not isinstance(graph, nx.Graph):
        return graph.components()
    return [list(part) for part in nx.connected_components(graph) if len(part) > 1]


def ties_between(graph: nx.Graph | SparseGraph, ids: Iterable[int], others: Iterable[int]) -> list[int]:
    """The ids of the ties between the actors and the others, in their order.

    >>> graph = nx.Graph()
    >>> graph.add_edge(1, 2, ties=(7, 9)); graph.add_edge(2, 3, ties=(8,))
    >>> ties_between(graph, [2], [1]), ties_between(graph, [1, 2, 3], [1, 2, 3])
    ([7, 9], [7, 8, 9])
    """
    if not isinstance(graph, nx.Graph):
        return graph.ties_between(ids, others)
    found: set[int] = set()
    here = set(others)
    for one in ids:
        found.update(t for other, edge in graph.adj[one].items() if other in here for t in edge["ties"])
    return sorted(found)


def steps_from(graph: nx.Graph | SparseGraph, actor: int, avoid: AbstractSet[int] = frozenset()) -> dict[int, int]:
    """How many ties away everybody is to whom there is a way that avoids some; the nearest first, the actor itself too.

    >>> steps_from(nx.path_graph(4), 1), steps_from(nx.path_graph(4), 1, avoid={2})
    ({1: 0, 0: 1, 2: 1, 3: 2}, {1: 0, 0: 1})
    """
    if not isinstance(graph, nx.Graph):
        return graph.steps_from(actor, avoid)
    left = nx.subgraph_view(graph, filter_node=lambda n: n not in avoid) if avoid else graph
    return dict(nx.single_source_shortest_path_length(left, actor))
