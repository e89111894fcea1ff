"""Timing whole processes side by side: interleaved runs, medians, ratios."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

REPETITIONS = 21


@dataclass(frozen=True)
class Line:
    """One row of the table: a median beside its alternative's, and the ratio it must keep."""

    what: str
    seconds: float
    alternative: str
    alternative_seconds: float
    bound: float

    @property
    def ratio(self) -> float:
        """How long it takes, as a part of the alternative's time."""
        return self.seconds / self.alternative_seconds

    @property
    def missed(self) -> bool:
        """Whether the bound does not hold."""
        return self.ratio > self.bound


def medians(commands: Mapping[str, Sequence[str]], folder: Path, repetitions: int = REPETITIONS) -> dict[str, float]:
    """The median wall time of each command in seconds, the commands taking turns. A command that fails is an error.

    Python may keep compiled modules, as it does for any installed tool; one run of each goes unmeasured.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(repetitions + 1):
        for name, command in commands.items():
            begin = time.perf_counter()
            subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if turn:
                times[name].append(time.perf_counter() - begin)
    return {name: statistics.median(taken) for name, taken in times.items()}


def machine() -> str:
    """What the numbers were measured on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("sqlite-utils", "typer", "rich", "networkx"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, CPython {platform.python_version()}, "
        f"{packages}; largest process {peak} MiB"
    )


def table(lines: Sequence[Line]) -> str:
    """The lines as a Markdown table."""
    rows = ["| what | median | alternative | median | ratio | bound |", "|---|---:|---|---:|---:|---:|"]
    rows += [
        f"| {line.what} | {line.seconds * 1000:.0f} ms | {line.alternative} | {line.alternative_seconds * 1000:.0f} ms "
        f"| {line.ratio:.2f} | {line.bound:.2f}{' MISSED' if line.missed else ''} |"
        for line in lines
    ]
    return "\n".join(rows)
