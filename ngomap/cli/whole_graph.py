"""Whether a map is too large for its graph to be made of records, and the graph as arrays if the extra for it is there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ngomap.model.actors import ActorRef
from ngomap.model.audience import allowed_fields, visible_to
from ngomap.store.actors import all_ids
from ngomap.store.connection import Map
from ngomap.store.graph_keeping import graph_file_of
from ngomap.store.settings import today
from ngomap.store.standing import count_ties, standing_ties_in_a_row

if TYPE_CHECKING:
    from ngomap.graph.sparse import SparseGraph

KEEPER = "secret"
MOST_ACTORS = 20_000
MOST_TIES = 100_000
INSTALL = "The whole of it needs what is not installed here: pip install 'ngomap[scale]'"


def is_large(map_: Map, actors: int) -> bool:
    """Whether the graph of so many actors, or of all the ties of the map, is too large to be made of records."""
    return actors > MOST_ACTORS or count_ties(map_) > MOST_TIES


def scale_installed() -> bool:
    """Whether what reckons with large graphs is there."""
    return all(find_spec(name) for name in ("numpy", "scipy"))


def whole_graph(map_: Map, actors: Iterable[ActorRef], on: str, audience: str = "secret") -> SparseGraph:
    """The graph of these actors on the ISO day, as far as the audience may see it. For the keeper, the graph of the whole
    map is kept beside it, and read from there as long as nothing was changed.
    """
    from ngomap.graph.sparse import SparseGraph
    from ngomap.graph.sparse_arrays import lay_out
    from ngomap.graph.sparse_kept import kept_graph

    refs, present = sorted(actors, key=lambda a: a.handle), today(map_)
    # A rung that may not be told must not show in strengths either.
    plain = "rung" not in allowed_fields("relationship", audience)
    numbers = partial(standing_ties_in_a_row, map_, on, present, visible_to(audience), plain)
    file = graph_file_of(map_, [on, present]) if audience == KEEPER else None
    if file is None:
        return SparseGraph(refs, lay_out([a.id for a in refs], numbers()))
    return kept_graph(file, refs, partial(all_ids, map_), numbers)


def spaced(number: int) -> str:
    """A number as people read it.

    >>> spaced(1234567)
    '1 234 567'
    """
    return f"{number:,}".replace(",", " ")
