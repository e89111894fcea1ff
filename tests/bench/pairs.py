"""How long duplication takes, with everybody compared, beside DuckDB's join of the work of all with that of all."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ngomap.analyses.duplication import compare_work
from ngomap.analyses.duplication_asked import Asked
from ngomap.store.actors import all_refs
from ngomap.store.areas import all_areas
from ngomap.store.connection import open_map
from ngomap.store.current_cells import work_by_cell
from ngomap.store.terms import all_terms
from tests.bench import duck
from tests.bench.measuring import Line, line, medians, same
from tests.bench.register import TODAY, register

SIZES = (1_000, 10_000, 100_000)
REPETITIONS = 3
LEAST, DIGITS = 1, 9
"""One cell in common is enough, so that there are many pairs to compare."""


def pairs(sizes: Sequence[int] = SIZES, repetitions: int = REPETITIONS) -> list[Line]:
    """A line for each size; other pairs than DuckDB finds, or otherwise alike, are an error."""
    lines = []
    for size in sizes:
        made = register(size)
        _answers(made.path, size)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            made.link(folder)
            commands = {
                "ngomap duplication": [str(Path(sys.executable).parent / "ngomap"), "duplication", "--as-of", TODAY, "--shared", str(LEAST)],
                "DuckDB, self-join": [sys.executable, "-m", "tests.bench.duck", str(made.path), "pairs"],
            }
            taken = medians(commands, folder, repetitions, PYTHONPATH=str(Path.cwd()))
        lines.append(line(taken, *commands, size=size))
    return lines


def _answers(path: Path, size: int) -> None:
    with open_map(path) as map_:
        compared = compare_work(
            all_refs(map_), work_by_cell(map_), lambda _: (), all_terms(map_), all_areas(map_), Asked(TODAY, shared=LEAST)
        )
    found = (dict(sorted(compared.overlaps.items())), duck.pairs(path, LEAST))
    ours, theirs = ({pair: round(alike, DIGITS) for pair, alike in each.items()} for each in found)
    same(ours, theirs, f"pairs of {size}")
