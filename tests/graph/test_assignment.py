"""What is shared out is worth as much as can be: against trying everything, and against networkx."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.graph.assignment import Shares, share_out

Worth = list[dict[int, float]]


@st.composite
def markets(draw: st.DrawFn) -> tuple[list[int], list[int], Worth]:
    demands = draw(st.lists(st.integers(1, 3), min_size=0, max_size=3))
    supplies = draw(st.lists(st.integers(1, 3), min_size=0, max_size=3))
    value = st.one_of(st.none(), st.integers(0, 8))
    worth = [
        {s: w / 4 for s in range(len(supplies)) if (w := draw(value)) is not None} for _ in demands
    ]
    return demands, supplies, worth


def total(shares: Shares, worth: Worth) -> float:
    return sum(units * worth[d][s] for (d, s), units in shares.items())


def by_trying_everything(demands: Sequence[int], supplies: Sequence[int], worth: Worth) -> float:
    pairs = [(d, s, w) for d, row in enumerate(worth) for s, w in row.items()]

    @cache
    def best(at: int, wanted: tuple[int, ...], left: tuple[int, ...]) -> float:
        if at == len(pairs):
            return 0.0
        d, s, w = pairs[at]
        return max(
            units * w + best(at + 1, less(wanted, d, units), less(left, s, units))
            for units in range(min(wanted[d], left[s]) + 1)
        )

    return best(0, tuple(demands), tuple(supplies))


def less(units: tuple[int, ...], at: int, taken: int) -> tuple[int, ...]:
    return (*units[:at], units[at] - taken, *units[at + 1 :])


def allowed(shares: Shares, demands: Sequence[int], supplies: Sequence[int]) -> bool:
    got, gave = [0] * len(demands), [0] * len(supplies)
    for (d, s), units in shares.items():
        got[d] += units
        gave[s] += units
    return all(g <= n for g, n in zip([*got, *gave], [*demands, *supplies], strict=True))


@given(markets())
@settings(max_examples=200)
def test_nothing_is_worth_more(market: tuple[list[int], list[int], Worth]) -> None:
    demands, supplies, worth = market
    shares = share_out(demands, supplies, worth)
    assert allowed(shares, demands, supplies)
    assert all(units > 0 for units in shares.values())
    assert total(shares, worth) == pytest.approx(by_trying_everything(*market))


@pytest.mark.parametrize("seed", range(12))
def test_one_for_one_it_is_the_matching_of_networkx(seed: int) -> None:
    chance = random.Random(seed)
    worth = [{s: chance.choice([0.25, 0.5, chance.random()]) for s in range(25) if chance.random() < 0.5} for _ in range(25)]
    graph = nx.Graph((("d", d), ("s", s), {"weight": w}) for d, row in enumerate(worth) for s, w in row.items())
    matching = nx.max_weight_matching(graph)
    shares = share_out([1] * 25, [1] * 25, worth)
    assert total(shares, worth) == pytest.approx(sum(graph.edges[pair]["weight"] for pair in matching))


@pytest.mark.parametrize("seed", range(12))
def test_with_amounts_it_is_the_cheapest_flow_of_networkx(seed: int) -> None:
    chance = random.Random(seed)
    demands, supplies = ([chance.randint(1, 5000) for _ in range(9)] for _ in range(2))
    worth = [{s: float(chance.randint(1, 50)) for s in range(9) if chance.random() < 0.6} for _ in demands]
    graph = nx.DiGraph()
    for d, units in enumerate(demands):
        graph.add_edge("from", ("d", d), capacity=units, weight=0)
        for s, w in worth[d].items():
            graph.add_edge(("d", d), ("s", s), capacity=units, weight=-int(w))
    for s, units in enumerate(supplies):
        graph.add_edge(("s", s), "to", capacity=units, weight=0)
    # Going round by nothing: the flow may be smaller than the largest one.
    graph.add_edge("to", "from", weight=0)
    cost = nx.cost_of_flow(graph, nx.min_cost_flow(graph))
    shares = share_out(demands, supplies, worth)
    assert allowed(shares, demands, supplies)
    assert total(shares, worth) == pytest.approx(-cost)


def test_who_comes_first_gives_way_where_that_is_worth_it() -> None:
    assert share_out([2, 2], [2], [{0: 1.0}, {0: 3.0}]) == {(1, 0): 2}


def test_parts_of_very_little_worth_are_shared_out_too() -> None:
    assert share_out([10**9], [10**8], [{0: 1e-9}]) == {(0, 0): 10**8}


def test_nothing_to_share() -> None:
    assert share_out([], [], []) == {}
    assert share_out([1], [], [{}]) == {}
    assert share_out([1], [1], [{0: 0.0}]) == {}
