"""Actors: organizations and people, in one table because any two may be related."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

KINDS: Final = (
    "ngo", "cbo", "coalition", "network", "government", "legislature", "court", "igo", "donor", "academia", "media",
    "business", "union", "faith", "professional", "other", "person",
)  # fmt: skip
LEVELS: Final = ("local", "regional", "national", "international")
ACTOR_STATUSES: Final = ("forming", "active", "dormant", "closed")
GOVERNMENT_KINDS: Final = ("government", "legislature", "court")
CIVIL_SOCIETY_KINDS: Final = ("ngo", "cbo", "coalition", "network", "union", "faith", "professional")

# The scalar fields of an actor that people set, in the order they are shown.
ACTOR_FIELDS: Final = (
    "name", "kind", "level", "status", "place", "country", "lat", "lon", "website", "email", "phone", "staff",
    "budget", "currency", "founded", "audited", "mission", "vision", "notes", "source", "verified_on", "audience",
)  # fmt: skip
LONG_TEXTS: Final = ("mission", "vision", "notes")


@dataclass(frozen=True, slots=True)
class ActorRef:
    """The least that names an actor: what a list, a tie or a finding needs."""

    id: int
    handle: str
    name: str
    kind: str
    level: str | None = None


# Identity is the id's business, and every generated method costs at each start.
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Actor:
    """An organization or person with its plain facts. `None` means not known, never "none"."""

    id: int
    uid: str
    handle: str
    kind: str
    name: str
    level: str | None
    status: str | None
    place: str | None
    area: str | None
    country: str | None
    lat: float | None
    lon: float | None
    website: str | None
    email: str | None
    phone: str | None
    staff: int | None
    budget: float | None
    currency: str | None
    founded: str | None
    mission: str | None
    vision: str | None
    notes: str | None
    source: str | None
    verified_on: str | None
    audience: str
    audited: int | None = None

    @property
    def ref(self) -> ActorRef:
        """The short form of this actor."""
        return ActorRef(self.id, self.handle, self.name, self.kind, self.level)
