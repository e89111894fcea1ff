"""Grants of one funder to one organization on one day: rows that only their amounts tell apart are several ties."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import Final

from ngomap.importers.cells import tidy
from ngomap.importers.grid import Grid, Row
from ngomap.importers.records import TieRow
from ngomap.importers.tie_facts import Ties, blurred, tie_field
from ngomap.model.text import name_key

_ASIDE: Final = re.compile(r"\([^()]*\)")
_COMMON: Final = frozenset(
    ("the", "and", "for", "of", "inc", "incorporated", "llc", "ltd", "limited", "corp", "corporation", "company",
     "foundation", "fund", "funds", "trust", "society", "association", "organization", "international", "national",
     "center", "centre", "institute", "university", "council", "program", "project")
)  # fmt: skip
_TELLING: Final = 4
"""Letters of a word by which it is known here, whatever its ending."""


@lru_cache(maxsize=65_536)
def _key(name: str) -> str:
    """What spellings of one name have in common, and some names that are alike as well: a reference too many does no
    harm, and one too few would make one tie of two.
    """
    words = name_key(_ASIDE.sub(" ", name)).split()
    telling = {w[:_TELLING] for w in words if len(w) > 2 and w not in _COMMON and not any(c.isdigit() for c in w)}
    return " ".join(sorted(telling)) or " ".join(words)


Details = tuple[float, str]
"""The amount, and whatever else the row says."""


class Repeats:
    """Gives ties that would be taken for one a `reference` each: the amount, and a number behind where even that is the
    same. Of several the one with the least amount has none, so that the order of the rows decides nothing and a grant
    that is alone keeps its identity when its amount is corrected. Where the file has dates, a row without one has a
    reference in any case.

    The file is read once more to see which pairs and dates occur again; what is kept of each row is one number.
    """

    def __init__(self, grid: Grid, a: int, b: int, ties: Ties) -> None:
        fields = {at: ties.wanted.get(h.casefold()) or tie_field(h) for at, h in enumerate(grid.headers)}
        self.needed = "amount" in fields.values() and "reference" not in fields.values()
        self.ends = (a, b)
        self.date_at, self.precision_at, self.type_at = (
            next((at for at, f in fields.items() if f == field), None) for field in ("since", "precision", "type")
        )
        self.amount_at = next((at for at, f in fields.items() if f == "amount"), a)
        self.least: dict[int, Details] = {}
        self.counted: Counter[tuple[int, float]] = Counter()
        self.first: set[int] = set()
        self.groups = array("q")
        if self.needed:
            self._look(grid)

    def _look(self, grid: Grid) -> None:
        self.groups.extend(map(self._group, grid.rows))
        again = {one for one, other in pairwise(sorted(self.groups)) if one == other}
        for group, row in zip(self.groups, grid.rows, strict=True) if again else ():
            if group in again and (amount := self._amount(row)) is not None:
                details = (amount, "\x1f".join(row.cells))
                self.least[group] = min(self.least.get(group, details), details)

    def _group(self, row: Row) -> int:
        date, precision, kind = (
            "" if at is None else tidy(row.cells[at]) for at in (self.date_at, self.precision_at, self.type_at)
        )
        # Names that are much alike may be taken for one actor later on.
        ends = [_key(row.cells[at]) for at in self.ends]
        return hash((*ends, blurred(date, precision.casefold()), kind))

    def _amount(self, row: Row) -> float | None:
        try:
            amount = float(tidy(row.cells[self.amount_at]) or 0)
        except ValueError:
            return None
        # A row that is less than nothing is rejected, and is not the least of those that are taken.
        return amount if amount >= 0 else None

    def tell_apart(self, at: int, row: Row, tie: TieRow) -> None:
        """Give the tie of row number `at` (from 0) its reference, if it needs one."""
        if not self.needed:
            return
        group = self.groups[at]
        # Without a date it would be taken for any other tie of the two.
        undated = self.date_at is not None and "since" not in tie.facts
        if group not in self.least and not undated:
            return
        amount = self._amount(row) or 0.0
        least = self.least.get(group)
        if not undated and group not in self.first and (amount, "\x1f".join(row.cells)) == least:
            self.first.add(group)
            return
        self.counted[group, amount] += 1
        number = self.counted[group, amount] + (not undated and least is not None and amount == least[0])
        text = f"amount {amount:.2f}".removesuffix(".00") if self._has_amount(row) else "no amount"
        tie.facts["reference"] = text if number == 1 else f"{text}, {number}"

    def _has_amount(self, row: Row) -> bool:
        return bool(tidy(row.cells[self.amount_at]))
