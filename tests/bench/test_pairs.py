"""Duplication and coverage of a generated map are what DuckDB reckons; times are not judged here."""

from __future__ import annotations

import pytest

from tests.bench import duck
from tests.bench.coverage import coverage
from tests.bench.pairs import pairs

SIZE, FEW = 1_000, 300


def test_both_are_measured_and_answer_as_duckdb_does() -> None:
    for part in (pairs, coverage):
        (line,) = part(sizes=(SIZE,), repetitions=1)
        assert line.seconds > 0
        assert line.alternative_seconds > 0


def test_another_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duck, "pairs", lambda *_: {(1, 2): 0.5})
    with pytest.raises(AssertionError, match="the answers differ"):
        pairs(sizes=(FEW,), repetitions=1)
    monkeypatch.setattr(duck, "PRESENT", duck.PRESENT.replace("state = 'present'", "state = 'planned'"))
    with pytest.raises(AssertionError, match=f"cells of {FEW}: the answers differ"):
        coverage(sizes=(FEW,), repetitions=1)
