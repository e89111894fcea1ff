"""Daily commands start fast because they load nothing they do not need."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ngomap.cli.app import app

HEAVY = {"networkx", "numpy", "pandas", "altair", "geopy", "pydantic", "openpyxl"}
NOT_FOR_READING = {"sqlite_utils", "rapidfuzz"}
PROGRAM = """
import sys
from ngomap.cli.app import main
try:
    main()
finally:
    sys.stderr.write("\\nMODULES " + " ".join(sys.modules))
"""


@cache
def loaded_by(folder: Path, *args: str) -> frozenset[str]:
    """The top-level modules that a command has loaded when it ends, and that it ended well."""
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, *args], cwd=folder, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return frozenset(name.split(".")[0] for name in result.stderr.rpartition("MODULES ")[2].split())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small map."""
    folder = tmp_path_factory.mktemp("small")
    for words in (("init", "--name", "Us"), ("add", "Other"), ("link", "us", "other", "--rung", "1")):
        assert CliRunner().invoke(app, ["--map", str(folder / "ngomap.db"), *words]).exit_code == 0
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ["--version"],
        ["--help"],
        ["add", "Clean Hands"],
        ["list"],
        ["list", "--format", "json"],
        ["show", "us"],
        ["find", "us"],
        ["link", "--help"],
    ],
    ids=" ".join,
)
def test_no_heavy_module_is_loaded(made: Path, command: list[str]) -> None:
    assert loaded_by(made, *command) & HEAVY == set()


@pytest.mark.parametrize("command", [["list"], ["list", "--format", "json"], ["show", "us"], []], ids=" ".join)
def test_reading_needs_neither_sqlite_utils_nor_rapidfuzz(made: Path, command: list[str]) -> None:
    assert loaded_by(made, *command) & NOT_FOR_READING == set()


@pytest.mark.parametrize("command", [["list", "--format", "json"], ["activity", "add", "--help"], ["term", "--help"]], ids=" ".join)
def test_json_and_help_need_no_rich(made: Path, command: list[str]) -> None:
    assert "rich" not in loaded_by(made, *command)


def test_the_guard_would_see_a_heavy_module(made: Path) -> None:
    assert "networkx" in loaded_by(made, "gaps", "network")


@pytest.mark.parametrize("command", [["network"], ["gaps", "network"], ["whatif", "--without", "other"]], ids=" ".join)
def test_numpy_is_for_large_maps(made: Path, command: list[str]) -> None:
    assert loaded_by(made, *command) & {"numpy", "scipy"} == set()
