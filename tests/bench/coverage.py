"""How long gaps coverage takes over ten activities for each actor, beside DuckDB counting who is in each cell."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ngomap.analyses.cells import EVERYONE, frame
from ngomap.analyses.coverage_tally import ONE, Tally
from ngomap.analyses.situation import Situation
from ngomap.model.audience import AUDIENCES
from ngomap.store.area_work import area_work
from ngomap.store.areas import all_areas
from ngomap.store.connection import open_map
from ngomap.store.coverage import need_figures, surveys
from ngomap.store.terms import all_terms
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
        work = area_work(map_, TODAY, duck.YEAR_AGO, AUDIENCES)
        situation = Situation(all_areas(map_), all_terms(map_), need_figures(map_), surveys(map_))
        cells = frame(situation, work.terms(), TODAY)
    tally = Tally(cells, work, EVERYONE)
    ours = {}
    for place in cells.places:
        for (term, population), total in tally.of(place).sums.items():
            if population == EVERYONE and total >= ONE:
                ours[place, term] = total // ONE
    # A wider term that nothing is recorded for is no column of the table.
    columns = set(cells.terms)
    theirs = {key: many for key, many in duck.cells(path).items() if key[1] in columns}
    same(dict(sorted(ours.items())), theirs, f"cells of {size}")
