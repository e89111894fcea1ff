"""Ties and actors seen from an earlier day."""

from __future__ import annotations

import pytest

from ngomap.model.as_of import there_on, ties_on
from ngomap.model.relationships import Tie

TODAY = "2026-06-01"


def tie(status: str = "active", **facts: object) -> Tie:
    return Tie(1, "works-with", 1, 2, status, **facts)  # type: ignore[arg-type]


def status_on(row: Tie, on: str) -> str | None:
    found = ties_on([row], on, TODAY)
    return found[0].status if found else None


@pytest.mark.parametrize(
    ("row", "on", "status"),
    [
        (tie("ended", until="2026-03-15"), "2026-03-15", "active"),
        (tie("ended", until="2026-03-15"), "2026-03-16", "ended"),
        (tie("ended", until="2025"), "2025-12-31", "active"),
        (tie("ended", until="2025"), "2026-01-01", "ended"),
        (tie("ended"), "2026-01-01", "ended"),
        (tie("ended", until="2027"), "2026-01-01", "ended"),
        (tie("ended", until="2026-03-15"), TODAY, "ended"),
        (tie("declined", until="2026-03-15"), "2026-03-01", "wanted"),
        (tie("declined", until="2026-03-15"), "2026-04-01", "declined"),
        (tie("dormant", until="2026-03-15"), "2026-03-01", "dormant"),
        (tie("wanted", since="2026-02"), "2026-01-31", None),
        (tie("wanted", since="2026-02"), "2026-02-28", "wanted"),
    ],
)
def test_what_a_tie_was(row: Tie, on: str, status: str | None) -> None:
    assert status_on(row, on) == status


def test_a_rung_that_was_reached_later_is_not_known_for_the_day() -> None:
    row = tie(rung=4, rung_since="2026-03-01")
    assert [t.rung for t in ties_on([row], "2026-02-28", TODAY)] == [None]
    assert [t.rung for t in ties_on([row], "2026-03-01", TODAY)] == [4]


def test_from_today_on_ties_are_as_they_are() -> None:
    row = tie("ended", rung=4, rung_since="2026-07-01", until="2026-12-31")
    assert ties_on([row], "2026-06-02", TODAY) == [row]


def test_who_can_have_been_there() -> None:
    assert there_on(None, None, TODAY, TODAY)
    assert there_on("active", "2026", "2026-01-01", TODAY)
    assert not there_on("active", "2026-02", "2026-01-31", TODAY)
    assert not there_on("closed", None, TODAY, TODAY)
    assert there_on("closed", None, "2026-05-31", TODAY)
