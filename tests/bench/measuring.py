"""Timing whole processes side by side: interleaved runs, medians of time and memory, ratios, growth, and how they are told."""

from __future__ import annotations

import json
import math
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

REPETITIONS: Final = 21
PATIENCE: Final = 120.0
"""Seconds after which no further turn of the commands begins."""
INTERACTIVE: Final = 2.0
"""Seconds that somebody waits without turning to something else."""
HEAD: Final = (
    "| what | median | MiB | alternative | median | MiB | ratio | bound |",
    "|---|---:|---:|---|---:|---:|---:|---:|",
)
GROWTH_HEAD: Final = (
    "| what | actors | grows as | which is | over 2 s | alternative grows as |",
    "|---|---|---:|---|---|---:|",
)
# What a process has used at most counts from its parent's memory, so that a small one must start it.
STARTER: Final = """import os, sys, time
write = os.O_WRONLY
nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, write, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, write, 0)]
begin = time.perf_counter()
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=nowhere)
_, status, used = os.wait4(process, 0)
print(time.perf_counter() - begin, used.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))
"""


@dataclass(frozen=True)
class Taken:
    """What a command took: seconds, and MiB of memory at most."""

    seconds: float
    mebibytes: float | None = None


@dataclass(frozen=True)
class Line:
    """One row of the table: a median beside its alternative's, and the ratio it must keep, if one was named. `size`: of how
    many actors the map was, where it is measured at several; `what` is then the same at each.
    """

    what: str
    seconds: float
    alternative: str
    alternative_seconds: float
    bound: float | None = None
    peak: float | None = None
    alternative_peak: float | None = None
    size: int | None = None

    @property
    def ratio(self) -> float:
        """How long it takes, as a part of the alternative's time."""
        return self.seconds / self.alternative_seconds

    @property
    def missed(self) -> bool:
        """Whether the bound does not hold."""
        return self.bound is not None and self.ratio > self.bound


def line(
    taken: Mapping[str, Taken], what: str, alternative: str, bound: float | None = None, size: int | None = None, named: str = ""
) -> Line:
    """The row for two of the commands that `medians` measured; `named` is what to call it, if not as there."""
    ours, theirs = taken[what], taken[alternative]
    return Line(named or what, ours.seconds, alternative, theirs.seconds, bound, ours.mebibytes, theirs.mebibytes, size)


def run(command: Sequence[object], folder: Path | None = None, fine: Collection[int] = (0,), **variables: str) -> Taken:
    """Run a command once, its output thrown away. One that ends with another code than those that are fine is an error.

    Python may keep compiled modules, as it does for any installed tool.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | variables
    words = [str(word) for word in command]
    starter = [sys.executable, "-I", "-S", "-c", STARTER, *words]
    told = subprocess.run(starter, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout.split()
    if int(told[2]) not in fine:
        raise subprocess.CalledProcessError(int(told[2]), words)
    return Taken(float(told[0]), float(told[1]))


def medians(
    commands: Mapping[str, Sequence[str]], folder: Path, repetitions: int = REPETITIONS, patience: float = PATIENCE, **variables: str
) -> dict[str, Taken]:
    """The median wall time and the largest memory of each command, the commands taking turns. A command that fails is an
    error. One run of each goes unmeasured; when `patience` is over, the turns there were are all.
    """
    found: dict[str, list[Taken]] = {name: [] for name in commands}
    begin = time.monotonic()
    for turn in range(repetitions + 1):
        if turn > 1 and time.monotonic() - begin > patience:
            break
        for name, command in commands.items():
            taken = run(command, folder, **variables)
            if turn:
                found[name].append(taken)
    return {name: middle(turns) for name, turns in found.items()}


def middle(turns: Sequence[Taken]) -> Taken:
    """The median time and the largest memory of several runs of one command."""
    return Taken(statistics.median(t.seconds for t in turns), max(t.mebibytes or 0 for t in turns))


def answer(command: Sequence[str], folder: Path) -> Any:
    """What a command prints as JSON."""
    return json.loads(subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout)


def same(ours: object, theirs: object, what: str) -> None:
    """Raises AssertionError unless both answers are the same."""
    if ours != theirs:
        raise AssertionError(f"{what}: the answers differ: {str(ours)[:300]} and {str(theirs)[:300]}")


def growth(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The exponent e of the best fit of time to size^e: the slope of a straight line through their logarithms.

    >>> round(growth([10, 100, 1000], [1, 10, 100]), 6)
    1.0
    """
    return statistics.linear_regression([math.log(n) for n in sizes], [math.log(s) for s in seconds]).slope


def meaning(exponent: float, sizes: Sequence[float]) -> str:
    """What an exponent found over these sizes says, within a twentieth."""
    n_log_n = growth(sizes, [n * math.log(n) for n in sizes])
    for most, word in ((0.1, "hardly any growth"), (0.95, "slower than n"), (1.05, "as n"), (n_log_n + 0.05, "as n log n")):
        if exponent <= most:
            return word
    return "FASTER than n log n"


def machine() -> str:
    """What the numbers were measured on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("sqlite-utils", "typer", "rich", "networkx"))
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, CPython {platform.python_version()}, {packages}"


def table(lines: Sequence[Line]) -> str:
    """The lines as a Markdown table."""
    rows = [
        f"| {_named(line)} | {_time(line.seconds)} | {_memory(line.peak)} | {line.alternative} | {_time(line.alternative_seconds)} "
        f"| {_memory(line.alternative_peak)} | {line.ratio:.2f} | {_bound(line)} |"
        for line in lines
    ]
    return "\n".join((*HEAD, *rows))


def growth_table(lines: Sequence[Line]) -> str:
    """How the cost grows of what was measured at three sizes or more, as a Markdown table; nothing if nothing was."""
    rows = []
    for what in dict.fromkeys(line.what for line in lines if line.size):
        of = sorted((line.size or 0, line) for line in lines if line.what == what)
        sizes = [size for size, _ in of]
        if len(set(sizes)) < 3:
            continue
        ours, theirs = (growth(sizes, seconds) for seconds in ([x.seconds for _, x in of], [x.alternative_seconds for _, x in of]))
        late = next((f"from {short(size)}" for size, line in of if line.seconds > INTERACTIVE), "no")
        rows.append(f"| {what} | {', '.join(map(short, sizes))} | n^{ours:.2f} | {meaning(ours, sizes)} | {late} | n^{theirs:.2f} |")
    return "\n".join((*GROWTH_HEAD, *rows)) if rows else ""


def short(size: int) -> str:
    """A number of actors as the options of the runner say it.

    >>> short(10_000), short(1_000_000), short(300)
    ('10k', '1M', '300')
    """
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if size >= unit and size % unit == 0:
            return f"{size // unit}{letter}"
    return str(size)


def _named(line: Line) -> str:
    return f"{line.what}, {short(line.size)}" if line.size else line.what


def _time(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds < 10 else f"{seconds:,.1f} s"


def _memory(mebibytes: float | None) -> str:
    return "" if mebibytes is None else f"{mebibytes:,.0f}"


def _bound(line: Line) -> str:
    return "" if line.bound is None else f"{line.bound:.2f}{' MISSED' if line.missed else ''}"
