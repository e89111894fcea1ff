"""Nothing that a terminal obeys reaches it: not in errors, not in hints, not in questions, not in help."""

from __future__ import annotations

import pytest

from ngomap.model.text import visible
from tests.conftest import Run

ESC = "\x1b]0;owned\x07\x1b[31m\x9b31m\u202e"
ERRORS = [
    [ESC],
    ["show", ESC],
    ["show", "us", ESC],
    ["list", "--kind", ESC],
    ["list", "--issue", ESC],
    ["list", "--area", ESC],
    ["list", f"--{ESC}"],
    ["list", "--limit", ESC],
    ["list", "--format", ESC],
    ["list", "--unverified-since", ESC],
    ["find", "\x1b\x9b"],
    ["edit", ESC, "--phone", "1"],
    ["edit", "evil", "--website", ESC],
    ["edit", "evil", "--clear", ESC],
    ["edit", "evil", "--id", ESC],
    ["add", "Evil Twin", "--staff", ESC],
    ["add", f"Evil Group {ESC}"],
    ["term", "add", "issue", f"corruption{ESC}", "--under", ESC],
    ["term", "merge", "issue", "evil-term", "evil-term"],
    ["term", ESC],
    ["area", "remove", ESC],
    ["link", "us", "evil", "--type", ESC],
    ["link", "us", "evil", "--rung", ESC],
    ["unlink", "us", "evil"],
    ["log", "evil", "--on", ESC],
    ["log", "--done", ESC],
    ["stance", "evil", ESC, "--issue", "health"],
    ["remove", "evil"],
    ["remove", "Evil Gruop", "--yes"],
    ["person", "edit", "evil", "--phone", "1"],
    ["init"],
]


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", f"Evil Group {ESC}", "--alias", "Evil")
    run("term", "add", "issue", f"Evil term {ESC}")
    return run


@pytest.mark.parametrize("words", ERRORS, ids=lambda words: visible(" ".join(words)))
def test_errors_are_one_or_two_harmless_lines(map_: Run, words: list[str]) -> None:
    ran = map_(*words)
    assert ran.exit_code in (1, 2), ran.stdout
    assert ran.stdout == ""
    assert visible(ran.stderr) == ran.stderr
    lines = ran.stderr.splitlines()
    assert lines[0].startswith(("Error: ", "Taking "))
    assert 1 <= len(lines) <= 2


@pytest.mark.parametrize(
    "words", [["--help"], ["add", "--help"], ["term", "--help"], ["term", "add", "--help"], ["--version"]], ids=str
)
def test_help_is_harmless(map_: Run, words: list[str]) -> None:
    ran = map_(*words)
    assert ran.exit_code == 0
    assert visible(ran.stdout) == ran.stdout


def test_a_map_with_an_awkward_name(run: Run, tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / f"x{ESC}.db"
    for words in (["init"], [], ["list"], ["init"]):
        ran = run(*words, map_=path)
        assert visible(ran.stdout + ran.stderr) == ran.stdout + ran.stderr
    assert path.is_file()


def test_bytes_that_are_no_text(map_: Run) -> None:
    for words in (["show", "a\udcffb"], ["add", "a\udcffb"], ["--map", "x\udcff.db", "list"], ["a\udcff"]):
        ran = map_(*words)
        assert (ran.exit_code, "is not valid UTF-8" in ran.stderr) == (2, True)
