"""What the user wants of an import, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from ngomap.model.answers import Rejected
from ngomap.model.audience import DEFAULT_AUDIENCE


@dataclass(frozen=True, slots=True)
class Wishes:
    """`source` is where new records say they are from. `audience` None: what such records start with.
    `surveyed_on`: the day the areas of a 3W were looked at, if the file does not say.
    """

    source: str
    audience: str | None = None
    surveyed_on: str | None = None
    new_terms: bool = False

    def audience_of(self, kind: str) -> str:
        """The audience of a new record of that kind."""
        return self.audience or DEFAULT_AUDIENCE[kind]


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken from a file: rows by what became of them, and new records by kind."""

    added: int
    changed: int
    unchanged: int
    rejected: tuple[Rejected, ...] = ()
    stored: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    samples: dict[str, str] = field(default_factory=dict)
    examples: dict[str, tuple[str, ...]] = field(default_factory=dict)


Progress = Callable[[int], None]
"""Told, now and then, how many rows have been dealt with."""


def most_usual(counted: Counter[str]) -> str:
    """What is said most often; of equals the first in the alphabet, so that the order of rows decides nothing."""
    return min(counted, key=lambda text: (-counted[text], text), default="")


def owners(
    rows_of: Mapping[Hashable, list[int]], wanted: Iterable[Hashable], order: Callable[[int], object]
) -> set[int]:
    """The row that answers for each of the wanted records: of several that say the same, one. Which one is decided by
    what the rows say, never by where they stand.
    """
    found: set[int] = set()
    for key in wanted:
        rows = rows_of[key]
        found.add(rows[0] if len(rows) == 1 else min(rows, key=order))  # type: ignore[arg-type]
    return found


def count_of(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun.

    >>> count_of(1, "district"), count_of(34, "province"), count_of(2, "country", "countries")
    ('1 district', '34 provinces', '2 countries')
    """
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def listed(texts: Iterable[str], limit: int = 5) -> str:
    """The first few texts as one, and how many more there are."""
    found = list(texts)
    more = f" and {len(found) - limit} more" if len(found) > limit else ""
    return ", ".join(found[:limit]) + more
