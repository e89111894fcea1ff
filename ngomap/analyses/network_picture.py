"""The network on one day, reckoned once: what is told of it, and what two days are compared by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import networkx as nx

from ngomap.graph.alliance import alliance_graph, components, ties_between
from ngomap.graph.brokers import pairs_joined, sample_size
from ngomap.graph.communities import communities
from ngomap.graph.core import core
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import Tie

if TYPE_CHECKING:
    from ngomap.graph.sparse import SparseGraph

POSITIONS: Final = ("works-for", "on-board-of", "holds-office-in", "volunteers-for")
"""Ties that place a person in an organization."""
TIMES_THE_MEAN: Final = 2.0
"""Who joins at least so many times the pairs that actors with ties join on average is a broker."""
DIGITS: Final = 9
"""Sums of shares are compared to so many decimals: what they are added up in must not decide."""


@dataclass(slots=True)
class Picture:
    """Who is tied to whom on a day (`graph`, with `ties` by id; of a large map those alone that give somebody a
    position), how many pairs each actor joins, who is a broker (most pairs first), the communities (the largest first,
    each with its best connected member first) and the core.
    """

    graph: nx.Graph | SparseGraph
    refs: dict[int, ActorRef]
    ties: dict[int, Tie]
    joined: dict[int, float]
    brokers: list[int]
    communities: list[list[int]]
    core_ties: int
    core: list[int]
    home: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.home = {n: i for i, part in enumerate(self.communities) for n in part}

    @property
    def sampled(self) -> int:
        """From how many actors the pairs were estimated; 0 if all were counted."""
        actors = self.graph.number_of_nodes()
        return sample_size(actors) if sample_size(actors) < actors else 0

    @property
    def tied(self) -> list[int]:
        """The actors that have a tie."""
        return [n for n in self.graph if self.graph.degree[n]]

    def components(self) -> list[list[int]]:
        """The actors that ways join, apart by component; isolated ones are none."""
        return components(self.graph)

    def names(self, ids: Iterable[int]) -> list[str]:
        """The names of some actors, by handle."""
        return [a.name for a in sorted((self.refs[i] for i in ids), key=lambda a: a.handle)]

    def around(self, community: int) -> str:
        """What a community is called: the name of its best connected member."""
        return self.refs[self.communities[community][0]].name

    def ties_between(self, ids: Iterable[int], others: Iterable[int]) -> list[int]:
        """The ids of the ties between the actors and the others."""
        return ties_between(self.graph, ids, others)


def take_picture(
    actors: Sequence[ActorRef], ties: Sequence[Tie], on: str, large: SparseGraph | None = None
) -> Picture:
    """The picture of the actors and ties given, on the ISO day `on`; of a `large` map the graph comes with them.

    A broker joins at least twice as many pairs of others as actors with ties do on average, and has two contacts or
    more; where all stand alike, as in a ring or where all know each other, nobody is one.

    >>> people = [ActorRef(i, h, h.upper(), "ngo") for i, h in enumerate("abcd", 1)]
    >>> picture = take_picture(people, [Tie(i, "knows", 1, i, "active") for i in (2, 3, 4)], "2024-03-31")
    >>> picture.brokers, picture.joined[1], picture.communities, picture.core_ties
    ([1], 3.0, [[1, 2, 3, 4]], 1)
    """
    graph = alliance_graph(actors, ties, on) if large is None else large
    joined = {n: round(pairs, DIGITS) for n, pairs in pairs_joined(graph).items()}
    tied = [n for n in graph if graph.degree[n]]
    mean = sum(joined[n] for n in tied) / len(tied) if tied else 0.0
    brokers = [n for n in tied if joined[n] > 0 and joined[n] >= round(TIMES_THE_MEAN * mean, DIGITS)]
    # Equal ones stay in the order of the graph, which is that of handles.
    brokers.sort(key=lambda n: -joined[n])
    most, inner = core(graph)
    if isinstance(graph, nx.Graph):
        standing = {t for _, _, ids in graph.edges(data="ties") for t in ids}
        known = {t.id: t for t in ties if t.id in standing}
    else:
        known = graph.ties_of_types(POSITIONS)
    return Picture(graph, {a.id: a for a in actors}, known, joined, brokers, communities(graph), most, inner)
