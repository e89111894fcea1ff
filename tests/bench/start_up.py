"""How long every command takes to begin, beside a one-row query of sqlite-utils on the same map."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.bench.measuring import REPETITIONS, Line, Taken, answer, line, medians, middle, run
from tests.whole.test_documentation import EVERY
from tests.whole.test_envelopes import CALLS, lay_out

NGOMAP: Final = str(Path(sys.executable).parent / "ngomap")
WITHOUT_NUMPY: Final = "import sys; sys.modules |= {'numpy': None, 'pandas': None}; from sqlite_utils.cli import cli; cli()"
SQLITE_UTILS: Final = (sys.executable, "-c", WITHOUT_NUMPY)
"""The command sqlite-utils. It would load numpy where that is installed, and look slower than it is for those who have none."""
BOUNDS: Final = {
    "ngomap list --limit 1 --format json": 0.65,
    "ngomap list --limit 1": 1.0,
    "ngomap --help": 1.1,
}
ALTERNATIVE: Final = "sqlite-utils query, one row"
QUERY: Final = "SELECT * FROM organizations ORDER BY handle LIMIT 1"
ONE_ROW: Final = (*SQLITE_UTILS, "query", "ngomap.db", QUERY)
HELP_BOUND: Final = 1.1
SLOWEST: Final = 5
FEW: Final = 3
"""How often each of all commands is run."""


def start_up(every: Sequence[str] = tuple(EVERY), repetitions: int = REPETITIONS, few: int = FEW) -> list[Line]:
    """A line for the smallest commands, the help that takes longest of all commands, and the commands that take longest
    on the example; the row that both print is the same, or it is an error.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([NGOMAP, "demo", "--quiet"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        commands = {what: [NGOMAP, *what.split()[1:]] for what in BOUNDS}
        _same_answer(commands["ngomap list --limit 1 --format json"], ONE_ROW, folder)
        taken = medians({ALTERNATIVE: ONE_ROW, **commands}, folder, repetitions)
        lines = [line(taken, what, ALTERNATIVE, bound) for what, bound in BOUNDS.items()]
        helps = {f"ngomap {words} --help": [NGOMAP, *words.split(), "--help"] for words in every}
        taken = medians({ALTERNATIVE: ONE_ROW, **helps}, folder, few, patience=900)
        worst = max(helps, key=lambda what: taken[what].seconds)
        named = f"{worst}, the slowest of {len(helps)} commands"
        lines.append(line(taken, worst, ALTERNATIVE, HELP_BOUND, named=named))
        calls = _calls(every, folder, few)
    calls[ALTERNATIVE] = taken[ALTERNATIVE]
    slowest = sorted((what for what in calls if what != ALTERNATIVE), key=lambda what: -calls[what].seconds)[:SLOWEST]
    return [*lines, *(line(calls, what, ALTERNATIVE, named=f"{what}, on the example") for what in slowest)]


def _calls(every: Sequence[str], folder: Path, few: int) -> dict[str, Taken]:
    """A call of every command, each time on the example as it was."""
    found: dict[str, Taken] = {}
    for words in every:
        taken = []
        for turn in range(few):
            own = folder / f"{words.replace(' ', '-')}-{turn}"
            own.mkdir()
            lay_out(folder / "ngomap.db", own / "ngomap.db")
            # Some end with 1: they have found what is to be mended.
            taken.append(run([NGOMAP, *CALLS[words].format(folder=own).split()], own, fine=(0, 1)))
        found[f"ngomap {words}"] = middle(taken)
    return found


def _same_answer(ours: Sequence[str], theirs: Sequence[str], folder: Path) -> None:
    mine, other = answer(ours, folder)["records"][0], answer(theirs, folder)[0]
    different = {k: (mine[k], other[k]) for k in ("handle", "name", "kind", "website") if mine[k] != other[k]}
    if different:
        raise AssertionError(f"ngomap and the query disagree: {different}")
