"""Ties between actors: their types, the ladder of working together, and what may stand at each end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ngomap.errors import InvalidValue

RUNGS: Final = ("aware", "contact", "sharing", "support", "coordination", "collaboration")
COORDINATION: Final = 4
TIE_STATUSES: Final = ("wanted", "active", "dormant", "ended", "declined")
TIE_STANCES: Final = ("cooperative", "mixed", "confrontational")
TRUST_ITEMS: Final = ("reliability", "shared_mission", "openness")
VALUE_ITEMS: Final = ("influence", "involvement", "resources")

# Months without an event after which a tie at this rung is stale.
FRESHNESS_MONTHS: Final = (12, 12, 12, 12, 6, 6)

_PERSON: Final = frozenset({"person"})
_PUBLIC_BODY: Final = frozenset({"government", "legislature", "court", "igo"})


@dataclass(frozen=True, slots=True)
class TieType:
    """A type of relationship, with its label read in both directions. An empty set of kinds means any kind."""

    name: str
    forward: str
    backward: str
    from_kinds: frozenset[str] = frozenset()
    to_kinds: frozenset[str] = frozenset()
    not_from: frozenset[str] = frozenset()
    not_to: frozenset[str] = frozenset()

    @property
    def mutual(self) -> bool:
        """Whether the tie reads the same from both ends."""
        return self.forward == self.backward


TIE_TYPES: Final[dict[str, TieType]] = {
    t.name: t
    for t in (
        TieType("works-with", "works with", "works with"),
        TieType("member-of", "is a member of", "has as member"),
        TieType("funds", "funds", "is funded by"),
        TieType("mentors", "mentors", "is mentored by"),
        TieType("monitors", "monitors", "is monitored by"),
        TieType("advises", "advises", "is advised by"),
        TieType("parent-of", "is the parent of", "is a branch of", not_from=_PERSON, not_to=_PERSON),
        TieType("on-board-of", "sits on the board of", "has on its board", _PERSON, not_to=_PERSON),
        TieType("works-for", "works for", "employs", _PERSON, not_to=_PERSON),
        TieType("holds-office-in", "holds office in", "has as office holder", _PERSON, _PUBLIC_BODY),
        TieType("volunteers-for", "volunteers for", "has as volunteer", _PERSON, not_to=_PERSON),
        TieType("knows", "knows", "knows"),
        TieType("rivals", "rivals", "rivals"),
        TieType("related", "is related to", "is related to"),
    )
}


def check_ends(type_name: str, from_kind: str, to_kind: str) -> TieType:
    """The type of that name, if such a tie may lead from an actor of the one kind to one of the other.

    Raises InvalidValue for an unknown type or kinds that do not fit.
    """
    tie_type = TIE_TYPES.get(type_name)
    if tie_type is None:
        raise InvalidValue(f"type: {type_name!r} is not known.", f"One of: {', '.join(TIE_TYPES)}.")
    wrong_from = (tie_type.from_kinds and from_kind not in tie_type.from_kinds) or from_kind in tie_type.not_from
    wrong_to = (tie_type.to_kinds and to_kind not in tie_type.to_kinds) or to_kind in tie_type.not_to
    if wrong_from or wrong_to:
        raise InvalidValue(
            f"An actor of kind {from_kind} cannot stand in '{tie_type.name}' to one of kind {to_kind}.",
            f"It is read '... {tie_type.forward} ...': {_ends(tie_type)}",
        )
    return tie_type


def _ends(t: TieType) -> str:
    first = " or ".join(sorted(t.from_kinds)) or ("any kind" if not t.not_from else "an organization")
    second = " or ".join(sorted(t.to_kinds)) or ("any kind" if not t.not_to else "an organization")
    return f"from {first} to {second}."


def rung_name(rung: int | None) -> str:
    """The rung as people say it.

    >>> rung_name(4), rung_name(None)
    ('4 coordination', '')
    """
    return "" if rung is None else f"{rung} {RUNGS[rung]}"


@dataclass(frozen=True, slots=True)
class Tie:
    """One relationship. `a` and `b` are actor ids; a mutual tie stands once, `a` being the smaller id."""

    id: int
    type: str
    a: int
    b: int
    status: str
    rung: int | None = None
    wanted: int | None = None
    stance: str | None = None
    title: str | None = None
    since: str | None = None
    until: str | None = None
    amount: float | None = None
    currency: str | None = None
    source: str | None = None
    audience: str = "partners"
    last_contact: str | None = None
    notes: str | None = None
    rung_since: str | None = None

    def other(self, actor: int) -> int:
        """The actor at the other end."""
        return self.b if actor == self.a else self.a

    def open_on(self, day: str) -> bool:
        """Whether the tie stood on that ISO day: active or dormant, begun, not yet over."""
        if self.status not in ("active", "dormant"):
            return False
        return (self.since or "") <= day and (self.until or "9999") >= day[: len(self.until or "9999")]
