"""The ties of a large map as arrays: made of what the store says, and narrowed to some actors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix

from ngomap.errors import InvalidValue
from ngomap.graph.sparse_measures import Numbers, Reals, Rows
from ngomap.graph.strength import NOT_ALLIED, strength
from ngomap.store.standing import END, WHAT, tie_of

MEANT: Final = [tie_of(what) for what in range(WHAT)]
STRENGTHS: Final = np.array([0.0 if tie.type in NOT_ALLIED else strength(tie) for tie in MEANT])


@dataclass(frozen=True, slots=True)
class Arrays:
    """The actors are places in `ids`. A tie has its id, what it is, and its ends: `tie`, `what`, `first`, `second`. The
    ties of edge e are `ties_by_edge[begin[e]:begin[e + 1]]`, its strength is `strength[e]`; `rows` joins places by edges.
    """

    ids: Numbers
    tie: Numbers
    what: Numbers
    first: Numbers
    second: Numbers
    ties_by_edge: Numbers
    begin: Numbers
    strength: Reals
    rows: Rows


def lay_out(ids: Sequence[int], numbers: str) -> Arrays:
    """The arrays of these actors, in their order, and two numbers for each tie with spaces between all (see
    `ngomap.store.standing`). Rivalries, and ties to an actor not given, are no edges. Raises InvalidValue for a tie of an
    actor to itself.
    """
    packed = np.fromstring(numbers, np.int64, sep=" ").reshape(-1, 2) if numbers else np.zeros((0, 2), np.int64)
    a, b = packed[:, 1] // END, packed[:, 1] % END
    if (a == b).any():
        raise InvalidValue(f"Tie {packed[a == b][0, 0] // WHAT} joins an actor to itself.", "Take it out of the map.")
    known = np.array(ids, dtype=np.int64)
    first, second = (_places(known, ends) for ends in (a, b))
    tie, what = np.divmod(packed[:, 0], WHAT)
    return _arranged(known, tie, what, first, second, STRENGTHS[what] > 0)


def narrowed(arrays: Arrays, ids: Sequence[int] | Numbers) -> Arrays:
    """What is left of the arrays for these actors alone, in their order, which all have to be among them."""
    chosen = np.array(ids, dtype=np.int64)
    if np.array_equal(chosen, arrays.ids):
        return arrays
    places = _places(chosen, arrays.ids)
    every = np.ones(len(arrays.tie), dtype=bool)
    return _arranged(chosen, arrays.tie, arrays.what, places[arrays.first], places[arrays.second], every)


def _arranged(
    ids: Numbers, tie: Numbers, what: Numbers, first: Numbers, second: Numbers, wanted: np.typing.NDArray[np.bool_]
) -> Arrays:
    kept = np.flatnonzero((first >= 0) & (second >= 0) & wanted)
    tie, what, first, second = tie[kept], what[kept], first[kept], second[kept]
    size = len(ids)
    pair = np.minimum(first, second) * size + np.maximum(first, second)
    # As a rule ties come in the order of their ids; sorting by two keys takes twice as long.
    in_order = (np.diff(tie) > 0).all()
    order = np.argsort(pair, kind="stable") if in_order else np.lexsort((tie, pair))
    begins = np.flatnonzero(np.diff(pair[order], prepend=-1))
    each = STRENGTHS[what[order]]
    strengths: Reals = np.maximum.reduceat(each, begins) if len(begins) else np.zeros(0)
    low, high = np.divmod(pair[order][begins], size) if size else (begins, begins)
    matrix = csr_matrix(
        (np.tile(np.arange(len(begins)), 2), (np.append(low, high), np.append(high, low))), shape=(size, size)
    )
    matrix.sort_indices()
    rows = Rows(matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64), matrix.data.astype(np.int64))
    return Arrays(ids, tie, what, first, second, tie[order], np.append(begins, len(order)), strengths, rows)


def _places(known: Numbers, ids: Numbers) -> Numbers:
    """Where among those known the actors with these ids stand; -1 for one that is not known."""
    if not len(known):
        return np.full(len(ids), -1)
    order = np.argsort(known)
    in_order = known[order]
    at = np.minimum(np.searchsorted(in_order, ids), len(known) - 1)
    return np.where(in_order[at] == ids, order[at], -1)
