"""A coalition is planned on a generated map, with every actor a candidate; the times are not judged here."""

from __future__ import annotations

from tests.bench.coalition import coalition


def test_the_plan_names_six_and_lazy_greed_chooses_as_plain_greed_does() -> None:
    lines = coalition(actors=300, ties=600, repetitions=1)
    assert len(lines) == 2
    assert all(line.seconds > 0 for line in lines)
