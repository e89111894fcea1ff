"""Commands answer on an encrypted map as they do on a plain one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ngomap.model.shipped import shipped_json
from ngomap.store.cipher import Secret
from ngomap.store.encrypted import salt_of
from ngomap.store.encrypting import rewrite
from ngomap.store.migrations import creating
from ngomap.store.term_edits import fill_vocabularies
from ngomap.store.whole_load import load
from ngomap.store.writing import mark_change, write
from tests.conftest import Run
from tests.whole.test_envelopes import CALLS

pytest.importorskip("sqlcipher3")

KEY = bytes(range(32))
OF_THE_MOMENT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:-]+Z|\d\d:\d\d|\"size\": \d+")
"""What two runs of one command say differently: random ids, the time, how large a file is."""
NAMES = [
    "add", "edit", "show", "list", "find", "remove", "dedupe", "merge", "activity add", "term merge", "area add", "near", "gaps",
    "map", "coverage", "allies", "partners", "network", "match", "person list", "link", "today", "brief", "agree", "intro",
    "exchange list", "project list", "coalition show", "export", "report", "history", "undo", "settings", "forget", "import", "schema",
]  # fmt: skip
NEEDED = {"undo": "undo 1", "import": "import {folder}/table.csv"}


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The example, with one change to take back, plain and encrypted."""
    path = tmp_path_factory.mktemp("forms") / "test.db"
    with creating(path) as map_, write(map_):
        fill_vocabularies(map_)
        mark_change(map_, "start")
        load(map_, shipped_json("example.json"))
    plain = path.read_bytes()
    rewrite(path, None, Secret(KEY, True))
    return {"plain": plain, "encrypted": path.read_bytes()}


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_that_of_the_plain_map(
    name: str, forms: dict[str, bytes], run: Run, map_path: Path, tmp_path: Path
) -> None:
    said = {}
    (tmp_path / "key").write_bytes(KEY)
    (tmp_path / "table.csv").write_text("name,acronym\nSomething New,SN\n", encoding="utf-8")
    for form, content in forms.items():
        map_path.write_bytes(content)
        words = CALLS[name].format(folder=tmp_path).split()
        setup = ["--key-file", str(tmp_path / "key")]
        if name == "undo":
            assert run("add", "Somebody", *setup).exit_code == 0
        ran = run(*words, "--format", "json", *setup)
        assert ran.exit_code == 0, ran.stderr
        assert (salt_of(map_path) is None) is (form == "plain")
        said[form] = OF_THE_MOMENT.sub("*", ran.stdout)
        for left in tmp_path.glob("*.csv"):
            if left.name != "table.csv":
                left.unlink()
        (tmp_path / "report.md").unlink(missing_ok=True)
    assert said["encrypted"] == said["plain"]
