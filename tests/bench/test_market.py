"""Matching is worth as much as networkx's matching on a generated market; times are not judged here."""

from __future__ import annotations

import pytest

from tests.bench import market as bench


def test_both_markets_are_measured_and_worth_the_same() -> None:
    lines = bench.market(size=25, repetitions=1)
    assert len(lines) == 2
    assert all(line.seconds > 0 for line in lines)


def test_another_total_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench.nx, "max_weight_matching", lambda graph: list(graph.edges)[:1])
    with pytest.raises(AssertionError, match="networkx"):
        bench.market(size=25, repetitions=1)
