"""How long `near` takes on a large map, whole process, beside measuring the way to everybody."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measuring import Line, medians
from tests.bench.town import town

ACTORS = 100_000
REPETITIONS = 5
BOUND = 0.5
CENTRE = (1.5, 36.75)
NAIVE = """
import sqlite3, sys
from geopy.distance import geodesic
found = [h for h, lat, lon in sqlite3.connect(sys.argv[1]).execute("SELECT handle, lat, lon FROM actors WHERE lat IS NOT NULL")
         if geodesic((1.5, 36.75), (lat, lon)).km <= 25]
print(*sorted(found), sep="\\n")
"""


def nearby(actors: int = ACTORS, repetitions: int = REPETITIONS) -> list[Line]:
    """A line for a wide and one for a narrow distance; other actors than those geopy finds are an error."""
    command = str(Path(sys.executable).parent / "ngomap")
    words = ("near", ",".join(map(str, CENTRE)), "--within", "25km")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        town(folder / "ngomap.db", actors, actors // 2)
        _spread(folder / "ngomap.db")
        naive = [sys.executable, "-c", NAIVE, "ngomap.db"]
        ours = json.loads(_output([command, *words, "--limit", "0", "--people", "--format", "json"], folder))["records"]
        theirs = _output(naive, folder).split()
        if sorted(r["handle"] for r in ours) != theirs or not theirs:
            raise AssertionError(f"near finds {len(ours)}, geopy {len(theirs)}")
        taken = medians({"near": [command, *words], "naive": naive}, folder, repetitions)
    what = f"ngomap near, {actors:,} points"
    return [Line(what, taken["near"], "geopy's geodesic to all of them", taken["naive"], BOUND)]


def _spread(path: Path) -> None:
    """Give everybody a point: a country's width around the centre."""
    from ngomap.store.connection import open_map

    chance = random.Random(3)
    with open_map(path) as map_:
        map_.connection.execute("BEGIN")
        rows = [
            (CENTRE[0] + chance.gauss(0, 2), CENTRE[1] + chance.gauss(0, 2), id_)
            for (id_,) in map_.connection.execute("SELECT id FROM actors").fetchall()
        ]
        map_.connection.executemany("UPDATE actors SET lat = ?, lon = ? WHERE id = ?", rows)
        map_.connection.execute("COMMIT")


def _output(words: list[str], folder: Path) -> str:
    return subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True).stdout
