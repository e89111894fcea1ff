"""What jobs told last: noted whole, in order, and told apart from what is new."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.errors import MapLocked
from ngomap.store.actor_edits import add_actor
from ngomap.store.connection import Map, open_map
from ngomap.store.report_edits import note_report
from ngomap.store.same_rows import same_rows
from ngomap.store.schedule_edits import note_told, noting
from ngomap.store.schedules import SIZE, Run, digest, job_of, last_run, packed

JOB = job_of("export", "csv")


def test_nothing_was_told_before_the_first_run(bare_map: Map) -> None:
    assert last_run(bare_map, JOB) == Run(JOB, 0, "", frozenset())


@settings(max_examples=15)
@given(st.frozensets(st.binary(min_size=SIZE, max_size=SIZE), max_size=20))
def test_what_was_told_is_remembered(bare_map: Map, told: frozenset[bytes]) -> None:
    before = last_run(bare_map, JOB)
    note_told(bare_map, before, "2026-05-01", told)
    assert last_run(bare_map, JOB) == Run(JOB, before.runs + 1, "2026-05-01", told)
    assert last_run(bare_map, job_of("export", "json")).runs == 0


def test_nothing_is_noted_of_what_failed(bare_map: Map) -> None:
    with pytest.raises(ZeroDivisionError), noting(bare_map, Run(JOB), "2026-05-01", {digest("a")}):
        raise ZeroDivisionError
    assert last_run(bare_map, JOB).runs == 0


def test_the_second_of_two_runs_at_once_tells_nothing(bare_map: Map, map_path: Path) -> None:
    last, done = last_run(bare_map, JOB), []
    with noting(bare_map, last, "2026-05-01", {digest("a")}):
        done.append("first")
    with open_map(map_path) as other, pytest.raises(MapLocked, match="meanwhile"), noting(other, last, "2026-05-01", ()):
        done.append("second")
    assert (done, last_run(bare_map, JOB).told) == (["first"], {digest("a")})


def test_a_digest_is_of_what_is_said_and_not_of_its_order() -> None:
    assert digest("actors", {"a": 1, "b": "2"}) == digest("actors", {"b": "2", "a": 1})
    assert len({digest("actors", {"a": 1}), digest("actors", {"a": "1"}), digest("people", {"a": 1})}) == 3
    assert packed([b"b" * SIZE, b"a" * SIZE]) == b"a" * SIZE + b"b" * SIZE


def test_copies_that_differ_in_notes_of_jobs_alone_say_the_same(bare_map: Map, map_path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    add_actor(bare_map, {"name": "A", "kind": "ngo"})
    shutil.copy(map_path, copy)
    note_told(bare_map, Run(JOB), "2026-05-01", [digest(n) for n in range(5000)])
    note_report(bare_map, "public", "2026-05-01")
    assert same_rows(map_path, copy) and same_rows(copy, map_path)
    bare_map.connection.execute("INSERT INTO settings(key, value) VALUES ('colour', 'blue')")
    assert not same_rows(map_path, copy) and not same_rows(copy, map_path)
    shutil.copy(map_path, copy)
    # As many rows, one of them other, and nothing in the history that says so.
    bare_map.connection.execute("DROP TRIGGER history_actors_changed")
    bare_map.connection.execute("UPDATE actors SET notes = 'x'")
    assert not same_rows(map_path, copy)


def test_what_is_no_database_says_nothing_the_same(bare_map: Map, map_path: Path, tmp_path: Path) -> None:
    (tmp_path / "sealed").write_bytes(b"age-encryption.org/v1\n" * 100)
    assert bare_map
    assert not same_rows(map_path, tmp_path / "sealed")
