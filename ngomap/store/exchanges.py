"""What was given and lent. Read."""

from __future__ import annotations

import json
from collections.abc import Collection

from ngomap.errors import NotFound
from ngomap.model.audience import AUDIENCES
from ngomap.model.together import Exchange
from ngomap.store.connection import Map

COLUMNS = """e.id, e.from_id, e.to_id, e.mode, e.kind, e.description, e.quantity, e.unit, e.worth, e.currency, e.on_date,
e.due, e.returned_on, e.source, e.audience"""
# What somebody withheld gave or got would betray them.
SHOWN = """e.audience IN (SELECT value FROM json_each(?1)) AND NOT EXISTS (SELECT 1 FROM actors a
  WHERE a.id IN (e.from_id, e.to_id) AND a.audience NOT IN (SELECT value FROM json_each(?1)))"""
ALL = f"SELECT {COLUMNS} FROM exchanges e WHERE {SHOWN} ORDER BY e.on_date, e.id"  # noqa: S608
OF = f"""SELECT {COLUMNS} FROM exchanges e WHERE e.from_id = ?2 AND {SHOWN}
UNION ALL SELECT {COLUMNS} FROM exchanges e WHERE e.to_id = ?2 AND {SHOWN} ORDER BY 11, 1"""  # noqa: S608
BY_ID = f"SELECT {COLUMNS} FROM exchanges e WHERE e.id = ?"  # noqa: S608


def exchanges(map_: Map, actor_id: int | None = None, audiences: Collection[str] = AUDIENCES) -> list[Exchange]:
    """What was given and lent, by everyone or by and to one actor, as far as these audiences see it; the oldest first."""
    wanted = json.dumps(list(audiences))
    sql, values = (ALL, [wanted]) if actor_id is None else (OF, [wanted, actor_id])
    return [Exchange(*row) for row in map_.connection.execute(sql, values)]


def exchange_by_id(map_: Map, number: int) -> Exchange:
    """One exchange. Raises NotFound."""
    row = map_.connection.execute(BY_ID, [number]).fetchone()
    if row is None:
        raise NotFound(f"There is no exchange {number} in the map.", "'ngomap exchange list' gives their numbers.")
    return Exchange(*row)
