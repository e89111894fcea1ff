"""How long the smallest commands take, beside a one-row query of sqlite-utils on the same map."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measuring import Line, medians

BOUNDS = {
    "ngomap list --limit 1 --format json": 0.65,
    "ngomap list --limit 1": 1.0,
    "ngomap --help": 1.1,
}
ALTERNATIVE = "sqlite-utils query, one row"
QUERY = "SELECT * FROM organizations ORDER BY handle LIMIT 1"


def start_up() -> list[Line]:
    """One line for each command; the row that both print is the same, or it is an error."""
    scripts = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([scripts / "ngomap", "demo", "--quiet"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        query = [str(scripts / "sqlite-utils"), "query", "ngomap.db", QUERY]
        commands = {what: [str(scripts / "ngomap"), *what.split()[1:]] for what in BOUNDS}
        _same_answer(commands["ngomap list --limit 1 --format json"], query, folder)
        taken = medians({ALTERNATIVE: query, **commands}, folder)
    return [Line(what, taken[what], ALTERNATIVE, taken[ALTERNATIVE], bound) for what, bound in BOUNDS.items()]


def _same_answer(ours: list[str], theirs: list[str], folder: Path) -> None:
    mine = json.loads(subprocess.run(ours, cwd=folder, check=True, capture_output=True).stdout)["records"][0]
    other = json.loads(subprocess.run(theirs, cwd=folder, check=True, capture_output=True).stdout)[0]
    different = {k: (mine[k], other[k]) for k in ("handle", "name", "kind", "website") if mine[k] != other[k]}
    if different:
        raise AssertionError(f"ngomap and the query disagree: {different}")
