"""Who does what where for whom, how many need it, and where somebody looked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ROLES: Final = ("implementer", "funder", "partner")


@dataclass(frozen=True, slots=True)
class Activity:
    """An actor works on a term (issue or service) in an area. Ids; dates ISO, possibly partial; None is not known.

    `inferred`: nobody recorded the activity, but the actor has the issue and serves (or sits in) the area.
    """

    id: int
    actor: int
    term: int
    area: int
    population: int | None = None
    role: str = "implementer"
    status: str | None = None
    since: str | None = None
    until: str | None = None
    reached: int | None = None
    capacity: int | None = None
    project: str | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class NeedFigure:
    """How many people of a population (None: all) in an area need something, on a day."""

    id: int
    area: int
    term: int
    population: int | None
    people: int
    on_date: str | None


@dataclass(frozen=True, slots=True)
class Survey:
    """Somebody looked at an area for a term (None: for all) on a day (None: not stated)."""

    id: int
    area: int
    term: int | None
    on_date: str | None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """An offer or a need."""

    id: int
    actor: int
    direction: str
    kind: str
    description: str
    quantity: float | None = None
    unit: str | None = None
    area: int | None = None
    since: str | None = None
    until: str | None = None
    conditions: str | None = None
    status: str = "open"
    audience: str = "partners"
