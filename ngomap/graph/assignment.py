"""Supplies shared out among demands so that the whole is worth as much as it can be: the transportation problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import Final

NOTHING: Final = 1e-9
"""What rounding can make of 0, as a part of what a demand is worth at most."""

Shares = dict[tuple[int, int], int]


def share_out(demands: Sequence[int], supplies: Sequence[int], worth: Sequence[Mapping[int, float]]) -> Shares:
    """How many units of which supply go to which demand, so that the sum of what the units are worth is the largest.

    `worth[d][s]` (0 or more) is what one unit of supply `s` is worth to demand `d`; a pair that is not there cannot be.
    No demand gets more units than it asks for, no supply gives more than it has. The answer is keyed by (demand,
    supply). Demands come in one after the other, and each is met along shortest ways in reduced costs, so that what is
    shared out is always the best for the demands that are in (successive shortest paths: the Hungarian method with
    capacities). That takes, at worst, a search over all pairs for each part in which a demand is met. Nothing to share
    gives nothing; parts that are not connected do not touch each other. Among answers worth the same, the one found
    depends on the order of the arguments alone.

    Reference: Ahuja, Magnanti and Orlin, Network Flows (1993), sections 9.7 and 12.4.

    One unit of supply 0 is worth 5 to demand 0 and 4 to demand 1, of supply 1 it is worth 4 and 1: crossing over is best.
    And of a supply of 4 the demand that it is worth more to comes first, the other gets what is left.

    >>> sorted(share_out([1, 1], [1, 1], [{0: 5.0, 1: 4.0}, {0: 4.0, 1: 1.0}]).items())
    [((0, 1), 1), ((1, 0), 1)]
    >>> sorted(share_out([3, 2], [4], [{0: 1.0}, {0: 2.0}]).items())
    [((0, 0), 2), ((1, 0), 2)]
    """
    state = _State(supplies, worth)
    for demand, units in enumerate(demands):
        state.enter(demand)
        left = units
        while left and (moved := state.augment(demand, left)):
            left -= moved
    return {(demand, s): units for s, taken in enumerate(state.given) for demand, units in taken.items()}


class _State:
    """What is shared out, with its proof: `price` of a unit of each supply (0 while some is left) and `gain` of a unit
    to each demand above the prices (0 unless it has all it asked for); no pair is worth more than price and gain.
    """

    def __init__(self, supplies: Sequence[int], worth: Sequence[Mapping[int, float]]) -> None:
        self.free = list(supplies)
        self.worth = [list(row.items()) for row in worth]
        self.price = [0.0] * len(supplies)
        self.gain = [0.0] * len(worth)
        self.given: list[dict[int, int]] = [{} for _ in supplies]

    def enter(self, demand: int) -> None:
        """Let a demand in; until it is met, its gain is what the best unit would be worth to it above its price."""
        row = self.worth[demand]
        most = max((w for _, w in row), default=0.0)
        gain = max((w - self.price[s] for s, w in row), default=0.0)
        self.gain[demand] = gain if gain > NOTHING * most else 0.0

    def augment(self, demand: int, most: int) -> int:
        """Give the demand up to so many units; how many. None, if making room for it would cost as much as it gains.

        A way leads from the demand to a supply, from a supply to the demands that it serves, and so on. It ends at a
        supply that has units left, or at a demand that gives up a unit and with it its gain (giving up itself: the
        demand stays without). Lengths are losses against prices and gains.
        """
        worth, price, gain, free = self.worth, self.price, self.gain, self.free
        if gain[demand] <= 0:
            return 0
        to_demand: dict[int, float] = {demand: 0.0}
        to_supply: dict[int, float] = {}
        through: dict[int, int] = {}
        behind: dict[int, int] = {}
        settled: dict[int, float] = {}
        heap: list[tuple[float, int]] = []
        best, end, giver = gain[demand], -1, demand
        frontier = [demand]
        while True:
            for row in frontier:
                at = to_demand[row]
                base = at + gain[row]
                for s, w in worth[row]:
                    loss = base + price[s] - w
                    if loss < best and loss < to_supply.get(s, best) and s not in settled:
                        to_supply[s] = loss = max(loss, at)
                        behind[s] = row
                        if free[s]:
                            best, end = loss, s
                        else:
                            heappush(heap, (loss, s))
            frontier = []
            while heap and not frontier:
                at, s = heappop(heap)
                if at >= best:
                    heap.clear()
                elif s not in settled:
                    settled[s] = at
                    for other in self.given[s]:
                        if other not in to_demand:
                            to_demand[other] = at
                            through[other] = s
                            frontier.append(other)
                            if at + gain[other] < best:
                                best, end, giver = at + gain[other], -1, other
            if not frontier:
                break
        for row, at in to_demand.items():
            if at < best:
                gain[row] = max(gain[row] - (best - at), 0.0)
        for s, at in settled.items():
            price[s] += best - at
        if end < 0 and giver == demand:
            gain[demand] = 0.0
            return 0
        return self._move(demand, most, end, giver, through, behind)

    def _move(
        self, demand: int, most: int, end: int, giver: int, through: Mapping[int, int], behind: Mapping[int, int]
    ) -> int:
        steps: list[tuple[int, int, int]] = []
        if end >= 0:
            units, s = min(most, self.free[end]), end
        else:
            units, s = min(most, self.given[through[giver]][giver]), through[giver]
        last = s
        while (row := behind[s]) != demand:
            steps.append((row, s, through[row]))
            s = through[row]
            units = min(units, self.given[s][row])
        if end >= 0:
            self.free[end] -= units
        else:
            self._change(last, giver, -units)
        for row, gets, gives in steps:
            self._change(gets, row, units)
            self._change(gives, row, -units)
        self._change(s, demand, units)
        return units

    def _change(self, supply: int, demand: int, units: int) -> None:
        given = self.given[supply]
        given[demand] = given.get(demand, 0) + units
        if not given[demand]:
            del given[demand]
