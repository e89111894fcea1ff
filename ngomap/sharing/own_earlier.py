"""Rows that an organization added to its workbook: which of them were taken in before, also when they read otherwise by now.

Such a row has no number. What it said is remembered under its digest, with the row of the map that came of it and the line
where it stood.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ngomap.sharing.own_taking import Taking

ROW: Final = "row"
LINE: Final = "line"
ALIKE: Final = 0.5
"""Of what is filled in either, so much is the same in what counts as one row, wherever it stands."""

Digests = dict[str, list[str]]


def new_mark(t: Taking, section: str, theirs: Digests) -> str:
    """What a row without a number is known by: all that it says."""
    return t.marks("new", section, *(text for digests in theirs.values() for text in (digests or [""])))


def with_row(theirs: Digests, row: str, line: int) -> dict[str, object]:
    """What to remember of a row that was taken in."""
    return {**theirs, ROW: [row], LINE: [str(line)]}


def replaced(known: Mapping[str, object]) -> dict[str, object]:
    """The same, once the row says something else."""
    return {**known, ROW: []}


def row_of(known: Mapping[str, object]) -> str:
    """The mark of the row of the map that came of it; empty if it says something else by now, or nobody noted it."""
    return _text(known, ROW)


def taken_before(t: Taking, section: str, mark: str) -> bool:
    """Whether a row that says just that was taken in, and not replaced since."""
    known = t.memory.base.get((section, mark))
    return known is not None and known.get(ROW) != []


def earlier(t: Taking, section: str, own: Mapping[int, Digests]) -> dict[int, str]:
    """Which of the rows without a number, by line, were taken in before: the digest of what they said then.

    Those that say the same are the same; of the others first those that are most alike, then those in the same line.
    """
    known = {mark: base for (s, mark), base in t.memory.base.items() if s == section and row_of(base)}
    found: dict[int, str] = {}
    for line, theirs in own.items():
        mark = new_mark(t, section, theirs)
        if mark in known and mark not in found.values():
            found[line] = mark
    present = set(found.values())
    left = {line: theirs for line, theirs in own.items() if not taken_before(t, section, new_mark(t, section, theirs))}
    likely = [
        (-alike, abs(_line(base) - line), line, mark)
        for line, theirs in left.items() for mark, base in known.items()
        if mark not in present and ((alike := _alike(theirs, base)) >= ALIKE or _line(base) == line)
    ]  # fmt: skip
    for _, _, line, mark in sorted(likely):
        if line not in found and mark not in found.values():
            found[line] = mark
    return found


def _alike(theirs: Digests, base: Mapping[str, object]) -> float:
    filled = [field for field, said in theirs.items() if said or base.get(field)]
    return sum(base.get(field) == theirs[field] for field in filled) / len(filled)


def _line(base: Mapping[str, object]) -> int:
    return int(_text(base, LINE) or 0)


def _text(base: Mapping[str, object], field: str) -> str:
    found = base.get(field)
    return "".join(map(str, found)) if isinstance(found, list) else ""
