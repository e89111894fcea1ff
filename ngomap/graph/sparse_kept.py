"""The graph of a large map from what was kept of it, or made anew and kept."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ngomap.graph.sparse import Found, SparseGraph
from ngomap.graph.sparse_arrays import Arrays, lay_out, narrowed
from ngomap.graph.sparse_measures import Numbers, Rows
from ngomap.model.actors import ActorRef
from ngomap.store.graph_keeping import GraphFile

SMALL: Final = np.iinfo(np.int32).max
"""Numbers up to here are kept in half the bytes."""
NOBODY: Final = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Kept:
    """The arrays of everybody in the map, and what was found out about some, who are `of` by their ids."""

    arrays: Arrays
    found: Found
    of: Numbers


def kept_graph(
    file: GraphFile, actors: Sequence[ActorRef], everybody: Callable[[], Sequence[int]], numbers: Callable[[], str]
) -> SparseGraph:
    """The graph of these actors, by handle, from the file. If that has none, it is made of `everybody` by handle and the
    `numbers` of all ties (see `lay_out`), and kept there; so is, at `keep_found`, what takes long to find out.
    """
    content = file.content()
    if content is not None:
        kept = from_bytes(content)
    else:
        kept = Kept(lay_out(everybody(), numbers()), {}, NOBODY)
        file.keep(to_bytes(kept))
    ids = np.array([a.id for a in actors], dtype=np.int64)

    def keep(found: Found) -> None:
        before = file.content()
        if before is not None:
            file.keep(to_bytes(Kept(from_bytes(before).arrays, found, ids)))

    return SparseGraph(actors, narrowed(kept.arrays, ids), kept.found if np.array_equal(kept.of, ids) else {}, keep)


def to_bytes(kept: Kept) -> bytes:
    """What `from_bytes` makes the same of."""
    parts = {f"arrays.{name}": getattr(kept.arrays, name) for name in Arrays.__slots__ if name != "rows"}
    parts |= {f"rows.{name}": getattr(kept.arrays.rows, name) for name in Rows.__slots__}
    parts |= {"of": kept.of, **{f"found.{name}": value for name, value in kept.found.items()}}
    into = io.BytesIO()
    np.savez(into, allow_pickle=False, **{name: _small(value) for name, value in parts.items()})
    return into.getvalue()


def from_bytes(content: bytes) -> Kept:
    """What `to_bytes` was given."""
    with np.load(io.BytesIO(content), allow_pickle=False) as parts:
        told = {name: _large(parts[name]) for name in parts}
    rows = Rows(**_named(told, "rows."))
    return Kept(Arrays(rows=rows, **_named(told, "arrays.")), _named(told, "found."), told["of"])


def _named(parts: Mapping[str, Any], begin: str) -> dict[str, Any]:
    return {name.removeprefix(begin): value for name, value in parts.items() if name.startswith(begin)}


def _small(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    small = values.dtype == np.int64 and abs(values).max(initial=0) <= SMALL
    return values.astype(np.int32) if small else values


def _large(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return values.astype(np.int64) if values.dtype == np.int32 else values
