"""Eight who write, two who export and one who makes copies, all at once on one map: everything is there, nobody fails, nobody
waits long.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from ngomap.store.actors import all_refs
from ngomap.store.backup import inspected, own_copies
from ngomap.store.check import check
from ngomap.store.connection import open_map
from tests.reliability.processes import FULL, command, in_child, needs_fork

pytestmark = needs_fork

WRITERS, ADDED_BY_EACH = 8, 500 if FULL else 4
LONGEST_WAIT = 10.0
"""Seconds that a command may take when everybody writes at once."""


def test_eight_write_while_two_export_and_one_copies(
    laid_out: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    folder = tmp_path / "map"
    shutil.copytree(laid_out, folder)
    map_path, over = folder / "test.db", tmp_path / "over"
    with open_map(map_path) as map_:
        before = {ref.name for ref in all_refs(map_)}

    def tell(name: str, value: object) -> None:
        (tmp_path / f"{name}.json").write_text(json.dumps(value))

    def run(*words: str) -> float:
        begin = time.monotonic()
        code, _, said = command(map_path, [*words, "--quiet"])
        assert code == 0, f"{' '.join(words)}: {said}"
        return time.monotonic() - begin

    def add(writer: int) -> None:
        tell(f"writer-{writer}", max(run("add", f"Writer {writer} {n}", "--new") for n in range(ADDED_BY_EACH)))

    def again(name: str, *words: str) -> None:
        times = 0
        while not over.exists() or not times:
            run(*words)
            times += 1
        tell(name, times)

    def export(form: str) -> None:
        out = tmp_path / f"out.{form}"
        again(form, "export", form, "--to", str(out), "--force")

    def watch() -> None:
        """What stands there is whole whenever it is looked at."""
        seen = 0
        while not over.exists() or not seen:
            for form in ("json", "graphml"):
                out = tmp_path / f"out.{form}"
                if out.exists():
                    text = out.read_text()
                    assert text.rstrip().endswith("</graphml>" if form == "graphml" else "}"), "a torn file"
                    seen += form != "json" or bool(json.loads(text))
            time.sleep(0.05)
        tell("watch", seen)

    begin = time.monotonic()
    others = [
        in_child(lambda: export("json")), in_child(lambda: export("graphml")), in_child(watch),
        in_child(lambda: again("copies", "backup", "--keep", "40")),
    ]  # fmt: skip
    writers = [in_child(lambda writer=writer: add(writer)) for writer in range(WRITERS)]  # type: ignore[misc]
    ends = [os.waitpid(writer, 0)[1] for writer in writers]
    seconds = time.monotonic() - begin
    over.touch()
    assert ends == [0] * WRITERS
    assert [os.waitpid(other, 0)[1] for other in others] == [0] * len(others)

    told = {path.stem: json.loads(path.read_text()) for path in tmp_path.glob("*.json") if path.stem != "out"}
    with open_map(map_path) as map_:
        names = {ref.name for ref in all_refs(map_)}
        assert {finding.code for finding in check(map_)} <= {"mode"}
    assert names - before == {f"Writer {writer} {n}" for writer in range(WRITERS) for n in range(ADDED_BY_EACH)}
    assert before <= names
    copies = own_copies(map_path, folder / "test.db-backups")
    assert copies
    counts = []
    for path in copies:
        rows, problems = inspected(path)
        assert problems == []
        counts.append(rows["actors"])
    assert counts == sorted(counts)
    assert not [p for p in [*folder.rglob("*"), *tmp_path.iterdir()] if p.name.endswith((".part", ".new", "-journal"))]
    worst = max(value for name, value in told.items() if name.startswith("writer"))
    record_property("rows written at once", WRITERS * ADDED_BY_EACH)
    record_property("seconds it took", round(seconds))
    record_property("the longest that one command of a writer took, in seconds", round(worst, 2))
    record_property("exports and copies made meanwhile", {name: told[name] for name in ("json", "graphml", "copies")})
    record_property("times that an export was looked at and found whole", told["watch"])
    assert worst < LONGEST_WAIT or not FULL
