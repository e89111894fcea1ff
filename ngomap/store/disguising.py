"""Which actors wear which pseudonym in a file."""

from __future__ import annotations

from dataclasses import replace

from ngomap.model.disguise import Disguise, pseudonyms
from ngomap.store.connection import Map
from ngomap.store.whole import Scope

NAMES = """SELECT a.name, a.handle FROM actors a UNION SELECT x.alias, a.handle FROM aliases x JOIN actors a ON a.id = x.actor_id
ORDER BY 2, 1"""
ACTORS = "SELECT uid, handle, kind = 'person' FROM actors"


def disguised(map_: Map, scope: Scope, names: bool = False, coarse: bool = False, least: int = 0) -> Scope:
    """The scope of a file that is blurred: with `names`, under pseudonyms; `coarse` points; no number of people below
    `least`. Those who are withheld have no pseudonym, so that no gap in the numbers tells of them.
    """
    if not (names or coarse or least):
        return scope
    shown = ((uid, handle, bool(person)) for uid, handle, person in map_.connection.execute(ACTORS) if scope.shows(handle))
    return replace(scope, disguise=Disguise(pseudonyms(shown) if names else None, coarse, least))


def names_withheld(map_: Map, scope: Scope) -> list[tuple[str, str]]:
    """The names and aliases of those a file must not name, each with the handle; under pseudonyms that is everybody."""
    everybody = scope.disguise is not None and scope.disguise.names is not None
    rows = map_.connection.execute(NAMES)
    return [(name, handle) for name, handle in rows if everybody or handle in scope.hidden_actors]
