"""What a report says changed: what is dated in the span, and nothing else."""

from __future__ import annotations

import random

import pytest

from ngomap.analyses.report_changes import Rows, Span, changes_section
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from ngomap.model.report_document import Paragraph, Table

ASH, OAK = ActorRef(1, "ash", "Ash", "ngo"), ActorRef(2, "oak", "Oak", "ngo")
SPAN = Span("2026-03-01", "2026-05-31")


def met(number: int, on: str, kind: str = "meeting") -> Event:
    return Event(number, on, kind, "Met", None, None, None, None, "internal", (ASH, OAK))


def rows(**given: object) -> Rows:
    lists = ("added", "checked", "ties", "events", "agreements", "activities", "projects", "surveys", "promises")
    empty: dict[str, object] = {name: [] for name in lists}
    still = Report("network", "", "", {}, ())
    return Rows(**{**empty, "refs": {1: ASH, 2: OAK}, "network": still, "areas": {}, **given})  # type: ignore[arg-type]


def told(found: Rows, span: Span = SPAN) -> dict[str, tuple[str, str]]:
    tables = [b for b in changes_section(found, span).blocks if isinstance(b, Table)]
    return {what: (number, which) for table in tables for what, number, which in table.rows}


@pytest.mark.parametrize(("day", "inside"), [
    ("2026-03-01", True), ("2026-05-31", True), ("2026-02-28", False), ("2026-06-01", False), ("2026-04", True),
    ("2026-02", False), ("2026", False), (None, False),
])  # fmt: skip
def test_a_day_counts_only_if_it_certainly_lies_in_the_span(day: str | None, inside: bool) -> None:
    assert SPAN.holds(day) is inside


def test_contacts_are_counted_by_kind_whatever_their_order() -> None:
    events = [met(1, "2026-03-01"), met(2, "2026-05-31", "call"), met(3, "2026-04-04"), met(4, "2026-02-28"), met(5, "2026-06-01")]
    random.Random(3).shuffle(events)
    assert told(rows(events=events)) == {"Contacts held": ("3", "meeting (2) and call (1)")}


def test_a_step_on_the_ladder_is_told_and_a_new_tie_is_not_a_step() -> None:
    climbed = Tie(1, "works-with", 1, 2, "active", rung=4, since="2024-01-01", rung_since="2026-04-01")
    new = Tie(2, "works-with", 1, 2, "active", rung=2, since="2026-04-01", rung_since="2026-04-01")
    before = Tie(3, "works-with", 1, 2, "active", rung=2, since="2024-01-01", rung_since="2026-02-01")
    elsewhere = Tie(4, "works-with", 1, 9, "active", rung=2, since="2024-01-01", rung_since="2026-04-01")
    found = told(rows(ties=[climbed, new, before, elsewhere]))
    assert found == {"Partnerships that took a step": ("1", "Ash and Oak: coordination")}


def test_work_that_begins_and_ends() -> None:
    work = [Activity(1, 1, 1, 1, since="2026-04-01"), Activity(2, 2, 1, 1, until="2026-04"), Activity(3, 2, 1, 1, since="2026")]
    assert told(rows(activities=work)) == {"Work begun": ("1", "by Ash"), "Work that ended": ("1", "by Oak")}


def test_the_first_report_says_how_far_it_looks_back() -> None:
    (text, *_) = changes_section(rows(), Span("2026-03-01", "2026-05-31", first=True)).blocks
    assert isinstance(text, Paragraph)
    assert "nothing dated is recorded" in text.text and "covers the last 90 days" in text.text
    assert told(rows()) == {}
