"""The map's history as plain rows: changes, the facts they consist of, and where a fact comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What one command changed, together. The actors from `first_actor` to `last_actor` are those it made."""

    id: int
    at: str
    command: str
    author: str | None
    kind: str
    file: str | None = None
    first_actor: int | None = None
    last_actor: int | None = None
    undoes: int | None = None
    undone_by: int | None = None

    def made(self, actor_id: int | None) -> bool:
        """Whether the actor is one of those that this change made."""
        if actor_id is None or self.first_actor is None or self.last_actor is None:
            return False
        return self.first_actor <= actor_id <= self.last_actor


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a change did: a row added, a field of it changed, or what a row that went had said.

    `key` is the row's key, or a JSON list of the columns of its key; `actor` and `other` are whom it is about.
    """

    id: int
    change: int
    action: str
    table: str
    key: int | str
    actor: int | None
    other: int | None
    field: str | None
    old: object = None
    new: object = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where what is known of an actor in a field comes from: a file and its line, or a person's hand. Without either
    it was there before the map kept a history.
    """

    field: str
    value: str
    at: str | None = None
    file: str | None = None
    line: int | None = None
    part: str | None = None
    by_hand: bool = False
    author: str | None = None
    change: int | None = None
