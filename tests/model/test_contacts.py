"""Trust and contacts."""

from __future__ import annotations

import pytest

from ngomap.model.contacts import EVENT_RUNG, JOINT_PROJECT_RUNG, Trust
from ngomap.model.words import EVENT_KINDS


@pytest.mark.parametrize(
    ("items", "mean"), [((4, 2, 0), 2.0), ((3, None, None), 3.0), ((0, None, 1), 0.5), ((None, None, None), None)]
)
def test_what_is_not_known_does_not_weigh(items: tuple[int | None, int | None, int | None], mean: float | None) -> None:
    assert Trust(1, 1, 2, None, *items).mean == mean


def test_every_kind_of_contact_shows_some_rung_below_joint_projects() -> None:
    assert set(EVENT_RUNG) == set(EVENT_KINDS)
    assert all(0 < rung < JOINT_PROJECT_RUNG for rung in EVENT_RUNG.values())
