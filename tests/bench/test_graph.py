"""The measures of whole networks are those of networkx on a made register; their times are not judged here."""

from __future__ import annotations

import pytest

from tests.bench.graph import _measures, _near
from tests.bench.register import register


def test_the_measures_are_those_of_networkx() -> None:
    lines = _measures(register(300))
    assert [line.what for line in lines] == [
        "components, loaded for the first time", "components, loaded again", "betweenness, sampled", "constraint of all", "constraint of all, beside matrices",
    ]  # fmt: skip
    assert all(line.size == 300 and line.seconds > 0 for line in lines)


def test_another_number_is_a_failure() -> None:
    with pytest.raises(AssertionError, match="of 1 values 1 differ"):
        _near({1: 1.0}, {1: 1.1}, "x")
