"""Offers shared out among needs: what could be, and what together is worth most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ngomap.analyses.match_market import Fit, Market
from ngomap.graph.assignment import share_out
from ngomap.model.coverage import Resource

FINEST: Final = 1000
"""Amounts are taken to a thousandth where one of them is not whole."""


@dataclass(frozen=True, slots=True)
class Deal:
    """So much of an offer for a need: `amount` in their unit, None where it cannot be compared; `share` of the need."""

    offer: Resource
    need: Resource
    fit: Fit
    share: float
    amount: float | None

    @property
    def value(self) -> float:
        """What it weighs in the sum."""
        return self.fit.value * self.share


@dataclass(frozen=True, slots=True)
class Sharing:
    """The best deals together, and who was possible for each offer and need, by its id (`to_ask`: only if the offer would say
    how much).
    """

    deals: list[Deal]
    possible: dict[int, list[Resource]]
    to_ask: dict[int, list[Resource]]

    @property
    def total(self) -> float:
        """What all deals together weigh: the largest sum there is."""
        return sum(d.value for d in self.deals)


def share_market(market: Market) -> Sharing:
    """The deals that together weigh most, under these rules.

    Amounts are compared where an offer and a need name the same unit. A need that can be compared with some offer is
    met by such offers only, by as much as there is; several may share in it, and one offer may serve several needs. Any
    other need takes one unit of an offer (the whole of an offer that does not say how much), and counts as met. A
    deal weighs how well offer and need fit (see `Market.fit`) times the share of the need that it meets. Of a large market
    only some pairs are looked at (see `Market`).
    """
    offers, needs = market.offers, market.needs
    fits: list[dict[int, Fit]] = []
    for need in needs:
        row = {}
        for at in market.offers_for(need):
            fit = market.fit(offers[at], need)
            if fit is not None:
                row[at] = fit
        fits.append(row)
    counted: list[bool] = []
    possible: dict[int, list[Resource]] = {}
    to_ask: dict[int, list[Resource]] = {}
    for need, row in zip(needs, fits, strict=True):
        comparable = [at for at in row if market.comparable(offers[at], need)]
        counted.append(bool(comparable))
        if comparable:
            for at in sorted(row.keys() - set(comparable)):
                del row[at]
                _note(to_ask, offers[at], need)
        for at in row:
            _note(possible, offers[at], need)
    amounts = [n.quantity for n, c in zip(needs, counted, strict=True) if c] + [o.quantity for o in offers]
    scale = 1 if all(a is None or float(a).is_integer() for a in amounts) else FINEST
    demands = [_units(n.quantity if c else None, scale) for n, c in zip(needs, counted, strict=True)]
    supplies = [_units(o.quantity, scale) for o in offers]
    worth = [{at: f.value / units for at, f in row.items()} for row, units in zip(fits, demands, strict=True)]
    deals = [
        Deal(offers[at], needs[n], fits[n][at], units / demands[n], units / scale if counted[n] else None)
        for (n, at), units in share_out(demands, supplies, worth).items()
    ]
    return Sharing(deals, possible, to_ask)


def _note(pairs: dict[int, list[Resource]], offer: Resource, need: Resource) -> None:
    pairs.setdefault(offer.id, []).append(need)
    pairs.setdefault(need.id, []).append(offer)


def _units(amount: float | None, scale: int) -> int:
    return scale if amount is None else max(1, round(amount * scale))


