"""How long a shell waits for what completes a word, beside a one-row query of sqlite-utils on the same map."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.bench.measuring import Line, line, medians, same
from tests.bench.register import register
from tests.bench.start_up import ALTERNATIVE, NGOMAP, ONE_ROW, SQLITE_UTILS

SIZES: Final = (10_000, 100_000, 1_000_000)
REPETITIONS: Final = 7
BOUND: Final = 1.0
SHELL: Final = "env"
OFFERED: Final = 200

LINES: Final = {
    "ngomap li": "",
    "ngomap list --iss": "",
    "ngomap list --issue c": "SELECT slug FROM terms WHERE vocabulary = 'issue' AND slug >= 'c' AND slug < 'd' ORDER BY slug",
    "ngomap show united-w": f"SELECT handle FROM actors WHERE handle GLOB 'united-w*' ORDER BY handle LIMIT {OFFERED}",
    "ngomap list --area mar": f"SELECT handle FROM areas WHERE handle GLOB 'mar*' ORDER BY handle LIMIT {OFFERED}",
}
"""What is typed, and the query whose answer is what must be offered."""


def completion(sizes: Sequence[int] = SIZES, repetitions: int = REPETITIONS) -> list[Line]:
    """A line for each kind of word at each size. Other words than the map has are an error."""
    lines = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            register(size).link(folder)
            commands = {f"{typed}<TAB>": _asked(typed) for typed in LINES}
            for typed, query in LINES.items():
                if query:
                    words = [*SQLITE_UTILS, "query", "ngomap.db", query, "--raw-lines"]
                    same(_output(_asked(typed), folder), _output(words, folder), typed)
            same(_output(_asked("ngomap li"), folder), ["link", "list"], "ngomap li")
            taken = medians({ALTERNATIVE: ONE_ROW, **commands}, folder, repetitions)
            lines += [line(taken, what, ALTERNATIVE, BOUND, size) for what in commands]
    return lines


def _asked(typed: str) -> list[str]:
    """What bash runs when TAB is pressed at the end of the line."""
    at = len(typed.split(" ")) - 1
    return [SHELL, "_NGOMAP_COMPLETE=complete_bash", f"COMP_WORDS={typed}", f"COMP_CWORD={at}", NGOMAP]


def _output(words: Sequence[str], folder: Path) -> list[str]:
    return sorted(subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True).stdout.split())
