"""How far the contacts of an actor are one circle."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


def strengths(graph: nx.Graph) -> dict[int, float]:
    """The sum of the strengths of everybody's ties."""
    return {n: math.fsum(edge["strength"] for edge in ties.values()) for n, ties in graph.adj.items()}


def constraint(
    graph: nx.Graph, actor: int, totals: Mapping[int, float], new: Mapping[int, float] | None = None
) -> float | None:
    """Burt's constraint of an actor: how far its contacts are one circle. 1 is a single contact; many contacts that do
    not know each other come near 0. `new` are ties (other to strength) that it does not have yet; `totals` are the
    `strengths` without these. None without a tie.

        c(a) = sum over contacts j of (p(a, j) + sum over contacts q of p(a, q) x p(q, j))^2,   p = share of strength

    >>> import networkx as nx
    >>> graph = nx.Graph()
    >>> graph.add_edges_from([(1, 2), (1, 3)], strength=1.0)
    >>> totals = strengths(graph)
    >>> constraint(graph, 1, totals), constraint(graph, 2, totals), constraint(graph, 2, totals, new={4: 1.0})
    (0.5, 1.0, 0.5)

    Burt, R. (1992). Structural Holes. Harvard University Press.
    """
    added = dict(new or {})
    ours = {n: float(edge["strength"]) for n, edge in graph.adj[actor].items()} | added
    if not ours:
        return None
    total = math.fsum(ours.values())
    indirect: dict[int, list[float]] = {n: [] for n in ours}
    for contact, tie in ours.items():
        theirs = graph.adj[contact] if contact in graph else {}
        share = tie / total / (totals.get(contact, 0.0) + added.get(contact, 0.0))
        # Whichever is shorter: a hub among our contacts has far more ties than we have contacts.
        for other in ours if len(ours) < len(theirs) else theirs:
            if other in theirs and other in indirect:
                indirect[other].append(share * theirs[other]["strength"])
    return math.fsum((ours[n] / total + math.fsum(indirect[n])) ** 2 for n in ours)
