"""`near` finds on a generated map whom geopy finds; times are not judged here."""

from __future__ import annotations

import pytest

from tests.bench import nearby as bench


def test_it_is_measured_and_finds_the_same() -> None:
    (line,) = bench.nearby(sizes=(1_500,), repetitions=1)
    assert line.seconds > 0
    assert line.alternative_seconds > 0


def test_other_actors_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "NAIVE", "print('nobody')")
    with pytest.raises(AssertionError, match="geopy 1"):
        bench.nearby(sizes=(300,), repetitions=1)
