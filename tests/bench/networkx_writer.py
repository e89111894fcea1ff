"""Write the actors and ties of a map as GraphML or GEXF by networkx: what `ngomap export` is measured beside.

    python -m tests.bench.networkx_writer MAP FILE.graphml|FILE.gexf
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import networkx as nx

from ngomap.model.whole_format import MUTUAL_TYPES

LISTED = """(SELECT group_concat(slug, '|') FROM (SELECT t.slug FROM actor_terms x JOIN terms t ON t.id = x.term_id
  WHERE x.actor_id = a.id AND t.vocabulary = '{}' ORDER BY t.slug)) AS {}"""
ACTORS = f"""SELECT a.handle AS id, a.name AS label, a.handle, a.uid, a.name, a.kind, a.level, a.status, a.place, p.handle AS area,
  p.name AS area_name, a.country, a.lat, a.lon, a.website, a.email, a.phone, a.staff, a.budget, a.currency, a.founded, a.audited,
  a.mission, a.vision, a.notes, a.source, a.verified_on, a.audience,
  (SELECT group_concat(alias, '|') FROM (SELECT alias FROM aliases x WHERE x.actor_id = a.id ORDER BY alias)) AS aliases,
  (SELECT group_concat(v, '|') FROM (SELECT scheme || ':' || value AS v FROM identifiers x WHERE x.actor_id = a.id
    ORDER BY scheme, value)) AS identifiers,
  (SELECT group_concat(handle, '|') FROM (SELECT y.handle FROM actor_areas x JOIN areas y ON y.id = x.area_id
    WHERE x.actor_id = a.id ORDER BY y.handle)) AS serves,
  {", ".join(LISTED.format(v, f"{v}s") for v in ("issue", "population", "service", "sector"))}
FROM actors a LEFT JOIN areas p ON p.id = a.area_id"""
TIES = """SELECT f.handle AS a, t.handle AS b, r.type, r.type AS label, r.uid, r.status, r.rung, r.rung_since, r.wanted, r.stance,
  r.title, r.since, r.until, r.amount, r.currency, r.reference, r.notes, r.source, r.audience
FROM relationships r JOIN actors f ON f.id = r.from_id JOIN actors t ON t.id = r.to_id"""


def graph_of(path: Path) -> nx.MultiDiGraph:
    """The graph, with those values of each actor and tie that there are; ties that read both ways go from the first handle."""
    graph = nx.MultiDiGraph()
    with closing(sqlite3.connect(path)) as connection:
        cursor = connection.execute(ACTORS)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            graph.add_node(row[0], **{n: v for n, v in zip(names[1:], row[1:], strict=True) if v is not None})
        cursor = connection.execute(TIES)
        names = [column[0] for column in cursor.description]
        for a, b, *row in cursor:
            mutual = row[0] in MUTUAL_TYPES
            a, b = sorted((a, b)) if mutual else (a, b)
            graph.add_edge(a, b, mutual=mutual, **{n: v for n, v in zip(names[2:], row, strict=True) if v is not None})
    return graph


def main(map_: str, target: str) -> None:
    """Write the file; which format, its name says."""
    (nx.write_gexf if target.endswith(".gexf") else nx.write_graphml)(graph_of(Path(map_)), target)


if __name__ == "__main__":
    main(*sys.argv[1:])
