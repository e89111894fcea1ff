"""The architecture is a promise: who may import whom, and what a file may look like."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "ngomap").rglob("*.py"))
LINES_THAT_ASK_FOR_A_SPLIT = 400
VAGUE_NAMES = {"utils", "common", "helpers", "misc", "util", "helper"}


def test_the_layers_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


@pytest.mark.parametrize("tool", [("ruff", "check", "."), ("mypy", "-p", "ngomap")], ids=["ruff", "mypy"])
def test_lint_and_types_are_clean(tool: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", *tool]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@cache
def _parsed() -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in FILES]


EXTRAS = {"pyrage", "sqlcipher3", "numpy", "scipy"}
"""What may not be installed is imported where it is needed, so that its absence can be told."""


HEAVY = {"openpyxl"}
"""What takes longer to be loaded than all else that reads a file, and is for one kind of file alone."""


def test_only_commands_and_the_render_switch_import_lazily() -> None:
    guilty = []
    for path, tree in _parsed():
        if path.parent.name == "cli" or path.stem == "emit":
            continue
        functions = [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
        guilty += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for function in functions
            for node in ast.walk(function)
            if isinstance(node, (ast.Import, ast.ImportFrom)) and not _roots(node) <= EXTRAS | HEAVY
        ]
    assert guilty == []


def _roots(node: ast.Import | ast.ImportFrom) -> set[str]:
    names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    return {name.split(".")[0] for name in names}


def test_the_model_needs_the_standard_library_only() -> None:
    guilty = set()
    for path, tree in _parsed():
        if path.parent.name != "model":
            continue
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            guilty |= {n for n in names if n.split(".")[0] not in {*sys.stdlib_module_names, "ngomap"}}
    assert guilty == set()


def test_package_files_hold_a_docstring_and_no_code() -> None:
    for path, tree in _parsed():
        if path.name == "__init__.py":
            assert len(tree.body) == 1, path
            assert ast.get_docstring(tree), path


def test_every_module_and_public_function_says_what_it_is() -> None:
    silent = []
    for path, tree in _parsed():
        if not ast.get_docstring(tree):
            silent.append(str(path.relative_to(ROOT)))
        public = (n for n in tree.body if isinstance(n, (ast.FunctionDef, ast.ClassDef)) and not n.name.startswith("_"))
        silent += [f"{path.relative_to(ROOT)}: {n.name}" for n in public if not ast.get_docstring(n)]
    assert silent == []


def test_files_are_about_one_subject() -> None:
    long = {
        str(p.relative_to(ROOT))
        for p in FILES
        if len(p.read_text(encoding="utf-8").splitlines()) > LINES_THAT_ASK_FOR_A_SPLIT
    }
    assert long == set()
    assert {p.stem for p in FILES} & VAGUE_NAMES == set()


def test_the_top_level_is_what_was_agreed() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    top = {line.split("/")[0] for line in tracked if line and not line.startswith(".")}
    assert top == {"ngomap", "tests", "data", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"}
