"""The graph of a large map in little room is that of records."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from ngomap.errors import InvalidValue
from ngomap.graph.alliance import alliance_graph
from ngomap.graph.bare import BareGraph, bare_doors
from ngomap.graph.introductions import open_doors
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import Tie
from tests.graph.test_sparse import ON, maps, numbers


@settings(max_examples=60, deadline=None)
@given(maps())
def test_who_is_next_to_whom(given_: tuple[list[ActorRef], list[Tie]]) -> None:
    actors, ties = given_
    handles = {a.id: a.handle for a in actors[1:]}
    found = bare_doors(handles, numbers(ties[::-1]))
    assert found == {actor: list(others) for actor, others in open_doors(ties, ON, handles).items()}


@settings(max_examples=60, deadline=None)
@given(maps())
def test_who_is_tied_to_whom_and_how_strongly(given_: tuple[list[ActorRef], list[Tie]]) -> None:
    actors, ties = given_
    whole = alliance_graph(actors[1:], ties, ON)
    expected = {a: {b: edge["strength"] for b, edge in others.items()} for a, others in whole.adj.items()}
    handles = {a.id: a.handle for a in actors[1:]}
    for graph in (BareGraph.of_records(actors[1:], ties[::-1], ON), BareGraph(handles, numbers(ties))):
        assert {a: {b: edge["strength"] for b, edge in others.items()} for a, others in graph.adj.items()} == expected
        assert {n: graph.nodes[n]["handle"] for n in graph.adj} == handles
        assert graph.number_of_edges() == whole.number_of_edges()


def test_a_tie_to_oneself_is_refused() -> None:
    with pytest.raises(InvalidValue, match="Tie 7 joins an actor to itself"):
        BareGraph.of_records([ActorRef(1, "a", "A", "ngo")], [Tie(7, "knows", 1, 1, "active")], ON)
    with pytest.raises(InvalidValue, match="Tie 7 joins an actor to itself"):
        bare_doors({1: "a"}, numbers([Tie(7, "knows", 1, 1, "active")]))
