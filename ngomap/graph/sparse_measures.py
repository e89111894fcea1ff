"""Measures of a large undirected graph, over the rows of its matrix. Nodes are places, 0 to one less than their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csgraph, csr_matrix

Numbers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]

AT_ONCE: Final = 4_000_000
"""Steps of two ties that are held in memory together."""
MARKS: Final = 16_000_000
"""Marks held in memory together, of four bytes."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The neighbours of node n are `other[begin[n]:begin[n + 1]]`, in order; each entry with the number of its `edge`."""

    begin: Numbers
    other: Numbers
    edge: Numbers

    def of(self, node: int) -> tuple[Numbers, Numbers]:
        """The neighbours of a node, and the edges to them."""
        row = slice(self.begin[node], self.begin[node + 1])
        return self.other[row], self.edge[row]

    def sums(self, values: Reals) -> Reals:
        """For each node the sum of the values of its entries."""
        owner = np.repeat(np.arange(len(self.begin) - 1), np.diff(self.begin))
        found: Reals = np.bincount(owner, values, minlength=len(self.begin) - 1).astype(np.float64)
        return found

    def matrix(self, values: npt.NDArray[Any]) -> Any:
        """A sparse matrix with these entries."""
        size = len(self.begin) - 1
        return csr_matrix((values, self.other, self.begin), shape=(size, size))


def ranges(begin: Numbers, rows: Numbers) -> tuple[Numbers, Numbers]:
    """The places of all entries of some rows, one row after the other, and how many each row has.

    >>> [x.tolist() for x in ranges(np.array([0, 2, 2, 5]), np.array([2, 0]))]
    [[2, 3, 4, 0, 1], [3, 2]]
    """
    counts = begin[rows + 1] - begin[rows]
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(begin[rows] - ends + counts, counts), counts


def steps_from(rows: Rows, source: int, avoid: Iterable[int] = ()) -> Numbers:
    """How many ties away each node is by ways that avoid some; -1 where none leads."""
    far = np.full(len(rows.begin) - 1, -1)
    shut = np.zeros(len(far), dtype=bool)
    shut[list(avoid)] = True
    far[source] = 0
    front = np.array([source])
    steps = 0
    while len(front):
        steps += 1
        at, _ = ranges(rows.begin, front)
        found = rows.other[at]
        front = np.unique(found[(far[found] < 0) & ~shut[found]])
        far[front] = steps
    return far


def ways_through(rows: Rows, sources: Iterable[int]) -> Reals:
    """For each node, the sum over the sources of the shares of shortest ways from there that lead through it.

    Brandes, U. (2001). A faster algorithm for betweenness centrality. Journal of Mathematical Sociology 25.
    """
    size = len(rows.begin) - 1
    total = np.zeros(size)
    for source in sources:
        far = np.full(size, -1, dtype=np.int32)
        ways = np.zeros(size)
        far[source], ways[source] = 0, 1.0
        front = np.array([source])
        levels: list[tuple[Numbers, Numbers]] = []
        while len(front):
            at, counts = ranges(rows.begin, front)
            found = rows.other[at]
            fresh = far[found] < 0
            found, behind = found[fresh], np.repeat(front, counts)[fresh]
            arriving = np.bincount(found, ways[behind], minlength=size)
            front = np.flatnonzero(arriving)
            ways[front] = arriving[front]
            far[front] = len(levels) + 1
            levels.append((behind, found))
        through = np.zeros(size)
        for behind, found in reversed(levels):
            through += np.bincount(behind, ways[behind] * ((1 + through[found]) / ways[found]), minlength=size)
        through[source] = 0.0
        total += through
    return total


