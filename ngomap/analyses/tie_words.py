"""Ties as a coordinator would say them."""

from __future__ import annotations

from typing import Final

from ngomap.model.relationships import RUNGS, TIE_TYPES, Tie

# What an actor is to us, where "... us" after the label of the tie would not be English.
THEY_FIRST: Final = {
    "member-of": "is a member of ours", "parent-of": "is our parent organization", "on-board-of": "sits on our board",
    "holds-office-in": "holds office with us",
}  # fmt: skip
WE_FIRST: Final = {
    "member-of": "has us as a member", "parent-of": "is our branch", "on-board-of": "has us on its board",
    "holds-office-in": "has us as office holder", "volunteers-for": "has us as volunteers",
}  # fmt: skip


def towards_us(tie: Tie, us: int) -> str:
    """What the other end of a tie is to us.

    >>> towards_us(Tie(1, "on-board-of", 2, 1, "active"), 1), towards_us(Tie(2, "funds", 1, 2, "active"), 1)
    ('sits on our board', 'is funded by us')
    """
    if tie.a == us:
        return WE_FIRST.get(tie.type, f"{TIE_TYPES[tie.type].backward} us")
    return THEY_FIRST.get(tie.type, f"{TIE_TYPES[tie.type].forward} us")


def rung_words(tie: Tie) -> str:
    """What to add to a tie: its rung, and that it is dormant or at odds."""
    details = [RUNGS[tie.rung]] if tie.rung is not None else []
    details += ["dormant"] if tie.status == "dormant" else []
    details += [tie.stance] if tie.stance in ("mixed", "confrontational") else []
    return f" ({', '.join(details)})" if details else ""
