"""Trust and contacts."""

from __future__ import annotations

import pytest

from ngomap.model.contacts import Event, Trust


@pytest.mark.parametrize(
    ("items", "mean"), [((4, 2, 0), 2.0), ((3, None, None), 3.0), ((0, None, 1), 0.5), ((None, None, None), None)]
)
def test_what_is_not_known_does_not_weigh(items: tuple[int | None, int | None, int | None], mean: float | None) -> None:
    assert Trust(1, 1, 2, None, *items).mean == mean


@pytest.mark.parametrize(
    ("step", "done", "is_open"), [("call", None, True), ("call", "2026-01-01", False), (None, None, False)]
)
def test_a_step_is_open_until_it_is_done(step: str | None, done: str | None, is_open: bool) -> None:
    assert Event(1, "2026-01-01", "call", "Call", None, step, None, done, "internal").open_step is is_open
