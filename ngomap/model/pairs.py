"""Organizations as matching sees them, and pairs of them that may be one."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

RELATIONS: Final = ("same", "parent-of")


@dataclass(frozen=True, slots=True)
class Entry:
    """An organization with all that can tell whether another one is the same. What is not known is empty.

    `area` are the wider areas it sits in, `place` is the town or quarter, `address` the street with its number.
    """

    id: Hashable
    name: str
    aliases: tuple[str, ...] = ()
    acronym: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    email: str = ""
    website: str = ""
    phone: str = ""
    country: str = ""
    area: tuple[str, ...] = ()
    place: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one organization (`same`, in the order of their names), or of which `a` may be the parent of `b`.

    `score` is how much speaks for it, 0..1; a `sure` pair may be merged without asking; `reasons` are sentences.
    """

    a: Hashable
    b: Hashable
    score: float
    sure: bool
    relation: str
    reasons: tuple[str, ...]
