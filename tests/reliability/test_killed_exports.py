"""What writes a file, killed with no warning at any moment: the file is not there, or as it was, or whole, never torn; and the
next run leaves nothing of the killed one behind.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ngomap.store.check import check
from ngomap.store.connection import open_map
from tests.reliability.processes import FULL, command, in_child, killed, needs_fork
from tests.reliability.watching import digest

pytestmark = needs_fork

FILES: dict[str, str] = {
    "csv": "export csv --to {folder}/out.csv --force",
    "xlsx": "export xlsx --audience internal --to {folder}/out.xlsx --force",
    "json": "export json --audience internal --to {folder}/out.json --force",
    "graphml": "export graphml --to {folder}/out.graphml --force",
    "gexf": "export gexf --to {folder}/out.gexf --force",
    "kumu": "export kumu --to {folder}/out.kumu --force",
    "geojson": "export geojson --to {folder}/out.geojson --force",
    "ics": "export ics --audience internal --to {folder}/out.ics --force",
    "disguised": "export json --pseudonyms --coarse --to {folder}/out.json --force",
    "share": "share --audience partners --for Partner --to {folder}/out.db --force",
    "atlas": "atlas --to {folder}/out.html --force",
    "report md": "report --to {folder}/out.md --no-pictures --force",
    "report html": "report --to {folder}/out.html --no-pictures --force",
    "report docx": "report --to {folder}/out.docx --no-pictures --force",
    "promises": "commitment report --to {folder}/out.md --force",
    "brief": "brief bright-slate --issue corruption --to {folder}/out.md --force",
    "sheet": "agree bright-slate --sheet {folder}/out.md --force",
    "network": "network --to {folder}/out.svg --force",
    "coverage": "coverage --to {folder}/out.svg --force",
    "ask": "ask bright-slate --to {folder}/out.xlsx --force",
    "template": "import --template {folder}/out.xlsx",
}
MADE = list(FILES) if FULL else ["graphml", "share"]
NEVER_OVER = ("template",)
"""They refuse to write over a file."""
DRAWN = ("atlas", "network", "coverage")
"""Each in a new process, which takes its time, so they are killed less often."""
DRAWN_KILLS = 10
KILLS = -(-(1000 - DRAWN_KILLS * len(DRAWN)) // (len(MADE) - len(DRAWN))) if FULL else 2


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file() and p.suffix != ".db-journal"}


@pytest.mark.parametrize("made", MADE)
def test_a_killed_export_is_there_whole_or_not_at_all(
    made: str, laid_out: Path, quick_folder: Path, record_property: Callable[[str, object], None]
) -> None:
    folder, out = quick_folder / "map", quick_folder / "out"
    folder.mkdir()
    map_path = Path(shutil.copy(laid_out / "test.db", folder))
    line = FILES[made].format(folder=out).split()

    def write() -> None:
        if made in NEVER_OVER:
            (out / "out.xlsx").unlink(missing_ok=True)
        code, _, said = command(map_path, line)
        assert code == 0, said

    def in_new_process(_: Callable[[], object]) -> int:
        words = [sys.executable, "-m", "ngomap", "--map", str(map_path), *line, "--quiet"]
        return os.posix_spawn(sys.executable, words, os.environ)

    begin: Callable[[Callable[[], object]], int] = in_child
    if made in DRAWN:
        begin = in_new_process

        def write() -> None:
            assert os.waitpid(in_new_process(write), 0)[1] == 0

    out.mkdir()
    write()
    [target] = out.iterdir()
    if made == "share":
        # Which ids went to whom is in the map from now on.
        older = target.read_bytes()
        command(map_path, ["edit", "bright-slate", "--mission", "Another"])
        write()
    else:
        older = b"what it said before"
    whole = target.read_bytes()
    assert whole not in (b"", older)
    state = digest(map_path)
    began = time.monotonic()
    assert os.waitpid(begin(write), 0)[1] == 0
    seconds = time.monotonic() - began
    chance = random.Random(made)
    cut = torn_off = 0
    kills = KILLS if made not in DRAWN else min(KILLS, DRAWN_KILLS)
    for n in range(kills):
        before = older if n % 2 and made not in NEVER_OVER else None
        if before is None:
            target.unlink(missing_ok=True)
        else:
            target.write_bytes(before)

        def begun() -> bool:
            return len(list(out.iterdir())) > (before is not None)  # noqa: B023

        # Half of them when the file is on its way, where kills hurt.
        on_the_way = n % 4 > 1
        after = chance.uniform(0, 0.02 if on_the_way else seconds)
        cut += killed(write, after, begun if on_the_way else lambda: True, begin)
        there = contents(out)
        assert there.pop(target.name, None) in (before, whole)
        assert digest(map_path) == state
        if there:
            torn_off += 1
            write()
            assert contents(out) == {target.name: whole}
    with open_map(map_path) as map_:
        assert {finding.code for finding in check(map_)} <= {"mode"}
    record_property("killed before their end, of all", f"{cut} of {kills}")
    record_property("left a file on its way, which the next run took away", torn_off)
    assert cut > kills // 3 or not FULL
