"""Run the benchmarks: all parts, or those named. Prints tables of medians, ratios and growth; a wrong answer is a failure.

    python -m tests.bench [PART ...] [--sizes 1k,10k,100k,1M] [--repetitions N] [--out FILE]
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.coalition import coalition
from tests.bench.completion import completion
from tests.bench.coverage import coverage
from tests.bench.exports import exports
from tests.bench.graph import graph
from tests.bench.importing import importing, memory
from tests.bench.left import left
from tests.bench.local import local
from tests.bench.market import market
from tests.bench.matching import matching
from tests.bench.measuring import Line, growth_table, machine, table
from tests.bench.mondays import mondays
from tests.bench.nearby import nearby
from tests.bench.pairs import pairs
from tests.bench.pictures import pictures
from tests.bench.register import SIZES
from tests.bench.results import write_results
from tests.bench.searching import searching
from tests.bench.secure import secure
from tests.bench.start_up import start_up
from tests.bench.tagging import tagging

PARTS: dict[str, Callable[..., list[Line]]] = {
    "start-up": start_up,
    "completion": completion,
    "search": searching,
    "near": nearby,
    "mondays": mondays,
    "local": local,
    "coalition": coalition,
    "market": market,
    "pairs": pairs,
    "coverage": coverage,
    "exports": exports,
    "pictures": pictures,
    "graph": graph,
    "left": left,
    "import": importing,
    "import-memory": memory,
    "matching": matching,
    "tagging": tagging,
    "secure": secure,
}
"""Every part. One whose function takes `sizes` is measured on maps of those numbers of actors; `repetitions` likewise."""


def main(words: Sequence[str] | None = None) -> int:
    """Run the parts and print what was measured; 1 if a bound was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Time ngomap beside alternatives.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"which; without one all: {', '.join(PARTS)}")
    parser.add_argument("--sizes", "--size", type=_sizes, help=f"of which maps, such as 1k,100k: {', '.join(SIZES)}")
    parser.add_argument("--repetitions", type=int, help="how often each command is run and timed, instead of what the part says")
    parser.add_argument("--out", type=Path, metavar="FILE", help="also write the tables into this file of results")
    given = parser.parse_args(words)
    unknown = [name for name in given.parts if name not in PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]!r}; parts: {', '.join(PARTS)}")
    measured = {name: _measured(PARTS[name], sizes=given.sizes, repetitions=given.repetitions) for name in given.parts or PARTS}
    lines = [line for of_part in measured.values() for line in of_part]
    print(machine())
    print(table(lines))
    print(growth_table(lines))
    if given.out:
        write_results(given.out, measured, PARTS, datetime.now(UTC).date())
    return int(any(line.missed for line in lines))


def _sizes(text: str) -> list[int]:
    wrong = [word for word in text.split(",") if word not in SIZES]
    if wrong:
        raise argparse.ArgumentTypeError(f"{wrong[0]!r} is none of {', '.join(SIZES)}")
    return [SIZES[word] for word in text.split(",")]


def _measured(part: Callable[..., list[Line]], **wanted: object) -> list[Line]:
    """The lines of a part, told what it takes of what was asked for."""
    takes = inspect.signature(part).parameters
    return part(**{name: value for name, value in wanted.items() if value and name in takes})


if __name__ == "__main__":
    sys.exit(main())
