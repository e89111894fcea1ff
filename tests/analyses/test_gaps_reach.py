"""Whom do NGOs reach and government does not, and the other way round?"""

from __future__ import annotations

import random
from collections.abc import Sequence

from ngomap.analyses.gaps_asked import Asked
from ngomap.analyses.gaps_reach import NOT_CONFIRMED, NOT_SURVEYED, ONLY_GOVERNMENT, ONLY_NGOS, find_reach_gaps
from ngomap.analyses.situation import CoverageRows
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity, NeedFigure, Survey
from ngomap.model.report import Report
from ngomap.model.words import Area, Term

ON = "2026-06-01"
AREAS = [Area(1, "city", "City", "city"), Area(2, "east", "East", parent=1), Area(3, "west", "West", parent=1)]
HEALTH, CLINICS, YOUTH = Term(1, "issue", "health", "Health"), Term(2, "issue", "clinics", "Clinics", 1), Term(3, "population", "youth", "Youth")
TERMS = [HEALTH, CLINICS, YOUTH]
ACTORS = [
    ActorRef(1, "aid", "Aid", "ngo"), ActorRef(2, "office", "Office", "government"), ActorRef(3, "fund", "Fund", "donor"),
    ActorRef(4, "club", "Club", "cbo"),
]  # fmt: skip
LOOKED = [Survey(1, 2, None, "2026-01-05"), Survey(2, 3, None, "2026-01-06")]


def gaps(
    *rows: Activity, surveys: list[Survey] | None = None, figures: Sequence[NeedFigure] = (), **more: object
) -> Report:
    looked = LOOKED if surveys is None else surveys
    recorded = CoverageRows(AREAS, TERMS, figures, looked, actors=ACTORS, activities=rows)
    return find_reach_gaps(recorded, Asked(ON, **more))  # type: ignore[arg-type]


def told(report: Report) -> list[tuple[str, str, float | None]]:
    return [(f.group, f.subject, f.value) for f in report.findings]


def test_empty_and_single() -> None:
    empty = find_reach_gaps(CoverageRows([], [], actors=[], activities=[]), Asked(ON))
    assert empty.findings == ()
    assert empty.next[0].startswith("Say where")
    assert told(gaps(Activity(1, 1, 1, 2))) == [(ONLY_NGOS, "east/health", 1)]
    assert gaps(Activity(1, 1, 1, 2)).caveats[0].startswith("No government body is recorded as working anywhere on ")
    over = gaps(Activity(1, 1, 1, 2, since="2019-01", until="2020-12"))
    assert (over.findings, over.caveats[-1].endswith("--as-of asks for another day.")) == ((), True)
    assert not any("--as-of" in text for text in gaps(Activity(1, 1, 1, 2)).caveats)


def test_each_side_and_both() -> None:
    assert told(gaps(Activity(1, 1, 1, 2), Activity(2, 4, 1, 2), Activity(3, 2, 1, 3))) == [
        (ONLY_NGOS, "east/health", 2), (ONLY_GOVERNMENT, "west/health", 1),
    ]  # fmt: skip
    assert told(gaps(Activity(1, 1, 1, 2), Activity(2, 2, 1, 2))) == []


def test_others_are_on_neither_side_and_what_is_planned_or_over_is_no_presence() -> None:
    assert told(gaps(Activity(1, 3, 1, 2))) == []
    for other in (
        Activity(2, 2, 1, 2, status="planned"), Activity(2, 2, 1, 2, until="2020"), Activity(2, 2, 1, 2, role="funder"),
        Activity(2, 2, 1, 2, status="suspended"),
    ):  # fmt: skip
        assert told(gaps(Activity(1, 1, 1, 2), other)) == [(ONLY_NGOS, "east/health", 1)]
    (found,) = gaps(Activity(1, 1, 1, 2), Activity(2, 2, 1, 2, status="planned")).findings
    assert "Planned: Office." in found.reasons[0].text


def test_no_data_is_never_a_gap() -> None:
    assert told(gaps(Activity(1, 1, 1, 2), surveys=[])) == [(NOT_SURVEYED, "east/health", 1)]
    later = [Survey(1, 2, None, "2026-06-02")]
    assert told(gaps(Activity(1, 1, 1, 2), surveys=later)) == [(NOT_SURVEYED, "east/health", 1)]


def test_the_other_side_known_only_from_around_is_not_confirmed() -> None:
    report = gaps(Activity(1, 1, 1, 2), Activity(2, 2, 1, 1))
    assert told(report) == [(NOT_CONFIRMED, "east/health", 1)]
    assert report.findings[0].reasons[-1].text == "Ask Office whether they reach them."


def test_who_could_lead_whom() -> None:
    (east, west) = gaps(Activity(1, 1, 1, 2), Activity(2, 2, 1, 3), us=ACTORS[0]).findings
    assert east.reasons[-1].text == "We could lead Office to them."
    assert west.reasons[-1].text == "Office could lead us to them."
    (alone,) = gaps(Activity(1, 1, 1, 2)).findings
    assert alone.reasons[-1].text == "No government body in the map is recorded as working on Health."


def test_people_in_need_come_first_and_narrower_cells_say_it_once() -> None:
    rows = (Activity(1, 1, 2, 2, population=3), Activity(2, 4, 1, 3), Activity(3, 1, 1, 3))
    assert told(gaps(*rows)) == [(ONLY_NGOS, "west/health", 2), (ONLY_NGOS, "east/clinics", 1)]
    figures = [NeedFigure(1, 2, 2, 3, 500, "2026-01-01")]
    assert told(gaps(*rows, figures=figures))[0] == (ONLY_NGOS, "east/clinics/youth", 500)


def test_filters() -> None:
    rows = (Activity(1, 1, 1, 2), Activity(2, 1, 1, 3, population=3))
    assert [s for _, s, _ in told(gaps(*rows, area=AREAS[1]))] == ["east/health"]
    assert [s for _, s, _ in told(gaps(*rows, issues=[CLINICS]))] == []
    assert [s for _, s, _ in told(gaps(*rows, population=YOUTH))] == ["west/health/youth"]


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [Activity(n, 1 + n % 4, 1 + n % 2, 1 + n % 3, population=3 if n % 5 == 0 else None) for n in range(1, 13)]
    first = gaps(*rows)
    for seed in range(10):
        assert gaps(*random.Random(seed).sample(rows, len(rows))) == first
