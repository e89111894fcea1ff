"""What fixtures type runs once, and again as soon as anything else may have a hand in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests import beginnings
from tests.beginnings import Beginning, Ran

INIT, ADD = ("init",), ("add", "Ash")
ASKED = beginnings._is_setup


class Typist:
    """Types commands as a fixture would, and counts those that ran."""

    def __init__(self, request: pytest.FixtureRequest, path: Path) -> None:
        self.request, self.path, self.ran = request, path, 0

    def execute(self, sql: str) -> None:
        with closing(sqlite3.connect(self.path)) as map_, map_:
            map_.execute(sql)

    def command(self) -> Ran:
        self.ran += 1
        self.execute("CREATE TABLE IF NOT EXISTS said(what)")
        self.execute("INSERT INTO said VALUES (hex(randomblob(8)))")
        return Ran(0, f"{self.ran}", "")

    def types(self, *lines: tuple[str, ...], between: str = "") -> tuple[int, list[str], bytes]:
        """How many of the commands ran, what they said, and the map that they left."""
        self.path.unlink(missing_ok=True)
        beginning, before, said = Beginning(self.request, self.path), self.ran, []
        for line in lines:
            said.append(beginning.run(line, self.command).stdout)
            if between:
                self.execute(between)
        return self.ran - before, said, self.path.read_bytes()


@pytest.fixture
def typist(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typist:
    """Somebody who has typed one beginning."""
    monkeypatch.setattr(Beginning, "known", {})
    made = Typist(request, tmp_path / "begun.db")
    assert made.types(INIT, ADD)[0] == 2
    # What they type from now on is typed in the body of a test.
    monkeypatch.setattr(beginnings, "_is_setup", lambda: True)
    return made


def test_the_same_beginning_runs_once(typist: Typist) -> None:
    first, second = typist.types(INIT, ADD), typist.types(INIT, ADD)
    assert first[0] == 0 and first == second
    assert typist.types(INIT, ("add", "Elm"))[0] == 1
    assert typist.types(INIT, ADD, ADD)[0] == 1


@pytest.mark.parametrize("other", [("import", "x.csv"), ("share",), ()])
def test_what_depends_on_more_than_the_map_runs_and_all_that_follows(typist: Typist, other: tuple[str, ...]) -> None:
    for _ in range(2):
        assert typist.types(INIT, other, ADD)[0] == 2


def test_a_word_that_names_a_place_runs(typist: Typist, tmp_path: Path) -> None:
    for _ in range(2):
        assert typist.types(INIT, ("add", f"{tmp_path}/x"))[0] == 1


def test_a_map_that_something_else_changed_is_not_known(typist: Typist) -> None:
    for _ in range(2):
        assert typist.types(INIT, ADD, between="UPDATE said SET what = '0123456789abcdef'")[0] == 1


def test_what_a_test_itself_types_runs(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginnings, "_is_setup", ASKED)
    assert typist.types(INIT, ADD)[0] == 2


def test_other_fixtures_begin_otherwise(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(typist.request), "fixturenames", ["clock"])
    assert typist.types(INIT, ADD)[0] == 2
