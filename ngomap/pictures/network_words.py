"""What is told of an actor or of ties in a picture, when somebody points at it or reads the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ngomap.model.actors import ActorRef
from ngomap.model.relationships import RUNGS, TIE_TYPES, Tie
from ngomap.model.text import counted
from ngomap.pictures.labels import text_width

COLUMNS = ("From", "Tie", "To", "Rung", "Status")


def said_of_actor(ref: ActorRef, ties: int, us: bool, around: str | None, whole: bool = True) -> str:
    """A few lines on an actor; in a picture that is not `whole` some of those it is tied to may be missing.

    >>> print(said_of_actor(ActorRef(1, "a", "Aid", "ngo", "local"), 2, True, "Brook"))
    Aid (us)
    ngo, local
    tied to 2 others here
    in the circle around Brook
    """
    lines = [f"{ref.name}{' (us)' if us else ''}", ", ".join(filter(None, (ref.kind, ref.level)))]
    lines.append(f"tied to {counted(ties, 'other')}{' here' * whole}" if ties else "no tie in this picture")
    if around:
        lines.append(f"in the circle around {around}" if around != ref.name else "the best connected of its circle")
    return "\n".join(lines)


def said_of_ties(refs: Mapping[int, ActorRef], ties: Sequence[Tie]) -> str:
    """A line for each tie between two actors."""
    return "\n".join(dict.fromkeys(_line(refs, t) for t in ties))


def cut(name: str, wide: float, size: float = 12.0) -> str:
    """The name, cut where it would be wider than so many pixels.

    >>> cut("Regional Compact", 120), cut("Regional Compact", 60)
    ('Regional Compact', 'Regional…')
    """
    if text_width(name, size) <= wide:
        return name
    kept = name
    while kept and text_width(f"{kept}…", size) > wide:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def ends_of(refs: Mapping[int, ActorRef], tie: Tie) -> tuple[ActorRef, ActorRef]:
    """The two that the tie joins, as it is read; what reads the same from both ends by handle, whatever their ids."""
    a, b = refs[tie.a], refs[tie.b]
    return (b, a) if TIE_TYPES[tie.type].mutual and b.handle < a.handle else (a, b)


def in_order(refs: Mapping[int, ActorRef], ties: Iterable[Tie]) -> list[Tie]:
    """The ties in an order that neither rows nor ids decide."""

    def key(tie: Tie) -> tuple[object, ...]:
        a, b = ends_of(refs, tie)
        rung = -1 if tie.rung is None else tie.rung
        return a.handle, b.handle, tie.type, tie.status, rung, tie.since or "", tie.until or "", tie.title or ""

    return sorted(ties, key=key)


def _line(refs: Mapping[int, ActorRef], tie: Tie) -> str:
    a, b = ends_of(refs, tie)
    said = [w for w in (tie.title, _rung(tie), "" if tie.status == "active" else tie.status, tie.stance) if w]
    text = f"{a.name} {TIE_TYPES[tie.type].forward} {b.name}"
    return f"{text}: {', '.join(said)}" if said else text


def _rung(tie: Tie) -> str:
    return "" if tie.rung is None else RUNGS[tie.rung]


def table_rows(refs: Mapping[int, ActorRef], ties: Sequence[Tie], alone: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The picture as a table: each tie, then who has none in it."""
    for tie in in_order(refs, ties):
        a, b = ends_of(refs, tie)
        yield a.name, TIE_TYPES[tie.type].forward, b.name, _rung(tie), tie.status
    yield from ((name, "no tie in this picture", "", "", "") for name in alone)
