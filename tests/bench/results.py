"""The file of results that README quotes: a section for each part, written anew when that part is run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from tests.bench.measuring import Line, growth_table, machine, table

RESULTS: Final = Path(__file__).with_name("RESULTS.md")
INTRODUCTION: Final = """\
# What was measured

Written by `python -m tests.bench --out FILE`, each section when its part was last run. Whole processes, taking turns with
their alternative in the same run; medians of time, the largest MiB of memory. The size is the number of actors: `1k`,
`10k`, `100k`, `1M`, with ten ties each. A ratio over its bound is marked MISSED.
"""
SECTION: Final = re.compile(r"^## (.+)\n\n((?:(?!^## ).*\n?)*)", re.MULTILINE)


def section(part: str, lines: Sequence[Line], day: date) -> str:
    """What the file says of one part."""
    grown = growth_table(lines)
    tables = [table(lines), *([grown] if grown else [])]
    return f"## {part}\n\nMeasured on {day} ({machine()}).\n\n" + "\n\n".join(tables) + "\n"


def write_results(path: Path, measured: Mapping[str, Sequence[Line]], order: Iterable[str], day: date) -> None:
    """Put the sections of these parts into the file, and leave the others as they are."""
    found = sections(path.read_text(encoding="utf-8")) if path.exists() else {}
    found |= {part: section(part, lines, day) for part, lines in measured.items() if lines}
    kept = [found[part] for part in [*(p for p in order if p in found), *(p for p in found if p not in order)]]
    path.write_text("\n".join([INTRODUCTION, *kept]), encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """The sections of a file of results, by part."""
    return {match[1]: match[0].rstrip() + "\n" for match in SECTION.finditer(text)}
