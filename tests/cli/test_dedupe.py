"""`ngomap dedupe`."""

from __future__ import annotations

from pathlib import Path

import pytest

from ngomap.store.connection import Map
from tests.cli.test_prompts import Terminal
from tests.conftest import Run


@pytest.fixture
def doubles(empty_map: Map, run: Run) -> Run:
    """A map with entries that are one, may be one, and are parent and branch."""
    for name, more in (
        ("Zireenza Support", ["--phone", "1"]), ("ZIREENZA SUPPORT LTD", []), ("Lindii Peace", []),
        ("Lindii Peace International", []), ("Lindii Peace Kenya", []), ("Water Fund", []),
    ):  # fmt: skip
        run("add", name, "--kind", "ngo", "--new", *more)
    return run


def subjects(run: Run, *options: str) -> dict[str, str]:
    """The handles of each pair, and its group."""
    answer = run("dedupe", "--limit", "0", "--format", "json", *options).json
    return {f["subject"]: f["group"] for f in answer["findings"]}


def test_pairs_with_reasons_and_commands(doubles: Run) -> None:
    found = subjects(doubles)
    assert found["zireenza-support-ltd zireenza-support"] == "surely one"
    assert found["lindii-peace lindii-peace-international"] == "may be one"
    assert found["lindii-peace lindii-peace-kenya"] == "may be a parent and its branch"
    assert not any("water-fund" in subject for subject in found)
    text = doubles("dedupe").stdout
    assert "ngomap merge zireenza-support-ltd zireenza-support" in text
    assert "ngomap link lindii-peace lindii-peace-kenya --type parent-of" in text


def test_different_is_remembered(doubles: Run) -> None:
    answer = doubles("dedupe", "--different", "lindii-peace", "lindii-peace-international", "--format", "json").json
    assert answer["record"]["verdict"] == "different"
    for options in ((), ("--all",)):
        assert "lindii-peace lindii-peace-international" not in subjects(doubles, *options)
    assert doubles("dedupe", "--different", "lindii-peace", "lindii-peace").exit_code == 2


def test_a_tied_branch_is_settled(doubles: Run) -> None:
    doubles("link", "lindii-peace", "lindii-peace-kenya", "--type", "parent-of")
    assert "lindii-peace lindii-peace-kenya" not in subjects(doubles)


def test_all_sure_pairs_at_once(doubles: Run) -> None:
    assert doubles("dedupe", "--sure").exit_code == 2
    answer = doubles("dedupe", "--sure", "--yes", "--format", "json").json
    assert answer["record"]["into"] == [{"handle": "zireenza-support", "merged": "zireenza-support-ltd"}]
    assert "surely one" not in subjects(doubles).values()
    assert doubles("dedupe", "--sure", "--yes", "--format", "json").json["record"]["merged"] == 0


def test_the_limit_is_kept_and_told(doubles: Run) -> None:
    doubles("add", "Lindii Peace Internationale", "--kind", "ngo", "--new")
    answer = doubles("dedupe", "--limit", "1", "--format", "json").json
    assert answer["total"] > len(answer["findings"])


def test_an_empty_map_has_no_pairs(empty_map: Map, run: Run) -> None:
    assert run("dedupe", "--format", "json").json["total"] == 0
    assert "Nothing found" in run("dedupe").stdout


def test_at_a_terminal_each_pair_is_settled_by_a_key(doubles: Run, map_path: Path) -> None:
    terminal = Terminal(map_path, "dedupe")
    terminal.answer("One organization?", "y")
    terminal.answer("Which stays?", "2")
    terminal.answer("One organization?", "x")
    terminal.answer("is not an answer", "n")
    terminal.answer("parent and branch", "l")
    code = terminal.leave()
    assert code == 0, terminal.shown
    assert "Zireenza Support" in terminal.shown
    assert "3 pairs settled" in terminal.shown.replace("\r", "")
    assert doubles("show", "zireenza-support", "--format", "json").json["records"][0]["handle"] == "zireenza-support-ltd"
    assert subjects(doubles) == {}
    assert list(subjects(doubles, "--all")) == ["lindii-peace lindii-peace-kenya"]


def test_what_was_settled_before_stopping_is_kept(doubles: Run, map_path: Path) -> None:
    terminal = Terminal(map_path, "dedupe")
    terminal.answer("One organization?", "n")
    terminal.answer("One organization?", "q")
    assert terminal.leave() == 0
    assert "surely one" not in subjects(doubles).values()
    assert len(subjects(doubles)) >= 2


def test_who_is_interrupted_is_told_that_what_was_settled_is_kept(doubles: Run, map_path: Path) -> None:
    terminal = Terminal(map_path, "dedupe")
    terminal.answer("One organization?", "n")
    terminal.answer("One organization?", "?")
    terminal.interrupt("is not an answer")
    assert terminal.leave() in (1, 130)
    assert "what was changed before is kept.\nIt is listed by: ngomap history\n" in terminal.said
    assert doubles("history", "--format", "json").json["records"][0]["command"] == "ngomap dedupe"
