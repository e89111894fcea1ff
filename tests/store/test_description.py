"""The map describes itself."""

from __future__ import annotations

from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.connection import Map
from ngomap.store.description import described

# Columns that need no words: the row number, and the columns of the full-text index, which its own comment explains.
SELF_EXPLAINING = {"id"}
INDEX = "actor_search"


def test_every_table_view_and_column_says_what_it_is(bare_map: Map) -> None:
    silent = [
        (c.table, c.column) for c in described(bare_map)
        if not c.description and c.column not in SELF_EXPLAINING and (c.table != INDEX or not c.column)
    ]  # fmt: skip
    assert silent == []


def test_nothing_of_sqlite_itself_is_listed(bare_map: Map) -> None:
    tables = {c.table for c in described(bare_map)}
    assert {"actors", "settings", "organizations", "people", "ties", "coverage", "contacts_log", INDEX} <= tables
    assert not [t for t in tables if t.startswith(("sqlite_", "_", f"{INDEX}_"))]


def test_every_column_is_there_with_its_type(bare_map: Map) -> None:
    found = {(c.table, c.column): c.type for c in described(bare_map) if c.column}
    for table in {t for t, _ in found}:
        real = {r[1]: r[2] for r in bare_map.connection.execute(f'PRAGMA table_info("{table}")')}
        assert {column: type_ for (t, column), type_ in found.items() if t == table} == real


def test_comments_belong_to_their_columns(bare_map: Map) -> None:
    found = {(c.table, c.column): c.description for c in described(bare_map)}
    assert found["actors", ""] == "organizations and people"
    assert found["actors", "staff"] == "people employed"
    # A definition over several lines, a continued list of words, and a computed column of a view.
    assert found["events", "kind"] == "what sort of contact"
    assert found["contacts_log", "participants"] == "names of those who took part"


def test_a_column_of_a_view_means_what_it_shows(bare_map: Map) -> None:
    found = {(c.table, c.column): c.description for c in described(bare_map)}
    assert found["organizations", "staff"] == found["actors", "staff"]
    assert found["coverage", "area_code"] == f"areas.code: {found['areas', 'code']}"
    assert found["coverage", "id"] == "activities.id"


def test_tables_that_other_programs_add_are_shown_too(bare_map: Map) -> None:
    bare_map.connection.execute('CREATE TABLE "my notes" (a, "b c" TEXT)')
    bare_map.connection.execute("CREATE VIEW a_view AS SELECT o.name, o.staff AS people FROM organizations o")
    found = described(bare_map)
    assert [c.column for c in found if c.table == "my notes"] == ["", "a", "b c"]
    assert [c.column for c in found if c.table == "a_view"] == ["", "name", "people"]


def test_a_filled_map_is_sound_to_sqlite_itself(empty_map: Map) -> None:
    add_actor(empty_map, {"name": "Brook", "kind": "ngo"}, Lists(aliases=("B",), identifiers=(("X", "1"),)))
    assert empty_map.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