def triangles(rows: Rows, strength: Reals) -> tuple[Numbers, Reals]:
    """For each node, how many pairs of its contacts are tied to each other; and for each edge (a, b), the sum over the
    contacts q that both share of  w(a, q) x w(q, b) / s(q),  with w the strength of an edge and s the sum of a node's.

    Every triangle is met once, from its node of fewest ties: who has many is asked last, so that a hub costs no more
    than others.

    Chiba, N., Nishizeki, T. (1985). Arboricity and subgraph listing algorithms. SIAM Journal on Computing 14.
    """
    size, edges = len(rows.begin) - 1, len(strength)
    degree = np.diff(rows.begin)
    rank = np.empty(size, dtype=np.int64)
    rank[np.argsort(degree, kind="stable")] = np.arange(size)
    owner = np.repeat(np.arange(size), degree)
    up = np.flatnonzero(rank[owner] < rank[rows.other])
    begin = np.concatenate(([0], np.cumsum(np.bincount(owner[up], minlength=size))))
    low, high, edge = owner[up], rows.other[up], rows.edge[up]
    own = rows.sums(strength[rows.edge])
    closed, through = np.zeros(size, dtype=np.int64), np.zeros(edges)
    steps = np.concatenate(([0], np.cumsum(begin[high + 1] - begin[high])))[begin]
    most = max(1, MARKS // max(size, 1))
    marks = np.zeros(most * size, dtype=np.int32)
    first = 0
    while first < size:
        last = int(np.searchsorted(steps, steps[first] + AT_ONCE, side="right")) - 1
        last = min(max(last, first + 1), first + most, size)
        here = np.arange(begin[first], begin[last])
        marked = (low[here] - first) * size + high[here]
        marks[marked] = here + 1
        second, counts = ranges(begin, high[here])
        one = np.repeat(here, counts)
        across = marks[(low[one] - first) * size + high[second]].astype(np.int64) - 1
        marks[marked] = 0
        met = across >= 0
        one, second, across = one[met], second[met], across[met]
        a, b, c = low[one], high[one], high[second]
        ab, bc, ac = edge[one], edge[second], edge[across]
        np.add.at(closed, np.concatenate((a, b, c)), 1)
        w_ab, w_bc, w_ac = strength[ab], strength[bc], strength[ac]
        np.add.at(through, ab, w_ac * w_bc / own[c])
        np.add.at(through, ac, w_ab * w_bc / own[b])
        np.add.at(through, bc, w_ab * w_ac / own[a])
        first = last
    return closed, through


def depths_in_cores(rows: Rows) -> Numbers:
    """For each node the largest k for which it is in a group in which everybody is tied to k others of the group.

    Batagelj, V., Zaveršnik, M. (2003). An O(m) algorithm for cores decomposition of networks. arXiv cs/0310049.
    """
    left = np.diff(rows.begin)
    depth = np.zeros(len(left), dtype=np.int64)
    there = np.ones(len(left), dtype=bool)
    most = 0
    while there.any():
        most = max(most, int(left[there].min()))
        going = np.flatnonzero(there & (left <= most))
        while len(going):
            depth[going] = most
            there[going] = False
            at, _ = ranges(rows.begin, going)
            losing, times = np.unique(rows.other[at], return_counts=True)
            left[losing] -= times
            going = losing[there[losing] & (left[losing] <= most)]
    return depth


def walk(rows: Rows) -> Iterator[tuple[list[int], list[int], list[int], list[int]]]:
    """A depth-first walk through each component of two or more: the nodes in the order they are met and, by their place
    in it, the place of the node before each (0 for the first), the lowest place that an edge from what lies below a
    node leads back to, and how many lie below it, itself included.
    """
    size = len(rows.begin) - 1
    if not size:
        return
    _, label = csgraph.connected_components(rows.matrix(np.ones(len(rows.other))), directed=False)
    _, roots = np.unique(label, return_index=True)
    roots.sort()
    # From a node more, before the first of each component, one walk leads through all of them.
    begin, other = np.append(rows.begin, len(rows.other) + len(roots)), np.append(rows.other, roots)
    whole = csr_matrix((np.ones(len(other)), other, begin), shape=(size + 1, size + 1))
    order, before = csgraph.depth_first_order(whole, size, directed=True, return_predecessors=True)
    place = np.empty(size + 1, dtype=np.int64)
    place[order] = np.arange(size + 1)
    owner = np.repeat(np.arange(size), np.diff(rows.begin))
    back = np.where(rows.other == before[owner], size + 1, place[rows.other])
    low = np.arange(size + 1)
    np.minimum.at(low, place[owner], back)
    above, lows = np.append(0, place[before[order[1:]]]).tolist(), low.tolist()
    sizes = [1] * (size + 1)
    for node in range(size, 0, -1):
        parent = above[node]
        sizes[parent] += sizes[node]
        if lows[node] < lows[parent]:
            lows[parent] = lows[node]
    met = order.tolist()
    first = 1
    while first <= size:
        last = first + sizes[first]
        if last - first > 1:
            yield (
                met[first:last], [max(p - first, 0) for p in above[first:last]],
                [n - first for n in lows[first:last]], sizes[first:last],
            )  # fmt: skip
        first = last
