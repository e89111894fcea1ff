"""Whoever is forgotten is gone from every byte: canaries in every field, now and in the history, are looked for."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from ngomap.errors import InUse, NgomapError
from ngomap.model.actors import ActorRef
from ngomap.store.actor_edits import Lists, add_actor, edit_actor, remove_actor
from ngomap.store.actor_merging import merge_actors
from ngomap.store.actors import all_refs
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map, open_map
from ngomap.store.forget import forget_actor
from ngomap.store.history import changes, facts_of_change, removed_actor
from ngomap.store.schema_history import CONTENT, shape_of
from ngomap.store.search import search
from ngomap.store.settings_edits import set_us
from ngomap.store.undo import undo
from ngomap.store.writing import insert_row, new_uid, write
from tests.conftest import Run

CANARY = re.compile(rb"cnry\d{6}")
NAME = "Jonna cnry999999 Vell"
AS_JSON = ("reasons", "words", "choices", "base", "ours", "theirs")
ENUM = re.compile(r"\b(\w+) IN \('([^']+)'")
LENGTH = re.compile(r"length\((\w+)\) = (\d+)")


@pytest.fixture
def others(empty_map: Map) -> Iterator[dict[str, int]]:
    """Us, somebody else, and whom to forget."""
    made = {
        key: add_actor(empty_map, {"name": name, "kind": kind}).id
        for key, name, kind in (("us", "Citizens", "ngo"), ("other", "Bright Slate", "ngo"), ("office", "City", "government"))
    }
    add_area(empty_map, "Kethira")
    set_us(empty_map, next(a for a in all_refs(empty_map) if a.id == made["us"]), True)
    made["gone"] = add_actor(empty_map, {"name": NAME, "kind": "person", "place": "cnry999998"}).id
    yield made


def canaries() -> Iterator[str]:
    return (f"cnry{n:06d}" for n in count(1))


def left(folder: Path) -> set[bytes]:
    """Canaries in any file of the folder, as UTF-8 or UTF-16."""
    found: set[bytes] = set()
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found |= set(CANARY.findall(content))
            found |= set(CANARY.findall(content.replace(b"\0", b"")))
    return found


def plant(map_: Map, table: str, actors: dict[str, int], words: Iterator[str], column: str) -> None:
    """A row of the table with the one to forget in `column`, and a canary in each text that it can hold; each is
    changed, the row taken away and put back, so that the history has them, too.
    """
    sql = map_.connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()[0]
    enums = dict(reversed(ENUM.findall(sql)))
    lengths = {name: int(n) for name, n in LENGTH.findall(sql)}
    parents = dict(map_.connection.execute('SELECT "from", "table" FROM pragma_foreign_key_list(?)', [table]).fetchall())
    rest = iter([actors["other"], actors["office"], actors["us"]])
    row: dict[str, object] = {}
    texts = []
    for name, type_, needed, default, key in map_.connection.execute(
        'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)', [table]
    ):
        if name == column:
            row[name] = actors["gone"]
        elif name in parents:
            of = parents[name]
            if of == "actors":
                row[name] = next(rest)
            elif needed or key:
                found = map_.connection.execute(f"SELECT max(id) FROM {of}").fetchone()
                row[name] = found[0]
        elif name in enums:
            row[name] = enums[name]
        elif type_ == "TEXT":
            word = next(words)
            row[name] = "Q" * lengths[name] if name in lengths else f'["{word}"]' if name in AS_JSON else word
            if name not in lengths and not key:
                texts.append(name)
        elif needed and not key and default is None:
            row[name] = 1
    if table == "match_pairs":
        row["a_id"], row["b_id"] = min(row["a_id"], row["b_id"]), max(row["a_id"], row["b_id"])  # type: ignore[type-var]
    if table == "stances":
        row["stance"] = 1
    if table == "import_lines":
        row["change_id"] = 1
    if "until" in row:
        row["until"] = row.get("since")
    shape = shape_of(map_.connection, table)
    marks = ", ".join("?" * len(row))
    insert = f"INSERT INTO {table}({', '.join(row)}) VALUES ({marks})"
    with write(map_):
        map_.connection.execute(insert, list(row.values()))
        if shape.key == ("id",):
            row["id"] = map_.connection.execute("SELECT last_insert_rowid()").fetchone()[0]
    where = " AND ".join(f"{k} = ?" for k in shape.key)
    key_values = [row[k] for k in shape.key]
    for name in texts:
        if name in ("uid", "since", "until"):
            continue
        word = next(words)
        with write(map_):
            new = f'["{word}"]' if name in AS_JSON else word
            map_.connection.execute(f"UPDATE {table} SET {name} = ? WHERE {where}", [new, *key_values])
    if table != "import_lines":
        with write(map_):
            map_.connection.execute(f"DELETE FROM {table} WHERE {where}", key_values)
        marks = ", ".join("?" * len(row))
        with write(map_):
            map_.connection.execute(f"INSERT INTO {table}({', '.join(row)}) VALUES ({marks})", list(row.values()))


def log(map_: Map, actors: list[int], title: str) -> int:
    """A contact of these; its id."""
    with write(map_) as database:
        row = {"uid": new_uid(), "on_date": "2026-02-01", "kind": "call", "title": title}
        event = insert_row(database, "events", row)
        for actor in actors:
            map_.connection.execute("INSERT INTO event_participants VALUES (?, ?)", [event, actor])
    return event


def columns_to_actors(map_: Map) -> list[tuple[str, str]]:
    query = 'SELECT "from" FROM pragma_foreign_key_list(?) WHERE "table" = \'actors\' AND on_delete = \'CASCADE\''
    # The two of a pair that may be one stand in the order of their ids.
    return [
        (table, row[0]) for table in CONTENT for row in map_.connection.execute(query, [table])
        if (table, row[0]) != ("match_pairs", "b_id")
    ]  # fmt: skip


def test_no_byte_is_left_of_anything_in_any_table(empty_map: Map, others: dict[str, int], map_path: Path) -> None:
    words = canaries()
    with write(empty_map):
        for table, values in (
            ("share_sources", "(source, name) VALUES ('s', 'Partner')"),
            ("projects", "(uid, handle, name) VALUES ('u', 'plays', 'Plays')"),
            ("commitments", f"(uid, handle, by_id, what, on_date) VALUES ('u', 'reply', {others['office']}, 'x', '2026-01-01')"),
            ("events", "(uid, on_date, kind, title) VALUES ('u', '2026-01-01', 'call', 'cnry900000')"),
        ):
            empty_map.connection.execute(f"INSERT INTO {table}{values}")
    planted = columns_to_actors(empty_map)
    assert len(planted) > 25
    for table, column in planted:
        plant(empty_map, table, others, words, column)
    edit_actor(
        empty_map, others["gone"],
        {"mission": next(words), "notes": next(words), "place": next(words), "email": next(words), "website": next(words)},
    )  # fmt: skip
    edit_actor(empty_map, others["gone"], {"mission": next(words), "notes": None, "handle": next(words)})
    assert len(left(map_path.parent)) > 150
    forget_actor(empty_map, others["gone"])
    assert left(map_path.parent) == set()
    assert empty_map.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert empty_map.connection.execute("PRAGMA foreign_key_check").fetchone() is None
    assert {a.name for a in all_refs(empty_map)} == {"Citizens", "Bright Slate", "City"}
    assert search(empty_map, "Bright") == [others["other"]]


def test_undoing_all_that_came_before_brings_nothing_back(
    empty_map: Map, others: dict[str, int], map_path: Path
) -> None:
    words = canaries()
    plant(empty_map, "relationships", others, words, "from_id")
    plant(empty_map, "stances", others, words, "actor_id")
    edit_actor(empty_map, others["other"], {"notes": f"Met {NAME}"})
    edit_actor(empty_map, others["other"], {"notes": "nothing"})
    log(empty_map, [others["gone"], others["other"]], "Call")
    last = forget_actor(empty_map, others["gone"]).change
    outcomes = []
    for number in range(last, 0, -1):
        try:
            undo(empty_map, number)
            outcomes.append("undone")
        except (NgomapError, InUse):
            outcomes.append("refused")
    assert {"undone", "refused"} == set(outcomes)
    assert outcomes[0] == "refused"
    assert left(map_path.parent) == set()
    assert not any(NAME in str(row) for table in CONTENT for row in empty_map.connection.execute(f"SELECT * FROM {table}"))


def test_the_history_says_that_somebody_was_forgotten_and_no_more(
    empty_map: Map, others: dict[str, int], run: Run
) -> None:
    empty_map.connection.close()
    assert run("edit", "jonna-cnry999999-vell", "--notes", "cnry000001 said so").exit_code == 0
    ran = run("forget", "jonna-cnry999999-vell", "--yes", "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    told = run("history", "--format", "json")
    assert b"cnry" not in told.stdout.encode()
    first = told.json["records"][0]
    assert (first["command"], first["what"]) == ("ngomap forget", "somebody was forgotten, for good")
    assert run("undo").exit_code == 1
    assert "cannot be taken back" in run("undo").stderr
    before = run("undo", str(first["number"] - 1))
    assert (before.exit_code, "whom it was about has been forgotten" in before.stderr) == (1, True)


def test_what_others_share_stays_and_what_they_say_is_listed(empty_map: Map, others: dict[str, int]) -> None:
    shared = log(empty_map, [others["gone"], others["other"], others["us"]], f"Call with {NAME.upper()}")
    ours = log(empty_map, [others["gone"], others["us"]], "Secret")
    uid = empty_map.connection.execute("SELECT uid FROM events WHERE id = ?", [ours]).fetchone()[0]
    with write(empty_map):
        empty_map.connection.execute("INSERT INTO share_sources(source, name) VALUES ('s', 'Partner')")
        empty_map.connection.execute(
            "INSERT INTO conflicts(source_id, section, record, field, ours, theirs, on_date) VALUES (1, 'events', ?, 'title', '1', '2', '')",
            [uid],
        )
    edit_actor(empty_map, others["other"], {"notes": f"{NAME} knows them."})
    done = forget_actor(empty_map, others["gone"])
    assert done.contacts == 1
    assert {(m.table, m.field, m.about) for m in done.mentions} == {
        ("events", "title", None), ("actors", "notes", "bright-slate"),
    }  # fmt: skip
    there = {row[0] for row in empty_map.connection.execute("SELECT id FROM events")}
    assert (shared in there, ours in there) == (True, False)
    assert empty_map.connection.execute("SELECT count(*) FROM conflicts").fetchone() == (0,)
    known = {row[0] for row in empty_map.connection.execute("SELECT row_key FROM history WHERE table_name = 'event_participants'")}
    assert known == {f"[{shared},{others['other']}]", f"[{shared},{others['us']}]"}
    assert empty_map.connection.execute("SELECT count(*) FROM event_participants").fetchone() == (2,)


def test_what_another_program_left_in_the_free_parts_of_the_file_goes_too(
    empty_map: Map, others: dict[str, int], map_path: Path
) -> None:
    with sqlite3.connect(map_path, isolation_level=None) as other:
        other.execute("PRAGMA secure_delete = OFF")
        for notes in ("cnry000001 " * 2000, None):
            other.execute("UPDATE actors SET notes = ? WHERE id = ?", [notes, others["gone"]])
            other.execute("DELETE FROM history")
    other.close()
    assert b"cnry000001" in left(map_path.parent)
    forget_actor(empty_map, others["gone"])
    assert left(map_path.parent) == set()


def test_what_others_keep_no_longer_points_to_who_was_forgotten(empty_map: Map, others: dict[str, int]) -> None:
    event = log(empty_map, [others["us"], others["other"]], "Call")
    for introduces in (others["gone"], None):
        with write(empty_map):
            empty_map.connection.execute("UPDATE events SET introduces_id = ? WHERE id = ?", [introduces, event])
    with write(empty_map):
        empty_map.connection.execute("UPDATE events SET introduces_id = ? WHERE id = ?", [others["gone"], event])
    with write(empty_map):
        empty_map.connection.execute("DELETE FROM events WHERE id = ?", [event])
    number = changes(empty_map)[0][0].id
    recorded: list[str] = []
    empty_map.connection.create_function("seen", 1, recorded.append)
    empty_map.connection.execute("CREATE TEMP TRIGGER watch AFTER INSERT ON main.history BEGIN SELECT seen(NEW.action); END")
    forget_actor(empty_map, others["gone"])
    assert recorded == ["forgotten"]
    undo(empty_map, number)
    assert empty_map.connection.execute("SELECT title, introduces_id FROM events").fetchall() == [("Call", None)]


def test_what_was_observed_of_their_promises_goes_with_them(
    empty_map: Map, others: dict[str, int], map_path: Path
) -> None:
    connection = empty_map.connection
    made = "INSERT INTO observations(uid, commitment_id, on_date, finding, text) VALUES (?, 1, '2026-02-01', 'kept', ?)"
    for statement, values in (
        ("INSERT INTO commitments(id, uid, handle, by_id, what, on_date) VALUES (1, 'u', 'h', ?, 'x', '2026')", [others["gone"]]),
        (made, ["o1", "cnry000001"]), (made, ["o2", "cnry000002"]), ("UPDATE observations SET text = 'cnry000003'", []),
        ("DELETE FROM observations WHERE uid = 'o2'", []),
    ):  # fmt: skip
        with write(empty_map):
            connection.execute(statement, values)
    forget_actor(empty_map, others["gone"])
    assert left(map_path.parent) == set()
    assert connection.execute("SELECT count(*) FROM history WHERE table_name = 'observations'").fetchone() == (0,)


def test_what_was_made_one_with_somebody_or_removed_is_forgotten_too(
    empty_map: Map, others: dict[str, int], map_path: Path
) -> None:
    twin = add_actor(empty_map, {"name": "Jonna cnry000007", "kind": "person", "notes": "cnry000008"}, Lists(aliases=("cnry000009",)))
    refs = {a.id: a for a in all_refs(empty_map)}
    merge_actors(empty_map, _ref(refs, others["gone"]), _ref(refs, twin.id))
    remove_actor(empty_map, others["gone"])
    assert len(left(map_path.parent)) > 3
    gone = removed_actor(empty_map, NAME)
    assert gone == others["gone"]
    forget_actor(empty_map, gone)
    assert left(map_path.parent) == set()
    assert removed_actor(empty_map, NAME) is None


def test_an_import_of_many_can_still_be_undone(empty_map: Map, others: dict[str, int]) -> None:
    with write(empty_map):
        made = [add_actor(empty_map, {"name": f"Group {n}", "kind": "ngo"}).id for n in "abc"]
    number = changes(empty_map)[0][0].id
    forget_actor(empty_map, made[2])
    newcomer = add_actor(empty_map, {"name": "Newcomer", "kind": "ngo"}).id
    assert newcomer == made[2], "its id is given out again"
    undo(empty_map, number)
    assert {a.name for a in all_refs(empty_map)} >= {"Newcomer", "Bright Slate"}
    assert not {a.id for a in all_refs(empty_map)} & set(made[:2])


def test_a_place_that_somebody_else_has_stays_known(empty_map: Map, others: dict[str, int]) -> None:
    edit_actor(empty_map, others["other"], {"place": "Old Town"})
    edit_actor(empty_map, others["gone"], {"place": "Old Town"})
    edit_actor(empty_map, others["gone"], {"place": "Hidden Lane 3"})
    with write(empty_map):
        for query in ("Old Town", "Hidden Lane 3"):
            empty_map.connection.execute(
                "INSERT INTO geocodes(provider, query, outcome, at) VALUES ('p', ?, 'nothing', '')", [query]
            )
    forget_actor(empty_map, others["gone"])
    assert empty_map.connection.execute("SELECT query FROM geocodes").fetchall() == [("Old Town",)]


def test_a_name_that_is_a_word_does_not_sweep_others_texts(empty_map: Map, others: dict[str, int]) -> None:
    care = add_actor(empty_map, {"name": "Care", "kind": "ngo"})
    edit_actor(empty_map, others["other"], {"notes": "They care for all."})
    edit_actor(empty_map, others["other"], {"notes": "They take care."})
    done = forget_actor(empty_map, care.id)
    assert {m.table for m in done.mentions} == {"terms", "term_aliases"}, "where it begins a sentence it cannot be told from a name"
    number = next(c.id for c in changes(empty_map)[0] if c.id != done.change)
    assert facts_of_change(empty_map, number)[1] > 0
    undo(empty_map, number)
    assert empty_map.connection.execute("SELECT notes FROM actors WHERE id = ?", [others["other"]]).fetchone() == (
        "They care for all.",
    )


def test_others_who_read_keep_the_file_from_being_written_anew_and_that_is_said(
    empty_map: Map, others: dict[str, int], map_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ngomap.store.forget._write_anew", lambda _: False)
    assert not forget_actor(empty_map, others["gone"]).rewritten
    copy = tmp_path / "elsewhere"
    copy.mkdir()
    shutil.copy(map_path, copy / "map.db")
    with open_map(copy / "map.db") as again:
        assert len(all_refs(again)) == 3


def _ref(refs: dict[int, ActorRef], actor: int) -> ActorRef:
    return refs[actor]
