"""Which records are above an audience, where the rows that are read do not say for whom they are."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Final

from ngomap.store.connection import Map

ABOVE: Final[dict[str, str]] = {
    "activity": "SELECT id FROM activities WHERE audience NOT IN (SELECT value FROM json_each(?))",
    "actor": "SELECT id FROM actors WHERE audience NOT IN (SELECT value FROM json_each(?))",
    "area": "SELECT id FROM areas WHERE audience NOT IN (SELECT value FROM json_each(?))",
    "need_figure": "SELECT id FROM need_figures WHERE audience NOT IN (SELECT value FROM json_each(?))",
    "survey": "SELECT id FROM surveys WHERE audience NOT IN (SELECT value FROM json_each(?))",
}


def withheld(map_: Map, kind: str, audiences: Collection[str]) -> set[int]:
    """The ids of the records of a kind that are for none of the audiences."""
    return {row[0] for row in map_.connection.execute(ABOVE[kind], [json.dumps(list(audiences))])}
