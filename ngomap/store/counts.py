"""How much is in the map."""

from __future__ import annotations

from ngomap.store.connection import Map

COUNTS = """SELECT (SELECT count(*) FROM actors WHERE kind <> 'person') AS organizations,
(SELECT count(*) FROM actors WHERE kind = 'person') AS people,
(SELECT count(*) FROM relationships) AS relationships,
(SELECT count(*) FROM activities) AS activities,
(SELECT count(*) FROM areas) AS areas,
(SELECT count(*) FROM events) AS events,
(SELECT count(*) FROM resources) AS offers_and_needs,
(SELECT count(*) FROM need_figures) AS need_figures,
(SELECT count(*) FROM surveys) AS surveys"""


def counts(map_: Map) -> dict[str, int]:
    """Rows of each kind of record."""
    cursor = map_.connection.execute(COUNTS)
    return {column[0]: n for column, n in zip(cursor.description, cursor.fetchone(), strict=True)}
