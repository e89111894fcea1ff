"""Every command explains itself, in its help and in README."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from ngomap.cli.app import COMMANDS, app

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def all_commands() -> dict[str, Any]:
    """Every command, those of a group under `noun verb`."""
    root: Any = get_command(app)
    context = typer.Context(root)
    found: dict[str, Any] = {}
    for name in COMMANDS:
        command = root.get_command(context, name)
        verbs = getattr(command, "commands", None)
        found |= {f"{name} {verb}": sub for verb, sub in verbs.items()} if verbs else {name: command}
    return found


EVERY = all_commands()


def test_the_table_of_contents_lists_each_module_once_and_sums_up_in_a_line() -> None:
    assert all(len(entry.summary) <= 60 and entry.summary.endswith((".", "?")) for entry in COMMANDS.values())
    modules = [entry.module for entry in COMMANDS.values()]
    assert len(modules) == len(set(modules))


@pytest.mark.parametrize("name", EVERY)
def test_help_has_a_sentence_and_two_real_examples(name: str) -> None:
    text = EVERY[name].help
    assert text
    assert text.split("\n\n")[0].rstrip().endswith(".")
    examples = re.findall(r"^\s*(ngomap .*)$", text.partition("Examples:")[2], re.MULTILINE)
    assert len(examples) >= 2, f"{name} shows {len(examples)} examples"
    for example in examples:
        assert shlex.split(example)[1 : 1 + len(name.split())] == name.split() or "import" in example


@pytest.mark.parametrize("name", EVERY)
def test_every_option_says_what_it_does(name: str) -> None:
    silent = [p.name for p in EVERY[name].params if not getattr(p, "help", None) and p.name != "help"]
    assert silent == []


@pytest.mark.parametrize("name", EVERY)
def test_readme_names_every_command(name: str) -> None:
    assert f"`{name}`" in README or f"`{name} " in README
