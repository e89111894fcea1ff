"""What somebody would write to draw a large map without choosing: networkx's layout, or a mark for everybody.

    python -m tests.bench.plain_pictures spring|points MAP FILE
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

BEST_CONNECTED = """SELECT end FROM (SELECT from_id AS end FROM relationships UNION ALL SELECT to_id FROM relationships)
GROUP BY end ORDER BY count(*) DESC, end LIMIT 800"""


def main(what: str, map_: str, file: str) -> None:
    """Write the picture, or for the layout just the places."""
    with closing(sqlite3.connect(map_)) as connection:
        if what == "spring":
            import networkx as nx

            chosen = {row[0] for row in connection.execute(BEST_CONNECTED)}
            ties = connection.execute("SELECT from_id, to_id FROM relationships WHERE status IN ('active', 'dormant')")
            graph = nx.Graph((a, b) for a, b in ties if a in chosen and b in chosen)
            Path(file).write_text(str({n: tuple(p) for n, p in nx.spring_layout(graph, seed=1).items()}), encoding="utf-8")
            return
        import altair as alt
        import vl_convert

        rows = [{"x": lon, "y": lat, "kind": kind, "name": name} for lon, lat, kind, name in connection.execute(
            "SELECT lon, lat, kind, name FROM actors WHERE lat IS NOT NULL AND audience <> 'secret'")]  # fmt: skip
        chart = alt.Chart(alt.NamedData("rows")).mark_point().encode(x="x:Q", y="y:Q", color="kind:N", description="name:N")
        spec = chart.to_dict(validate=False) | {"datasets": {"rows": rows}}
        Path(file).write_text(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
