"""How far an actor reaches: the strongest way to each other actor over a few ties."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import networkx as nx

MAX_STEPS: Final = 3
"""A friend's friend's friend is as far as an introduction carries."""


@dataclass(frozen=True, slots=True)
class Path:
    """A way from the first node to the last, and the product of the strengths of its ties."""

    nodes: tuple[int, ...]
    strength: float

    @property
    def steps(self) -> int:
        """How many ties it crosses."""
        return len(self.nodes) - 1


def strongest_paths(
    graph: nx.Graph, source: int, steps: int = MAX_STEPS, avoid: Collection[int] = (), to: Collection[int] | None = None
) -> dict[int, Path]:
    """The strongest path of at most `steps` ties from the source to every actor that has one; the source has none.

    The strength of a path is the product of the `strength` of its edges, each in (0, 1]. Of paths that are equally
    strong the shorter is taken, then the one whose handles come first. Actors to `avoid` may be reached, but no path
    leads through them. A source that is not in the graph, or has no ties, reaches nobody. `to`: only the paths to these
    are sure to be found, of at most three ties, without looking much further than at their own ties.

    Widening rounds, one per tie, from the actors whose path got better in the round before: because no edge is
    stronger than 1, a walk that visits somebody twice is never stronger than the path without the detour, so the best
    walks are paths. Only the neighbourhood of the source is looked at.

    >>> import networkx as nx
    >>> graph = nx.Graph()
    >>> graph.add_nodes_from((i, {"handle": h}) for i, h in enumerate("abcd", start=1))
    >>> graph.add_weighted_edges_from([(1, 2, 0.5), (1, 3, 0.2), (2, 3, 0.5), (3, 4, 1.0)], weight="strength")
    >>> strongest_paths(graph, 1)[4]
    Path(nodes=(1, 2, 3, 4), strength=0.25)
    >>> strongest_paths(graph, 1, steps=2)[4], 4 in strongest_paths(graph, 1, avoid={3})
    (Path(nodes=(1, 3, 4), strength=0.2), False)

    Bellman, R. (1958). On a routing problem. Quarterly of Applied Mathematics 16.
    """
    best: dict[int, Path] = {}
    if source not in graph:
        return best
    # Whoever stands on a way of three ties is tied to one of its ends.
    on_the_way = None if to is None else {source, *graph.adj[source], *to}.union(*(graph.adj[n] for n in to))
    frontier = {source: Path((source,), 1.0)}
    for _ in range(steps):
        better: dict[int, Path] = {}
        for node, path in frontier.items():
            for other, edge in graph.adj[node].items():
                if other in path.nodes or (on_the_way is not None and other not in on_the_way):
                    continue
                known = better.get(other) or best.get(other)
                strength = path.strength * edge["strength"]
                if known is not None and strength < known.strength:
                    continue
                longer = Path((*path.nodes, other), strength)
                if known is None or _order(graph, longer) < _order(graph, known):
                    better[other] = longer
        best.update(better)
        frontier = {node: path for node, path in better.items() if node not in avoid}
    return best


def _order(graph: nx.Graph, path: Path) -> tuple[float, int, list[str]]:
    return (-path.strength, path.steps, [graph.nodes[n]["handle"] for n in path.nodes])
