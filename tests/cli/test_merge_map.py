"""`ngomap merge-map`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.fixture
def shared(run: Run, tmp_path: Path) -> Path:
    """A share of somebody else, and a map of ours that knows one of theirs otherwise."""
    theirs, file = tmp_path / "theirs.db", tmp_path / "share.db"
    run("init", "--name", "River Trust", map_=theirs)
    run("add", "Old Mill", "--email", "mill@example.org", "--phone", "2", map_=theirs)
    run("share", "--audience", "partners", "--for", "Citizens", "--to", str(file), map_=theirs)
    run("init", "--name", "Citizens")
    run("add", "Old Mill", "--phone", "1")
    return file


def test_what_came_of_it_is_counted_and_taken_back(run: Run, shared: Path) -> None:
    tried = run("merge-map", str(shared), "--dry-run", "--format", "json").json
    ran = run("merge-map", str(shared), "--format", "json")
    answer = ran.json
    assert ran.exit_code == 0
    assert answer["read"] == answer["added"] + answer["changed"] + answer["unchanged"]
    assert (answer["added"], answer["changed"]) == (tried["added"], tried["changed"]) == (1, 1)
    assert (tried["dry_run"], "ngomap conflicts list" in answer["next"]) == (True, True)
    assert any("River Trust" in note for note in answer["notes"])
    assert any("another thing" in note and "phone" in note for note in answer["notes"])
    assert "River Trust, share of" in run("show", "old-mill", "--sources").stdout
    again = run("merge-map", str(shared), "--format", "json").json
    assert (again["added"], again["changed"], again["next"]) == (0, 0, [])
    run("undo")
    assert run("conflicts", "list", "--format", "json").json["total"] == 0
    assert [r["handle"] for r in run("list", "--format", "json").json["records"]] == ["citizens", "old-mill"]


def test_a_map_as_json_needs_to_say_who_made_it(run: Run, tmp_path: Path) -> None:
    run("init", "--name", "Citizens")
    file = tmp_path / "map.json"
    file.write_text(json.dumps({"ngomap": "map/1", "actors": [{"handle": "x", "name": "X House", "kind": "ngo"}]}))
    assert run("merge-map", str(file)).exit_code == 2
    assert run("merge-map", str(file), "--from", "River Trust", "--format", "json").json["added"] == 1


def test_what_contradicts_itself_is_named_and_the_rest_is_taken(run: Run, tmp_path: Path) -> None:
    run("init", "--name", "Citizens")
    file = tmp_path / "map.json"
    ngo = {"kind": "ngo", "audience": "public"}
    actors = [{"handle": h, "name": n, **ngo} for h, n in (("mill", "Old Mill"), ("mill", "Another Mill"), ("bridge", "New Bridge"))]
    tie = {"type": "works-with", "from": "bridge", "to": "nobody"}
    file.write_text(json.dumps({"ngomap": "map/1", "actors": actors, "relationships": [tie]}))
    ran = run("merge-map", str(file), "--from", "River Trust", "--format", "json")
    assert (ran.exit_code, ran.json["added"], ran.json["unchanged"], ran.json["read"]) == (0, 2, 2, 4)
    assert ran.json["notes"][1:] == [
        "Not taken: 1 record (about what the file does not tell of): New Bridge - nobody (works-with).",
        "Not taken: 1 record (another of theirs has the same handle): Another Mill.",
    ]


@pytest.mark.parametrize("content", [b"", b"name\nOld Mill\n", b'{"ngomap": "map/1", "actors": [{}]}', b"SQLite format 3\x00 and then nothing"])
def test_what_is_no_map_changes_nothing(run: Run, map_path: Path, tmp_path: Path, content: bytes) -> None:
    run("init", "--name", "Citizens")
    before = map_path.read_bytes()
    file = tmp_path / "odd"
    file.write_bytes(content)
    ran = run("merge-map", str(file), "--from", "X")
    assert ran.exit_code not in (0, 2)
    assert ran.stderr.startswith("Error: ")
    assert run("merge-map", str(tmp_path / "missing"), "--from", "X").exit_code != 0
    assert run("merge-map", str(map_path)).exit_code == 2
    assert map_path.read_bytes() == before
