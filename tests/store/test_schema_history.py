"""The history sees every table of content, all of its columns, and every way in which a row comes, goes or changes."""

from __future__ import annotations

import pytest

from ngomap.store.connection import Map
from ngomap.store.schema_history import CONTENT, KEPT_OF_UPDATES, shape_of
from tests.store.test_schema import SOUND, insert

NO_CONTENT = {"changes", "history", "recording", "import_profiles", "geocodes", "reports", "schedules", "share_recipients", "actor_search", "_sqlite_migrations"}


@pytest.fixture
def filled(bare_map: Map) -> Map:
    """Two actors, an area, a term and an event to point at, and nothing recorded of them."""
    connection = bare_map.connection
    for n in (1, 2):
        insert(connection, "actors", {**SOUND["actors"], "id": n, "uid": f"a{n}", "handle": f"a{n}"})
        insert(connection, "areas", {**SOUND["areas"], "id": n, "uid": f"p{n}", "handle": f"p{n}"})
        insert(connection, "terms", {**SOUND["terms"], "id": n, "slug": f"t{n}"})
        insert(connection, "events", {**SOUND["events"], "id": n, "uid": f"e{n}"})
        insert(connection, "projects", {**SOUND["projects"], "id": n, "uid": f"j{n}", "handle": f"j{n}", "name": f"Tour {n}"})
        insert(connection, "commitments", {**SOUND["commitments"], "id": n, "uid": f"c{n}", "handle": f"c{n}"})
    insert(connection, "share_sources", {**SOUND["share_sources"], "id": 1, "source": "s1"})
    connection.execute("INSERT INTO changes(id, at, command) VALUES (1, '', '')")
    connection.execute("DELETE FROM history")
    return bare_map


ROWS = {
    **{table: row for table, row in SOUND.items() if table not in NO_CONTENT},
    "match_pairs": {"a_id": 1, "b_id": 2, "score": 0.5, "reasons": "[]"},
    "term_suggestions": {"actor_id": 1, "term_id": 1, "score": 0.5, "words": "[]"},
    "import_lines": {"actor_id": 1, "change_id": 1, "line": 1},
}


def test_every_table_is_content_or_is_known_not_to_be(bare_map: Map) -> None:
    rows = bare_map.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = {name for (name,) in rows if not name.startswith(("actor_search_", "sqlite_"))}
    assert tables == set(CONTENT) | NO_CONTENT
    assert set(ROWS) == set(CONTENT)


@pytest.mark.parametrize("table", CONTENT)
def test_every_column_of_every_table_is_seen(filled: Map, table: str) -> None:
    connection = filled.connection
    shape = shape_of(connection, table)
    insert(connection, table, ROWS[table])
    added = connection.execute("SELECT action, table_name, field FROM history").fetchall()
    assert added == [("added", table, None)]
    connection.execute("DELETE FROM history")
    for field in shape.fields:
        sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", [f"history_{table}_changed"]).fetchone()[0]
        assert (f"('{field}'" in sql or f"'{field}' AS f" in sql) is (field in KEPT_OF_UPDATES.get(table, shape.fields))
    said = connection.execute(f"SELECT {', '.join(shape.fields) or 1} FROM {table} ORDER BY rowid DESC" if shape.key == ("id",)
                              else f"SELECT {', '.join(shape.fields) or 1} FROM {table}").fetchone()
    key = connection.execute(f"SELECT max({shape.key[0]}) FROM {table}").fetchone()[0]
    connection.execute(f"DELETE FROM {table} WHERE {shape.key[0]} = ?", [key])
    gone = dict(connection.execute("SELECT field, old FROM history WHERE action = 'removed' AND table_name = ?", [table]))
    assert gone == ({f: v for f, v in zip(shape.fields, said, strict=True) if v is not None} if shape.fields else {None: None})


@pytest.mark.parametrize(
    ("table", "change"),
    [("aliases", "actor_id = 2"), ("actor_terms", "term_id = 2"), ("identifiers", "value = '9'"), ("event_participants", "event_id = 2")],
)  # fmt: skip
def test_a_key_that_changes_is_a_row_that_goes_and_one_that_comes(filled: Map, table: str, change: str) -> None:
    insert(filled.connection, table, ROWS[table])
    filled.connection.execute("DELETE FROM history")
    filled.connection.execute(f"UPDATE {table} SET {change}")
    assert [r[0] for r in filled.connection.execute("SELECT action FROM history ORDER BY id")] == ["removed", "added"]


def test_what_goes_with_an_actor_is_seen_to_go(filled: Map) -> None:
    for table in ("aliases", "relationships", "event_participants", "activities", "match_pairs", "import_lines"):
        insert(filled.connection, table, ROWS[table])
    filled.connection.execute("DELETE FROM history")
    filled.connection.execute("DELETE FROM actors WHERE id = 1")
    tables = {r[0] for r in filled.connection.execute("SELECT table_name FROM history WHERE action = 'removed'")}
    # The promises of the actor are there from the beginning.
    assert tables == {"aliases", "relationships", "event_participants", "activities", "match_pairs", "import_lines", "actors", "commitments"}


def test_an_area_that_goes_leaves_what_pointed_to_it_changed(filled: Map) -> None:
    filled.connection.execute("UPDATE actors SET area_id = 1 WHERE id = 2")
    filled.connection.execute("DELETE FROM history")
    filled.connection.execute("DELETE FROM areas WHERE id = 1")
    row = filled.connection.execute("SELECT row_key, field, old, new FROM history WHERE action = 'changed'").fetchall()
    assert row == [(2, "area_id", 1, None)]


def test_what_is_about_an_actor_of_the_same_change_needs_no_record(filled: Map) -> None:
    filled.connection.execute("INSERT INTO recording VALUES (1, 1, 2)")
    insert(filled.connection, "aliases", {"actor_id": 2, "alias": "X", "alias_key": "x"})
    insert(filled.connection, "relationships", SOUND["relationships"])
    filled.connection.execute("UPDATE actors SET phone = '1' WHERE id = 2")
    assert filled.connection.execute("SELECT count(*) FROM history").fetchone() == (0,)
    insert(filled.connection, "aliases", {"actor_id": 1, "alias": "X", "alias_key": "x"})
    insert(filled.connection, "terms", {**SOUND["terms"]})
    assert filled.connection.execute("SELECT change_id, table_name FROM history").fetchall() == [(1, "aliases"), (1, "terms")]
