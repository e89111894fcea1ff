"""Who can introduce us to an actor?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ngomap.analyses.freshness import before, months_before
from ngomap.graph.introductions import Way, find_ways, open_doors, ranked, separate, way_along
from ngomap.model.actors import Actor
from ngomap.model.audience import may_see
from ngomap.model.contacts import Stance
from ngomap.model.relationships import Tie

POSITIONS: Final = ("on-board-of", "works-for", "holds-office-in")
"""Ties that give a person a place in an organization, and a say there, for a time."""
LAPSED_MONTHS: Final = 12
"""A position that was over longer ago opens no door any more that is worth a word."""
ON_BOARD: Final = "on-board-of"


@dataclass(frozen=True, slots=True)
class Circles:
    """The rows around the two: the ties of either and those between their contacts, everybody who stands in them, and
    where these stand on issues. What is not for the reader is not among them.
    """

    source: Actor
    target: Actor
    actors: Mapping[int, Actor]
    ties: Sequence[Tie]
    stances: Sequence[Stance] = ()


@dataclass(frozen=True, slots=True)
class Introductions:
    """The ways from the source to the target, each list with the strongest first.

    `direct` is the tie between them; `apart` are ways that have nobody in common; `also` share somebody with these;
    `lapsed` would be ways if a position on them were not over. `nearest` are the target's own contacts, where no way
    leads; `board` are the people on the source's board; `target_position` is what the target, if a person, is where.
    """

    source: Actor
    target: Actor
    on: str
    via: str
    actors: Mapping[int, Actor]
    direct: Way | None = None
    apart: tuple[Way, ...] = ()
    also: tuple[Way, ...] = ()
    lapsed: tuple[Way, ...] = ()
    nearest: tuple[Way, ...] = ()
    board: frozenset[int] = field(default_factory=frozenset)
    target_position: Tie | None = None

    @property
    def best(self) -> Way | None:
        """The strongest way through somebody else, if there is one."""
        return self.apart[0] if self.apart else None

    def pairs(self, most: int = 0) -> list[tuple[int, int]]:
        """Whose last contact is told: both ends of each step, of at most so many ways of a kind (0: all)."""
        kinds = (self.apart, self.also, self.lapsed, self.nearest)
        shown = [way for ways in kinds for way in (ways[:most] if most else ways)]
        shown += [self.direct] if self.direct else []
        return sorted({pair for way in shown for pair in way.pairs})


def find_introductions(rows: Circles, on: str, via: str = "any") -> Introductions:
    """Who can introduce the source to the target on the day `on` (ISO), over at most three ties?

    The strength of a way is the product of those of its ties (`ngomap.graph.strength`: how far one can count on each).
    Of parallel ties the strongest counts. Never on a way: opponents (their newest stance on some issue is negative),
    rivals of either end, pairs at odds, ties that only monitor, whoever is secret, has closed or is not for the
    reader, and ties that do not stand on the day. With `via` "board", the first to ask is one of the source's board,
    and whoever comes after is, too, or is an organization on whose board one of them sits.

    Nobody is found in an empty map, for an actor without ties, or in another component; one actor alone has nobody to
    be introduced to.

    Reference: Granovetter, M. (1973). The strength of weak ties. American Journal of Sociology 78.

    >>> def actor(id_, handle, kind="ngo"):
    ...     return Actor(id_, "", handle, kind, handle.title(), *[None] * 19, "public")
    >>> us, ana, them = actor(1, "us"), actor(2, "ana", "person"), actor(3, "them")
    >>> ties = [Tie(1, "on-board-of", 2, 1, "active"), Tie(2, "on-board-of", 2, 3, "active")]
    >>> found = find_introductions(Circles(us, them, {1: us, 2: ana, 3: them}, ties), "2024-03-31")
    >>> found.best.nodes, round(found.best.strength, 2), found.direct
    ((1, 2, 3), 0.64, None)
    """
    source, target = rows.source, rows.target
    there = {i: a for i, a in rows.actors.items() if a.status != "closed" or i in (source.id, target.id)}
    handles = {i: a.handle for i, a in there.items()}
    doors = open_doors(rows.ties, on, handles)
    avoid = _avoided(rows, on)
    board = frozenset(_board(rows.ties, source.id, on))
    first = board if via == "board" else None
    between = board | set(_boards(rows.ties, board, on)) if via == "board" else None
    ways = find_ways(doors, source.id, target.id, handles, avoid, first, between)
    direct = next((way for way in ways if way.steps == 1), None)
    apart, also = separate([way for way in ways if way.steps > 1])
    lapsed: list[Way] = []
    over = {t.id: t for t in rows.ties if lapsed_on(t, on) and t.b not in doors.get(t.a, {})}
    if over and source.id != target.id:
        revived = [replace(t, status="active", until=None) for t in over.values()]
        again = open_doors([*(t for t in rows.ties if t.id not in over), *revived], on, handles)
        everybody = find_ways(again, source.id, target.id, handles, avoid)
        once = [replace(w, ties=tuple(over.get(t.id, t) for t in w.ties)) for w in everybody]
        lapsed = [w for w in once if w.steps > 1 and any(t.id in over for t in w.ties)] if via == "any" else []
    nearest = [way_along(doors, (one, target.id)) for one in doors.get(target.id, ()) if one not in avoid]
    return Introductions(
        source, target, on, via, there, direct, tuple(apart), tuple(also), tuple(lapsed),
        () if ways else tuple(ranked(nearest, handles)), board,
        _position(rows, there, on),
    )  # fmt: skip


def opponents(stances: Iterable[Stance], on: str) -> set[int]:
    """Whose newest stance up to the day is negative, on any issue."""
    newest: dict[tuple[int, int], Stance] = {}
    for row in sorted(stances, key=lambda s: s.on_date or ""):
        if row.stance is not None and (row.on_date or "") <= on:
            newest[row.actor, row.issue] = row
    return {row.actor for row in newest.values() if (row.stance or 0) < 0}


def lapsed_on(tie: Tie, on: str) -> bool:
    """Whether a position was over on the day, but not for long.

    >>> lapsed_on(Tie(1, "on-board-of", 1, 2, "ended", until="2024-01-31"), "2024-03-31")
    True
    """
    if tie.type not in POSITIONS or tie.status not in ("active", "dormant", "ended") or tie.until is None:
        return False
    return before(tie.until, on) and not before(tie.until, months_before(on, LAPSED_MONTHS))


def _avoided(rows: Circles, on: str) -> set[int]:
    ends = (rows.source.id, rows.target.id)
    rivals = {t.other(end) for t in rows.ties if t.type == "rivals" and t.open_on(on) for end in ends if end in (t.a, t.b)}
    secret = {i for i, a in rows.actors.items() if a.audience == "secret"}
    return opponents(rows.stances, on) | rivals | secret


def _position(rows: Circles, there: Mapping[int, Actor], on: str) -> Tie | None:
    held = [t for t in rows.ties if t.type in POSITIONS and t.a == rows.target.id and t.b in there and t.open_on(on)]
    order = [t for t in held if rows.target.kind == "person" and may_see(t.audience, "partners")]
    return min(order, key=lambda t: (-POSITIONS.index(t.type), there[t.b].handle), default=None)


def _board(ties: Iterable[Tie], organization: int, on: str) -> list[int]:
    return [t.a for t in ties if t.type == ON_BOARD and t.b == organization and t.open_on(on)]


def _boards(ties: Iterable[Tie], people: Collection[int], on: str) -> list[int]:
    return [t.b for t in ties if t.type == ON_BOARD and t.a in people and t.open_on(on)]
