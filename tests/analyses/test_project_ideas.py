"""Ideas of two: what they have between them and neither has alone."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.analyses.project_ideas import MEANS, TOGETHER, UNSEEN, IdeaRows, find_project_ideas
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity, NeedFigure, Resource, Survey
from ngomap.model.relationships import Tie
from ngomap.model.together import Assessment
from ngomap.model.words import Area, Term

ON = "2026-06-01"
CLINIC, SCHOOL, OTHER = (ActorRef(i, h, h.title(), "ngo") for i, h in ((1, "clinic"), (2, "school"), (3, "other")))
AREAS = [Area(1, "east", "East"), Area(2, "west", "West"), Area(3, "north", "North")]
TERMS = [
    Term(1, "issue", "health", "Health"), Term(2, "issue", "schooling", "Schooling"), Term(3, "issue", "water", "Water"),
    Term(4, "population", "elderly", "Elderly people"),
]  # fmt: skip
LOOKED = [Survey(i, i, None, "2026-01-05") for i in (1, 2, 3)]
BOTH = [Activity(1, 1, 1, 1), Activity(2, 2, 2, 2)]


def rows(activities: list[Activity], **more: object) -> IdeaRows:
    known = IdeaRows(AREAS, TERMS, [], LOOKED, actors=[CLINIC, OTHER, SCHOOL], activities=activities, words={}, places={})
    return replace(known, **more)


def subjects(found: IdeaRows, group: str = TOGETHER) -> dict[str, float | None]:
    return {f.subject: f.value for f in find_project_ideas(CLINIC, SCHOOL, found, ON).findings if f.group == group}


def test_each_brings_its_work_to_the_place_of_the_other() -> None:
    assert subjects(rows(BOTH)) == {"east/schooling": 0.25, "west/health": 0.25}


def test_where_nobody_looked_it_is_a_question_and_no_gap() -> None:
    found = rows(BOTH, surveys=[])
    assert subjects(found) == {}
    assert set(subjects(found, UNSEEN)) == {"east/schooling", "west/health"}


def test_what_one_can_do_alone_is_no_idea_and_what_both_lack_neither() -> None:
    alone = [*BOTH, Activity(3, 1, 3, 2), Activity(4, 3, 3, 3)]
    # The clinic is in the west itself now, and knows health; nobody of the two is in the north.
    assert "west/health" not in subjects(rows(alone))
    assert not any(s.startswith("north") for s in subjects(rows(alone)))


def test_for_a_population_somebody_must_reach_it() -> None:
    figure = NeedFigure(1, 2, 1, 4, 300, "2026-02-01")
    assert "west/health/elderly" not in subjects(rows(BOTH, figures=[figure]))
    reached = [*BOTH, Activity(3, 2, 2, 2, population=4)]
    tie = Tie(1, "works-with", 1, 2, "active", rung=3)
    # One is there, support is rung 3, 300 people.
    assert subjects(rows(reached, figures=[figure], ties=[tie]))["west/health/elderly"] == pytest.approx(
        (0.5 + 0.6 + 100 / 400) / 3
    )


def test_of_one_place_work_that_nobody_counted_is_told_once() -> None:
    known = rows([*BOTH, Activity(3, 1, 3, 1)])
    found = {f.subject: f for f in find_project_ideas(CLINIC, SCHOOL, known, ON).findings}
    assert set(found) == {"east/schooling", "west/health"}
    assert [r.text for r in found["west/health"].reasons if r.code == "others"] == ["The same holds for Water."]


def test_offers_stand_beside_needs_of_their_kind_that_are_open_on_the_day() -> None:
    offer = Resource(1, 1, "offer", "space", "A hall")
    need = Resource(2, 2, "need", "space", "Rooms")
    assert set(subjects(rows(BOTH, resources=[offer, need]), MEANS)) == {"clinic/school/space"}
    for closed in (replace(need, status="closed"), replace(need, until="2026-05"), replace(need, since="2026-07")):
        assert subjects(rows(BOTH, resources=[offer, closed]), MEANS) == {}


def test_rivals_and_who_would_not_again_are_warned_of() -> None:
    tie = Tie(1, "rivals", 1, 2, "active")
    said = [Assessment(n, 1, 2, 1, day, None, None, None, word, "internal") for n, day, word in (
        (1, "2026-01-01", "yes"), (2, "2026-02-01", "no"), (3, "2026-07-01", "yes"),
    )]  # fmt: skip
    caveats = find_project_ideas(CLINIC, SCHOOL, rows(BOTH, ties=[tie], assessments=said), ON).caveats
    assert caveats == (
        "Careful: the two are recorded as rivals.", "Careful: on 2026-02-01 School said no to working with Clinic again.",
    )  # fmt: skip


def test_without_anything_recorded_it_is_said_of_whom() -> None:
    report = find_project_ideas(CLINIC, SCHOOL, rows(BOTH[:1]), ON)
    assert report.findings == ()
    assert report.caveats == ("Of School no issues or services and no areas are recorded, so it can bring none.",)
    empty = IdeaRows([], [], actors=[CLINIC, SCHOOL], activities=[], words={}, places={})
    assert find_project_ideas(CLINIC, SCHOOL, empty, ON).total == 0


WORK = st.sets(st.tuples(st.sampled_from([1, 2]), st.sampled_from([1, 2, 3]), st.sampled_from([1, 2, 3])), max_size=6)


@settings(max_examples=100)
@given(WORK, st.randoms(use_true_random=False))
def test_ideas_are_exactly_what_needs_both_whatever_the_order_of_rows(work: set[tuple[int, int, int]], chance: Random) -> None:
    activities = [Activity(n, *cell) for n, cell in enumerate(sorted(work), 1)]
    figures = [NeedFigure(n, a, t, None, 10 * n, "2026-01-01") for n, (a, t) in enumerate(
        ((a, t) for a in (1, 2, 3) for t in (1, 2, 3)), 1
    )]  # fmt: skip
    given_ = rows(activities, figures=figures)
    found = find_project_ideas(CLINIC, SCHOOL, given_, ON)
    knows = {who: {t for a, t, _ in work if a == who} for who in (1, 2)}
    where = {who: {p for a, _, p in work if a == who} for who in (1, 2)}
    wanted = {
        f"{AREAS[a - 1].handle}/{TERMS[t - 1].slug}"
        for a in (1, 2, 3) for t in (1, 2, 3)
        if (t in knows[1] | knows[2]) and (a in where[1] | where[2])
        and not any(t in knows[who] and a in where[who] for who in (1, 2))
    }  # fmt: skip
    assert {f.subject for f in found.findings if f.group == TOGETHER} == wanted
    ids = {f"activity:{v.id}" for v in activities}
    assert all(e in ids for f in found.findings for r in f.reasons if "-brings-" in r.code for e in r.evidence)
    mixed = [*activities]
    chance.shuffle(mixed)
    again = find_project_ideas(CLINIC, SCHOOL, rows(mixed, figures=figures[::-1]), ON)
    assert again.document() == found.document()
    swapped = find_project_ideas(SCHOOL, CLINIC, given_, ON)
    assert {(f.subject, f.value) for f in swapped.findings} == {(f.subject, f.value) for f in found.findings}
