"""Both sides of trust and value."""

from __future__ import annotations

import pytest

from ngomap.analyses.trust_sides import AVERAGE, GAP, find_trust_sides
from ngomap.model.actors import ActorRef
from ngomap.model.audience import AUDIENCES
from ngomap.model.contacts import Trust
from ngomap.model.report import Report
from ngomap.model.side_by_side import SideBySide

US, FAIR, ARTS = (ActorRef(i, h, h.title(), "ngo") for i, h in enumerate(("us-ngo", "fair", "arts"), 1))
OURS, THEIRS = "our view of Fair", "the view that Fair has of us"
A, B, C = "2024-01-01", "2024-02-01", "2024-03-01"


def said(number: int, who: ActorRef, whom: ActorRef, day: str | None, *items: int | None) -> Trust:
    return Trust(number, who.id, whom.id, day, *(*items, *(None,) * (6 - len(items))))


def sides(*rows: Trust, on: str = C, us: ActorRef | None = US, audience: str = "secret") -> Report:
    report = find_trust_sides(US, FAIR, rows, on, us, audience)
    assert isinstance(report, SideBySide)
    return report


def group(report: Report, name: str) -> dict[str, float | None]:
    return {f.subject: f.value for f in report.findings if f.group == name}


def notes(report: Report, name: str, item: str) -> list[tuple[str, tuple[str, ...]]]:
    (one,) = [f for f in report.findings if f.group == name and f.subject == item]
    return [(r.text, r.evidence) for r in one.reasons]


def test_each_item_with_its_own_day_and_what_it_was_before() -> None:
    report = sides(
        said(1, US, FAIR, A, 1, 2, None, 4), said(2, US, FAIR, B, 3, 2), said(3, US, FAIR, C, None, None, 0),
        said(4, FAIR, US, None, 4), said(5, ARTS, FAIR, C, 0, 0, 0, 0, 0, 0),
    )  # fmt: skip
    assert group(report, OURS) == {
        "reliability": 3, "shared_mission": 2, "openness": 0, "influence": 4, "involvement": None, "resources": None,
    }  # fmt: skip
    assert notes(report, OURS, "reliability") == [(f"Mostly on {B}.", ("trust:2",)), (f"Was rarely on {A}.", ("trust:1",))]
    assert notes(report, OURS, "shared_mission")[1] == (f"The same on {A}.", ("trust:1",))
    assert notes(report, OURS, "openness") == [(f"Never on {C}.", ("trust:3",))]
    assert notes(report, OURS, "influence") == [(f"Very much on {A}.", ("trust:1",))]
    assert notes(report, OURS, "resources") == [("Not known.", ())]
    assert notes(report, THEIRS, "reliability") == [("Always, day not known.", ("trust:4",))]


def test_means_are_of_what_is_known_and_gaps_of_what_both_said() -> None:
    report = sides(said(1, US, FAIR, A, 1, 4, 3, 2, None, 3), said(2, FAIR, US, A, 4, 4, None, 2, 1))
    assert group(report, AVERAGE) == {
        "trust/us-ngo": pytest.approx(8 / 3), "trust/fair": 4, "value/us-ngo": 2.5, "value/fair": 1.5,
    }  # fmt: skip
    assert notes(report, AVERAGE, "value/us-ngo")[0] == ("Without involvement, not known.", ("trust:1",))
    assert group(report, GAP) == {"reliability": 3}
    text, evidence = notes(report, GAP, "reliability")[0]
    assert text == "Fair judges it higher than we do (they do what they say)."
    assert evidence == ("trust:1", "trust:2")


def test_nothing_later_counts() -> None:
    rows = (said(1, US, FAIR, A, 1), said(2, US, FAIR, C, 4))
    assert group(sides(*rows, on=B), OURS)["reliability"] == 1
    assert group(sides(*rows[1:], on=B), OURS) == {}


def test_among_others_everybody_has_a_name() -> None:
    report = sides(said(1, US, FAIR, A, 1), said(2, FAIR, US, A, 2), us=ARTS)
    assert report.question.startswith("How far do Us-Ngo and Fair trust each other")
    assert set(report.counts) == {"the view that Us-Ngo has of Fair", "the view that Fair has of Us-Ngo", AVERAGE, GAP}
    assert "us-ngo fair --" in report.next[0]
    assert {f.label for f in report.findings if f.group == AVERAGE} == {
        "The trust of Us-Ngo in Fair", "The trust of Fair in Us-Ngo",
    }  # fmt: skip


def test_where_nothing_is_known_the_next_step_is_to_say_it() -> None:
    report = sides()
    assert (report.findings, report.caveats) == ((), ())
    assert report.next[0].startswith("Record what you think of them: ngomap trust us fair --reliability 0-4")
    assert sides(said(1, US, FAIR, A, 1, 1, 1, 1, 1, 1), said(2, FAIR, US, A, 1, 1, 1, 1, 1, 1)).next == ()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_to_others_nothing_is_shown_whatever_the_record_says(audience: str) -> None:
    public = Trust(1, US.id, FAIR.id, A, 1, 2, 3, 4, 4, 4, "public")
    report = sides(public, audience=audience)
    if audience in ("internal", "secret"):
        assert group(report, OURS)["reliability"] == 1
    else:
        assert (report.findings, report.next) == ((), ())
        (sentence,) = report.caveats
        assert f"the audience {audience} is shown none of it" in sentence
