"""Communities of a large graph: the first moves made by many at once, the rest as on small graphs."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix

from ngomap.graph.communities import SEEDS, WHOLE, louvain
from ngomap.graph.sparse_measures import Numbers, Reals, Rows

ROUNDS: Final = 8
FEW: Final = 2000
"""So many nodes are few enough to be moved one after the other."""
HALF: Final = 0.5
ENOUGH: Final = 0.002
"""When fewer of the actors move, the round was the last."""


def find_communities(rows: Rows, strength: Reals) -> list[Numbers]:
    """The communities of the nodes that have ties, by modularity, on strengths in whole hundredths as on small graphs:
    the largest first, each with its best connected member first.

    The first level of the Louvain method, on which nearly all of its time goes, is walked by a half of the nodes at a
    time, drawn with a fixed seed: each moves to where it gains most as things stood before the round. What comes of it
    is put together, the method goes on as on small graphs, and then those move once more who gain by it. The division
    is about as good as that of small graphs, but not the same one.

    Blondel et al. (2008), see `ngomap.graph.communities`. Que, X. et al. (2015). Scalable community detection with the
    Louvain algorithm. IPDPS (moves at once).
    """
    tied = np.flatnonzero(np.diff(rows.begin))
    if not len(tied):
        return []
    matrix = rows.matrix(np.maximum(1, np.rint(strength * WHOLE)).astype(np.int64)[rows.edge])[tied][:, tied].tocsr()
    degree = np.asarray(matrix.sum(axis=1)).ravel()
    homes = _settled(matrix, degree, _together(matrix, degree))
    owner = np.repeat(np.arange(len(tied)), np.diff(rows.begin)[tied])
    inside = np.where(homes[owner] == homes[matrix.indices], strength[rows.edge], 0.0)
    ties_inside = np.round(np.bincount(owner, inside), 9)
    order = np.lexsort((tied, -ties_inside, homes))
    parts = np.split(tied[order], np.flatnonzero(np.diff(homes[order])) + 1)
    return sorted(parts, key=lambda part: (-len(part), int(part[0])))


def _together(matrix: Any, degree: Numbers) -> Numbers:
    """The communities, by moving nodes, then the communities that came of it, and so on."""
    size = matrix.shape[0]
    names, homes = np.unique(_settled(matrix, degree, np.arange(size)), return_inverse=True)
    here = _membership(homes, len(names))
    between = (here.T @ matrix @ here).tocsr()
    between.setdiag(0)
    between.eliminate_zeros()
    between.sort_indices()
    merged = np.zeros(len(names), dtype=np.int64)
    np.add.at(merged, homes, degree)
    if FEW < len(names) < size:
        return _together(between, merged)[homes]
    ties: list[dict[int, int]] = []
    for name in range(len(names)):
        part = slice(between.indptr[name], between.indptr[name + 1])
        ties.append(dict(zip(between.indices[part].tolist(), between.data[part].tolist(), strict=True)))
    loops = (merged - np.asarray(between.sum(axis=1)).ravel()).tolist()
    found: Numbers = np.array(louvain(ties, SEEDS[0], loops), dtype=np.int64)
    return found[homes]


def _settled(matrix: Any, degree: Numbers, homes: Numbers) -> Numbers:
    """The community of each node when hardly any moves. `degree` has the strength within a node, too."""
    size = matrix.shape[0]
    everything = int(degree.sum())
    chance = np.random.default_rng(SEEDS[0])
    for _ in range(ROUNDS):
        totals = np.zeros(size, dtype=np.int64)
        np.add.at(totals, homes, degree)
        near = matrix @ _membership(homes, size)
        near.sort_indices()
        owner, there = np.repeat(np.arange(size), np.diff(near.indptr)), near.indices
        at_home = there == homes[owner]
        gain = near.data * everything - (totals[there] - np.where(at_home, degree[owner], 0)) * degree[owner]
        stay = -(totals[homes] - degree) * degree
        stay[owner[at_home]] = gain[at_home]
        begins = np.flatnonzero(np.diff(owner, prepend=-1))
        best = stay.copy()
        best[owner[begins]] = np.maximum.reduceat(gain, begins) if len(begins) else []
        going = np.flatnonzero((gain == best[owner]) & (best > stay)[owner])
        going = going[np.flatnonzero(np.diff(owner[going], prepend=-1))]
        going = going[chance.random(size)[owner[going]] < HALF]
        homes = homes.copy()
        homes[owner[going]] = there[going]
        if len(going) < ENOUGH * size:
            break
    return homes


def _membership(homes: Numbers, communities: int) -> Any:
    nodes = np.arange(len(homes))
    return csr_matrix((np.ones(len(nodes), dtype=np.int64), (nodes, homes)), shape=(len(nodes), communities))
