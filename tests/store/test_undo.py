"""Whatever was done can be taken back, to the last digit, and had again; and what others rest on is not pulled away."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.errors import InUse, NgomapError, NotFound
from ngomap.model.actors import ActorRef
from ngomap.store import (
    actor_edits,
    area_edits,
    event_edits,
    intake_rows,
    resource_edits,
    term_edits,
    tie_edits,
)
from ngomap.store.actor_edits import Lists, add_actor, edit_actor, remove_actor
from ngomap.store.actors import all_refs
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map, open_map
from ngomap.store.history import change_by_id, changes, facts_of_change, last_change, last_import
from ngomap.store.intake_rows import index_for_search
from ngomap.store.migrations import create_map
from ngomap.store.schema_history import CONTENT
from ngomap.store.search import search
from ngomap.store.settings import us
from ngomap.store.settings_edits import set_us
from ngomap.store.terms import all_terms
from ngomap.store.undo import undo
from ngomap.store.writing import change_setting, mark_change, write
from tests.store.undo_steps import STEPS, actor_at, some, take_table


@pytest.fixture(autouse=True)
def a_clock_that_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    """No two edits at one moment: then the time of the last change must come back, too."""
    ticks = count()
    for module in (actor_edits, intake_rows):
        monkeypatch.setattr(module, "now", lambda: f"2026-01-01T00:00:{next(ticks)}Z")


Content = dict[str, list[tuple[object, ...]]]


def content(map_: Map) -> Content:
    """All that the map says, and what it is found by."""
    found = {table: sorted(map_.connection.execute(f"SELECT * FROM {table}"), key=repr) for table in CONTENT}
    index = map_.connection.execute("SELECT rowid, * FROM actor_search ORDER BY rowid").fetchall()
    # The same word may come from two terms: their order says nothing.
    found["actor_search"] = [(*row[:-1], sorted(row[-1].split())) for row in index]
    return found


NUMBER = st.integers(0, 40)
SEQUENCE = st.lists(st.tuples(st.sampled_from(STEPS), NUMBER, NUMBER, NUMBER), min_size=1, max_size=12)


@pytest.fixture
def started(tmp_path: Path) -> Path:
    """A small map that all sequences begin with."""
    path = tmp_path / "begin.db"
    create_map(path)
    with open_map(path) as map_, write(map_):
        mark_change(map_, "start")
        for vocabulary, name in (("issue", "Corruption"), ("issue", "Health"), ("service", "Training"), ("population", "Women")):
            term_edits.add_term(map_, vocabulary, name, aliases=[f"{name} too"])
        area_edits.add_area(map_, "Land", aliases=["Country"])
        area_edits.add_area(map_, "Town", all_areas(map_)[0])
        for name in ("One", "Two", "Three"):
            add_actor(map_, {"name": name, "kind": "ngo"})
    return path


def _copied(started: Path, name: str) -> Path:
    path = started.with_name(name)
    path.write_bytes(started.read_bytes())
    return path


@settings(max_examples=120)
@given(SEQUENCE)
def test_every_sequence_can_be_taken_back_and_had_again(started: Path, steps: Any) -> None:
    with open_map(_copied(started, "work.db")) as map_:
        states = [content(map_)]
        for step, a, b, c in steps:
            step(map_, a, b, c)
            # A step may be several changes: each is a state of its own only at its end.
            states.append(content(map_))
        after = content(map_)
        done = [c.id for c in changes(map_)[0] if c.kind != "start"]
        undos = [undo(map_).number for _ in done]
        assert content(map_) == states[0]
        with pytest.raises(NgomapError):
            undo(map_)
        for number in reversed(undos):
            undo(map_, number)
        assert content(map_) == after
        for _ in done:
            undo(map_)
        assert content(map_) == states[0]
        assert map_.connection.execute("PRAGMA foreign_key_check").fetchall() == []


@settings(max_examples=120)
@given(SEQUENCE, NUMBER)
def test_any_change_is_taken_back_without_a_trace_or_not_at_all(started: Path, steps: Any, which: int) -> None:
    """Out of order: if it is allowed, then having it again gives the same as before, and nothing is left hanging."""
    with open_map(_copied(started, "work.db")) as map_:
        for step, a, b, c in steps:
            step(map_, a, b, c)
        done = [c.id for c in changes(map_)[0] if c.kind != "start"]
        if not done:
            return
        before = content(map_)
        try:
            number = undo(map_, some(done, which)).number
        except InUse as error:
            assert "change" in error.message
            assert content(map_) == before
            return
        assert map_.connection.execute("PRAGMA foreign_key_check").fetchall() == []
        undo(map_, number)
        now = content(map_)
        assert now == before


@pytest.fixture
def map_(started: Path) -> Any:
    with open_map(started, ("ngomap", "test")) as opened:
        yield opened


def _add_named(map_: Map, name: str, **lists: Any) -> ActorRef:
    return add_actor(map_, {"name": name, "kind": "ngo"}, Lists(**lists)).ref


def _number(map_: Map) -> int:
    last = last_change(map_)
    assert last
    return last.id


def test_the_last_change_goes_first_and_an_undo_is_not_one(map_: Map) -> None:
    a = _add_named(map_, "A")
    edit_actor(map_, a.id, {"phone": "1"})
    first = undo(map_)
    assert (first.change.id, first.number) == (3, 4)
    assert undo(map_).change.id == 2
    assert "A" not in {ref.name for ref in all_refs(map_)}
    assert change_by_id(map_, 2).undone_by == 5  # type: ignore[union-attr]


def test_an_undo_of_an_undo_of_an_undo(map_: Map) -> None:
    _add_named(map_, "A")
    numbers = [undo(map_).number]
    numbers.append(undo(map_, numbers[-1]).number)
    assert change_by_id(map_, 2).undone_by is None  # type: ignore[union-attr]
    assert "A" in {ref.name for ref in all_refs(map_)}
    assert search(map_, "a")
    numbers.append(undo(map_, numbers[-1]).number)
    assert change_by_id(map_, 2).undone_by == numbers[0]  # type: ignore[union-attr]
    assert change_by_id(map_, numbers[0]).undone_by is None  # type: ignore[union-attr]
    with pytest.raises(NgomapError, match="was taken back by change 3"):
        undo(map_, 2)


def test_the_making_of_the_map_stays(map_: Map) -> None:
    with pytest.raises(NgomapError, match="Nothing has been changed") as caught:
        undo(map_)
    assert "delete the file" in caught.value.hint
    with pytest.raises(NgomapError, match="made the map"):
        undo(map_, 1)


def test_no_such_change(map_: Map) -> None:
    with pytest.raises(NotFound, match="no change 77"):
        undo(map_, 77)


def test_other_fields_of_the_same_actor_are_left_alone(map_: Map) -> None:
    a = _add_named(map_, "A")
    edit_actor(map_, a.id, {"phone": "1"})
    phone = _number(map_)
    map_.connection.execute("UPDATE actors SET updated_at = '2000' WHERE id = ?", [a.id])
    edit_actor(map_, a.id, {"email": "a@example.org"})
    stamp = map_.connection.execute("SELECT updated_at FROM actors WHERE id = ?", [a.id]).fetchone()
    undo(map_, phone)
    row = map_.connection.execute("SELECT phone, email, updated_at FROM actors WHERE id = ?", [a.id]).fetchone()
    assert row == (None, "a@example.org", *stamp)


def test_a_field_that_was_changed_since_is_not_taken_back(map_: Map) -> None:
    a = _add_named(map_, "A")
    edit_actor(map_, a.id, {"phone": "1"})
    phone = _number(map_)
    edit_actor(map_, a.id, {"phone": "2"})
    before = content(map_)
    with pytest.raises(InUse, match=rf"change {phone + 1} \(ngomap test\).*A: phone") as caught:
        undo(map_, phone)
    assert caught.value.hint == f"Take that back first: ngomap undo {phone + 1}"
    assert content(map_) == before
    undo(map_)
    undo(map_, phone)
    assert last_change(map_).id == phone - 1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "later",
    [
        lambda m, a: edit_actor(m, a.id, {"phone": "2"}),
        lambda m, a: tie_edits.link(m, a, actor_at(m, 0), "knows", {}),
        lambda m, a: add_actor(m, {"name": "B", "kind": "ngo"}) and tie_edits.link(m, actor_at(m, 99 * 4 + 3), a, "knows", {}),
        lambda m, a: edit_actor(m, a.id, {}, Lists(aliases=("X",))),
        lambda m, a: event_edits.log_event(m, {"on_date": "2026-01-02", "kind": "call", "title": "Call"}, [a]),
        lambda m, a: resource_edits.add_resource(m, a, "offer", {"kind": "space", "description": "Room"}),
        lambda m, a: remove_actor(m, a.id),
        lambda m, a: set_us(m, a, True),
    ],
)  # fmt: skip
def test_an_actor_that_something_rests_on_stays(map_: Map, later: Callable[[Map, ActorRef], object]) -> None:
    a = _add_named(map_, "A")
    made = _number(map_)
    later(map_, a)
    before = content(map_)
    with pytest.raises(InUse):
        undo(map_, made)
    assert content(map_) == before


def test_a_tie_of_a_later_new_actor_is_seen_though_it_has_no_record(map_: Map) -> None:
    a = _add_named(map_, "A")
    made = _number(map_)
    with write(map_):
        b = _add_named(map_, "B")
        tie_edits.link(map_, b, a, "funds", {})
    assert all(fact.table != "relationships" for fact in facts_of_change(map_, made + 1)[0])
    with pytest.raises(InUse, match=f"change {made + 1}.*(A and B|B and A): tie funds"):
        undo(map_, made)


def test_a_term_that_was_used_since_stays_and_one_that_was_not_goes(map_: Map) -> None:
    term = term_edits.add_term(map_, "issue", "Fraud")
    made = _number(map_)
    _add_named(map_, "A", terms=(term.id,))
    with pytest.raises(InUse, match=f"change {made + 1}.*A: issue Fraud"):
        undo(map_, made)
    undo(map_)
    undo(map_, made)
    assert "Fraud" not in {t.name for t in all_terms(map_)}


def test_what_a_row_speaks_of_must_still_be_there(map_: Map) -> None:
    a = _add_named(map_, "A", aliases=("X",))
    edit_actor(map_, a.id, {}, take=Lists(aliases=("X",)))
    taken = _number(map_)
    remove_actor(map_, a.id)
    with pytest.raises(InUse, match=f"change {taken + 1}"):
        undo(map_, taken)


def test_an_offer_does_not_come_back_to_an_actor_who_is_gone(map_: Map) -> None:
    a = _add_named(map_, "A")
    offer = resource_edits.add_resource(map_, a, "offer", {"kind": "space", "description": "Room"})
    resource_edits.remove_resource(map_, a, "offer", offer)
    taken = _number(map_)
    remove_actor(map_, a.id)
    with pytest.raises(InUse, match=f"change {taken + 1}.*no longer in the map"):
        undo(map_, taken)
    undo(map_)
    undo(map_, taken)


def test_an_id_that_was_given_again_is_not_written_over(map_: Map) -> None:
    a = _add_named(map_, "A")
    remove_actor(map_, a.id)
    removed = _number(map_)
    assert _add_named(map_, "B").id == a.id
    with pytest.raises(InUse, match="another actor in its place"):
        undo(map_, removed)


def test_new_rows_of_new_actors_need_no_record(map_: Map) -> None:
    take_table(map_, 0, 3, 1)
    last = last_import(map_)
    assert last
    assert (last.file, last.last_actor) == ("table.csv", 6)
    tables = {fact.table for fact in facts_of_change(map_, last.id)[0]}
    assert tables == {"areas", "actors"}
    undo(map_, last.id)
    assert last_import(map_) is None
    assert len(all_refs(map_)) == 3


@pytest.mark.parametrize("newer_first", [True, False])
def test_a_row_that_moves_between_an_old_and_a_new_actor(map_: Map, newer_first: bool) -> None:
    """As when two are made one in the change that made one of them."""
    old = _add_named(map_, "Old", aliases=("Same",), identifiers=(("X", "1"),))
    friend = actor_at(map_, 0)
    tie_edits.link(map_, old, friend, "funds", {"amount": 0.1})
    before = content(map_)
    with write(map_):
        new = _add_named(map_, "New", identifiers=(("X", "2"),))
        source, target = (new, old) if newer_first else (old, new)
        if newer_first:
            tie_edits.link(map_, new, friend, "knows", {})
        for statement in (
            "UPDATE relationships SET from_id = ?2 WHERE from_id = ?1", "UPDATE identifiers SET actor_id = ?2 WHERE actor_id = ?1",
            "UPDATE OR IGNORE aliases SET actor_id = ?2 WHERE actor_id = ?1", "DELETE FROM actors WHERE id = ?1 AND ?2",
        ):  # fmt: skip
            map_.connection.execute(statement, [source.id, target.id])
        index_for_search(map_, [old.id, new.id])
    after = content(map_)
    number = undo(map_).number
    assert content(map_) == before
    undo(map_, number)
    assert content(map_) == after


def test_values_keep_their_type_to_the_last_digit(map_: Map) -> None:
    a = _add_named(map_, "A")
    values: list[tuple[str, object]] = [
        ("budget", 0.1 + 0.2), ("budget", 0.3), ("budget", 1e300), ("phone", "12"), ("phone", "12.0"), ("staff", 2**53 + 1),
        ("notes", 'a "quoted"\ntext'), ("budget", None),
    ]  # fmt: skip
    seen = []
    for field, value in values:
        seen.append(content(map_))
        edit_actor(map_, a.id, {field: value})
    for state in reversed(seen):
        undo(map_)
        assert content(map_) == state


def test_another_program_is_recorded_and_can_be_taken_back(map_: Map) -> None:
    a = _add_named(map_, "A")
    before = content(map_)
    other = sqlite3.connect(map_.path)
    other.execute("UPDATE actors SET phone = '5' WHERE id = ?", [a.id])
    other.execute("INSERT INTO actors(uid, handle, kind, name, name_key, audience, created_at, updated_at) VALUES ('u', 'h', 'ngo', 'N', 'n', 'public', '', '')")
    other.commit()
    other.close()
    change_setting(map_, "colour", "red")
    assert [c.command for c in changes(map_)[0]][:2] == ["ngomap test", "(another program)"]
    undo(map_)
    undone = undo(map_)
    assert undone.change.command == "(another program)"
    assert content(map_) == before
    with pytest.raises(sqlite3.IntegrityError, match="id of a row"):
        map_.connection.execute("UPDATE actors SET id = 99 WHERE id = ?", [a.id])


def test_what_history_says_is_never_taken_for_a_name_in_sql(map_: Map) -> None:
    a = _add_named(map_, "A")
    edit_actor(map_, a.id, {"phone": "1"})
    number = _number(map_)
    map_.connection.execute("UPDATE history SET table_name = 'actors; DROP TABLE actors' WHERE change_id = ? AND field = 'updated_at'", [number])
    map_.connection.execute("INSERT INTO history(change_id, action, table_name, row_key, field, old) VALUES (?, 'changed', 'actors', ?, 'phone\" = 1; --', 'x')", [number, a.id])
    undo(map_, number)
    assert map_.connection.execute("SELECT phone FROM actors WHERE id = ?", [a.id]).fetchone() == (None,)


def test_who_keeps_the_map_comes_back_with_it(map_: Map) -> None:
    set_us(map_, actor_at(map_, 0), True)
    set_us(map_, actor_at(map_, 1), True)
    undo(map_)
    assert us(map_) == actor_at(map_, 0)
    assert json.loads(json.dumps(us(map_).name)) == "One"  # type: ignore[union-attr]
