"""The alliance graph: which ties are edges, how strong, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.errors import InvalidValue
from ngomap.graph.alliance import alliance_graph
from ngomap.graph.strength import CONFRONTATIONAL_SHARE, DORMANT_SHARE, RUNG_STRENGTH, TYPE_STRENGTH, strength
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import RUNGS, TIE_TYPES, Tie

ON = "2024-03-31"
ACTORS = [ActorRef(i, h, h.upper(), "ngo", "local") for i, h in ((3, "a"), (1, "b"), (2, "c"), (9, "d"))]


def edges(*ties: Tie, on: str = ON) -> set[frozenset[int]]:
    return {frozenset(e) for e in alliance_graph(ACTORS, ties, on).edges}


def test_every_type_but_rivalry_and_every_rung_has_a_strength() -> None:
    assert set(TYPE_STRENGTH) == set(TIE_TYPES) - {"rivals"}
    assert len(RUNG_STRENGTH) == len(RUNGS)
    assert list(RUNG_STRENGTH) == sorted(set(RUNG_STRENGTH))
    assert all(0 < s <= 1 for s in (*TYPE_STRENGTH.values(), *RUNG_STRENGTH))


@pytest.mark.parametrize("status", ["wanted", "ended", "declined"])
def test_a_tie_that_does_not_stand_is_no_edge(status: str) -> None:
    assert edges(Tie(1, "works-with", 1, 2, status, rung=5)) == set()


def test_rivals_are_no_edge() -> None:
    assert edges(Tie(1, "rivals", 1, 2, "active")) == set()
    assert edges(Tie(1, "knows", 1, 2, "active")) == {frozenset({1, 2})}


def test_only_ties_of_the_day_count() -> None:
    tie = Tie(1, "funds", 1, 2, "active", since="2023-05", until="2024-01")
    assert edges(tie, on="2023-04-30") == set()
    assert edges(tie, on="2023-05-01") == {frozenset({1, 2})}
    assert edges(tie, on="2024-01-31") == {frozenset({1, 2})}
    assert edges(tie, on="2024-02-01") == set()


def test_dormant_and_confrontational_ties_count_less() -> None:
    full = strength(Tie(1, "works-with", 1, 2, "active", rung=4))
    assert strength(Tie(1, "works-with", 1, 2, "dormant", rung=4)) == full * DORMANT_SHARE
    at_odds = Tie(1, "works-with", 1, 2, "active", rung=4, stance="confrontational")
    assert strength(at_odds) == full * CONFRONTATIONAL_SHARE


def test_parallel_ties_are_one_edge_of_the_strongest() -> None:
    graph = alliance_graph(ACTORS, [Tie(8, "knows", 2, 1, "active"), Tie(4, "parent-of", 1, 2, "active")], ON)
    assert graph.number_of_edges() == 1
    assert graph.edges[1, 2] == {"strength": TYPE_STRENGTH["parent-of"], "ties": (4, 8)}


def test_nodes_carry_what_names_an_actor_and_stand_by_handle() -> None:
    graph = alliance_graph(ACTORS, [], ON)
    assert list(graph) == [3, 1, 2, 9]
    assert graph.nodes[9] == {"handle": "d", "name": "D", "kind": "ngo", "level": "local"}
    assert alliance_graph([], [], ON).number_of_nodes() == 0


def test_a_tie_to_an_actor_left_out_is_left_out() -> None:
    assert edges(Tie(1, "knows", 1, 77, "active")) == set()


def test_a_tie_of_an_actor_to_itself_is_refused() -> None:
    with pytest.raises(InvalidValue, match="Tie 5"):
        alliance_graph(ACTORS, [Tie(5, "knows", 2, 2, "active")], ON)


TIES = st.builds(
    Tie,
    id=st.integers(1, 99),
    type=st.sampled_from(sorted(TIE_TYPES)),
    a=st.sampled_from([1, 2]),
    b=st.sampled_from([3, 9]),
    status=st.sampled_from(["active", "dormant", "wanted"]),
)


@given(st.lists(TIES, unique_by=lambda t: t.id), st.randoms())
def test_the_order_of_rows_changes_nothing(ties: list[Tie], random: object) -> None:
    actors, shuffled = list(ACTORS), list(ties)
    random.shuffle(actors)  # type: ignore[attr-defined]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = alliance_graph(ACTORS, ties, ON), alliance_graph(actors, shuffled, ON)
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(data=True)) == list(other.edges(data=True))
