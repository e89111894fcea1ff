"""What partners, or the members of a coalition, talk over and agree: the points, and who covers what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PARTNER_POINTS: Final[dict[str, str]] = {
    "shared-vision": "What would it look like if we had both succeeded?",
    "common-goals": "Which goals do we have in common, and by when?",
    "strategy": "How do we mean to get there, and who might stand in the way?",
    "division-of-labour": "Who informs or trains whom, where, and with which message?",
    "joint-meetings": "Who meets, how often, who calls the meeting and who writes down what was said?",
    "communication": "Who speaks to whom, how fast do we answer, what stays between us?",
    "joint-projects": "How do we decide on, pay for, name and assess what we do together?",
}
"""What two partners should agree before they combine their efforts, each with the question that opens it."""
COALITION_POINTS: Final[dict[str, str]] = {
    "shared-commitment": "Which values and which vision do all of us share, and what does each commit?",
    "roles": "What is each member responsible for?",
    "decision-making": "Who decides what, how, and how quickly?",
    "transparency": "What do we tell each other and the public, what not, and by which way?",
    "conflicts": "What do we do when we disagree, and who helps us to settle it?",
}
"""What the members of a coalition should agree, likewise."""
STATES: Final = ("open", "discussed", "agreed")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a point got on a day: between two actors, or (no `b`) among the members of a coalition."""

    id: int
    a: int
    b: int | None
    point: str
    state: str
    text: str | None
    on_date: str
    source: str | None
    audience: str


@dataclass(frozen=True, slots=True)
class Labour:
    """A task that partners gave to one of them: for whom and where, or for everybody and everywhere."""

    id: int
    a: int
    b: int | None
    actor: int
    task: str
    population: int | None
    area: int | None
    since: str | None
    until: str | None
    audience: str
