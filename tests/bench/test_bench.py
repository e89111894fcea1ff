"""The benchmarks' answers are checked wherever the tests run; their times are not."""

from __future__ import annotations

from functools import partial

import pytest

from tests.bench import start_up as part
from tests.bench.measuring import Line, medians, table
from tests.bench.start_up import BOUNDS, start_up


def test_start_up_answers_are_right_and_every_command_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part, "medians", partial(medians, repetitions=1))
    lines = start_up()
    assert [line.what for line in lines] == list(BOUNDS)
    assert all(line.seconds > 0 for line in lines)


def test_a_missed_bound_is_said() -> None:
    assert "MISSED" in table([Line("slow", 2.0, "fast", 1.0, 1.5)])
    assert "MISSED" not in table([Line("fast", 1.0, "slow", 2.0, 0.6)])
