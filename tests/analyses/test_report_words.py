"""A board reads no commands and no codes."""

from __future__ import annotations

import pytest

from ngomap.analyses.report_state import without_codes
from ngomap.analyses.report_words import board_words, day_words, told
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.words import Area


@pytest.mark.parametrize(("text", "said"), [
    ("Nadeera (Treasurer) until 2026-12-15. Find who follows.", "Nadeera (Treasurer) until 15 December 2026. Find who follows."),
    ("Do it (due 2026-02-28, overdue). Then: ngomap done 16", "Do it (due 28 February 2026, overdue)."),
    ("If there is one, name it (ngomap activity add --project NAME). If not: ngomap link us x", "If there is one, name it"),
    ("32 days ago. Look: ngomap commitment observe x --finding F", "32 days ago."),
    ("Case 2026-13-40, file 12026-01-01 and 2026-01-01-7", "Case 2026-13-40, file 12026-01-01 and 2026-01-01-7"),
    ("ngomap is a club", "ngomap is a club"),
])  # fmt: skip
def test_commands_go_and_days_are_written_out(text: str, said: str) -> None:
    assert board_words(text) == said


def test_a_partial_day_is_said_as_far_as_it_is_known() -> None:
    assert [day_words(d) for d in ("2026", "2026-02", "2026-02-09")] == ["2026", "February 2026", "9 February 2026"]


def test_reasons_become_sentences() -> None:
    finding = Finding("a", "A", 1, "", (Reason("x", "One"), Reason("y", "Two."), Reason("z", "Then: ngomap list")))
    assert told(finding) == "One. Two." and told(finding, ["y"]) == "Two."


def test_a_place_code_stays_where_two_places_share_a_name() -> None:
    areas = [Area(1, "a", "North", code="X1"), Area(2, "b", "Mill", code="X2"), Area(3, "c", "Mill", code="X3")]
    labels = ("Health in North (X1)", "Health in Mill (X2)")
    report = Report("gaps", "", "", {}, tuple(Finding(str(n), label, 1, "") for n, label in enumerate(labels)))
    assert [f.label for f in without_codes(report, areas).findings] == ["Health in North", "Health in Mill (X2)"]
