"""Actors of which it is sure, before they are written, that no constraint refuses them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from ngomap.model.actors import ACTOR_STATUSES, KINDS, LEVELS
from ngomap.model.audience import AUDIENCES
from ngomap.store.connection import Map

CHECKS: Final = "PRAGMA ignore_check_constraints = {}"


def _among(values: Sequence[str]) -> Callable[[set[object]], bool]:
    return frozenset((*values, None)).issuperset


def _of_length(length: int) -> Callable[[set[object]], bool]:
    return lambda said: all(value is None or (isinstance(value, str) and len(value) == length) for value in said)


def _not_negative(said: set[object]) -> bool:
    return all(value is None or (isinstance(value, int | float) and value >= 0) for value in said)


def _never(said: set[object]) -> bool:
    return said == {None}


SURE: Final[Mapping[str, Callable[[set[object]], bool]]] = {
    "kind": _among(KINDS), "level": _among(LEVELS), "status": _among(ACTOR_STATUSES), "audience": _among(AUDIENCES),
    "country": _of_length(2), "currency": _of_length(3), "staff": _not_negative, "budget": _not_negative,
    "name": lambda said: "" not in said, "lat": _never, "lon": _never, "audited": _never,
}  # fmt: skip
"""For each column of `actors` with a CHECK: whether these values are sure to pass it. What is rare in registers is left
to SQLite."""


@contextmanager
def checked_as_needed(map_: Map, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[None]:
    """Inside, SQLite does not check actors with these values in these columns where they are sure to pass.

    For each row it would make the list of all kinds, statuses and audiences anew, which takes half the time of the insert;
    a register has few different values. Values of which it is not sure are checked by SQLite, as ever.
    """
    at = {column: n for n, column in enumerate(columns)}
    if not all(sure({row[at[column]] for row in rows}) for column, sure in SURE.items() if column in at):
        yield
        return
    map_.connection.execute(CHECKS.format("ON"))
    try:
        yield
    finally:
        map_.connection.execute(CHECKS.format("OFF"))
