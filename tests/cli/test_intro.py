"""`ngomap intro`, `board` and `protection` share what they may show; `intro` on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ngomap.analyses import protection
from ngomap.cli import whole_graph
from ngomap.cli.app import app
from tests.conftest import Run
from tests.whole.test_start_up import loaded_by

LINES = (
    ["init", "--name", "Clean City"],
    ["add", "Lake", "--level", "national"],
    ["add", "Hidden House", "--level", "national", "--audience", "secret"],
    ["person", "add", "Ana Example"],
    ["link", "ana-example", "us", "--type", "on-board-of", "--title", "Chair"],
    ["link", "ana-example", "lake", "--type", "on-board-of"],
    ["link", "ana-example", "hidden-house", "--type", "on-board-of"],
    ["link", "us", "lake", "--status", "ended", "--until", "2026-03-31", "--rung", "3"],
    ["log", "ana-example", "--on", "2026-05-01", "--kind", "call"],
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("intro") / "made.db"
    for line in LINES:
        ran = CliRunner().invoke(app, ["--map", str(path), *line])
        assert ran.exit_code == 0, (line, ran.output)
    return path


@pytest.fixture
def filled(made: Path, map_path: Path, run: Run) -> Run:
    shutil.copyfile(made, map_path)
    return run


def test_one_envelope(filled: Run) -> None:
    report = filled("intro", "lake", "--via", "board", "--as-of", "2026-06-01", "--draft", "--format", "json").json
    assert (report["ngomap"], report["name"], report["question"]) == ("report/1", "intro", "Who can introduce us to Lake?")
    assert report["parameters"] == {
        "target": "lake", "from": "clean-city", "via": "board", "on": "2026-06-01", "audience": "secret",
    }  # fmt: skip
    way, draft = report["findings"]
    assert (way["subject"], way["value"]) == ("ana-example/lake", pytest.approx(0.64))
    assert "last contact 2026-05-01, 31 days ago" in way["reasons"][0]["text"]
    assert [r["code"] for r in draft["reasons"]] == ["draft"]


def test_as_of_a_day_when_the_tie_still_stood_and_before_the_contact(filled: Run) -> None:
    report = filled("intro", "lake", "--as-of", "2026-03-01", "--format", "json").json
    assert report["findings"][0]["group"] == "tied to us already"
    assert "2026-05-01" not in json.dumps(report)
    assert filled("intro", "lake", "--as-of", "2026-04-01", "--format", "json").json["findings"][0]["group"] != (
        "tied to us already"
    )


@pytest.mark.parametrize("audience", ["public", "partners"])
@pytest.mark.parametrize("command", [["intro", "lake", "--draft"], ["board"], ["protection"]], ids=" ".join)
def test_nobody_above_the_audience_is_named(filled: Run, command: list[str], audience: str) -> None:
    everything = filled(*command, "--limit", "0", "--format", "json").stdout
    assert "Ana Example" in everything
    ran = filled(*command, "--limit", "0", "--format", "json", "--audience", audience)
    assert "ana" not in ran.stdout.casefold().replace("analys", "")
    assert "hidden" not in ran.stdout.casefold()
    assert f"What is above the audience {audience} was left out." in ran.json["caveats"]


def test_protection_on_a_large_map_is_answered_alike(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for line in (
        "add Creek --level national", "add Hill --level national", "link lake creek --type funds", "link lake hill --type funds",
        "link creek us --rung 2 --stance confrontational", "link ana-example creek --type knows", "link ana-example hill --type knows",
    ):  # fmt: skip
        filled(*line.split())
    asked = [(), ("creek",), ("--audience", "internal"), ("--as-of", "2026-03-01"), ("--limit", "1")]
    small = [filled("protection", *words, "--format", "json").json for words in asked]
    assert any(f["value"] > 1 for answer in small for f in answer["findings"])
    monkeypatch.setattr(whole_graph, "MOST_ACTORS", 0)
    assert [filled("protection", *words, "--format", "json").json for words in asked] == small
    monkeypatch.setattr(protection, "MOST_AT_ALL", 1)
    few = filled("protection", "--limit", "0", "--format", "json").json
    assert few["parameters"]["looked_at"] == 1
    assert "within reach; the nearest 1 were looked at." in " ".join(few["caveats"])


def test_whom_the_audience_may_not_see_is_not_found(filled: Run) -> None:
    ran = filled("intro", "hidden-house", "--audience", "internal")
    assert ran.exit_code == 1
    assert ran.stderr.startswith("Error: There is no actor 'hidden-house' for the audience internal.")
    assert ran.stdout == ""
    assert filled("intro", "hidden-house").exit_code == 0
    assert filled("protection", "hidden-house", "--audience", "public").exit_code == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("intro", "us"), "needs no introduction"),
        (("intro", "lake", "--via", "friends"), "friends"),
        (("intro", "lake", "--audience", "everybody"), "everybody"),
        (("board", "--audience", "everybody"), "everybody"),
        (("protection", "nobody-at-all"), "nobody-at-all"),
        (("intro", "lake", "--as-of", "yesterday"), "yesterday"),
    ],
)
def test_errors_say_what_is_wrong(filled: Run, args: tuple[str, ...], said: str) -> None:
    ran = filled(*args)
    assert ran.exit_code in (1, 2)
    assert said in ran.stderr
    assert ran.stdout == ""


@pytest.mark.parametrize("command", [["intro", "lonely"], ["board"], ["protection"]], ids=" ".join)
def test_a_map_that_does_not_say_who_we_are(empty_map: object, run: Run, command: list[str]) -> None:
    run("add", "Lonely")
    ran = run(*command)
    assert ran.exit_code == 1
    assert "does not say who you are" in ran.stderr


def test_for_another_the_map_need_not_say_who_we_are(empty_map: object, run: Run) -> None:
    for name in ("Lonely", "Other"):
        run("add", name)
    assert run("intro", "lonely", "--from", "other").exit_code == 0
    assert run("protection", "lonely").exit_code == 0


def test_a_map_of_only_us(run: Run) -> None:
    run("init", "--name", "Us")
    assert "No board member" in run("board").stdout
    assert run("protection").exit_code == 0


def test_intro_loads_no_graph_library_and_nothing_that_writes(filled: Run, map_path: Path, tmp_path: Path) -> None:
    loaded = loaded_by(tmp_path, "--map", str(map_path), "intro", "lake", "--draft")
    assert not loaded & {"networkx", "numpy", "geopy", "sqlite_utils", "rapidfuzz", "openpyxl", "pydantic"}
