"""Whether a map is too large for its graph to be made of records, and the graph as arrays if the extra for it is there."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ngomap.model.actors import ActorRef
from ngomap.model.audience import allowed_fields, visible_to
from ngomap.store.connection import Map
from ngomap.store.settings import today
from ngomap.store.standing import count_ties, standing_ties_in_a_row

if TYPE_CHECKING:
    from ngomap.graph.sparse import SparseGraph

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
    """The graph of these actors on the ISO day, as far as the audience may see it."""
    from ngomap.graph.sparse import SparseGraph

    # A rung that may not be told must not show in strengths either.
    plain = "rung" not in allowed_fields("relationship", audience)
    return SparseGraph(actors, standing_ties_in_a_row(map_, on, today(map_), visible_to(audience), plain))


def spaced(number: int) -> str:
    """A number as people read it.

    >>> spaced(1234567)
    '1 234 567'
    """
    return f"{number:,}".replace(",", " ")
