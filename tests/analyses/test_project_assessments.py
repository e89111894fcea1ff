"""What is said of a project, side by side, and told of the project itself."""

from __future__ import annotations

from dataclasses import replace

from ngomap.analyses.project import tell_project
from ngomap.analyses.project_assessments import compare_assessments
from ngomap.model.actors import ActorRef
from ngomap.model.together import Assessment, Partner, Project

ACTORS = {i: ActorRef(i, h, h.title(), "ngo") for i, h in ((1, "brook"), (2, "creek"), (3, "delta"))}
PROJECT = Project(
    9, "u", "wells", "Wells", "closed", None, "2026-01", "2026-05-01", 900.0, "EUR", None, "partners",
    (Partner(1, 9, 1, "lead", 500.0, None), Partner(2, 9, 2, "funder", 900.0, None), Partner(3, 9, 3, "adviser", None, None)),
)  # fmt: skip


def said(id_: int, by: int, of: int | None, day: str, again: str | None) -> Assessment:
    return Assessment(id_, 9, by, of, day, None, None, 2, again, "internal")


def test_the_newest_word_of_each_stands_beside_the_others_and_disagreement_is_named() -> None:
    rows = [said(1, 1, None, "2026-05-02", "no"), said(2, 1, None, "2026-05-20", "yes"), said(3, 2, 1, "2026-05-03", "no")]
    report = compare_assessments(PROJECT, ACTORS, rows, "2026-06-01", ACTORS[2])
    assert [(f.group, f.subject, f.reasons[0].evidence) for f in report.findings] == [
        ("of all of it", "brook", ("assessment:2",)), ("of one another", "creek/brook", ("assessment:3",)),
    ]  # fmt: skip
    assert report.caveats == ("They do not agree: Brook would do it again, Creek would not.",)
    assert report.document() == compare_assessments(PROJECT, ACTORS, rows[::-1], "2026-06-01", ACTORS[2]).document()
    early = compare_assessments(PROJECT, ACTORS, rows, "2026-05-02")
    assert [(f.group, f.subject) for f in early.findings] == [("of all of it", "brook"), ("have not said", "creek")]


def test_who_only_advises_owes_no_word_and_we_are_asked_first() -> None:
    report = compare_assessments(PROJECT, ACTORS, [], "2026-06-01", ACTORS[2])
    assert [f.subject for f in report.findings] == ["brook", "creek"]
    assert report.next[0].endswith("(what do we say?)")


def test_money_given_and_money_spent_are_held_against_the_budget_apart() -> None:
    report = tell_project(PROJECT, ACTORS, [], [], [], "2026-06-01")
    assert report.caveats == ("The shares add up to 500 EUR of a budget of 900 EUR: 400 EUR are nobody's yet.",)
    assert "shares" not in str(tell_project(PROJECT, ACTORS, [], [], [], "2026-06-01", audience="partners").caveats)
    unknown = replace(PROJECT, budget=None)
    assert tell_project(unknown, ACTORS, [], [], [], "2026-06-01").caveats[0].endswith("the budget is not known.")


def test_what_has_run_out_is_to_be_closed() -> None:
    running = replace(PROJECT, status="running")
    assert tell_project(running, ACTORS, [], [], [], "2026-06-01").next[0].startswith("ngomap project close wells --on 2026-05-01")
    assert tell_project(running, ACTORS, [], [], [], "2026-04-01").next == ()
