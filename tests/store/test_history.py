"""What the history tells: which change did what, and whose word a fact is."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from ngomap.store import term_edits
from ngomap.store.actor_edits import Lists, add_actor, edit_actor, remove_actor
from ngomap.store.connection import Map, open_map
from ngomap.store.history import (
    changes,
    facts_of_change,
    last_change,
    last_import,
    removed_actor,
    removed_by_hand,
    set_by_hand,
)
from ngomap.store.origins import origins_of
from ngomap.store.undo import undo
from ngomap.store.writing import change_setting, current_change, mark_change, write

LINE = "INSERT INTO import_lines(actor_id, change_id, line, part) VALUES (?, ?, ?, ?)"


def hand_made(map_: Map, **fields: object) -> int:
    return add_actor(map_, {"name": "A", "kind": "ngo", **fields}).id


def imported(map_: Map, **fields: object) -> int:
    with write(map_):
        mark_change(map_, "import", "register.csv")
        id_ = add_actor(map_, {"name": "B", "kind": "ngo", **fields}).id
        map_.connection.execute(LINE, [id_, current_change(map_), 7, "Sheet 1"])
    return id_


def import_edit(map_: Map, actor: int, **fields: object) -> None:
    with write(map_):
        mark_change(map_, "import", "later.csv")
        edit_actor(map_, actor, fields)
        map_.connection.execute(LINE, [actor, current_change(map_), 9, None])


def plain(found: Mapping[int, set[str]], actor: int) -> set[str]:
    return found.get(actor, set()) - {"name", "kind", "audience"}


def test_one_write_is_one_change_with_its_command_author_and_time(map_path: Path, bare_map: Map) -> None:
    change_setting(bare_map, "author", "Ana")
    with open_map(map_path, ("ngomap", "edit", "a b")) as map_, write(map_):
        a = hand_made(map_)
        edit_actor(map_, a, {"phone": "1"})
    last = last_change(bare_map)
    assert last
    assert (last.command, last.author, last.kind, last.first_actor, last.last_actor) == (
        "ngomap edit 'a b'", "Ana", "edit", a, a,
    )  # fmt: skip
    assert last.at.endswith("Z")
    assert changes(bare_map)[1] == 2


def test_facts_have_what_was_and_what_is(bare_map: Map) -> None:
    a = hand_made(bare_map, budget=0.1)
    edit_actor(bare_map, a, {"budget": 12.0, "phone": "5"})
    facts, total = facts_of_change(bare_map, 2)
    told = {(f.action, f.field, f.old, f.new) for f in facts if f.field != "updated_at"}
    assert told == {("changed", "budget", 0.1, 12.0), ("changed", "phone", None, "5")}
    assert {type(f.new) for f in facts if f.field == "budget"} == {float}
    assert {(f.table, f.key, f.actor, f.other) for f in facts} == {("actors", a, a, None)}
    assert facts_of_change(bare_map, 2, 1) == (facts[:1], total)


def test_a_write_that_changes_nothing_leaves_the_file_as_it_was(bare_map: Map, map_path: Path) -> None:
    change_setting(bare_map, "name", "One")
    before = map_path.read_bytes()
    with write(bare_map) as database:
        database.execute("DELETE FROM actors WHERE id = 99")
    assert map_path.read_bytes() == before
    with write(bare_map) as database:
        database.execute("INSERT INTO import_profiles VALUES ('p', '{}', '2026-01-01')")
    assert changes(bare_map)[1] == 1, "what is no content is no change"


def test_a_dry_run_leaves_no_trace(bare_map: Map) -> None:
    with pytest.raises(ZeroDivisionError), write(bare_map):
        hand_made(bare_map)
        raise ZeroDivisionError
    assert changes(bare_map) == ([], 0)
    assert bare_map.connection.execute("SELECT count(*) FROM recording").fetchone() == (0,)


def test_the_changes_of_one_actor_and_since_a_day(bare_map: Map) -> None:
    a, b = hand_made(bare_map), hand_made(bare_map, handle="other")
    edit_actor(bare_map, b, {"phone": "1"})
    edit_actor(bare_map, a, {"phone": "1"})
    assert [c.id for c in changes(bare_map, actor_id=b)[0]] == [3, 2]
    bare_map.connection.execute("UPDATE changes SET at = '2020-01-01T00:00:00Z' WHERE id < 4")
    assert [c.id for c in changes(bare_map, since="2020-01-02")[0]] == [4]
    assert [c.id for c in changes(bare_map, limit=2)[0]] == [4, 3]
    assert changes(bare_map, limit=2)[1] == 4


def test_a_removed_actor_is_found_by_what_it_was_called(bare_map: Map) -> None:
    a = hand_made(bare_map)
    remove_actor(bare_map, a)
    assert (removed_actor(bare_map, "a"), removed_actor(bare_map, "A "), removed_actor(bare_map, "b")) == (a, a, None)


def test_fields_filled_or_changed_by_hand(bare_map: Map) -> None:
    a, b = hand_made(bare_map, phone="1", email="a@example.org"), imported(bare_map, phone="2", place="Town")
    assert plain(set_by_hand(bare_map, [a, b]), a) == {"phone", "email"}
    assert b not in set_by_hand(bare_map, [a, b])
    import_edit(bare_map, a, phone="3")
    edit_actor(bare_map, b, {"place": "City", "phone": None})
    found = set_by_hand(bare_map, [a, b])
    assert plain(found, a) == {"email"}
    assert plain(found, b) == {"place", "phone"}, "to make something unknown is a decision, too"
    import_edit(bare_map, b, place="Village")
    assert plain(set_by_hand(bare_map, [b]), b) == {"phone"}
    assert set_by_hand(bare_map, []) == {}


def test_an_undo_gives_the_word_back_to_who_had_it(bare_map: Map) -> None:
    b = imported(bare_map, phone="2")
    edit_actor(bare_map, b, {"phone": "3"})
    back = undo(bare_map).number
    assert set_by_hand(bare_map, [b]) == {}
    undo(bare_map, back)
    assert plain(set_by_hand(bare_map, [b]), b) == {"phone"}
    import_edit(bare_map, b, phone="4")
    undo(bare_map)
    assert plain(set_by_hand(bare_map, [b]), b) == {"phone"}


def test_a_removal_that_was_taken_back_changes_nothing(bare_map: Map) -> None:
    a, b = hand_made(bare_map, phone="1"), imported(bare_map, phone="2")
    for actor in (a, b):
        remove_actor(bare_map, actor)
        undo(bare_map)
    found = set_by_hand(bare_map, [a, b])
    assert plain(found, a) == {"phone"}
    assert b not in found


def test_what_was_there_before_the_history_is_nobodys(bare_map: Map) -> None:
    a = hand_made(bare_map, phone="1")
    bare_map.connection.execute("DELETE FROM changes")
    assert set_by_hand(bare_map, [a]) == {}
    assert {(o.field, o.at, o.by_hand) for o in origins_of(bare_map, a)} >= {("phone", None, False)}


def test_what_was_taken_from_lists_by_hand(empty_map: Map) -> None:
    term = empty_map.connection.execute("SELECT min(id) FROM terms").fetchone()[0]
    lists = Lists(("X", "Y"), (("REG", "1"),), (term,))
    a = add_actor(empty_map, {"name": "A", "kind": "ngo"}, lists).id
    assert removed_by_hand(empty_map, [a]) == {t: set() for t in ("aliases", "identifiers", "actor_terms", "actor_areas")}
    edit_actor(empty_map, a, {}, take=lists)
    edit_actor(empty_map, a, {}, Lists(("Y",)))
    found = removed_by_hand(empty_map, [a])
    assert found == {"aliases": {(a, "x")}, "identifiers": {("REG", "1")}, "actor_terms": {(a, term)}, "actor_areas": set()}
    assert removed_by_hand(empty_map, [a + 1])["aliases"] == set()
    undo(empty_map)
    undo(empty_map)
    assert removed_by_hand(empty_map, [a])["aliases"] == set()


def test_what_an_import_took_away_was_no_hand(bare_map: Map) -> None:
    a = add_actor(bare_map, {"name": "A", "kind": "ngo"}, Lists(("X",))).id
    with write(bare_map):
        mark_change(bare_map, "import", "f.csv")
        edit_actor(bare_map, a, {}, take=Lists(("X",)))
    assert removed_by_hand(bare_map, [a])["aliases"] == set()


def test_the_last_import_is_the_last_that_stands(bare_map: Map) -> None:
    assert last_import(bare_map) is None
    b = imported(bare_map)
    import_edit(bare_map, b, phone="1")
    hand_made(bare_map)
    last = last_import(bare_map)
    assert last
    assert (last.id, last.file) == (2, "later.csv")
    undo(bare_map, 2)
    assert last_import(bare_map).id == 1  # type: ignore[union-attr]


def test_where_each_fact_comes_from(bare_map: Map) -> None:
    change_setting(bare_map, "author", "Ana")
    b = imported(bare_map, phone="2", email="b@example.org")
    import_edit(bare_map, b, email="c@example.org")
    edit_actor(bare_map, b, {"phone": "3"}, Lists(("X", "Z"), (("REG", "1"),)))
    found = {o.field: o for o in origins_of(bare_map, b)}
    assert {f: (o.value, o.file, o.line, o.part, o.by_hand, o.author) for f, o in found.items()} == {
        "name": ("B", "register.csv", 7, "Sheet 1", False, "Ana"),
        "kind": ("ngo", "register.csv", 7, "Sheet 1", False, "Ana"),
        "audience": ("public", "register.csv", 7, "Sheet 1", False, "Ana"),
        "email": ("c@example.org", "later.csv", 9, None, False, "Ana"),
        "phone": ("3", None, None, None, True, "Ana"),
        "aliases": ("X, Z", None, None, None, True, "Ana"),
        "identifiers": ("REG:1", None, None, None, True, "Ana"),
    }


def test_the_making_of_a_map_is_one_change_without_facts(bare_map: Map) -> None:
    with write(bare_map):
        mark_change(bare_map, "start")
        term_edits.fill_vocabularies(bare_map)
    assert [(c.kind, c.id) for c in changes(bare_map)[0]] == [("start", 1)]
    assert facts_of_change(bare_map, 1) == ([], 0)


def test_another_program_needs_to_know_nothing(bare_map: Map) -> None:
    a = hand_made(bare_map, phone="1")
    other = sqlite3.connect(bare_map.path)
    other.execute("DELETE FROM actors")
    other.commit()
    assert {row[0] for row in other.execute("SELECT change_id FROM history")} == {None}
    other.close()
    change_setting(bare_map, "name", "One")
    assert [c.command for c in changes(bare_map, actor_id=a)[0]] == ["(another program)", ""]
