"""What was agreed with two actors that become one: nothing is lost, nothing is said twice, and it can be taken back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.model.actors import ActorRef
from ngomap.store.actor_edits import add_actor
from ngomap.store.actor_merging import Merged, merge_actors
from ngomap.store.agreement_edits import add_labour, record_point
from ngomap.store.agreements import agreements, agreements_between, labour, labour_between
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map, open_map
from ngomap.store.event_edits import log_event
from ngomap.store.migrations import create_map
from ngomap.store.undo import undo

DAY = "2026-03-01"
TABLES = ("agreements", "labour", "events")


def org(map_: Map, name: str, kind: str = "ngo") -> ActorRef:
    """A new actor."""
    return add_actor(map_, {"name": name, "kind": kind}).ref


def rows(map_: Map, table: str) -> list[Any]:
    """A whole table."""
    return map_.connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()


@pytest.fixture
def three(bare_map: Map) -> tuple[Map, ActorRef, ActorRef, ActorRef]:
    """A map, the one that stays, the one that goes, and a third."""
    return bare_map, org(bare_map, "Hope"), org(bare_map, "Hope Ltd"), org(bare_map, "Third")


def merged(map_: Map, stays: ActorRef, goes: ActorRef) -> Merged:
    """The two made one, and nothing left that names the one that went."""
    done = merge_actors(map_, stays, goes)
    assert agreements(map_, goes.id) == []
    assert all(goes.id not in (row.a, row.b, row.actor) for row in labour(map_))
    return done


def test_points_and_tasks_go_over(three: tuple[Map, ActorRef, ActorRef, ActorRef]) -> None:
    map_, stays, goes, third = three
    record_point(map_, (goes, third), "strategy", DAY, {"state": "agreed", "text": "Slowly.", "source": "minutes"})
    add_labour(map_, (goes, third), goes, {"task": "Radio"})
    add_labour(map_, (goes, third), third, {"task": "Print"})
    done = merged(map_, stays, goes)
    (point,) = agreements_between(map_, third.id, stays.id)
    assert (point.point, point.state, point.text, point.source) == ("strategy", "agreed", "Slowly.", "minutes")
    assert {(row.actor, row.task) for row in labour_between(map_, stays.id, third.id)} == {(stays.id, "Radio"), (third.id, "Print")}
    assert done.moved["agreements"] == 3
    assert done.gave_way == ()


def test_of_one_point_on_one_day_the_state_that_stays_holds_and_both_texts_are_kept(
    three: tuple[Map, ActorRef, ActorRef, ActorRef],
) -> None:
    map_, stays, goes, third = three
    record_point(map_, (stays, third), "strategy", DAY, {"state": "discussed", "text": "Slowly."})
    record_point(map_, (third, goes), "strategy", DAY, {"state": "agreed", "text": "Fast.", "source": "minutes", "audience": "secret"})
    record_point(map_, (third, goes), "strategy", "2026-04-01", {"state": "agreed"})
    done = merged(map_, stays, goes)
    first, second = agreements_between(map_, stays.id, third.id)
    assert (first.state, first.text) == ("discussed", "Slowly.\nFast.\nAlso recorded: agreed.")
    assert (first.source, first.audience) == ("minutes", "secret")
    assert (second.on_date, second.state) == ("2026-04-01", "agreed")
    assert ("strategy", "discussed", "agreed") in done.gave_way


@pytest.mark.parametrize(
    ("kept", "gone", "text"), [(None, "Fast.", "Fast."), ("Slowly.", None, "Slowly."), (None, None, None), ("Same.", "Same.", "Same.")]
)
def test_texts_that_do_not_contradict_are_told_once(
    three: tuple[Map, ActorRef, ActorRef, ActorRef], kept: str | None, gone: str | None, text: str | None
) -> None:
    map_, stays, goes, third = three
    record_point(map_, (stays, third), "strategy", DAY, {"state": "agreed", "text": kept})
    record_point(map_, (goes, third), "strategy", DAY, {"state": "agreed", "text": gone})
    assert merged(map_, stays, goes).gave_way == ()
    assert [g.text for g in agreements(map_)] == [text]


def test_what_the_two_agreed_with_each_other_goes(three: tuple[Map, ActorRef, ActorRef, ActorRef]) -> None:
    map_, stays, goes, _ = three
    record_point(map_, (stays, goes), "strategy", DAY, {"state": "agreed"})
    add_labour(map_, (stays, goes), goes, {"task": "Radio"})
    merged(map_, stays, goes)
    assert (agreements(map_), labour(map_)) == ([], [])


def test_a_task_that_both_have_is_one_and_the_stricter_audience_holds(
    three: tuple[Map, ActorRef, ActorRef, ActorRef],
) -> None:
    map_, stays, goes, third = three
    east, west = (add_area(map_, name).id for name in ("East", "West"))
    for actor, audience in ((stays, "public"), (goes, "internal")):
        add_labour(map_, (third, actor), actor, {"task": "Radio", "area_id": east, "audience": audience})
    add_labour(map_, (third, goes), goes, {"task": "Radio", "area_id": west})
    add_labour(map_, (third, goes), goes, {"task": "Radio", "since": "2026"})
    merged(map_, stays, goes)
    found = {(row.area, row.since, row.audience) for row in labour_between(map_, stays.id, third.id)}
    assert found == {(east, None, "internal"), (west, None, "partners"), (None, "2026", "partners")}
    assert len(labour(map_)) == 3


def test_members_of_a_coalition_and_coalitions_become_one(bare_map: Map) -> None:
    one, two = org(bare_map, "Alliance", "coalition"), org(bare_map, "The Alliance", "coalition")
    stays, goes = org(bare_map, "Hope"), org(bare_map, "Hope Ltd")
    for actor in (stays, goes):
        add_labour(bare_map, (one, None), actor, {"task": "Radio"})
    merged(bare_map, stays, goes)
    assert [(row.b, row.actor) for row in labour_between(bare_map, one.id, None)] == [(None, stays.id)]
    for coalition, state in ((one, "open"), (two, "agreed")):
        record_point(bare_map, (coalition, None), "roles", DAY, {"state": state})
    record_point(bare_map, (two, stays), "strategy", DAY, {"state": "agreed"})
    done = merged(bare_map, one, two)
    assert [g.state for g in agreements_between(bare_map, one.id, None)] == ["open"]
    assert [g.point for g in agreements_between(bare_map, stays.id, one.id)] == ["strategy"]
    assert ("roles", "open", "agreed") in done.gave_way


def test_a_task_of_two_is_not_one_of_a_whole_coalition(three: tuple[Map, ActorRef, ActorRef, ActorRef]) -> None:
    map_, stays, goes, third = three
    add_labour(map_, (third, None), stays, {"task": "Radio"})
    add_labour(map_, (third, goes), goes, {"task": "Radio"})
    merged(map_, stays, goes)
    assert {(row.a, row.b) for row in labour(map_)} == {(third.id, None), (stays.id, third.id)}


def test_who_was_asked_to_be_introduced_is_still_known(three: tuple[Map, ActorRef, ActorRef, ActorRef]) -> None:
    map_, stays, goes, third = three
    fields = {"on_date": DAY, "kind": "call", "title": "Call", "introduces_id": goes.id}
    log_event(map_, fields, [third])
    merged(map_, stays, goes)
    assert map_.connection.execute("SELECT introduces_id FROM events").fetchall() == [(stays.id,)]


STATES = st.sampled_from(("open", "discussed", "agreed"))
POINTS = st.lists(
    st.tuples(st.sampled_from(((0, 1), (0, 2), (1, 2), (2, 3), (1, 3), (3, None))), st.sampled_from(("strategy", "roles")),
              st.sampled_from(("2026-01-01", "2026-02-01")), STATES, st.sampled_from((None, "One.", "Two."))), max_size=8
)  # fmt: skip
TASKS = st.lists(
    st.tuples(st.sampled_from(((0, 1, 0), (0, 2, 0), (1, 2, 1), (1, 2, 2), (3, None, 0), (3, None, 1))),
              st.sampled_from(("Radio", "Print")), st.sampled_from((None, "2026"))), max_size=8, unique=True
)  # fmt: skip


@settings(max_examples=60)
@given(POINTS, TASKS, st.booleans())
def test_an_undone_merge_leaves_everything_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, points: list[Any], tasks: list[Any], other_way: bool
) -> None:
    path = tmp_path_factory.mktemp("merge") / "map.db"
    create_map(path)
    with open_map(path) as map_:
        actors = [org(map_, name) for name in ("Hope", "Hope Ltd", "Third")] + [org(map_, "Alliance", "coalition")]
        for (a, b), point, day, state, text in points:
            record_point(map_, (actors[a], None if b is None else actors[b]), point, day, {"state": state, "text": text})
        for (a, b, who), task, since in tasks:
            add_labour(map_, (actors[a], None if b is None else actors[b]), actors[who], {"task": task, "since": since})
        before = {table: rows(map_, table) for table in TABLES}
        stays, goes = (actors[1], actors[0]) if other_way else (actors[0], actors[1])
        merge_actors(map_, stays, goes)
        texts = " ".join(str(g.text) for g in agreements(map_))
        assert all(str(g[5]) in texts for g in before["agreements"] if {g[1], g[2]} != {stays.id, goes.id} and g[5])
        said = [(frozenset((row.a, row.b)), row.actor, row.task, row.since) for row in labour(map_)]
        assert len(said) == len(set(said))
        undo(map_)
        assert {table: rows(map_, table) for table in TABLES} == before
