"""The alliance graph of a large map in little room: who is tied to whom, and how strongly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ngomap.errors import InvalidValue
from ngomap.graph.introductions import at_odds, opens_doors
from ngomap.graph.strength import NOT_ALLIED, strength
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import Tie
from ngomap.store.standing import END, WHAT, tie_of

Edge = dict[str, float]
"""`strength`, as on the edges of `alliance_graph`."""
# Ties that say the same share an edge: of a million there are some forty.
EDGES: Final[tuple[Edge | None, ...]] = tuple(
    None if (tie := tie_of(what)).type in NOT_ALLIED else {"strength": strength(tie)} for what in range(WHAT)
)
SHUT, NEITHER, OPEN = 2, 0, 1
DOORS: Final = tuple(
    SHUT if at_odds(tie) else OPEN if opens_doors(tie) else NEITHER for tie in map(tie_of, range(WHAT))
)


class Handles:
    """What a node is called, as on the nodes of `alliance_graph`."""

    def __init__(self, handles: Mapping[int, str]) -> None:
        self._handles = handles

    def __getitem__(self, node: int) -> dict[str, str]:
        return {"handle": self._handles[node]}


class BareGraph:
    """The same actors and edges as `alliance_graph` gives, from the numbers of `store.standing.standing_ties`, without the
    ids of the ties: for questions that look at everybody and then tell of a few. What reads `adj`, `nodes` and
    `number_of_edges` alone takes either. Its order is that of the file.

    Measured on 100,000 actors and a million ties: 3 seconds and 110 MiB, where networkx takes 12 and 700.

    >>> graph = BareGraph({1: "a", 2: "b", 3: "c"}, iter([7 * WHAT + 3 * 4, 1 * END + 2, 8 * WHAT, 1 * END + 2]))
    >>> graph.adj[2], graph.adj[3], graph.number_of_edges()
    ({1: {'strength': 0.4}}, {}, 1)
    """

    def __init__(self, handles: Mapping[int, str], numbers: Iterator[int]) -> None:
        self.nodes = Handles(handles)
        own = {node: node for node in handles}
        self.adj: dict[int, dict[int, Edge]] = {node: {} for node in handles}
        adj, edges = self.adj, EDGES
        for what, ends in zip(numbers, numbers, strict=True):
            edge = edges[what % WHAT]
            a, b = divmod(ends, END)
            if edge is None or a not in adj or b not in adj:
                continue
            known = adj[a].get(b)
            if known is None or known["strength"] < edge["strength"]:
                # One object for each number, however many ties it has.
                adj[a][own[b]] = adj[b][own[a]] = edge

    @classmethod
    def of_records(cls, actors: Iterable[ActorRef], ties: Iterable[Tie], on: str) -> BareGraph:
        """That of actors and ties that are at hand as records, on an ISO day; see `alliance_graph` for what is an edge.

        Raises InvalidValue for a tie of an actor to itself.
        """
        graph = cls({actor.id: actor.handle for actor in actors}, iter(()))
        for tie in ties:
            if tie.a == tie.b:
                raise InvalidValue(f"Tie {tie.id} joins an actor to itself.", "Take it out of the map.")
            if tie.type not in NOT_ALLIED and tie.open_on(on):
                graph._join(tie.a, tie.b, {"strength": strength(tie)})
        return graph

    def _join(self, a: int, b: int, edge: Edge) -> None:
        adj = self.adj
        if a in adj and b in adj and adj[a].get(b, edge)["strength"] <= edge["strength"]:
            adj[a][b] = adj[b][a] = edge

    def __contains__(self, node: int) -> bool:
        return node in self.adj

    def number_of_edges(self) -> int:
        """How many pairs are tied."""
        return sum(map(len, self.adj.values())) // 2

    def remove_edges_from(self, pairs: Iterator[tuple[int, int]] | list[tuple[int, int]]) -> None:
        """Take out the edges between these pairs, where there are any."""
        for a, b in pairs:
            if self.adj[a].pop(b, None) is not None:
                del self.adj[b][a]


def bare_doors(handles: Mapping[int, str], numbers: Iterator[int]) -> dict[int, list[int]]:
    """Who is next to whom as `open_doors` has it, in the order of handles, from the numbers of
    `store.standing.standing_ties`; without the ties. Raises InvalidValue for a tie of an actor to itself.

    Measured on 100,000 actors and a million ties: 7 seconds of a busy processor and 110 MiB.

    >>> bare_doors({1: "a", 2: "b", 3: "c"}, iter([7 * WHAT + 3 * 4, 1 * END + 2, 8 * WHAT + 1, 1 * END + 3]))
    {1: [2], 2: [1]}
    """
    ids = sorted(handles, key=lambda id_: handles[id_])
    rank = {id_: place for place, id_ in enumerate(ids)}
    size, doors = len(ids), DOORS
    joined: set[int] = set()
    shut: set[int] = set()
    for what, ends in zip(numbers, numbers, strict=True):
        door = doors[what % WHAT]
        a, b = divmod(ends, END)
        if a == b:
            raise InvalidValue(f"Tie {what // WHAT} joins an actor to itself.", "Take it out of the map.")
        if door == NEITHER or a not in rank or b not in rank:
            continue
        first, second = rank[a], rank[b]
        pair = first * size + second if first < second else second * size + first
        (joined if door == OPEN else shut).add(pair)
    found: dict[int, list[int]] = {}
    for pair in sorted(joined - shut):
        one, other = divmod(pair, size)
        found.setdefault(ids[one], []).append(ids[other])
        found.setdefault(ids[other], []).append(ids[one])
    return found
