"""Vocabularies, areas, and the closed lists of words that events, offers and activities use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

VOCABULARIES: Final = ("issue", "population", "service", "sector")
VOCABULARY_FILES: Final = {
    "issue": "vocabularies/issues.csv",
    "population": "vocabularies/populations.csv",
    "service": "vocabularies/services.csv",
    "sector": "vocabularies/sectors.csv",
}

EVENT_KINDS: Final = (
    "call", "email", "meeting", "informational-meeting", "briefing", "training", "event-attended", "publicised",
    "volunteered", "letter-of-support", "joint-planning", "other",
)  # fmt: skip
RESOURCE_KINDS: Final = (
    "space", "funding", "in-kind", "staff", "volunteers", "expertise", "training", "curriculum", "tools",
    "fact-sheets", "contact-lists", "data", "equipment", "vehicles", "translation", "legal", "media", "it",
)  # fmt: skip
ACTIVITY_STATUSES: Final = ("planned", "ongoing", "completed", "suspended")
AREA_LEVELS: Final = ("country", "region", "province", "district", "city", "municipality", "village", "other")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of one of the four vocabularies; it may lie under another (`parent` is an id)."""

    id: int
    vocabulary: str
    slug: str
    name: str
    parent: int | None = None
    sdg: int | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A place with an extent; it may lie in another (`parent` is an id). `code` is its official place code."""

    id: int
    handle: str
    name: str
    level: str | None = None
    parent: int | None = None
    code: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
