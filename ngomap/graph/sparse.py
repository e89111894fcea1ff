"""The alliance graph of a large map as arrays, for questions about the whole of it. Needs the extra `scale`.

Every measure is that of the functions beside it on networkx graphs, which hand a graph of this kind on to it.

Its arrays, and what takes long to find out about them, can be kept: see `sparse_kept`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csgraph

from ngomap.graph.sparse_arrays import MEANT, Arrays
from ngomap.graph.sparse_communities import find_communities
from ngomap.graph.sparse_measures import (
    Numbers,
    Reals,
    depths_in_cores,
    ranges,
    steps_from,
    triangles,
    walk,
    ways_through,
)
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import Tie
from ngomap.store.standing import TYPES

Found = dict[str, npt.NDArray[Any]]
"""What takes long to find out about a graph, by name."""


class SparseGraph:
    """The actors as nodes (their ids, by handle), the ties that stand as edges, each with its `strength` and the ids of
    its `ties`: read like the networkx graph that `alliance_graph` makes.
    """

    def __init__(
        self, actors: Iterable[ActorRef], arrays: Arrays, found: Found | None = None,
        keep: Callable[[Found], None] | None = None,
    ) -> None:  # fmt: skip
        """Of the actors, and the arrays of them by handle. `found` is what was found out about them before and takes long;
        `keep` is told at `keep_found` what more there is.
        """
        refs = sorted(actors, key=lambda a: a.handle)
        self.ids: list[int] = [a.id for a in refs]
        self.refs: dict[int, ActorRef] = {a.id: a for a in refs}
        self.place: dict[int, int] = {id_: place for place, id_ in enumerate(self.ids)}
        self._arrays, self._keep = arrays, keep
        self._found: Found = dict(found or {})
        self._known = len(self._found)
        self.rows, self.edge_strength = arrays.rows, arrays.strength

    def keep_found(self) -> None:
        """Have what took long to find out kept for the next time, where there is a place for it."""
        if self._keep is not None and len(self._found) > self._known:
            self._keep(self._found)
            self._known = len(self._found)

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids)

    def __contains__(self, actor: int) -> bool:
        return actor in self.place

    def number_of_nodes(self) -> int:
        """How many actors there are."""
        return len(self.ids)

    def number_of_edges(self) -> int:
        """How many pairs are tied."""
        return len(self.edge_strength)

    @cached_property
    def degree(self) -> dict[int, int]:
        """To how many others each actor is tied."""
        return dict(zip(self.ids, np.diff(self.rows.begin).tolist(), strict=True))

    @property
    def adj(self) -> _Adjacency:
        """Who is tied to an actor, in the order of handles."""
        return _Adjacency(self)

    @property
    def nodes(self) -> _Nodes:
        """The handle of an actor."""
        return _Nodes(self)

    @property
    def edges(self) -> _Edges:
        """What joins two actors."""
        return _Edges(self)

    def has_edge(self, a: int, b: int) -> bool:
        """Whether two actors are tied."""
        return self.edge_of(a, b) is not None

    def edge_of(self, a: int, b: int) -> int | None:
        """The number of the edge between two actors."""
        if a not in self.place or b not in self.place:
            return None
        other, row = self.rows.of(self.place[a])
        at = int(np.searchsorted(other, self.place[b]))
        return int(row[at]) if at < len(other) and other[at] == self.place[b] else None

    def ties_of_edge(self, edge: int) -> tuple[int, ...]:
        """The ids of the ties that an edge stands for."""
        begin = self._arrays.begin
        return tuple(self._arrays.ties_by_edge[begin[edge] : begin[edge + 1]].tolist())

    def ties_between(self, ids: Iterable[int], others: Iterable[int]) -> list[int]:
        """The ids of the ties between the actors and the others, in their order."""
        here = np.zeros(len(self.ids), dtype=bool)
        here[[self.place[n] for n in others]] = True
        at, _ = ranges(self.rows.begin, np.array([self.place[n] for n in ids], dtype=np.int64))
        edges = np.unique(self.rows.edge[at[here[self.rows.other[at]]]])
        found, _ = ranges(self._arrays.begin, edges)
        return sorted(self._arrays.ties_by_edge[found].tolist())

    def ties_of_types(self, types: Collection[str]) -> dict[int, Tie]:
        """The ties of some types, by id, with no more than their ends."""
        its = self._arrays
        wanted = np.isin(its.what // 32, [TYPES.index(name) for name in types])
        found = sorted(zip(*(x[wanted].tolist() for x in (its.tie, its.what, its.first, its.second)), strict=True))
        return {tie: Tie(tie, MEANT[what].type, self.ids[a], self.ids[b], "active") for tie, what, a, b in found}

    def components(self) -> list[list[int]]:
        """The actors that ways join, apart by component; isolated ones are none."""
        _, label = csgraph.connected_components(self.rows.matrix(np.ones(len(self.rows.other))), directed=False)
        order = np.argsort(label, kind="stable")
        parts = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
        return [self._named(part) for part in parts if len(part) > 1]

    def pairs_joined(self, sources: Sequence[int] | None = None) -> dict[int, float]:
        """For how many pairs of others each lies on the shortest way; an estimate from the sources, if given (their
        places), as networkx reckons it.
        """
        size = len(self.ids)
        starts = range(size) if sources is None else sources
        found = self._through(starts)
        scale = np.full(size, 0.5 if sources is None else (size - 1) / (2 * len(starts)))
        if sources is not None:
            # From a source itself nothing leads through it, so its part comes from one way fewer.
            scale[list(sources)] = (size - 1) / (2 * (len(starts) - 1)) if len(starts) > 1 else np.nan
        return dict(zip(self.ids, (found * scale).tolist(), strict=True))

    def _through(self, starts: Sequence[int]) -> Reals:
        known, of = self._found.get("through"), self._found.get("through-of")
        if known is None or of is None or not np.array_equal(of, starts):
            known = ways_through(self.rows, starts)
            self._found |= {"through": known, "through-of": np.array(starts, dtype=np.int64)}
        return known

    @cached_property
    def _triangles(self) -> tuple[Numbers, Reals]:
        return triangles(self.rows, self.edge_strength)

    @cached_property
    def effective_sizes(self) -> dict[int, float]:
        """How many separate circles the contacts of each come to."""
        contacts = np.diff(self.rows.begin)
        closed, _ = self._triangles
        return dict(zip(self.ids, (contacts - 2 * closed / np.maximum(contacts, 1)).tolist(), strict=True))

    @cached_property
    def constraints(self) -> dict[int, float | None]:
        """Burt's constraint of each; None without a tie."""
        tie = self.edge_strength[self.rows.edge]
        _, through = self._triangles
        own = self.rows.sums(tie)
        squares = self.rows.sums((tie + through[self.rows.edge]) ** 2)
        found = squares / np.where(own > 0, own, 1) ** 2
        return {n: value if some else None for n, value, some in zip(self.ids, found.tolist(), own > 0, strict=True)}

    def core(self) -> tuple[int, list[int]]:
        """The innermost k-core: its k, and who is in it."""
        depth = depths_in_cores(self.rows)
        most = int(depth.max(initial=0))
        return most, self._named(np.flatnonzero(depth == most)) if most else []

    def communities(self) -> list[list[int]]:
        """The circles, the largest first, each with its best connected member first."""
        if "circles" not in self._found:
            parts = find_communities(self.rows, self.edge_strength)
            sizes = np.array([len(part) for part in parts], dtype=np.int64)
            self._found |= {"circles": np.concatenate([np.zeros(0, np.int64), *parts]), "circle-ends": np.cumsum(sizes)}
        everybody, ends = self._named(self._found["circles"]), self._found["circle-ends"].tolist()
        return [everybody[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]

    def lone_links(self, parts: Sequence[Sequence[int]]) -> dict[int, list[tuple[int, int]]]:
        """The actors on whom every tie between two communities hangs, with the places of the two."""
        home = np.full(len(self.ids), -1)
        for number, part in enumerate(parts):
            home[[self.place[n] for n in part]] = number
        owner = np.repeat(np.arange(len(self.ids)), np.diff(self.rows.begin))
        across = home[owner] != home[self.rows.other]
        owner, here, there = owner[across], home[owner[across]], home[self.rows.other[across]]
        ways, at = np.unique(here * len(parts) + there, return_inverse=True)
        ends = np.unique(at * len(self.ids) + owner)
        way, end = np.divmod(ends, len(self.ids)) if len(self.ids) else (ends, ends)
        alone = np.bincount(way, minlength=len(ways))[way] == 1
        found: dict[int, list[tuple[int, int]]] = {}
        pairs = np.column_stack(np.divmod(ways[way[alone]], max(len(parts), 1))).tolist()
        for actor, (one, other) in sorted(
            zip(self._named(end[alone]), pairs, strict=True), key=lambda row: (sorted(row[1]), row[1])
        ):  # fmt: skip
            found.setdefault(actor, []).append((one, other))
        return found

    def steps_from(self, actor: int, avoid: Collection[int] = ()) -> dict[int, int]:
        """How many ties away everybody is to whom there is a way that avoids some, the actor itself first."""
        far = steps_from(self.rows, self.place[actor], [self.place[n] for n in avoid if n in self.place])
        near = np.argsort(far, kind="stable")
        near = near[far[near] >= 0]
        return dict(zip(self._named(near), far[near].tolist(), strict=True))

    def walk(self) -> Iterator[tuple[list[int], list[int], list[int], list[int]]]:
        """A depth-first walk through each component, as `ngomap.graph.cuts` takes them."""
        for order, *more in walk(self.rows):
            yield [self.ids[place] for place in order], more[0], more[1], more[2]

    def _named(self, places: Numbers) -> list[int]:
        ids = self.ids
        return [ids[place] for place in places.tolist()]


class _Neighbours(Mapping[int, dict[str, Any]]):
    """Those tied to one actor, each with the edge."""

    def __init__(self, graph: SparseGraph, actor: int) -> None:
        self.graph = graph
        other, edge = graph.rows.of(graph.place[actor])
        self.found = dict(zip((graph.ids[place] for place in other.tolist()), edge.tolist(), strict=True))

    def __getitem__(self, other: int) -> dict[str, Any]:
        return _edge(self.graph, self.found[other])

    def __iter__(self) -> Iterator[int]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


class _Adjacency:
    def __init__(self, graph: SparseGraph) -> None:
        self.graph = graph

    def __getitem__(self, actor: int) -> _Neighbours:
        return _Neighbours(self.graph, actor)


class _Nodes:
    def __init__(self, graph: SparseGraph) -> None:
        self.graph = graph

    def __getitem__(self, actor: int) -> dict[str, Any]:
        return {"handle": self.graph.refs[actor].handle}


class _Edges:
    def __init__(self, graph: SparseGraph) -> None:
        self.graph = graph

    def __getitem__(self, ends: tuple[int, int]) -> dict[str, Any]:
        edge = self.graph.edge_of(*ends)
        if edge is None:
            raise KeyError(ends)
        return _edge(self.graph, edge)


def _edge(graph: SparseGraph, edge: int) -> dict[str, Any]:
    return {"strength": float(graph.edge_strength[edge]), "ties": graph.ties_of_edge(edge)}
