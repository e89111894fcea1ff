"""Making maps and bringing older ones up to date, whole or not at all, by one process or by eight."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from ngomap.errors import AlreadyExists, DamagedMap, NewerMap, NgomapError
from ngomap.store import connection, migrations, new_files
from ngomap.store.actor_edits import add_actor, remove_actor
from ngomap.store.connection import MIGRATION_NAMES, open_map, pending_migrations
from ngomap.store.migrations import create_map, creating, migrate
from ngomap.store.statements import statements
from ngomap.store.undo import undo

LATER = (*MIGRATION_NAMES, "m999_mood")
MIGRATOR = """
import sys
from pathlib import Path
from ngomap.store import connection, migrations
connection.MIGRATION_NAMES = migrations.MIGRATION_NAMES = (*connection.MIGRATION_NAMES, "m999_mood")

@migrations.MIGRATIONS(name="m999_mood")
def mood(database):
    database.execute("ALTER TABLE actors ADD COLUMN mood TEXT")
    database.execute("UPDATE actors SET mood = 'calm'")

with connection.open_map(Path(sys.argv[1])) as map_:
    print(migrations.migrate(map_) or "", end="")
"""


def _add_mood(database: Database) -> None:
    database.execute("ALTER TABLE actors ADD COLUMN mood TEXT")


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Migrations:
    """The program as it would be with one more migration."""
    grown = Migrations("ngomap")
    for name in MIGRATION_NAMES:
        grown(name=name)(getattr(migrations, name))
    grown(name="m999_mood")(_add_mood)
    monkeypatch.setattr(migrations, "MIGRATIONS", grown)
    monkeypatch.setattr(migrations, "MIGRATION_NAMES", LATER)
    monkeypatch.setattr(connection, "MIGRATION_NAMES", LATER)
    return grown


@pytest.fixture
def older(map_path: Path) -> Path:
    """A map of the program as it is, with something in it."""
    create_map(map_path)
    with open_map(map_path) as map_:
        add_actor(map_, {"name": "A", "kind": "ngo"})
    return map_path


def columns(path: Path) -> set[str]:
    with open_map(path) as map_:
        return {row[1] for row in map_.connection.execute("PRAGMA table_info(actors)")}


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_new_map_is_whole_and_private(map_path: Path) -> None:
    create_map(map_path)
    assert stat.S_IMODE(map_path.stat().st_mode) == 0o600
    assert map_path.stat().st_nlink == 1
    assert files(map_path.parent) == {map_path.name}
    with open_map(map_path) as map_:
        assert not pending_migrations(map_)
        assert map_.connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_mode_does_not_depend_on_the_mask(map_path: Path) -> None:
    before = os.umask(0)
    try:
        create_map(map_path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(map_path.stat().st_mode) == 0o600


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "file.db").write_text("mine")
    (tmp_path / "folder.db").mkdir()
    (tmp_path / "target").write_text("mine too")
    (tmp_path / "link.db").symlink_to(tmp_path / "target")
    (tmp_path / "dangling.db").symlink_to(tmp_path / "nowhere")
    before = files(tmp_path)
    for name in ("file.db", "folder.db", "link.db", "dangling.db"):
        with pytest.raises(AlreadyExists, match="was left as it is"):
            create_map(tmp_path / name)
    assert files(tmp_path) == before
    assert (tmp_path / "file.db").read_text() == "mine"
    assert (tmp_path / "target").read_text() == "mine too"
    assert not (tmp_path / "nowhere").exists()


def test_what_appears_meanwhile_is_not_written_over(map_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled = migrations._fill

    def slowly(path: Path) -> None:
        filled(path)
        map_path.write_text("another process was faster")

    monkeypatch.setattr(migrations, "_fill", slowly)
    with pytest.raises(AlreadyExists):
        create_map(map_path)
    assert map_path.read_text() == "another process was faster"
    assert files(map_path.parent) == {map_path.name}


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_a_map_that_was_killed_while_it_was_filled_was_never_there(map_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from ngomap.cli.making import new_map\n"
        "from ngomap.store.actor_edits import add_actor\n"
        "with new_map(Path(sys.argv[1])) as map_:\n"
        "    add_actor(map_, {'name': 'A', 'kind': 'ngo'})\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(map_path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not map_path.exists()
    assert files(map_path.parent)
    create_map(map_path)
    assert files(map_path.parent) == {map_path.name}, "what was left of it is gone"


def test_what_fails_while_it_is_filled_leaves_nothing(map_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), creating(map_path) as map_:
        add_actor(map_, {"name": "A", "kind": "ngo"})
        raise ZeroDivisionError
    assert files(map_path.parent) == set()


def test_a_memory_stick_knows_no_second_names(map_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    create_map(map_path)
    with open_map(map_path) as map_:
        assert not pending_migrations(map_)
    assert stat.S_IMODE(map_path.stat().st_mode) == 0o600
    assert files(map_path.parent) == {map_path.name}
    with pytest.raises(AlreadyExists):
        create_map(map_path)


def test_of_many_processes_one_makes_the_map(map_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ngomap.errors import AlreadyExists\n"
        "from ngomap.store.migrations import create_map\n"
        "try: create_map(Path(sys.argv[1]))\n"
        "except AlreadyExists: sys.exit(7)"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(map_path)]) for _ in range(6)]
    assert sorted(process.wait() for process in running) == [0, 7, 7, 7, 7, 7]
    assert files(map_path.parent) == {map_path.name}
    with open_map(map_path) as map_:
        assert not pending_migrations(map_)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NgomapError, match="does not exist"):
        create_map(tmp_path / "no" / "map.db")
    (tmp_path / "file").touch()
    with pytest.raises(NgomapError):
        create_map(tmp_path / "file" / "map.db")


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(NgomapError, match="cannot be made"):
        create_map(tmp_path / ("x" * 300))
    assert files(tmp_path) == set()


def test_a_journal_that_was_left_behind_is_not_played_into_a_new_map(map_path: Path) -> None:
    journal = map_path.with_name(map_path.name + "-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\x00" * 600)
    with pytest.raises(NgomapError, match="left from another map"):
        create_map(map_path)
    assert files(map_path.parent) == {journal.name}


def test_names_and_migrations_agree() -> None:
    registered = [m.name for m in migrations.MIGRATIONS._migrations]
    assert tuple(registered) == MIGRATION_NAMES


def test_a_map_that_is_up_to_date_is_not_touched(older: Path) -> None:
    with open_map(older) as map_:
        assert migrate(map_) is None
    assert files(older.parent) == {older.name}


def test_an_older_map_is_copied_and_brought_up_to_date(older: Path, newer: Migrations) -> None:
    assert newer
    with open_map(older) as map_:
        assert pending_migrations(map_)
        copy = migrate(map_)
        assert not pending_migrations(map_)
        assert map_.connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert "mood" in columns(older)
    assert copy == older.with_name("test.db.before-m999_mood")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert files(older.parent) == {older.name, copy.name}
    before = sqlite3.connect(copy)
    assert "mood" not in {row[1] for row in before.execute("PRAGMA table_info(actors)")}
    assert before.execute("SELECT name FROM actors").fetchall() == [("A",)]
    before.close()


def test_an_older_copy_is_kept(older: Path, newer: Migrations) -> None:
    assert newer
    earlier = older.with_name("test.db.before-m999_mood")
    earlier.write_text("precious")
    with open_map(older) as map_:
        copy = migrate(map_)
    assert copy == older.with_name("test.db.before-m999_mood-2")
    assert earlier.read_text() == "precious"


def test_a_migration_that_breaks_leaves_the_map_as_it_was(older: Path, newer: Migrations) -> None:
    @newer(name="m999_broken")
    def broken(database: Database) -> None:
        database.execute("UPDATE actors SET name = 'changed'")
        raise ZeroDivisionError

    content = older.read_bytes()
    with pytest.raises(ZeroDivisionError), open_map(older) as map_:
        migrate(map_)
    assert older.read_bytes() == content
    assert files(older.parent) == {older.name}


def test_a_migration_that_loses_what_rows_point_to_is_not_kept(
    older: Path, monkeypatch: pytest.MonkeyPatch, newer: Migrations
) -> None:
    @newer(name="m999_careless")
    def careless(database: Database) -> None:
        database.execute("INSERT INTO aliases(actor_id, alias, alias_key) VALUES (4711, 'x', 'x')")

    monkeypatch.setattr(migrations, "MIGRATION_NAMES", (*LATER, "m999_careless"))
    monkeypatch.setattr(connection, "MIGRATION_NAMES", (*LATER, "m999_careless"))
    with pytest.raises(DamagedMap, match="aliases points nowhere"), open_map(older) as map_:
        migrate(map_)
    with open_map(older) as map_:
        assert map_.connection.execute("SELECT count(*) FROM aliases").fetchone() == (0,)
        assert pending_migrations(map_)


def test_an_unnamed_migration_is_not_kept(older: Path, newer: Migrations) -> None:
    newer(name="m999_forgotten")(_add_mood)
    with pytest.raises(NgomapError), open_map(older) as map_:
        migrate(map_)
    assert "mood" not in columns(older)


def test_of_eight_processes_one_migrates(older: Path) -> None:
    command = [sys.executable, "-c", MIGRATOR, str(older)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(8)]
    results = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * 8, results
    assert sorted(out for out, _ in results)[:7] == [""] * 7
    copies = {name for name in files(older.parent) if name != older.name}
    assert copies == {"test.db.before-m999_mood"}
    copy = sqlite3.connect(older.with_name("test.db.before-m999_mood"))
    assert "mood" not in {row[1] for row in copy.execute("PRAGMA table_info(actors)")}
    copy.close()
    now = sqlite3.connect(older)
    assert now.execute("SELECT name, mood FROM actors").fetchall() == [("A", "calm")]
    now.close()
    # The program as it is does not know what the newer one did.
    with pytest.raises(NewerMap), open_map(older):
        pass


def test_an_older_map_in_a_folder_that_cannot_be_written_is_explained(
    older: Path, newer: Migrations, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert newer

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(new_files.tempfile, "mkstemp", refused)
    with pytest.raises(NgomapError, match="made by an older ngomap"), open_map(older) as map_:
        migrate(map_)


FIRST = """
INSERT INTO settings VALUES ('us', 'a1');
INSERT INTO areas(id, uid, handle, name, name_key) VALUES (1, 'p1', 'town', 'Town', 'town');
INSERT INTO terms(id, vocabulary, slug, name, name_key) VALUES (1, 'issue', 'health', 'Health', 'health');
INSERT INTO actors(id, uid, handle, kind, name, name_key, budget, audience, created_at, updated_at)
  VALUES (1, 'a1', 'a', 'ngo', 'A', 'a', 0.1, 'public', '2026', '2026'), (2, 'a2', 'b', 'donor', 'B', 'b', NULL, 'secret', '2026', '2026');
