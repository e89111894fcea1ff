"""What organizations do together: exchanges, projects, grants, coalitions; and what government promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MODES: Final = ("given", "lent")
PROJECT_STATUSES: Final = ("idea", "planned", "running", "closed", "cancelled")
PROJECT_ROLES: Final = ("lead", "partner", "funder", "host", "adviser")
AGAIN: Final = ("yes", "perhaps", "no")
GRANT_STATUSES: Final = ("open", "applied", "won", "lost", "closed")
APPROACHES: Final = ("cooperative", "mixed", "confrontational")
FINDINGS: Final = ("kept", "progress", "no-progress", "broken", "unclear")


@dataclass(frozen=True, slots=True)
class Exchange:
    """What `giver` gave or lent `taker` on a day; `due` and `returned_on` are of what was lent."""

    id: int
    giver: int
    taker: int
    mode: str
    kind: str
    description: str
    quantity: float | None
    unit: str | None
    worth: float | None
    currency: str | None
    on_date: str
    due: str | None
    returned_on: str | None
    source: str | None
    audience: str


@dataclass(frozen=True, slots=True)
class Partner:
    """One who takes part in a project: as what, with which share of the budget, for which task."""

    id: int
    project: int
    actor: int
    role: str
    share: float | None
    task: str | None


@dataclass(frozen=True, slots=True)
class Project:
    """What several do together. Activities carry its name; `terms` and `areas` are ids."""

    id: int
    uid: str
    handle: str
    name: str
    status: str
    goal: str | None
    since: str | None
    until: str | None
    budget: float | None
    currency: str | None
    source: str | None
    audience: str
    partners: tuple[Partner, ...] = ()
    terms: tuple[int, ...] = ()
    areas: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a partner said of a project on a day: of all of it, or of working with one other (`of`)."""

    id: int
    project: int
    by: int
    of: int | None
    on_date: str
    worked: str | None
    failed: str | None
    benefit: int | None
    again: str | None
    audience: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A call of a funder, and what it asks of those who apply; what it does not say is None."""

    id: int
    uid: str
    handle: str
    funder: int
    name: str
    status: str
    deadline: str | None
    least: float | None
    most: float | None
    currency: str | None
    registered: bool | None
    years: int | None
    budget: float | None
    audited: bool | None
    projects: int | None
    partners: int | None
    own_share: float | None
    term: int | None
    area: int | None
    notes: str | None
    source: str | None
    audience: str


@dataclass(frozen=True, slots=True)
class Coalition:
    """What a coalition is for: its objective, the office that can decide it, what it asks."""

    id: int
    actor: int
    objective: str | None
    target: int | None
    issue: int | None
    asks: str | None
    since: str | None
    until: str | None
    audience: str


@dataclass(frozen=True, slots=True)
class Approach:
    """How one actor stands to a government body or official on an issue (None: on all) from a day on."""

    id: int
    actor: int
    towards: int
    issue: int | None
    approach: str
    on_date: str
    note: str | None
    audience: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """What somebody in government promised (`to` None: to the public)."""

    id: int
    uid: str
    handle: str
    by: int
    to: int | None
    what: str
    issue: int | None
    area: int | None
    on_date: str
    due: str | None
    source: str | None
    audience: str


@dataclass(frozen=True, slots=True)
class Observation:
    """What a monitor found of a commitment on a day."""

    id: int
    uid: str
    commitment: int
    observer: int | None
    on_date: str
    finding: str
    text: str | None
    evidence: str | None
    audience: str


@dataclass(frozen=True, slots=True)
class Monitor:
    """Why somebody who observes can be believed."""

    id: int
    actor: int
    training: str | None
    impartiality: str | None
    on_date: str | None
    audience: str
