"""README is run: its console blocks in order in one folder, its Python block, and its two commands are what CI runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
PYTHON = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
SHELL = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def steps(block: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with the output it shows."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def said(command: str, folder: Path) -> str:
    """What a command prints, without blanks at the ends of lines."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    result = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return "\n".join(line.rstrip() for line in result.stdout.splitlines()).strip()


def matches(shown: str, printed: str) -> bool:
    """Whether the output is what README shows; a line `...` in README stands for any lines."""
    wanted = [line.rstrip() for line in shown.strip().splitlines()]
    pattern = "\n".join(r"(?:.*\n)*?.*" if line == "..." else re.escape(line) for line in wanted)
    return re.fullmatch(pattern, printed) is not None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all blocks, as a reader works through the page."""
    return tmp_path_factory.mktemp("readme")


def test_the_console_blocks_print_what_readme_shows(folder: Path) -> None:
    assert len(CONSOLE) >= 5
    for block in CONSOLE:
        for command, shown in steps(block):
            printed = said(command, folder)
            assert matches(shown, printed), f"$ {command}\n{printed}\n--- README shows\n{shown}"


def test_the_python_block_runs(folder: Path) -> None:
    assert len(PYTHON) == 1
    # With several processes the console blocks may have run in another one.
    if not (folder / "example.db").exists():
        said("ngomap demo --map example.db", folder)
    result = subprocess.run([sys.executable, "-c", PYTHON[0]], cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip()
    code = [line for line in PYTHON[0].splitlines() if line.strip()]
    assert len(code) <= 10


def test_ci_runs_the_test_command_of_readme() -> None:
    test_command = SHELL[1].strip()
    assert "pytest" in test_command
    assert test_command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_comparison_can_fail() -> None:
    assert matches("a\n...\nz\n", "a\nb\nc\nz")
    assert matches("a\n...\n", "a\nb")
    assert not matches("a\n...\nz\n", "a\nb\nc")
    assert not matches("a\n", "b")
