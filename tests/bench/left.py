"""Where the time of the commands goes that take long: what is left to be made faster, by module."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ngomap.store.connection import open_map
from ngomap.store.graph_file import take_away
from tests.bench.local import MAIN_ISSUE
from tests.bench.measuring import Line
from tests.bench.register import TODAY, Register, register

SIZES: Final = (10_000, 100_000)
SHOWN: Final = 6
"""Modules of each command."""
LEAST: Final = 0.04
"""Of the time of a command; what has less is told together."""
REST: Final = "all the rest"
WHOLE: Final = "the whole command"
SLUG: Final = "SELECT slug FROM terms WHERE id = ?"

# The time of the processor since the last look goes to the module of ours that is running: what it called in a library or
# in SQLite is its own. Nothing is added to each call, as a profiler that counts calls would do, so nothing looks slower.
SAMPLER: Final = """import json, signal, sys, time
spent, last, into, sys.argv = {}, [0.0], sys.argv[1], ["ngomap", *sys.argv[2:]]
def look(number, frame):
    now = time.process_time()
    while frame is not None and not frame.f_globals.get("__name__", "").startswith("ngomap."):
        frame = frame.f_back
    name = frame.f_globals["__name__"].removeprefix("ngomap.") if frame else "starting"
    spent[name] = spent.get(name, 0.0) + now - last[0]
    last[0] = now
look(0, None)
signal.signal(signal.SIGPROF, look)
signal.setitimer(signal.ITIMER_PROF, 0.005, 0.005)
from ngomap.cli.app import app
try:
    app()
finally:
    signal.setitimer(signal.ITIMER_PROF, 0)
    look(0, None)
    with open(into, "w") as file:
        json.dump(spent, file)
"""


def left(sizes: Sequence[int] = SIZES) -> list[Line]:
    """Lines for each command at each size: the modules that most of its time goes to, beside the whole."""
    return [line for size in sizes for made in [register(size)] for line in _of(made)]


def commands(made: Register) -> dict[str, list[str]]:
    """What takes longest, or misses its bound."""
    with open_map(made.path) as map_:
        issue = map_.connection.execute(SLUG, [map_.connection.execute(MAIN_ISSUE).fetchone()[0]]).fetchone()[0]
    day = ["--as-of", TODAY]
    return {
        "allies": ["allies", "--issue", issue, *day],
        "partners": ["partners", *day],
        "duplication": ["duplication", *day],
        "gaps coverage": ["gaps", "coverage", *day],
        "gaps network": ["gaps", "network", *day],
        "network": ["network", *day],
        "whatif": ["whatif", "--without", made.hub, *day],
        "export graphml": ["export", "graphml", "--to", "out.graphml", "--force"],
    }


def _of(made: Register) -> list[Line]:
    lines = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        made.link(folder)
        take_away(made.path)
        for what, words in commands(made).items():
            lines += shares(what, spent(words, folder), made.actors)
    return lines


def spent(words: Sequence[str], folder: Path) -> dict[str, float]:
    """Seconds of the processor in each module while the command runs."""
    into = folder / "spent.json"
    run = [sys.executable, "-c", SAMPLER, str(into), *words]
    subprocess.run(run, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found: dict[str, float] = json.loads(into.read_text())
    return found


def shares(what: str, seconds: Mapping[str, float], size: int) -> list[Line]:
    """The modules with most of the time, then all others together, each beside the whole."""
    whole = sum(seconds.values())
    first = [name for name in sorted(seconds, key=lambda n: -seconds[n])[:SHOWN] if seconds[name] >= LEAST * whole]
    told = {name: seconds[name] for name in first} | {REST: sum(s for name, s in seconds.items() if name not in first)}
    return [Line(f"{what}: {name}", value, WHOLE, whole, size=size) for name, value in told.items()]