INSERT INTO aliases VALUES (1, 'x', 'X');
INSERT INTO identifiers VALUES ('XX', '1', 1);
INSERT INTO actor_terms VALUES (1, 1);
INSERT INTO relationships(id, uid, type, from_id, to_id, rung, amount, currency, since, notes, audience) VALUES
  (3, 'r3', 'works-with', 1, 2, 4, NULL, NULL, '2020', 'n', 'secret'), (7, 'r7', 'funds', 2, 1, NULL, 0.1, 'EUR', NULL, NULL, 'public');
INSERT INTO events(id, uid, on_date, kind, title) VALUES (1, 'e1', '2026-05-01', 'call', 'Call');
INSERT INTO event_participants VALUES (1, 1), (1, 2);
INSERT INTO activities(actor_id, term_id, area_id) VALUES (1, 1, 1);
INSERT INTO trust(from_id, to_id, openness) VALUES (1, 2, 3);
"""


def test_a_map_of_the_first_schema_keeps_every_row_and_then_keeps_a_history(
    map_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        first = Migrations("ngomap")
        first(name="m001_start")(migrations.m001_start)
        before.setattr(migrations, "MIGRATIONS", first)
        for module in (migrations, connection):
            before.setattr(module, "MIGRATION_NAMES", ("m001_start",))
        create_map(map_path)
        with open_map(map_path) as map_:
            for statement in statements(FIRST):
                map_.connection.execute(statement)
            tables = [row[0] for row in map_.connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%STRICT%'")]
            had = {table: map_.connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    with open_map(map_path) as map_:
        assert migrate(map_) == map_path.with_name(f"test.db.before-{MIGRATION_NAMES[-1]}")
        for table in tables:
            rows = map_.connection.execute(f"SELECT * FROM {table}").fetchall()
            # A tie has a reference and a day of its rung now, trust has value beside it, a contact an introduction, an actor audits.
            new = {"relationships": 2, "trust": 3, "events": 1, "actors": 1}.get(table, 0)
            assert rows == [(*row, *[None] * new) for row in had[table]], table
        assert len(had["relationships"]) == 2
        assert map_.connection.execute("SELECT count(*) FROM history").fetchone() == (0,)
        assert map_.connection.execute("SELECT from_name, type, to_name FROM ties ORDER BY id").fetchall() == [
            ("A", "works-with", "B"), ("B", "funds", "A"),
        ]  # fmt: skip
        assert map_.connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert map_.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        remove_actor(map_, 1)
        assert map_.connection.execute("SELECT count(*) FROM relationships").fetchone() == (0,)
        undo(map_)
        assert map_.connection.execute("SELECT * FROM relationships").fetchall() == [
            (*row, None, None) for row in had["relationships"]
        ]
