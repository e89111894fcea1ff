"""What a shell completes a word with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Fair Elections")
    run("add", "Fair Trade")
    run("area", "add", "Fairview")
    return run


def completed(map_path: Path, line: str) -> list[str]:
    """What bash is offered at the end of the line."""
    words = line.split(" ")
    environment = {
        **os.environ,
        "NGOMAP_MAP": str(map_path),
        "_NGOMAP_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    program = [sys.executable, "-c", "from ngomap.cli.app import main; main()"]
    ran = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    return ran.stdout.split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("ngomap show fa", ["fair-elections", "fair-trade"]),
        ("ngomap show u", ["us"]),
        ("ngomap link us c", ["citizens"]),
        ("ngomap log fair-trade fair-e", ["fair-elections"]),
        ("ngomap list --area fa", ["fairview"]),
        ("ngomap list --issue procure", ["procurement"]),
        ("ngomap add X --place f", ["fairview"]),
        ("ngomap show zzz", []),
        ("ngomap list --kind me", ["media"]),
        ("ngomap edit fair-trade --level n", ["national"]),
        ("ngomap edit fair-trade --audience se", ["secret"]),
        ("ngomap unl", ["unlink"]),
    ],
)
def test_words(map_: Run, map_path: Path, line: str, offered: list[str]) -> None:
    assert map_
    assert completed(map_path, line) == offered


def test_without_a_map_there_is_nothing_to_offer(map_path: Path) -> None:
    assert completed(map_path, "ngomap show f") == []


def test_what_is_no_map_offers_nothing_and_says_nothing(map_path: Path) -> None:
    map_path.write_bytes(b"no map" * 500)
    assert completed(map_path, "ngomap show f") == []
    assert completed(map_path, "ngomap list --area f") == []
