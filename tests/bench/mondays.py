"""How long the questions of a Monday morning take on a large map, beside listing one row of it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measuring import Line, medians
from tests.bench.town import town

ACTORS, TIES = 10_000, 50_000
REPETITIONS = 7
BASE = "ngomap list --limit 1"
LEAST, MORE = 2.0, 1.0
"""A question may take twice as long as the list, and a second more."""


def mondays(actors: int = ACTORS, ties: int = TIES, repetitions: int = REPETITIONS) -> list[Line]:
    """A line for each question; one that names nobody it was asked about is an error."""
    scripts = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        partner, far, alone = town(folder / "ngomap.db", actors, ties)
        day = ("--as-of", "2026-11-02")
        asked = {
            "ngomap today": ("today", "--on", "2026-11-02"),
            "ngomap ladder": ("ladder", *day),
            "ngomap ladder REF": ("ladder", partner, *day),
            "ngomap brief REF": ("brief", partner, *day),
            "ngomap intro REF": ("intro", far, *day),
            "ngomap intro REF, tied to nobody": ("intro", alone, *day),
        }
        commands = {what: [str(scripts / "ngomap"), *words] for what, words in asked.items()}
        for words in asked.values():
            _answers([str(scripts / "ngomap"), *words, "--format", "json"], folder, words[1] if words[0] != "today" else "")
        taken = medians({BASE: [str(scripts / "ngomap"), "list", "--limit", "1"], **commands}, folder, repetitions)
    bound = LEAST + MORE / taken[BASE]
    what = f", {actors:,} actors and {ties:,} ties"
    return [Line(name + what, taken[name], BASE, taken[BASE], bound) for name in asked]


def _answers(command: list[str], folder: Path, about: str) -> None:
    answer = json.loads(subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout)
    said = json.dumps(answer)
    if about.startswith("actor") and about not in said and about.replace("actor-", "Actor ") not in said:
        raise AssertionError(f"{command} says nothing of {about}")
