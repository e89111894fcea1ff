"""The kinds of gaps in coverage, which are kept apart, and what they are counted in."""

from __future__ import annotations

from typing import Final

NO_PRESENCE: Final = "no presence"
SINGLE: Final = "single provider"
NOT_ENOUGH: Final = "not enough"
PLANNED: Final = "planned only"
STALE: Final = "stale"
NOT_CONFIRMED: Final = "not confirmed"
NOT_SURVEYED: Final = "not surveyed"
KINDS: Final = (NO_PRESENCE, SINGLE, NOT_ENOUGH, PLANNED, STALE, NOT_CONFIRMED, NOT_SURVEYED)

PEOPLE: Final = "people unmet"
PEOPLE_ESTIMATED: Final = "people unmet, estimated"
PEOPLE_IN_NEED: Final = "people in need"
BELOW: Final = "organizations below expected"
EXPECTED: Final = "organizations expected"
UNITS_OF_PEOPLE: Final = (PEOPLE, PEOPLE_ESTIMATED, PEOPLE_IN_NEED)
