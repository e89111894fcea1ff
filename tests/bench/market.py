"""How long matching offers with needs takes, beside networkx's own maximum weight matching on the same graph."""

from __future__ import annotations

import random
import time
from statistics import median

import networkx as nx

from ngomap.analyses.match import find_matches
from ngomap.analyses.match_market import Market, MarketRows
from ngomap.analyses.match_sharing import share_market
from ngomap.model.actors import Actor
from ngomap.model.coverage import Resource
from ngomap.model.relationships import Tie
from ngomap.model.words import RESOURCE_KINDS, Area
from tests.bench.measuring import Line

SIZE = 500
REPETITIONS = 3
LONGEST = 5.0
"""Seconds that a whole answer may take."""
WORDS = ("room", "training", "budget", "garden", "hall", "small", "evening", "course", "river", "market", "school", "young")
ON = "2026-11-02"


def market_rows(size: int, kinds: int, seed: int = 1) -> MarketRows:
    """So many offers and needs, of as many organizations, of so many kinds, without amounts."""
    chance = random.Random(seed)
    areas = [Area(i, f"area-{i}", f"Area {i}", parent=None if i == 1 else 1) for i in range(1, 12)]
    actors = {
        i: Actor(i, "", f"actor-{i:04}", "ngo", f"Actor {i}", *[None] * 19, "public")  # type: ignore[arg-type]
        for i in range(1, size + 1)
    }
    resources = [
        Resource(
            id_, chance.randint(1, size), "offer" if id_ <= size else "need", RESOURCE_KINDS[chance.randrange(kinds)],
            " ".join(chance.sample(WORDS, 3)), area=chance.choice([None, *range(1, 12)]),
            until=chance.choice([None, "2026-12-31", "2027-06-30"]), since=chance.choice([None, "2027-01-01"]),
        )
        for id_ in range(1, 2 * size + 1)
    ]  # fmt: skip
    ties = [
        Tie(n, "works-with", *sorted(chance.sample(range(1, size + 1), 2)), "active", rung=chance.randint(0, 5))
        for n in range(1, 5 * size)
    ]
    return MarketRows(actors, resources, areas, ties)


def market(size: int = SIZE, repetitions: int = REPETITIONS) -> list[Line]:
    """A line for offers of all kinds and one for the worst case, one kind only, smaller; totals that differ are an error."""
    lines = []
    # Of one kind, where everything could go to everybody, networkx takes minutes for as many.
    for kinds, number, what in ((len(RESOURCE_KINDS), size, "of all kinds"), (1, max(size // 4, 20), "of one kind")):
        rows = market_rows(number, kinds)
        graph = _graph(rows)
        begin = time.perf_counter()
        matching = nx.max_weight_matching(graph)
        theirs = time.perf_counter() - begin
        total = sum(graph.edges[pair]["weight"] for pair in matching)
        ours = share_market(Market(rows, ON)).total
        if abs(ours - total) > 1e-6 * max(total, 1):
            raise AssertionError(f"match is worth {ours}, networkx's matching {total}")
        taken = []
        for _ in range(repetitions):
            begin = time.perf_counter()
            find_matches(rows, ON)
            taken.append(time.perf_counter() - begin)
        name = f"ngomap match, {number} offers and needs {what}"
        lines.append(Line(name, median(taken), "networkx max_weight_matching alone", theirs, LONGEST / theirs))
    return lines


def _graph(rows: MarketRows) -> nx.Graph:
    compared = Market(rows, ON)
    graph = nx.Graph()
    for need in compared.needs:
        for offer in compared.offers:
            fit = compared.fit(offer, need)
            if fit is not None:
                graph.add_edge(offer.id, need.id, weight=fit.value)
    return graph
