"""Words of closed lists as tables write them - types of organizations, levels, statuses - to the map's own."""

from __future__ import annotations

from functools import cache

from ngomap.model.actors import ACTOR_STATUSES, KINDS, LEVELS
from ngomap.model.shipped import shipped_rows
from ngomap.model.text import name_key
from ngomap.model.words import ACTIVITY_STATUSES

_OWN = {"kind": KINDS, "level": LEVELS, "status": ACTOR_STATUSES, "activity-status": ACTIVITY_STATUSES}


@cache
def _meanings(field: str) -> dict[str, tuple[str, str | None]]:
    found: dict[str, tuple[str, str | None]] = {word: (word, None) for word in _OWN[field] if word != "person"}
    for row in shipped_rows("imports/meanings.csv"):
        if row["field"] == field:
            found |= {name_key(word): (row["value"], row["level"] or None) for word in row["words"].split("|")}
    return found


def kind_and_level(text: str) -> tuple[str, str | None] | None:
    """The kind, and the level where the words say one, of a type as written; None if it is not understood.
    The codes of IATI and of OCHA are words too.

    >>> kind_and_level("National NGO"), kind_and_level("United Nations"), kind_and_level("22")
    (('ngo', 'national'), ('igo', 'international'), ('ngo', 'national'))
    """
    key = name_key(text)
    return _meanings("kind").get(key) or _meanings("kind").get(key.removesuffix("s"))


def meant(field: str, text: str) -> str | None:
    """The word of the map for a `level`, a `status` or an `activity-status` as written, or None.

    >>> meant("level", "Nationale"), meant("activity-status", "On-going"), meant("status", "mauve")
    ('national', 'ongoing', None)
    """
    found = _meanings(field).get(name_key(text))
    return found[0] if found else None
