"""How far is a promise kept on a day?"""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.analyses.commitment_status import STATUSES, WORST_FIRST, standing, status
from ngomap.model.together import FINDINGS, Commitment, Observation

MADE, DUE = "2026-01-10", "2026-06-30"


def promise(due: str | None = DUE, on: str = MADE, number: int = 1) -> Commitment:
    return Commitment(number, "", f"c{number}", 7, None, "A plan", None, None, on, due, None, "public")


def seen(number: int, day: str, finding: str, observer: int | None = 8, of: int = 1) -> Observation:
    return Observation(number, str(number), of, observer, day, finding, None, None, "public")


# The table of the docstring, row by row: the last finding, its day, the day asked for, the status and its words.
TABLE = [
    ("kept", "2026-05-01", "2026-06-30", "kept", "kept"),
    ("kept", "2026-05-01", "2027-06-30", "kept", "kept"),
    ("kept", "2026-07-01", "2026-07-01", "kept", "kept (late)"),
    ("broken", "2026-05-01", "2026-05-01", "broken", "broken"),
    ("broken", "2026-05-01", "2027-05-01", "broken", "broken"),
    ("progress", "2026-05-01", "2026-06-30", "in progress", "in progress"),
    ("progress", "2026-05-01", "2026-07-01", "late", "late"),
    ("no-progress", "2026-05-01", "2026-06-30", "promised", "promised"),
    ("no-progress", "2026-05-01", "2027-07-01", "late", "late"),
    ("unclear", "2026-05-01", "2026-05-02", "unknown", "unknown"),
    ("unclear", "2026-05-01", "2026-07-01", "unknown", "unknown"),
]


@pytest.mark.parametrize(("finding", "day", "on", "expected", "words"), TABLE)
def test_the_table(finding: str, day: str, on: str, expected: str, words: str) -> None:
    found = standing(promise(), [seen(1, day, finding)], on)
    assert (found.status, found.words, found.day, found.finding) == (expected, words, day, finding)


@pytest.mark.parametrize(
    ("due", "on", "expected"),
    [
        (DUE, MADE, "promised"), (DUE, "2026-06-30", "promised"), (DUE, "2026-07-01", "late"), (DUE, "2026-12-29", "late"),
        (DUE, "2026-12-30", "unknown"), (None, "2036-01-01", "promised"),
    ],
)  # fmt: skip
def test_nobody_has_looked(due: str | None, on: str, expected: str) -> None:
    assert status(promise(due), [], on) == expected


def test_without_a_due_day_nothing_is_late() -> None:
    assert status(promise(None), [seen(1, "2026-02-01", "progress")], "2036-01-01") == "in progress"
    assert standing(promise(None), [seen(1, "2026-02-01", "kept")], "2036-01-01").words == "kept"


def test_the_worse_finding_of_a_day_counts_and_the_other_is_told() -> None:
    for better, worse in [(b, w) for i, w in enumerate(WORST_FIRST) for b in WORST_FIRST[i + 1 :]]:
        both = [seen(1, "2026-05-01", better), seen(2, "2026-05-01", worse, 9)]
        found = standing(promise(), both, "2026-05-02")
        assert (found.finding, found.disputed) == (worse, (better,))
        assert found.status == status(promise(), both[1:], "2026-05-02")


def test_a_later_day_decides_whatever_was_worse_before() -> None:
    rows = [seen(1, "2026-03-01", "broken"), seen(2, "2026-04-01", "progress")]
    assert status(promise(), rows, "2026-05-01") == "in progress"
    assert status(promise(), rows, "2026-03-31") == "broken"


def test_kept_late_is_told_by_the_first_day_of_the_days_on_which_it_was_found_kept() -> None:
    in_time, after = seen(1, "2026-06-30", "kept"), seen(2, "2026-08-01", "kept")
    assert standing(promise(), [in_time, after], "2026-09-01").words == "kept"
    broken = seen(3, "2026-07-15", "no-progress")
    found = standing(promise(), [in_time, broken, after], "2026-09-01")
    assert (found.words, found.kept_since) == ("kept (late)", "2026-08-01")


def test_what_does_not_count() -> None:
    before, later = seen(1, "2026-01-09", "broken"), seen(2, "2026-05-02", "kept")
    other = seen(3, "2026-04-01", "broken", of=2)
    assert status(promise(), [before, later, other], "2026-05-01") == "promised"
    assert status(promise(), [before, later, other], "2026-05-02") == "kept"


DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 3, 1))
HISTORY = st.lists(st.tuples(DAYS, st.sampled_from(FINDINGS), st.sampled_from([None, 8, 9])), max_size=7)


@settings(max_examples=500)
@given(HISTORY, st.one_of(st.none(), DAYS), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_nothing(
    history: list[tuple[object, str, int | None]], due: object, on: object, shuffled: random.Random
) -> None:
    plan = promise(None if due is None else str(due), on="2026-01-05")
    rows = [seen(n, str(day), finding, who) for n, (day, finding, who) in enumerate(history, 1)]
    first = standing(plan, rows, str(on))
    assert first.status in STATUSES
    entered = [seen(n, o.on_date, o.finding, o.observer) for n, o in enumerate(shuffled.sample(rows, len(rows)), 1)]
    assert standing(plan, entered, str(on)) == first
    assert standing(plan, [*rows, *entered], str(on)) == first
    assert status(plan, [o for o in rows if o.on_date <= str(on)], str(on)) == first.status
