"""Who covers what: clashes and holes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.analyses.describing import Gazetteer
from ngomap.analyses.labour import Division, Served, in_force
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import Labour
from ngomap.model.words import Area, Term

ON = "2026-06-15"
ARTS, FAIR, WE = (ActorRef(i, h, h.title(), "ngo") for i, h in ((1, "arts"), (2, "fair"), (3, "we")))
YOUNG, GIRLS, OLD = 10, 11, 12
TOWN, HILL, FAR = 20, 21, 22
NAMES = Gazetteer(
    [Term(YOUNG, "population", "young", "Young people"), Term(GIRLS, "population", "girls", "Girls", parent=YOUNG),
     Term(OLD, "population", "old", "Old people")],
    [Area(TOWN, "town", "Town"), Area(HILL, "hill", "Hill", parent=TOWN), Area(FAR, "far", "Far")],
)  # fmt: skip


def task(id_: int, actor: ActorRef, people: int | None, area: int | None, text: str = "Radio", **dates: Any) -> Labour:
    """A task of one of them."""
    return Labour(id_, 1, 2, actor.id, text, people, area, dates.get("since"), dates.get("until"), "partners")


def division(*rows: Labour, partners: tuple[ActorRef, ...] = (ARTS, FAIR)) -> Division:
    """The tasks of a day."""
    return Division(partners, rows, NAMES, ON)


def served(populations: tuple[int, ...] = (), areas: tuple[int, ...] = (), actor: int = 1) -> Served:
    """Whom and where one serves."""
    evidence = (f"actor:{actor}",)
    return Served(dict.fromkeys(populations, evidence), dict.fromkeys(areas, evidence))


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [
        ((YOUNG, TOWN), (YOUNG, TOWN), "Both reach Young people in Town, with"),
        ((GIRLS, TOWN), (YOUNG, HILL), "Both reach Girls in Hill (Girls is part of Young people and Hill is part of Town), with"),
        ((None, HILL), (YOUNG, TOWN), "Both reach Young people in Hill (Hill is part of Town), with"),
        ((YOUNG, None), (YOUNG, None), "Both reach Young people everywhere, with"),
        ((None, None), (None, None), "Both reach everybody everywhere, with"),
        ((None, None), (OLD, FAR), "Both reach Old people in Far, with"),
    ],
)
def test_the_same_message_to_the_same_people_collides(one: Any, other: Any, text: str) -> None:
    for a, b in ((one, other), (other, one)):
        (clash,) = division(task(1, ARTS, *a), task(2, FAIR, *b, text="RADIO!")).clashes()
        assert clash.reasons[0].code == "same-message"
        assert clash.reasons[0].text.startswith(text)
        assert clash.reasons[0].evidence == ("labour:1", "labour:2")
        assert clash.subject == "arts/fair"


@pytest.mark.parametrize(
    ("one", "other"), [((YOUNG, TOWN), (OLD, TOWN)), ((YOUNG, TOWN), (YOUNG, FAR)), ((None, HILL), (None, FAR)), ((GIRLS, None), (OLD, None))]
)
def test_other_people_or_other_places_do_not(one: Any, other: Any) -> None:
    assert division(task(1, ARTS, *one), task(2, FAIR, *other)).clashes() == []


def test_different_messages_collide_only_where_both_say_for_whom_or_where() -> None:
    (clash,) = division(task(1, ARTS, YOUNG, None), task(2, FAIR, None, HILL, text="Print")).clashes()
    assert clash.reasons[0].code == "different-messages"
    assert "“Radio” and “Print”" in clash.reasons[0].text
    assert division(task(1, ARTS, YOUNG, HILL), task(2, FAIR, None, None, text="Bookkeeping")).clashes() == []


def test_one_partner_does_not_collide_with_itself_nor_with_what_is_not_in_force() -> None:
    assert division(task(1, ARTS, YOUNG, TOWN), task(2, ARTS, YOUNG, TOWN)).clashes() == []
    over = division(task(1, ARTS, YOUNG, TOWN), task(2, FAIR, YOUNG, TOWN, until="2026-05"))
    assert (over.clashes(), [row.id for row in over.over]) == ([], [2])
    assert division(task(1, ARTS, YOUNG, TOWN), task(2, FAIR, YOUNG, TOWN, since="2026-07")).clashes() == []


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [(None, None, True), ("2026-06-15", "2026-06-15", True), ("2026-06-16", None, False), (None, "2026-06-14", False), ("2026", "2026", True)],
)
def test_the_first_and_the_last_day_count(since: str | None, until: str | None, holds: bool) -> None:
    assert in_force(task(1, ARTS, None, None, since=since, until=until), ON) is holds


def test_what_they_serve_and_nobody_covers_is_a_hole_the_more_serve_it_the_worse() -> None:
    found = division(task(1, ARTS, GIRLS, HILL)).holes(
        {1: served((YOUNG, OLD), (TOWN, FAR)), 2: served((OLD,), (HILL,), 2)}
    )
    told = [(f.subject, f.value, f.reasons[0].code) for f in found]
    assert told == [
        ("population/old", 2, "population-open"), ("area/far", 1, "area-open"), ("area/town", 1, "area-in-part"),
        ("population/young", 1, "population-in-part"),
    ]  # fmt: skip
    assert found[0].reasons[0].text == "Both serve them; no task is for them."
    assert found[0].reasons[0].evidence == ("actor:1", "actor:2")
    assert found[2].reasons[0].text == "Arts serves it; only a part is covered: Hill."


def test_a_task_for_everybody_everywhere_leaves_no_hole() -> None:
    assert division(task(1, ARTS, None, None)).holes({1: served((YOUNG, OLD), (TOWN, FAR))}) == []
    assert division(task(1, ARTS, YOUNG, TOWN)).holes({1: served((GIRLS,), (HILL,))}) == []


def test_a_message_leaves_places_for_people_whom_both_serve() -> None:
    both = {1: served((YOUNG,), (TOWN, FAR)), 2: served((YOUNG,), (HILL,), 2)}
    found = division(task(1, ARTS, YOUNG, HILL), task(2, FAIR, OLD, None, text="Print")).holes(both)
    (left,) = [f for f in found if f.subject.startswith("task/")]
    assert (left.subject, left.label, left.value) == ("task/young", "Radio for Young people", 1)
    assert left.reasons[0].text == "Both serve Young people; nobody does it in Far, where they work."
    assert left.reasons[0].evidence == ("labour:1",)
    alone = division(task(1, ARTS, YOUNG, HILL)).holes({1: served((YOUNG,), (TOWN, FAR)), 2: served((), (HILL,), 2)})
    assert [f for f in alone if f.subject.startswith("task/")] == []


def test_three_members_are_named() -> None:
    all_ = {i: served((YOUNG,), (FAR,), i) for i in (1, 2, 3)}
    found = division(task(1, ARTS, YOUNG, TOWN), partners=(ARTS, FAIR, WE)).holes(all_)
    assert found[0].reasons[0].text == "Arts, Fair and We serve it; no task is there."


def test_nobody_and_nothing() -> None:
    nothing = division(partners=())
    assert (nothing.covers(), nothing.clashes(), nothing.holes({})) == ([], [], [])
    assert division(task(1, WE, None, None)).covers() == []


ROWS = st.lists(st.tuples(st.sampled_from((ARTS, FAIR)), st.sampled_from((None, YOUNG, GIRLS, OLD)), st.sampled_from((None, TOWN, HILL, FAR)), st.sampled_from(("Radio", "Print"))), max_size=6)


@given(ROWS, st.randoms())
def test_the_order_of_rows_changes_nothing_and_no_hole_is_covered(rows: list[Any], chance: Any) -> None:
    tasks = [task(i, *row) for i, row in enumerate(rows, 1)]
    shuffled = list(tasks)
    chance.shuffle(shuffled)
    first, second = division(*tasks), division(*shuffled)
    texts = [sorted((f.subject, f.reasons[0].text) for f in d.clashes()) for d in (first, second)]
    assert texts[0] == texts[1]
    all_ = {1: served((YOUNG, GIRLS, OLD), (TOWN, HILL, FAR)), 2: served((OLD,), (FAR,), 2)}
    assert [f.label for f in first.holes(all_)] == [f.label for f in second.holes(all_)]
    open_areas = {f.subject.removeprefix("area/") for f in first.holes(all_) if f.subject.startswith("area/")}
    covered = {a for _, _, a, _ in rows}
    expected = {"town": {None, TOWN}, "hill": {None, TOWN, HILL}, "far": {None, FAR}}
    assert open_areas == {name for name, by in expected.items() if not covered & by}
