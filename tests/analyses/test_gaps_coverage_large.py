"""What spares time and memory on large maps changes no answer: telling only the worst, forgetting what was weighed."""

from __future__ import annotations

import random

import pytest

from ngomap.analyses import presence
from ngomap.model.coverage import Activity, NeedFigure
from tests.analyses.towns import CHILDREN, GIRLS, HEALTH, LAND, A, B, D, gaps

LOOKED = [(A, None), (B, HEALTH)]
FIGURES = [NeedFigure(1, A, HEALTH, CHILDREN, 900, "2024-01-01")]


def _rows(seed: int) -> list[Activity]:
    dice = random.Random(seed)
    return [
        Activity(
            n, dice.randint(1, 4), dice.randint(1, 4), dice.randint(LAND, D), dice.choice([None, CHILDREN, GIRLS]),
            status=dice.choice([None, "planned", "completed", "suspended"]), until=dice.choice([None, "2023-09", "2020"]),
        )
        for n in range(1, 30)
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_the_worst_of_each_kind_are_the_same_as_of_all(seed: int) -> None:
    whole = gaps(_rows(seed), LOOKED, FIGURES)
    assert gaps(_rows(seed), LOOKED, FIGURES, most=2) == whole.limited(2)
    assert len(whole.findings) > len(whole.limited(2).findings)


@pytest.mark.parametrize("seed", range(4))
def test_what_was_forgotten_is_weighed_again(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = gaps(_rows(seed), LOOKED, FIGURES)
    monkeypatch.setattr(presence, "MOST_KEPT", 1)
    assert gaps(_rows(seed), LOOKED, FIGURES) == kept
