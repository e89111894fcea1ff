"""A whole map stored."""

from __future__ import annotations

from ngomap.importers.records import WholeMap
from ngomap.intake.wishes import Taken
from ngomap.store.connection import Map
from ngomap.store.whole_load import load


def take_document(map_: Map, found: WholeMap) -> Taken:
    """Store a map that ngomap wrote. Its records are what other files call rows; it is taken whole or not at all."""
    loaded = load(map_, found.document)
    added, changed, unchanged = (sum(n.values()) for n in (loaded.added, loaded.changed, loaded.unchanged))
    stored = {section.replace("_", " "): n for section, n in loaded.added.items()}
    return Taken(added, changed, unchanged, stored=stored, notes=loaded.notes, next=("ngomap list", "ngomap gaps"))
