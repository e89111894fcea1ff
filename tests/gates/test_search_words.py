"""What a search engine would obey is words, or nothing, in every command that looks something up."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ngomap.cli.lazy import EVERYWHERE
from tests.conftest import Run
from tests.whole.test_documentation import EVERY

WORDS: Final = ("action-aid", "(", '"', "NOT", "a* OR b", "name:x", "*", "' OR 1=1 --", "NEAR(a b)", "%", "_")


def test_find(on_example: Path, map_path: Path, run: Run) -> None:
    before = map_path.read_bytes()
    for word in WORDS:
        ran = run("find", "--", word)
        assert ran.exit_code in (0, 2), ran.stderr
    assert map_path.read_bytes() == before


def test_every_command_that_takes_a_reference(on_example: Path, map_path: Path, run: Run) -> None:
    before = map_path.read_bytes()
    commands = [
        (name, len(arguments)) for name, command in EVERY.items()
        if (arguments := [p for p in command.params if p.param_type_name == "argument"]) and "REF" in (arguments[0].metavar or "")
        and all(getattr(p, "rich_help_panel", "") == EVERYWHERE or not p.required or p in arguments for p in command.params)
    ]  # fmt: skip
    assert len(commands) > 15
    for number, (name, arguments) in enumerate(commands):
        ran = run(*name.split(), *([WORDS[number % len(WORDS)]] * arguments))
        assert ran.exit_code in (1, 2), (name, ran.stdout)
        assert ran.stderr.startswith("Error: ")
    assert map_path.read_bytes() == before
