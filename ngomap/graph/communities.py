"""Circles that are tied among themselves more than to others, and who joins them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import networkx as nx

if TYPE_CHECKING:
    from ngomap.graph.sparse import SparseGraph

WHOLE: Final = 100
SEEDS: Final = (1, 2, 3, 4, 5)
TRIED_SEVERAL_TIMES_UP_TO: Final = 2000
"""Actors. The order in which actors are looked at decides little; on small graphs the best of several is taken."""


def communities(graph: nx.Graph | SparseGraph) -> list[list[int]]:
    """The communities of the actors that have ties: those divisions of the graph that leave most of the strength of its
    ties within and least between (modularity), by the Louvain method with fixed seeds. The largest first, each with its
    best connected member first: who has most ties, by strength, in it.

    Strengths are counted in whole hundredths, so that a move is made only where it truly gains: with fractions the
    method can move an actor to and fro for ever. Actors are looked at in the order of the graph, which is that of
    handles, whatever their ids. Isolated actors are in no community; an empty graph has none; separate components never
    share one.

    >>> graph = nx.Graph([(1, 2), (2, 3), (1, 3), (3, 4), (4, 5), (5, 6), (4, 6), (6, 7)])
    >>> nx.set_edge_attributes(graph, 1.0, "strength"); nx.set_node_attributes(graph, {n: str(n) for n in graph}, "handle")
    >>> communities(graph)
    [[6, 4, 5, 7], [1, 2, 3]]

    Blondel, V., Guillaume, J.-L., Lambiotte, R., Lefebvre, E. (2008). Fast unfolding of communities in large networks.
    Journal of Statistical Mechanics P10008.
    """
    if not isinstance(graph, nx.Graph):
        return graph.communities()
    tied = [n for n in graph if graph.degree[n]]
    place = {node: i for i, node in enumerate(tied)}
    ties: list[dict[int, int]] = [{} for _ in tied]
    for a, b, strength in graph.edges(data="strength"):
        ties[place[a]][place[b]] = ties[place[b]][place[a]] = max(1, round(strength * WHOLE))
    seeds = SEEDS if len(tied) <= TRIED_SEVERAL_TIMES_UP_TO else SEEDS[:1]
    divisions = [louvain(ties, seed, [0] * len(ties)) for seed in seeds] if tied else []
    best = max(divisions, key=lambda homes: _modularity(ties, homes), default=[])
    parts: dict[int, list[int]] = {}
    for node, home in zip(tied, best, strict=True):
        parts.setdefault(home, []).append(node)
    found = [_by_ties(graph, part) for part in parts.values()]
    return sorted(found, key=lambda part: (-len(part), graph.nodes[part[0]]["handle"]))


def louvain(ties: list[dict[int, int]], seed: int, loops: list[int]) -> list[int]:
    """The community of each node: nodes move to where they gain most until none does, then each community becomes one
    node, and again. `loops` are twice the strengths within each node.
    """
    homes = list(range(len(ties)))
    order = random.Random(seed)  # noqa: S311 - the same on every run, which is the point
    while True:
        moved = _settle(ties, loops, order)
        names = {home: i for i, home in enumerate(dict.fromkeys(moved))}
        if len(names) == len(ties):
            return homes
        moved = [names[home] for home in moved]
        homes = [moved[home] for home in homes]
        merged: list[dict[int, int]] = [{} for _ in names]
        inside = [0] * len(names)
        for node, others in enumerate(ties):
            home = moved[node]
            inside[home] += loops[node]
            for other, strength in others.items():
                if moved[other] == home:
                    inside[home] += strength
                else:
                    merged[home][moved[other]] = merged[home].get(moved[other], 0) + strength
        ties, loops = merged, inside


def _settle(ties: list[dict[int, int]], loops: list[int], order: random.Random) -> list[int]:
    homes = list(range(len(ties)))
    degrees = [sum(others.values()) + loop for others, loop in zip(ties, loops, strict=True)]
    totals = list(degrees)
    whole = sum(degrees)
    nodes = list(homes)
    order.shuffle(nodes)
    moving = True
    while moving:
        moving = False
        for node in nodes:
            home, degree = homes[node], degrees[node]
            near: dict[int, int] = {home: 0}
            for other, strength in ties[node].items():
                near[homes[other]] = near.get(homes[other], 0) + strength
            totals[home] -= degree
            best, most = home, near[home] * whole - totals[home] * degree
            for there, strength in near.items():
                gain = strength * whole - totals[there] * degree
                if gain > most:
                    best, most = there, gain
            totals[best] += degree
            if best != home:
                homes[node] = best
                moving = True
    return homes


def _modularity(ties: list[dict[int, int]], homes: list[int]) -> int:
    """The modularity of a division, times the square of twice the strength of all ties."""
    whole = sum(sum(others.values()) for others in ties)
    within: dict[int, int] = {}
    totals: dict[int, int] = {}
    for node, others in enumerate(ties):
        home = homes[node]
        totals[home] = totals.get(home, 0) + sum(others.values())
        within[home] = within.get(home, 0) + sum(s for other, s in others.items() if homes[other] == home)
    return sum(within[home] * whole - total * total for home, total in totals.items())


def _by_ties(graph: nx.Graph, members: list[int]) -> list[int]:
    inside = set(members)
    strength = {n: round(sum(e["strength"] for m, e in graph.adj[n].items() if m in inside), 9) for n in members}
    return sorted(members, key=lambda n: (-strength[n], graph.nodes[n]["handle"]))


def lone_links(graph: nx.Graph | SparseGraph, parts: Sequence[Sequence[int]]) -> dict[int, list[tuple[int, int]]]:
    """The actors on whom every tie between two communities hangs, with the places (in `parts`) of the two, their own
    first. A single tie hangs on both its ends.

    >>> graph = nx.Graph([(1, 2), (2, 3), (3, 4), (3, 5), (4, 5)])
    >>> lone_links(graph, [[3, 4, 5], [1, 2]])
    {3: [(0, 1)], 2: [(1, 0)]}
    """
    if not isinstance(graph, nx.Graph):
        return graph.lone_links(parts)
    home = {node: i for i, part in enumerate(parts) for node in part}
    between: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for a, b in graph.edges:
        if home[a] != home[b]:
            first, second = (a, b) if home[a] < home[b] else (b, a)
            between.setdefault((home[first], home[second]), []).append((first, second))
    found: dict[int, list[tuple[int, int]]] = {}
    for (one, other), ties in sorted(between.items()):
        for end, way in ((0, (one, other)), (1, (other, one))):
            ends = {tie[end] for tie in ties}
            if len(ends) == 1:
                found.setdefault(ends.pop(), []).append(way)
    return found
