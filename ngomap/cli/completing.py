"""What a shell completes a word with: what the map knows."""

from __future__ import annotations

from ngomap.cli.session import session
from ngomap.errors import NgomapError
from ngomap.model.words import VOCABULARIES
from ngomap.store.actors import handles_beginning
from ngomap.store.areas import all_areas
from ngomap.store.connection import open_map
from ngomap.store.terms import all_terms


def completions(what: str, incomplete: str) -> list[str]:
    """The handles of actors or areas, or the slugs of a vocabulary's terms, that begin so; nothing without a map."""
    try:
        with open_map(session().map_path) as map_:
            if what == "actor":
                return [*handles_beginning(map_, incomplete), *(["us"] if "us".startswith(incomplete) else [])]
            if what == "area":
                return [a.handle for a in all_areas(map_) if a.handle.startswith(incomplete)]
            if what in VOCABULARIES:
                return [t.slug for t in all_terms(map_) if t.vocabulary == what and t.slug.startswith(incomplete)]
    except NgomapError:
        pass
    return []
