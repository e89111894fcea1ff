"""What a shell completes a word with: what the map knows, and the words that ngomap itself has."""

from __future__ import annotations

from typing import Final

from ngomap.cli.session import session
from ngomap.model.actors import ACTOR_STATUSES, KINDS, LEVELS
from ngomap.model.audience import AUDIENCES
from ngomap.model.words import VOCABULARIES
from ngomap.store.actors import handles_beginning
from ngomap.store.areas import area_handles_beginning
from ngomap.store.connection import open_map
from ngomap.store.terms import slugs_beginning

FIXED: Final = {"kind": KINDS, "level": LEVELS, "status": ACTOR_STATUSES, "audience": AUDIENCES}


def completions(what: str, incomplete: str) -> list[str]:
    """The handles of actors or areas, the slugs of a vocabulary's terms, or the kinds, levels, statuses and
    audiences, that begin so; nothing without a map.
    """
    if what in FIXED:
        return [word for word in FIXED[what] if word.startswith(incomplete)]
    try:
        with open_map(session().map_path) as map_:
            if what == "actor":
                return [*handles_beginning(map_, incomplete), *(["us"] if "us".startswith(incomplete) else [])]
            if what == "area":
                return area_handles_beginning(map_, incomplete)
            if what in VOCABULARIES:
                return slugs_beginning(map_, what, incomplete)
    except Exception:  # noqa: S110 - a line that is being typed is no place for complaints
        pass
    return []
