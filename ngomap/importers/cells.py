"""What one cell of a foreign table says: tidied, several values taken apart, stand-ins for nothing known."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ngomap.model.text import one_line

LIST_MARKS: Final = re.compile(r"[|;\n]")
_NOTHING: Final = frozenset(("-", "--", "–", "—", "?", "n/a", "#n/a", "null", "#ref!", "#value!"))


@lru_cache(maxsize=65_536)
def tidy(cell: str) -> str:
    """The cell on one line without needless space; empty if it only says that nothing is known.

    >>> tidy(" Afghan\\xa0 Aid "), tidy("N/A")
    ('Afghan Aid', '')
    """
    text = one_line(cell)
    return "" if text.casefold() in _NOTHING else text


def several(cell: str, separator: str | None) -> tuple[str, ...]:
    """The values in a cell, cut at the separator; where none was said, at `|`, `;` and line ends.

    >>> several("health; nutrition", None), several("health, nutrition", ","), several("", None)
    (('health', 'nutrition'), ('health', 'nutrition'), ())
    """
    parts = cell.split(separator) if separator else LIST_MARKS.split(cell)
    return tuple(dict.fromkeys(text for part in parts if (text := tidy(part))))


def in_step(names: str, others: str, separator: str | None) -> tuple[tuple[str, str], ...]:
    """Two cells taken apart together: names with their codes or acronyms. Where the counts do not agree, the mark was
    part of a name, and the cells are one value each.

    >>> in_step("CARE; Save", "C; S", None), in_step("Handicap | Inclusion", "HI", None)
    ((('CARE', 'C'), ('Save', 'S')), (('Handicap | Inclusion', 'HI'),))
    """
    first, second = several(names, separator), several(others, separator)
    if len(first) == len(second):
        return tuple(zip(first, second, strict=True))
    if not second:
        return tuple((name, "") for name in first)
    if not first:
        return tuple(("", other) for other in second)
    return ((tidy(names), tidy(others)),)
