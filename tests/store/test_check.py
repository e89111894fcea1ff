"""Whatever is wrong with a map is found, and what is safe is mended."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ngomap.errors import NgomapError
from ngomap.store.actor_edits import add_actor
from ngomap.store.actors import all_refs
from ngomap.store.area_edits import add_area
from ngomap.store.backup import back_up, backup_folder, make_folder
from ngomap.store.check import DAMAGED, NOTE, TO_MEND, check, mend
from ngomap.store.connection import Map
from ngomap.store.history import changes
from ngomap.store.new_files import alone_in
from ngomap.store.search import search

LONG_AGO = time.time() - 90 * 24 * 3600


def found(map_: Map) -> set[tuple[str, str]]:
    return {(f.severity, f.code) for f in check(map_)}


@pytest.fixture
def filled(empty_map: Map) -> Map:
    for name, kind in (("Alpha", "ngo"), ("Beta", "ngo"), ("Ana", "person")):
        add_actor(empty_map, {"name": name, "kind": kind})
    add_area(empty_map, "North")
    add_area(empty_map, "South")
    return empty_map


def test_a_new_map_and_a_filled_one_are_sound(bare_map: Map) -> None:
    assert check(bare_map) == []
    add_actor(bare_map, {"name": "Ёжик", "kind": "ngo", "notes": "x"})
    before = bare_map.path.read_bytes()
    assert check(bare_map) == []
    assert bare_map.path.read_bytes() == before, "looking changes nothing"


def test_where_nothing_may_be_written_the_index_is_not_said_to_be_wrong(filled: Map) -> None:
    with closing(sqlite3.connect(f"{filled.path.as_uri()}?mode=ro", uri=True, isolation_level=None)) as only_read:
        assert check(Map(filled.path, only_read)) == []


def test_what_cannot_be_mended_is_told(filled: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    filled.path.chmod(0o644)
    monkeypatch.setattr(Path, "chmod", refused)
    with pytest.raises(NgomapError, match=r"cannot be mended: Read-only file system"):
        mend(filled, check(filled))


CAN_BE_MENDED: dict[str, tuple[str, str]] = {
    "a name changed by another program": ("UPDATE actors SET name = 'Gamma' WHERE id = 1", "name-keys"),
    "notes changed by another program": ("UPDATE actors SET notes = 'Gamma' WHERE id = 1", "search-index"),
    "an actor removed by another program": ("DELETE FROM actors WHERE id = 1", "search-index"),
    "nothing indexed": ("DELETE FROM actor_search", "search-index"),
    "an index of words that nobody says": (
        "DELETE FROM actor_search_data WHERE id > 10", "search-index"),
    "no history of areas": ("DROP TRIGGER history_areas_changed", "schema"),
    "an index is missing": ("DROP INDEX relationships_to", "schema"),
    "a view of somebody's": ("DROP VIEW ties", "schema"),
    "a change left open": ("INSERT INTO recording VALUES (1, 1, 1)", "recording"),
    "readable by all": ("", "mode"),
    "a write-ahead log": ("PRAGMA journal_mode = WAL", "journal-mode"),
}  # fmt: skip


@pytest.mark.parametrize("what", CAN_BE_MENDED)
def test_what_is_safe_is_mended(filled: Map, what: str) -> None:
    statement, code = CAN_BE_MENDED[what]
    if statement:
        filled.connection.execute(statement).fetchall()
    else:
        filled.path.chmod(0o644)
    findings = check(filled)
    assert (TO_MEND, code) in {(f.severity, f.code) for f in findings}
    assert all(f.do and f.safe for f in findings)
    done, _ = mend(filled, findings)
    assert done
    assert check(filled) == []


def test_mending_what_the_map_says_is_a_change_of_its_history(filled: Map) -> None:
    number = len(changes(filled)[0])
    filled.connection.execute("UPDATE actors SET name = 'Gamma' WHERE id = 1")
    _, change = mend(filled, check(filled))
    assert len(changes(filled)[0]) == number + 2
    assert changes(filled)[0][0].id == change
    assert search(filled, "gamma") == [1]


ONLY_SAID: dict[str, tuple[str, str]] = {
    "a tie that cannot be": (
        "INSERT INTO relationships(uid, type, from_id, to_id) VALUES ('u', 'on-board-of', 1, 2)", "tie"),
    "areas in a circle": ("UPDATE areas SET parent_id = 3 - id", "cycle"),
    "terms in a circle": ("UPDATE terms SET parent_id = 3 - id WHERE id < 3", "cycle"),
    "who we are is gone": ("INSERT INTO settings VALUES ('us', 'nobody')", "us"),
    "over before it began": (
        "INSERT INTO resources(uid, actor_id, direction, kind, description, since, until) "
        "VALUES ('u', 1, 'offer', 'space', 'x', '2026-05', '2026-04-30')", "dates"),
    "a handle that is none": ("UPDATE actors SET handle = 'A B' WHERE id = 1", "handle"),
    "facts of no change": (
        "INSERT INTO history(change_id, action, table_name, row_key) VALUES (99, 'added', 'areas', 1)", "history"),
}  # fmt: skip


@pytest.mark.parametrize("what", ONLY_SAID)
def test_what_needs_a_person_is_said_and_left(filled: Map, what: str) -> None:
    statement, code = ONLY_SAID[what]
    filled.connection.execute(statement)
    findings = check(filled)
    assert {(f.severity, f.code) for f in findings} == {(TO_MEND, code)}
    assert all(f.do and not f.safe for f in findings)
    mend(filled, findings)
    assert found(filled) == {(TO_MEND, code)}


BROKEN: dict[str, tuple[Callable[[Map], object], str]] = {
    "a row that points nowhere": (
        lambda m: m.connection.executescript("PRAGMA foreign_keys = OFF; INSERT INTO actor_terms VALUES (1, 9999)"), "integrity"),
    "a value out of its range": (
        lambda m: m.connection.executescript("PRAGMA ignore_check_constraints = ON; UPDATE areas SET lat = 95, lon = 0;"
            "PRAGMA ignore_check_constraints = OFF"),
        "integrity"),
    "a table is missing": (lambda m: m.connection.execute("DROP TABLE labour"), "table"),
    "a table was altered": (lambda m: m.connection.execute("ALTER TABLE areas ADD COLUMN extra TEXT"), "table"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_damage_is_told_from_the_rest_and_never_mended(filled: Map, what: str) -> None:
    breaking, code = BROKEN[what]
    breaking(filled)
    findings = check(filled)
    assert (findings[0].severity, findings[0].code) == (DAMAGED, code)
    assert "restore" in findings[0].do
    assert mend(filled, findings) == ([], None)


def test_stale_files_are_listed_and_go_only_by_mending(filled: Map) -> None:
    folder = filled.path.parent
    backups = backup_folder(filled.path)
    make_folder(backups)
    kept = back_up(filled, backups).path
    stale = [folder / ".test.db.abc.new", folder / ".test.db.abc.new-journal", backups / ".test.db.abc.copy.part"]
    young = folder / ".test.db.def.part"
    others = [folder / ".other.db.abc.new", folder / "test.db.part"]
    old, recent = folder / "test.db.before-m002_imports", folder / "test.db.before-m003_agreements"
    restored = folder / "test.db.before-restore-2026-01-01T00-00-00Z"
    for path in (*stale, young, *others, old, recent, restored):
        path.touch()
    for path in (*stale, *others, old, restored, kept):
        os.utime(path, (LONG_AGO, LONG_AGO))
    with young.open() as held:
        # Whoever makes a file holds it; what nobody holds was left by somebody who was killed.
        fcntl.flock(held, fcntl.LOCK_EX)
        findings = check(filled)
        assert sorted((f.severity, f.code) for f in findings) == [
            (NOTE, "copy"), (NOTE, "copy"), (TO_MEND, "old-copy"), (TO_MEND, "unfinished"), (TO_MEND, "unfinished"),
            (TO_MEND, "unfinished"),
        ]  # fmt: skip
        mend(filled, findings)
        assert found(filled) == {(NOTE, "copy")}
        assert not any(p.exists() for p in (*stale, old))
        assert all(p.exists() for p in (young, *others, recent, restored, kept))
        with alone_in(folder):
            stale[0].touch()
            assert found(filled) == {(NOTE, "copy")}
    assert [f.what.split(" ")[0] for f in check(filled) if f.code == "unfinished"] == [str(stale[0]), str(young)]


def test_a_group_that_writes_is_meant_to(filled: Map) -> None:
    filled.path.chmod(0o660)
    assert check(filled) == []
    filled.path.chmod(0o664)
    mend(filled, check(filled))
    assert filled.path.stat().st_mode & 0o777 == 0o660


def test_what_somebody_added_is_left_alone(filled: Map) -> None:
    filled.connection.execute("CREATE VIEW mine AS SELECT 1 AS one")
    assert found(filled) == {(NOTE, "added")}
    assert len(all_refs(filled)) == 3
