"""What is kept of a graph is what it was: for everybody, for some of them, and not at all where it is damaged."""

from __future__ import annotations

import random
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from ngomap.errors import InvalidValue
from ngomap.graph import sparse
from ngomap.graph.communities import communities
from ngomap.graph.sparse import SparseGraph
from ngomap.graph.sparse_arrays import Arrays, lay_out, narrowed
from ngomap.graph.sparse_kept import Kept, from_bytes, kept_graph, to_bytes
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import Tie
from ngomap.store.connection import Map
from ngomap.store.graph_keeping import GraphFile, graph_file_of
from tests.graph.test_sparse import maps, numbers

ACTORS = [ActorRef(n, f"h{n}", str(n), "ngo") for n in range(1, 8)]
TIES = [Tie(n, "works-with", a, b, "active", 3) for n, (a, b) in enumerate([(1, 2), (2, 3), (1, 3), (3, 4), (4, 5), (5, 6), (4, 6)], 1)]


def same(one: Arrays, other: Arrays) -> bool:
    pairs = [(getattr(one, f.name), getattr(other, f.name)) for f in fields(Arrays) if f.name != "rows"]
    pairs += [(getattr(one.rows, f.name), getattr(other.rows, f.name)) for f in fields(one.rows)]
    return all(np.array_equal(a, b) and a.dtype == b.dtype for a, b in pairs)


def written(ties: list[Tie]) -> str:
    return " ".join(map(str, numbers(ties)))


@settings(max_examples=60, deadline=None)
@given(maps())
def test_narrowed_is_as_made_of_those_alone_and_bytes_bring_it_back(given_: tuple[list[ActorRef], list[Tie]]) -> None:
    actors, ties = given_
    ids = [a.id for a in sorted(actors, key=lambda a: a.handle)]
    whole = lay_out(ids, written(random.Random(5).sample(ties, len(ties))))
    assert narrowed(whole, ids) is whole
    some = [id_ for n, id_ in enumerate(ids) if n % 3]
    # Ties in another order are in another place among those of nobody in particular; between two actors they are sorted.
    in_order = lay_out(ids, written(ties))
    assert same(narrowed(in_order, some), lay_out(some, written(ties)))
    found = {"shares": np.linspace(0, 1, len(ids)), "large": np.array([2**40, -(2**40)]), "small": np.arange(3)}
    back = from_bytes(to_bytes(Kept(whole, found, np.array(some, dtype=np.int64))))
    assert same(back.arrays, whole) and back.of.tolist() == some
    assert all(np.array_equal(back.found[name], value) and back.found[name].dtype == value.dtype for name, value in found.items())
    assert len(back.found) == len(found)


class Counted:
    """How often the map is asked for everybody, and for all ties."""

    def __init__(self, ties: list[Tie]) -> None:
        self.ties, self.asked = ties, 0

    def everybody(self) -> list[int]:
        return [a.id for a in ACTORS]

    def numbers(self) -> str:
        self.asked += 1
        return written(self.ties)

    def graph(self, file: GraphFile, actors: list[ActorRef]) -> SparseGraph:
        return kept_graph(file, actors, self.everybody, self.numbers)


@pytest.fixture
def file(empty_map: Map) -> GraphFile:
    found = graph_file_of(empty_map, [])
    assert found is not None
    return found


def told(graph: SparseGraph) -> tuple[object, ...]:
    return list(graph), graph.degree, graph.components(), graph.pairs_joined([1, 3]), communities(graph), graph.constraints


def test_the_map_is_read_once_for_everybody_and_for_some(file: GraphFile) -> None:
    read = Counted(TIES)
    made = told(read.graph(file, ACTORS))
    assert told(read.graph(file, ACTORS)) == made
    some = ACTORS[1:]
    fresh = SparseGraph(some, lay_out([a.id for a in some], written(TIES)))
    assert told(read.graph(file, some)) == told(fresh)
    assert read.asked == 1


def test_what_takes_long_is_found_out_once(file: GraphFile, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Counted(TIES)
    first = read.graph(file, ACTORS)
    expected = told(first)
    first.keep_found()
    content = file.content()
    again = read.graph(file, ACTORS)
    with monkeypatch.context() as patch:
        for name in ("ways_through", "find_communities"):
            patch.setattr(sparse, name, None)
        assert told(again) == expected
        # Of others, or from other sources, it is found out anew.
        with pytest.raises(TypeError):
            again.pairs_joined([0, 3])
        with pytest.raises(TypeError):
            read.graph(file, ACTORS[1:]).communities()
    again.keep_found()
    assert file.content() == content
    fewer = read.graph(file, ACTORS[1:])
    fresh = SparseGraph(ACTORS[1:], lay_out([a.id for a in ACTORS[1:]], written(TIES)))
    assert told(fewer) == told(fresh)
    fewer.keep_found()
    assert told(read.graph(file, ACTORS)) == expected


def test_of_a_damaged_file_nothing_is_taken(file: GraphFile, map_path: Path) -> None:
    read = Counted(TIES)
    made = told(read.graph(file, ACTORS))
    path = map_path.with_name(map_path.name + "-graph")
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] + bytes(len(content) - len(content) // 2))
    assert told(read.graph(file, ACTORS)) == made
    assert read.asked == 2
    assert path.read_bytes() == content


def test_a_tie_of_an_actor_to_itself_is_an_error() -> None:
    with pytest.raises(InvalidValue, match="Tie 1 joins an actor to itself"):
        lay_out([1, 2], written([Tie(1, "knows", 1, 1, "active")]))
