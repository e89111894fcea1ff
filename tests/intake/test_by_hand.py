"""What people change by hand stays when the file comes again, and an import can be taken back whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run


def import_(run: Run, path: Path, text: str) -> dict[str, Any]:
    path.write_text(text)
    found: dict[str, Any] = json.loads(run("import", str(path), "--format", "json").stdout)
    return found


def actor(run: Run, ref: str, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("show", ref, "--format", "json", *options).stdout)["records"][0]
    return found


@pytest.fixture
def map_(run: Run) -> Run:
    """A map of ours with nothing else in it."""
    run("init", "--name", "Citizens")
    return run


OLD = "Name;Phone;Mission;Issue\nAlpha Aid;1;Old.;health\nBeta;2;;\n"
NEW = "Name;Phone;Mission;Issue\nAlpha Aid;9;New.;health\nBeta;8;;\n"


def test_what_was_edited_by_hand_wins_and_is_listed(map_: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    import_(map_, file, OLD)
    map_("edit", "alpha-aid", "--phone", "5", "--no-issue", "health")
    answer = import_(map_, file, NEW)
    assert (answer["added"], answer["changed"], answer["unchanged"]) == (0, 2, 0)
    assert any("Alpha Aid: phone 5, not 9" in note for note in answer["notes"])
    assert any("Beta: phone 2 -> 8" in note for note in answer["notes"])
    now = actor(map_, "alpha-aid")
    assert (now["phone"], now["mission"], now.get("issues")) == ("5", "New.", None)
    again = import_(map_, file, NEW)
    assert (again["changed"], again["unchanged"]) == (0, 2)


def test_what_was_emptied_by_hand_stays_empty(map_: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    import_(map_, file, OLD)
    map_("edit", "beta", "--clear", "phone")
    import_(map_, file, OLD)
    assert actor(map_, "beta").get("phone") is None


def test_an_import_is_taken_back_whole_and_what_was_there_stays(map_: Run, tmp_path: Path) -> None:
    map_("add", "Alpha Aid", "--kind", "ngo")
    before = map_("export", "json", "--audience", "internal").stdout
    import_(map_, tmp_path / "x.csv", OLD)
    assert map_("export", "json", "--audience", "internal").stdout != before
    back = map_("import", "--undo")
    assert (back.exit_code, "x.csv" in back.stdout) == (0, True)
    assert map_("export", "json", "--audience", "internal").stdout == before
    assert map_("import", "--undo").exit_code == 1
    answer = import_(map_, tmp_path / "x.csv", OLD)
    assert (answer["added"], answer["changed"]) == (1, 1)


def test_every_fact_knows_the_line_it_comes_from(map_: Run, tmp_path: Path) -> None:
    import_(map_, tmp_path / "x.csv", OLD)
    map_("edit", "beta", "--phone", "5")
    told = {row["field"]: row for row in actor(map_, "beta", "--sources")["sources"]}
    assert (told["name"]["from"], told["name"]["line"]) == ("x.csv", 3)
    assert told["phone"]["from"] == "by hand"
