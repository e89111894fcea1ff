"""`ngomap ladder`, asked on the command line."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ngomap.cli.app import app
from tests.conftest import Run

DAY = "2026-03-31"
LINES = (
    ["init", "--name", "Ours"],
    ["area", "add", "Town"],
    ["add", "Fair", "--issue", "election fraud"],
    ["add", "Arts"],
    ["add", "Hidden", "--audience", "secret"],
    ["person", "add", "Ana Example"],
    ["link", "us", "fair", "--rung", "3", "--wanted", "4", "--reliability", "3", "--on", "2026-02-01", "--since", "2025",
     "--audience", "public"],
    ["link", "us", "arts", "--rung", "5"],
    ["link", "us", "hidden", "--rung", "1"],
    ["link", "fair", "arts", "--rung", "1"],
    ["log", "fair", "--kind", "training", "--on", "2026-03-01", "--title", "Watch", "--audience", "partners"],
    ["log", "fair", "hidden", "ana-example", "--kind", "joint-planning", "--on", "2026-03-05", "--title", "Plan"],
    ["log", "arts", "--kind", "meeting", "--on", "2025-04-20", "--next", "Send photos", "--due", "2025-05-01"],
    ["log", "fair", "--kind", "joint-planning", "--on", "2026-06-01"],
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A map with a partner, one not heard of, and somebody secret."""
    path = tmp_path_factory.mktemp("ladder") / "made.db"
    for line in LINES:
        ran = CliRunner().invoke(app, ["--map", str(path), *line])
        assert ran.exit_code == 0, (line, ran.output)
        if line[0] == "init":
            with sqlite3.connect(path) as connection:
                connection.execute("INSERT INTO settings (key, value) VALUES ('today', ?)", [DAY])
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE trust SET audience = 'public'")
    return path


@pytest.fixture
def ladder(made: Path, map_path: Path, run: Run) -> Run:
    """Ask that map."""
    shutil.copyfile(made, map_path)

    def ask(*words: str) -> object:
        return run("ladder", *words)

    return ask  # type: ignore[return-value]


def asked(ladder: Run, *words: str) -> dict[str, list[str]]:
    ran = ladder(*words, "--format", "json", "--limit", "0")
    assert ran.exit_code == 0, ran.stderr
    found: dict[str, list[str]] = {}
    for f in ran.json["findings"]:
        found.setdefault(f["group"], []).append(f["subject"])
    return found


def test_every_relationship_of_ours(ladder: Run) -> None:
    assert asked(ladder) == {"contradictions": ["arts"], "gone stale": ["arts"], "as it should be": ["fair", "hidden"]}
    assert asked(ladder, "--all")["among others"] == ["arts/fair"]


def test_filters(ladder: Run) -> None:
    assert asked(ladder, "--stale") == {"gone stale": ["arts"]}
    assert asked(ladder, "--issue", "corruption") == {"as it should be": ["fair"]}
    # Which rung they stood on before it was noted is not known.
    assert asked(ladder, "--as-of", "2025-05-01") == {"no contact logged": ["fair", "hidden"], "as it should be": ["arts"]}


def test_one_relationship_from_either_side(ladder: Run) -> None:
    with_us = ladder("fair", "--format", "json").json
    assert with_us == ladder("fair", "us", "--format", "json").json
    assert [f["label"] for f in with_us["findings"]] == [
        "2025: noted: works with", "2026-02-01 noted: 3 support", "2026-02-01 noted: our trust",
        "2026-03-01 training: Watch", "2026-03-05 joint planning: Plan", "Fair",
    ]  # fmt: skip
    assert with_us["findings"][-1]["value"] == 4
    assert len(ladder("fair", "--format", "json", "--as-of", "2026-06-01").json["findings"]) == 7


@pytest.mark.parametrize("audience", ["public", "partners", "internal", "secret"])
def test_nothing_above_the_audience_shows(ladder: Run, audience: str) -> None:
    texts = {words: ladder(*words, "--audience", audience, "--limit", "0").stdout for words in ((), ("--all",), ("fair",))}
    secret = audience == "secret"
    for words, text in texts.items():
        assert ("Hidden" in text) is secret, words
        assert ("joint planning" in text) is secret
        assert ("was left out" in text) is not secret
        assert ("training" in text) is (audience != "public")
        assert ("wanted 4" in text) is (audience in ("internal", "secret"))
        assert ("3 support;" in text or "and shown 3 support" in text) is (audience != "public")
        assert "Fair" in text
    assert "our trust" in texts["fair",]
    assert ("Reliability 3" in texts["fair",]) is (audience in ("internal", "secret"))
    ran = ladder("hidden", "--audience", audience)
    assert (ran.exit_code, "Hidden" in ran.stdout + ran.stderr) == ((0, True) if secret else (1, False))


@pytest.mark.parametrize(("words", "said"), [
    (("fair", "arts", "hidden"), "at most two"), (("fair", "--stale"), "here it is one"), (("fair", "--all"), "here it is one"),
    (("us",), "no relationship with itself"), (("nobody-there",), "There is no actor"), (("--issue", "xyzzy"), "no issue"),
    (("--audience", "friends"), "audience"), (("--as-of", "soon"), "not a date"),
])  # fmt: skip
def test_what_cannot_be_asked(ladder: Run, words: tuple[str, ...], said: str) -> None:
    ran = ladder(*words)
    assert ran.exit_code in (1, 2)
    assert said in ran.stderr and ran.stdout == ""


def test_on_an_empty_map_and_without_us(run: Run) -> None:
    assert run("init").exit_code == 0
    assert run("ladder").exit_code == 0
    run("add", "Fair")
    run("add", "Arts")
    run("link", "fair", "arts", "--rung", "1")
    assert "does not say who you are" in run("ladder").stdout
    assert "does not say who you are" in run("ladder", "fair").stderr
    assert run("ladder", "fair", "arts").exit_code == 0


def test_what_a_wrong_setting_says(ladder: Run, map_path: Path) -> None:
    with sqlite3.connect(map_path) as connection:
        connection.execute("INSERT INTO settings (key, value) VALUES ('freshness', 'long')")
    ran = ladder()
    assert ran.exit_code == 2 and "freshness: 'long'" in ran.stderr
    with sqlite3.connect(map_path) as connection:
        connection.execute("UPDATE settings SET value = '60,60,60,60,60,60' WHERE key = 'freshness'")
    assert asked(ladder, "--stale") == {}


def test_it_loads_no_graph(made: Path) -> None:
    """It is asked every Monday: what it needs not, it does not wait for."""
    code = (
        "import sys; from ngomap.cli.app import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([m for m in ('networkx', 'sqlite_utils', 'geopy', 'rapidfuzz', 'numpy') if m in sys.modules])"
    )
    for words in ([], ["fair"]):
        ran = subprocess.run(
            [sys.executable, "-c", code, "ladder", *words, "--map", str(made), "--quiet"], capture_output=True, text=True, check=True
        )
        assert ran.stdout.splitlines()[-1] == "[]"
