"""`ngomap init`."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from ngomap.model.actors import ActorRef
from ngomap.store.actors import actor_by_id
from ngomap.store.connection import open_map
from ngomap.store.settings import setting, us
from tests.conftest import Run


def test_a_map_that_knows_who_we_are(run: Run, map_path: Path) -> None:
    answer = run("init", "--name", " Citizens  Fighting\tCorruption ", "--place", "Old Town", "--format", "json").json
    assert answer["ngomap"] == "change/1"
    assert (answer["action"], answer["kind"], answer["record"]["us"]) == ("made", "map", "citizens-fighting-corruption")
    assert answer["record"]["terms"] > 200
    assert str(map_path) in answer["undo"]
    assert stat.S_IMODE(map_path.stat().st_mode) == 0o600
    with open_map(map_path) as map_:
        found = us(map_)
        assert isinstance(found, ActorRef)
        assert setting(map_, "name") == found.name == "Citizens Fighting Corruption"
        assert actor_by_id(map_, found.id).place == "Old Town"


def test_a_map_that_does_not_know_yet(run: Run) -> None:
    ran = run("init")
    assert (ran.exit_code, "ngomap edit REF --us" in ran.stdout) == (0, True)
    assert run("log", "anybody").exit_code == 1
    run("add", "Citizens")
    assert run("show", "us").stderr.startswith("Error: The map does not say who you are.\n")
    run("edit", "citizens", "--us")
    assert run("show", "us", "--format", "json").json["records"][0]["handle"] == "citizens"


def test_nothing_is_written_over(run: Run, map_path: Path) -> None:
    run("init", "--name", "First")
    content = map_path.read_bytes()
    ran = run("init", "--name", "Second")
    assert ran.exit_code == 1
    assert (
        ran.stderr == f"Error: {map_path} exists already; it was left as it is.\nName another file with --map FILE.\n"
    )
    assert map_path.read_bytes() == content


@pytest.mark.parametrize(
    "words",
    [["--name", "***"], ["--name", ""], ["--name", "A", "--place", ""], ["--name", "a\x00b"], ["--place", "Old Town"]],
    ids=str,
)
def test_what_fails_leaves_no_map(run: Run, map_path: Path, words: list[str]) -> None:
    ran = run("init", *words)
    assert ran.exit_code == 2
    assert ran.stderr.startswith("Error: ")
    assert list(map_path.parent.iterdir()) == []


def test_the_map_may_be_named_by_the_environment(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from ngomap.cli.app import app

    assert run
    monkeypatch.setenv("NGOMAP_MAP", str(tmp_path / "named.db"))
    assert CliRunner().invoke(app, ["init", "--name", "A"]).exit_code == 0
    assert (tmp_path / "named.db").is_file()
