"""The questions of one organization answer on a made register as all of its records and networkx do; times are not judged here."""

from __future__ import annotations

import pytest

from tests.bench import local as bench
from tests.bench.register import register


def test_every_answer_is_that_of_the_alternative() -> None:
    lines = bench.local([300], repetitions=1)
    assert len(lines) == 9
    assert all(line.size == 300 and line.seconds > 0 for line in lines)


def test_another_graph_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "STANDING", "SELECT from_id, to_id FROM relationships WHERE type <> 'knows' OR ?1 IS NULL")
    with pytest.raises(AssertionError, match="Adamic-Adar: the answers differ"):
        bench._closeness(register(300))
