"""Questions about a large map answer the same with and without the graph that is kept beside it, whatever happened before."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from ngomap.cli import network_rows, whole_graph
from tests.conftest import Run

KEY = bytes(range(32))
ASKED = ("network", "network --kind ngo", "network --as-of 2026-03-01", "network --audience public", "gaps network",
         "whatif --without {handle}")  # fmt: skip
CHANGES = (
    "link {a} {b} --type works-with --rung 3 --since 2026-01-05", "link {a} {b} --type works-with --rung 1 --stance confrontational",
    "unlink {a} {b}", "undo", "link {b} {a} --type rivals", "link {c} {b} --type knows", "settings today 2026-03-02",
    "edit {a} --status closed", "edit {b} --issue corruption", "add Somebody --kind ngo --issue corruption",
    "person add Somebody-Else --org {b}", "log {b} {c} --on 2026-02-02", "merge {b} {c} --yes", "remove {d} --yes", "forget {e} --yes",
)  # fmt: skip


@pytest.fixture
def large(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The example, treated as a large map."""
    assert run("demo").exit_code == 0
    monkeypatch.setattr(network_rows, "MOST_ACTORS", -1)
    monkeypatch.setattr(whole_graph, "MOST_ACTORS", 0)
    return run


def asked(run: Run, handle: str) -> list[Any]:
    answers = []
    for words in ASKED:
        ran = run(*words.format(handle=handle).split(), "--limit", "0", "--format", "json")
        assert ran.exit_code == 0, ran.stderr
        answers.append(ran.json)
    return answers


def handles(run: Run) -> list[str]:
    """Of everybody but us."""
    rows = run("list", "--limit", "0", "--format", "json").json["records"]
    return [row["handle"] for row in rows if row["handle"] != "citizens-fighting-corruption"]


def made_anew(run: Run, handle: str) -> list[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole_graph, "graph_file_of", lambda map_, asked: None)
        return asked(run, handle)


def kept_files(folder: Path) -> list[str]:
    return [p.name for p in folder.iterdir() if "graph" in p.name]


def test_after_every_change_the_answer_is_that_of_the_map_as_it_is(large: Run, map_path: Path) -> None:
    chance = random.Random(20)
    names = dict(zip("abcdef", chance.sample(handles(large), 6), strict=True))
    asked(large, names["f"])
    for change in CHANGES:
        ran = large(*change.format(**names).split())
        assert ran.exit_code == 0, ran.stderr
        assert not kept_files(map_path.parent)
        expected = made_anew(large, names["f"])
        assert not kept_files(map_path.parent)
        assert asked(large, names["f"]) == expected
        assert kept_files(map_path.parent) == ["test.db-graph"]


def test_the_ties_are_read_once_until_something_changes(large: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    read = 0
    really = whole_graph.standing_ties_in_a_row

    def counted(*words: Any) -> str:
        nonlocal read
        read += 1
        return really(*words)

    monkeypatch.setattr(whole_graph, "standing_ties_in_a_row", counted)
    handle = handles(large)[0]
    for words in ("network", "gaps network", f"whatif --without {handle}", "network --kind ngo"):
        assert large(*words.split()).exit_code == 0
    assert read == 1
    assert large("edit", handle, "--mission", "Another").exit_code == 0
    assert large("network").exit_code == 0
    assert read == 2


def test_it_has_no_names_and_no_reader_but_the_keeper(large: Run, map_path: Path) -> None:
    file = map_path.with_name("test.db-graph")
    assert large("network", "--audience", "public").exit_code == 0
    assert not file.exists()
    assert large("network").exit_code == 0
    content = file.read_bytes()
    assert not [h for h in handles(large) if h.encode() in content]
    assert file.stat().st_mode == map_path.stat().st_mode


def test_small_maps_and_encrypted_ones_have_none(run: Run, map_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sqlcipher3")
    assert run("demo").exit_code == 0
    small = run("network", "--format", "json")
    assert small.exit_code == 0 and not kept_files(tmp_path)
    monkeypatch.setattr(network_rows, "MOST_ACTORS", -1)
    large = run("network", "--format", "json")
    assert kept_files(tmp_path) == ["test.db-graph"]
    (tmp_path / "key").write_bytes(KEY)
    (tmp_path / "key").chmod(0o600)
    secret = ("--key-file", str(tmp_path / "key"))
    assert run("encrypt", *secret).exit_code == 0
    assert not kept_files(tmp_path)
    assert run("network", "--format", "json", *secret).json == large.json
    assert not kept_files(tmp_path)


def test_a_folder_that_is_only_to_be_read_has_none(large: Run, map_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*words: Any, **more: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    expected = large("network", "--format", "json").json
    map_path.with_name("test.db-graph").unlink()
    monkeypatch.setattr("tempfile.mkstemp", refused)
    assert large("network", "--format", "json").json == expected
    assert not kept_files(map_path.parent)


def test_a_copy_of_the_map_takes_nothing_with_it(large: Run, tmp_path: Path) -> None:
    assert large("network").exit_code == 0
    for words in (["backup", "--to", str(tmp_path / "away")], ["share", "--audience", "internal", "--to", str(tmp_path / "s.db")]):
        (tmp_path / "away").mkdir(exist_ok=True)
        assert large(*words).exit_code == 0, words
    assert not kept_files(tmp_path / "away")
