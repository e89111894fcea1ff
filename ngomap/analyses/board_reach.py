"""Our board, and whom each on it leads to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ngomap.analyses.freshness import before
from ngomap.analyses.introductions import ON_BOARD, POSITIONS, lapsed_on
from ngomap.analyses.introductions_telling import Contacts
from ngomap.graph.introductions import Doors, open_doors
from ngomap.model.actors import Actor
from ngomap.model.relationships import Tie

MOST_BOARDS: Final = 20
"""Who sits on more boards than that joins no two of them in particular."""


@dataclass(frozen=True, slots=True)
class BoardRows:
    """The rows around us: our ties, those of our contacts, those of the people these know, and of the organizations
    that our board leads to; everybody who stands in them; and our last contact with each on the board. What is not for
    the reader is not among them.
    """

    us: Actor
    actors: Mapping[int, Actor]
    ties: Sequence[Tie]
    contacts: Contacts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on our board, or who was lately: the tie that says so, and whom they lead to, each by the ties there.

    `only` are those whom nobody else of ours reaches, `also` the others.
    """

    tie: Tie
    only: Mapping[int, tuple[Tie, ...]]
    also: Mapping[int, tuple[Tie, ...]]


@dataclass(frozen=True, slots=True)
class Board:
    """Our board on the day: `members` now, those whose term is `over`, and who shares somebody with whom."""

    on: str
    us: Actor
    actors: Mapping[int, Actor]
    members: tuple[Member, ...]
    over: tuple[Member, ...]
    interlocks: Mapping[tuple[int, int], tuple[Tie, ...]]
    """By two organizations: the ties that put the same people on both boards."""


def board_on(rows: BoardRows, on: str) -> Board:
    """Our board on the ISO day, see `ngomap.analyses.board`."""
    there = {i: a for i, a in rows.actors.items() if a.status != "closed" or i == rows.us.id}
    handles = {i: a.handle for i, a in there.items()}
    doors = open_doors(rows.ties, on, handles)
    positions: dict[int, list[Tie]] = {}
    for tie in rows.ties:
        if tie.type in POSITIONS and tie.open_on(on) and tie.b in doors.get(tie.a, ()):
            positions.setdefault(tie.a, []).append(tie)
    ours = doors.get(rows.us.id, {})
    reached = {contact: _reach(doors, positions, contact, rows.us.id, ours) for contact in ours}
    by_how_many: dict[int, int] = {}
    for reach in reached.values():
        for one in reach:
            by_how_many[one] = by_how_many.get(one, 0) + 1
    seats = [t for t in rows.ties if t.type == ON_BOARD and t.b == rows.us.id and t.a in there]
    members = {t.a: t for t in seats if t.open_on(on) and t.a in ours}
    gone = {
        t.a: t
        for t in sorted(seats, key=lambda t: t.until or "")
        if t.a not in members and is_over(t, on)
    }  # fmt: skip

    def member(tie: Tie) -> Member:
        mine = reached.get(tie.a) or _reach(doors, positions, tie.a, rows.us.id, ours)
        own = 1 if tie.a in reached else 0
        only = {x: ties for x, ties in mine.items() if x not in ours and by_how_many.get(x, 0) == own}
        return Member(tie, only, {x: ties for x, ties in mine.items() if x not in only})

    now = tuple(member(t) for t in members.values())
    matter = {rows.us.id, *ours, *(x for m in now for x in (*m.only, *m.also))}
    return Board(on, rows.us, there, now, tuple(member(t) for t in gone.values()), _interlocks(rows.ties, there, matter, on))


def _reach(
    doors: Doors, positions: Mapping[int, Sequence[Tie]], contact: int, us: int, ours: Collection[int]
) -> dict[int, tuple[Tie, ...]]:
    """Whom a contact of ours leads to, by which ties; where another contact of ours sits, that one leads to."""
    found: dict[int, tuple[Tie, ...]] = {x: (tie,) for x, tie in doors.get(contact, {}).items() if x != us}
    for person, tie in doors.get(contact, {}).items():
        for position in positions.get(person, ()) if person not in ours else ():
            if position.b not in (us, contact):
                found.setdefault(position.b, (tie, position))
    return found


def is_over(tie: Tie, on: str) -> bool:
    """Whether a seat was given up within the last year, or is still recorded as if it were not over.

    >>> is_over(Tie(1, "on-board-of", 1, 2, "active", until="2020"), "2024-03-31")
    True
    """
    if tie.until is None or not before(tie.until, on):
        return False
    return tie.status in ("active", "dormant") or lapsed_on(tie, on)


def _interlocks(
    ties: Iterable[Tie], there: Mapping[int, Actor], matter: set[int], on: str
) -> dict[tuple[int, int], tuple[Tie, ...]]:
    seats: dict[int, dict[int, Tie]] = {}
    for tie in ties:
        if tie.type == ON_BOARD and tie.open_on(on) and tie.b in matter and tie.a in there and tie.b in there:
            seats.setdefault(tie.a, {})[tie.b] = tie
    found: dict[tuple[int, int], list[Tie]] = {}
    for person in sorted(seats, key=lambda i: there[i].handle):
        boards = sorted(seats[person], key=lambda i: there[i].handle)
        if len(boards) > MOST_BOARDS:
            continue
        for i, a in enumerate(boards):
            for b in boards[i + 1 :]:
                found.setdefault((a, b), []).extend((seats[person][a], seats[person][b]))
    return {pair: tuple(both) for pair, both in found.items()}
