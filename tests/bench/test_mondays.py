"""The questions of a Monday morning answer on a generated map; their times are not judged here."""

from __future__ import annotations

from tests.bench.mondays import mondays


def test_every_question_answers_about_whom_it_was_asked() -> None:
    lines = mondays(actors=300, ties=600, repetitions=1)
    assert len(lines) == 6
    assert all(line.seconds > 0 for line in lines)
