"""How long gaps coverage takes over ten activities for each actor, beside DuckDB counting who is in each cell."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ngomap.analyses.cells import EVERYONE, lay_out
from ngomap.analyses.presence import Presences
from ngomap.cli.coverage_rows import coverage_rows
from ngomap.model.audience import AUDIENCES
from ngomap.store.connection import open_map
from tests.bench import duck
from tests.bench.measuring import Line, line, medians, same
from tests.bench.register import TODAY, register

SIZES = (1_000, 10_000, 100_000)
REPETITIONS = 3


def coverage(sizes: Sequence[int] = SIZES, repetitions: int = REPETITIONS) -> list[Line]:
    """A line for each size; another number of organizations in any cell than DuckDB counts is an error."""
    lines = []
    for size in sizes:
        made = register(size)
        _answers(made.path, size)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            made.link(folder)
            commands = {
                "ngomap gaps coverage": [str(Path(sys.executable).parent / "ngomap"), "gaps", "coverage", "--as-of", TODAY],
                "DuckDB, organizations in each cell": [sys.executable, "-m", "tests.bench.duck", str(made.path), "cells"],
            }
            taken = medians(commands, folder, repetitions, PYTHONPATH=str(Path.cwd()))
        lines.append(line(taken, *commands, size=size))
    return lines


def _answers(path: Path, size: int) -> None:
    with open_map(path) as map_:
        rows = coverage_rows(map_, AUDIENCES[-1])
    cells = lay_out(rows.areas, rows.terms, rows.activities, rows.figures, rows.surveys, TODAY)
    presences = Presences(cells, rows.statuses, TODAY)
    ours = {(place, term): len(presences.of((place, term, EVERYONE)).present) for place in cells.places for term in cells.terms}
    # A wider term that nothing is recorded for is no column of the table.
    columns = set(cells.terms)
    theirs = {key: many for key, many in duck.cells(path).items() if key[1] in columns}
    same({key: many for key, many in sorted(ours.items()) if many}, theirs, f"cells of {size}")
