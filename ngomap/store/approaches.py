"""How an actor stands to government bodies and officials, by issue and day. Read."""

from __future__ import annotations

import json
from collections.abc import Collection

from ngomap.model.together import Approach
from ngomap.store.connection import Map

OF = """SELECT r.id, r.from_id, r.to_id, r.issue_id, r.approach, r.on_date, r.note, r.audience FROM approaches r
JOIN actors a ON a.id = r.to_id AND a.audience IN (SELECT value FROM json_each(?1))
WHERE r.from_id = ?2 AND r.audience IN (SELECT value FROM json_each(?1)) ORDER BY r.on_date, r.id"""


def approaches(map_: Map, audiences: Collection[str], actor_id: int) -> list[Approach]:
    """How the actor stood to each body or official, the oldest first."""
    return [Approach(*row) for row in map_.connection.execute(OF, [json.dumps(list(audiences)), actor_id])]
