"""What the formats for network tools cannot carry, so that importing such a file does not bring it back.

The one list of it: `README.md` and `ngomap export --help` say the same, and a test compares an export that was imported
again with the map it came from.
"""

from __future__ import annotations

from typing import Final

ALL: Final = ("*",)
"""Every field of the section."""
_NETWORK: Final[dict[str, tuple[str, ...]]] = {
    "map": ALL,
    "terms": ALL,
    "areas": ALL,
    "relationships": ("uid",),
    "agreements": ALL,
    "labour": ALL,
    "exchanges": ALL,
    "projects": ALL,
    "project_partners": ALL,
    "assessments": ALL,
    "grants": ALL,
    "coalitions": ALL,
    "approaches": ALL,
    "commitments": ALL,
    "observations": ALL,
    "monitors": ALL,
    "trust": ALL,
    "stances": ALL,
    "events": ALL,
    "resources": ALL,
    "activities": ALL,
    "need_figures": ALL,
    "surveys": ALL,
}

# By format, then by section of the whole map: the fields that do not come back. Terms and areas come back as the words
# and handles that actors have, without their names, codes and trees; a tie is known again by its ends, type, date and
# reference, so its id is not needed. JSON brings everything back.
NOT_CARRIED: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "graphml": _NETWORK,
    "gexf": _NETWORK,
    "kumu": _NETWORK,
    "json": {},
}
IN_WORDS: Final = (
    "activities, events, trust, stances, offers and needs, need figures, surveys, "
    "the trees of terms and areas, and the settings of the map"
)
"""The same for people, as README and the help of `export` say it."""
