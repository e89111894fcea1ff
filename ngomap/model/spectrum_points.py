"""Where each actor stands on an issue, to be drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, eq=False, repr=False)
class SpectrumPoint:
    """An actor at its stance, -2 to 2; influence 0 to 5 or None where it is not known. `then` is where it stood on the
    earlier day, if that is known and another. `us`: it is us.
    """

    handle: str
    name: str
    stance: int
    influence: int | None
    then: int | None
    text: str
    us: bool = False


@dataclass(slots=True, eq=False, repr=False)
class SpectrumPoints:
    """Those placed, the most influential of each stance first, and the names of those of whom no stance is known."""

    issue: str
    on: str
    since: str
    points: tuple[SpectrumPoint, ...]
    unknown: tuple[str, ...]
    us: str = ""
