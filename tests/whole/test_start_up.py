"""Daily commands start fast because they load nothing they do not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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


def loaded_by(tmp_path: Path, *args: str) -> set[str]:
    """The top-level modules that a command has loaded when it ends, and that it ended well."""
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, *args], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return {name.split(".")[0] for name in result.stderr.rpartition("MODULES ")[2].split()}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    loaded_by(tmp_path, "init", "--name", "Us")
    return tmp_path


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


def test_json_needs_no_rich(made: Path) -> None:
    assert "rich" not in loaded_by(made, "list", "--format", "json")


def test_the_guard_would_see_a_heavy_module(made: Path) -> None:
    assert "networkx" in loaded_by(made, "gaps", "network")


@pytest.mark.parametrize("command", [["network"], ["gaps", "network"], ["whatif", "--without", "other"]], ids=" ".join)
def test_numpy_is_for_large_maps(made: Path, command: list[str]) -> None:
    loaded_by(made, "add", "Other")
    loaded_by(made, "link", "us", "other", "--rung", "1")
    assert loaded_by(made, *command) & {"numpy", "scipy"} == set()
