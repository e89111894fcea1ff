"""What is dated about ties: events, trust, and where actors stand on issues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ngomap.model.actors import ActorRef

# The highest rung of working together that an event of this kind is evidence of.
EVENT_RUNG: Final[dict[str, int]] = {
    "call": 1, "email": 1, "meeting": 1, "other": 1, "informational-meeting": 2, "briefing": 2, "training": 3,
    "event-attended": 3, "publicised": 3, "volunteered": 3, "letter-of-support": 3, "joint-planning": 4,
}  # fmt: skip
JOINT_PROJECT_RUNG: Final = 5
"""What a project in which both have activities is evidence of."""


@dataclass(frozen=True, slots=True)
class Trust:
    """One actor's trust in another on a day, and what the other is worth to it; each item 0 (none) to 4 (complete),
    None not known.
    """

    id: int
    from_id: int
    to_id: int
    on_date: str | None
    reliability: int | None
    shared_mission: int | None
    openness: int | None
    influence: int | None = None
    involvement: int | None = None
    resources: int | None = None
    audience: str = "internal"

    @property
    def mean(self) -> float | None:
        """The mean of the items of trust that are known, 0 to 4."""
        return _mean(self.reliability, self.shared_mission, self.openness)

    @property
    def value(self) -> float | None:
        """The mean of the items of value that are known, 0 to 4."""
        return _mean(self.influence, self.involvement, self.resources)


def _mean(*items: int | None) -> float | None:
    known = [x for x in items if x is not None]
    return sum(known) / len(known) if known else None


@dataclass(frozen=True, slots=True)
class Stance:
    """Where an actor stood on an issue on a day: stance -2..2, influence on it 0..5."""

    id: int
    actor: int
    issue: int
    stance: int | None
    influence: int | None
    on_date: str | None
    source: str | None = None
    audience: str = "internal"


@dataclass(frozen=True, slots=True)
class Event:
    """A dated contact with its participants, and whom we asked there to be introduced to."""

    id: int
    on_date: str
    kind: str
    title: str
    outcome: str | None
    next_step: str | None
    next_due: str | None
    next_done_on: str | None
    audience: str
    participants: tuple[ActorRef, ...] = ()
    introduces: int | None = None
