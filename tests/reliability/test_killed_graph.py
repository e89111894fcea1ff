"""Who is killed while the graph of a map is being kept leaves the map as it was, and the next one clears up."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from ngomap.store.check import check
from ngomap.store.connection import open_map
from ngomap.store.graph_file import graph_file
from ngomap.store.graph_keeping import graph_file_of
from tests.reliability.processes import FULL, killed, lasts, needs_fork
from tests.reliability.watching import digest

pytestmark = needs_fork

KILLS = 100 if FULL else 4
CONTENTS = [bytes([n]) * 4_000_000 for n in (1, 2)]


def test_a_killed_keeper_leaves_no_torn_graph(
    laid_out: Path, quick_folder: Path, record_property: Callable[[str, object], None]
) -> None:
    map_path = Path(shutil.copy(laid_out / "test.db", quick_folder))
    state = digest(map_path)

    def read() -> bytes | None:
        with open_map(map_path) as map_:
            file = graph_file_of(map_, [])
            assert file is not None
            return file.content()

    def keep(content: bytes) -> None:
        with open_map(map_path) as map_:
            file = graph_file_of(map_, [])
            assert file is not None
            file.keep(content)

    seconds = lasts(lambda: keep(CONTENTS[0]))
    chance, cut, before = random.Random(1), 0, read()
    assert before == CONTENTS[0]
    for n in range(KILLS):
        content = CONTENTS[(n + 1) % 2]
        cut += killed(lambda: keep(content), chance.uniform(0, seconds * 1.2))  # noqa: B023
        assert read() in (before, content)
        assert digest(map_path) == state
        before = read()
    keep(CONTENTS[0])
    assert {p.name for p in quick_folder.iterdir()} == {map_path.name, graph_file(map_path).name}
    with open_map(map_path) as map_:
        assert {finding.code for finding in check(map_)} <= {"mode"}
    record_property("killed before their end, of all", f"{cut} of {KILLS}")
    assert cut > KILLS // 3 or not FULL
