"""How long `near` takes on a large map, whole process, beside measuring the way to everybody."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.measuring import Line, answer, line, medians
from tests.bench.register import register

SIZES = (1_000, 10_000, 100_000)
REPETITIONS = 5
BOUND = 0.5
BOUND_FROM = 100_000
"""Actors. Of fewer, starting Python is most of it."""
CENTRE = """SELECT p.lat, p.lon FROM areas p JOIN actors a ON a.area_id = p.id AND a.lat IS NOT NULL
GROUP BY p.id ORDER BY count(*) DESC, p.id LIMIT 1"""
NAIVELY = "geopy's geodesic to all of them"
NAIVE = '''
import sqlite3, sys
from geopy.distance import geodesic
centre = tuple(map(float, sys.argv[2].split(",")))
points = """SELECT a.handle, ifnull(a.lat, p.lat), ifnull(a.lon, p.lon) FROM actors a JOIN areas p ON p.id = a.area_id"""
found = [h for h, lat, lon in sqlite3.connect(sys.argv[1]).execute(points)
         if geodesic(centre, (lat, lon)).km <= 25]
print(*sorted(found), sep="\\n")
'''


def nearby(sizes: Sequence[int] = SIZES, repetitions: int = REPETITIONS) -> list[Line]:
    """A line for who is near the largest place at each size; other actors than those geopy finds are an error."""
    return [_line(actors, repetitions) for actors in sizes]


def _line(actors: int, repetitions: int) -> Line:
    command = str(Path(sys.executable).parent / "ngomap")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = register(actors)
        made.link(folder)
        with sqlite3.connect(made.path) as connection:
            centre = ",".join(map(str, connection.execute(CENTRE).fetchone()))
        words = ("near", centre, "--within", "25km")
        naive = [sys.executable, "-c", NAIVE, "ngomap.db", centre]
        ours = answer([command, *words, "--limit", "0", "--people", "--format", "json"], folder)["records"]
        theirs = _output(naive, folder).split()
        if sorted(r["handle"] for r in ours) != theirs or not theirs:
            raise AssertionError(f"near finds {len(ours)}, geopy {len(theirs)}")
        taken = medians({"ngomap near": [command, *words], NAIVELY: naive}, folder, repetitions)
    return line(taken, "ngomap near", NAIVELY, BOUND if actors >= BOUND_FROM else None, actors)


def _output(words: list[str], folder: Path) -> str:
    return subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True).stdout
