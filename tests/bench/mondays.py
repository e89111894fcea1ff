"""How long the questions of a Monday morning take on a large map, beside listing one row of it."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from tests.bench.measuring import Line, answer, line, medians
from tests.bench.register import TODAY, register

ACTORS, TIES = 10_000, 50_000
REPETITIONS = 7
BASE = "ngomap list --limit 1"
LEAST, MORE = 2.0, 1.0
"""A question may take twice as long as the list, and a second more."""


def mondays(actors: int = ACTORS, ties: int = TIES, repetitions: int = REPETITIONS) -> list[Line]:
    """A line for each question; one that names nobody it was asked about is an error."""
    scripts = Path(sys.executable).parent
    made = register(actors, ties)
    partner, far, alone = made.partner, made.far, made.alone
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made.link(folder)
        day = ("--as-of", TODAY)
        asked = {
            "ngomap today": ("today", "--on", TODAY),
            "ngomap ladder": ("ladder", *day),
            "ngomap ladder REF": ("ladder", partner, *day),
            "ngomap brief REF": ("brief", partner, *day),
            "ngomap intro REF": ("intro", far, *day),
            "ngomap intro REF, tied to nobody": ("intro", alone, *day),
        }
        commands = {what: [str(scripts / "ngomap"), *words] for what, words in asked.items()}
        for words in asked.values():
            _answers([str(scripts / "ngomap"), *words, "--format", "json"], folder, words[1] if len(words) > 3 else "")
        taken = medians({BASE: [str(scripts / "ngomap"), "list", "--limit", "1"], **commands}, folder, repetitions)
    bound = LEAST + MORE / taken[BASE].seconds
    what = f", {actors:,} actors and {ties:,} ties"
    return [line(taken, name, BASE, bound, named=name + what) for name in asked]


def _answers(command: list[str], folder: Path, about: str) -> None:
    said = json.dumps(answer(command, folder))
    name = answer([command[0], "show", about, "--format", "json"], folder)["records"][0]["name"] if about else ""
    if about not in said and json.dumps(name)[1:-1] not in said:
        raise AssertionError(f"{command} says nothing of {about}")
