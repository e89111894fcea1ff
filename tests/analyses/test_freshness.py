"""What an activity counts for, seen from several days."""

from __future__ import annotations

import pytest

from ngomap.analyses.freshness import (
    before,
    days_after,
    days_between,
    freshness,
    months_after,
    months_before,
    months_between,
)
from ngomap.model.coverage import Activity

ON = "2024-03-31"


def seen(on: str = ON, **fields: str) -> tuple[str, float]:
    return freshness(Activity(1, 1, 1, 1, **fields), on)  # type: ignore[arg-type]


@pytest.mark.parametrize(("fields", "expected"), [
    ({}, ("present", 1)),
    ({"status": "ongoing"}, ("present", 1)),
    ({"until": "2024-03-31"}, ("present", 1)),
    ({"until": "2024-03"}, ("present", 1)),
    ({"until": "2024"}, ("present", 1)),
    ({"until": "2024-03-30"}, ("present", 0.5)),
    ({"until": "2023-03-31"}, ("present", 0.5)),
    ({"until": "2023"}, ("present", 0.5)),
    ({"until": "2023-03-30"}, ("stale", 0.25)),
    ({"until": "2022"}, ("stale", 0.25)),
    ({"status": "completed"}, ("stale", 0.25)),
    ({"status": "completed", "until": "2024-02"}, ("stale", 0.25)),
    ({"status": "completed", "until": "2024-06"}, ("present", 1)),
    ({"status": "planned"}, ("planned", 0)),
    ({"since": "2024-04"}, ("planned", 0)),
    ({"since": "2024-03"}, ("present", 1)),
    ({"status": "suspended"}, ("absent", 0)),
    ({"role": "funder"}, ("absent", 0)),
    ({"role": "partner"}, ("present", 1)),
])  # fmt: skip
def test_states(fields: dict[str, str], expected: tuple[str, float]) -> None:
    assert seen(**fields) == expected


def test_the_same_activity_ages() -> None:
    fields = {"since": "2023-01", "until": "2023-06"}
    days = ("2022-12-31", "2023-01-01", "2023-06-30", "2023-07-01", "2024-06-30", "2024-07-01")
    assert [seen(day, **fields) for day in days] == [
        ("planned", 0), ("present", 1), ("present", 1), ("present", 0.5), ("present", 0.5), ("stale", 0.25),
    ]  # fmt: skip


def test_days() -> None:
    assert months_before("2024-01-31", 1) == "2023-12-31"
    assert months_before("2024-12-31", 12) == "2023-12-31"
    assert days_between("2023", "2024-01-01") == 365
    assert not before("2024-03", "2024-03-31")
    assert before("2024-02", "2024-03-01")


def test_days_to_come() -> None:
    assert months_after("2023-12-31", 2) == "2024-02-29"
    assert months_after("2024", 11) == "2024-12-01"
    assert months_after("9999-06-01", 7) == days_after("9999-12-30", 60) == "9999-12-31"
    assert months_after("9999-06-30", 6) == "9999-12-30"
    assert months_between("2024-01-31", "2024-02-29") == 0
    assert months_between("2024-01", "2025-01-01") == 12
