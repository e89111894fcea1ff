"""One import while it runs: what became of each row, and what is worth saying about it in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ngomap.importers.grid import Row
from ngomap.importers.records import Said
from ngomap.intake.wishes import Wishes
from ngomap.intake.words import Words
from ngomap.model.answers import Rejected
from ngomap.model.pairs import Pair
from ngomap.store.connection import Map
from ngomap.store.match_entries import Without

UNCHANGED: Final = 0
CHANGED: Final = 1
ADDED: Final = 2
REJECTED: Final = 3
KEPT_EXAMPLES: Final = 8

Change = tuple[str, str, object, object]
"""An actor's name, a field, what it said and what it says now."""


class Seen:
    """Ids that were met, in a byte each: a register has millions."""

    def __init__(self) -> None:
        self._met = bytearray()

    def deal_with(self, id_: int) -> None:
        """Note an id."""
        if id_ >= len(self._met):
            self._met.extend(bytes(max(id_ + 1 - len(self._met), len(self._met) + 1024)))
        self._met[id_] = 1

    def deal_with_all(self, ids: Sequence[int]) -> None:
        """Note ids that follow on one another."""
        if ids:
            self.deal_with(ids[-1])
            self._met[ids[0] : ids[-1] + 1] = b"\1" * len(ids)

    def spoken_of(self, id_: int) -> bool:
        """Whether the id was met."""
        return id_ < len(self._met) and bool(self._met[id_])


@dataclass(slots=True)
class Run:
    """What an import has done so far. `outcome` holds a number for each row in the order of the file; `keys` the actors
    by the names that ties of the file use; `actors` and `ties` know of whom an earlier batch of rows spoke: what that said
    stands, later rows only fill in. `change` is its number in the history; `doubtful` are pairs of the batch at
    hand that may be one; `numbered` says how far the handles of a name are numbered.
    """

    map: Map
    wishes: Wishes
    words: Words
    outcome: bytearray = field(default_factory=bytearray)
    rejected: list[tuple[Rejected, str]] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)
    actors: Seen = field(default_factory=Seen)
    ties: Seen = field(default_factory=Seen)
    stored: Counter[str] = field(default_factory=Counter)
    replaced: list[Change] = field(default_factory=list)
    replaced_in_all: int = 0
    kept_by_hand: list[Change] = field(default_factory=list)
    kept_in_all: int = 0
    differing: list[str] = field(default_factory=list)
    mixed_scripts: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    joined_in_all: int = 0
    doubtful: list[Pair] = field(default_factory=list)
    doubtful_in_all: int = 0
    change: int = 0
    texts: dict[int, str] = field(default_factory=dict)
    tagged: int = 0
    without: Without = field(default_factory=Without)
    numbered: dict[str, int] = field(default_factory=dict)

    def mark(self, at: int, what: int) -> None:
        """Row number `at` did at least this."""
        if self.outcome[at] < what:
            self.outcome[at] = what

    def reject(self, at: int, row: Row, part: str, reason: str, headers: tuple[str, ...]) -> None:
        """Row number `at` is not taken."""
        if self.outcome[at] != REJECTED:
            self.outcome[at] = REJECTED
            record = dict(zip(headers, row.cells, strict=False))
            self.rejected.append((Rejected(row.line, reason, record), part))

    def replace(self, change: Change) -> None:
        """A value of the map gave way to the file's."""
        self.replaced_in_all += 1
        if len(self.replaced) < KEPT_EXAMPLES:
            self.replaced.append(change)

    def keep(self, change: Change) -> None:
        """A value that was set by hand stayed, though the file says something else."""
        self.kept_in_all += 1
        if len(self.kept_by_hand) < KEPT_EXAMPLES:
            self.kept_by_hand.append(change)

    def counted(self, what: int) -> int:
        """How many rows did that."""
        return self.outcome.count(what)


@dataclass(slots=True)
class Numbered:
    """A row with its number among all rows of the import."""

    at: int
    said: Said
