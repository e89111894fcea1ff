"""What the parts of a register are made of: draws by chance, rows put in, and who and where everybody is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from ngomap.store.connection import Map
from ngomap.store.writing import insert_many

KINDS: Final = ("ngo", "cbo", "government", "donor", "media", "faith", "network", "coalition", "academia", "union", "legislature", "person")
SHIFT: Final = 40
"""Two numbers of actors in one: the first this many bits higher."""

Numbers = Any
"""A numpy array of whole numbers."""


@dataclass(frozen=True)
class Areas:
    """The tree of areas by row number, and which of them are places, with their district."""

    rows: list[tuple[object, ...]]
    names: list[str]
    parents: Numbers
    places: Numbers
    points: Numbers


@dataclass(frozen=True)
class People:
    """Who everybody is, by row number; ours is 1, and 0 is nobody."""

    kinds: Numbers
    areas: Numbers
    districts: Numbers
    heads: dict[int, int]
    handles: list[str]


def insert(connection: sqlite3.Connection, into: str, rows: Iterable[Sequence[object]]) -> None:
    places = ", ".join("?" * (into.count(",") + 1))
    insert_many(Map(Path(), connection), f"INSERT INTO {into} VALUES ({places})", rows)


def uid_of(kind: int, n: int) -> str:
    return f"{n:08x}-{kind:04x}-4000-8000-000000000000"


def zipf(dice: np.random.Generator, size: int, draws: int, flat: int = 0) -> Numbers:
    """So many draws from 0 to size - 1, the n-th being drawn in proportion to 1 / (n + flat)."""
    weights = 1 / (np.arange(1, size + 1) + flat)
    return np.minimum(np.searchsorted(np.cumsum(weights) / weights.sum(), dice.random(draws)), size - 1)
