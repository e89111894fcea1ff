"""What was promised, what monitors found of it, and why they can be believed. Read.

A promise is left out if it, whoever made it, or the area it is for is above the audience.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from ngomap.errors import Ambiguous, NotFound
from ngomap.model.text import name_key
from ngomap.model.together import Commitment, Monitor, Observation
from ngomap.store.connection import Map

# ?1: the audiences of what may be seen, a JSON list.
SEEN = "IN (SELECT value FROM json_each(?1))"
WANTED = "IN (SELECT value FROM json_each(?2))"
COLUMNS = "c.id, c.uid, c.handle, c.by_id, c.to_id, c.what, c.issue_id, c.area_id, c.on_date, c.due, c.source, c.audience"
COMMITMENT = f"""SELECT {COLUMNS} FROM commitments c JOIN actors a ON a.id = c.by_id AND a.audience {SEEN}
LEFT JOIN areas p ON p.id = c.area_id WHERE c.audience {SEEN} AND (p.id IS NULL OR p.audience {SEEN})"""  # noqa: S608
ALL = f"{COMMITMENT} ORDER BY c.handle"
BY = f"{COMMITMENT} AND c.by_id {WANTED} ORDER BY c.handle"
DUE_BY = f"{COMMITMENT} AND c.due <= ?2 ORDER BY c.handle"
ANY = f"SELECT {COLUMNS} FROM commitments c"  # noqa: S608 - of constants
BY_HANDLE = f"{ANY} WHERE c.handle = ?"
BY_BEGINNING = f"{ANY} WHERE c.handle >= ?1 AND c.handle < ?1 || char(1114111) ORDER BY c.handle LIMIT 6"
EVERY = f"{ANY} ORDER BY c.handle"
OBSERVATION = f"""SELECT o.id, o.uid, o.commitment_id, o.observer_id, o.on_date, o.finding, o.text, o.evidence, o.audience
FROM observations o WHERE o.audience {SEEN}"""  # noqa: S608 - of constants
OBSERVATIONS_OF = f"{OBSERVATION} AND o.commitment_id {WANTED} ORDER BY o.on_date, o.id"
MONITORS = f"""SELECT m.id, m.actor_id, m.training, m.impartiality, m.on_date, m.audience FROM monitors m
JOIN actors a ON a.id = m.actor_id WHERE m.audience {SEEN} AND a.audience {SEEN} AND m.actor_id {WANTED}
ORDER BY a.handle"""  # noqa: S608 - of constants
TRAINED = f"""SELECT m.actor_id FROM monitors m WHERE m.training IS NOT NULL AND m.audience {SEEN}
AND m.actor_id {WANTED}"""  # noqa: S608 - of constants
HIDDEN = "SELECT id FROM actors WHERE audience NOT IN (SELECT value FROM json_each(?1)) AND id IN (SELECT value FROM json_each(?2))"


def commitments(map_: Map, audiences: Collection[str], by: Iterable[int] | None = None) -> list[Commitment]:
    """What was promised, by handle; with `by`, by one of these actors."""
    if by is None:
        return [Commitment(*row) for row in map_.connection.execute(ALL, [_list(audiences)])]
    return [Commitment(*row) for row in map_.connection.execute(BY, [_list(audiences), _list(by)])]


def commitments_due(map_: Map, audiences: Collection[str], until: str) -> list[Commitment]:
    """What was promised for a day up to `until`, by handle."""
    return [Commitment(*row) for row in map_.connection.execute(DUE_BY, [_list(audiences), until])]


def commitment_named(map_: Map, text: str) -> Commitment:
    """The promise with this handle, the only one whose handle begins so, or the only one whose words hold these.

    Raises NotFound, or Ambiguous with the candidates.
    """
    wanted = text.strip().casefold()
    row = map_.connection.execute(BY_HANDLE, [wanted]).fetchone()
    if row:
        return Commitment(*row)
    found = [Commitment(*r) for r in map_.connection.execute(BY_BEGINNING, [wanted])] if wanted else []
    if not found and name_key(text):
        every = (Commitment(*r) for r in map_.connection.execute(EVERY))
        found = [c for c in every if name_key(text) in name_key(c.what)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(c.handle for c in found[:6])
        raise Ambiguous(f"{text!r} may mean several commitments: {names}.", "Use the handle.")
    raise NotFound(f"There is no commitment {text!r} in the map.", "See 'ngomap commitment list'.")


def observations(map_: Map, audiences: Collection[str], commitment_ids: Iterable[int]) -> list[Observation]:
    """What monitors found of the promises, the oldest first."""
    rows = map_.connection.execute(OBSERVATIONS_OF, [_list(audiences), _list(commitment_ids)])
    return [Observation(*row) for row in rows]


def monitors(map_: Map, audiences: Collection[str], actor_ids: Iterable[int]) -> dict[int, Monitor]:
    """Why those who observe can be believed, by actor."""
    return {row[1]: Monitor(*row) for row in map_.connection.execute(MONITORS, [_list(audiences), _list(actor_ids)])}


def trained(map_: Map, audiences: Collection[str], actor_ids: Iterable[int]) -> set[int]:
    """Those of the actors who are known to be trained to observe, named or not."""
    return {row[0] for row in map_.connection.execute(TRAINED, [_list(audiences), _list(actor_ids)])}


def hidden_actors(map_: Map, audiences: Collection[str], actor_ids: Iterable[int]) -> set[int]:
    """Those of the actors who are above the audiences."""
    return {row[0] for row in map_.connection.execute(HIDDEN, [_list(audiences), _list(actor_ids)])}


def _list(values: Iterable[object]) -> str:
    return json.dumps(list(values))
