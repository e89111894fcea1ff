"""Run the benchmarks: all parts, or those named. Prints a table of medians and ratios; a wrong answer is a failure."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.bench.coalition import coalition
from tests.bench.importing import importing, memory
from tests.bench.market import market
from tests.bench.matching import matching
from tests.bench.measuring import Line, machine, table
from tests.bench.mondays import mondays
from tests.bench.nearby import nearby
from tests.bench.start_up import start_up
from tests.bench.tagging import tagging

PARTS: dict[str, Callable[[], list[Line]]] = {
    "coalition": coalition,
    "start-up": start_up, "mondays": mondays, "import": importing, "import-memory": memory, "matching": matching,
    "tagging": tagging, "market": market, "near": nearby,
}  # fmt: skip


def main(names: list[str]) -> int:
    """Run the parts and print what was measured; 1 if a bound was missed."""
    unknown = set(names) - set(PARTS)
    if unknown:
        print(f"There is no part {sorted(unknown)[0]!r}; parts: {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    lines = [line for name in names or PARTS for line in PARTS[name]()]
    print(machine())
    print(table(lines))
    return int(any(line.missed for line in lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
