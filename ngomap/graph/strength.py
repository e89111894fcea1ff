"""How far one can count on a tie."""

from __future__ import annotations

from typing import Final

from ngomap.model.relationships import Tie

# 1 is as good as being the same organization. Along a path strengths are multiplied, so that two steps of joint
# projects (1) reach further than one acquaintance (0.3).
RUNG_STRENGTH: Final = (0.1, 0.25, 0.4, 0.55, 0.75, 1.0)
TYPE_STRENGTH: Final[dict[str, float]] = {
    "parent-of": 0.9, "works-for": 0.9, "holds-office-in": 0.9, "on-board-of": 0.8, "mentors": 0.7, "member-of": 0.6,
    "funds": 0.6, "advises": 0.6, "volunteers-for": 0.5, "knows": 0.3, "works-with": RUNG_STRENGTH[1], "monitors": 0.2,
    "related": 0.2,
}  # fmt: skip
"""A `works-with` without a rung counts as contact."""
NOT_ALLIED: Final = frozenset({"rivals"})
"""Ties of these types join nobody."""
DORMANT_SHARE: Final = 0.5
CONFRONTATIONAL_SHARE: Final = 0.5


def strength(tie: Tie) -> float:
    """How far one can count on a tie, in (0, 1]: by its rung if it has one, else by its type; half if it is dormant or
    confrontational.

    >>> strength(Tie(1, "works-with", 1, 2, "active", rung=4)), strength(Tie(2, "knows", 1, 2, "dormant"))
    (0.75, 0.15)
    """
    value = TYPE_STRENGTH[tie.type] if tie.rung is None else RUNG_STRENGTH[tie.rung]
    if tie.status == "dormant":
        value *= DORMANT_SHARE
    if tie.stance == "confrontational":
        value *= CONFRONTATIONAL_SHARE
    return value
